"""What stands in an empty view: what it will show and when."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from widgets.look import Look, sized


class EmptyNote(QWidget):
    """Covers ``area`` with an icon and two lines; lets the mouse through."""

    def __init__(self, look: Look, icon: str, area: QAbstractScrollArea) -> None:
        super().__init__(area.viewport())
        self._look = look
        self._area = area.viewport()
        self._icon = icon
        self._title = self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._area.installEventFilter(self)
        look.changed.connect(self.update)
        self.hide()

    def say(self, title: str, text: str) -> None:
        self._title, self._text = title, text
        self.setAccessibleName(f"{title}. {text}")
        self.setGeometry(self._area.rect())
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._area.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        bold = sized(self.font(), 0.5, QFont.Weight.Medium)
        size, middle = 32, self.height() / 2.6
        pixmap = self._look.icons.pixmap(self._icon, self._look.tokens.line, size, self.devicePixelRatioF())
        painter.drawPixmap(round(self.width() / 2 - size / 2), round(middle - size - 8), pixmap)
        line = QFontMetricsF(bold).height()
        width = self.width() - 32.0
        painter.setFont(bold)
        painter.setPen(self._look.text)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(16, middle + 4, width, line * 2), flags, self._title)
        painter.setFont(sized(self.font(), -0.5))
        painter.setPen(self._look.quiet)
        painter.drawText(QRectF(16, middle + 8 + line, width, line * 4), flags, self._text)
        painter.end()
