"""Which incidents are drawn for themselves and which under another; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maps.clusters import leaders
from maps.scene import Matters

#: Marks nearer to each other than this many pixels are drawn as one.
REACH = 21.0


@dataclass(frozen=True, slots=True)
class Marks:
    """The open incidents as they are drawn: ``rows`` of the scene that stand for themselves or a cluster, ``count`` how
    many each stands for, and the ``leader`` of every row."""

    rows: NDArray[np.int64]
    count: NDArray[np.int64]
    leader: NDArray[np.int64]


class Gathering:
    """Marks for the matters at a zoom level; counted anew only when one of the two has changed."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._marks = Marks(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))

    def of(self, matters: Matters, zoom: float, alone: tuple[str, ...]) -> Marks:
        """``alone``: incidents that are never gathered (the selected one, the one in the air)."""
        # Between two quarters of a zoom level nothing is regrouped: marks do not flicker while zooming.
        step = round(zoom * 4)
        single = tuple(sorted({matters.row[id_] for id_ in alone if id_ in matters.row}))
        key = (id(matters), matters.edition, step, single)
        if key != self._key:
            self._key = key
            rows = np.setdiff1d(np.arange(len(matters)), np.asarray(single, np.int64))
            leader = np.arange(len(matters))
            leader[rows] = rows[leaders(matters.world[rows], REACH / (256 * 2.0 ** (step / 4)))]
            chosen = np.unique(leader)
            lone = np.isin(chosen, single)
            chosen = np.concatenate([chosen[~lone], chosen[lone]])
            count = np.bincount(leader, minlength=len(matters))[chosen] if len(chosen) else chosen
            self._marks = Marks(chosen, count, leader)
        return self._marks
