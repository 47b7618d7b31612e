"""How one worker is drawn in the roster, at rest and while an incident is in the air."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from domain.candidates import Candidate
from domain.worker import Worker
from widgets import wording, words
from widgets.candidate_list import consequence
from widgets.look import Look, faded, sized
from widgets.roster_model import RosterModel
from widgets.signs import draw_worker

MARGIN, SIGN, GAP = 10.0, 12.0, 8.0


class RosterRow(QStyledItemDelegate):
    """Paints rows of a ``RosterModel``. ``target``: id of the worker the drag is over."""

    def __init__(self, look: Look, model: RosterModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self.target = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        font: QFont = option.font
        first = QFontMetricsF(sized(font, 0, QFont.Weight.Medium)).height()
        return QSize(200, round(first + QFontMetricsF(sized(font, -1)).height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        worker = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(worker, Worker) or self._model.picture is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        candidate = self._model.candidate(worker.id)
        self._draw_ground(painter, box, option.state, worker, candidate)
        if self._model.flight is not None and (candidate is None or not candidate.allowed):
            painter.setOpacity(0.5)
        font: QFont = option.font
        bold, small = sized(font, 0, QFont.Weight.Medium), sized(font, -1)
        inner = box.adjusted(MARGIN, 5, -MARGIN, -5)
        upper = QRectF(inner.left(), inner.top(), inner.width(), QFontMetricsF(bold).height())
        lower = QRectF(inner.left(), upper.bottom() + 1, inner.width(), QFontMetricsF(small).height())
        sign = QRectF(inner.left(), upper.center().y() - SIGN / 2, SIGN, SIGN)
        draw_worker(painter, sign, worker.state, self._look, self._model.is_silent(worker))
        for line in (upper, lower):
            line.setLeft(inner.left() + SIGN + GAP)
        right, right_color = self._upper_right(worker, candidate)
        _two_ends(painter, upper, bold, self._name(worker), self._look.text, right, right_color)
        left, right, right_color = self._lower(worker, candidate)
        _two_ends(painter, lower, small, left, self._look.quiet, right, right_color)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, worker: Worker, candidate: Candidate | None
    ) -> None:
        look = self._look
        if worker.id == self.target:
            allowed = candidate is not None and candidate.allowed
            painter.fillRect(box, faded(look.selection if allowed else look.bad, 0.22))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, faded(look.selection, 0.16))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, faded(look.text, 0.05))
        painter.setPen(QPen(faded(look.line, 0.7), 1))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))

    def _name(self, worker: Worker) -> str:
        name = worker.title(self._look.language)
        flight = self._model.flight
        if flight is not None and worker.id in flight.best:
            return f"{flight.best.index(worker.id) + 1}   {name}"
        return name

    def _upper_right(self, worker: Worker, candidate: Candidate | None) -> tuple[str, QColor]:
        look = self._look
        if candidate is not None:
            if not candidate.allowed or candidate.seconds is None:
                return "—", look.quiet
            return wording.minutes(candidate.seconds), look.text
        picture = self._model.picture
        load = picture.load(worker.id) if picture is not None else 0
        if not load:
            return "", look.quiet
        return QCoreApplication.translate("RosterRow", "{count} in hand").format(count=load), look.text

    def _lower(self, worker: Worker, candidate: Candidate | None) -> tuple[str, str, QColor]:
        look, picture = self._look, self._model.picture
        assert picture is not None
        if candidate is not None:
            if not candidate.allowed:
                return consequence(candidate), "", look.quiet
            load = QCoreApplication.translate("RosterRow", "{count} in hand").format(count=candidate.load)
            if candidate.own:
                load += " · " + QCoreApplication.translate("RosterRow", "own area")
            color = look.quiet if candidate.holds is None else (look.good if candidate.holds else look.bad)
            if candidate.obstacle:
                return load, words.obstacle(candidate.obstacle), look.warn
            if candidate.holds is None:
                return load, "", color
            holds = QCoreApplication.translate("RosterRow", "deadline holds")
            late = QCoreApplication.translate("RosterRow", "too late")
            return load, holds if candidate.holds else late, color
        role = picture.roles.get(worker.role)
        areas = [picture.tree[code].title(look.language) for code in worker.regions if code in picture.tree]
        area = (areas[0] + (f" +{len(areas) - 1}" if len(areas) > 1 else "")) if areas else ""
        left = " · ".join(part for part in (role.name.text(look.language) if role else "", area) if part)
        return left, *self._seen(worker)

    def _seen(self, worker: Worker) -> tuple[str, QColor]:
        """State and age of the position."""
        look, state = self._look, words.state(worker.state)
        if not worker.on_duty:
            return state, look.quiet
        age = self._model.age(worker)
        if age is None:
            return QCoreApplication.translate("RosterRow", "never seen"), look.warn
        if not self._model.live:  # a picture that stands still does not know how long ago that is
            at, zone = self._model.seen_at(worker), self._model.zone
            template = QCoreApplication.translate("RosterRow", "{state} · seen {clock}")
            return template.format(state=state, clock=wording.moment(at or 0.0, self._model.now, zone)), look.quiet
        template = QCoreApplication.translate("RosterRow", "{state} · {age} ago")
        if self._model.is_silent(worker):
            return template.format(state=words.state("silent"), age=wording.age(age)), look.warn
        return template.format(state=state, age=wording.age(age)), look.quiet


def _two_ends(
    painter: QPainter, line: QRectF, font: QFont, left: str, left_color: QColor, right: str, right_color: QColor
) -> None:
    """Two texts on one line; the left one gives way."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(right)
    painter.setFont(font)
    painter.setPen(right_color)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
    room = QRectF(line)
    room.setRight(line.right() - (width + GAP if right else 0))
    painter.setPen(left_color)
    words_ = metrics.elidedText(left, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words_)
