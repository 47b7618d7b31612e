"""How one incident is drawn in the queue: two lines and a bar that runs out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from domain.incident import Incident, Source
from domain.picture import Picture
from domain.urgency import DeadlineState
from widgets import incident_line, wording
from widgets.incident_line import GAP
from widgets.look import Look, faded, sized
from widgets.queue_groups import Heading
from widgets.queue_heading import draw_heading
from widgets.queue_model import QueueModel
from widgets.queue_rows import Row
from widgets.signs import draw_severity

SOURCE_ICONS: dict[Source, str] = {
    Source.WORKER: "user-check",
    Source.HOTLINE: "phone",
    Source.POLICE: "shield",
    Source.RESIDENT: "device-mobile",
    Source.CAMERA: "video",
    Source.SENSOR: "wifi",
    Source.PETITION: "message",
    Source.LEADER: "flag",
    Source.IMPORT: "file-import",
}
MARGIN = 10.0
SIGN = 14.0
BAR = 2.0


class QueueRow(QStyledItemDelegate):
    """Paints rows of a ``QueueModel``. ``blinked_off``: ids whose sign is dark in this half second."""

    def __init__(self, look: Look, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self.blinked_off: frozenset[str] = frozenset()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        font: QFont = option.font
        first = QFontMetricsF(font).height()
        second = QFontMetricsF(sized(font, -1)).height()
        return QSize(200, round(first + second + 17))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        picture = self._model.picture
        if picture is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        font: QFont = option.font
        state: QStyle.StateFlag = option.state
        self._draw_ground(painter, box, state)
        if isinstance(row, Row):
            self._draw_incident(painter, box, row, picture, font)
        elif isinstance(row, Heading):
            title = str(index.data(Qt.ItemDataRole.DisplayRole))
            draw_heading(painter, box.adjusted(MARGIN, 0, -MARGIN, 0), row, title, font, self._look)
        painter.restore()

    def _draw_incident(self, painter: QPainter, box: QRectF, row: Row, picture: Picture, font: QFont) -> None:
        is_open = picture.is_open(row.incident)
        lines, standing = _Lines(box, font), self._model.standing(row.incident)
        self._draw_sign(painter, lines, row.incident, is_open)
        self._draw_first(painter, lines, row.incident, picture, standing if is_open else None, font)
        self._draw_second(painter, lines, row.incident, picture, sized(font, -1))
        if is_open:
            self._draw_bar(painter, box, standing)

    def _draw_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        look = self._look
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, faded(look.selection, 0.16))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, faded(look.text, 0.05))
        painter.setPen(QPen(faded(look.line, 0.7), 1))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))

    def _draw_sign(self, painter: QPainter, lines: _Lines, incident: Incident, is_open: bool) -> None:
        sign = QRectF(lines.left, lines.first.center().y() - SIGN / 2, SIGN, SIGN)
        if incident.id in self.blinked_off:
            painter.setOpacity(0.25)
        draw_severity(painter, sign, incident.severity, self._look, hollow=not is_open)
        painter.setOpacity(1.0)

    def _draw_first(
        self,
        painter: QPainter,
        lines: _Lines,
        incident: Incident,
        picture: Picture,
        standing: DeadlineState | None,
        font: QFont,
    ) -> None:
        """What it is and the clock; ``standing`` is None for what is closed."""
        look = self._look
        clock = self._clock(incident, standing)
        bold, plain = sized(font, 0, QFont.Weight.Medium), sized(font, -1)
        metrics = QFontMetricsF(bold)
        painter.setFont(bold)
        painter.setPen(phase_color(standing, look) if standing else look.quiet)
        width = metrics.horizontalAdvance(clock)
        painter.drawText(lines.first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, clock)
        title = QRectF(lines.first)
        title.setLeft(lines.text)
        title.setRight(lines.first.right() - width - GAP)
        kind = incident_line.kind(picture, incident, look.language)
        first, then = incident_line.headline(incident.title, kind, title.width(), metrics, QFontMetricsF(plain))
        painter.setPen(look.text if standing else look.quiet)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, first)
        if then:
            title.setLeft(title.left() + metrics.horizontalAdvance(first) + GAP)
            painter.setFont(plain)
            painter.setPen(look.quiet)
            painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, then)

    def _clock(self, incident: Incident, standing: DeadlineState | None) -> str:
        if standing is None:
            closed = incident.closed_at or incident.changed_at
            return QCoreApplication.translate("QueueRow", "{age} ago").format(
                age=wording.age(max(0.0, self._model.now - closed))
            )
        if standing.phase == "paused":
            return QCoreApplication.translate("QueueRow", "clock stopped")
        return wording.remaining(standing.remaining)

    def _draw_second(self, painter: QPainter, lines: _Lines, incident: Incident, picture: Picture, font: QFont) -> None:
        look, metrics = self._look, QFontMetricsF(font)
        painter.setFont(font)
        ratio = painter.device().devicePixelRatioF()
        size = 13
        icon = look.icons.pixmap(SOURCE_ICONS[incident.source], look.tokens.quiet, size, ratio)
        painter.drawPixmap(QPointF(lines.left, lines.second.center().y() - size / 2), icon)
        right = lines.second.right()
        marks = self._marks(incident, picture)
        worker = picture.workers.get(incident.worker)
        names = wording.place_names(picture.tree, incident.region, look.language, short=True)
        place, said = incident_line.standing(
            names or [incident.place.address or QCoreApplication.translate("QueueRow", "outside the city")],
            [words for words, _ in marks],
            stage=int(incident.id in self._model.pending),
            owner=worker.title(look.language) if worker else "",
            width=right - lines.text,
            metrics=metrics,
        )
        for words, (_, color) in zip(said, marks, strict=True):
            width = metrics.horizontalAdvance(words)
            spot = QRectF(right - width, lines.second.top(), width + 1, lines.second.height())
            painter.setPen(color)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, words)
            right -= width + GAP
        painter.setPen(look.quiet)
        spot = QRectF(lines.text, lines.second.top(), max(0.0, right - lines.text), lines.second.height())
        painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, place)

    def _marks(self, incident: Incident, picture: Picture) -> list[tuple[str, QColor]]:
        """Words at the right of the second line, the rightmost first."""
        look = self._look
        marks: list[tuple[str, QColor]] = []
        if incident.id in self._model.pending:
            marks.append((QCoreApplication.translate("QueueRow", "sending …"), look.pending))
        marks.append((picture.stages[incident.stage].name.text(look.language), look.text))
        if incident.lookalikes:
            marks.append((f"≈{len(incident.lookalikes)}", look.quiet))
        if incident.level != "grid":
            marks.append(("↑", look.severity(incident.severity)))
        if incident.supervised:
            marks.append((QCoreApplication.translate("QueueRow", "supervised"), look.severity(incident.severity)))
        return marks

    def _draw_bar(self, painter: QPainter, box: QRectF, state: DeadlineState) -> None:
        track = QRectF(box.left() + MARGIN, box.bottom() - BAR - 1, box.width() - 2 * MARGIN, BAR)
        painter.fillRect(track, faded(self._look.line, 0.6))
        color = self._look.quiet if state.phase in ("ok", "paused") else phase_color(state, self._look)
        track.setWidth(track.width() * min(1.0, max(0.0, state.fraction)))
        painter.fillRect(track, color)


class _Lines:
    """Where things stand inside a row."""

    def __init__(self, box: QRectF, font: QFont) -> None:
        height = QFontMetricsF(font).height()
        small = QFontMetricsF(sized(font, -1)).height()
        inner = box.adjusted(MARGIN, 6, -MARGIN, 0)
        self.left = inner.left()
        self.text = inner.left() + SIGN + GAP
        self.first = QRectF(inner.left(), inner.top(), inner.width(), height)
        self.second = QRectF(inner.left(), inner.top() + height + 2, inner.width(), small)


def phase_color(state: DeadlineState, look: Look) -> QColor:
    """Colour of a remaining time: quiet while all is well, the warning colours when not."""
    if state.phase == "late":
        return look.bad
    if state.phase == "soon":
        return look.warn
    return look.quiet
