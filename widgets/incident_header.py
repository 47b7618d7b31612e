"""The head of an incident: sign, title, number, where it stands in the loop, and its clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from domain.incident import Incident, TimelineEntry
from domain.picture import Picture
from domain.urgency import DeadlineState, deadline_state
from widgets import wording
from widgets.look import Look, faded
from widgets.queue_row import phase_color
from widgets.signs import severity_pixmap
from widgets.stage_path import StagePath


class IncidentHeader(QWidget):
    """Fed by ``show_incident`` when something changed and by ``tick`` for the clock."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sign = QLabel()
        self._sign.setContentsMargins(0, 3, 0, 0)
        self.title = QLabel()
        self.title.setProperty("lettering", "title")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.title.setSizePolicy(policy)
        self._number = QLabel()
        self._number.setProperty("quiet", True)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.clock = QLabel()
        self.clock.setProperty("lettering", "clock")
        self._due = QLabel()
        self._due.setProperty("quiet", True)
        self._bar = _Bar(look)
        self.path = StagePath(look)
        self._state = QLabel()
        self._state.setWordWrap(True)
        self._state.setProperty("quiet", True)
        self._pending = False
        self._shown: tuple[Picture, Incident, list[TimelineEntry], float] | None = None
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self.clock, 0, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._number, 1, 1)
        grid.addWidget(self._due, 1, 2, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self._bar)
        column.addWidget(self.path)
        column.addWidget(self._state)
        look.changed.connect(self._show_again)

    def show_incident(self, picture: Picture, incident: Incident, timeline: list[TimelineEntry], now: float) -> None:
        self._shown = (picture, incident, timeline, now)
        self._sign.setPixmap(severity_pixmap(incident.severity, self._look, 18, self.devicePixelRatioF()))
        self.title.setText(incident.title)
        self._number.setText(incident.case or self.tr("not filed yet"))
        stage = picture.stages[incident.stage]
        self.path.show_stage(picture.city.rules.workflow, stage, {entry.to_stage for entry in timeline})
        self.tick(picture, incident, now)

    def set_pending(self, pending: bool) -> None:
        """Whether a command about it is on its way."""
        self._pending = pending
        self._show_again()

    def tick(self, picture: Picture, incident: Incident, now: float) -> None:
        if self._shown is not None:
            self._shown = (*self._shown[:3], now)
        state = deadline_state(incident, now, picture.city.rules.calendar)
        is_open = picture.is_open(incident)
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        if not is_open:
            self.clock.setText("")
            closed = wording.moment(incident.closed_at or incident.changed_at, now, zone)
            self._due.setText(self.tr("closed {time}").format(time=closed))
        elif state.phase == "paused":
            self.clock.setText("⏸")
            self._due.setText(self.tr("clock stopped"))
        else:
            self.clock.setText(wording.remaining(state.remaining))
            self._due.setText(self.tr("due {time}").format(time=wording.moment(incident.deadline.due_at, now, zone)))
        color = phase_color(state, self._look) if state.phase in ("late", "soon") else self._look.text
        self.clock.setStyleSheet(f"color: {color.name()}")
        self._bar.show_state(state if is_open else None)
        self._state.setText(" · ".join(self._standing(picture, incident, now)))

    def _standing(self, picture: Picture, incident: Incident, now: float) -> list[str]:
        stage = picture.stages[incident.stage]
        parts = [self.tr("sending …")] if self._pending else []
        worker = picture.workers.get(incident.worker)
        if worker is not None:
            parts.append(worker.title(self._look.language))
        if stage.waits_for == "desk":
            parts.append(self.tr("waits for the desk"))
        elif stage.waits_for == "worker":
            parts.append(self.tr("waits for the worker"))
        if stage.open:
            stayed = max(0.0, now - incident.in_stage_since)
            parts.append(self.tr("for {time}").format(time=wording.span(stayed)))
            if stage.limit is not None and stayed > stage.limit:
                parts.append(self.tr("longer than agreed ({time})").format(time=wording.span(stage.limit)))
        if incident.supervised:
            parts.append(self.tr("supervised"))
        if incident.level != "grid":
            parts.append(self.tr("escalated"))
        return parts

    def _show_again(self) -> None:
        if self._shown is not None:
            self.show_incident(*self._shown)


class _Bar(QWidget):
    """How much of the allowance is used."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: DeadlineState | None = None
        self.setFixedHeight(3)

    def show_state(self, state: DeadlineState | None) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), faded(self._look.line, 0.7))
        if self._state is not None:
            share = min(1.0, max(0.0, self._state.fraction))
            color = phase_color(self._state, self._look)
            painter.fillRect(QRectF(0, 0, self.width() * share, self.height()), color)
        painter.end()
