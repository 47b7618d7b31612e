"""One indicator: its number, what it is made of, what it is compared with, and how it is counted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from domain.indicators import Reading
from widgets.figures_now import FiguresNow, comparison, number
from widgets.look import Look, faded, sized

PAD = 8.0


class IndicatorCard(QAbstractButton):
    """``code`` of the indicator it shows. ``formula``: whether its formula stands below it."""

    def __init__(self, look: Look, code: str, parent: QWidget | None = None, *, formula: bool = False) -> None:
        super().__init__(parent)
        self.code = code
        self._look = look
        self._formula = formula
        self._lines: tuple[str, str, str, str, str] = ("", "–", "", "", "")
        self._worse = self._alarm = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def value(self) -> str:
        """The number as it is read."""
        return self._lines[1]

    def show_reading(self, now: FiguresNow, reading: Reading | None, chosen: bool) -> None:
        """``reading`` None: not known (yet); ``chosen``: its cases are those that are listed."""
        indicator = now.catalogue[self.code]
        against = comparison(now, reading) if reading is not None else None
        made_of = ""
        if reading is not None and indicator.kind == "share":
            made_of = f"{reading.part} / {reading.whole}"
        elif reading is not None and indicator.kind == "mean" and reading.whole:
            made_of = self.tr("of {count}").format(count=reading.whole)
        elif reading is not None and reading.aside:  # there are cases, but none that the figure is about
            made_of = f"{indicator.aside_name.text(now.language)} {reading.aside}"
        lines = (
            indicator.title(now.language),
            number(indicator, reading.value if reading is not None else None),
            made_of,
            against.text if against is not None else "",
            indicator.formula.text(now.language).replace("× 100 %", "×\u00a0100\u00a0%"),  # stays in one line
        )
        worse = against is not None and against.worse
        alarm = indicator.moment and indicator.good == "low" and bool(reading and reading.whole)
        if (lines, worse, alarm) != (self._lines, self._worse, self._alarm):
            self.update()
        self._worse, self._alarm = worse, alarm
        self.setChecked(chosen)
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName(f"{lines[0]} {lines[1]}")
            self.setAccessibleDescription(", ".join(line for line in lines[2:] if line))
            self.setToolTip("\n".join(line for line in (indicator.name.text(now.language), *lines[2:]) if line))
            self.updateGeometry()

    def _fonts(self) -> tuple[QFont, QFont]:
        return sized(self.font(), 4, QFont.Weight.Medium), sized(self.font(), -1.5)

    def sizeHint(self) -> QSize:
        large, small = (QFontMetricsF(font) for font in self._fonts())
        wide = max(
            small.horizontalAdvance(self._lines[0]),
            large.horizontalAdvance(self._lines[1]) + small.horizontalAdvance(self._lines[2]) + PAD,
            small.horizontalAdvance(self._lines[3]),
        )
        height = large.height() + 2 * small.height() + (2 * small.height() if self._formula else 0) + PAD
        return QSize(round(wide + 2 * PAD), round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(9 * self.fontMetrics().height(), self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        large, small = self._fonts()
        big, little = QFontMetricsF(large), QFontMetricsF(small)
        title, value, made_of, against, formula = self._lines
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(look.selection if self.hasFocus() else look.line if self._formula else Qt.PenStyle.NoPen)
        painter.setBrush(
            faded(look.selection, 0.18)
            if self.isChecked()
            else faded(look.text, 0.06)
            if self.underMouse()
            else look.panel
        )
        if self._formula or self.isChecked() or self.underMouse() or self.hasFocus():
            painter.drawRoundedRect(box, 4, 4)
        wide = self.width() - 2 * PAD
        line = QRectF(PAD, PAD / 2, wide, little.height())
        painter.setFont(small)
        painter.setPen(look.quiet)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, little.elidedText(title, Qt.TextElideMode.ElideRight, wide))
        line = QRectF(PAD, line.bottom(), wide, big.height())
        painter.setFont(large)
        painter.setPen(look.bad if self._alarm else look.text)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, value)
        painter.setFont(small)
        painter.setPen(look.quiet)
        beside = line.adjusted(big.horizontalAdvance(value) + PAD, big.ascent() - little.ascent(), 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft, made_of)
        line = QRectF(PAD, line.bottom(), wide, little.height())
        painter.setPen(look.bad if self._worse else look.quiet)
        painter.drawText(
            line, Qt.AlignmentFlag.AlignLeft, little.elidedText(against, Qt.TextElideMode.ElideRight, wide)
        )
        if self._formula:
            line = QRectF(PAD, line.bottom(), wide, 2 * little.height())
            painter.setPen(faded(look.quiet, 0.85))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, formula)
        painter.end()
