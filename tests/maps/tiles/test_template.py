"""Addresses of tile servers as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.grid import Address, Cut
from maps.tiles.opening import base_of, grid_of
from maps.tiles.source import Format
from maps.tiles.template import in_degrees, template_of
from maps.tiles.tianditu import BASES
from maps.tiles.trouble import Kind, TileTrouble

TILE = Address(3, 5, 2)


def filled(text: str, key: str = "") -> str:
    return template_of(text)[0].filled(TILE, key)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://tile.example.org/{z}/{x}/{y}.png", "https://tile.example.org/3/5/2.png"),
        ("http://gis.local:8080/tms/{z}/{x}/{-y}.jpg", "http://gis.local:8080/tms/3/5/5.jpg"),
        ("https://{s}.tile.example.org/{z}/{x}/{y}", "https://b.tile.example.org/3/5/2"),
        ("https://t{0-7}.example.cn/{z}/{x}/{y}", "https://t7.example.cn/3/5/2"),
        ("https://ecn.example.net/a{q}.jpeg", "https://ecn.example.net/a121.jpeg"),
        (
            "http://gis.local/wmts?layer=vec&style=default&tilematrixset=w&Service=WMTS&Request=GetTile&Version=1.0.0"
            "&Format=image/png&TileMatrix={z}&TileCol={x}&TileRow={y}",
            "http://gis.local/wmts?layer=vec&style=default&tilematrixset=w&Service=WMTS&Request=GetTile&Version=1.0.0"
            "&Format=image/png&TileMatrix=3&TileCol=5&TileRow=2",
        ),
        (
            "https://gis.local/wmts/rest/vec/default/GoogleMapsCompatible/{TileMatrix}/{TileRow}/{TileCol}.png",
            "https://gis.local/wmts/rest/vec/default/GoogleMapsCompatible/3/2/5.png",
        ),
        ("http://gis.local/wmts?TILEMATRIX=EPSG:3857:{z}&r={y}&c={x}", "http://gis.local/wmts?TILEMATRIX=EPSG:3857:3&r=2&c=5"),
    ],
)  # fmt: skip
def test_places_are_filled(text: str, expected: str) -> None:
    assert filled(text) == expected


def test_a_key_in_an_address_is_taken_out_of_it() -> None:
    template, key = template_of("https://t0.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&l={z}&tk=5f0e5e1c")
    assert key == "5f0e5e1c"
    assert "5f0e5e1c" not in template.pattern
    assert template.wants_key
    assert template.filled(TILE, key) == "https://t0.tianditu.gov.cn/vec_w/wmts?x=5&y=2&l=3&tk=5f0e5e1c"


def test_a_key_cannot_add_to_an_address() -> None:
    template, _ = template_of("https://maps.example/{z}/{x}/{y}?key={key}")
    assert template.filled(TILE, "a&b=/#?") == "https://maps.example/3/5/2?key=a%26b%3D%2F%23%3F"


@pytest.mark.parametrize(
    "text",
    ["ftp://x/{z}/{x}/{y}", "https://x/{z}/{x}.png", "https://x/", "tile.example.org/{z}/{x}/{y}",
     "https://x/{z}/{x}/{y}/{w}", "https:///{z}/{x}/{y}", "https://user:pass@x/{z}/{x}/{y}", "https://x/{z}/{x}/ {y}",
     "https://x:99999/{z}/{x}/{y}", "https://x/{z}/{x}/{y}}", "https://x/{z/{z}/{x}/{y}", ""],
)  # fmt: skip
def test_what_is_no_address_of_tiles(text: str) -> None:
    with pytest.raises(TileTrouble) as caught:
        template_of(text)
    assert caught.value.kind is Kind.TEMPLATE
    assert "pass" not in str(caught.value)


@given(st.text(max_size=60))
def test_whatever_is_pasted_is_a_template_or_refused(text: str) -> None:
    for beginning in ("", "https://x/{z}/{x}/{y}", "https://x/{z}/{x}/{y}?"):
        try:
            template, _ = template_of(beginning + text)
        except TileTrouble:
            continue
        assert template.filled(TILE, "k").startswith("http")


def test_the_secret_stands_in_no_refusal() -> None:
    with pytest.raises(TileTrouble) as caught:
        template_of("https://x.example/{z}/wmts?tk=topsecret")
    assert "topsecret" not in str(caught.value)


def test_degree_tiles_are_known_by_their_matrix_set() -> None:
    assert in_degrees(template_of("http://x/wmts?tilematrixset=c&l={z}&x={x}&y={y}")[0])
    assert in_degrees(template_of("http://x/wmts?TILEMATRIXSET=EPSG:4490&l={z}&x={x}&y={y}")[0])
    assert not in_degrees(template_of("http://x/wmts?TILEMATRIXSET=w&l={z}&x={x}&y={y}")[0])
    base, _ = base_of("http://x/wmts?TILEMATRIXSET=c&l={z}&x={x}&y={y}")
    assert base.cut == Cut.DEGREES


def test_vector_tiles_are_known_by_their_address() -> None:
    assert template_of("https://x/{z}/{x}/{y}.pbf")[0].format is Format.VECTOR
    assert template_of("https://x/{z}/{x}/{y}.mvt?key={key}")[0].format is Format.VECTOR
    assert template_of("https://x/{z}/{x}/{y}.png")[0].format is None


def test_tianditu_is_ready_but_for_the_key() -> None:
    for base in BASES:
        for sheet in base.sheets:
            template, key = template_of(sheet)
            assert template.wants_key
            assert not key
            assert "TILEMATRIX=3&TILEROW=2&TILECOL=5&tk=abc" in template.filled(TILE, "abc")
            assert template.server == "t.tianditu.gov.cn"


def test_tiles_of_baidu_are_refused_in_words() -> None:
    with pytest.raises(TileTrouble, match="BD-09"):
        grid_of("bd09", "mercator")


def test_a_base_is_called_like_its_server_unless_named() -> None:
    base, key = base_of("https://gis.example.cn/{z}/{x}/{y}.png?token=abc")
    assert (base.zh, base.key, key, base.on_line) == ("gis.example.cn", "gis.example.cn", "abc", True)
    again, _ = base_of("https://gis.example.cn/{z}/{x}/{y}.png?token=other", title="市局底图")
    assert again.id == base.id
    assert again.zh == "市局底图"
