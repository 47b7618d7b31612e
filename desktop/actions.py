"""Everything the desk can do, once: shortcuts, the palette and the cheat sheet all read this table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from widgets.entry import Entry, command_entry


class Group(StrEnum):
    """What an action is about; the cheat sheet has a part for each, in this order."""

    INCIDENT = "incident"
    FIND = "find"
    WINDOW = "window"
    ROOM = "room"
    HELP = "help"


class Action(msgspec.Struct, frozen=True):
    """One thing a person can ask for. ``title`` is asked each time it is shown, in the language of that moment; an
    empty one says that there is nothing to ask for just now.

    ``key`` is a shortcut as Qt writes it, empty when there is none. ``hidden`` actions stand in the cheat
    sheet, but the palette does not offer them (it is where they lead)."""

    code: str
    group: Group
    title: Callable[[], str]
    run: Callable[[], object]
    key: str = ""
    hidden: bool = False


class Actions(QObject):
    """The table of one desk; codes are unique."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._windows = [window]
        self._actions: dict[str, Action] = {}

    def __iter__(self) -> Iterator[Action]:
        groups = list(Group)
        there = [action for action in self._actions.values() if action.title()]
        return iter(sorted(there, key=lambda action: groups.index(action.group)))

    def add(
        self,
        code: str,
        group: Group,
        title: Callable[[], str],
        run: Callable[[], object],
        key: str = "",
        *,
        hidden: bool = False,
    ) -> None:
        """One more action; its key works at once in all windows. Raises ValueError when ``code`` or ``key`` is
        taken."""
        if code in self._actions or (key and any(action.key == key for action in self._actions.values())):
            raise ValueError(f"the desk already has an action {code!r}, or one with the key {key!r}")
        self._actions[code] = Action(code, group, title, run, key, hidden)
        for window in self._windows:
            self._add_key(self._actions[code], window)

    def watch(self, window: QWidget) -> None:
        """All keys work in this window too, as long as it is there."""
        self._windows = [*filter(isValid, self._windows), window]
        for action in self._actions.values():
            self._add_key(action, window)

    def _add_key(self, action: Action, window: QWidget) -> None:
        if action.key and isValid(window):
            shortcut = QShortcut(QKeySequence(action.key), window)
            shortcut.setObjectName(action.code)
            shortcut.activated.connect(self._on_key)  # a bound method: a closure would keep the whole desk alive

    def end(self) -> None:
        """Forgets them all: what they hold keeps the desk alive."""
        self._actions.clear()

    def run(self, code: str) -> None:
        """Do it."""
        self._actions[code].run()

    def _on_key(self) -> None:
        self.run(self.sender().objectName())

    def entries(self) -> list[Entry]:
        """The actions as the palette shows them."""
        return [command_entry(one.code, one.title(), one.key) for one in self if not one.hidden]
