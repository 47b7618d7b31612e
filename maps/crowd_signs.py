"""The sign of a crowd: how many are on duty, inside a ring of their states."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from maps.crowds import LOOKS
from maps.scene import OFF_DUTY
from maps.style import Style, faded, mixed

#: Radii (logical pixels) of the rings of small, larger and large crowds, and from how many on duty on.
RADII, LARGER = (13.0, 15.5, 18.5), (60, 200)
#: A ring is drawn in so many parts; no state that somebody is in gets less than one.
PARTS = 16
#: Kept pictures of rings; the oldest go first.
KEPT = 600


def radius_of(on_duty: int) -> float:
    return RADII[sum(on_duty >= step for step in LARGER)]


class CrowdSigns:
    """Rings for one style and one device pixel ratio, drawn once a composition."""

    def __init__(self, style: Style, ratio: float) -> None:
        self._style, self._ratio = style, ratio
        self._rings: OrderedDict[tuple[float, tuple[int, ...]], QPixmap] = OrderedDict()

    def ring(self, count: NDArray[np.int64]) -> QPixmap:
        """The ring of a crowd with so many members by look ``(LOOKS,)``."""
        key = radius_of(int(count.sum() - count[OFF_DUTY])), parts(count)
        found = self._rings.get(key)
        if found is not None:
            self._rings.move_to_end(key)
            return found
        picture = self._rings[key] = self._drawn(*key)
        if len(self._rings) > KEPT:
            self._rings.popitem(last=False)
        return picture

    def _drawn(self, radius: float, shares: tuple[int, ...]) -> QPixmap:
        style, side = self._style, 2 * radius + 8
        picture = QPixmap(round(side * self._ratio), round(side * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
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
        painter.end()
        return picture


def parts(count: NDArray[np.int64]) -> tuple[int, ...]:
    """``PARTS`` shared out among the looks as their members are; whoever is there at all has one."""
    total = int(count.sum())
    shares = [max(1, round(PARTS * many / total)) if many else 0 for many in count.tolist()]
    while total and sum(shares) != PARTS:
        step = 1 if sum(shares) < PARTS else -1
        shares[int(np.argmax(shares))] += step
    return tuple(shares) if total else (0,) * LOOKS
