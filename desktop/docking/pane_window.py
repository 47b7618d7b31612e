"""A window of panes beside the desk window. Closing it sends them home."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.docking import tree
from desktop.docking.area import Area
from desktop.docking.pane import Pane
from desktop.docking.tree import Node
from widgets.look import Look


class PaneWindow(QWidget):
    """``closed``: a person closed it. ``placed``: it was moved or became another size. ``activated``: it has the
    keyboard now."""

    closed = Signal()
    placed = Signal()
    activated = Signal()

    def __init__(self, look: Look, panes: Mapping[str, Pane]) -> None:
        super().__init__()
        self.setObjectName("paneWindow")
        self._panes = panes
        self.codes: tuple[str, ...] = ()
        self.area = Area(look, panes, outside=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.area)

    def show_node(self, node: Node) -> list[QWidget]:
        """As ``Area.show_node``."""
        self.codes = tree.panes(node)
        left = self.area.show_node(node)
        self._name_it()
        return left

    def _name_it(self) -> None:
        titles = " · ".join(self._panes[code].title for code in self.codes)
        self.setWindowTitle(self.tr("{panes} – Grid Command").format(panes=titles))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.placed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        if event.type() == QEvent.Type.WindowStateChange:
            self.placed.emit()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
        super().changeEvent(event)
