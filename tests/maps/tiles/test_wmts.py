"""WMTS servers over real HTTP: what they say they have, which of it can be drawn, and that every tile lies where it
belongs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.projection import to_world
from maps.style import Style
from maps.tiles.asking import Asked, ask, choosable, is_service, key_name_of, layer_in
from maps.tiles.base import Base
from maps.tiles.cache import TileCache
from maps.tiles.capabilities import read_capabilities
from maps.tiles.grid import Address, Cut
from maps.tiles.opening import Network, open_base, with_id
from maps.tiles.probing import probe
from maps.tiles.template import template_of
from maps.tiles.tiled_base import TiledBase
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.wmts import Choosable, Server, Undrawable, base_of_layer, server_of
from maps.viewport import Viewport
from tests.maps.tiles.making import picture
from tests.maps.tiles.test_tiled_base import drawn
from tests.maps.tiles.wmts_server import (
    KEY,
    TOWN_CORNER,
    TOWN_LEVELS,
    WmtsServed,
    of_geoserver,
    of_tianditu,
    serving_wmts,
)

PLACES = ((117.184, 34.262), (117.2101, 34.2555), (117.16, 34.31), (117.2489, 34.2711))


def colour(row: int, column: int) -> tuple[int, int, int]:
    """Another colour for every tile nearby."""
    return 20 + column % 11 * 20, 20 + row % 11 * 20, 20 + (row + column) % 5 * 45


def tile(matrix: str, level: str, row: int, column: int) -> bytes | None:
    return picture(colour(row, column))


@pytest.fixture
def tianditu() -> Iterator[WmtsServed]:
    served = WmtsServed(tile, wants=("tk", KEY))
    served.documents = {
        f"/vec_{matrix}/wmts": lambda address, matrix=matrix: of_tianditu(f"{address}/vec_{matrix}/wmts", "vec", matrix)
        for matrix in "wc"
    }
    with serving_wmts(served):
        yield served


@pytest.fixture
def geoserver() -> Iterator[WmtsServed]:
    served, inside = WmtsServed(tile), "http://localhost:8080/geoserver/gwc/service/wmts?"
    served.documents = {"/geoserver/gwc/service/wmts": lambda address: of_geoserver(inside, address)}
    with serving_wmts(served):
        yield served


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    network = Network(TileCache(tmp_path / "kept.sqlite"), lambda _: KEY, lambda: 1e6, lambda: 1e6, 2.0)
    yield network
    network.close()


def of(asked: Asked, layer: str) -> Choosable:
    return choosable(asked.server, layer)


def view(zoom: float) -> Viewport:
    x, y = to_world(117.2, 34.27).tolist()
    return Viewport(x, y, 256 * 2**zoom, 900, 700)


def look_at(qtbot: QtBot, base: Base, network: Network, zoom: float) -> tuple[TiledBase, QImage, Viewport]:
    """Everything of a base for a view, drawn as the ground of a map draws it."""
    tiled, viewport = TiledBase(base, open_base(base, network), lambda: 0.5), view(zoom)
    tiled.look(qtbot, viewport, Style(DARK, "Noto Sans SC"), 1.0)
    qtbot.waitUntil(lambda: not tiled.busy, timeout=10_000)
    image = drawn(tiled, viewport)
    tiled.close(2.0)
    return tiled, image, viewport


def seen(image: QImage, viewport: Viewport, place: tuple[float, float]) -> tuple[int, int, int]:
    x, y = viewport.to_pixels(to_world(*place)).tolist()
    red, green, blue, _ = image.pixelColor(round(x), round(y)).getRgb()  # type: ignore[misc]
    return red, green, blue


def safe(fraction: float) -> bool:
    """Not on the seam of two tiles."""
    return 0.02 < fraction % 1 < 0.98


# --- what servers say -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matrix", ["w", "c"])
@pytest.mark.parametrize(
    "written", ["{}/vec_{}/wmts?tk={{key}}", "{}/vec_{}/wmts?request=GetCapabilities&service=wmts&tk=" + KEY]
)
def test_tianditu(tianditu: WmtsServed, matrix: str, written: str) -> None:
    """Its denominators are of a screen of 96 dots an inch, its corner in metres is written north first; both are seen
    through, and its levels are the usual ones."""
    asked = ask(written.format(tianditu.address, matrix), KEY if "{key" in written else "")
    assert asked.key == KEY
    chosen = of(asked, "")
    assert (chosen.layer.id, chosen.formats) == ("vec", ("tiles",))
    assert chosen.levels.cut is (Cut.MERCATOR if matrix == "w" else Cut.DEGREES)
    assert chosen.levels.usual
    assert (chosen.levels.least, chosen.levels.most, chosen.levels.names[0]) == (1, 18, "1")
    assert asked.server.provider == "国家基础地理信息中心"
    assert KEY not in repr(asked.server)


def test_geoserver(geoserver: WmtsServed) -> None:
    asked = ask(f"{geoserver.address}/geoserver/gwc/service/wmts")
    found = {one.layer.id: one for one in asked.server.layers}
    base = found["city:base"]
    assert isinstance(base, Choosable)
    assert base.levels.id == "EPSG:900913", "web mercator before degrees"
    assert base.levels.names[12] == "EPSG:900913:12"
    assert base.formats == ("image/png", "image/jpeg", "application/vnd.mapbox-vector-tile")
    assert [style.id for style in base.styles] == ["", "night"], "the usual one first"
    assert base.layer.bounds == (117.0, 34.1, 117.5, 34.5)
    town = found["city:town"]
    assert isinstance(town, Choosable)
    assert not town.levels.usual
    assert town.formats == ("image/png",), "vector tiles are not drawn from levels of one's own"
    troubles = {id_: one.trouble for id_, one in found.items() if isinstance(one, Undrawable)}
    assert {id_: (one.kind, one.detail) for id_, one in troubles.items()} == {
        "city:gauss": (Kind.GRID, "EPSG:4549"),
        "city:grid": (Kind.FORMAT, "application/json;type=utfgrid"),
        "city:years": (Kind.DIMENSION, "time"),
    }
    with pytest.raises(TileTrouble, match=r"several layers.*city:base, city:photo, city:town, city:now"):
        choosable(asked.server, "")
    with pytest.raises(TileTrouble, match="EPSG:4549"):
        choosable(asked.server, "city:gauss")
    with pytest.raises(TileTrouble, match="city:none"):
        choosable(asked.server, "city:none")


def test_a_server_that_is_asked_by_a_path(geoserver: WmtsServed) -> None:
    geoserver.by_parameters = False
    (document,) = geoserver.documents.values()
    geoserver.documents = {"/maps/wmts": document, "/maps/wmts/1.0.0/WMTSCapabilities.xml": document}
    for written in ("/maps/wmts", "/maps/wmts/", "/maps/wmts/1.0.0/WMTSCapabilities.xml"):
        assert len(ask(geoserver.address + written).server.layers) == 7


# --- tiles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("matrix", ["w", "c"])
def test_tiles_of_tianditu_lie_where_they_belong(
    tianditu: WmtsServed, network: Network, qtbot: QtBot, matrix: str
) -> None:
    asked = ask(f"{tianditu.address}/vec_{matrix}/wmts?tk={KEY}")
    base = with_id(base_of_layer(asked.server, of(asked, "vec"), look="plain"))
    assert KEY not in repr(base)
    assert base.key == asked.server.name
    zoom = 13
    _, image, viewport = look_at(qtbot, base, network, zoom - 0.1 if matrix == "w" else zoom)
    for lon, lat in PLACES:
        column = (lon + 180) / 360 * 2**zoom
        if matrix == "w":
            row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom
        else:
            row = (90 - lat) / 360 * 2**zoom
        if safe(column) and safe(row):
            assert seen(image, viewport, (lon, lat)) == colour(int(row), int(column))
    tiles = [path for path in tianditu.asked if "GetTile" in path]
    assert tiles and all(f"TILEMATRIXSET={matrix}" in path and path.endswith(f"tk={KEY}") for path in tiles)
    assert all("FORMAT=tiles" in path and f"TILEMATRIX={zoom}&" in path for path in tiles)


def test_tiles_by_parameters_and_by_a_path(geoserver: WmtsServed, network: Network, qtbot: QtBot) -> None:
    """A server behind another calls itself ``localhost``: it is asked where it was found."""
    asked = ask(f"{geoserver.address}/geoserver/gwc/service/wmts")
    for layer, beginning in (
        ("city:base", "/geoserver/gwc/service/wmts?"),
        ("city:photo", "/rest/city:photo//EPSG:900913/EPSG:900913:13/"),
        ("city:now", "/geoserver/gwc/service/wmts?"),
    ):
        geoserver.asked.clear()
        base = with_id(base_of_layer(asked.server, of(asked, layer), look="plain"))
        assert (base.least, base.most, base.attribution) == (0, 18, "© 市自然资源局")
        tiled, image, viewport = look_at(qtbot, base, network, 12.9)
        assert geoserver.asked and all(path.startswith(beginning) for path in geoserver.asked)
        if layer == "city:now":
            assert all("time=2026" in path for path in geoserver.asked)
        for lon, lat in PLACES:
            column = (lon + 180) / 360 * 2**13
            row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**13
            if safe(column) and safe(row):
                assert seen(image, viewport, (lon, lat)) == colour(int(row), int(column))
        west, _, east, _ = tiled.box
        assert (west, east) == pytest.approx((117 / 360 + 0.5, 117.5 / 360 + 0.5)), "nothing is asked for elsewhere"


def test_styles_formats_and_titles_are_what_was_chosen(geoserver: WmtsServed) -> None:
    asked = ask(f"{geoserver.address}/geoserver/gwc/service/wmts")
    chosen = of(asked, "city:base")
    usual = base_of_layer(asked.server, chosen)
    assert "STYLE=&" in usual.sheets[0] and "FORMAT=image/png&" in usual.sheets[0] and usual.en == "底图 Base"
    night = base_of_layer(asked.server, chosen, "night", "image/jpeg", "夜", "gcj02")
    assert "STYLE=night&" in night.sheets[0] and "FORMAT=image/jpeg&" in night.sheets[0]
    assert (night.zh, night.datum, night.look) == ("夜", "gcj02", "photo")
    vector = base_of_layer(asked.server, chosen, format_="application/vnd.mapbox-vector-tile")
    assert vector.vector
    assert len({with_id(base).id for base in (usual, night, vector)}) == 3


def test_levels_of_ones_own_lie_where_they_belong(geoserver: WmtsServed, network: Network, qtbot: QtBot) -> None:
    asked = ask(f"{geoserver.address}/geoserver/gwc/service/wmts")
    base = with_id(base_of_layer(asked.server, of(asked, "city:town"), look="plain"))
    assert [one.id for one in base.matrices] == [f"EPSG:4490:town:{at}" for at in range(3)]
    looked = 0
    for at, (denominator, columns, rows) in enumerate(TOWN_LEVELS):
        degrees_a_pixel = denominator * 0.00028 / 6378137 / math.pi * 180
        zoom = math.log2(360 / degrees_a_pixel / 256)
        geoserver.asked.clear()
        _, image, viewport = look_at(qtbot, base, network, zoom)
        assert geoserver.asked, at
        assert all(f"TILEMATRIX=EPSG:4490:town:{at}&" in path for path in geoserver.asked)
        for lon, lat in PLACES:
            column = (lon - TOWN_CORNER[0]) / degrees_a_pixel / 256
            row = (TOWN_CORNER[1] - lat) / degrees_a_pixel / 256
            assert 0 <= column < columns and 0 <= row < rows
            x, y = viewport.to_pixels(to_world(lon, lat)).tolist()
            if safe(column) and safe(row) and 0 <= x < viewport.width and 0 <= y < viewport.height:
                looked += 1
                assert seen(image, viewport, (lon, lat)) == colour(int(row), int(column)), (at, lon, lat)
    assert looked >= 7


def test_a_tile_is_asked_for_before_a_layer_is_kept(tianditu: WmtsServed, geoserver: WmtsServed) -> None:
    asked = ask(f"{tianditu.address}/vec_c/wmts?tk={{key}}", KEY)
    base = with_id(base_of_layer(asked.server, of(asked, "")))
    assert probe(base, KEY, PLACES[0]).format == "png"
    with pytest.raises(TileTrouble) as caught:
        probe(base, "wrong", PLACES[0])
    assert caught.value.kind is Kind.REFUSED
    town = ask(f"{geoserver.address}/geoserver/gwc/service/wmts")
    plan = with_id(base_of_layer(town.server, of(town, "city:town")))
    assert probe(plan, "", PLACES[0]).size > 0
    with pytest.raises(TileTrouble) as caught:
        probe(plan, "", (10.0, 10.0))
    assert caught.value.kind is Kind.ABSENT


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_whatever_is_no_list_of_layers(geoserver: WmtsServed) -> None:
    service = f"{geoserver.address}/geoserver/gwc/service/wmts"
    nonsense = (
        b"<html><body>sign in</body></html>",
        b"\x89PNG\r\n\x1a\n",
        b"<Capabilities/>",
        b"<WMS_Capabilities><Capability/></WMS_Capabilities>",
        b'<!DOCTYPE Capabilities [<!ENTITY a "aaaa">]><Capabilities><Contents/></Capabilities>',
        b'<?xml version="1.0" encoding="none-such"?><Capabilities><Contents/></Capabilities>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><Capabilities><Contents/></Capabilities>'.encode("utf-16"),
    )
    for body in nonsense:
        geoserver.body = body
        with pytest.raises(TileTrouble) as caught:
            ask(service)
        assert caught.value.kind is Kind.CAPABILITIES, body
    geoserver.body = b""
    with pytest.raises(TileTrouble) as caught:
        ask(f"{geoserver.address}/elsewhere")
    assert caught.value.kind is Kind.CAPABILITIES
    for text in ("https://user:pass@server/wmts", "https:///wmts", "ftp://server/wmts", "https://server/w mts"):
        with pytest.raises(TileTrouble) as caught:
            ask(text)
        assert caught.value.kind is Kind.TEMPLATE


def test_a_wrong_key_and_no_key(tianditu: WmtsServed) -> None:
    for written, key in ((f"{tianditu.address}/vec_w/wmts?tk=wrong", ""), (f"{tianditu.address}/vec_w/wmts", "")):
        with pytest.raises(TileTrouble) as caught:
            ask(written, key)
        assert caught.value.kind is Kind.REFUSED
        assert "wrong" not in caught.value.detail
    with pytest.raises(TileTrouble) as caught:
        ask(f"{tianditu.address}/vec_w/wmts?tk={{key}}")
    assert caught.value.kind is Kind.NO_KEY


def test_a_server_that_is_down(tianditu: WmtsServed) -> None:
    with pytest.raises(TileTrouble) as caught:
        ask("http://127.0.0.1:9/wmts")
    assert caught.value.kind is Kind.LINE


#: What may stand in a document where something else should.
STRANGE = (
    "", "-1", "0", "1", "256", "9e99", "1e-300", "nan", "inf", "-inf", "99999999999", "900 -900", "0 0", "1 2 3", "{z}",
    "{x", "}{", "{TileRow}", "EPSG:4547", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "image/png", "text/html", "http://[::1",
    "//", "/here", "javascript:x", "http://other/", "\u202e", "x" * 3000, "2.0037508E7 2.0E7",
)  # fmt: skip
DOCUMENTS = (of_geoserver("http://a.b/x?", "http://a.b"), of_tianditu("http://a.b/x", "vec", "c"))
SPOTS = re.compile(r'>([^<>]+)<|="([^"]*)"')


@given(st.sampled_from(DOCUMENTS), st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(STRANGE)), max_size=8))
def test_whatever_stands_in_a_document_is_a_layer_or_a_reason(document: str, changes: list[tuple[int, str]]) -> None:
    """And a layer that can be chosen comes to a base whose every tile has an address."""
    spots = list(SPOTS.finditer(document))
    chosen = {at % len(spots): text for at, text in changes}
    for at in sorted(chosen, reverse=True):
        group = 1 if spots[at].group(1) is not None else 2
        document = document[: spots[at].start(group)] + chosen[at] + document[spots[at].end(group) :]
    try:
        found = server_of(read_capabilities(document.encode("utf-8", "replace"), "x"), "https://a.b/x?tk={key}", "tk")
    except TileTrouble as trouble:
        assert trouble.kind is Kind.CAPABILITIES
        return
    for one in found.layers:
        if isinstance(one, Undrawable):
            assert str(one.trouble)
            continue
        try:
            base = base_of_layer(found, one)
        except TileTrouble as trouble:
            assert trouble.kind is Kind.TEMPLATE
            continue
        template, key = template_of(base.sheets[0])
        assert key == "" and len(base.names) == base.most - base.least + 1
        filled = replace(template, names=base.names, least=base.least).filled(Address(base.most, 3, 2), "k3y")
        assert filled.startswith(("http://", "https://")) and "{" not in filled
        assert ("k3y" in filled) == filled.startswith(("https://a.b/", "http://a.b/"))


def server(address: str, get_tile: str, key_name: str = "tk") -> Server:
    layer = read_capabilities(of_tianditu(get_tile, "vec", "w").encode(), "x")
    return server_of(layer, address, key_name)


@pytest.mark.parametrize(
    ("asked", "told", "expected", "with_key"),
    [
        ("https://t0.tianditu.gov.cn/vec_w/wmts", "http://t3.tianditu.gov.cn/vec_w/wmts", "https://t3.tianditu.", True),
        ("https://maps.example.org/wmts", "https://tiles.other.org/wmts", "https://tiles.other.org/", False),
        ("https://a.gov.cn/wmts", "https://b.gov.cn/wmts", "https://b.gov.cn/", False),
        ("https://maps.city.cn/wmts?tk={key}", "http://localhost:8080/gwc?", "https://maps.city.cn/gwc?", True),
        ("http://maps.city.cn/wmts", "https://maps.city.cn/gwc", "https://maps.city.cn/gwc?", True),
    ],
)
def test_a_key_goes_only_where_it_is_meant_for(asked: str, told: str, expected: str, with_key: bool) -> None:
    made = server(asked, told)
    chosen = made.layers[0]
    assert isinstance(chosen, Choosable)
    base = base_of_layer(made, chosen)
    assert base.sheets[0].startswith(expected)
    assert ("tk={key}" in base.sheets[0]) == with_key == bool(base.key)


def test_what_somebody_means_by_an_address() -> None:
    assert is_service("https://t0.tianditu.gov.cn/vec_w/wmts?tk=abc")
    assert is_service("http://x/geoserver/gwc/service/wmts?tk={key}")
    assert not is_service("https://server/{z}/{x}/{y}.png")
    assert not is_service("https://server/wmts?TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}")
    assert not is_service("/maps/town.mbtiles")
    assert layer_in("https://x/wmts?a=b#city:base") == ("https://x/wmts?a=b", "city:base")
    assert key_name_of("https://t5.tianditu.gov.cn/vec_w/wmts?tk=a") == "tianditu.gov.cn"


def test_pictures_of_tests_have_the_colour_they_say() -> None:
    """The probe of these tests: neighbours differ."""
    content = tile("w", "1", 3, 4)
    assert content is not None
    with Image.open(BytesIO(content)) as image:
        assert image.getpixel((128, 128)) == colour(3, 4)
    assert len({colour(row, column) for row in range(3) for column in range(3)}) == 9
