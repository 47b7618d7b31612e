"""Which incidents are drawn for themselves and which under another; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from maps.clusters import leaders
from maps.fan import fan
from maps.scene import Matters
from maps.viewport import Viewport

#: Marks nearer to each other than this many pixels are drawn as one.
REACH = 21.0
#: Quarters of a zoom level that groups may be behind while the map goes nearer.
HELD = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """The open incidents as they are drawn: ``rows`` of the scene that stand for themselves or a cluster, ``count`` how
    many each stands for, and the ``leader`` of every row. ``faint``: rows that a filter leaves out, each for itself.
    ``offsets``: pixels by which the members of an opened pile stand away from where they are, by row."""

    rows: NDArray[np.int64]
    count: NDArray[np.int64]
    leader: NDArray[np.int64]
    faint: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    offsets: dict[int, tuple[float, float]] = field(default_factory=dict)

    def pixels(self, matters: Matters, viewport: Viewport) -> NDArray[np.float64]:
        """Where the signs of ``rows`` stand, ``(k, 2)`` logical pixels."""
        pixels = viewport.to_pixels(matters.world[self.rows])
        if self.offsets:
            pixels += np.array([self.offsets.get(row, (0.0, 0.0)) for row in self.rows.tolist()]).reshape(-1, 2)
        return pixels

    def pixel(self, row: int, matters: Matters, viewport: Viewport) -> tuple[float, float]:
        """Where the sign of one row stands."""
        x, y = viewport.to_pixels(matters.world[row]).tolist()
        right, down = self.offsets.get(row, (0.0, 0.0))
        return x + right, y + down


class Gathering:
    """Marks for the matters at a zoom level; counted anew only when one of the two has changed."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._step, self._settled = 0, True
        self._marks = Marks(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))

    def of(
        self,
        matters: Matters,
        zoom: float,
        alone: tuple[str, ...],
        shown: frozenset[str] | None = None,
        opened: tuple[str, ...] = (),
        moving: bool = False,
    ) -> Marks:
        """``alone``: incidents that are never gathered (the selected one, the one in the air); ``shown``: those that
        are gathered at all, None for all; ``opened``: members of the pile that is open, the worst first.

        While a map is ``moving`` a frame has no time to gather everybody anew. Going nearer, groups stay for a level;
        going farther, groups are gathered as what they are, which is nearly the same."""
        # Between two quarters of a zoom level nothing is regrouped: marks do not flicker while zooming.
        step = round(zoom * 4)
        fanned = [matters.row[id_] for id_ in opened if id_ in matters.row]
        single = tuple(sorted({*fanned, *(matters.row[id_] for id_ in alone if id_ in matters.row)}))
        key = (id(matters), matters.edition, single, shown, opened)
        nearer = step - self._step
        if key == self._key and ((nearer == 0 and (moving or self._settled)) or (moving and 0 < nearer <= HELD)):
            return self._marks
        groups = self._marks if moving and key == self._key and nearer < 0 else None
        self._key, self._step, self._settled = key, step, groups is None
        faint = _left_out(matters, shown, single)
        rows = np.arange(len(matters)) if groups is None else np.sort(groups.rows)
        rows = np.setdiff1d(rows, np.append(np.asarray(single, np.int64), faint))
        leader = np.arange(len(matters))
        leader[rows] = rows[leaders(matters.world[rows], REACH / (256 * 2.0 ** (step / 4)))]
        if groups is not None:
            leader = leader[groups.leader]
        chosen = np.setdiff1d(leader, faint)
        lone = np.isin(chosen, single)
        chosen = np.concatenate([chosen[~lone], chosen[lone]])
        count = np.bincount(leader, minlength=len(matters))[chosen] if len(chosen) else chosen
        offsets = dict(zip(fanned, map(tuple, fan(len(fanned)).tolist()), strict=True))
        self._marks = Marks(chosen, count, leader, faint, offsets)
        return self._marks


def _left_out(matters: Matters, shown: frozenset[str] | None, single: tuple[int, ...]) -> NDArray[np.int64]:
    """Rows that are not shown; what is selected or in the air always is."""
    if shown is None:
        return np.zeros(0, np.int64)
    rows = [row for row, id_ in enumerate(matters.ids) if id_ not in shown and row not in single]
    return np.array(rows, np.int64)
