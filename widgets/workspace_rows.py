"""What the menu of workspaces is made of: its rows, and the button that opens it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from widgets.look import Look


class WorkspaceRow(msgspec.Struct, frozen=True):
    """``own``: saved by a person, who may rename and delete it. ``key``: its shortcut, empty when it has none."""

    code: str
    name: str
    own: bool
    chosen: bool
    key: str = ""


class PaneRow(msgspec.Struct, frozen=True):
    """``shown``: not hidden; ``away``: in a window of its own."""

    code: str
    title: str
    shown: bool
    away: bool
    key: str = ""


class WorkspaceButton(QToolButton):
    """Opens the menu."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("flat", True)
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self._draw)
        self._draw()
        self._name_it()

    def _draw(self) -> None:
        self.setIcon(self._look.icons.icon("layout-dashboard", self._look.tokens.quiet))

    def _name_it(self) -> None:
        self.setToolTip(self.tr("Workspaces and panes"))
        self.setAccessibleName(self.toolTip())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        super().changeEvent(event)


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
