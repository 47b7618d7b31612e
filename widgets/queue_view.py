"""The incident queue: what hurts first, found, filtered, dragged and stepped through by keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from domain.picture import Changes, Picture
from widgets.chips import CountChip
from widgets.dragging import carry
from widgets.empty_note import EmptyNote
from widgets.look import Look
from widgets.queue_model import QueueModel, Shelf
from widgets.queue_row import QueueRow

#: So many signs may blink at once.
BLINKERS = 3


class QueueView(QWidget):
    """Signals carry incident ids. ``best_requested(incident, n)``: dispatch to the n-th best (1…3).
    ``step_requested(incident, verb)``: a step chosen by its key. ``drag_started`` comes before the drag begins and
    ``drag_ended`` after it is over, both in the same call."""

    incident_selected = Signal(str)
    incident_opened = Signal(str)
    best_requested = Signal(str, int)
    step_requested = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    drag_started = Signal(str)
    drag_ended = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self._look = look
        self._selected = ""
        self.model = QueueModel(self)
        self.list = _QueueList(look, self.model, self)
        self._row = QueueRow(look, self.model, self.list)
        self.list.setItemDelegate(self._row)
        self._empty = EmptyNote(look, "checks", self.list)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._chips = {shelf: CountChip(look, alarming=shelf is Shelf.LATE) for shelf in Shelf}
        self._shelf = Shelf.ALL
        self._blink = QTimer(self)
        self._blink.setInterval(500)
        self._lay_out()
        self._connect()
        self._name_things()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(2)
        group = QButtonGroup(self)
        for chip in self._chips.values():
            chips.addWidget(chip, 1)
            group.addButton(chip)
        self._chips[self._shelf].setChecked(True)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 8)
        top.setSpacing(8)
        top.addLayout(chips)
        top.addWidget(self.search)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.list, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_needle)
        self.search.textChanged.connect(self._say_empty)
        for shelf, chip in self._chips.items():
            chip.clicked.connect(lambda _checked=False, shelf=shelf: self.show_shelf(shelf))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.opened.connect(self.incident_opened)
        self.list.best_requested.connect(self.best_requested)
        self.list.step_requested.connect(self.step_requested)
        self.list.menu_requested.connect(self.menu_requested)
        self.list.drag_started.connect(self.drag_started)
        self.list.drag_ended.connect(self.drag_ended)
        self._blink.timeout.connect(self._on_blink)
        self._look.changed.connect(self._on_look_changed)

    # --- in -------------------------------------------------------------------------------------------------------

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

    def set_pending(self, incidents: Iterable[str]) -> None:
        self.model.set_pending(incidents)

    def select_incident(self, incident: str) -> None:
        """Select without telling anybody; an incident that is not shown clears the selection."""
        self._selected = incident
        place = self.model.row_of(incident) if incident else -1
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        index = self.model.index(place) if place >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        selection.blockSignals(blocked)
        if place >= 0:
            self.model.seen.add(incident)
            self.list.scrollTo(index)
        self.list.viewport().update()

    def show_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._chips[shelf].setChecked(True)
        self.model.set_shelf(shelf)
        self._say_empty()

    @property
    def selected(self) -> str:
        """Id of the selected incident, empty when there is none."""
        return self._selected

    # --- inside ---------------------------------------------------------------------------------------------------

    def _show_counts(self) -> None:
        for shelf, chip in self._chips.items():
            chip.set_count(self.model.counts[shelf])
        self._say_empty()

    def _say_empty(self) -> None:
        if self.model.rowCount():
            self._empty.hide()
        elif self.search.text().strip():
            self._empty.say(self.tr("Nothing found"), self.tr("No incident here has all these words."))
        elif self._shelf is Shelf.CLOSED:
            self._empty.say(self.tr("Nothing closed yet today"), self.tr("What is settled today is kept here."))
        else:
            self._empty.say(self.tr("Nothing is waiting"), self.tr("New incidents appear here with a chime."))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        incident = self.model.incident(current)
        if incident is None or incident.id == self._selected:
            return
        self._selected = incident.id
        self.model.seen.add(incident.id)
        self._pace_blinking()
        self.incident_selected.emit(incident.id)

    def _pace_blinking(self) -> None:
        waiting = bool(self.model.unacknowledged()) and self.isVisible()
        if waiting != self._blink.isActive():
            self._blink.start() if waiting else self._blink.stop()
        if not waiting and self._row.blinked_off:
            self._row.blinked_off = frozenset()
            self.list.viewport().update()

    def _on_blink(self) -> None:
        dark = bool(self._row.blinked_off)
        self._row.blinked_off = frozenset() if dark else frozenset(self.model.unacknowledged()[:BLINKERS])
        self.list.viewport().update()

    def _on_look_changed(self) -> None:
        self.list.viewport().update()

    def _name_things(self) -> None:
        names = {
            Shelf.ALL: (self.tr("All"), self.tr("Everything that is open")),
            Shelf.DESK: (self.tr("For me"), self.tr("What waits for the desk to act")),
            Shelf.FIELD: (self.tr("In the field"), self.tr("What a worker has in hand")),
            Shelf.LATE: (self.tr("Late"), self.tr("What has passed its deadline")),
            Shelf.CLOSED: (self.tr("Done"), self.tr("What was closed, merged or voided today")),
        }
        for shelf, (name, hint) in names.items():
            self._chips[shelf].set_name(name, hint)
        self.search.setPlaceholderText(self.tr("Title, place, person, case number"))
        self.search.setAccessibleName(self.tr("Filter the queue"))
        self.list.setAccessibleName(self.tr("Incident queue"))
        self._say_empty()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)

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
        self.doubleClicked.connect(lambda index: self.opened.emit(self._id(index)))
        model.layoutAboutToBeChanged.connect(self._remember_top)
        model.layoutChanged.connect(self._restore_top)

    def _id(self, index: QModelIndex) -> str:
        incident = self._model.incident(index)
        return incident.id if incident else ""

    def _remember_top(self) -> None:
        """Somebody who has scrolled down keeps the rows he looks at; at the top the worst ones come to him."""
        self._top = self._id(self.indexAt(QPoint(4, 2))) if self.verticalScrollBar().value() > 0 else ""

    def _restore_top(self) -> None:
        place = self._model.row_of(self._top) if self._top else -1
        if place >= 0:
            self.scrollTo(self._model.index(place), QAbstractItemView.ScrollHint.PositionAtTop)

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
        if index.isValid():
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
        incident = self._id(self.currentIndex())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not incident or not plain:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(incident)
        elif key == Qt.Key.Key_D:
            self.best_requested.emit(incident, 1)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_3:
            self.best_requested.emit(incident, key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_M:
            self._ask_menu(self.currentIndex())
        elif verb := self._verb_of(event.text()):
            self.step_requested.emit(incident, verb)
        else:
            super().keyPressEvent(event)

    def _verb_of(self, text: str) -> str:
        """The workflow step whose shortcut was typed."""
        picture = self._model.picture
        if picture is None or not text.strip():
            return ""
        steps = picture.city.rules.workflow.steps
        return next((step.verb for step in steps if step.shortcut.lower() == text.lower()), "")
