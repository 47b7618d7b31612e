"""One layer of the map: its code, its name, what paints it, and what a person may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

Paint = TypeVar("Paint")


class Group(StrEnum):
    """What a layer is about, the lowest first; a person orders the layers of one group among each other."""

    BASE = "base"
    AREAS = "areas"
    PEOPLE = "people"
    INCIDENTS = "incidents"
    HELP = "help"

    @property
    def heading(self) -> str:
        """Its name in the language of the screen."""
        return QCoreApplication.translate("MapLayers", str(_NAMES[self]))


_NAMES = {
    Group.BASE: QT_TRANSLATE_NOOP("MapLayers", "Base map"),
    Group.AREAS: QT_TRANSLATE_NOOP("MapLayers", "Areas"),
    Group.PEOPLE: QT_TRANSLATE_NOOP("MapLayers", "People and cameras"),
    Group.INCIDENTS: QT_TRANSLATE_NOOP("MapLayers", "Incidents"),
    Group.HELP: QT_TRANSLATE_NOOP("MapLayers", "Ways and help"),
}


@dataclass(frozen=True, slots=True)
class Layer(Generic[Paint]):
    """``code``: how choices that are kept call it, never changed; ``name``: as ``QT_TRANSLATE_NOOP("MapLayers", …)``
    gives it; ``fixed``: nobody switches it off, moves or dims it, because the map would no longer be true without
    it; ``shown``: whether it is on until somebody chooses; ``group``: where it stands in the sheet of layers."""

    code: str
    name: object
    paint: Paint
    fixed: bool = False
    shown: bool = True
    group: Group = Group.BASE

    @property
    def title(self) -> str:
        """Its name in the language of the screen."""
        return QCoreApplication.translate("MapLayers", str(self.name))
