"""F1: every key of the desk on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.look import Look
from widgets.overlay import Overlay

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
        self._columns = QHBoxLayout()
        self._columns.setSpacing(36)
        self.body.addLayout(head)
        self.body.addLayout(self._columns)
        self._name()

    def open_with(self, parts: Sequence[Part]) -> None:
        """The parts, shared out over the columns in their order so that the columns are about equally long."""
        while (item := self._columns.takeAt(0)) is not None and (column := item.widget()) is not None:
            column.deleteLater()
        for some in share_out(parts, COLUMNS):
            self._columns.addWidget(_column(some), 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleDescription("\n".join(f"{key}: {what}" for part in parts for key, what in part.lines))
        self.sheet.layout().activate()  # type: ignore[union-attr]  # it was made with the sheet
        self.open()

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
