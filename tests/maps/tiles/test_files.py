"""Tile files as other programs write them, and what is said of those that are none."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pmtiles.tile import TileType

from maps.tiles.files import open_file
from maps.tiles.grid import Address
from maps.tiles.source import LARGEST, Answer, Format, TileSource, box_of, format_of, plain_text, unpacked
from maps.tiles.trouble import Kind, TileTrouble
from tests.maps.tiles.making import colour_of, picture, town_tile, write_mbtiles, write_pmtiles
from tests.seeking import tried

TILES = {
    Address(zoom, column, row): picture(colour_of(Address(zoom, column, row)), side=8)
    for zoom in range(4)
    for column in range(1 << zoom)
    for row in range(1 << zoom)
}
BOUNDS = "116.8,34.0,117.5,34.6"


@pytest.fixture(params=["mbtiles", "pmtiles"])
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "mbtiles":
        return write_mbtiles(
            tmp_path / "town.mbtiles", TILES, name="Town", format="png", bounds=BOUNDS, attribution="© <b>Survey</b>"
        )
    return write_pmtiles(
        tmp_path / "town.pmtiles",
        TILES,
        TileType.PNG,
        (116.8, 34.0, 117.5, 34.6),
        name="Town",
        attribution="© <b>Survey</b>",
    )


def kind_of(path: Path) -> Kind:
    with pytest.raises(TileTrouble) as caught:
        open_file(path)
    return caught.value.kind


def test_every_tile_is_found_where_it_belongs(pictures: Path) -> None:
    source: TileSource = open_file(pictures)
    for address, data in TILES.items():
        assert list(source.answers(address)) == [Answer(data)]
    assert list(source.answers(Address(4, 0, 0))) == [Answer(None)]
    source.close()


def test_what_a_file_says_of_itself(pictures: Path) -> None:
    source = open_file(pictures)
    about = source.about
    source.close()
    assert (about.title, about.least, about.most, about.format) == ("Town", 0, 3, Format.PNG)
    assert about.bounds == pytest.approx((116.8, 34.0, 117.5, 34.6))
    assert about.attribution == "© Survey"


@pytest.mark.parametrize("name", ["town.mbtiles", "town.pmtiles"])
def test_vector_tiles_come_unpacked(tmp_path: Path, name: str) -> None:
    tile, path = town_tile(), tmp_path / name
    if name.endswith("mbtiles"):
        write_mbtiles(path, {Address(14, 13523, 6542): tile}, format="pbf")
    else:
        write_pmtiles(path, {Address(14, 13523, 6542): tile}, TileType.MVT)
    source = open_file(path)
    assert source.about.format is Format.VECTOR
    assert (source.about.least, source.about.most) == (14, 14)
    assert source.tile(Address(14, 13523, 6542)) == tile
    source.close()


def test_a_file_is_known_by_its_bytes_not_by_its_name(pictures: Path, tmp_path: Path) -> None:
    other = tmp_path / "map.bin"
    os.link(pictures, other)
    source = open_file(other)
    assert source.tile(Address(0, 0, 0)) == TILES[Address(0, 0, 0)]
    source.close()


def test_many_tiles_in_leaf_directories(tmp_path: Path) -> None:
    """So many that the root cannot hold them: the way leads over leaves."""
    chance = random.Random(1)
    tiles = {
        Address(8, column, row): b"\x89PNG\r\n\x1a\n" + chance.randbytes(chance.randrange(1, 90))
        for column in range(255)
        for row in range(128)
    }
    source = open_file(write_pmtiles(tmp_path / "many.pmtiles", tiles))
    assert source._header["leaf_directory_length"] > 0  # type: ignore[union-attr]
    for address in (Address(8, 0, 0), Address(8, 127, 127), Address(8, 77, 3)):
        assert source.tile(address) == tiles[address]
    assert source.tile(Address(8, 255, 3)) is None
    source.close()


def test_a_file_nobody_may_write_beside(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "town.mbtiles", TILES, format="png")
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.close()
    source = open_file(path)
    assert source.tile(Address(1, 1, 0)) == TILES[Address(1, 1, 0)]
    source.close()
    assert path.read_bytes()[:15] == b"SQLite format 3"


def test_without_metadata_the_tiles_say_enough(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "town.mbtiles", TILES)
    database = sqlite3.connect(path)
    database.execute("DROP TABLE metadata")
    database.commit()
    database.close()
    source = open_file(path)
    assert (source.about.title, source.about.format, source.about.most) == ("town", Format.PNG, 3)
    source.close()


def test_what_is_no_tile_file_is_said(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "nowhere.mbtiles") is Kind.NO_FILE
    (text := tmp_path / "notes.mbtiles").write_text("not a database")
    assert kind_of(text) is Kind.NOT_TILES
    (empty := tmp_path / "empty.pmtiles").write_bytes(b"")
    assert kind_of(empty) is Kind.NOT_TILES
    assert kind_of(tmp_path) is Kind.NOT_TILES
    assert kind_of(write_mbtiles(tmp_path / "none.mbtiles", {})) is Kind.NO_TILES
    (old := tmp_path / "old.pmtiles").write_bytes(b"PMTiles\x02" + bytes(200))
    assert kind_of(old) is Kind.FORMAT
    odd = write_mbtiles(tmp_path / "odd.mbtiles", {Address(0, 0, 0): b"GIF89a"}, format="gif")
    assert kind_of(odd) is Kind.FORMAT
    database = sqlite3.connect(other := tmp_path / "other.sqlite")
    database.execute("CREATE TABLE people (name text)")
    database.commit()
    database.close()
    assert kind_of(other) is Kind.NOT_TILES


def test_sentences_say_the_name_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TileTrouble, match=r"no file .*gone\.mbtiles\. Check the path"):
        open_file(tmp_path / "gone.mbtiles")


@tried(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_file_is_refused_or_read_never_worse(
    tmp_path_factory: pytest.TempPathFactory, pictures: Path, at: float, byte: int, cut: bool
) -> None:
    content = bytearray(pictures.read_bytes())
    place = int(at * (min(len(content), 700) - 1))  # headers and directories
    content[place] = byte
    path = pictures.with_name("damaged")
    path.write_bytes(content[: place + 1] if cut else content)
    try:
        source = open_file(path)
    except TileTrouble:
        return
    for address in (Address(0, 0, 0), Address(3, 5, 2)):
        with suppress(TileTrouble):
            source.tile(address)
    source.close()


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(TileTrouble) as caught:
        unpacked(gzip.compress(bytes(LARGEST + 1)), "x")
    assert caught.value.kind is Kind.TOO_LARGE
    with pytest.raises(TileTrouble) as caught:
        unpacked(gzip.compress(b"tile")[:-9], "x")
    assert caught.value.kind is Kind.DAMAGED


@given(st.binary(max_size=60))
def test_unpacking_what_is_not_packed_changes_nothing(data: bytes) -> None:
    try:
        assert unpacked(data, "x") == data or data[:1] in (b"\x1f", b"\x78")
    except TileTrouble as trouble:
        assert trouble.kind is Kind.DAMAGED


@pytest.mark.parametrize(
    ("data", "expected"),
    [(picture((1, 2, 3)), Format.PNG), (picture((1, 2, 3), "JPEG"), Format.JPEG),
     (picture((1, 2, 3), "WEBP"), Format.WEBP),
     (town_tile(), Format.VECTOR), (b"", Format.VECTOR), (b"<html>sign in</html>", None), (b"GIF89a", None)],
)  # fmt: skip
def test_a_tile_is_known_by_its_first_bytes(data: bytes, expected: Format | None) -> None:
    assert format_of(data) is expected


def test_attributions_are_drawn_as_words() -> None:
    assert plain_text("<a href='https://x'>&copy; OSM</a>\n<script>x</script>") == "© OSM x"
    assert len(plain_text("x" * 500)) == 160


@given(st.text(max_size=30))
def test_any_text_for_bounds_is_bounds_or_none(text: str) -> None:
    box = box_of(text)
    assert box is None or (box[0] < box[2] and box[1] < box[3])
