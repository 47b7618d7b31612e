"""A menu whose entries can be typed: each may have a letter or digit, shown at its right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget


class KeyedMenu(QMenu):
    """Entries are added with ``add`` and ``add_menu``; a key that is typed does what its entry does."""

    def __init__(self, parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(_plain(title), parent)
        self._keys: dict[str, QAction] = {}

    def add(self, text: str, act: Callable[[], object], key: str = "") -> QAction:
        """One entry that calls ``act``."""
        action = QAction(_plain(text) + (f"\t{key}" if key else ""), self)
        action.triggered.connect(lambda _checked=False: act())
        self._put(action, key)
        return action

    def add_menu(self, title: str, key: str = "") -> KeyedMenu:
        """One entry that leads into a menu of its own."""
        menu = KeyedMenu(self, title)
        self._put(menu.menuAction(), key)
        return menu

    def empty(self) -> None:
        """Take all entries away."""
        self._keys.clear()
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()

    def _put(self, action: QAction, key: str) -> None:
        self.addAction(action)
        if key:
            self._keys[key.upper()] = action

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._keys.get(event.text().upper())
        if action is None:
            super().keyPressEvent(event)
        elif action.menu() is not None:
            self.setActiveAction(action)
            right = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right.value, Qt.KeyboardModifier.NoModifier)
            super().keyPressEvent(right)  # as the arrow does: it opens, and its first entry is chosen
        elif not event.isAutoRepeat():
            self._close_all()
            action.trigger()

    def _close_all(self) -> None:
        menu: QWidget | None = self
        while isinstance(menu, QMenu):
            menu.close()
            menu = menu.parentWidget()


def _plain(text: str) -> str:
    return text.replace("&", "&&")
