"""Very many short texts in two arrays; each becomes a string only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import numpy as np


class Texts(msgspec.Struct):
    """``letters``: all texts one after the other in UTF-8; ``ends``: int32 ``(n + 1,)`` where each begins and ends."""

    letters: bytes
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, index: int) -> str:
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        place = index % len(self)
        return self.letters[int(self.ends[place]) : int(self.ends[place + 1])].decode()

    def __iter__(self) -> Iterator[str]:
        return (self[index] for index in range(len(self)))

    def holding(self, words: str) -> Iterator[int]:
        """Numbers of the texts that hold ``words``, in order. The letters a to z count the same large and small."""
        sought = words.encode().lower()
        if not sought:
            return
        letters, last = self.letters.lower(), -1
        place = letters.find(sought)
        while place >= 0:
            index = int(np.searchsorted(self.ends, place, side="right")) - 1
            end = int(self.ends[index + 1])
            if index != last and place + len(sought) <= end:
                last = index
                yield index
                place = letters.find(sought, end)
            else:
                place = letters.find(sought, place + 1)

    @staticmethod
    def of(texts: Iterable[str]) -> Texts:
        """From strings."""
        pieces = [text.encode() for text in texts]
        return Texts(b"".join(pieces), np.cumsum([0, *map(len, pieces)]).astype(np.int32))
