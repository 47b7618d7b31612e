"""The figures areas are coloured by: formulas are data, counted for all areas of all levels at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isinf, isnan, nan
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.burden import Burdens
from domain.casefilter import NAMES
from domain.casetable import CaseTable
from domain.coded import read_coded, with_code
from domain.formula import check_names, formula
from domain.indicators import Catalogue
from domain.names import Name
from domain.period import Period, Window
from domain.region import Level, RegionTree

Values = NDArray[np.float64]
#: The class of an area nothing is known of.
NO_DATA = -1
#: More classes than these nobody tells apart: the usual ones in quiet colours, the abnormal ones in strong colours.
MOST_USUAL, MOST_ABNORMAL = 4, 3
_EVERY = "all"


class AreaFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure as its data file has it; ``resources/area_figures.toml`` explains the fields."""

    code: str
    name: Name
    unit: Name
    formula: Name
    breaks: dict[str, tuple[float, ...]]
    form: Literal["count", "percent", "decimal"]
    good: Literal["low", "high"]
    abnormal: int
    note: Name = Name("")
    indicator: str = ""
    top: tuple[tuple[float, str], ...] = ()
    people: bool = False
    per: Literal["", "on_duty", "grids", "households", "residents"] = ""
    scale: float = 1.0
    relative: bool = False
    empty: float = nan
    endless: Name = Name("")
    period: Literal["", "today"] = ""

    def breaks_at(self, level: Level) -> tuple[float, ...]:
        """Where its classes meet, in values, for areas of a level."""
        found = self.breaks.get(level.value, self.breaks.get(_EVERY))
        return next(iter(self.breaks.values())) if found is None else found

    def class_of(self, values: Values, level: Level) -> NDArray[np.int8]:
        """Classes from 0, by rising value; ``NO_DATA`` where there is none."""
        found = np.searchsorted(self.breaks_at(level), values, side="right").astype(np.int8)
        return np.where(np.isnan(values), NO_DATA, found).astype(np.int8)

    def ranges(self, level: Level) -> tuple[tuple[float, float], ...]:
        """From (with it) and to (without it) of each class by rising value."""
        breaks = self.breaks_at(level)
        return tuple(zip((-inf, *breaks), (*breaks, inf), strict=True))

    def badness(self, number: int, level: Level) -> tuple[bool, int, int]:
        """Of a class: whether it is abnormal; its place among the classes that are as it, the best first; and how many
        these are."""
        count = len(self.breaks_at(level)) + 1
        place = number if self.good == "low" else count - 1 - number
        usual = count - self.abnormal
        return (True, place - usual, self.abnormal) if place >= usual else (False, place, usual)

    def text(self, value: float, language: str) -> str:
        """A value as people read it; empty when there is none."""
        if isnan(value):
            return ""
        if isinf(value):
            return self.endless.text(language)
        number, unit = self.number(value), self.unit.text(language)
        return f"{number} {unit}"

    def number(self, value: float) -> str:
        """The same without the unit."""
        if self.form == "percent":
            return f"{value * 100:.0f}"
        return f"{value:.0f}" if self.form == "count" else f"{value:.3g}"


class AreaCatalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, in the order people see them."""

    figures: tuple[AreaFigure, ...]

    def __getitem__(self, code: str) -> AreaFigure:
        """Raises KeyError."""
        return with_code(self.figures, code)


def read_area_figures(text: str | bytes, indicators: Catalogue) -> AreaCatalogue:
    """The figures in a TOML text; indicators they name are looked up. Raises ValueError with the place of what is
    wrong."""
    catalogue = read_coded(
        text, AreaCatalogue, lambda whole: whole.figures, lambda one: _check(one, indicators), "area figure"
    )
    return AreaCatalogue(tuple(_written_out(one, indicators) for one in catalogue.figures))


def _check(one: AreaFigure, indicators: Catalogue) -> None:
    if bool(one.indicator) + bool(one.top) + one.people != 1:
        raise ValueError("give one of indicator, top and people")
    if one.indicator and indicators[one.indicator].kind == "mean":
        raise ValueError(f"{one.indicator} is a time, not a count or share")
    for _, condition in one.top:
        check_names(condition, NAMES)
    if not one.breaks:
        raise ValueError("breaks are needed")
    for level, breaks in one.breaks.items():
        if level != _EVERY and level not in [known.value for known in Level]:
            raise ValueError(f"{level} is no level")
        if not breaks or list(breaks) != sorted(set(breaks)):
            raise ValueError("breaks rise, and there is at least one")
        usual = len(breaks) + 1 - one.abnormal
        if not (0 <= one.abnormal <= MOST_ABNORMAL and 1 <= usual <= MOST_USUAL):
            raise ValueError(f"at every level 1 to {MOST_USUAL} classes are usual, at most {MOST_ABNORMAL} abnormal")
    if not all(name.zh and name.en for name in (one.name, one.unit, one.formula)):
        raise ValueError("name, unit and formula are needed in Chinese and English")


def _written_out(one: AreaFigure, indicators: Catalogue) -> AreaFigure:
    """A count taken from the indicators as the sum it is; a share keeps naming its indicator's two sides."""
    if not one.indicator:
        return one
    indicator = indicators[one.indicator]
    whole = ((1.0, indicator.whole),)
    if indicator.kind == "count":
        return msgspec.structs.replace(one, indicator="", top=whole)
    return msgspec.structs.replace(one, indicator=indicator.whole, top=((1.0, indicator.condition("part")),))


class Areas:
    """The tree of one city as arrays, so that what is counted where it happens is known for everything above too."""

    def __init__(self, tree: RegionTree) -> None:
        self.tree = tree
        self._parent = np.array([tree.index(one.parent) if one.parent else -1 for one in tree], np.int64)
        #: Level of each region.
        self.depth = np.array([one.level.depth for one in tree], np.uint8)
        self._rows = [np.flatnonzero(self.depth == level.depth) for level in Level]
        grids = self.summed((self.depth == Level.GRID.depth).astype(float))
        self._columns = {
            "grids": grids,
            "households": np.array([one.households for one in tree], float),
            "residents": np.array([one.residents for one in tree], float),
        }

    def __len__(self) -> int:
        return len(self._parent)

    def rows(self, level: Level) -> NDArray[np.int64]:
        """Which regions are of a level."""
        return self._rows[level.depth]

    def summed(self, own: Values) -> Values:
        """What areas have of their own, with everything below them."""
        total = own.copy()
        for rows in reversed(self._rows):
            below = rows[self._parent[rows] >= 0]
            total += np.bincount(self._parent[below], total[below], len(total))
        return total

    def values(self, figure: AreaFigure, table: CaseTable, burdens: Burdens, now: float) -> Values:
        """A figure for every region, in the order of the tree; NaN: no data; infinite: something over nothing."""
        window = Period.TODAY.window(now, table.zone)
        on_duty = self._on_duty(burdens) if figure.people or figure.per == "on_duty" else None
        top = on_duty if figure.people and on_duty is not None else self._cases(figure.top, table, window)
        if figure.indicator:
            under = self._cases(((1.0, figure.indicator),), table, window)
        elif not figure.per:
            return top * figure.scale
        else:
            under = on_duty if figure.per == "on_duty" and on_duty is not None else self._columns[figure.per]
        found = _divided(top * figure.scale, under, figure.empty, bool(figure.endless.zh))
        return self._compared(found, top, under) if figure.relative else found

    def _compared(self, found: Values, top: Values, under: Values) -> Values:
        roots = self._parent < 0
        whole, of = float(top[roots].sum()), float(under[roots].sum())
        return found * (of / whole) if whole and of else np.full(len(found), nan)

    def _on_duty(self, burdens: Burdens) -> Values:
        return np.fromiter((burdens.of(one.code).on_duty for one in self.tree), float, len(self))

    def _cases(self, terms: tuple[tuple[float, str], ...], table: CaseTable, window: Window) -> Values:
        region = table.code("region")
        placed = region >= 0
        values = table.values(window)
        weights = np.zeros(len(table))
        for weight, condition in terms:
            weights += weight * _holds(condition, values, len(table))
        return self.summed(np.bincount(region[placed], weights[placed], len(self)).astype(float))


def _holds(condition: str, values: Mapping[str, object], count: int) -> NDArray[np.bool_]:
    return np.broadcast_to(np.asarray(formula(condition).over(values), bool), count)


def _divided(top: Values, under: Values, empty: float, endless: bool) -> Values:
    found = np.full(len(top), empty)
    there = under > 0
    found[there] = top[there] / under[there]
    found[~there & (top > 0)] = inf if endless else nan
    return found
