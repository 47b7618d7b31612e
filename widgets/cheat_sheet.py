"""F1: every key of the desk on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QMargins, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets.look import Look
from widgets.overlay import MARGIN, Overlay

#: The sheet has so many columns.
COLUMNS = 3


class Part(msgspec.Struct, frozen=True):
    """One heading of the sheet and what stands below it: (keys, what they do)."""

    title: str
    lines: tuple[tuple[str, str], ...]


class CheatSheet(Overlay):
    """Shows what ``open_with`` is given; nothing on it is known to this view."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._title = QLabel()
        self._title.setProperty("heading", True)
        self._hint = QLabel()
        self._hint.setProperty("quiet", True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._hint)
        self._inside = QWidget()
        self._columns = QHBoxLayout(self._inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(36)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._inside)
        self.body.addLayout(head)
        self.body.addWidget(self.area, 1)
        self._name()

    def open_with(self, parts: Sequence[Part]) -> None:
        """The parts, shared out over the columns in their order so that the columns are about equally long."""
        while (item := self._columns.takeAt(0)) is not None and (column := item.widget()) is not None:
            column.hide()
            column.deleteLater()
        for some in share_out(parts, COLUMNS):
            column = _column(some)
            self._columns.addWidget(column, 0, Qt.AlignmentFlag.AlignTop)
            column.show()  # at once: what is not seen counts for nothing when the sheet asks how large it is
        self.setAccessibleDescription("\n".join(f"{key}: {what}" for part in parts for key, what in part.lines))
        self.area.verticalScrollBar().setValue(0)
        self.open()

    def _place(self) -> None:
        """As large as its columns; on a small screen they are scrolled."""
        self._columns.activate()
        wanted = self._inside.sizeHint()
        self.area.setMinimumSize(0, 0)
        room = self._over.size().shrunkBy(QMargins(MARGIN, MARGIN, MARGIN, MARGIN))
        edges = self.body.contentsMargins()
        head = self._title.sizeHint().height() + self.body.spacing()
        bar = self.area.verticalScrollBar().sizeHint().width()
        size = wanted.grownBy(edges) + QSize(4, head + 4)  # with its frame
        if size.height() > room.height():
            size += QSize(bar, 0)
        size = size.boundedTo(room)
        self.setGeometry(self._over.rect())
        self.sheet.resize(size)
        self.sheet.move((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through what does not fit."""
        bar, line = self.area.verticalScrollBar(), self.fontMetrics().height() * 2
        steps = {Qt.Key.Key_Down: line, Qt.Key.Key_Up: -line, Qt.Key.Key_PageDown: bar.pageStep(),
                 Qt.Key.Key_PageUp: -bar.pageStep()}  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.close_sheet()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.setText(self.tr("Keys"))
        self._hint.setText(self.tr("Esc closes"))
        self.setAccessibleName(self.tr("Keys"))


def share_out(parts: Sequence[Part], count: int) -> list[list[Part]]:
    """``parts`` in their order over at most ``count`` columns, the longest as short as can be."""
    lengths = [len(part.lines) + 2 for part in parts]
    most = max([*lengths, -(-sum(lengths) // count)]) if parts else 0
    while True:
        columns: list[list[Part]] = [[]]
        filled = 0
        for part, length in zip(parts, lengths, strict=True):
            if filled + length > most and columns[-1]:
                columns.append([])
                filled = 0
            columns[-1].append(part)
            filled += length
        if len(columns) <= count:
            return columns
        most += 1


def _column(parts: Sequence[Part]) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for part in parts:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        heading = QLabel(part.title)
        heading.setProperty("quiet", True)
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (key, what) in enumerate(part.lines, 1):
            cap = QLabel(key)
            cap.setProperty("key", True)
            grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(QLabel(what), row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
    return widget
