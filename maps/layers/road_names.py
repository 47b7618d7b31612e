"""Names along roads: letter by letter on the line, upright one below the other where a Chinese name runs down a
road."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QPainter

from maps.geometry import crossing
from maps.ground_view import GroundView
from maps.lettering import Box
from maps.style import road_width

#: A road must be this wide for its name to be readable along it.
NAMED = 2.2
#: The same name again not nearer than this many pixels.
APART = 420.0
#: A name follows a bend only so far (radians from one letter to the next).
BEND = 0.45
_STEEP = math.radians(52)


def paint_road_names(painter: QPainter, view: GroundView, ranks: tuple[int, ...]) -> Iterator[None]:
    roads, viewport = view.terrain.roads, view.viewport
    shown = [rank for rank in ranks if road_width(rank, viewport.zoom) >= NAMED]
    seen = np.flatnonzero(crossing(roads.boxes, viewport.bounds))
    seen = seen[np.isin(roads.rank[seen], shown) & (roads.name[seen] >= 0)]
    seen = seen[np.lexsort((-roads.length[seen], roads.rank[seen]))]
    for chain in seen.tolist():
        name = int(roads.name[chain])
        text = view.terrain.road_names[name].text(view.language)
        pixels = 12.0 if roads.rank[chain] <= 1 else 11.0
        if text and roads.length[chain] * view.scale > len(text) * pixels * 0.8:
            line = viewport.to_pixels(roads.line(chain))
            name_along(painter, view, line, text, pixels)
        yield


def name_along(painter: QPainter, view: GroundView, line: NDArray[np.float64], text: str, pixels: float) -> None:
    """Writes ``text`` along a line in pixels wherever it is long and straight enough, there is room, and the same name
    does not stand nearby."""
    letters, weight = view.letters, QFont.Weight.Medium
    spacing = 1.5 if _chinese(text) else 0.3
    widths = np.array([letters.width(sign, pixels, weight) + spacing for sign in text])
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    whole, needed = float(run[-1]), float(widths.sum())
    if whole < needed + 12:
        return
    color = view.quiet
    repeats = max(1, int(whole // (APART * 1.2)))
    for repeat in range(repeats):
        middle = whole * (repeat + 0.5) / repeats
        at = middle - needed / 2 + np.cumsum(widths) - widths / 2
        x, y = np.interp(at, run, line[:, 0]), np.interp(at, run, line[:, 1])
        if not (0 < x.mean() < view.viewport.width and 0 < y.mean() < view.viewport.height):
            continue
        here = float(x.mean()), float(y.mean())
        if view.taken.said_near(text, *here, APART):
            continue
        ahead, behind = at + widths / 2, at - widths / 2
        dx = np.interp(ahead, run, line[:, 0]) - np.interp(behind, run, line[:, 0])
        dy = np.interp(ahead, run, line[:, 1]) - np.interp(behind, run, line[:, 1])
        steep = abs(math.atan2(float(dy.sum()), float(dx.sum())))
        upright = _chinese(text) and min(steep, math.pi - steep) > _STEEP
        backwards = float(dy.sum()) < 0 if upright else float(dx.sum()) < 0
        if backwards:
            x, y, dx, dy = x[::-1], y[::-1], -dx[::-1], -dy[::-1]
        angles = np.arctan2(dy, dx)
        turns = np.abs((np.diff(angles) + np.pi) % (2 * np.pi) - np.pi)
        if len(turns) and turns.max() > BEND:
            continue
        half = pixels * 0.62
        boxes: list[Box] = [(px - half, py - half, px + half, py + half) for px, py in zip(x, y, strict=True)]
        if not all(view.taken.free(box) for box in boxes):
            continue
        if upright:
            pictures = [letters.stamp(sign, pixels, color, weight, 2.6) for sign in text]
        else:
            signs = zip(text, angles.tolist(), strict=True)
            pictures = [letters.turned(sign, pixels, color, weight, angle) for sign, angle in signs]
        pieces = list(zip(pictures, x.tolist(), y.tolist(), strict=True))
        view.taken.write(painter, letters, pieces, *boxes, said=(text, *here))


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
