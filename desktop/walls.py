"""Walls a desk opens: one on each other screen that is asked for, each a view of the desk's own picture."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from desktop.actions import Actions, Group
from desktop.live_picture import LivePicture
from desktop.wall_window import ON_A_WALL, WallWindow
from maps.commons import Commons
from maps.layer_choice import LayerChoice
from widgets.look import Look


class Walls(QObject):
    """``told``: a sentence for the person at the desk ``desk``; ``opened``: a wall, just before it is shown. All walls
    show the same layers, which are theirs, not those of the desk's map; ``commons`` is what they share with
    that."""

    told = Signal(str)
    opened = Signal(object)

    def __init__(
        self, live: LivePicture, look: Look, desk: QWidget, actions: Actions, commons: Commons | None = None
    ) -> None:
        super().__init__(desk)
        self._live, self._look, self._desk, self._commons = live, look, desk, commons
        self._open: dict[str, WallWindow] = {}
        self._layers = ON_A_WALL
        actions.add("wall", Group.WINDOW, lambda: self.tr("Wall on another screen / close it"), self.toggle, "F11")
        actions.add("wall-figure", Group.WINDOW, self._figure_title, self.next_figure)
        actions.add("wall-heat", Group.WINDOW, self._heat_title, self.turn_heat)
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
        window = WallWindow(self._live, self._look, commons=self._commons)
        window.map.set_layers(self._layers)
        window.map.layers_changed.connect(self._on_layers)
        window.closed.connect(partial(self._on_closed, screen.name()))
        self._open[screen.name()] = window
        self.opened.emit(window)
        window.show_on(screen)

    def _figure_title(self) -> str:
        return self.tr("Wall: colour the areas by the next figure") if self._open else ""

    def next_figure(self) -> None:
        """The areas on the walls by the next figure, after the last one by none."""
        for window in self.windows[:1]:
            window.next_figure()

    def _heat_title(self) -> str:
        return self.tr("Wall: heat of incidents, on or off") if self._open else ""

    def turn_heat(self) -> None:
        """The heat of the open incidents on the walls, on or off."""
        for window in self.windows[:1]:
            window.turn_heat()

    def state(self) -> dict[str, Any]:
        """What the walls show, for the next time."""
        return {} if self._layers == ON_A_WALL else {"layers": self._layers.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Raises TypeError or ValueError for what is no choice of layers."""
        self._layers = LayerChoice.of(state["layers"]) if "layers" in state else ON_A_WALL
        for window in self.windows:
            window.map.set_layers(self._layers)

    def _on_layers(self) -> None:
        """One wall shows other layers: so do the others."""
        sender = self.sender()
        window = next((one for one in self.windows if one.map is sender), None)
        if window is not None:
            self._layers = window.map.layers
            for other in self.windows:
                other.map.set_layers(self._layers)

    def close_all(self) -> None:
        for window in self.windows:
            window.end()

    def _free_screen(self) -> QScreen | None:
        taken = {self._desk.screen().name(), *self._open}
        return next((screen for screen in QGuiApplication.screens() if screen.name() not in taken), None)

    def _on_closed(self, screen: str) -> None:
        self._open.pop(screen).deleteLater()

    def _on_screen_removed(self, screen: QScreen) -> None:
        window = self._open.get(screen.name())
        if window is not None:
            window.end()
