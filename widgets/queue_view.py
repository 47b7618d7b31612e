"""The incident queue: what hurts first, found, filtered, dragged and stepped through by keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from domain.casefilter import CaseFilter
from domain.incident import Incident
from domain.picture import Changes, Picture
from widgets import filter_words
from widgets.dragging import carry
from widgets.filter_menu import FilterButton
from widgets.filter_sign import FilterSign
from widgets.look import Look
from widgets.queue_arranging import ArrangeButton
from widgets.queue_groups import Heading
from widgets.queue_model import QueueModel
from widgets.queue_order import Grouping, Sorting
from widgets.queue_row import QueueRow
from widgets.queue_rows import Shelf
from widgets.shelved_list import ShelvedList

#: So many signs may blink at once.
BLINKERS = 3
#: Keys that give the selected incident to the best, the second and the third.
_BEST: dict[int, int] = {Qt.Key.Key_D: 1, Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}


class QueueView(ShelvedList):
    """Signals carry incident ids. ``best_requested(incident, n)``: dispatch to the n-th best (1…3).
    ``step_requested(incident, verb)``: a step chosen by its key. ``drag_started`` comes before the drag begins and
    ``drag_ended`` after it is over, both in the same call. ``filter_cleared``: everything is wanted again;
    ``filters_requested``: those with a name."""

    filter_cleared = Signal()
    filters_requested = Signal()
    incident_selected = Signal(str)
    incident_opened = Signal(str)
    best_requested = Signal(str, int)
    step_requested = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    drag_started = Signal(str)
    drag_ended = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, Shelf.ALL, Shelf.LATE, parent)
        self.setObjectName("queue")
        self._selected = ""
        self.model = QueueModel(self)
        self.model.language = look.language
        self.list = _QueueList(look, self.model, self)
        self._row = QueueRow(look, self.model, self.list)
        self.list.setItemDelegate(self._row)
        self.sign = FilterSign(look, narrow=True)
        self.arranging = ArrangeButton(look)
        self._add_tool(self.arranging)
        self.filters = FilterButton(look)
        self._add_tool(self.filters)
        self._blink = QTimer(self)
        self._blink.setInterval(500)
        self._connect()
        self._hold(self.list, "checks")
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(1, self.sign)  # between what chooses and what is chosen
        self._name_things()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_needle)
        self.filters.clicked.connect(self.filters_requested)
        self.arranging.chosen.connect(self.arrange)
        self.arranging.fold_requested.connect(self.model.fold_all)
        self._look.changed.connect(self._speak)
        self.shelf_chosen.connect(self.model.set_shelf)
        self.sign.cleared.connect(self.filter_cleared)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.opened.connect(self.incident_opened)
        self.list.best_requested.connect(self.best_requested)
        self.list.step_requested.connect(self.step_requested)
        self.list.menu_requested.connect(self.menu_requested)
        self.list.search_requested.connect(lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.list.drag_started.connect(self.drag_started)
        self.list.drag_ended.connect(self.drag_ended)
        self.model.layoutChanged.connect(self._keep_selected)
        self._blink.timeout.connect(self._on_blink)

    # --- in -------------------------------------------------------------------------------------------------------

    def arrange(self, sorting: Sorting, grouping: Grouping) -> None:
        """In this order, under these headings, from the top."""
        self.model.arrange(sorting, grouping)
        self.arranging.show_arranged(sorting, grouping)
        self.select_incident(self._selected)
        self.list.scrollToTop()

    def state(self) -> dict[str, Any]:
        """Besides shelf and words: the order, the headings and which of them are folded."""
        model = self.model
        arranged = {"sort": model.sorting.value, "group": model.grouping.value, "folded": list(model.folded)}
        return {**super().state(), **arranged}

    def restore(self, state: dict[str, Any]) -> None:
        """Raises ValueError for an order or a shelf that there is not."""
        sorting, grouping = Sorting(state.get("sort", "hurt")), Grouping(state.get("group", "none"))
        super().restore(state)
        self.arrange(sorting, grouping)
        self.model.fold([str(code) for code in state.get("folded", ())], True)

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        if not (changes.reset or changes.incidents) and picture is self.model.picture:
            return
        self.model.refresh(picture, changes, now)
        self._show_counts()
        if changes.reset and self._selected:
            self.select_incident(self._selected)
        self._pace_blinking()

    def tick(self, now: float) -> None:
        self.model.tick(now)
        self._show_counts()
        self._pace_blinking()

    def set_filter(self, chosen: CaseFilter, ids: Iterable[str] | None = None) -> None:
        """Show only what is chosen, closed cases too, and say so; all shelves are gone through from the first again.
        ``ids``: which those are, where somebody knows already."""
        fresh = chosen != self.model.filter
        self.model.set_filter(chosen, ids)
        if fresh and chosen:
            self.show_shelf(Shelf.ALL)
        self._show_counts()

    def set_pending(self, incidents: Iterable[str]) -> None:
        self.model.set_pending(incidents)

    def select_incident(self, incident: str) -> None:
        """Select without telling anybody; an incident that is not shown clears the selection."""
        self._selected = incident
        place = self.model.row_of(incident) if incident else -1
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        index = self.model.reveal(place)
        self.list.setCurrentIndex(index)
        selection.blockSignals(blocked)
        if place >= 0:
            self.list.scrollTo(index)
        self.list.viewport().update()

    def _keep_selected(self) -> None:
        """What was selected, left this shelf and has come back is selected again."""
        if self.model.heading(self.list.currentIndex()) is not None:
            return  # the keyboard stands on a heading
        current = self.model.incident(self.list.currentIndex())
        if self._selected and (current is None or current.id != self._selected):
            self.select_incident(self._selected)

    def show_shelf(self, shelf: Shelf) -> None:
        self._choose(shelf)

    @property
    def shelf(self) -> Shelf:
        """What is chosen above the list."""
        assert isinstance(self._shelf, Shelf)
        return self._shelf

    @property
    def selected(self) -> str:
        """Id of the selected incident, empty when there is none."""
        return self._selected

    # --- inside ---------------------------------------------------------------------------------------------------

    def _show_counts(self) -> None:
        counts, model = self.model.counts, self.model
        self._set_counts(counts)
        if not model.filter or model.picture is None:
            self.sign.show_filter([])
            return
        template = self.tr("{count} shown, {others} open ones not")
        parts = filter_words.describe(model.filter, model.picture, self._look.language)
        self.sign.show_filter(parts, template.format(count=counts[Shelf.ALL], others=model.outside))

    def _missing(self) -> tuple[str, str]:
        if self.model.filter and not self.search.text().strip():
            return self.tr("No case is chosen"), self.tr("Take the filter away with Esc or its × to see everything.")
        if self.search.text().strip():
            return self.tr("Nothing found"), self.tr("No incident here has all these words.")
        if self._shelf is Shelf.CLOSED:
            return self.tr("Nothing closed yet today"), self.tr("What is settled today is kept here.")
        return self.tr("Nothing is waiting"), self.tr("New incidents appear here with a chime.")

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        incident = self.model.incident(current)
        if incident is None or incident.id == self._selected:
            return
        self._selected = incident.id
        self.incident_selected.emit(incident.id)

    def _speak(self) -> None:
        self.model.language = self._look.language

    def _pace_blinking(self) -> None:
        # what has been greyed, because the link is lost, is not to call for anybody
        waiting = bool(self.model.unacknowledged()) and self.isVisible() and self.graphicsEffect() is None
        if waiting != self._blink.isActive():
            self._blink.start() if waiting else self._blink.stop()
        if not waiting and self._row.blinked_off:
            self._row.blinked_off = frozenset()
            self.list.viewport().update()

    def _on_blink(self) -> None:
        dark = bool(self._row.blinked_off)
        self._row.blinked_off = frozenset() if dark else frozenset(self.model.unacknowledged()[:BLINKERS])
        self.list.viewport().update()

    def _name_things(self) -> None:
        names = {
            Shelf.ALL: (self.tr("All"), self.tr("Everything that is open")),
            Shelf.DESK: (self.tr("For me"), self.tr("What waits for the desk to act")),
            Shelf.FIELD: (self.tr("In the field"), self.tr("What a worker has in hand")),
            Shelf.LATE: (self.tr("Late"), self.tr("What has passed its deadline")),
            Shelf.CLOSED: (self.tr("Done"), self.tr("What was closed, merged or voided today")),
        }
        self._set_names(
            names, self.tr("Title, place, person, case number"), self.tr("Filter the queue"), self.tr("Incident queue")
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pace_blinking()

    def hideEvent(self, event: QHideEvent) -> None:
        self._blink.stop()
        super().hideEvent(event)


class _QueueList(QListView):
    """The list itself: mouse, keys, drag."""

    opened = Signal(str)
    best_requested = Signal(str, int)
    step_requested = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    search_requested = Signal()
    drag_started = Signal(str)
    drag_ended = Signal()

    def __init__(self, look: Look, model: QueueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self._top = ""
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.doubleClicked.connect(self._on_opened)
        self.clicked.connect(self._on_clicked)
        model.layoutAboutToBeChanged.connect(self._remember_top)
        model.layoutChanged.connect(self._restore_top)

    def _id(self, index: QModelIndex) -> str:
        incident = self._model.incident(index)
        return incident.id if incident else ""

    def _on_opened(self, index: QModelIndex) -> None:
        incident = self._model.incident(index)
        if incident is not None:
            self.opened.emit(incident.id)

    def _on_clicked(self, index: QModelIndex) -> None:
        """A touch folds a group or opens it."""
        heading = self._model.heading(index)
        if heading is not None:
            self._model.fold([heading.group.code], not heading.folded)

    def _remember_top(self) -> None:
        """Somebody who has scrolled down keeps the rows he looks at; at the top the worst ones come to him."""
        scrolled = self.verticalScrollBar().value() > 0
        self._top = self._model.key_at(self.indexAt(QPoint(4, 2))) if scrolled else ""

    def _restore_top(self) -> None:
        place = self._model.row_of(self._top) if self._top else -1
        if place >= 0:
            self.scrollTo(self._model.reveal(place), QAbstractItemView.ScrollHint.PositionAtTop)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        incident = self._model.incident(self.currentIndex())
        if incident is None:
            return
        self._model.freeze()
        self.drag_started.emit(incident.id)
        try:
            carry(self, incident, self._look)
        finally:
            self._model.thaw()
            self.drag_ended.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._model.freeze()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._model.thaw()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if self._model.incident(index) is not None:
            self._ask_menu(index, event.globalPos() if not by_key else None)

    def _ask_menu(self, index: QModelIndex, at: QPoint | None = None) -> None:
        self.setCurrentIndex(index)
        where = at or self.viewport().mapToGlobal(self.visualRect(index).center())
        self._model.freeze()
        try:
            self.menu_requested.emit(self._id(index), where)
        finally:
            self._model.thaw()

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here; the filter field searches."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        incident = self._model.incident(self.currentIndex())
        heading = self._model.heading(self.currentIndex())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.text() == "/":
            self.search_requested.emit()
        elif heading is not None and plain and self._fold(heading, event.key()):
            return
        elif incident is not None and event.key() == Qt.Key.Key_Left and self._model.row_of_heading(incident.id) >= 0:
            self.setCurrentIndex(self._model.reveal(self._model.row_of_heading(incident.id)))
        elif incident is None or not plain or not self._obey(incident, event):
            super().keyPressEvent(event)

    def _fold(self, heading: Heading, key: int) -> bool:
        """What a key means for a heading; whether it means anything."""
        wanted = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}.get(Qt.Key(key), not heading.folded)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._model.fold([heading.group.code], wanted)
            return True
        return False

    def _obey(self, incident: Incident, event: QKeyEvent) -> bool:
        """Do what a key means for the selected incident; whether it means anything."""
        key, workflow = event.key(), self._model.workflow
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(incident.id)
            return True
        step = workflow.step_by_key(event.text(), incident.stage)
        place = _BEST.get(key, 0)
        if step is None and not place and key != Qt.Key.Key_M:
            return False
        if event.isAutoRepeat():
            return True  # a key that is held gives one order, not many
        giving = workflow.giving(incident.stage)
        if key == Qt.Key.Key_M:
            self._ask_menu(self.currentIndex())
        elif place and incident.worker and giving is not None:
            self.step_requested.emit(incident.id, giving.verb)  # nobody is overruled by one key
        elif place:
            self.best_requested.emit(incident.id, place)
        elif step is not None:
            self.step_requested.emit(incident.id, step.verb)
        return True
