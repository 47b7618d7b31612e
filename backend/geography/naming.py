"""Names for what is generated: roads, estates, parks. A city may bring its own; the rest is put together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from backend.geography import pinyin
from backend.geography.words import words
from domain.names import Name


class Style(msgspec.Struct, frozen=True):
    """How generated things are called. ``roads``: names to use first, most important roads first; ``heads``: first
    parts of names the city has of its own (keys as in the words file). ``chinese``: whether further names are put
    together (a place elsewhere gets none). Patterns name grids."""

    roads: tuple[Name, ...] = ()
    heads: dict[str, tuple[str, ...]] = {}
    chinese: bool = True
    grid: str = "{parent}第{number:02d}网格"
    grid_en: str = "{parent} Grid {number:02d}"


PLAIN = Style(chinese=False, grid="{parent} 网格 {number:02d}", grid_en="{parent} Grid {number:02d}")


class Namer:
    """Hands out each name once."""

    def __init__(self, style: Style, rng: np.random.Generator) -> None:
        self._style, self._rng = style, rng
        self._taken: set[str] = set()
        self._roads = self._road_names()
        self._estates = self._estate_names() if style.chinese else itertools.repeat(Name(""))
        self._parks = (Name(f"{head}公园", f"{pinyin.joined(head)} Park") for head in self._heads("parks"))

    def road(self) -> Name:
        """The next road's name; an empty one when there are no more."""
        return next(self._roads, Name(""))

    def estate(self) -> Name:
        """A housing estate's name."""
        return next(self._estates)

    def park(self) -> Name:
        """A park's name; an empty one when there are no more."""
        return next(self._parks, Name("")) if self._style.chinese else Name("")

    def _estate_names(self) -> Iterator[Name]:
        heads = dict.fromkeys((*self._style.heads.get("estates", ()), *words().estates))
        pairs = [(head, *kind) for head in heads for kind in words().estate_kinds.items()]
        for phase, phase_en in _phases():
            for index in self._rng.permutation(len(pairs)).tolist():
                head, kind, english = pairs[index]
                yield Name(f"{head}{kind}{phase}", f"{pinyin.joined(head)} {english}{phase_en}")

    def _road_names(self) -> Iterator[Name]:
        for name in self._style.roads:
            if name.zh not in self._taken:
                self._taken.add(name.zh)
                yield name
        if not self._style.chinese:
            return
        for ending, word in (
            ("路", "Road"),
            ("街", "Street"),
            ("东路", "East Road"),
            ("西街", "West Street"),
            ("巷", "Lane"),
        ):
            for head in self._heads("roads"):
                if head + ending not in self._taken:
                    self._taken.add(head + ending)
                    yield Name(head + ending, f"{pinyin.joined(head)} {word}")

    def _heads(self, key: str) -> list[str]:
        """The city's own first parts of names, then the common ones."""
        own = self._style.heads.get(key, ())
        return list(dict.fromkeys((*self._mixed(own), *self._mixed(getattr(words(), key)))))

    def _mixed(self, ordered: Sequence[str]) -> list[str]:
        return [ordered[index] for index in self._rng.permutation(len(ordered)).tolist()]


def _phases() -> Iterator[tuple[str, str]]:
    """Further building phases of an estate, when all names are used up."""
    yield "", ""
    for number in itertools.count(2):
        yield f"{number}期", f" Phase {number}"
