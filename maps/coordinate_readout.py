"""The coordinates under the pointer, in the system a person has chosen; a touch chooses the next one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from domain.coordinates import System, written
from maps.style import Style

SYSTEMS = tuple(System)


class CoordinateReadout(QPushButton):
    """``system_chosen(System)`` after a touch. Hidden while the pointer is not over the map."""

    system_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.system = System.WGS84
        self._place: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)
        self._name()
        self.hide()

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Longitude and latitude in WGS-84 degrees; None: the pointer has gone."""
        self._place = place
        self.setVisible(place is not None)
        if place is not None:
            self.setText(written(*place, self.system))
            self.adjustSize()

    def choose(self, system: System) -> None:
        self.system = system
        self.show_place(self._place)

    def dress(self, style: Style) -> None:
        self.setFont(style.font(11))
        self.setStyleSheet(
            f"QPushButton {{ background: {style.panel.name()}; color: {style.label.name()}; border: none;"
            f" border-radius: 6px; padding: 2px 8px; }} QPushButton:hover {{ background: {style.raised.name()}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _on_clicked(self) -> None:
        self.choose(SYSTEMS[(SYSTEMS.index(self.system) + 1) % len(SYSTEMS)])
        self.system_chosen.emit(self.system)

    def _name(self) -> None:
        name = QCoreApplication.translate(
            "MapCoordinates", "Longitude and latitude under the pointer. Click for another system; C copies them."
        )
        self.setToolTip(name)
        self.setAccessibleName(name)
