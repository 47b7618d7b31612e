"""What the menu of workspaces adds to that of named things: rows of panes, and the button that opens it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton

from widgets.look import Look


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
