"""Names for what is generated. A city may bring first parts of its own; things are also called after where they are."""

from __future__ import annotations

import itertools
import re
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

#: Endings of street names, the usual ones first, with their English.
_ROADS: tuple[tuple[str, str], ...] = (
    ("路", "Road"),
    ("街", "Street"),
    ("东路", "East Road"),
    ("西路", "West Road"),
    ("北路", "North Road"),
    ("南路", "South Road"),
    ("巷", "Lane"),
)
#: What communities are called beside their own name.
_KINDS = re.compile(r"(社区居民|居民|社区|新村|新区|街道|村|镇|乡|开发区)+$")


def base(name: str) -> str:
    """The own part of an area's name: 锁金村街道 → 锁金, 黄楼社区 → 黄楼. Empty when nothing handy is left."""
    short = _KINDS.sub("", name)
    return short if 2 <= len(short) <= 4 and "（" not in short else ""


class Namer:
    """Hands out each name once; every kind of thing has its own names."""

    def __init__(self, style: Style, rng: np.random.Generator) -> None:
        self._style, self._rng = style, rng
        self._taken: set[tuple[str, str]] = set()
        self._own_roads = iter(style.roads)
        self._pools = {key: self._pool(key) for key in _POOLS}

    @property
    def silent(self) -> bool:
        """Whether nothing is given a name here (a real place elsewhere)."""
        return not self._style.chinese

    def reserve(self, kind: str, name: str) -> None:
        """A name something has already."""
        self._taken.add((kind, name))

    def road(self, local: Sequence[str] = (), main: bool = True) -> Name:
        """The next road's name. ``local``: own parts of names of the areas it lies in, tried first for lesser
        (not ``main``) roads. Empty when there are no more."""
        if main:
            for name in self._own_roads:
                if self._take("roads", name.zh):
                    return name
        if self.silent:
            return Name("")
        if not main:
            for head in local:
                ending = _ROADS[int(self._rng.integers(3 if len(head) > 2 else len(_ROADS)))]
                if self._take("roads", head + ending[0]):
                    return Name(head + ending[0], f"{pinyin.joined(head)} {ending[1]}")
        return next(self._pools["roads"])

    def linking(self, one: str, two: str) -> Name:
        """A road between two towns is called after both."""
        for first, second in ((one, two), (two, one)):
            name = f"{first[:1]}{second[:1]}路"
            if first and second and not self.silent and self._take("roads", name):
                return Name(name, f"{pinyin.joined(name[:2])} Road")
        return self.road()

    def estate(self, local: Sequence[str] = ()) -> Name:
        """A housing estate's name."""
        if self.silent:
            return Name("")
        kinds = list(words().estate_kinds.items())
        if local and self._rng.random() < 0.4:
            head = local[0]
            for index in self._rng.permutation(len(kinds))[:4].tolist():
                kind, english = kinds[index]
                if not head.endswith(kind) and self._take("estates", head + kind):
                    return Name(head + kind, f"{pinyin.joined(head)} {english}")
        return next(self._pools["estates"])

    def one_of(self, kind: str, pool: str, endings: Sequence[tuple[str, str]], local: Sequence[str]) -> Name:
        """A name for a thing of a ``kind`` (schools …): an area's name or a head of ``pool`` with one of the
        ``endings`` (Chinese, English)."""
        own = self._style.heads.get(pool, ())
        heads = [*local]
        if own and self._rng.random() < 0.45:
            heads.insert(0, own[int(self._rng.integers(len(own)))])
        for head in heads:
            for index in self._rng.permutation(len(endings)).tolist():
                ending, english = endings[index]
                if self._take(kind, head + ending):
                    return Name(head + ending, f"{pinyin.joined(head)} {english}")
        ending, english = endings[0]
        while True:
            head = next(self._pools[pool]).zh
            if self._take(kind, head + ending):
                return Name(head + ending, f"{pinyin.joined(head)} {english}")

    def park(self, local: Sequence[str] = ()) -> Name:
        """A park's name."""
        if self.silent:
            return Name("")
        if local and self._rng.random() < 0.5 and self._take("parks", f"{local[0]}公园"):
            return Name(f"{local[0]}公园", f"{pinyin.joined(local[0])} Park")
        return next(self._pools["parks"])

    def _take(self, kind: str, name: str) -> bool:
        if (kind, name) in self._taken:
            return False
        self._taken.add((kind, name))
        return True

    def _pool(self, key: str) -> Iterator[Name]:
        """Names of a kind without end: heads of the city, then common ones, then put together of two signs."""
        endings: Sequence[tuple[str, str]] = {
            "roads": _ROADS,
            "estates": tuple(words().estate_kinds.items()),
            "parks": (("公园", "Park"), ("游园", "Garden"), ("绿地公园", "Green")),
        }.get(key, (("", ""),))
        for heads in (self._heads(key), self._composed(), self._composed("新")):
            pairs = [(head, *ending) for ending in endings for head in heads]
            if key == "estates":
                pairs = [pairs[index] for index in self._rng.permutation(len(pairs)).tolist()]
            for head, ending, english in pairs:
                if not head.endswith(ending[:1] or "\0") and (
                    key not in _WITH_ENDING or self._take(key, head + ending)
                ):
                    yield Name(head + ending, f"{pinyin.joined(head)} {english}".strip())
        for number in itertools.count(1):
            yield Name(f"{number}号", f"No. {number}")

    def _heads(self, key: str) -> list[str]:
        key = "parks" if key == "squares" else key
        own, common = self._style.heads.get(key, ()), getattr(words(), key)
        return list(dict.fromkeys((*self._mixed(own), *self._mixed(common))))

    def _composed(self, before: str = "") -> list[str]:
        first, second = words().first_signs, words().second_signs
        return self._mixed([f"{before}{one}{two}" for one in first for two in second if one != two])

    def _mixed(self, ordered: Sequence[str]) -> list[str]:
        return [ordered[index] for index in self._rng.permutation(len(ordered)).tolist()]


#: Kinds of names; those of the second line are whole, the others first parts only.
_POOLS = ("roads", "estates", "parks", "schools", "markets", "hospitals", "works", "squares")
_WITH_ENDING = {"roads", "estates", "parks"}
