"""Short messages at the lower edge: take back within six seconds, or why something was not done."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from domain.workflow import UNDO_SECONDS
from widgets import refusals
from widgets.look import Look

#: So many messages at once; the oldest gives way.
MOST = 3
#: A refusal stays longer: it wants to be read.
READING_SECONDS = 10.0
BEAT = 50


class Toast(QWidget):
    """Floats over ``parent`` without taking its mouse where it is empty. ``undo_requested(command, incident)``."""

    undo_requested = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._slips: list[_Slip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT)
        self._beat.timeout.connect(self._on_beat)
        parent.installEventFilter(self)
        self.hide()

    def offer_undo(self, command_id: str, incident_id: str, text: str) -> None:
        """Say what was done and offer to take it back for ``UNDO_SECONDS``."""
        self._add(_Slip(self._look, text, UNDO_SECONDS, command_id, incident_id))

    def retell(self, command_id: str, text: str) -> None:
        """Say of a command that is on offer what is true by now; nothing when it is no longer there."""
        for slip in self._slips:
            if slip.command == command_id:
                slip.say(text)
        self._place()

    def withdraw(self, command_id: str) -> None:
        """The command can no longer be taken back."""
        for slip in [slip for slip in self._slips if slip.command == command_id]:
            self._remove(slip)

    def tell(self, text: str) -> None:
        """A plain message."""
        self._add(_Slip(self._look, text, UNDO_SECONDS))

    def tell_refusal(self, code: str, sentence: str = "") -> None:
        """Why something was not done and what to do; ``sentence`` is used for codes this desk has no words for."""
        self._add(_Slip(self._look, refusals.sentence(code, sentence), READING_SECONDS, wrong=True))

    def undo_last(self) -> bool:
        """Take back the newest command that still can be; False when there is none."""
        for slip in reversed(self._slips):
            if slip.command:
                self._on_undo(slip)
                return True
        return False

    @property
    def texts(self) -> list[str]:
        """What it says now, the oldest first."""
        return [slip.text for slip in self._slips]

    # --- inside ---------------------------------------------------------------------------------------------------

    def _add(self, slip: _Slip) -> None:
        while len(self._slips) >= MOST:
            self._remove(self._slips[0])
        self._slips.append(slip)
        self._column.addWidget(slip)
        slip.undo.clicked.connect(lambda: self._on_undo(slip))
        slip.close_button.clicked.connect(lambda: self._remove(slip))
        self._beat.start()
        self._place()

    def _remove(self, slip: _Slip) -> None:
        if slip in self._slips:
            self._slips.remove(slip)
            self._column.removeWidget(slip)
            slip.hide()
            slip.deleteLater()
        if not self._slips:
            self._beat.stop()
        self._place()

    def _on_undo(self, slip: _Slip) -> None:
        self._remove(slip)
        self.undo_requested.emit(slip.command, slip.incident)

    def _on_beat(self) -> None:
        for slip in list(self._slips):
            if slip.left() <= 0:
                self._remove(slip)
            else:
                slip.update()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setVisible(bool(self._slips))
        if not self._slips:
            return
        self._column.activate()
        width = min(max(slip.sizeHint().width() for slip in self._slips), parent.width() - 32)
        height = sum(max(s.heightForWidth(width), s.sizeHint().height()) for s in self._slips) + 6 * (MOST - 1)
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - 24, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


class _Slip(QFrame):
    """One message with the time it has left as a bar."""

    def __init__(
        self, look: Look, text: str, seconds: float, command: str = "", incident: str = "", wrong: bool = False
    ) -> None:
        super().__init__()
        self._look = look
        self._seconds, self._until = seconds, monotonic() + seconds
        self._wrong = wrong
        self.command, self.incident = command, incident
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.say(text)
        self.undo = QPushButton(self.tr("Undo   Ctrl+Z"))
        self.undo.setVisible(bool(command))
        self.undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button = QToolButton()
        self.close_button.setProperty("flat", True)
        self.close_button.setIcon(look.icons.icon("x", look.tokens.quiet))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 8, 12)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)
        row.addWidget(self.close_button)

    def say(self, text: str) -> None:
        self.text = text
        self._words.setText(text)
        self._words.setWordWrap(len(text) > 40)
        self._words.setMinimumWidth(320 if self._words.wordWrap() else 0)
        self._words.setAccessibleName(text)

    def left(self) -> float:
        """Seconds it stays."""
        return self._until - monotonic()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(look.bad if self._wrong else look.line)
        painter.setBrush(look.raised)
        painter.drawRoundedRect(box, 5, 5)
        share = max(0.0, self.left() / self._seconds)
        bar = QRectF(box.left() + 5, box.bottom() - 3, (box.width() - 10) * share, 2)
        painter.fillRect(bar, look.bad if self._wrong else look.selection)
        painter.end()
