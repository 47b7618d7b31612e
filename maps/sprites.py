"""The signs of workers and incidents, drawn once into atlases of whole device pixels and copied from there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from domain.category import Severity
from domain.look import SEVERITY_SIGNS
from domain.positions import WORKER_STATES
from domain.worker import WorkerState
from maps.atlas import Atlas, FillingAtlas
from maps.flight_view import DOUBTFUL, FAR, FORBIDDEN, LATE, NEAR, REACHABLE, REMOTE
from maps.scene import HEADING, SECTORS, SILENT
from maps.style import Style, faded, mixed

#: Radii of a worker's sign, logical pixels: whole city, district, streets.
RADII = (2.6, 4.2, 6.4)
#: Steps of a deadline's arc, drawn once for deadlines with time and once for those that are soon due; then the late and
#: the paused one.
ARC_STEPS = 24
_SOON = ARC_STEPS + 1
_LATE, _PAUSED, _ARCS = 2 * _SOON, 2 * _SOON + 1, 2 * _SOON + 2
_FLIGHT_LOOKS = 7


class WorkerSprites:
    """An atlas a size. Columns: one a look (``WORKER_STATES``, silent), then the arrow in every direction, then the
    looks of a flight. Rows: fading (fresh, ageing, old)."""

    FADES = (1.0, 0.72, 0.5)

    def __init__(self, style: Style, ratio: float) -> None:
        looks = len(WORKER_STATES) + 1
        self.arrow, self.flight = looks, looks + SECTORS
        self.atlases = [self._drawn(radius, looks, style, ratio) for radius in RADII]

    def _drawn(self, radius: float, looks: int, style: Style, ratio: float) -> Atlas:
        atlas = Atlas(looks + SECTORS + _FLIGHT_LOOKS, len(self.FADES), radius * 2.6 + 3.0, ratio)
        painter = QPainter(atlas.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, opacity in enumerate(self.FADES):
            painter.setOpacity(opacity)
            for look in range(looks):
                atlas.begin(painter, look, row)
                draw_worker(painter, look, radius, style)
            for step in range(SECTORS):
                atlas.begin(painter, self.arrow + step, row)
                painter.rotate(360 * step / SECTORS)
                draw_arrow(painter, radius * 1.25, style.worker[HEADING], style)
            painter.setOpacity(1.0)
            for look in range(_FLIGHT_LOOKS):
                atlas.begin(painter, self.flight + look, row)
                draw_candidate(painter, look, radius, style)
        painter.end()
        return atlas


def draw_worker(painter: QPainter, look: int, radius: float, style: Style) -> None:
    """The sign of a look around (0, 0): state by shape and colour."""
    color, middle = style.worker[look], QPointF(0, 0)
    rim = QPen(style.halo, 1.2)
    state = None if look == SILENT else WORKER_STATES[look]
    hollow = style.plate if style.plate.alpha() else faded(style.ground, 0.55)
    if state not in (WorkerState.OFF_DUTY, WorkerState.HEADING):
        _edge(painter, style, lambda: painter.drawEllipse(middle, radius, radius))
    if state is WorkerState.OFF_DUTY:
        painter.setPen(QPen(faded(color, 0.8), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius * 0.72, radius * 0.72)
    elif look == SILENT:
        painter.setPen(QPen(color, max(1.0, radius * 0.2)))
        painter.setBrush(hollow)
        painter.drawEllipse(middle, radius, radius)
        if radius > 4:
            painter.setFont(style.font(radius * 1.65, QFont.Weight.Bold))
            painter.setPen(mixed(color, style.text, 0.4))
            painter.drawText(QRectF(-8, -8, 16, 16), Qt.AlignmentFlag.AlignCenter, "?")
    elif state is WorkerState.HEADING:
        draw_arrow(painter, radius * 1.25, color, style)
    elif state is WorkerState.ON_SCENE:
        painter.setPen(rim)
        painter.setBrush(color)
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.ground)
        painter.drawEllipse(middle, radius * 0.62, radius * 0.62)
        painter.setBrush(color)
        painter.drawEllipse(middle, radius * 0.3, radius * 0.3)
    else:
        painter.setPen(rim)
        painter.setBrush(color)
        painter.drawEllipse(middle, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.ground)
        if state is WorkerState.BUSY:
            painter.drawRoundedRect(QRectF(-radius * 0.6, -radius * 0.2, radius * 1.2, radius * 0.4), 0.6, 0.6)
        elif state is WorkerState.RESTING:
            painter.drawPie(QRectF(-radius * 0.72, -radius * 0.72, radius * 1.44, radius * 1.44), -90 * 16, 180 * 16)


def draw_arrow(painter: QPainter, radius: float, color: QColor, style: Style) -> None:
    """An arrow to the north around (0, 0)."""
    points = [(0, -radius), (radius * 0.78, radius * 0.82), (0, radius * 0.42), (-radius * 0.78, radius * 0.82)]
    shape = QPolygonF([QPointF(*point) for point in points])
    _edge(painter, style, lambda: painter.drawPolygon(shape))
    painter.setPen(QPen(style.halo, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(color)
    painter.drawPolygon(shape)


def _edge(painter: QPainter, style: Style, draw: Callable[[], None]) -> None:
    """A light edge around a shape that is drawn over it afterwards, where the theme has one."""
    if style.rim:
        solid, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(style.halo, 1.2 + 2 * style.rim, solid, cap, join))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw()


def draw_candidate(painter: QPainter, look: int, radius: float, style: Style) -> None:
    """A worker while an incident is in the air: the nearer the brighter; late with a cross, forbidden a mere shadow."""
    strength = {NEAR: 1.0, REACHABLE: 0.78, FAR: 0.55, REMOTE: 0.36}.get(look)
    size = radius * {NEAR: 1.15, REACHABLE: 1.0, FAR: 0.85, REMOTE: 0.75}.get(look, 0.8)
    middle = QPointF(0, 0)
    if strength is not None:
        painter.setPen(QPen(style.halo, 1.2))
        painter.setBrush(mixed(style.quiet if style.dark else style.line, style.good, strength))
        painter.drawEllipse(middle, size, size)
    elif look == LATE:
        painter.setPen(QPen(mixed(style.warn, style.quiet, 0.5), 1.2))
        painter.setBrush(faded(style.ground, 0.6))
        painter.drawEllipse(middle, size, size)
        if radius > 4:
            arm = size * 0.42
            painter.drawLine(QPointF(-arm, -arm), QPointF(arm, arm))
            painter.drawLine(QPointF(-arm, arm), QPointF(arm, -arm))
    elif look == DOUBTFUL:
        painter.setPen(QPen(style.quiet, 1.1, Qt.PenStyle.DotLine))
        painter.setBrush(faded(style.ground, 0.5))
        painter.drawEllipse(middle, size, size)
    elif look == FORBIDDEN:
        painter.setPen(QPen(faded(style.quiet, 0.45), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, size * 0.7, size * 0.7)


def severity_path(severity: int, radius: float) -> QPainterPath:
    """The shape of a severity around (0, 0); all four look equally large at the same radius."""
    sign = SEVERITY_SIGNS[Severity(severity)]
    path = QPainterPath()
    if sign == "circle":
        path.addEllipse(QPointF(0, 0), radius * 0.84, radius * 0.84)
        return path
    if sign == "square":
        side = radius * 0.76
        path.addRoundedRect(QRectF(-side, -side, 2 * side, 2 * side), radius * 0.12, radius * 0.12)
        return path
    if sign == "diamond":
        points = [(0.0, -radius), (radius, 0.0), (0.0, radius), (-radius, 0.0)]
    else:
        points = [(0.0, -radius * 1.0), (radius * 0.98, radius * 0.74), (-radius * 0.98, radius * 0.74)]
    path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    path.closeSubpath()
    return path


def draw_severity(painter: QPainter, severity: int, radius: float, style: Style, filled: bool) -> None:
    """A severity's sign around (0, 0): filled when the desk has to act, an outline when somebody is on it."""
    color, path = style.severity[severity - 1], severity_path(severity, radius)
    join = Qt.PenJoinStyle.RoundJoin
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.halo, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
    painter.drawPath(path)
    painter.setPen(QPen(color, radius * 0.24, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
    painter.setBrush(color if filled else mixed(style.ground, color, 0.18))
    painter.drawPath(path)


class IncidentSprites:
    """Row 0: the four severities filled, then as outlines. From row 1 on the arcs of the deadline."""

    def __init__(self, style: Style, ratio: float, size: float = 1.0) -> None:
        self.size = size
        self.atlas = Atlas(8, 1 + -(-_ARCS // 8), 40.0 * size, ratio)
        painter = QPainter(self.atlas.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for severity in range(1, 5):
            for filled in (True, False):
                self.atlas.begin(painter, severity - 1 + (0 if filled else 4), 0)
                draw_severity(painter, severity, self.radius(severity), style, filled)
        for step in range(_ARCS):
            self.atlas.begin(painter, step % 8, 1 + step // 8)
            self._draw_arc(painter, step, style)
        painter.end()
        #: A sign inside its arc, by ``mark``: half the copying of laying one over the other in every frame.
        self.marks = FillingAtlas(_ARCS * 8, self.atlas.cell, self.atlas.cell, ratio, self._draw_mark)

    def mark(self, sign: NDArray[np.int64], arc: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of a sign inside an arc."""
        return arc * 8 + sign

    def _draw_mark(self, painter: QPainter, left: int, top: int, mark: int) -> None:
        cell = self.atlas.cell
        for column, row in ((mark // 8 % 8, 1 + mark // 64), (mark % 8, 0)):
            painter.drawPixmap(left, top, self.atlas.pixmap, column * cell, row * cell, cell, cell)

    def radius(self, severity: int) -> float:
        """Logical pixels; the worse the larger."""
        return (9.6, 8.6, 7.6, 6.8)[severity - 1] * self.size

    @property
    def ring(self) -> float:
        """Radius of the deadline's arc."""
        return 15.2 * self.size

    def sign_column(self, severity: NDArray[np.uint8], waits: NDArray[np.bool_]) -> NDArray[np.int64]:
        return severity.astype(np.int64) - 1 + np.where(waits, 0, 4)

    def arc_step(self, used: NDArray[np.float64], phase: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Which arc tells how much of a deadline is left; ``phase`` as in ``maps.scene.PHASES``."""
        left = np.ceil(np.clip(1 - used, 0.0, 1.0) * ARC_STEPS).astype(np.int64)
        return np.choose(phase, [left, _SOON + left, np.full_like(left, _LATE), np.full_like(left, _PAUSED)])

    def _draw_arc(self, painter: QPainter, step: int, style: Style) -> None:
        width, radius = 2.2 * self.size, self.ring
        box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
        if style.plate.alpha():
            reach = (width + 2.2) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.plate)
            painter.drawEllipse(box.adjusted(-reach, -reach, reach, reach))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not style.plate.alpha():
            painter.setPen(QPen(faded(style.ground, 0.62), width + 2.2))
            painter.drawEllipse(box)
        flat = Qt.PenCapStyle.FlatCap
        if step == _LATE:  # the whole ring speaks
            painter.setPen(QPen(style.bad, width + 0.4))
            painter.drawEllipse(box)
        elif step == _PAUSED:  # the clock stands
            painter.setPen(QPen(style.quiet, width, Qt.PenStyle.CustomDashLine, flat))
            pen = painter.pen()
            pen.setDashPattern([1.2, 1.4])
            painter.setPen(pen)
            painter.drawEllipse(box)
        else:
            share = step % _SOON / ARC_STEPS
            painter.setPen(QPen(faded(style.quiet, 0.30), width))
            painter.drawEllipse(box)
            color = style.warn if step >= _SOON else mixed(style.quiet, style.text, 0.12)
            painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, flat))
            painter.drawArc(box, 90 * 16, round(share * 360 * 16))
