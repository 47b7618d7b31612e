"""One number with its name beside it and below it what it is compared with; touched, it opens what it counts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.look import Look, faded, sized


class Figure(QAbstractButton):
    """A large value and a small name on one line; when a comparison is known it stands below the name."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._value = "–"
        self._alarm = False
        self._hint = ""
        self._comparison = ""
        self._worse = False
        self._compared = True
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def set_name(self, name: str, hint: str) -> None:
        self.setText(name)
        self._hint = hint
        self._describe()
        self.updateGeometry()

    def set_value(self, value: str, alarm: bool = False) -> None:
        """``alarm`` draws it in the colour of what is wrong."""
        if (value, alarm) != (self._value, self._alarm):
            self._value, self._alarm = value, alarm
            self._changed()

    def set_comparison(self, text: str, worse: bool = False) -> None:
        """What the value was before or usually is, empty when that is not known; ``worse``: much, and to the bad."""
        if (text, worse) != (self._comparison, self._worse):
            self._comparison, self._worse = text, worse
            self._changed()

    def set_compared(self, compared: bool) -> None:
        """Whether there is room for the comparison; without it is only in the hint."""
        if compared != self._compared:
            self._compared = compared
            self._changed()

    @property
    def value(self) -> str:
        return self._value

    @property
    def comparison(self) -> str:
        return self._comparison

    def _changed(self) -> None:
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._value} {self.text()}")
        self.setAccessibleDescription(self._comparison)
        self.setToolTip(f"{self._hint}\n{self._comparison}" if self._comparison else self._hint)

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        return sized(self.font(), 4, QFont.Weight.Medium), self.font(), sized(self.font(), -2)

    def _widths(self) -> tuple[float, float]:
        large, small, tiny = self._fonts()
        beside = QFontMetricsF(small).horizontalAdvance(self.text())
        if self._comparison and self._compared:
            beside = max(
                QFontMetricsF(tiny).horizontalAdvance(self.text()),
                QFontMetricsF(tiny).horizontalAdvance(self._comparison),
            )
        return QFontMetricsF(large).horizontalAdvance(self._value), beside

    def sizeHint(self) -> QSize:
        large, _, tiny = self._fonts()
        lines = 2 * QFontMetricsF(tiny).height()
        return QSize(round(sum(self._widths()) + 22), round(max(QFontMetricsF(large).height() + 6, lines)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        large, small, tiny = self._fonts()
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
        painter.drawText(QPointF(8, base), self._value)
        beside = 8 + value + 6
        painter.setPen(look.quiet)
        if self._comparison and self._compared:
            metrics = QFontMetricsF(tiny)
            painter.setFont(tiny)
            painter.drawText(QPointF(beside, box.center().y() - metrics.descent()), self.text())
            painter.setPen(look.bad if self._worse else look.quiet)
            painter.drawText(QPointF(beside, box.center().y() + metrics.ascent()), self._comparison)
        else:
            painter.setFont(small)
            painter.drawText(QPointF(beside, base), self.text())
        painter.end()
