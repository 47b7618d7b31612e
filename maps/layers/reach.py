"""Who can be at a place in 5, 10, 15 minutes: the roads from which one is there in time, and the number of free
workers."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from domain.reach import BANDS
from maps import wording
from maps.frame import Frame
from maps.ground_view import GroundView
from maps.map_key import Row, paint_key
from maps.primitives import draw_lines
from maps.projection import to_world
from maps.style import Style, faded, mixed

#: Width of a band's roads in logical pixels, the nearest first: the order is told by width as well as by colour.
WIDTHS = (4.6, 3.2, 2.0)
#: So many stretches are drawn in one stroke: a few milliseconds.
_STROKE = 500


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    reach = view.content.reach
    if reach is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    grown = min(max(0.62 + 0.19 * (view.viewport.zoom - 12.5), 0.62), 1.3)
    for band in reversed(range(len(BANDS))):  # the nearest lies on top
        stretches = reach.roads[band]
        world = to_world(stretches[:, [0, 2]].ravel(), stretches[:, [1, 3]].ravel())
        lines = view.viewport.to_pixels(world).reshape(-1, 4)
        pen = QPen(color_of(view.style, band), WIDTHS[band] * grown, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
        for at in range(0, len(lines), _STROKE):
            painter.setPen(pen)
            draw_lines(painter, lines[at : at + _STROKE])
            yield


def paint_key_of(painter: QPainter, frame: Frame) -> None:
    reach, style = frame.reach, frame.style
    if reach is None or frame.flight is not None:
        return
    x, y = frame.viewport.to_pixels(to_world(reach.lon, reach.lat)).tolist()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((faded(style.ground, 0.8), 5.0), (style.good, 2.2)):
        painter.setPen(QPen(ink, width))
        painter.drawEllipse(QPointF(x, y), 24.0, 24.0)
    translate = QCoreApplication.translate
    rows = [
        Row(
            color_of(style, band),
            translate("MapReach", "within {time}: {count} free").format(time=wording.minutes(seconds), count=count),
        )
        for band, (seconds, count) in enumerate(zip(BANDS, reach.free, strict=True))
    ]
    title = translate("MapReach", "Who can be there in time")
    paint_key(painter, frame, title, [translate("MapReach", "roads in e-bike time")], rows)


def color_of(style: Style, band: int) -> QColor:
    """Standing out near, fading into the ground farther away, in both themes."""
    return (mixed(style.good, style.text, 0.45), style.good, mixed(style.good, style.land[0], 0.5))[band]
