"""Bases of tiles in exports: the picture taken away shows what the desk shows, says whose it is, and says what is
missing; keys stay where they are."""

from __future__ import annotations

import base64
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader

from desktop.base_book import BaseBook
from desktop.export.chosen_base import chosen_base
from desktop.export.order import ExportOrder, MapLook
from desktop.export.record import Record, open_city
from desktop.export.studio import Made, Studio
from desktop.export.writing import NotWritten
from desktop.tile_files import BASES
from maps import snapshot
from maps.projection import to_world
from maps.snapshot import SnapshotMap
from maps.tiles import server as tile_server
from maps.tiles.base import Base
from maps.tiles.grid import Grid
from tests.desktop.export.browser import NEEDS_BROWSER, show
from tests.maps.tiles.making import Served, picture, serving, write_mbtiles
from tests.maps.tiles.wmts_server import WmtsServed, of_tianditu, serving_wmts

BLUE = (20, 60, 200)
KEY = "s3cret-0123456789"


def tiles_of_town(record: Record, family: str) -> dict[tuple[int, int, int], bytes]:
    west, north, east, south = SnapshotMap(open_city(record.pack), family).terrain.bounds
    wide, high = east - west, south - north
    bounds = west - wide, north - high, east + wide, south + high
    tile = picture(BLUE)
    return {tuple(address): tile for zoom in range(8, 16) for address in Grid().covering(bounds, zoom)}


@pytest.fixture(scope="session")
def file(record: Record, family: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiles") / "town.mbtiles"
    tiles = tiles_of_town(record, family)
    return write_mbtiles(path, tiles, format="png", attribution="© 测绘院 2026")  # type: ignore[arg-type]


@pytest.fixture
def survey(file: Path) -> Base:
    return Base("t", "测绘底图", "Survey", (str(file),), look="plain")


@pytest.fixture
def server(record: Record, family: str) -> Iterator[Served]:
    with serving() as served:
        served.tiles = {f"/{z}/{x}/{y}.png": data for (z, x, y), data in tiles_of_town(record, family).items()}
        yield served


def on_line(server: Served) -> Base:
    return Base("s", "市测绘服务", "Town server", (server.template + "?tk={key}",), "town", look="plain",
                attribution="© Town")  # fmt: skip


def made(studio: Studio, record: Record, order: ExportOrder, base: Base | None, ending: str, **more: object) -> Made:
    wanted = msgspec.structs.replace(order, out=f"x.{ending}", look=MapLook(base=base), **more)
    return studio.make(record, wanted, lambda *_: None)


def pixels(content: bytes) -> NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int16)


def share(image: NDArray[np.int16], room: int = 3) -> float:
    return float((np.abs(image - BLUE).max(axis=-1) <= room).mean())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_shows_the_base_and_whose_it_is(
    studio: Studio, record: Record, order: ExportOrder, survey: Base, theme: str
) -> None:
    own = pixels(made(studio, record, order, None, "png", theme=theme).content)
    done = made(studio, record, order, survey, "png", theme=theme)
    with_base = pixels(done.content)
    assert not done.missing
    assert share(own) == 0
    assert share(with_base) > 0.3
    # people, incidents and the rest of the sheet are there as before
    assert (with_base[:100] == own[:100]).all()
    changed = np.abs(with_base - own).max(axis=-1) > 8
    foot = np.s_[955:1010, 1200:1460]
    assert changed[foot].any(), "whose it is stands at the foot of the map"
    # nothing of the own roads lies over it
    assert (made(studio, record, order, None, "png", theme=theme).content) == made(
        studio, record, order, None, "png", theme=theme
    ).content


def test_the_words_of_its_makers_are_in_the_picture(
    studio: Studio, record: Record, order: ExportOrder, survey: Base
) -> None:
    """Not only some words: other makers, other pixels at the foot, and nowhere else."""
    others = msgspec.structs.replace(survey, attribution="© 别人")
    one, other = (pixels(made(studio, record, order, base, "png").content) for base in (survey, others))
    rows, columns = np.nonzero(np.abs(one - other).max(axis=-1))
    assert len(rows) > 20
    assert rows.min() > 960 and rows.max() < 1010 and columns.max() < 1480


def test_a_document_shows_it_too(studio: Studio, record: Record, order: ExportOrder, survey: Base) -> None:
    done = made(studio, record, order, survey, "pdf")
    pages = PdfReader(io.BytesIO(done.content)).pages
    picture_ = max((one.image for one in pages[1].images if one.image), key=lambda one: one.size[0])
    assert share(np.asarray(picture_.convert("RGB"), np.int16), 8) > 0.4
    assert "未能取得" not in "".join(page.extract_text() for page in pages)


def test_a_dimmed_base_lets_the_own_ground_through(
    studio: Studio, record: Record, order: ExportOrder, survey: Base
) -> None:
    dimmed = MapLook(base=survey, strengths=(("tiles", 0.5),))
    wanted = msgspec.structs.replace(order, out="x.png", look=dimmed)
    half = pixels(studio.make(record, wanted, lambda *_: None).content)
    full, own = (pixels(made(studio, record, order, base, "png").content) for base in (survey, None))
    assert share(half) < 0.01
    bare = (np.abs(full - BLUE).max(axis=-1) == 0) & (np.abs(half - full).max(axis=-1) > 20)
    assert bare.mean() > 0.3
    apart = np.abs(half - (full + own) / 2).max(axis=-1)[bare]
    assert (apart <= 3).mean() > 0.9  # but for the own names and roads


def data_of(page: bytes) -> dict[str, object]:
    found = re.search(r"gridCommandPage\(map_grid_command, (\{.*\})\);", page.decode())
    assert found is not None
    data: dict[str, object] = json.loads(found.group(1))
    return data


def test_the_page_brings_pictures_of_it_along(studio: Studio, record: Record, order: ExportOrder, survey: Base) -> None:
    base = data_of(made(studio, record, order, survey, "html").content)["base"]
    assert isinstance(base, dict)
    assert base["credit"] == "© 测绘院 2026"
    assert base["hides"] is True
    assert [one["zoom"] for one in base["sheets"]] == sorted(one["zoom"] for one in base["sheets"])
    for sheet in base["sheets"]:
        shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(sheet["picture"]))), np.int16)
        assert share(shown, 8) > 0.95
        (south, west), (north, east) = sheet["corners"]
        (left, bottom), (right, top) = to_world([west, east], [south, north]).tolist()
        across = (right - left) * 256 * 2 ** sheet["zoom"]
        down = (bottom - top) * 256 * 2 ** sheet["zoom"]
        assert (round(across), round(down)) == (shown.shape[1], shown.shape[0]), "it lies where it belongs"
    assert data_of(made(studio, record, order, None, "html").content)["base"] is None


@NEEDS_BROWSER
@pytest.mark.timeout(120)
def test_a_browser_shows_the_base(
    studio: Studio, record: Record, order: ExportOrder, survey: Base, tmp_path: Path
) -> None:
    page, shares = tmp_path / "page.html", []
    for base in (survey, None):
        page.write_bytes(made(studio, record, order, base, "html", people=False).content)
        shown = show(page, tmp_path)
        assert shown.said == [] and shown.asked == []
        assert ("© 测绘院 2026" in re.sub(r"<script.*?</script>", "", shown.dom, flags=re.DOTALL)) == (base is not None)
        shares.append(share(pixels(shown.picture.read_bytes()), 8))
    assert shares[0] > 0.3
    assert shares[1] == 0


def test_a_server_is_asked_with_the_key_and_the_key_stays_here(
    studio: Studio, record: Record, order: ExportOrder, server: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    studio.use_keys({"town": KEY})
    for ending in ("png", "pdf", "html", "gcs"):
        done = made(studio, record, order, on_line(server), ending)
        assert not done.missing
        assert KEY.encode() not in done.content
        if ending == "pdf":
            assert KEY not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(done.content)).pages)
    assert server.asked and all(path.endswith(f"?tk={KEY}") for path in server.asked)
    assert KEY not in caplog.text
    # what was fetched is kept: the next picture needs no server
    server.down()
    again = made(studio, record, order, on_line(server), "png")
    assert not again.missing
    assert share(pixels(again.content)) > 0.3


def test_no_key_no_server_no_tiles_no_file(
    studio: Studio, record: Record, order: ExportOrder, server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GRID_COMMAND_TILE_KEY", raising=False)
    far = write_mbtiles(tmp_path / "far.mbtiles", {Grid().covering((0.1, 0.1, 0.2, 0.2), 3)[0]: picture(BLUE)},
                        format="png", bounds="-120,40,-110,50")  # fmt: skip
    own = pixels(made(studio, record, order, None, "png", language="en").content)
    cases = (
        (Base("f", "文件", "A file", (str(tmp_path / "gone.mbtiles"),)), "There is no file"),
        (Base("a", "别处", "Elsewhere", (str(far),)), "has no tiles here"),
        (on_line(server), "asks for a key"),
    )
    for base, reason in cases:
        done = made(studio, record, order, base, "png", language="en")
        assert done.missing.said == (
            f"The city's own ground is shown instead of the base map {base.en}, which could not be had."
        )
        assert reason in done.missing.reason
        drawn = pixels(done.content)
        assert share(drawn) == 0
        map_itself = np.s_[170:900, 20:1460]
        assert (drawn[map_itself] == own[map_itself]).all(), "the own ground, as ever"
        foot = np.s_[955:1010, 1000:1470]
        assert (drawn[foot] != own[foot]).any(), "and the picture says so"
    text = PdfReader(io.BytesIO(made(studio, record, order, cases[0][0], "pdf", language="en").content)).pages[0]
    said = text.extract_text().replace("\n", " ")
    assert "instead of the base map A file" in said
    assert str(tmp_path) not in said, "where files lie is nobody's business"


@pytest.mark.parametrize(("status", "wrong"), [(429, "请求过多"), (500, "出了故障"), (0, "连不上")])
def test_what_an_export_says_of_a_server_is_what_to_do_not_that_it_goes_on_by_itself(
    studio: Studio, record: Record, order: ExportOrder, server: Served, status: int, wrong: str
) -> None:
    """Nothing is asked again for a file that is written: whoever wants it whole makes it again."""
    studio.use_keys({"town": KEY})
    server.status = status
    if not status:
        server.down()
    for language, words, never in (("zh", ("再试",), "自动"), ("en", ("ry again",), "itself")):
        reason = made(studio, record, order, on_line(server), "png", language=language).missing.reason
        assert all(word in reason for word in words) and never not in reason, reason
        assert "asked again" not in reason
        assert wrong in reason or language == "en"


@pytest.mark.parametrize(("patience", "silent"), [(0.3, 60.0), (60.0, 0.3)])
def test_a_server_that_never_answers_does_not_hold_an_export(
    studio: Studio,
    record: Record,
    order: ExportOrder,
    server: Served,
    monkeypatch: pytest.MonkeyPatch,
    patience: float,
    silent: float,
) -> None:
    """Whether the picture waits no longer or the server was silent for too long, the same is said: which of the two
    comes first is a matter of how busy the machine is."""
    monkeypatch.setattr(snapshot, "PATIENCE", patience)
    monkeypatch.setattr(tile_server, "SILENT", silent)
    studio.use_keys({"town": KEY})
    server.hold.clear()
    done = made(studio, record, order, on_line(server), "png")
    server.hold.set()
    assert str(done.missing) == (
        "未能取得底图“市测绘服务”，图中为城市自有底图。 瓦片未能及时取到，请待其服务器恢复后重试。"
    )


def test_parts_that_are_missing_are_said(studio: Studio, record: Record, order: ExportOrder, server: Served) -> None:
    studio.use_keys({"town": KEY})
    kept = sorted(server.tiles)
    server.tiles = {path: b"\x89PNG\r\n\x1a\nbroken" if at % 3 else server.tiles[path] for at, path in enumerate(kept)}
    done = made(studio, record, order, on_line(server), "png", language="en")
    assert done.missing.said.startswith("Parts of the base map Town server could not be had")
    assert 0.02 < share(pixels(done.content)) < 0.35


def test_a_layer_of_a_server_that_says_what_it_has(
    studio: Studio, record: Record, order: ExportOrder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tile = picture(BLUE)
    served = WmtsServed(lambda *_: tile, wants=("tk", KEY))
    served.documents = {"/vec_c/wmts": lambda address: of_tianditu(f"{address}/vec_c/wmts", "vec", "c")}
    with serving_wmts(served):
        base, keys = chosen_base(f"{served.address}/vec_c/wmts?tk={KEY}", tmp_path)
        assert base is not None and KEY not in repr(base) and list(keys.values()) == [KEY]
        studio.use_keys(keys)
        base = msgspec.structs.replace(base, look="plain")
        for ending in ("png", "html"):
            done = made(studio, record, order, base, ending)
            assert not done.missing
            assert KEY.encode() not in done.content
            if ending == "png":
                assert share(pixels(done.content)) > 0.3
            else:
                assert "© 国家基础地理信息中心" in done.content.decode()
        with pytest.raises(NotWritten, match="密钥有误"):
            chosen_base(f"{served.address}/vec_c/wmts?tk=wrong", tmp_path)
    assert KEY not in caplog.text


def test_what_can_be_named_on_the_command_line(tmp_path: Path, file: Path, qapp: object) -> None:
    assert chosen_base("", tmp_path) == chosen_base("own", tmp_path) == (None, {})
    known, keys = chosen_base("tianditu-map", tmp_path)
    assert known is not None and known.zh == "天地图 矢量" and keys == {}
    own = Base("abc", "自己的", "Mine", (str(file),))
    BaseBook(tmp_path / BASES).add(own)
    assert chosen_base("abc", tmp_path) == (own, {})
    by_path, keys = chosen_base(str(file), tmp_path)
    assert by_path is not None and by_path.sheets == (str(file),) and keys == {}
    by_address, keys = chosen_base(f"https://a.example/{{z}}/{{x}}/{{y}}.png?tk={KEY}", tmp_path)
    assert by_address is not None and KEY not in repr(by_address)
    assert keys == {"a.example": KEY}
    with pytest.raises(NotWritten, match="There is no file"):
        chosen_base(str(tmp_path / "none.pmtiles"), tmp_path)
