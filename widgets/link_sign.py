"""How the link to the backend is: a dot, its age, and what waits to be sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import refusals, wording
from widgets.look import Look

#: A live link that was not heard for this many seconds is shown as doubtful.
DOUBTFUL = 4.0


class LinkSign(QWidget):
    """Filled and green while live, hollow and red when lost; the words always say the same."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._phase = "connecting"
        self._age = 0.0
        self._next_try: float | None = None
        self._reason = ""
        self._pending = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look.changed.connect(self.update)

    def show_link(self, phase: str, age_s: float, next_try_s: float | None, reason: str) -> None:
        self._phase, self._age, self._next_try, self._reason = phase, age_s, next_try_s, reason
        self._changed()

    def set_pending(self, count: int) -> None:
        self._pending = count
        self._changed()

    def _changed(self) -> None:
        since = self.tr("Time since the backend was last heard")
        why = refusals.sentence(self._reason) if self._reason else since
        self.setToolTip(why if self._phase == "live" else f"{self.text}\n{why}")
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        age = wording.age(self._age)
        if self._phase == "live":
            words = age
        elif self._phase == "connecting":
            words = self.tr("connecting …")
        elif self._phase == "refused":
            words = self.tr("not let in")
        elif self._next_try is not None and self._next_try > 0:
            words = self.tr("link lost {age}, retry in {next}").format(age=age, next=wording.age(self._next_try))
        else:
            words = self.tr("link lost {age}, trying").format(age=age)
        if self._pending:
            words += " · " + self.tr("{count} to confirm").format(count=self._pending)
        return words

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        least = metrics.horizontalAdvance("00.0 s")
        return QSize(round(max(least, metrics.horizontalAdvance(self.text)) + 28), round(metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        """Room for the dot and an age; longer words are shortened, the banner and the tool tip have them in full."""
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance("00.0 s") + 28), round(metrics.height() + 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        live = self._phase == "live"
        color = look.quiet if self._phase == "connecting" else look.bad
        if live:
            color = look.warn if self._age > DOUBTFUL else look.good
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(color if live else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(10, self.height() / 2), 4.5, 4.5)
        painter.setPen(look.quiet if live else color)
        room = QRectF(22, 0, self.width() - 22, self.height())
        words = QFontMetricsF(self.font()).elidedText(self.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._changed()
        super().changeEvent(event)
