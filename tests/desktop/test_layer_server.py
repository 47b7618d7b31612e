"""A map server that says what it has, chosen from in the sheet of base maps: a real server, the real sheet, and a map
that shows the layer; its key stays where keys are."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.base_choice import BaseChoice
from desktop.bases import Bases
from desktop.desk_maps import DeskMaps
from desktop.second_map import SecondMap
from desktop.theme import TintedIcons
from desktop.tile_files import BASES
from desktop.tile_keys import FILE as KEYS
from domain.look import DARK
from domain.picture import Changes
from maps.canvas import MapCanvas
from tests.desktop.test_bases import BLUE, blue, tiles_around
from tests.maps.tiles.making import picture, serving
from tests.maps.tiles.wmts_server import KEY, WmtsServed, of_geoserver, of_tianditu, serving_wmts
from tests.maps.town import NOW, matters, picture_of, town
from widgets.base_sheet import BaseSheet
from widgets.look import Look


class Walls(QObject):
    opened = Signal(object)


class Room:
    """The sheet of base maps over a window with a map."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1200, 1000)
        self.told: list[str] = []
        self.window.toast = SimpleNamespace(tell=self.told.append)  # type: ignore[attr-defined]
        self.map = MapCanvas(DARK, "en", self.window)
        self.map.navigation.glides = False
        self.map.setGeometry(0, 0, 400, 300)
        live = picture_of(town(), matters())
        self.map.open_city(live.city)
        self.map.refresh(live, Changes(reset=True), NOW)
        self.bases = Bases(folder, self.map.middle)
        self.actions = Actions(self.window)
        look = Look(DARK, TintedIcons(), "en", self.window)
        second = SecondMap()
        second.setParent(self.window)
        maps = DeskMaps(look, self.map, second)  # type: ignore[arg-type]
        views = SimpleNamespace(map=self.map, maps=maps, look=look)
        self.walls = Walls()
        self.choice = BaseChoice(self.bases, views, self.window, self.walls, self.actions)  # type: ignore[arg-type]
        self.window.show()
        self.choice.open()

    @property
    def sheet(self) -> BaseSheet:
        return self.choice.sheet

    def ask(self, qtbot: QtBot, text: str, key: str = "") -> None:
        self.sheet.text.setText(text)
        self.sheet.key.setText(key)
        qtbot.mouseClick(self.sheet.add, Qt.MouseButton.LeftButton)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    room = Room(qtbot, tmp_path / "data")
    yield room
    room.bases.close()
    room.actions.end()


@pytest.fixture
def served() -> Iterator[WmtsServed]:
    tile = picture(BLUE)
    served, inside = WmtsServed(lambda *_: tile), "http://localhost:8080/geoserver/gwc/service/wmts?"
    served.documents = {"/wmts": lambda address: of_geoserver(inside, address)}
    for matrix in "wc":
        served.documents[f"/vec_{matrix}/wmts"] = lambda address, matrix=matrix: of_tianditu(  # type: ignore[misc]
            f"{address}/vec_{matrix}/wmts", "vec", matrix
        )
    with serving_wmts(served):
        yield served


def test_a_layer_is_picked_from_what_the_server_has(
    qtbot: QtBot, room: Room, served: WmtsServed, tmp_path: Path
) -> None:
    offer = room.sheet.layers
    assert not offer.isVisible()
    room.ask(qtbot, f"{served.address}/wmts")
    qtbot.waitUntil(offer.isVisible)
    assert [offer.list.item(row).text().partition("   ")[0] for row in range(offer.list.count())] == [
        "底图 Base", "影像 Photo", "规划 Plan", "三度带 Gauss", "UTFGrid", "历年 Years", "现势 Now",
    ]  # fmt: skip
    assert offer.list.currentRow() == 0 and offer.list.hasFocus()
    assert offer.about.text() == "EPSG:900913: web mercator, levels 0 to 18"
    assert [offer.styles.itemText(at) for at in range(offer.styles.count())] == ["usual style", "Night"]
    assert offer.formats.count() == 3
    offer.list.setCurrentRow(3)
    assert "EPSG:4549" in offer.about.text() and not offer.add.isEnabled()
    qtbot.keyClick(offer.list, Qt.Key.Key_Return)  # nothing: it cannot be drawn
    offer.list.setCurrentRow(2)
    assert offer.about.text() == "EPSG:4490:town: 3 levels of its own, in degrees"
    room.sheet.looks.setCurrentIndex(3)
    room.sheet.name.setText("Plan of the town")
    with qtbot.waitSignal(room.bases.added, timeout=10_000):
        qtbot.keyClick(offer.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not offer.isVisible())
    assert room.sheet.answer.text() == "Added."
    qtbot.waitUntil(lambda: room.bases.shown is not None)
    qtbot.waitUntil(lambda: blue(room.map), timeout=10_000)
    (kept,) = json.loads((tmp_path / "data" / BASES).read_bytes())["bases"]
    assert kept["zh"] == "Plan of the town" and len(kept["matrices"]) == 3

    # the next start shows it without asking again what the server has
    room.bases.close()
    asked = len(served.asked)
    again = Bases(tmp_path / "data", room.map.middle)
    again.serve(room.map)
    again.begin()
    qtbot.waitUntil(lambda: again.shown is not None and blue(room.map), timeout=10_000)
    assert not any("GetCapabilities" in path for path in served.asked[asked:])
    again.close()


def test_a_base_that_stays_on_the_map_is_asked_again_and_one_that_is_tried_is_not(qtbot: QtBot, room: Room) -> None:
    with serving(tiles_around(room.map)) as served:
        served.status = 429
        room.ask(qtbot, served.template)
        qtbot.waitUntil(lambda: "asked too much" in room.sheet.answer.text(), timeout=10_000)
        assert room.sheet.answer.text().endswith("Try again in some minutes.")
        served.status = 0
        with qtbot.waitSignal(room.bases.added, timeout=10_000):
            room.ask(qtbot, served.template)
        qtbot.waitUntil(lambda: blue(room.map), timeout=10_000)
        served.status = 500
        room.map.navigation.zoom_middle(2.0)
        qtbot.waitUntil(lambda: not room.map.grab().isNull() and "out of order" in room.sheet.state.text())
        assert room.sheet.state.text().endswith("It is asked again later.")


@pytest.mark.parametrize("matrix", ["w", "c"])
def test_a_single_layer_is_taken_at_once_and_its_key_stays_where_keys_are(
    qtbot: QtBot, room: Room, served: WmtsServed, tmp_path: Path, caplog: pytest.LogCaptureFixture, matrix: str
) -> None:
    caplog.set_level(logging.DEBUG)
    served.wants = ("tk", KEY)
    with qtbot.waitSignal(room.bases.added, timeout=10_000):
        room.ask(qtbot, f"{served.address}/vec_{matrix}/wmts?tk={KEY}")
    assert not room.sheet.layers.isVisible()
    qtbot.waitUntil(lambda: room.bases.shown is not None)
    qtbot.waitUntil(lambda: blue(room.map), timeout=10_000)
    assert all(KEY in path for path in served.asked)
    assert KEY not in room.sheet.text.text()
    room.bases.close()
    holding = [file for file in (tmp_path / "data").rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()]
    assert [file.name for file in holding] == [KEYS]
    assert stat.S_IMODE(holding[0].stat().st_mode) == 0o600
    assert KEY not in caplog.text
    assert not any(KEY in sentence for sentence in room.told)


def test_a_key_of_its_own_field_goes_where_the_address_has_a_place(
    qtbot: QtBot, room: Room, served: WmtsServed
) -> None:
    served.wants = ("token", KEY)
    with qtbot.waitSignal(room.bases.added, timeout=10_000):
        room.ask(qtbot, f"{served.address}/vec_w/wmts?token={{key}}", KEY)
    assert all(f"token={KEY}" in path for path in served.asked)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/nothing", "does not say which layers it has"), ("/wmts#city:none", "no layer that can be drawn: city:none"),
     ("/wmts#city:years", "wants to be told time")],
)  # fmt: skip
def test_what_cannot_be_is_said_in_the_sheet(
    qtbot: QtBot, room: Room, served: WmtsServed, path: str, words: str
) -> None:
    room.ask(qtbot, served.address + path)
    qtbot.waitUntil(lambda: words in room.sheet.answer.text(), timeout=10_000)
    assert room.sheet.add.isEnabled() and room.sheet.add.isVisible()
    assert not room.sheet.layers.isVisible()


def test_a_layer_is_named_behind_the_address(qtbot: QtBot, room: Room, served: WmtsServed) -> None:
    with qtbot.waitSignal(room.bases.added, timeout=10_000):
        room.bases.add(f"{served.address}/wmts#city:now")
    assert room.bases.book.chosen is not None
    assert room.bases.book.chosen.en == "现势 Now"
    with qtbot.waitSignal(room.bases.refused, timeout=10_000) as refused:
        room.bases.add(f"{served.address}/wmts")
    assert "several layers" in refused.args[0] and "city:base, city:photo" in refused.args[0]


def test_another_address_takes_the_offer_away(qtbot: QtBot, room: Room, served: WmtsServed) -> None:
    room.ask(qtbot, f"{served.address}/wmts")
    qtbot.waitUntil(room.sheet.layers.isVisible)
    assert not room.sheet.add.isVisible()
    room.sheet.text.setText("/maps/town.mbtiles")
    assert not room.sheet.layers.isVisible()
    assert room.sheet.add.isVisible()
