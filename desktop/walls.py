"""Walls a desk opens: one on each other screen that is asked for, each a view of the desk's own picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from desktop.actions import Actions, Group
from desktop.live_picture import LivePicture
from desktop.wall_window import WallWindow
from widgets.look import Look


class Walls(QObject):
    """``told``: a sentence for the person at the desk ``desk``."""

    told = Signal(str)

    def __init__(self, live: LivePicture, look: Look, desk: QWidget, actions: Actions) -> None:
        super().__init__(desk)
        self._live, self._look, self._desk = live, look, desk
        self._open: dict[str, WallWindow] = {}
        actions.add("wall", Group.WINDOW, lambda: self.tr("Wall on another screen / close it"), self.toggle, "F11")
        screens = QGuiApplication.instance()
        assert isinstance(screens, QGuiApplication)
        screens.screenRemoved.connect(self._on_screen_removed)

    @property
    def windows(self) -> list[WallWindow]:
        """The walls that are open."""
        return list(self._open.values())

    def toggle(self) -> None:
        """A wall on the first screen that has neither a desk nor a wall; when there is no such screen, the walls close.

        With a single screen the wall takes it until Esc."""
        if not self._live.opened:
            return
        free = self._free_screen()
        if free is not None:
            self.open_on(free)
        elif self._open:
            self.close_all()
        else:
            self.open_on(self._desk.screen())
            self.told.emit(self.tr("Esc closes the wall."))

    def open_on(self, screen: QScreen) -> None:
        """A wall on this screen; one that is there already stays."""
        if screen.name() in self._open:
            return
        window = WallWindow(self._live, self._look)
        window.closed.connect(self._on_closed)
        self._open[screen.name()] = window
        window.show_on(screen)

    def close_all(self) -> None:
        for window in self.windows:
            window.end()

    def _free_screen(self) -> QScreen | None:
        taken = {self._desk.screen().name(), *self._open}
        return next((screen for screen in QGuiApplication.screens() if screen.name() not in taken), None)

    def _on_closed(self) -> None:
        for name, window in list(self._open.items()):
            if not window.isVisible():
                del self._open[name]
                window.deleteLater()

    def _on_screen_removed(self, screen: QScreen) -> None:
        window = self._open.get(screen.name())
        if window is not None:
            window.end()
