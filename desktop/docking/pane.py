"""What can stand in the desk's windows: a view, what it is called, and where it belongs."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.docking.arrangement import Berth


class Pane(msgspec.Struct, frozen=True):
    """``name``: as ``QT_TRANSLATE_NOOP("Panes", …)`` gives it. ``berth``: where it goes in a layout that does not know
    it yet. A ``greedy`` pane takes the room that is over."""

    code: str
    view: QWidget
    name: object
    berth: Berth
    greedy: bool = False

    @property
    def title(self) -> str:
        """What it is called, in the language of the moment."""
        return QCoreApplication.translate("Panes", str(self.name))
