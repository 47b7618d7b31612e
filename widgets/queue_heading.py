"""How the heading of a group is drawn in the queue: its name, how many lie below it, how many are late, how severe."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from domain.category import Severity
from widgets.look import Look, faded, sized
from widgets.queue_groups import Heading
from widgets.signs import draw_severity

CHEVRON, SIGN, GAP = 16.0, 10.0, 8.0


def draw_heading(painter: QPainter, box: QRectF, heading: Heading, title: str, font: QFont, look: Look) -> None:
    """Inside ``box``, over the ground of a row: the name and the counts in one line, the severities below."""
    painter.fillRect(box.adjusted(-12, 0, 12, -1), faded(look.text, 0.045))
    bold, small = sized(font, 0, QFont.Weight.DemiBold), sized(font, -1)
    height = QFontMetricsF(font).height()
    first = QRectF(box.left(), box.top() + 6, box.width(), height)
    second = QRectF(box.left() + CHEVRON + GAP, first.bottom() + 2, box.width(), QFontMetricsF(small).height())
    name = "chevron-right" if heading.folded else "chevron-down"
    mark = look.icons.pixmap(name, look.tokens.quiet, round(CHEVRON), painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(first.left(), first.center().y() - CHEVRON / 2), mark)
    painter.setFont(bold)
    count = str(heading.count)
    width = QFontMetricsF(bold).horizontalAdvance(count)
    painter.setPen(look.text)
    painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
    room = first.adjusted(CHEVRON + GAP, 0, -width - GAP, 0)
    words = QFontMetricsF(bold).elidedText(title, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
    _draw_severities(painter, second, heading, small, look)
    if heading.late:
        late = QCoreApplication.translate("QueueHeading", "{count} late").format(count=heading.late)
        painter.setPen(look.bad)
        spot = QRectF(box.left(), second.top(), box.width(), second.height())
        painter.drawText(spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, late)


def _draw_severities(painter: QPainter, line: QRectF, heading: Heading, font: QFont, look: Look) -> None:
    painter.setFont(font)
    metrics, left = QFontMetricsF(font), line.left()
    for severity in Severity:
        count = heading.by_severity[severity]
        if not count:
            continue
        draw_severity(painter, QRectF(left, line.center().y() - SIGN / 2, SIGN, SIGN), severity, look)
        left += SIGN + 4
        painter.setPen(look.quiet)
        width = metrics.horizontalAdvance(str(count))
        painter.drawText(QRectF(left, line.top(), width + 1, line.height()), Qt.AlignmentFlag.AlignVCenter, str(count))
        left += width + GAP
