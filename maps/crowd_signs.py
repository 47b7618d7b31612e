"""The sign of a crowd: how many are on duty, inside a ring of their states."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from maps.atlas import FillingAtlas
from maps.badges import MOST
from maps.lettering import Lettering
from maps.scene import OFF_DUTY
from maps.style import faded, mixed

#: Radii (logical pixels) of the rings of small, larger and large crowds, and from how many on duty on.
RADII, LARGER = (13.0, 15.5, 18.5), (60, 200)
#: A ring is drawn in so many parts; no state that somebody is in gets less than one.
PARTS = 16
#: So many rings are kept at a time, or as many as one frame needs.
KEPT = 1200
#: The digits inside, logical pixels.
_DIGITS, _WEIGHT = 11.0, QFont.Weight.DemiBold


def radius_of(on_duty: int) -> float:
    return RADII[sum(on_duty >= step for step in LARGER)]


class CrowdSigns:
    """Rings and numbers for one style and one device pixel ratio, each drawn once and copied from there."""

    def __init__(self, letters: Lettering) -> None:
        self._letters, self._style, self._ratio = letters, letters.style, letters.ratio
        self._side = math.ceil((2 * RADII[-1] + 8) * self._ratio)
        width, height = letters.size(str(MOST), _DIGITS, _WEIGHT, 0.0)
        size = math.ceil(width * self._ratio), math.ceil(height * self._ratio)
        self._numbers = FillingAtlas(MOST + 1, *size, self._ratio, partial(self._draw_number, size))
        self._forget(KEPT)

    def paint(self, painter: QPainter, pixels: NDArray[np.float64], count: NDArray[np.int64]) -> None:
        """The signs of crowds with so many members by look ``(c, LOOKS)`` around logical pixel places ``(c, 2)``."""
        on_duty = count.sum(axis=1) - count[:, OFF_DUTY]
        size = np.searchsorted(LARGER, on_duty, side="right")
        rings = self._rings_of(np.hstack([size[:, None], parts(count)]))
        self._rings.draw(painter, self._rings.fragments(pixels, rings))
        some = on_duty > 0
        if some.any():
            numbers = np.minimum(on_duty[some], MOST)
            self._numbers.draw(painter, self._numbers.fragments(pixels[some], numbers))

    def _rings_of(self, looks: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of rings by size and shares ``(c, 1 + LOOKS)``; who is new gets one."""
        keys = [tuple(look) for look in looks.tolist()]
        fresh = set(keys) - self._number.keys()
        if len(self._known) + len(fresh) > KEPT:
            self._forget(max(KEPT, len(set(keys))))
            fresh = set(keys)
        for key in sorted(fresh):
            self._number[key] = len(self._known)
            self._known.append(key)
        return np.array([self._number[key] for key in keys], np.int64)

    def _forget(self, most: int) -> None:
        self._number: dict[tuple[int, ...], int] = {}
        self._known: list[tuple[int, ...]] = []
        self._rings = FillingAtlas(most, self._side, self._side, self._ratio, self._draw_ring)

    def _draw_number(self, size: tuple[int, int], painter: QPainter, left: int, top: int, number: int) -> None:
        picture = self._letters.stamp(str(number), _DIGITS, self._style.text, _WEIGHT, 0.0).copy()
        picture.setDevicePixelRatio(1.0)
        painter.drawPixmap(left + (size[0] - picture.width()) // 2, top + (size[1] - picture.height()) // 2, picture)

    def _draw_ring(self, painter: QPainter, left: int, top: int, number: int) -> None:
        size, *shares = self._known[number]
        style, radius, middle = self._style, RADII[size], self._side / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left + middle, top + middle)
        painter.scale(self._ratio, self._ratio)
        painter.setPen(QPen(faded(style.ground, 0.7), 1.6))
        painter.setBrush(faded(style.panel, 0.93))
        painter.drawEllipse(QPointF(0, 0), radius + 1.4, radius + 1.4)
        box = QRectF(-radius + 2.2, -radius + 2.2, 2 * radius - 4.4, 2 * radius - 4.4)
        start = 90 * 16
        for look, share in enumerate(shares):
            color = faded(style.worker[look], 0.55) if look == OFF_DUTY else mixed(style.worker[look], style.text, 0.1)
            width = 1.4 if look == OFF_DUTY else 4.0
            painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            span = -round(share * 360 * 16 / PARTS)
            if share == PARTS:
                painter.drawEllipse(box)
            elif share:
                painter.drawArc(box, start, span + 40)  # a little gap between two states
            start += span
        painter.restore()


def parts(count: NDArray[np.int64]) -> NDArray[np.int64]:
    """``PARTS`` shared out among the looks as the members of each crowd are ``(c, LOOKS)``; whoever is there at all has
    one."""
    total = count.sum(axis=1)
    shares = np.rint(PARTS * count / np.maximum(total, 1)[:, None]).astype(np.int64)
    shares = np.where(count > 0, np.maximum(shares, 1), 0)
    while len(off := np.flatnonzero((shares.sum(axis=1) != PARTS) & (total > 0))):
        step = np.where(shares[off].sum(axis=1) < PARTS, 1, -1)
        shares[off, shares[off].argmax(axis=1)] += step
    return shares
