"""Asks in place for what a step needs: a reason, hours, a rating, a category, the other incident. No dialog."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from domain.incident import Incident
from domain.picture import Picture
from domain.workflow import Step
from widgets.look import Look
from widgets.merge_choice import MergeChoice

#: What this bar can ask for; an assignee is chosen among the candidates instead.
ASKED = ("into", "category", "hours", "rating", "reason", "note")
MOST_STARS = 5


class ReasonBar(QFrame):
    """``confirmed(incident, verb, fields)``; fields are those of an ``Order``. Esc or the button cancels."""

    confirmed = Signal(str, str, object)
    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self._look = look
        self._step: Step | None = None
        self._incident = ""
        self._needs: tuple[str, ...] = ()
        self._fixed: dict[str, Any] = {}
        self._outdated = False
        self._title = QLabel()
        self._consequence = QLabel()
        self._consequence.setWordWrap(True)
        self._consequence.setProperty("quiet", True)
        self.reason = QLineEdit(maxLength=300)
        self.note = QLineEdit(maxLength=4000)
        self.hours = QDoubleSpinBox(minimum=0.5, maximum=240, singleStep=1, decimals=1, value=4)
        self.category = _searchable()
        self.into = MergeChoice()
        self.rating = _Rating(look)
        self.confirm = QPushButton()
        self.confirm.setProperty("primary", True)
        self.cancel = QPushButton()
        self.cancel.setAutoDefault(True)
        self._lay_out()
        self.confirm.clicked.connect(self._on_confirm)
        self.cancel.clicked.connect(self.dismiss)
        for field in (self.reason, self.note):
            field.returnPressed.connect(self._on_confirm)
            field.textChanged.connect(self._judge)
        self.category.editTextChanged.connect(self._judge)
        self.into.editTextChanged.connect(self._judge)
        self.rating.chosen.connect(self._judge)
        self._name_things()
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        whole.setSpacing(8)
        for widget in (self._title, self._consequence, self.into, self.category, self.hours, self.rating):
            whole.addWidget(widget)
        whole.addWidget(self.reason)
        whole.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        whole.addLayout(buttons)

    # --- in -------------------------------------------------------------------------------------------------------

    def ask(self, picture: Picture, incident: Incident, step: Step, fixed: dict[str, Any] | None = None) -> None:
        """Show what ``step`` needs for ``incident``; ``fixed`` are fields already known (an assignee)."""
        self._step, self._incident, self._fixed = step, incident.id, dict(fixed or {})
        needs = tuple(need for need in step.needs if need in ASKED)
        self._needs = needs if needs or step.danger else ("note",)
        self._title.setText(f"<b>{step.name.text(self._look.language)}</b>")
        self.confirm.setText(step.name.text(self._look.language))
        self.confirm.setProperty("danger", step.danger)
        self.confirm.setProperty("primary", not step.danger)
        self.confirm.style().unpolish(self.confirm)
        self.confirm.style().polish(self.confirm)
        self._consequence.setText(self.tr("This cannot be undone after six seconds.") if step.danger else "")
        self._consequence.setVisible(step.danger)
        self._offer_categories(picture, incident)
        if "into" in self._needs:
            self._offer_others(picture, incident)
        for name in ASKED:
            getattr(self, name).setVisible(name in self._needs)
        self.reason.clear()
        self.note.clear()
        self.rating.choose(0)
        self._outdated = False
        self._judge()
        self.show()
        first = next((getattr(self, name) for name in ASKED if name in self._needs), self.confirm)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        if self._step is not None:
            self._step = None
            self.hide()
            self.cancelled.emit()

    def refit(self, step: Step | None) -> None:
        """The incident has changed; ``step`` is what was asked about as it is now, None when it is no longer possible.
        What has been typed stays: the hand may still be typing."""
        if self._step is None:
            return
        self._outdated = step is None
        if self._outdated:
            self._consequence.setText(self.tr("This is no longer possible: the incident has changed meanwhile."))
            self._consequence.show()
        self._judge()

    @property
    def verb(self) -> str:
        """The step it asks about, empty while it asks nothing."""
        return self._step.verb if self._step is not None else ""

    @property
    def incident(self) -> str:
        """Id of the incident it asks about, empty while it asks nothing."""
        return self._incident if self._step is not None else ""

    # --- inside ---------------------------------------------------------------------------------------------------

    def _offer_categories(self, picture: Picture, incident: Incident) -> None:
        self.category.clear()
        for category in picture.city.rules.categories:
            language = self._look.language
            self.category.addItem(f"{category.group.text(language)} › {category.name.text(language)}", category.code)
        self.category.setCurrentIndex(self.category.findData(incident.category))

    def _offer_others(self, picture: Picture, incident: Incident) -> None:
        any_open = self.into.offer(picture, incident)
        self.into.field.setPlaceholderText(
            self.tr("Which one? Type a part of its title or number.") if any_open else self.tr("Nothing else is open.")
        )

    def _given(self) -> dict[str, Any] | None:
        """The fields of the order, None while something is missing or it is no longer possible."""
        if self._outdated:
            return None
        given: dict[str, Any] = dict(self._fixed)
        for name in self._needs:
            value: Any
            match name:
                case "reason" | "note":
                    value = getattr(self, name).text().strip()
                case "hours":
                    value = self.hours.value()
                case "rating":
                    value = self.rating.value
                case "into":
                    value = self.into.chosen
                case _:
                    box: QComboBox = getattr(self, name)
                    value = box.itemData(box.findText(box.currentText()))
            if not value:
                return None
            given[name] = value
        return given

    def _judge(self) -> None:
        self.confirm.setEnabled(self._given() is not None)

    def _on_confirm(self) -> None:
        given = self._given()
        if self._step is None or given is None:
            return
        verb, self._step = self._step.verb, None
        self.hide()
        self.confirmed.emit(self._incident, verb, given)

    def _name_things(self) -> None:
        self.reason.setPlaceholderText(self.tr("Reason (goes into the timeline)"))
        self.note.setPlaceholderText(self.tr("Note for everybody"))
        self.hours.setSuffix(self.tr(" hours more"))
        self.cancel.setText(self.tr("Cancel"))
        self.into.setAccessibleName(self.tr("Merge into"))
        self.category.setAccessibleName(self.tr("Category"))
        self.rating.setAccessibleName(self.tr("Stars, 1 to 5"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_confirm()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


class _Rating(QWidget):
    """Five stars, by the mouse, by a digit or by the arrows."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.value = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._stars = []
        for number in range(1, MOST_STARS + 1):
            star = QToolButton()
            star.setProperty("flat", True)
            star.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            star.setAccessibleName(str(number))
            star.clicked.connect(lambda _checked=False, number=number: self.choose(number))
            row.addWidget(star)
            self._stars.append(star)
        row.addStretch(1)
        look.changed.connect(self._draw)
        self._draw()

    def choose(self, value: int) -> None:
        """So many stars; none at 0."""
        self.value = value
        self._draw()
        self.chosen.emit(value)

    def _draw(self) -> None:
        tokens = self._look.tokens
        for number, star in enumerate(self._stars, 1):
            lit = number <= self.value
            star.setIcon(self._look.icons.icon("star-filled" if lit else "star", tokens.text if lit else tokens.quiet))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, key = event.text(), event.key()
        if text.isdecimal() and 1 <= int(text) <= MOST_STARS:
            self.choose(int(text))
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self.choose(min(MOST_STARS, self.value + 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self.choose(max(1, self.value - 1))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self._look.selection)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
            painter.end()


def _searchable() -> QComboBox:
    """A list that is searched by typing any part of an entry."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    completer = QCompleter(box.model(), box)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setCompleter(completer)
    return box
