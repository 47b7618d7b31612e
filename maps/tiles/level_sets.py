"""The sets of levels of WMTS servers, made out: which are those of the usual web maps or of usual degrees, which are of
their own, and which cannot be drawn; no Qt."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from maps.projection import EQUATOR
from maps.tiles.capabilities import Level, MatrixSet
from maps.tiles.grid import Cut
from maps.tiles.matrices import Matrix
from maps.tiles.source import LONGEST
from maps.tiles.trouble import Kind, TileTrouble

#: Web mercator under all its numbers, and degrees of WGS-84 and CGCS2000 (centimetres apart).
MERCATOR = {"3857", "900913", "3785", "102100", "102113", "3587"}
DEGREES = {"4326", "4490", "84", "4258", "104602"}
#: Metres of a pixel by the standard, and as servers reckon that take a screen of 96 dots an inch (Tianditu does).
STANDARD, OF_96_DPI = 0.00028, 0.0254 / 96
#: The standard's metres of a degree.
DEGREE = EQUATOR / 360
#: Two lengths are one when they differ by less of themselves: of a world, of a level (denominators are written with few
#: digits, round scales lie far from the usual ones), and of its corner.
_NEAR, _SAME, _AT = 2e-3, 1e-4, 1e-6
#: Finest and coarsest level of the usual cuts.
_LEAST, _MOST = 0, 24


@dataclass(frozen=True, slots=True)
class LevelSet:
    """A set that can be drawn. ``names``: of the levels from ``least`` to ``most``; ``matrices`` are empty for a usual
    cut, whose levels are then numbered as everywhere; ``size``: pixels of a tile's side."""

    id: str
    cut: Cut
    least: int
    names: tuple[str, ...]
    size: int
    matrices: tuple[Matrix, ...] = ()

    @property
    def most(self) -> int:
        return self.least + len(self.names) - 1

    @property
    def usual(self) -> bool:
        return not self.matrices


def level_set(given: MatrixSet, only: frozenset[str] = frozenset()) -> LevelSet:
    """What a set comes to; ``only``: the levels a layer has tiles for, all when empty. Raises TileTrouble with what
    cannot be drawn."""
    cut = _cut_of(given.crs)
    if cut is None:
        raise TileTrouble(Kind.GRID, _crs_name(given.crs) or given.id)
    levels = sorted(
        (level for level in given.levels if not only or level.id in only), key=lambda level: -level.denominator
    )
    if not levels:
        raise TileTrouble(Kind.NO_TILES, given.id)
    if any(max(level.wide, level.high) > LONGEST for level in levels):
        raise TileTrouble(Kind.TOO_LARGE, given.id)
    pixel = _pixel(given, cut)
    matrices = tuple(_matrix(level, given.crs, cut, pixel) for level in levels)
    usual = _as_usual(given.id, cut, matrices)
    if usual is not None:
        return usual
    return LevelSet(given.id, cut, 0, tuple(one.id for one in matrices), matrices[0].wide, matrices)


def _crs_name(crs: str) -> str:
    """``EPSG:4547`` of ``urn:ogc:def:crs:EPSG::4547``."""
    number = re.search(r"(\d+)\s*$", crs)
    authority = next((name for name in ("EPSG", "ESRI", "IAU") if name in crs.upper()), "CRS")
    return f"{authority}:{number.group(1)}" if number else crs[:60]


def _cut_of(crs: str) -> Cut | None:
    number = _crs_name(crs).rpartition(":")[2]
    if number in MERCATOR:
        return Cut.MERCATOR
    return Cut.DEGREES if number in DEGREES else None


def _pixel(given: MatrixSet, cut: Cut) -> float:
    """Metres of a pixel: the standard's, unless a level that begins at the edge of the world reaches around it only
    with the other."""
    for level in given.levels:
        if _corner(level, given.crs, cut)[0] > -0.49 * (EQUATOR if cut is Cut.MERCATOR else 360.0):
            continue
        around = level.columns * level.wide * level.denominator
        for pixel in (STANDARD, OF_96_DPI):
            if math.isclose(around * pixel, EQUATOR, rel_tol=_NEAR):
                return pixel
    return STANDARD


def _matrix(level: Level, crs: str, cut: Cut, pixel: float) -> Matrix:
    left, top = _corner(level, crs, cut)
    step = level.denominator * pixel / (1.0 if cut is Cut.MERCATOR else DEGREE)
    half = EQUATOR / 2 if cut is Cut.MERCATOR else 180.0
    highest = half if cut is Cut.MERCATOR else 90.0
    if not (-1.01 * half <= left < half and -highest < top <= 1.01 * highest + step * level.high):
        raise TileTrouble(Kind.GRID, f"{level.id} ({left:g}, {top:g})")
    return Matrix(level.id, step, left, top, level.wide, level.high, level.columns, level.rows)


def _corner(level: Level, crs: str, cut: Cut) -> tuple[float, float]:
    """West and north of a level. The standard has it in the order of the coordinate system (latitude first in EPSG:4326
    and 4490); some servers write the other, and some write north before east in metres too."""
    first, second = level.corner
    if cut is Cut.MERCATOR:
        # left of the middle of the world comes before it, whatever lies north of it
        swapped = first > 0 > second and math.isclose(first, -second, rel_tol=_NEAR)
        return (second, first) if swapped else (first, second)
    east_first = abs(first) > 90 or (abs(second) <= 90 and "CRS84" in crs.upper())
    return (first, second) if east_first else (second, first)


def _as_usual(id_: str, cut: Cut, matrices: tuple[Matrix, ...]) -> LevelSet | None:
    """The set as levels of a usual cut, if that is what they are, without a gap between them."""
    around = EQUATOR if cut is Cut.MERCATOR else 360.0
    left, top = -around / 2, (around / 2 if cut is Cut.MERCATOR else 90.0)
    size, levels = matrices[0].wide, []
    for one in matrices:
        side = one.step * size
        level = math.log2(around / side)
        fits = abs(level - round(level)) < _SAME and _LEAST <= round(level) <= _MOST
        corner = math.isclose(one.left, left, rel_tol=_AT) and math.isclose(one.top, top, rel_tol=_AT)
        if not (fits and corner and one.wide == one.high == size):
            return None
        levels.append(round(level))
    if levels != list(range(levels[0], levels[0] + len(levels))):
        return None
    return LevelSet(id_, cut, levels[0], tuple(one.id for one in matrices), size)
