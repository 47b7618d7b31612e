"""What stands on the screen until the room is live: how far the preparation is, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from domain.trouble import Trouble
from widgets import troubles
from widgets.look import Look

STEPS = 1000
#: Widest lines of text, logical pixels.
WIDEST = 760


class StartView(QWidget):
    """``retry_requested`` from the error state; ``set_aside_requested`` after a question in place: put the damaged
    database aside and begin with an empty one; ``left_as_it_is`` when that was declined."""

    retry_requested = Signal()
    set_aside_requested = Signal()
    left_as_it_is = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sentence = ("", "")
        self._failed = False
        self._trouble: Trouble | None = None
        self.title = QLabel()
        self.title.setProperty("lettering", "poster")
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence = _line()
        self.remedy = _line()
        self.detail = _line()
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(420)
        self.retry = QPushButton()
        self.retry.setProperty("primary", True)
        self.retry.clicked.connect(self.retry_requested)
        self.set_aside = QPushButton()
        self.set_aside.clicked.connect(self.ask)
        self._question = _line(quiet=False)
        self.confirm = QPushButton()
        self.confirm.setProperty("danger", True)
        self.confirm.clicked.connect(self._on_confirmed)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self._on_declined)
        self._asking = False
        self._lay_out()
        look.changed.connect(self._write)
        self._name_things()
        self.show_progress(0.0, "", "")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 48)
        column.setSpacing(16)
        column.addStretch(2)
        for line in (self.title, self.sentence, self.remedy, self.detail):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(line, 1000)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._question, 1000)
        row.addStretch(1)
        column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for button in (self.retry, self.set_aside, self.confirm, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)

    def show_progress(self, share: float, zh: str, en: str) -> None:
        """``share`` 0…1 of the work is done; what is being done now in both languages."""
        self._failed, self._trouble = False, None
        self.remedy.clear()
        self._sentence = (zh, en)
        self.bar.setValue(round(min(1.0, max(0.0, share)) * STEPS))
        self._write()

    def show_waiting(self, why: str) -> None:
        """The backend is not there, and is tried again and again by itself."""
        self._failed, self._trouble = False, None
        self._sentence = (why, why)
        self.remedy.setText(self.tr("Trying to reach it …"))
        self._write()

    def show_error(self, what: str, remedy: str = "") -> None:
        """What happened, and what to do."""
        self._failed, self._trouble = True, None
        self._sentence = (what, what)
        self.remedy.setText(remedy)
        self._write()

    def show_trouble(self, trouble: Trouble) -> None:
        """The same, of something that has a code."""
        self._failed = True
        if trouble != self._trouble:  # told again and again while it is tried again: a question that is asked stays
            self._trouble, self._asking = trouble, False
        self._write()

    @property
    def trouble(self) -> Trouble | None:
        """What stands in the way, None while nothing does."""
        return self._trouble

    def _write(self) -> None:
        self.title.setText(self.tr("The desk could not start") if self._failed else self.tr("Grid Command"))
        trouble = self._trouble
        zh, en = self._sentence
        words = en if self._look.language.startswith("en") else zh
        if trouble is not None:
            words = troubles.happened(trouble)
            self.remedy.setText(troubles.remedy(trouble))
        said = troubles.original(trouble) if trouble is not None else ""
        self.detail.setText(self.tr("In its own words: {words}").format(words=said) if said else "")
        self.sentence.setText(words or self.tr("Starting …"))
        self.sentence.setProperty("quiet", not self._failed)
        self.sentence.style().polish(self.sentence)
        self.bar.setVisible(not self._failed)
        for line in (self.remedy, self.detail):
            line.setVisible(bool(line.text()))
        may_set_aside = trouble is not None and trouble.code in troubles.SET_ASIDE
        asking = self._asking and may_set_aside
        self.retry.setVisible(self._failed and not asking)
        self.set_aside.setVisible(may_set_aside and not asking)
        for part in (self._question, self.confirm, self.cancel):
            part.setVisible(asking)

    # --- asked in place -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Whether the database shall be put aside."""
        self._asking = True
        self._write()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_declined(self) -> None:
        self._asking = False
        self._write()
        self.retry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left_as_it_is.emit()

    def _on_confirmed(self) -> None:
        self.show_progress(0.0, "", "")
        self.set_aside_requested.emit()

    def _name_things(self) -> None:
        self.retry.setText(self.tr("Try again"))
        self.set_aside.setText(self.tr("Set it aside and begin anew …"))
        self._question.setText(
            self.tr(
                "The city then begins without incidents, accounts and device tokens. The damaged file is kept beside "
                "the new one, with its time in its name, so that it can still be examined or repaired."
            )
        )
        self.confirm.setText(self.tr("Set it aside and begin anew"))
        self.cancel.setText(self.tr("Leave it as it is"))
        self.bar.setAccessibleName(self.tr("Preparation"))
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


def _line(quiet: bool = True) -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("quiet", quiet)
    label.setMaximumWidth(WIDEST)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
