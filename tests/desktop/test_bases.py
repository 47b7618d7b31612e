"""Base maps of a desk: added, chosen, kept, and said to be wrong, with real files and a real server."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.bases import Bases
from desktop.tile_files import BASES
from desktop.tile_keys import FILE as KEYS
from desktop.tile_keys import TileKeys
from domain.look import DARK
from domain.picture import Changes
from maps.map_view import MapView
from maps.tiles.grid import Address, Grid
from maps.tiles.tiled_base import State
from tests.maps.tiles.making import Served, picture, serving, write_mbtiles
from tests.maps.town import NOW, matters, picture_of, town

BLUE = (20, 60, 200)


@pytest.fixture
def shows(qtbot: QtBot) -> Iterator[MapView]:
    view = MapView(DARK, "zh")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.open_city(town())
    live = picture_of(town(), matters())
    view.refresh(live, Changes(reset=True), NOW)
    view.show()
    yield view
    view.hide()


@pytest.fixture
def bases(qtbot: QtBot, tmp_path: Path, shows: MapView) -> Iterator[Bases]:
    bases = Bases(tmp_path / "data", shows.middle)
    bases.serve(shows)
    yield bases
    bases.close()


def tiles_around(shows: MapView, color: tuple[int, int, int] = BLUE) -> dict[Address, bytes]:
    """Of one colour, wherever the town is, at the levels that may be wanted."""
    bounds = shows.navigation.destination.widened(900).bounds
    tile = picture(color)
    return {address: tile for zoom in range(6, 18) for address in Grid().covering(bounds, zoom)}


def seen(shows: MapView) -> QImage:
    shows.grab()  # it sees what is wanted now
    shows.finish()
    return shows.grab().toImage()


def blue(shows: MapView) -> bool:
    """Whether the middle of the map is what the tiles are."""
    color = seen(shows).pixelColor(60, 60)
    return color.blue() > color.red() + 60


@pytest.fixture
def file(shows: MapView, tmp_path: Path) -> Path:
    return write_mbtiles(tmp_path / "town.mbtiles", tiles_around(shows), name="Town", format="png")


def test_a_file_is_added_shown_and_remembered(
    qtbot: QtBot, bases: Bases, shows: MapView, file: Path, tmp_path: Path
) -> None:
    assert not blue(shows)
    with qtbot.waitSignal(bases.added):
        bases.add(str(file), look="plain")
    qtbot.waitUntil(lambda: bases.shown is not None and bases.shown.status.state is State.FINE)
    qtbot.waitUntil(lambda: blue(shows))
    assert shows.base is bases.shown
    kept = json.loads((tmp_path / "data" / BASES).read_bytes())
    assert kept["bases"][0]["sheets"] == [str(file)]
    assert kept["chosen"] == kept["bases"][0]["id"]
    bases.choose("")
    qtbot.waitUntil(lambda: not blue(shows))
    assert json.loads((tmp_path / "data" / BASES).read_bytes())["chosen"] == ""


def test_what_was_chosen_is_there_at_the_next_start(
    qtbot: QtBot, bases: Bases, shows: MapView, file: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bases.added):
        bases.add(str(file), look="plain")
    bases.close()
    again = Bases(tmp_path / "data", shows.middle)
    again.serve(shows)
    again.begin()
    qtbot.waitUntil(lambda: blue(shows))
    again.begin("own")
    qtbot.waitUntil(lambda: not blue(shows))
    again.begin(str(file))
    qtbot.waitUntil(lambda: again.shown is not None)
    again.close()


def test_a_start_without_tiles_opens_nothing(bases: Bases, tmp_path: Path) -> None:
    bases.begin()
    assert bases.shown is None
    assert bases._book is None and bases._network is None
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [("/nowhere/town.mbtiles", "There is no file"), ("https://x/{z}/{x}.png", "not the address of tiles"),
     ("http://127.0.0.1:9/{z}/{x}/{y}.png", "cannot be reached"), ("not a path at all", "There is no file")],
)  # fmt: skip
def test_what_does_not_work_is_refused_in_words_and_not_kept(
    qtbot: QtBot, bases: Bases, tmp_path: Path, text: str, words: str
) -> None:
    with qtbot.waitSignal(bases.refused, timeout=10_000) as caught:
        bases.add(text)
    assert words in caught.args[0]
    assert not (tmp_path / "data" / BASES).exists()


def test_a_file_that_covers_another_city_is_refused(qtbot: QtBot, bases: Bases, tmp_path: Path) -> None:
    elsewhere = {Address(10, 3, 3): picture(BLUE)}
    path = write_mbtiles(tmp_path / "e.mbtiles", elsewhere, format="png", bounds="-60,-22,-59,-21")
    with qtbot.waitSignal(bases.refused) as caught:
        bases.add(str(path))
    assert "whether it covers this city" in caught.args[0]


def test_a_file_that_is_gone_leaves_the_own_ground(qtbot: QtBot, bases: Bases, shows: MapView, file: Path) -> None:
    with qtbot.waitSignal(bases.added):
        bases.add(str(file), look="plain")
    qtbot.waitUntil(lambda: bases.shown is not None)
    bases.choose("")
    file.unlink()
    with qtbot.waitSignal(bases.told) as caught:
        bases.choose(bases.book.now.bases[0].id)
    assert "There is no file" in caught.args[0]
    assert bases.trouble is not None
    assert shows.base is None
    assert not blue(shows)


@pytest.fixture
def served(shows: MapView) -> Iterator[Served]:
    with serving(tiles_around(shows)) as served:
        yield served


def test_a_server_with_a_key(
    qtbot: QtBot, bases: Bases, shows: MapView, served: Served, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bases.added):
        bases.add(served.template + "?tk=s3cret", title="Survey", look="plain")
    qtbot.waitUntil(lambda: blue(shows), timeout=10_000)
    assert all(path.endswith("?tk=s3cret") for path in served.asked)
    folder = tmp_path / "data"
    assert "s3cret" not in (folder / BASES).read_text()
    assert stat.S_IMODE(os.stat(folder / KEYS).st_mode) == 0o600
    base = bases.book.now.bases[0]
    bases.keep_key(base.id, "another")
    qtbot.waitUntil(lambda: TileKeys(folder).get(base.key) == "another")


def test_the_line_goes_down_between_two_starts(
    qtbot: QtBot, bases: Bases, shows: MapView, served: Served, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bases.added):
        bases.add(served.template, look="plain")
    qtbot.waitUntil(lambda: bases.shown is not None and bases.shown.status.state is State.FINE, timeout=10_000)
    bases.close()
    served.down()
    again = Bases(tmp_path / "data", shows.middle)
    again.serve(shows)
    again.begin()
    qtbot.waitUntil(lambda: blue(shows))
    again.close()


def test_what_is_taken_out_is_gone_with_what_was_kept(
    qtbot: QtBot, bases: Bases, shows: MapView, served: Served
) -> None:
    with qtbot.waitSignal(bases.added):
        bases.add(served.template, look="plain")
    qtbot.waitUntil(lambda: bases.shown is not None and bases.shown.status.state is State.FINE, timeout=10_000)
    network = bases._known_network()
    assert network.cache.size() > 0
    bases.forget(bases.book.now.bases[0].id)
    qtbot.waitUntil(lambda: network.cache.size() == 0)
    assert bases.shown is None
    assert not blue(shows)
    bases.forget("tianditu-map")  # what ships stays
    assert bases.book.named("tianditu-map") is not None


def test_tianditu_without_a_key_says_so(qtbot: QtBot, bases: Bases, shows: MapView) -> None:
    with qtbot.waitSignal(bases.told) as caught:
        bases.choose("tianditu-photo")
    assert "asks for a key" in caught.args[0]
    assert shows.base is None


def test_a_second_choice_while_the_first_opens(qtbot: QtBot, bases: Bases, shows: MapView, file: Path) -> None:
    with qtbot.waitSignal(bases.added):
        bases.add(str(file), look="plain")
    id_ = bases.book.now.bases[0].id
    bases.choose(id_)
    bases.choose("")
    bases.choose(id_)
    bases.choose("")
    qtbot.wait(50)
    assert bases.shown is None
    assert not blue(shows)


@pytest.mark.parametrize("name", ["GRID_COMMAND_TILE_KEY", "GRID_COMMAND_TILE_KEY_TIANDITU_GOV_CN"])
def test_keys_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    keys = TileKeys(tmp_path)
    assert keys.get("tianditu.gov.cn") == ""
    keys.keep("tianditu.gov.cn", "kept")
    assert keys.get("tianditu.gov.cn") == "kept"
    monkeypatch.setenv(name, "given")
    assert keys.get("tianditu.gov.cn") == "given"
    monkeypatch.delenv(name)
    keys.keep("tianditu.gov.cn", "")
    assert keys.get("tianditu.gov.cn") == ""
