"""What stands on the screen until the room is live: how far the preparation is, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from widgets.look import Look

STEPS = 1000


class StartView(QWidget):
    """``retry_requested`` from the error state."""

    retry_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sentence = ("", "")
        self._failed = False
        self.title = QLabel()
        self.title.setProperty("lettering", "poster")
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence = _line()
        self.remedy = _line()
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(420)
        self.retry = QPushButton()
        self.retry.setProperty("primary", True)
        self.retry.clicked.connect(self.retry_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 48)
        column.setSpacing(16)
        column.addStretch(2)
        for line in (self.title, self.sentence, self.remedy):
            column.addWidget(line)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        look.changed.connect(self._write)
        self._name_things()
        self.show_progress(0.0, "", "")

    def show_progress(self, share: float, zh: str, en: str) -> None:
        """``share`` 0…1 of the work is done; what is being done now in both languages."""
        self._failed = False
        self.remedy.clear()
        self._sentence = (zh, en)
        self.bar.setValue(round(min(1.0, max(0.0, share)) * STEPS))
        self._write()

    def show_waiting(self, why: str) -> None:
        """The backend is not there, and is tried again and again by itself."""
        self._failed = False
        self._sentence = (why, why)
        self.remedy.setText(self.tr("Trying to reach it …"))
        self._write()

    def show_error(self, what: str, remedy: str = "") -> None:
        """What happened, and what to do."""
        self._failed = True
        self._sentence = (what, what)
        self.remedy.setText(remedy)
        self._write()

    def _write(self) -> None:
        self.title.setText(self.tr("The desk could not start") if self._failed else self.tr("Grid Command"))
        zh, en = self._sentence
        words = en if self._look.language.startswith("en") else zh
        self.sentence.setText(words or self.tr("Starting …"))
        self.bar.setVisible(not self._failed)
        self.remedy.setVisible(bool(self.remedy.text()))
        self.retry.setVisible(self._failed)

    def _name_things(self) -> None:
        self.retry.setText(self.tr("Try again"))
        self.bar.setAccessibleName(self.tr("Preparation"))
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


def _line() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("quiet", True)
    return label
