"""One number with its name beside it; touched, it opens what it counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.look import Look, faded, sized


class Figure(QAbstractButton):
    """A large value and a small name on one line."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._value = "–"
        self._alarm = False
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def set_name(self, name: str, hint: str) -> None:
        self.setText(name)
        self.setToolTip(hint)
        self._describe()
        self.updateGeometry()

    def set_value(self, value: str, alarm: bool = False) -> None:
        """``alarm`` draws it in the colour of what is wrong."""
        if (value, alarm) != (self._value, self._alarm):
            before = self.sizeHint()
            self._value, self._alarm = value, alarm
            self._describe()
            if self.sizeHint() != before:
                self.updateGeometry()
            self.update()

    @property
    def value(self) -> str:
        return self._value

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._value} {self.text()}")

    def _fonts(self) -> tuple[QFont, QFont]:
        return sized(self.font(), 4, QFont.Weight.Medium), self.font()

    def _widths(self) -> tuple[float, float]:
        large, small = self._fonts()
        return QFontMetricsF(large).horizontalAdvance(self._value), QFontMetricsF(small).horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths()) + 22), round(QFontMetricsF(self._fonts()[0]).height() + 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        large, small = self._fonts()
        value, _ = self._widths()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse() or self.hasFocus():
            painter.setPen(look.selection if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(faded(look.text, 0.06))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        base = box.center().y() + QFontMetricsF(large).capHeight() / 2
        painter.setFont(large)
        painter.setPen(look.bad if self._alarm else look.text)
        painter.drawText(8, round(base), self._value)
        painter.setFont(small)
        painter.setPen(look.quiet)
        painter.drawText(round(8 + value + 6), round(base), self.text())
        painter.end()
