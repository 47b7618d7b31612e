"""Says plainly that not everything is shown, what is, and takes the filter away at a touch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from widgets.look import Look, faded


class FilterSign(QFrame):
    """Hidden while nothing is filtered. ``cleared``: the × was touched. ``narrow``: what is chosen and how many that
    are stand below each other, with room around."""

    cleared = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        super().__init__(parent)
        self._look = look
        self._room = 8 if narrow else 0
        self._sign = QLabel()
        self.words = _Elided()
        self.counts = QLabel()
        self.counts.setProperty("quiet", True)
        self.close_button = QToolButton()
        self.close_button.setProperty("small", True)
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.clicked.connect(self.cleared)
        told = QBoxLayout(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        told.setSpacing(0 if narrow else 8)
        told.addWidget(self.words, 1)
        told.addWidget(self.counts)
        row = QHBoxLayout(self)
        row.setContentsMargins(self._room + 8, 3, self._room + 4, 3 + self._room)
        row.setSpacing(6)
        row.addWidget(self._sign)
        row.addLayout(told, 1)
        row.addWidget(self.close_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._draw)
        self._name()
        self._draw()
        self.hide()

    def show_filter(self, parts: list[str], counts: str = "") -> None:
        """What is chosen in words, part by part; no parts: everything."""
        self.words.setText(" · ".join(parts))
        self.counts.setText(counts)
        self.counts.setVisible(bool(counts))
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(parts))

    def _draw(self) -> None:
        look = self._look
        self._sign.setPixmap(look.icons.pixmap("filter", look.tokens.selection, 14, self.devicePixelRatioF()))
        self.close_button.setIcon(look.icons.icon("x", look.tokens.text))
        self.update()

    def _name(self) -> None:
        self.close_button.setToolTip(self.tr("Show everything again (Esc)"))
        self.close_button.setAccessibleName(self.tr("Show everything again (Esc)"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(faded(self._look.selection, 0.7))
        painter.setBrush(faded(self._look.selection, 0.14))
        painter.drawRoundedRect(self.rect().adjusted(self._room, 0, -1 - self._room, -1 - self._room), 4, 4)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)


class _Elided(QLabel):
    """A line of text that gives way; all of it is in its hint."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(30, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
