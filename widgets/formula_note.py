"""How a figure is counted, beside the figure: its formula with the numbers in it, its period, its cases at a touch."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from domain.indicators import Indicator, Reading, Side
from domain.period import Period
from widgets.figures_now import FiguresNow, comparison, exact, period_words
from widgets.flow_layout import FlowLayout
from widgets.look import Look

WIDTH = 380


class FormulaNote(QFrame):
    """Lies over the window of the figure it is about and never stops the work: a touch elsewhere leaves it, Esc and ×
    close it. ``side_chosen(code, side)``: the cases of one part are wanted; ``archive_requested(code)``: all of them,
    also those closed days ago."""

    side_chosen = Signal(str, str)
    archive_requested = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._code = ""
        self._anchor: QWidget | None = None
        self._now: FiguresNow | None = None
        self._sides: dict[Side, QPushButton] = {}
        self.title = QLabel()
        self.title.setProperty("lettering", "large")
        self.title.setWordWrap(True)
        self.sum = _wrapped()
        self.formula = _wrapped()
        self.note = _wrapped(quiet=True)
        self.about = _wrapped(quiet=True)
        self.close_button = QToolButton()
        self.close_button.setProperty("small", True)
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.all = QPushButton()
        self.all.clicked.connect(lambda: self.archive_requested.emit(self._code))
        self._choices = QWidget()
        self._flow = FlowLayout(self._choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 12)
        column.setSpacing(6)
        column.addLayout(head)
        for part in (self.formula, self.sum, self.note, self.about, self._choices, self.all):
            column.addWidget(part)
        look.changed.connect(self._draw)
        self._draw()
        self._name()
        self.hide()

    @property
    def code(self) -> str:
        """Of the figure it is about, empty while it is closed."""
        return self._code

    def open(self, anchor: QWidget, code: str, now: FiguresNow) -> None:
        """Beside ``anchor``, over its window."""
        self._code, self._anchor, self._now = code, anchor, now
        window = anchor.window()
        before = self.parentWidget()
        if before is not window:
            if before is not None:
                before.removeEventFilter(self)
            self.setParent(window)
            window.installEventFilter(self)
        self._write(now)
        self.show()
        self.raise_()
        self._place()

    def refresh(self, now: FiguresNow) -> None:
        """Newer numbers of the figure it is about."""
        self._now = now
        if self._code and not self.isHidden():
            self._write(now)

    def leave(self) -> None:
        """Close it."""
        self._code = ""
        self.hide()

    def side(self, side: Side) -> QPushButton:
        """The button of a part. Raises KeyError when the figure has no such part."""
        return self._sides[side]

    # --- inside ---

    def _write(self, now: FiguresNow) -> None:
        reading, language = now.reading(self._code), now.language
        indicator = now.catalogue[self._code]
        self.title.setText(indicator.name.text(language))
        self.formula.setText(indicator.formula.text(language))
        self.sum.setText(self._sum(indicator, reading, language))
        self.note.setText(indicator.note.text(language))
        self.note.setVisible(bool(self.note.text()))
        against = comparison(now, reading) if reading is not None else None
        about = [self.tr("this moment") if indicator.moment else period_words(now)]
        self.about.setText(" · ".join([*about, *([against.text] if against is not None else [])]))
        self._offer(indicator, reading, language)
        # of seven days the desk holds a part only
        self.all.setVisible(now.figures.period is Period.WEEK and not indicator.moment)
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(f"{self.formula.text()} {self.sum.text()}")
        if not self.isHidden():
            self._place()

    def _sum(self, indicator: Indicator, reading: Reading | None, language: str) -> str:
        if reading is None or reading.value is None:
            return self.tr("Nothing to count yet")
        if indicator.kind == "share":
            part, whole = indicator.part_name.text(language), indicator.whole_name.text(language)
            return f"{part} {reading.part} ÷ {whole} {reading.whole} = {exact(indicator, reading.value)}"
        if indicator.kind == "mean":
            return f"{exact(indicator, reading.value)}  ({indicator.whole_name.text(language)} {reading.whole})"
        return f"= {exact(indicator, reading.value)}"

    def _offer(self, indicator: Indicator, reading: Reading | None, language: str) -> None:
        sides = indicator.sides()
        if tuple(self._sides) != sides:
            for button in self._sides.values():
                self._flow.removeWidget(button)
                button.deleteLater()
            self._sides = {}
            for side in sides:
                button = QPushButton()
                button.clicked.connect(lambda _checked=False, side=side: self.side_chosen.emit(self._code, side))
                self._sides[side] = button
                self._flow.addWidget(button)
        for side, button in self._sides.items():
            count = reading.count(side) if reading is not None else 0
            button.setText(f"{indicator.side_name(side).text(language)}  {count}")
            button.setEnabled(count > 0)
            button.setToolTip(self.tr("List these cases"))

    def _place(self) -> None:
        """Above or below the figure, all of it inside the window."""
        anchor, window = self._anchor, self.parentWidget()
        if anchor is None or window is None:
            return
        least = self._flow.minimumSize().width() + 26
        wide = min(max(WIDTH, least, self.fontMetrics().height() * 20), window.width() - 16)
        self.setFixedWidth(wide)
        self.layout().activate()  # type: ignore[union-attr]
        high = self.heightForWidth(wide) if self.hasHeightForWidth() else self.sizeHint().height()
        self.resize(wide, high)
        corner = anchor.mapTo(window, QPoint(0, 0))
        above, below = corner.y() - high - 6, corner.y() + anchor.height() + 6
        y = below if below + high <= window.height() - 8 else above
        x = max(8, min(corner.x(), window.width() - wide - 8))
        self.move(x, max(8, min(y, window.height() - high - 8)))

    def _draw(self) -> None:
        self.close_button.setIcon(self._look.icons.icon("x", self._look.tokens.quiet))
        self.all.setIcon(self._look.icons.icon("history", self._look.tokens.quiet))

    def _name(self) -> None:
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.setAccessibleName(self.tr("Close (Esc)"))
        self.all.setText(self.tr("All cases of seven days, also long closed ones"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            if self._now is not None and self._code:
                self._write(msgspec.structs.replace(self._now, language=self._look.language))
        super().changeEvent(event)


def _wrapped(quiet: bool = False) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("quiet", quiet)
    return label
