"""One tile of a base asked for, to know whether it works; no Qt."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from maps.projection import to_world
from maps.tiles.base import Base
from maps.tiles.cache import TileCache
from maps.tiles.grid import Address
from maps.tiles.opening import Network, open_base
from maps.tiles.source import WORLD, About, TileSource, format_of
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.vector import layers

#: Levels at which a city is looked for, the likeliest first.
LEVELS = (13, 11, 15, 9, 17, 7, 5)
#: Where a source that says nothing about where it has tiles is asked for one when nobody knows a better place.
BEIJING = (116.39, 39.91)
#: Seconds a silent server is waited for.
SILENT = 6.0


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found: ``about`` of the lowest sheet; ``format`` of its tile, ``size`` of it in bytes."""

    about: About
    format: str
    size: int

    def __str__(self) -> str:
        about = self.about
        return f"{self.format}, zoom {about.least}–{about.most}, a tile of {self.size} bytes at the place asked for"


def probe(base: Base, key: str, place: tuple[float, float] | None) -> Probed:
    """Asks every sheet for a tile at a place (WGS-84 degrees; None: in the middle of what a sheet covers), past what is
    kept. Raises TileTrouble with what is wrong."""
    with tempfile.TemporaryDirectory(prefix="grid-command-tiles-") as folder:
        cache = TileCache(Path(folder) / "tiles.sqlite")
        network = Network(cache, lambda _: key, time.time, time.monotonic, SILENT)
        try:
            sources = open_base(base, network)
            try:
                found = [_tile(source, place) for source in sources]
            finally:
                for source in sources:
                    source.close()
        finally:
            network.close()
    return Probed(sources[0].about, _format(found[0], sources[0].about.title), len(found[0]))


def _tile(source: TileSource, place: tuple[float, float] | None) -> bytes:
    about = source.about
    west, south, east, north = about.bounds
    if place is None:
        place = BEIJING if about.bounds == WORLD else ((west + east) / 2, (south + north) / 2)
    elif not (west <= place[0] <= east and south <= place[1] <= north):
        raise TileTrouble(Kind.ABSENT, about.title)
    grid = about.grid
    usual = LEVELS if grid.nests else dict.fromkeys(grid.level(256.0 * 2**level, 256) for level in LEVELS)
    levels = [level for level in usual if about.least <= level <= about.most] or [about.most, about.least]
    for level in levels:
        cell = grid.cells(to_world(*place).reshape(1, 2), level)[0]
        if not (0 <= cell[0] < grid.columns(level) and 0 <= cell[1] < grid.rows(level)):
            continue
        for answer in source.answers(Address(level, int(cell[0]), int(cell[1]))):
            if answer.data is not None:
                return answer.data
    raise TileTrouble(Kind.ABSENT, about.title)


def _format(data: bytes, name: str) -> str:
    kind = format_of(data)
    if kind is None:
        raise TileTrouble(Kind.FORMAT, name)
    if kind == "pbf":
        try:
            names = [layer.name for layer in layers(data, lambda _: True)]
        except ValueError:
            raise TileTrouble(Kind.DAMAGED, name) from None
        return f"vector tiles ({', '.join(names)[:80]})"
    return str(kind)
