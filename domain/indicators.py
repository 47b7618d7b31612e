"""Figures people are judged by, formulas as data: each gives a number, what it is made of, and the cases behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.casefilter import NAMES, Behind
from domain.casetable import CaseTable, Mask
from domain.coded import read_coded, with_code
from domain.formula import check_names, formula
from domain.names import Name
from domain.period import Period, Window
from domain.steps import StageKind, Workflow

Kind = Literal["count", "share", "mean"]
#: Which cases of a figure: all it looks at, those that count, the others, those that are left out but not hidden.
Side = Literal["whole", "part", "rest", "aside"]
SIDES: tuple[Side, ...] = ("whole", "part", "rest", "aside")


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure as its data file has it; ``resources/indicators.toml`` explains the fields. ``moment``: it is about
    this moment, whatever the period. ``stage``: the stage a figure ``per`` stage is about."""

    code: str
    kind: Kind
    name: Name
    formula: Name
    whole: str
    whole_name: Name
    part: str = ""
    part_name: Name = Name("")
    rest_name: Name = Name("")
    mean: str = ""
    aside: str = ""
    aside_name: Name = Name("")
    short: Name = Name("")
    note: Name = Name("")
    good: Literal["", "high", "low"] = ""
    per: Literal["", "stage"] = ""
    moment: bool = False
    stage: str = ""

    def title(self, language: str) -> str:
        """Its short name where it has one."""
        return (self.short if self.short.zh else self.name).text(language)

    def condition(self, side: Side = "whole") -> str:
        """Which cases are meant, as one formula. Raises ValueError when it has no such side."""
        if side == "whole":
            return self.whole
        if side == "aside" and self.aside:
            return self.aside
        if self.part and side in ("part", "rest"):
            return f"({self.whole}) and {'not ' if side == 'rest' else ''}({self.part})"
        raise ValueError(f"the figure {self.code} has no {side}")

    def side_name(self, side: Side) -> Name:
        match side:
            case "whole":
                return self.whole_name
            case "part":
                return self.part_name
            case "rest":
                return self.rest_name
            case "aside":
                return self.aside_name

    def sides(self) -> tuple[Side, ...]:
        """The sides it has."""
        return tuple(side for side in SIDES if side == "whole" or (self.aside if side == "aside" else self.part))

    def behind(self, period: Period, side: Side = "whole") -> Behind:
        """The cases behind it, as a part of a filter."""
        name = self.name
        if self.kind == "share" or side != "whole":
            apart = " · "
            name = Name(name.zh + apart + self.side_name(side).zh, name.en + apart + self.side_name(side).en)
        return Behind(self.code, self.condition(side), name, period, side, self.stage)


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All figures, in the order people see them."""

    indicators: tuple[Indicator, ...]

    def __getitem__(self, code: str) -> Indicator:
        """Raises KeyError."""
        return with_code(self.indicators, code)

    def of(self, workflow: Workflow) -> Catalogue:
        """With those ``per`` stage as one for each open stage of a flow; its code is ``code:stage``."""
        found: list[Indicator] = []
        for one in self.indicators:
            found += [one] if one.per != "stage" else [_at(one, stage) for stage in workflow.stages if stage.open]
        return Catalogue(tuple(found))


def _at(one: Indicator, stage: StageKind) -> Indicator:
    """A figure ``per`` stage, for one of them."""
    name = Name(f"{stage.name.zh} · {one.name.zh}", f"{stage.name.en} · {one.name.en}")
    code = f"{one.code}:{stage.code}"
    return msgspec.structs.replace(one, code=code, name=name, short=stage.name, per="", stage=stage.code)


def read_indicators(text: str | bytes) -> Catalogue:
    """The figures in a TOML text. Raises ValueError with the place of what is wrong."""
    return read_coded(text, Catalogue, lambda catalogue: catalogue.indicators, _check, "indicator")


def _check(one: Indicator) -> None:
    if (one.kind == "share") != bool(one.part) or (one.kind == "mean") != bool(one.mean):
        raise ValueError("a share needs a part, a mean needs seconds, and nothing else has them")
    for text in (one.whole, one.part, one.mean, one.aside):
        if text:
            check_names(text, NAMES)
    named = [one.name, one.formula, *(one.side_name(side) for side in one.sides())]
    if not all(name.zh and name.en for name in named):
        raise ValueError("name, formula and the name of each of its sides are needed in Chinese and English")


class Reading(msgspec.Struct, frozen=True):
    """What a figure said at a moment. ``value``: a count, a share 0..1, or seconds; None when there is nothing to
    count. ``part`` of ``whole`` cases (a count or a mean: the same number twice), ``aside`` left out."""

    indicator: Indicator
    window: Window
    value: float | None
    part: int
    whole: int
    aside: int = 0

    def count(self, side: Side) -> int:
        """How many cases a side has."""
        return {"whole": self.whole, "part": self.part, "rest": self.whole - self.part, "aside": self.aside}[side]


def measure(indicator: Indicator, table: CaseTable, window: Window, among: Mask | None = None) -> Reading:
    """A figure over the cases of a table, or those of ``among``."""
    values = table.values(window, indicator.stage)
    whole = _which(indicator.whole, values, table, among)
    aside = int(_which(indicator.aside, values, table, among).sum()) if indicator.aside else 0
    count = int(whole.sum())
    if indicator.kind == "count":
        return Reading(indicator, window, count, count, count, aside)
    if indicator.kind == "mean":
        seconds = np.asarray(formula(indicator.mean).over(values), float)[whole]
        return Reading(indicator, window, float(seconds.mean()) if count else None, count, count, aside)
    part = int((whole & _which(indicator.part, values, table, None)).sum())
    return Reading(indicator, window, part / count if count else None, part, count, aside)


def measure_all(
    indicators: Iterable[Indicator], table: CaseTable, window: Window, among: Mask | None = None
) -> dict[str, Reading]:
    """Readings by code."""
    return {one.code: measure(one, table, window, among) for one in indicators}


def cases(
    indicator: Indicator, table: CaseTable, window: Window, side: Side = "whole", among: Mask | None = None
) -> frozenset[str]:
    """Ids of the cases behind a figure."""
    values = table.values(window, indicator.stage)
    rows = np.flatnonzero(_which(indicator.condition(side), values, table, among))
    return table.names(rows.tolist())


def _which(text: str, values: dict[str, object], table: CaseTable, among: Mask | None) -> NDArray[np.bool_]:
    mask = np.broadcast_to(np.asarray(formula(text).over(values), bool), len(table))
    return mask if among is None else mask & among
