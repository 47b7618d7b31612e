"""The roads that are closed: what, why, since when and until when; open one again, or close another."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from domain.closure import CLOSES_ROADS, Closure
from domain.names import Name
from domain.picture import Changes, Picture
from widgets import wording
from widgets.empty_note import EmptyNote
from widgets.look import Look

#: Hours after which a road may open by itself; the first: not by itself.
HOURS: tuple[float, ...] = (0.0, 1.0, 2.0, 4.0, 8.0, 24.0)


class RoadsView(QWidget):
    """``close_requested(reason, seconds)``: close the road that was asked about, for so many seconds (0: until somebody
    opens it). ``open_requested(closure id)``, ``road_selected(closure id)``; ``closing_ended``: nothing is asked any
    more; ``choice_requested``: which road, is still to be said."""

    close_requested = Signal(str, float)
    open_requested = Signal(str)
    road_selected = Signal(str)
    closing_ended = Signal()
    choice_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roads")
        self._look = look
        self._picture: Picture | None = None
        self._role = "dispatcher"
        self._now = 0.0
        self._asked: Name | None = None
        self._metres = 0.0
        self.rows: dict[str, ClosureRow] = {}
        self.hint = QPushButton()
        self.hint.clicked.connect(self.choice_requested)
        self._form = QFrame()
        self._form.setObjectName("reason")
        self._title = QLabel()
        self._title.setWordWrap(True)
        self.reason = QLineEdit(maxLength=300)
        self.until = QComboBox()
        self.confirm, self.cancel = QPushButton(), QPushButton()
        self.confirm.setProperty("danger", True)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._scroll = QScrollArea()
        self._note = EmptyNote(look, "barrier-block", self._scroll)
        self._lay_out()
        self.confirm.clicked.connect(self._on_confirm)
        self.cancel.clicked.connect(self.dismiss)
        self.reason.returnPressed.connect(self._on_confirm)
        self.reason.textChanged.connect(self._judge)
        look.changed.connect(self._write)
        self._name_things()

    # --- in -------------------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        fresh = changes.reset or picture is not self._picture
        self._picture, self._now = picture, now
        if fresh or changes.closures:
            self._show()

    def tick(self, now: float) -> None:
        self._now = now
        for row in self.rows.values():
            row.tick(now)

    def set_role(self, role: str) -> None:
        """What the person at this desk may do."""
        self._role = role
        self._show()

    def ask(self, road: Name, metres: float) -> None:
        """Ask why, and for how long, a road is to be closed; the keyboard is here until that is said."""
        self._asked, self._metres = road, metres
        self._write_title()
        self._form.show()
        self.hint.hide()
        self._judge()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Close nothing."""
        if self._asked is not None:
            self._asked = None
            self.hint.show()
            self._hide(self._form)
            self.closing_ended.emit()

    @property
    def asking(self) -> bool:
        return self._asked is not None

    # --- inside ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        form = QVBoxLayout(self._form)
        form.setContentsMargins(12, 10, 12, 12)
        form.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.until)
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.confirm)
        for part in (self._title, self.reason):
            form.addWidget(part)
        form.addLayout(line)
        self._form.hide()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(8)
        box.addWidget(self.hint)
        box.addWidget(self._form)
        box.addWidget(self._scroll, 1)

    def _show(self) -> None:
        picture = self._picture
        if picture is None:
            return
        for key in [key for key in self.rows if key not in picture.closures]:
            gone = self.rows.pop(key)
            self._column.removeWidget(gone)
            self._hide(gone)
            gone.deleteLater()
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        allowed = self._role in CLOSES_ROADS
        for closure in sorted(picture.closures.values(), key=lambda one: -one.closed_at):
            row = self.rows.get(closure.id)
            if row is None:
                row = self.rows[closure.id] = ClosureRow(self._look)
                row.open.clicked.connect(lambda _checked=False, key=closure.id: self.open_requested.emit(key))
                row.show_.clicked.connect(lambda _checked=False, key=closure.id: self.road_selected.emit(key))
                self._column.insertWidget(0, row)
            row.show_closure(closure, zone, self._now, allowed)
        self.hint.setEnabled(allowed)
        self._write()

    def _on_confirm(self) -> None:
        reason = self.reason.text().strip()
        if self._asked is None or not reason:
            return
        self._asked = None
        self.hint.show()
        self._hide(self._form)
        hours = float(self.until.currentData() or 0.0)
        self.reason.clear()
        self.close_requested.emit(reason, hours * 3600)
        self.closing_ended.emit()

    def _hide(self, part: QWidget) -> None:
        """The keyboard stays in this pane when what had it goes."""
        focus = self.window().focusWidget()
        if focus is not None and part.isAncestorOf(focus):
            self.hint.setFocus(Qt.FocusReason.OtherFocusReason)
        part.hide()

    def _judge(self) -> None:
        self.confirm.setEnabled(bool(self.reason.text().strip()))

    def _write_title(self) -> None:
        if self._asked is not None:
            name = self._asked.text(self._look.language) or self.tr("a road without a name")
            text = self.tr("Close {road}, {length} from junction to junction")
            self._title.setText(text.format(road=name, length=wording.distance(self._metres)))

    def _write(self) -> None:
        self._write_title()
        if self.rows:
            self._note.hide()
        else:
            self._note.say(
                self.tr("No road is closed"),
                self.tr("Point at a road on the map with the right button, or press the button above."),
            )

    def _name_things(self) -> None:
        self.hint.setText(self.tr("Close the road in the middle of the map …"))
        self.reason.setPlaceholderText(self.tr("Why is it closed? (everybody reads it)"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.until.setAccessibleName(self.tr("For how long"))
        chosen = max(0, self.until.currentIndex())
        self.until.clear()
        for hours in HOURS:
            text = self.tr("for {hours:.0f} h").format(hours=hours) if hours else self.tr("until it is opened")
            self.until.addItem(text, hours)
        self.until.setCurrentIndex(chosen)
        self.confirm.setText(self.tr("Close the road"))
        self.cancel.setText(self.tr("Cancel"))
        self._write()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asking:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


class ClosureRow(QFrame):
    """One closed road with what can be done about it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("closure")
        self._look = look
        self._closure: Closure | None = None
        self._zone = ZoneInfo("UTC")
        self.name, self.facts = QLabel(), QLabel()
        for label in (self.name, self.facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setProperty("quiet", True)
        self.show_, self.open = QPushButton(), QPushButton()
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 10)
        box.setSpacing(4)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.show_)
        line.addWidget(self.open)
        box.addWidget(self.name)
        box.addWidget(self.facts)
        box.addLayout(line)

    def show_closure(self, closure: Closure, zone: ZoneInfo, now: float, allowed: bool) -> None:
        """``allowed``: whether whoever sits here may open it."""
        self._closure, self._zone = closure, zone
        self.open.setEnabled(allowed)
        self.tick(now)

    def tick(self, now: float) -> None:
        closure = self._closure
        if closure is None:
            return
        road = closure.road.text(self._look.language) or self.tr("Road without a name")
        self.name.setText(f"{road} · {closure.reason}")
        since = self.tr("since {time}, {name}").format(
            time=wording.moment(closure.closed_at, now, self._zone), name=closure.closed_by_name
        )
        until = ""
        if closure.until is not None:
            left = wording.span(max(0.0, closure.until - now))
            until = " · " + self.tr("opens by itself in {span}").format(span=left)
        self.facts.setText(since + until)
        self.show_.setText(self.tr("Show"))
        self.open.setText(self.tr("Open again"))
        self.open.setAccessibleName(self.tr("Open {road} again").format(road=road))
        self.show_.setAccessibleName(self.tr("Show {road} on the map").format(road=road))
