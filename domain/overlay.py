"""Specialised grids laid over the base grids: police, emergency, safety, party; each with a code, a name and an officer
of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.drawn_area import holds
from domain.names import Name
from domain.region import Region
from domain.shapes import DEGREE, Shapes


class OverlayKind(StrEnum):
    """The order of members is that of the rows of ``Overlays.of_region``."""

    POLICE = "police"
    EMERGENCY = "emergency"
    SAFETY = "safety"
    PARTY = "party"


KINDS: tuple[OverlayKind, ...] = tuple(OverlayKind)
#: How each kind is called, and the letter its codes begin with.
NAMES: dict[OverlayKind, tuple[Name, str]] = {
    OverlayKind.POLICE: (Name("警格", "police grid"), "J"),
    OverlayKind.EMERGENCY: (Name("应急格", "emergency grid"), "Y"),
    OverlayKind.SAFETY: (Name("安监格", "safety grid"), "A"),
    OverlayKind.PARTY: (Name("党建网格", "party grid"), "D"),
}


class OverlayGrid(msgspec.Struct, frozen=True):
    """One of them. ``officer``: index of the worker who answers for it, −1 when there is none."""

    index: int
    code: str
    name: Name
    kind: OverlayKind
    officer: int


class Overlays(msgspec.Struct):
    """All of a city as columns. ``of_region`` int32 ``(4, regions)``: by kind, the number of the overlay grid a region
    lies in (−1: none); columns by that number: ``kind`` (place in ``KINDS``), ``parent`` (number of the region it
    belongs to, a street as a rule), ``number`` within the parent, ``officer`` (index of a worker, −1: nobody).

    ``codes`` and ``names``: those of real ones, as somebody gave them, by number too; where they are made up the code
    is empty, and in a city of which all are made up so are the lists. ``outlines``: the ground of those that were given
    as areas, by number; without rings where one is not, and without polygons where none is."""

    of_region: np.ndarray
    kind: np.ndarray
    parent: np.ndarray
    number: np.ndarray
    officer: np.ndarray
    codes: list[str] = []
    names: list[Name] = []
    outlines: Shapes = msgspec.field(default_factory=lambda: Shapes.of([]))

    def __len__(self) -> int:
        return len(self.kind)

    def fits(self, regions: Sequence[Region]) -> bool:
        """Whether they were made for these regions."""
        return self.of_region.shape == (len(KINDS), len(regions))

    def grid(self, index: int, regions: Sequence[Region]) -> OverlayGrid:
        """The overlay grid of this number, in a city of these regions."""
        kind, officer = KINDS[int(self.kind[index])], int(self.officer[index])
        if self.is_given(index):
            return OverlayGrid(index, self.codes[index], self.names[index], kind, officer)
        parent, number = regions[int(self.parent[index])], int(self.number[index])
        name, letter = NAMES[kind]
        english = f"{parent.name_en or parent.name} {name.en} {number}"
        full = Name(f"{parent.name}第{number}{name.zh}", english)
        return OverlayGrid(index, f"{letter}{parent.code}{number:03d}", full, kind, officer)

    def is_given(self, index: int) -> bool:
        """Whether one is real: somebody brought it in, with its own code and name."""
        return bool(self.codes and self.codes[index])

    def rings_of(self, index: int) -> list[NDArray[np.int32]]:
        """The rings of its own ground, in 1e-7 degree; none where it has no other than that of its base grids."""
        return self.outlines.rings_of(index) if index < len(self.outlines) else []

    def at(
        self, region: int, regions: Sequence[Region], place: tuple[float, float] | None = None
    ) -> Iterator[OverlayGrid]:
        """Those that lie over a region (its number), at most one of each kind. With a ``place`` in it (longitude,
        latitude) the ground that was given counts, where there is one: it may end inside of a base grid."""
        if 0 <= region < self.of_region.shape[1]:
            for row, index in enumerate(self.of_region[:, region].tolist()):
                if place is not None and len(self.outlines):
                    index = self._over(row, index, place)
                if index >= 0:
                    yield self.grid(index, regions)

    def _over(self, row: int, index: int, place: tuple[float, float]) -> int:
        """Which one of a kind a place lies in whose base grid goes with ``index``; −1: none."""
        east, north = (round(part * DEGREE) for part in place)
        for own in np.flatnonzero(self.kind == row).tolist():
            if _holds(self.rings_of(own), east, north):
                return own
        return -1 if index >= 0 and self.rings_of(index) else index


def _holds(rings: Sequence[NDArray[np.int32]], east: int, north: int) -> bool:
    inside = False
    for ring in rings:
        (west, south), (last, top) = ring.min(axis=0).tolist(), ring.max(axis=0).tolist()
        if west <= east <= last and south <= north <= top:
            inside ^= bool(holds(ring.tolist(), east, north)[0])
    return inside


def no_overlays() -> Overlays:
    """A city without any."""
    nothing = np.zeros(0, np.int32)
    return Overlays(np.zeros((len(KINDS), 0), np.int32), nothing.astype(np.uint8), nothing, nothing, nothing)
