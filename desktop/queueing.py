"""How the queue stands and what it shows, by hand, key and palette: orders, headings, filters with a name."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.actions import Actions, Group
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.ready_filters import waiting_stages
from desktop.saved_filters import MOST, SavedFilters
from desktop.selection import Selection
from desktop.views import Views
from domain.casefilter import CaseFilter, Standing
from domain.picture import Picture
from widgets import filter_words, queue_words
from widgets.named_rows import NamedRow
from widgets.queue_order import Grouping, Sorting
from widgets.queue_rows import Shelf

if TYPE_CHECKING:
    from widgets.filter_menu import FilterMenu

#: So many filters have a key.
KEYED = 9
_STANDINGS = {Shelf.LATE: (Standing.LATE,), Shelf.CLOSED: (Standing.CLOSED,)}
_WAITING = {Shelf.DESK: "desk", Shelf.FIELD: "worker"}


class Queueing(QObject):
    """``filters``: those with a name."""

    def __init__(
        self, live: LivePicture, views: Views, window: DeskWindow, selection: Selection, actions: Actions
    ) -> None:
        super().__init__(window)
        self._live, self._views, self._window = live, views, window
        self._selection, self._actions = selection, actions
        self.filters = SavedFilters(selection, self._context, self)
        self.filters.changed.connect(self._tell_menu)
        selection.changed.connect(self._tell_menu)
        views.queue.filters_requested.connect(self.open_filters)
        self._add_actions()

    def _context(self) -> tuple[Picture, str] | None:
        return (self._live.picture, self._live.scope) if self._live.opened else None

    def _add_actions(self) -> None:
        add, queue = self._actions.add, self._views.queue
        add("order", Group.FIND, lambda: self.tr("Order and headings of the queue"), self.open_orders, "Ctrl+G")
        for sorting in Sorting:
            add(f"sort:{sorting}", Group.FIND, partial(self._sort_title, sorting), partial(self.sort, sorting))
        for grouping in Grouping:
            add(f"group:{grouping}", Group.FIND, partial(self._group_title, grouping), partial(self.group, grouping))
        add("fold", Group.FIND, partial(self._fold_title, True), partial(queue.model.fold_all, True))
        add("unfold", Group.FIND, partial(self._fold_title, False), partial(queue.model.fold_all, False))
        add("filters", Group.FIND, lambda: self.tr("Saved filters"), self.open_filters, "Ctrl+F")
        for place in range(MOST):
            key = f"Alt+{place + 1}" if place < KEYED else ""
            title, run = partial(self._filter_title, place), partial(self.choose_filter, place)
            add(f"filter:{place + 1}", Group.FIND, title, run, key)

    # --- order and headings -------------------------------------------------------------------------------------------

    def _sort_title(self, sorting: Sorting) -> str:
        return self.tr("Queue in order of: {order}").format(order=queue_words.sorting(sorting))

    def _group_title(self, grouping: Grouping) -> str:
        if grouping is Grouping.NONE:
            return self.tr("Queue without headings")
        return self.tr("Queue under headings: {groups}").format(groups=queue_words.grouping(grouping))

    def _fold_title(self, folded: bool) -> str:
        if self._views.queue.model.grouping is Grouping.NONE:
            return ""
        return self.tr("Queue: fold all headings") if folded else self.tr("Queue: open all headings")

    def sort(self, sorting: Sorting) -> None:
        """In this order, the headings stay."""
        self._views.queue.arrange(sorting, self._views.queue.model.grouping)

    def group(self, grouping: Grouping) -> None:
        """Under these headings, the order stays."""
        self._views.queue.arrange(self._views.queue.model.sorting, grouping)

    def open_orders(self) -> None:
        """The menu beside the queue's field."""
        if self._reveal():
            self._views.queue.arranging.open_menu()

    def worst(self) -> str:
        """The incident that hurts most among those shown that wait for the desk, or among all of them; empty when
        nothing is shown."""
        picture, order = self._live.picture, self._views.queue.model.worst_first()
        waiting = (key for key in order if picture.stages[picture.incidents[key].stage].waits_for == "desk")
        return next(waiting, order[0] if order else "")

    # --- filters with a name ------------------------------------------------------------------------------------------

    def _filter_title(self, place: int) -> str:
        name = self.filters.name_at(place)
        return self.tr("Filter: {name}").format(name=name) if name else ""

    def choose_filter(self, place: int) -> None:
        """The filter at a place, and the queue where it can be seen."""
        if self.filters.name_at(place):
            self._window.docks.reveal("queue")
            self.filters.choose_at(place)

    @cached_property
    def menu(self) -> FilterMenu:
        from widgets.filter_menu import FilterMenu  # nobody's start waits for it

        menu, filters = FilterMenu(self._views.look, self._window), self.filters
        menu.chosen.connect(filters.choose)
        menu.save_requested.connect(self._on_save)
        menu.rename_requested.connect(filters.rename)
        menu.delete_requested.connect(filters.delete)
        menu.undelete_requested.connect(filters.undelete)
        menu.update_requested.connect(lambda: self._on_save(filters.changed_one))
        menu.clear.clicked.connect(self._on_clear)
        return menu

    def open_filters(self) -> None:
        """The menu of filters, below its button in the queue."""
        if self._reveal():
            self._fill_menu()
            self.menu.toggle(self._views.queue.filters)

    def shown(self) -> CaseFilter:
        """Everything that decides what the queue shows, as one filter: what is chosen, the shelf, the words."""
        queue, chosen = self._views.queue, self._selection.filter
        words = queue.search.text().strip()
        if words:
            chosen = chosen.also(words=f"{chosen.words} {words}".strip())
        if queue.shelf in _STANDINGS:
            chosen = chosen.also(standings=_STANDINGS[queue.shelf])
        elif queue.shelf in _WAITING:
            stages = waiting_stages(self._live.picture, _WAITING[queue.shelf])
            there = tuple(stage for stage in stages if stage in chosen.stages)
            chosen = chosen.also(stages=there if chosen.stages else stages)
        return chosen

    def _on_save(self, name: str) -> None:
        chosen = self.shown()
        if self.filters.save_as(name, chosen):
            self._show_plainly()
            self._window.toast.tell(self.tr("The filter “{name}” is saved.").format(name=name.strip()))
        else:
            self._window.toast.tell(self.tr("There is room for {count} filters. Delete one first.").format(count=MOST))

    def _on_clear(self) -> None:
        self._selection.clear()
        self._show_plainly()
        self._tell_menu()

    def _show_plainly(self) -> None:
        """What shelf and words said, the filter says now."""
        self._views.queue.search.clear()
        self._views.queue.show_shelf(Shelf.ALL)

    def _tell_menu(self) -> None:
        if "menu" in vars(self) and self.menu.isVisible():
            self._fill_menu()

    def _fill_menu(self) -> None:
        picture, language = self._live.picture, self._views.look.language
        self.menu.show_rows(
            [
                NamedRow(
                    one.code,
                    one.name,
                    one.own,
                    one.chosen,
                    f"Alt+{place}" if place <= KEYED else "",
                    " · ".join(filter_words.describe(one.filter, picture, language)),
                )
                for place, one in enumerate(self.filters.listed(), 1)
            ]
        )
        self.menu.show_kept(bool(self.shown()), self.filters.changed_one)

    def _reveal(self) -> bool:
        """The queue where it can be seen and typed into; False while there is none."""
        if not (self._window.room_shown and self._live.opened):
            return False
        self._window.docks.reveal("queue")
        self._views.queue.window().activateWindow()
        return True
