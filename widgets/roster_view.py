"""The roster: who is there, what they do, and who could take the incident that is in the air."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from domain.candidates import Candidate, Flight
from domain.picture import Changes, Picture
from widgets.candidate_list import consequence
from widgets.dragging import carried
from widgets.edge_scroll import EdgeScroll
from widgets.look import Look
from widgets.roster_model import Crew, RosterModel
from widgets.roster_row import RosterRow
from widgets.shelved_list import ShelvedList


class RosterView(ShelvedList):
    """``worker_drop_requested(incident, worker)`` after an honest drop, ``drop_refused(code)`` after one on somebody
    who cannot have it; ``drag_entered(incident)`` when a drag comes in that nobody has weighed yet (from another window
    or program)."""

    worker_selected = Signal(str)
    worker_drop_requested = Signal(str, str)
    drop_refused = Signal(str)
    drag_entered = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, Crew.ON_DUTY, parent=parent)
        self.setObjectName("roster")
        self.model = RosterModel(self)
        self.list = _RosterList(look, self.model, self)
        self.search.textChanged.connect(self.model.set_needle)
        self.shelf_chosen.connect(self.model.set_crew)
        self.list.worker_chosen.connect(self.worker_selected)
        self.list.worker_drop_requested.connect(self.worker_drop_requested)
        self.list.drop_refused.connect(self.drop_refused)
        self.list.drag_entered.connect(self.drag_entered)
        self._hold(self.list, "users")
        self._name_things()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self.model.refresh(picture, changes, now)
        if changes.reset or changes.workers:
            self._set_counts(self.model.counts)

    def tick(self, now: float) -> None:
        self.model.tick(now)
        self._set_counts(self.model.counts)

    def set_live(self, live: bool) -> None:
        """Whether the picture is of now: of one that stands still, ages say nothing and moments are told instead."""
        self.model.set_live(live)

    def set_flight(self, flight: Flight | None, _picture: Picture | None = None) -> None:
        """The incident in the air, None when it has landed."""
        begins = self.model.flight is None
        self.model.set_flight(flight)
        if flight is None:
            self.list.let_go()
        elif begins:
            self.list.scrollToTop()
        self._say_empty()

    def select_worker(self, worker: str) -> None:
        """Select without telling anybody."""
        order = self.model.order
        index = self.model.reveal(order.index(worker) if worker in order else -1)
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)

    def show_crew(self, crew: Crew) -> None:
        self._choose(crew)

    def _missing(self) -> tuple[str, str]:
        if self.search.text().strip():
            return self.tr("Nobody found"), self.tr("Try a name, its initials in pinyin, a phone or a grid.")
        return self.tr("Nobody here"), self.tr("Workers appear here when they come on duty.")

    def _name_things(self) -> None:
        names = {
            Crew.ON_DUTY: (self.tr("On duty"), self.tr("Everybody on duty now")),
            Crew.FREE: (self.tr("Free"), self.tr("On duty with nothing to do")),
            Crew.ENGAGED: (self.tr("Engaged"), self.tr("On the way, on scene or busy")),
            Crew.SILENT: (self.tr("Silent"), self.tr("On duty, but the position is older than three minutes")),
            Crew.ALL: (self.tr("All"), self.tr("Everybody, also off duty")),
        }
        self._set_names(names, self.tr("Name, pinyin, phone, grid"), self.tr("Filter the roster"), self.tr("Roster"))


class _RosterList(QListView):
    """The list itself: a place to drop on."""

    worker_chosen = Signal(str)
    worker_drop_requested = Signal(str, str)
    drop_refused = Signal(str)
    drag_entered = Signal(str)

    def __init__(self, look: Look, model: RosterModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._row = RosterRow(look, model, self)
        self._edges = EdgeScroll(self, self._aim)
        self.setModel(model)
        self.setItemDelegate(self._row)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._on_chosen)

    def _on_chosen(self, index: QModelIndex) -> None:
        worker = self._model.worker(index)
        if worker is not None:
            self.worker_chosen.emit(worker.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_chosen(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def let_go(self) -> None:
        """Forget the drag."""
        self._edges.stop()
        self._row.target = ""
        self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        incident = carried(event.mimeData())
        if not incident:
            return
        flight = self._model.flight
        if flight is None or flight.incident != incident:
            self.drag_entered.emit(incident)
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        position = event.position().toPoint()
        self._edges.at(position)
        candidate = self._aim(position)
        if candidate is not None and candidate.allowed and carried(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _aim(self, position: QPoint) -> Candidate | None:
        """Mark whom a drop here would go to."""
        worker = self._model.worker(self.indexAt(position))
        candidate = self._model.candidate(worker.id) if worker else None
        self._row.target = worker.id if worker else ""
        self.viewport().setToolTip(consequence(candidate) if candidate is not None else "")
        self.viewport().update()
        return candidate

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It is over something else now, or was let go on somebody who cannot have it (Qt says "leave" to both)."""
        candidate = self._model.candidate(self._row.target)
        refused = candidate is not None and not candidate.allowed
        if candidate is not None and refused and not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.drop_refused.emit(candidate.obstacle)
        self.let_go()

    def dropEvent(self, event: QDropEvent) -> None:
        worker = self._model.worker(self.indexAt(event.position().toPoint()))
        candidate = self._model.candidate(worker.id) if worker else None
        self.let_go()
        if worker is None or candidate is None or not candidate.allowed:
            event.ignore()
            if candidate is not None:
                self.drop_refused.emit(candidate.obstacle)
            return
        event.acceptProposedAction()
        self.worker_drop_requested.emit(carried(event.mimeData()), worker.id)
