"""What menus of named things are made of: their rows."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.look import Look


class NamedRow(msgspec.Struct, frozen=True):
    """``own``: saved by a person, who may rename and delete it. ``key``: its shortcut, empty when it has none;
    ``detail``: more about it, for its hint."""

    code: str
    name: str
    own: bool
    chosen: bool
    key: str = ""
    detail: str = ""


class Line(QWidget):
    """A thin line between two parts."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(8, 4, self.width() - 16, 1), self._look.line)
        painter.end()


def row_of(text: str, key: str, code: str) -> tuple[QWidget, QPushButton]:
    """A line with a button over all its width; more can be added to its layout."""
    line = QWidget()
    box = QHBoxLayout(line)
    box.setContentsMargins(0, 0, 4, 0)
    box.setSpacing(2)
    button = QPushButton(text)
    button.setObjectName(code)
    button.setProperty("row", True)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setAccessibleName(text)
    box.addWidget(button, 1)
    if key:
        hint = QLabel(key)
        hint.setProperty("quiet", True)
        box.addWidget(hint)
    return line, button


def column(widget: QWidget) -> QVBoxLayout:
    """Nothing between what stands in it."""
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    return box


def add(box: QVBoxLayout, line: QWidget) -> None:
    """One more line, seen at once: what is not counts for nothing when the menu asks how high it is."""
    box.addWidget(line)
    line.show()


def empty(box: QVBoxLayout) -> None:
    """Take everything out."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
