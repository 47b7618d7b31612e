"""A column of small buttons that stands on the map."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from maps.style import Style

#: Side of a button and of the sign on it, logical pixels.
SIDE, SIGN = 32, 18


class SmallButtons(QWidget):
    """``buttons`` by code; the map keeps the keyboard. A kind of it says in ``_names`` what each is called."""

    def __init__(self, parent: QWidget, codes: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.buttons: dict[str, QToolButton] = {}
        for code in codes:
            button = QToolButton(self)
            button.setObjectName(code)
            button.setFixedSize(SIDE, SIDE)
            button.setIconSize(QSize(SIGN, SIGN))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.buttons[code] = button
            column.addWidget(button)
        self._name()

    def wear(self, style: Style, signs: Mapping[str, QPixmap]) -> None:
        """The colours of the map, and a sign for each button."""
        for code, button in self.buttons.items():
            button.setIcon(QIcon(signs[code]))
        line, panel, raised = style.line.name(), style.panel.name(), style.raised.name()
        self.setStyleSheet(
            f"QToolButton {{ background: {panel}; border: 1px solid {line}; border-radius: 6px; padding: 0; }}"
            f"QToolButton:hover {{ background: {raised}; }}"
            f"QToolButton:pressed {{ background: {line}; }}"
            f"QToolButton:checked {{ background: {raised}; border: 1px solid {style.selection.name()}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _names(self) -> dict[str, str]:
        """By code, in the language of the moment."""
        return {}

    def _name(self) -> None:
        for code, name in self._names().items():
            self.buttons[code].setToolTip(name)
            self.buttons[code].setAccessibleName(name)
