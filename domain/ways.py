"""A way under way: what lies behind and ahead of whoever is on it, and whether it leads over a closed road."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.polyline import decode_polyline

Line = NDArray[np.float64]

#: A road and a way that are less than this apart (metres) are one; drawn lines differ by a lane or two.
BESIDE = 9.0
#: Who shares this much of a closed road (metres, or half of it when it is shorter) with his way, rides over it.
SHARED = 25.0
#: A road is looked at every so many metres.
_STEP = 4.0
_METRES = 111_195.0


def split(way: Line, here: Line | None) -> tuple[Line, Line]:
    """The part behind and the part ahead of a place; ``way`` ``(n, 2)`` on a plane, n > 1. Without a place all of it
    lies ahead."""
    if here is None:
        return way[:0], way
    start, step = way[:-1], np.diff(way, axis=0)
    length = np.maximum((step**2).sum(axis=1), 1e-30)
    share = np.clip(((here - start) * step).sum(axis=1) / length, 0.0, 1.0)
    feet = start + step * share[:, None]
    nearest = int(np.argmin(((feet - here) ** 2).sum(axis=1)))
    foot = feet[nearest]
    return np.vstack([way[: nearest + 1], foot]), np.vstack([foot, way[nearest + 1 :]])


def crosses(way: ArrayLike, closed: ArrayLike) -> bool:
    """Whether a way leads along a closed road and not only over it; both ``(n, 2)`` longitude, latitude in degrees."""
    line, road = np.asarray(way, float).reshape(-1, 2), np.asarray(closed, float).reshape(-1, 2)
    if len(line) < 2 or len(road) < 2:
        return False
    scale = np.array([np.cos(np.radians(road[0, 1])), 1.0]) * _METRES
    line, road = (line - road[0]) * scale, (road - road[0]) * scale
    low, high = road.min(axis=0) - BESIDE, road.max(axis=0) + BESIDE
    start, end = line[:-1], line[1:]
    near = ((np.maximum(start, end) >= low) & (np.minimum(start, end) <= high)).all(axis=1)
    if not near.any():
        return False
    places, step, length = _along(road)
    away = _distance(places, start[near], end[near])
    # The ends lie at junctions, where every way that only crosses is near.
    beside = min(BESIDE, max(1.5, length / 6))
    shared = np.count_nonzero(away <= beside) * step - 2 * beside
    return bool(shared >= min(SHARED, (length - 2 * beside) / 2))


def ahead(way: ArrayLike, here: tuple[float, float] | None) -> Line:
    """What is left of a way (degrees) for somebody at a place on it (degrees)."""
    line = np.asarray(way, float).reshape(-1, 2)
    if here is None or len(line) < 2:
        return line
    scale = np.array([np.cos(np.radians(line[0, 1])), 1.0])
    left = split(line * scale, np.asarray(here, float) * scale)[1]
    return np.asarray(left / scale, np.float64)


def under_way(route: str, here: tuple[float, float] | None) -> tuple[int, float]:
    """The number of the last point of a way (encoded polyline) that lies behind somebody at a place in degrees, and
    the share of its length he has done; zeros when nobody knows."""
    try:
        line = decode_polyline(route)
    except ValueError:
        return 0, 0.0
    if here is None or len(line) < 2:
        return 0, 0.0
    scale = np.array([np.cos(np.radians(line[0, 1])), 1.0])
    behind, left = split(line * scale, np.asarray(here, float) * scale)
    done, rest = (float(np.hypot(*np.diff(part, axis=0).T).sum()) for part in (behind, left))
    return len(behind) - 2, done / max(done + rest, 1e-12)


def _along(road: Line) -> tuple[Line, float, float]:
    """Places along a road, the metres between two of them, and its length."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(road, axis=0).T))])
    length = float(run[-1])
    count = max(8, int(length / _STEP))
    at = (np.arange(count) + 0.5) * length / count
    return np.column_stack([np.interp(at, run, road[:, 0]), np.interp(at, run, road[:, 1])]), length / count, length


def _distance(places: Line, start: Line, end: Line) -> NDArray[np.float64]:
    """How far each place is from the nearest of some straight pieces."""
    step = end - start
    length = np.maximum((step**2).sum(axis=1), 1e-12)
    share = np.clip(((places[:, None, :] - start) * step).sum(axis=2) / length, 0.0, 1.0)
    feet = start + step * share[:, :, None]
    found: NDArray[np.float64] = np.hypot(*np.moveaxis(places[:, None, :] - feet, 2, 0)).min(axis=1)
    return found
