"""A small button that carries a count above its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.look import Look, faded, sized


class CountChip(QAbstractButton):
    """Checkable. ``alarming``: a count above zero is drawn in the colour of the top severity."""

    def __init__(self, look: Look, alarming: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._alarming = alarming
        self._count = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def set_name(self, name: str, hint: str) -> None:
        self.setText(name)
        self.setToolTip(hint)
        self.setAccessibleName(f"{name} {self._count}")
        self.updateGeometry()

    def set_count(self, count: int) -> None:
        if count != self._count:
            before = self.sizeHint()
            self._count = count
            self.setAccessibleName(f"{self.text()} {count}")
            if self.sizeHint() != before:
                self.updateGeometry()
            self.update()

    @property
    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        large, small = self._fonts()
        width = max(
            QFontMetricsF(large).horizontalAdvance(str(self._count)),
            QFontMetricsF(small).horizontalAdvance(self.text()),
        )
        return QSize(round(width + 14), round(QFontMetricsF(large).height() + QFontMetricsF(small).height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fonts(self) -> tuple[QFont, QFont]:
        return sized(self.font(), 2, QFont.Weight.Medium), sized(self.font(), -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        large, small = self._fonts()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(faded(look.selection, 0.18))
            painter.drawRoundedRect(box, 4, 4)
        elif self.underMouse():
            painter.setBrush(faded(look.text, 0.06))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.selection)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        upper = QRectF(0, 4, box.width(), QFontMetricsF(large).height())
        lower = QRectF(0, upper.bottom(), box.width(), QFontMetricsF(small).height())
        alarm = self._alarming and self._count > 0
        painter.setFont(large)
        painter.setPen(look.bad if alarm else look.text)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, str(self._count))
        painter.setFont(small)
        painter.setPen(look.text if self.isChecked() else look.quiet)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
