"""Many things of one kind by their names, searched within a frame: a city has fifty thousand."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from widgets.entry import BEGINS, FORGIVING, HOLDS, MISTYPED, SAME, Entry, order_of

Thing = TypeVar("Thing")


class NameIndex(Generic[Thing]):
    """Answers as ``widgets.entry.rank_of`` would for each entry. All keys stand in one text, a line each, in the order
    in which equally good finds are told: so a search is a search in a text and ends with the first few finds. Entries
    are made of what is found only."""

    def __init__(self, things: Sequence[Thing], entry_of: Callable[[Thing], Entry]) -> None:
        entries = [entry_of(thing) for thing in things]
        order = sorted(range(len(entries)), key=lambda number: order_of(entries[number]))
        self._things, self._entry_of = [things[number] for number in order], entry_of
        self._keys = _Lines(["\n".join(entries[number].keys) for number in order])
        self._sounds = _Sounds([entries[number].sounds for number in order])

    def __len__(self) -> int:
        return len(self._things)

    def find(self, needle: str, count: int) -> Iterator[tuple[int, Entry]]:
        """The best ``count`` finds for ``needle`` (lower case, not empty) with their rank, the best first."""
        found: set[int] = set()
        for rank, number in self._ranked(needle):
            if len(found) == count:
                return
            if number not in found:
                found.add(number)
                yield rank, self._entry_of(self._things[number])

    def _ranked(self, needle: str) -> Iterator[tuple[int, int]]:
        """Ranks and numbers of things, the best first; a thing may come again with a worse rank."""
        for rank, sought in ((SAME, f"\n{needle}\n"), (BEGINS, f"\n{needle}"), (HOLDS, needle)):
            for number in self._keys.holding(sought):
                yield rank, number
        if len(needle) >= FORGIVING:
            for number in self._sounds.with_one_wrong_letter(needle):
                yield MISTYPED, number


class _Lines:
    """The lines of many things in one text, each line between two line ends."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._text = "\n" + "".join(f"{part}\n" for part in parts)
        #: Where the lines of each thing begin, and one past the last.
        self._first = array("L", [1])
        for part in parts:
            self._first.append(self._first[-1] + len(part) + 1)

    def holding(self, sought: str) -> Iterator[int]:
        """Numbers of the things that hold it, each once."""
        ahead = int(sought.startswith("\n"))
        at = self._text.find(sought)
        while at >= 0:
            number = bisect_right(self._first, at + ahead) - 1
            yield number
            at = self._text.find(sought, self._first[number + 1] - 1)


class _Sounds:
    """Initials of many things, told apart by their length: as code points, a row each."""

    def __init__(self, sounds: Sequence[str]) -> None:
        numbers: dict[int, list[int]] = {}
        for number, sound in enumerate(sounds):
            if len(sound) >= FORGIVING:
                numbers.setdefault(len(sound), []).append(number)
        self._of_length = {
            length: (np.array(rows), _code_points([sounds[row] for row in rows])) for length, rows in numbers.items()
        }

    def with_one_wrong_letter(self, sound: str) -> Iterator[int]:
        """Numbers of the things whose initials differ from these in at most one letter, in their order."""
        if len(sound) in self._of_length:
            rows, codes = self._of_length[len(sound)]
            wrong = (codes != _code_points([sound])).sum(axis=1)
            yield from rows[wrong <= 1].tolist()


def _code_points(words: list[str]) -> NDArray[np.uint32]:
    """Words of one length, uint32 ``(words, letters)``."""
    return np.array(words).view(np.uint32).reshape(len(words), -1)
