"""A second map of the desk, with a place, a scale and layers of its own; made when somebody first wants to see it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.map_memory import MapMemory
from maps.canvas import MapCanvas

#: It wants so much room, until somebody gives it another size.
ROOM = QSize(960, 640)


class SecondMap(QWidget):
    """Holds its place. ``opened``: it can be seen, and wants a map to be ``put`` there, once."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.map: MapCanvas | None = None
        self._kept: dict[str, Any] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def sizeHint(self) -> QSize:
        return ROOM

    def put(self, canvas: MapCanvas) -> None:
        """Here it is, and it has a city: it shows what it showed last time."""
        self.map = canvas
        self._box.addWidget(canvas)
        canvas.show()
        self.setFocusProxy(canvas)
        self.restore(self._kept)

    def state(self) -> dict[str, Any]:
        """What comes back after a restart."""
        return MapMemory(self.map).state() if self.map is not None else self._kept

    def restore(self, state: dict[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what is none of this."""
        self._kept = state
        if self.map is not None and state:
            MapMemory(self.map).restore(state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.map is None:
            self.opened.emit()
