"""The base maps of an installation: those that were added, those that are ready but for a key, and which is shown."""

from __future__ import annotations

from pathlib import Path

import msgspec

from desktop.kept_file import KeptFile
from maps.tiles.base import Base
from maps.tiles.tianditu import BASES


class Kept(msgspec.Struct, frozen=True):
    """``chosen``: the id of a base, empty for the city's own ground."""

    bases: tuple[Base, ...] = ()
    chosen: str = ""


class BaseBook:
    """Reads at once, writes at every change. Raises OSError when it cannot be written; it goes on as if it had been."""

    def __init__(self, file: Path) -> None:
        self._file: KeptFile[Kept] = KeptFile(file, Kept)
        self.now = self._file.read() or Kept()

    @property
    def bases(self) -> tuple[Base, ...]:
        """All that can be chosen beside the city's own ground."""
        return (*self.now.bases, *BASES)

    @property
    def chosen(self) -> Base | None:
        return self.named(self.now.chosen)

    def named(self, id_: str) -> Base | None:
        return next((base for base in self.bases if base.id == id_), None)

    def removable(self, base: Base) -> bool:
        return base in self.now.bases

    def choose(self, id_: str) -> None:
        self._keep(msgspec.structs.replace(self.now, chosen=id_))

    def add(self, base: Base) -> None:
        """In place of one with the same id."""
        others = tuple(other for other in self.now.bases if other.id != base.id)
        self._keep(msgspec.structs.replace(self.now, bases=(*others, base)))

    def remove(self, id_: str) -> None:
        others = tuple(base for base in self.now.bases if base.id != id_)
        chosen = "" if self.now.chosen == id_ else self.now.chosen
        self._keep(Kept(others, chosen))

    def _keep(self, kept: Kept) -> None:
        if kept != self.now:
            self.now = kept
            self._file.write(self._file.encoded(kept))
