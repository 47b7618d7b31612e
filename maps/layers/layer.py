"""One layer of the map: its code, its name, what paints it, and what a person may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication

Paint = TypeVar("Paint")


class Group(StrEnum):
    """What a layer is about. A base of tiles takes the place of the others of ``BASE``."""

    BASE = "base"
    AREAS = "areas"
    PEOPLE = "people"
    INCIDENTS = "incidents"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Layer(Generic[Paint]):
    """``code``: how choices that are kept call it, never changed; ``name``: as ``QT_TRANSLATE_NOOP("MapLayers", …)``
    gives it; ``fixed``: nobody switches it off, moves or dims it, because the map would no longer be true without
    it; ``shown``: whether it is on until somebody chooses; ``group``: what it is about; ``signs``: what it writes where
    the names of places have left room."""

    code: str
    name: object
    paint: Paint
    fixed: bool = False
    shown: bool = True
    group: Group = Group.BASE
    signs: Paint | None = None

    @property
    def title(self) -> str:
        """Its name in the language of the screen."""
        return QCoreApplication.translate("MapLayers", str(self.name))
