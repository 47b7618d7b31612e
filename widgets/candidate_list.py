"""The people who could take an incident, the best first: each a button and a place to drop on."""

from __future__ import annotations

from heapq import nsmallest

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from domain.candidates import Candidate, Flight
from domain.picture import Picture
from domain.worker import Worker
from widgets import wording, words
from widgets.dragging import carried
from widgets.look import Look, faded, sized
from widgets.signs import draw_worker

SHOWN = 5


def consequence(candidate: Candidate) -> str:
    """What sending this person would mean, in a few words."""
    if not candidate.allowed or candidate.seconds is None:
        return words.obstacle(candidate.obstacle or "no_position")
    there = wording.minutes(candidate.seconds)
    if candidate.holds is None:
        template = "{there}"
    elif candidate.holds:
        template = QCoreApplication.translate("Candidates", "{there}, deadline holds")
    else:
        template = QCoreApplication.translate("Candidates", "{there}, too late for the deadline")
    text = template.format(there=there)
    return f"{text} · {words.obstacle(candidate.obstacle)}" if candidate.obstacle else text


class CandidateList(QWidget):
    """``chosen(incident, worker)`` when a row is clicked or an incident is dropped on it."""

    chosen = Signal(str, str)
    drag_entered = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._incident = ""
        self.rows = [CandidateRow(look, number) for number in range(SHOWN)]
        self._none = QLabel()
        self._none.setProperty("quiet", True)
        self._none.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row in self.rows:
            column.addWidget(row)
            row.clicked.connect(lambda _checked=False, row=row: self._on_chosen(row, self._incident))
            row.dropped.connect(lambda incident, row=row: self._on_chosen(row, incident))
            row.drag_entered.connect(self.drag_entered)
            row.hide()
        column.addWidget(self._none)
        self._name_things()

    def show_flight(self, picture: Picture, flight: Flight | None) -> None:
        """The best of ``flight``; None while nobody has asked yet."""
        self._incident = flight.incident if flight else ""
        incident = picture.incidents.get(self._incident)
        is_late = flight is not None and incident is not None and flight.at > incident.deadline.due_at
        people = [c for c in _ranked(flight)[:SHOWN] if c.worker in picture.workers] if flight else []
        for row, candidate in zip(self.rows, [*people, *[None] * SHOWN], strict=False):
            row.incident = self._incident
            if candidate is None:
                row.hide()
            else:
                worker = picture.workers[candidate.worker]
                role = picture.roles.get(worker.role)
                row.show_candidate(candidate, worker, role.name.text(self._look.language) if role else "", is_late)
                row.show()
        self._none.setVisible(flight is not None and not people)

    def take_focus(self) -> None:
        """The keyboard stands on the best."""
        self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, number: int) -> bool:
        """Take the one with this number (from 1); False when there is none."""
        shown = [row for row in self.rows if not row.isHidden()]
        if not 1 <= number <= len(shown):
            return False
        self._on_chosen(shown[number - 1], self._incident)
        return True

    def _on_chosen(self, row: CandidateRow, incident: str) -> None:
        if row.candidate is not None and incident:
            self.chosen.emit(incident, row.candidate.worker)

    def _name_things(self) -> None:
        self._none.setText(self.tr("Nobody on duty can be there by road. Drop it on a community or street instead."))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


class CandidateRow(QAbstractButton):
    """One person: number, sign, name and role; travel time, load and whether the deadline holds."""

    dropped = Signal(str)
    drag_entered = Signal(str)

    def __init__(self, look: Look, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._number = number
        self.candidate: Candidate | None = None
        self.incident = ""  # the one the figures are about; another one may not be dropped here
        self._worker: Worker | None = None
        self._role = ""
        self._is_late = False
        self._hovered = False
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def show_candidate(self, candidate: Candidate, worker: Worker, role: str, is_late: bool = False) -> None:
        """``is_late``: the deadline has passed already, so that nobody can hold it."""
        self.candidate, self._worker, self._role, self._is_late = candidate, worker, role, is_late
        self.setText(worker.title(self._look.language))
        self.setAccessibleName(f"{self.text()}: {consequence(candidate)}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        small = sized(self.font(), -1)
        return QSize(220, round(QFontMetricsF(sized(self.font(), 0.5)).height() + QFontMetricsF(small).height() + 13))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        candidate, worker, look = self.candidate, self._worker, self._look
        if candidate is None or worker is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self._hovered or self.underMouse()
        painter.setPen(QPen(look.selection, 2) if self.hasFocus() else look.selection if lit else look.line)
        painter.setBrush(faded(look.selection, 0.16) if self._hovered else look.raised)
        painter.drawRoundedRect(box, 4, 4)
        font, small = self.font(), sized(self.font(), -1)
        left, right = box.left() + 10, box.right() - 10
        bold = sized(font, 0.5, QFont.Weight.Medium)
        upper = QRectF(0, 6, 0, QFontMetricsF(bold).height())
        lower = QRectF(0, upper.bottom(), 0, QFontMetricsF(small).height())
        painter.setFont(sized(font, 2))
        painter.setPen(look.text if self._number < 3 else look.quiet)
        painter.drawText(QRectF(left, 0, 16, box.height()), Qt.AlignmentFlag.AlignCenter, str(self._number + 1))
        left += 26
        sign = QRectF(left, upper.center().y() - 6, 12, 12)
        draw_worker(painter, sign, worker.state, look, candidate.obstacle == "silent")
        eta = wording.minutes(candidate.seconds) if candidate.seconds is not None else "—"
        painter.setFont(bold)
        painter.setPen(look.text)
        width = QFontMetricsF(bold).horizontalAdvance(eta)
        painter.drawText(
            QRectF(right - width, upper.top(), width + 1, upper.height()), Qt.AlignmentFlag.AlignRight, eta
        )
        name = QRectF(left + 20, upper.top(), right - width - left - 28, upper.height())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, _elided(bold, self.text(), name.width()))
        painter.setFont(small)
        verdict, color = self._verdict(candidate)
        width = QFontMetricsF(small).horizontalAdvance(verdict)
        painter.setPen(color)
        painter.drawText(
            QRectF(right - width, lower.top(), width + 1, lower.height()), Qt.AlignmentFlag.AlignRight, verdict
        )
        painter.setPen(look.quiet)
        load = self.tr("{count} in hand").format(count=candidate.load) if candidate.load else self.tr("nothing in hand")
        about = QRectF(left + 20, lower.top(), right - width - left - 28, lower.height())
        for words_ in (f"{load} · {words.state(worker.state)} · {self._role}", f"{load} · {self._role}", load):
            if QFontMetricsF(small).horizontalAdvance(words_) <= about.width():
                break
        painter.drawText(about, Qt.AlignmentFlag.AlignVCenter, _elided(small, words_, about.width()))
        painter.end()

    def _verdict(self, candidate: Candidate) -> tuple[str, QColor]:
        look = self._look
        if candidate.holds is None or (self._is_late and not candidate.obstacle):
            return "", look.quiet
        if candidate.obstacle:
            return words.obstacle(candidate.obstacle), look.warn
        if candidate.holds:
            return self.tr("deadline holds"), look.good
        return self.tr("too late"), look.bad

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        incident = carried(event.mimeData())
        if incident and incident == self.incident and self.candidate is not None and self.candidate.allowed:
            self.drag_entered.emit(incident)
            self._hovered = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._hovered = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._hovered = False
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(carried(event.mimeData()))


def _ranked(flight: Flight) -> list[Candidate]:
    """The best three, then whoever else can be sent, the cheapest first."""
    best = [flight.candidates[key] for key in flight.best if key in flight.candidates]
    rest = [
        c for c in flight.candidates.values() if c.allowed and c.seconds is not None and c.worker not in flight.best
    ]
    return best + nsmallest(SHOWN, rest, key=lambda candidate: candidate.cost)


def _elided(font: object, text: str, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))  # type: ignore[call-overload, no-any-return]
