"""Smooth lines and blobs: rivers, railways, ring roads, lakes and hills."""

from __future__ import annotations

import math

import numpy as np
import shapely

from backend.geography.plane import Floats


def smooth(points: Floats, spacing: float = 60.0) -> Floats:
    """A Catmull-Rom curve through ``points`` (n ≥ 2), about ``spacing`` metres from point to point."""
    if len(points) < 3:
        return np.asarray(shapely.get_coordinates(shapely.segmentize(shapely.LineString(points), spacing)))
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    pieces = []
    for index in range(1, len(padded) - 2):
        before, start, end, after = padded[index - 1 : index + 3]
        steps = max(2, math.ceil(math.hypot(*(end - start)) / spacing))
        t = np.linspace(0, 1, steps, endpoint=False)[:, None]
        pieces.append(
            0.5
            * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
        )
    return np.vstack([*pieces, points[-1:]])


def rounded(ring: Floats, rounds: int = 3) -> Floats:
    """A closed ring ``(n, 2)`` with its corners cut off again and again (Chaikin)."""
    for _ in range(rounds):
        after = np.roll(ring, -1, axis=0)
        ring = np.stack([0.75 * ring + 0.25 * after, 0.25 * ring + 0.75 * after], axis=1).reshape(-1, 2)
    return ring


def wander(points: Floats, sway: float, wavelength: float, rng: np.random.Generator) -> Floats:
    """``points`` pushed sideways by up to about ``sway`` metres in bends of about ``wavelength`` metres; ends stay."""
    step = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(step)])
    push = np.zeros(len(points))
    for part in (1.0, 0.55, 0.3):
        push += part * np.sin(2 * math.pi * along / (wavelength * part * rng.uniform(0.8, 1.25)) + rng.uniform(0, 7))
    ends = np.clip(np.minimum(along, along[-1] - along) / wavelength, 0, 1)
    tangent = np.gradient(points, axis=0)
    tangent /= np.hypot(*tangent.T)[:, None] + 1e-9
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    found: Floats = points + normal * (sway * 0.6 * push * ends)[:, None]
    return found


def frayed(ring: Floats, rng: np.random.Generator) -> Floats:
    """A closed ring ``(n, 2)`` pushed in and out as shores and foots of hills are: more where it is large."""
    size = math.sqrt(float(shapely.Polygon(ring).area))
    points = shapely.get_coordinates(shapely.segmentize(shapely.LinearRing(ring), max(25.0, size / 90)))[:-1]
    step = np.hypot(*np.diff(points, axis=0, append=points[:1]).T)
    turn = 2 * math.pi * np.concatenate([[0.0], np.cumsum(step)[:-1]]) / step.sum()
    push = np.zeros(len(points))
    for waves in (5, 8, 13, 21, 34):
        push += np.sin(waves * turn + rng.uniform(0, 7)) * rng.uniform(0.5, 1.2) / waves**0.8
    tangent = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    tangent /= np.hypot(*tangent.T)[:, None] + 1e-9
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    found: Floats = points + normal * (0.055 * size * push)[:, None]
    return found


def blob(x: float, y: float, long: float, short: float, angle: float, rng: np.random.Generator) -> shapely.Geometry:
    """A rounded, irregular area around a place; ``long`` and ``short`` are its half axes in metres."""
    count = max(24, int(math.sqrt(long * short) / 12))
    turn = np.linspace(0, 2 * math.pi, count, endpoint=False)
    size = np.ones(count)
    for wave in (2, 3, 5, 7, 11, 17):
        size += 0.32 / wave * np.sin(wave * turn + rng.uniform(0, 7)) * rng.uniform(0.5, 1.3)
    across, up = long * size * np.cos(turn), short * size * np.sin(turn)
    points = np.column_stack(
        [x + across * math.cos(angle) - up * math.sin(angle), y + across * math.sin(angle) + up * math.cos(angle)]
    )
    return shapely.make_valid(shapely.Polygon(points))
