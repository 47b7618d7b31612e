"""Orders that waited too long to be sent unasked: a line that asks what to do with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from widgets.look import Look


class StaleOrders(QFrame):
    """Hidden while there are none. ``confirm_requested``: send them after all; ``discard_requested``: forget them."""

    confirm_requested = Signal()
    discard_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._look = look
        self._count = 0
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.confirm = QPushButton()
        self.discard = QPushButton()
        self.discard.setProperty("danger", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.confirm)
        row.addWidget(self.discard)
        self.confirm.clicked.connect(self.confirm_requested)
        self.discard.clicked.connect(self.discard_requested)
        self._write()
        self.hide()

    def show_count(self, count: int) -> None:
        """How many there are."""
        self._count = count
        self._write()
        self.setVisible(count > 0)

    def _write(self) -> None:
        self.words.setText(
            self.tr("Orders given more than two minutes ago that were not sent: {count}. Send them now?").format(
                count=self._count
            )
        )
        self.confirm.setText(self.tr("Send them"))
        self.discard.setText(self.tr("Discard them"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)
