"""A list with shelves: chips that choose what lies in it, a field that filters it, and words when it is empty."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from widgets.chips import CountChip
from widgets.empty_note import EmptyNote
from widgets.look import Look


class ShelvedList(QWidget):
    """The frame around a list; whoever derives from it calls ``_hold`` once, names things and says what is missing.

    ``shelf_chosen(shelf)``: another one is to be shown. From the filter field ↓ and Enter lead into the list and Esc
    empties the field, then leads there as well."""

    shelf_chosen = Signal(object)

    def __init__(self, look: Look, first: Enum, alarming: Enum | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shelf = first
        self._chips: dict[Any, CountChip] = {
            shelf: CountChip(look, alarming=shelf is alarming) for shelf in type(first)
        }
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self._line.addWidget(self.search, 1)

    # --- what comes back after a restart --------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """The shelf and what stands in the field."""
        return {"shelf": self._shelf.value, "words": self.search.text()}

    def restore(self, state: dict[str, Any]) -> None:
        """Raises ValueError for a shelf that there is not."""
        if "shelf" in state:
            self._choose(type(self._shelf)(state["shelf"]))
        self.search.setText(str(state.get("words", "")))

    # --------------------------------------------------------------------------------------------------------------

    def _add_tool(self, tool: QWidget) -> None:
        """One more small thing beside the field."""
        self._line.addWidget(tool)

    def _hold(self, listing: QListView, icon: str) -> None:
        """Lay out chips, field and list."""
        self._listing = listing
        self._empty = EmptyNote(self._look, icon, listing)
        chips = QHBoxLayout()
        chips.setSpacing(2)
        group = QButtonGroup(self)
        for shelf, chip in self._chips.items():
            chips.addWidget(chip, 1)
            group.addButton(chip)
            chip.clicked.connect(lambda _checked=False, shelf=shelf: self._choose(shelf))
        self._chips[self._shelf].setChecked(True)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 8)
        top.setSpacing(8)
        top.addLayout(chips)
        top.addLayout(self._line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(listing, 1)
        self.search.textChanged.connect(self._say_empty)
        self._look.changed.connect(listing.viewport().update)

    def _choose(self, shelf: Enum) -> None:
        self._shelf = shelf
        self._chips[shelf].setChecked(True)
        self.shelf_chosen.emit(shelf)
        self._say_empty()

    def _set_counts(self, counts: Mapping[Any, int]) -> None:
        for shelf, chip in self._chips.items():
            chip.set_count(counts[shelf])
        self._say_empty()

    def _set_names(self, shelves: Mapping[Any, tuple[str, str]], placeholder: str, search: str, listing: str) -> None:
        """Of each shelf its name and hint; what the field says and is called; what the list is called."""
        for shelf, (name, hint) in shelves.items():
            self._chips[shelf].set_name(name, hint)
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(search)
        self._listing.setAccessibleName(listing)
        self._say_empty()

    def _say_empty(self) -> None:
        if self._listing.model().rowCount():
            self._empty.hide()
        else:
            self._empty.say(*self._missing())

    def _missing(self) -> tuple[str, str]:
        """Why nothing is shown, and what will appear."""
        raise NotImplementedError

    def _name_things(self) -> None:
        """Put the words of the language of the moment on everything."""
        raise NotImplementedError

    def _into_list(self) -> None:
        self._listing.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._listing.currentIndex().isValid() and self._listing.model().rowCount():
            self._listing.setCurrentIndex(self._listing.model().index(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                self._into_list()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)
