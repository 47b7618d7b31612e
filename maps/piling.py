"""Piles of incidents under the hand: opened, gone through, closed again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from maps.fan import MOST
from maps.navigation import Navigation
from maps.presentation import Presentation

#: An opened pile closes when the map is so many zoom levels nearer or farther.
ZOOMED = 0.6
#: As near as a pile is parted by going nearer, and how far apart (pixels) its members must come then.
NEAREST, PARTED = 18.0, 120.0


class Piling(QObject):
    """At most one pile of a map is open. ``chosen``: an incident was taken from it; ``changed``: draw anew;
    ``neared``: it was parted by going nearer."""

    chosen = Signal(str)
    changed = Signal()
    neared = Signal()

    def __init__(self, shown: Presentation, navigation: Navigation, parent: QObject) -> None:
        super().__init__(parent)
        self._shown, self._navigation = shown, navigation
        self._zoom = 0.0
        navigation.moved.connect(self._on_moved)

    def click(self, id_: str, members: tuple[str, ...]) -> None:
        """A sign was clicked that stands for ``members``: one is chosen at once, many are spread out first."""
        if len(members) > 1 and id_ not in self._shown.opened:
            self.open(members)
        self.chosen.emit(id_)

    def open(self, members: tuple[str, ...]) -> None:
        """Spread a pile out around where it is, or go nearer when it is large and that parts it."""
        if len(members) > MOST and self._go_nearer(members):
            self.close()
            return
        self._shown.opened, self._zoom = members, self._navigation.destination.zoom
        self.changed.emit()

    def close(self) -> bool:
        """Whether one was open."""
        was = bool(self._shown.opened)
        self._shown.opened = ()
        if was:
            self.changed.emit()
        return was

    def step(self) -> bool:
        """By key: open the pile of the selected incident; when it is open, choose its next one. Whether there is
        one."""
        selected, opened = self._shown.incident, self._shown.opened
        if selected in opened:
            self.chosen.emit(opened[(opened.index(selected) + 1) % len(opened)])
            return True
        members = self._shown.pile_of(selected, self._navigation.viewport)
        if len(members) > 1:
            self.open(members)
        return len(members) > 1

    def _go_nearer(self, members: tuple[str, ...]) -> bool:
        bounds = self._shown.bounds_of(members)
        if bounds is None:
            return False
        view = self._navigation.viewport
        near = view.fitting(bounds, 80.0)
        zoom = min(near.zoom, NEAREST)
        across = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * near.scale * 2.0 ** (zoom - near.zoom)
        if zoom <= view.zoom + 0.3 or across < PARTED:
            return False
        self._navigation.centre(near.x, near.y, zoom)
        self.neared.emit()
        return True

    def _on_moved(self) -> None:
        if self._shown.opened and abs(self._navigation.viewport.zoom - self._zoom) > ZOOMED:
            self.close()
