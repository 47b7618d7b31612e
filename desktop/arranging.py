"""Arranging the panes by hand: workspaces and their menu, the menu of a pane, keys in every window of the desk."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop.actions import Actions, Group
from desktop.desk_window import DeskWindow
from desktop.docking import tree
from desktop.docking.tree import Side
from desktop.screens import Screens
from desktop.views import Views
from desktop.workspaces import Workspaces
from widgets.keyed_menu import KeyedMenu
from widgets.named_rows import NamedRow
from widgets.workspace_rows import PaneRow, WorkspaceButton

if TYPE_CHECKING:
    from widgets.workspace_menu import WorkspaceMenu

#: So many workspaces have a key; panes one more, the tenth on the zero.
KEYED = 9


class Arranging(QObject):
    """``workspaces`` of this desk, with all that is needed to get at them."""

    def __init__(self, views: Views, window: DeskWindow, actions: Actions, screens: Screens) -> None:
        super().__init__(window)
        self._views, self._window, self._actions, self._screens = views, window, actions, screens
        self._docks = window.docks
        self.workspaces = Workspaces(self._docks, screens, self)
        self._button = WorkspaceButton(views.look)
        views.top_bar.add_tool(self._button)
        self._button.clicked.connect(self.open_menu)
        self._docks.window_opened.connect(actions.watch)
        self._docks.menu_requested.connect(self.open_pane_menu)
        self._docks.changed.connect(self._tell_menu)
        self.workspaces.changed.connect(self._tell_menu)
        self.workspaces.noticed.connect(window.toast.tell)
        self._add_actions()

    def close(self) -> None:
        """The windows of panes go."""
        self._docks.close()
        self._screens.close()

    # --- keys and palette ---------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, docks = self._actions.add, self._docks
        for number, code in enumerate(docks.panes, 1):
            title, run = partial(self._window_title, code), partial(docks.toggle_window, code)
            add(f"pane:{code}", Group.WINDOW, title, run, _key_of_pane(number))
        for code in docks.panes:
            add(f"hide:{code}", Group.WINDOW, partial(self._hide_title, code), partial(docks.toggle_hidden, code))
        for place in range(KEYED):
            title, run = partial(self._workspace_title, place), partial(self.workspaces.choose_at, place)
            add(f"workspace:{place + 1}", Group.WINDOW, title, run, f"Ctrl+Shift+{place + 1}")
        add("workspaces", Group.WINDOW, lambda: self.tr("Workspaces and panes"), self.open_menu, "Ctrl+Shift+W")
        add("arrange", Group.WINDOW, lambda: self.tr("Arrange this pane"), self.arrange, "Ctrl+Shift+A")
        add("back", Group.WINDOW, lambda: self.tr("Take back the last arranging"), self.take_back, "Ctrl+Shift+Z")
        add("reset", Group.WINDOW, lambda: self.tr("Back to the saved layout"), self.workspaces.reset)
        add("together", Group.WINDOW, lambda: self.tr("Bring all windows home"), docks.bring_home)

    def _window_title(self, code: str) -> str:
        return self.tr("{pane}: own window / back").format(pane=self._docks.panes[code].title)

    def _hide_title(self, code: str) -> str:
        text = self.tr("{pane}: show") if self._docks.hidden(code) else self.tr("{pane}: hide")
        return text.format(pane=self._docks.panes[code].title)

    def _workspace_title(self, place: int) -> str:
        name = self.workspaces.name_at(place)
        return self.tr("Workspace: {name}").format(name=name) if name else ""

    def take_back(self) -> None:
        if not self.workspaces.take_back():
            self._window.toast.tell(self.tr("There is no arranging to take back."))

    # --- the menu of workspaces ---------------------------------------------------------------------------------------

    @cached_property
    def menu(self) -> WorkspaceMenu:
        from widgets.workspace_menu import WorkspaceMenu  # nobody's start waits for it

        menu, workspaces = WorkspaceMenu(self._views.look, self._window), self.workspaces
        menu.chosen.connect(workspaces.choose)
        menu.save_requested.connect(workspaces.save_as)
        menu.rename_requested.connect(workspaces.rename)
        menu.delete_requested.connect(workspaces.delete)
        menu.undelete_requested.connect(workspaces.undelete)
        menu.reset_requested.connect(workspaces.reset)
        menu.update_requested.connect(workspaces.save)
        menu.pane_toggled.connect(self._docks.toggle_hidden)
        menu.pane_window_toggled.connect(self._docks.toggle_window)
        return menu

    def open_menu(self) -> None:
        if not self._window.room_shown:
            return
        if not self._window.isActiveWindow():
            self._window.activateWindow()
        self._fill_menu()
        self.menu.toggle(self._button)

    def _tell_menu(self) -> None:
        if "menu" in vars(self) and self.menu.isVisible():
            self._fill_menu()

    def _fill_menu(self) -> None:
        listed = enumerate(self.workspaces.listed(), 1)
        self.menu.show_rows(
            [
                NamedRow(one.code, one.name, one.own, one.chosen, f"Ctrl+Shift+{place}" if place <= KEYED else "")
                for place, one in listed
            ]
        )
        self.menu.show_panes(
            [
                PaneRow(
                    code,
                    pane.title,
                    not self._docks.hidden(code),
                    self._docks.away(code),
                    _key_of_pane(place),
                )
                for place, (code, pane) in enumerate(self._docks.panes.items(), 1)
            ]
        )

    # --- the menu of a pane -------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """The menu of the pane that has the keyboard."""
        code = self._pane_of(QApplication.focusWidget()) or next(iter(self._docks.panes))
        view = self._docks.panes[code].view
        if view.isVisible():
            self.open_pane_menu(code, view.mapToGlobal(QPoint(12, 4)))

    def _pane_of(self, widget: QWidget | None) -> str:
        while widget is not None:
            for code, pane in self._docks.panes.items():
                if pane.view is widget:
                    return code
            widget = widget.parentWidget()
        return ""

    def open_pane_menu(self, code: str, where: QPoint) -> None:
        """Everything that can be done with a pane by hand, at a point of the screen."""
        menu = self.pane_menu(code)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def pane_menu(self, code: str) -> KeyedMenu:
        docks = self._docks
        menu = KeyedMenu(self._window)
        away = docks.away(code)
        text = self.tr("Bring back into the desk window") if away else self.tr("Open in a window of its own")
        menu.add(text, partial(docks.toggle_window, code), "W")
        if len(self._screens.monitors) > 1:
            for number in range(len(self._screens.monitors)):
                fill = self.tr("Fill monitor {number}").format(number=number + 1)
                menu.add(fill, partial(docks.to_screen, code, number), str(number + 1))
        menu.add(self.tr("Hide"), partial(docks.hide, code), "H")
        menu.addSeparator()
        sides: tuple[tuple[str, Side | None, str], ...] = (
            (self.tr("Left of"), Side.LEFT, "L"),
            (self.tr("Right of"), Side.RIGHT, "R"),
            (self.tr("Above"), Side.ABOVE, "A"),
            (self.tr("Below"), Side.BELOW, "B"),
            (self.tr("As a tab with"), None, "T"),
        )
        for title, side, key in sides:
            self._add_places(menu.add_menu(title, key), code, side)
        return menu

    def _add_places(self, menu: KeyedMenu, code: str, side: Side | None) -> None:
        """The other panes that are seen, as something to go beside."""
        now = self._docks.arrangement
        shown = [*tree.panes(now.shown_at_home), *(one for window in now.windows for one in tree.panes(window.node))]
        for place, (other, pane) in enumerate(self._docks.panes.items(), 1):
            if other in shown and other != code:
                menu.add(pane.title, partial(self._docks.beside, code, other, side), str(place))


def _key_of_pane(number: int) -> str:
    """The key that puts the pane of a number (from 1) into a window of its own, empty for none."""
    return f"Ctrl+{number % 10}" if number <= KEYED + 1 else ""
