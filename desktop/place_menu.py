"""The menu of a place on the map where there is nothing else: what can be done there."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

#: Longitude and latitude in WGS-84 degrees.
Place = tuple[float, float]


class PlaceEntry(msgspec.Struct, frozen=True):
    """``title(place)``: what it is called there, in the language of the moment; empty where it means nothing."""

    title: Callable[[Place], str]
    run: Callable[[Place], object]
    #: Entries of one part stand together; parts in the order of their numbers.
    part: int = 0


class PlaceMenu(QObject):
    """Whoever can do something at a place adds an entry, once."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: list[PlaceEntry] = []
        self.menu: QMenu | None = None

    def add(self, title: Callable[[Place], str], run: Callable[[Place], object], part: int = 0) -> None:
        self._entries.append(PlaceEntry(title, run, part))

    def end(self) -> None:
        """Forgets the entries: what they hold keeps the desk alive."""
        self._entries.clear()

    def popup(self, lon: float, lat: float, at: QPoint) -> None:
        menu = QMenu(self._window)
        place, before = (lon, lat), None
        for entry in sorted(self._entries, key=lambda one: one.part):
            title = entry.title(place)
            if not title:
                continue
            if before is not None and entry.part != before:
                menu.addSeparator()
            before = entry.part
            menu.addAction(title).triggered.connect(_at(entry, place))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.destroyed.connect(self._on_gone)
        menu.popup(at)

    def _on_gone(self) -> None:
        self.menu = None


def _at(entry: PlaceEntry, place: Place) -> Callable[[], object]:
    return lambda: entry.run(place)
