"""The small button beside the queue's field: in which order, under which headings; its menu can be typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from widgets import queue_words
from widgets.keyed_menu import KeyedMenu
from widgets.look import Look
from widgets.queue_order import Grouping, Sorting

#: The letter and the digit that choose one in the menu.
_SORT_KEYS = {
    Sorting.HURT: "H", Sorting.NEWEST: "N", Sorting.DEADLINE: "D", Sorting.SEVERITY: "S", Sorting.AREA: "A",
    Sorting.CATEGORY: "C",
}  # fmt: skip
_GROUP_KEYS = {grouping: str(place) for place, grouping in enumerate(Grouping)}


class ArrangeButton(QToolButton):
    """``chosen(Sorting, Grouping)``; ``fold_requested(bool)``: all groups, to be folded or opened. Another order than
    the usual one stands on the button: nobody may take the first row for the worst one by mistake."""

    chosen = Signal(object, object)
    fold_requested = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sorting, self._grouping = Sorting.HURT, Grouping.NONE
        self.setIconSize(QSize(16, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open_menu)
        look.changed.connect(self._draw)
        self._draw()

    def show_arranged(self, sorting: Sorting, grouping: Grouping) -> None:
        """How the queue stands."""
        self._sorting, self._grouping = sorting, grouping
        self._draw()

    def open_menu(self) -> None:
        menu = self.menu_now()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def menu_now(self) -> KeyedMenu:
        """Everything that can be chosen, with what is chosen marked."""
        menu = KeyedMenu(self)
        menu.addAction(self.tr("Order")).setEnabled(False)
        for sorting in Sorting:
            self._add(menu, queue_words.sorting(sorting), sorting, self._grouping, _SORT_KEYS[sorting])
        menu.addSeparator()
        menu.addAction(self.tr("Under headings by")).setEnabled(False)
        for grouping in Grouping:
            self._add(menu, queue_words.grouping(grouping), self._sorting, grouping, _GROUP_KEYS[grouping])
        if self._grouping is not Grouping.NONE:
            menu.addSeparator()
            menu.add(self.tr("Fold all"), lambda: self.fold_requested.emit(True), "-")
            menu.add(self.tr("Open all"), lambda: self.fold_requested.emit(False), "+")
        return menu

    def _add(self, menu: KeyedMenu, text: str, sorting: Sorting, grouping: Grouping, key: str) -> QAction:
        action = menu.add(text, lambda: self.chosen.emit(sorting, grouping), key)
        action.setCheckable(True)
        action.setChecked((sorting, grouping) == (self._sorting, self._grouping))
        return action

    def _draw(self) -> None:
        usual = (self._sorting, self._grouping) == (Sorting.HURT, Grouping.NONE)
        tokens = self._look.tokens
        self.setIcon(self._look.icons.icon("sort-descending", tokens.quiet if usual else tokens.selection))
        self.setText("" if self._sorting is Sorting.HURT else queue_words.sorting(self._sorting))
        says = self.tr("Order and headings: {order}, {groups}   Ctrl+G").format(
            order=queue_words.sorting(self._sorting), groups=queue_words.grouping(self._grouping)
        )
        self.setToolTip(says)
        self.setAccessibleName(says)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._draw()
        super().changeEvent(event)
