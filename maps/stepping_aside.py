"""Where a thing that lies over the map may stand without hiding what the room looks at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from maps.presentation import Presentation

#: Logical pixels around a place that belong to it (sign, ring), and so much more before a thing comes back to it.
AROUND, CALM = 26, 30


def looked_at(shown: Presentation) -> NDArray[np.float64]:
    """World places ``(n, 2)`` of what is selected or was asked for, and the ends of the ways the selected worker has
    before him."""
    picture, worker = shown.picture, shown.worker
    incidents = [shown.incident, *(picture.tasks.get(worker, ()) if picture is not None and worker else ())]
    places = [shown.place_of_incident(id_) for id_ in incidents if id_]
    places += [shown.place_of_worker(worker) if worker else None, shown.pin]
    return np.array([place for place in places if place is not None], float).reshape(-1, 2)


def clearest(corners: Sequence[QRect], now: QRect, pixels: NDArray[np.float64]) -> QRect:
    """The first of the corners that hides the fewest of these pixel places ``(n, 2)``; another one than where it is
    ``now`` must be well clear of them, so that nothing leaps to and fro."""

    def hidden(corner: QRect) -> int:
        room = AROUND if corner == now else AROUND + CALM
        around = corner.adjusted(-room, -room, room, room)
        return sum(around.contains(round(x), round(y)) for x, y in pixels.tolist())

    return min(corners, key=hidden)
