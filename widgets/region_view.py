"""The tree of areas: what is open and late in each, and who would get what is dropped there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QLabel, QTreeView, QVBoxLayout, QWidget

from domain.burden import Burdens
from domain.candidates import AreaTarget, Flight, responsible
from domain.picture import Changes, Picture
from domain.region import Level
from widgets.dragging import carried
from widgets.edge_scroll import EdgeScroll
from widgets.look import Look, faded
from widgets.region_model import Index, RegionModel
from widgets.region_row import MARGIN, RegionRow

#: A drag that rests on a closed branch this long opens it (ms).
OPENS_AFTER = 600
CHEVRON = 14


class RegionView(QWidget):
    """``region_drop_requested(incident, region)`` after an honest drop on any level, ``drop_refused(code)`` after one
    on an area where nobody can have it."""

    region_selected = Signal(str)
    region_drop_requested = Signal(str, str)
    drop_refused = Signal(str)
    drag_entered = Signal(str)

    def __init__(self, look: Look, burdens: Burdens | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("regions")
        self._look = look
        self._kept: dict[str, Any] | None = None
        self.model = RegionModel(burdens or Burdens(), self)
        self.tree = _RegionTreeView(look, self.model, self)
        self.meaning = QLabel()
        self.meaning.setWordWrap(True)
        self.meaning.setContentsMargins(12, 6, 12, 8)
        self.meaning.setProperty("quiet", True)
        self._heads = [QLabel() for _ in range(4)]
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, int(MARGIN), 4)
        head.setSpacing(0)
        head.addWidget(self._heads[0], 1)
        for label in self._heads[1:]:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            head.addWidget(label)
        for label in self._heads:
            label.setProperty("quiet", True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.tree, 1)
        whole.addWidget(self.meaning)
        self.tree.region_chosen.connect(self.region_selected)
        self.tree.region_drop_requested.connect(self.region_drop_requested)
        self.tree.drop_refused.connect(self.drop_refused)
        self.tree.drag_entered.connect(self.drag_entered)
        self.tree.aimed.connect(self._explain)
        look.changed.connect(self.tree.viewport().update)
        self._name_things()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        fresh = picture is not self.model.picture
        self.model.refresh(picture, changes, now)
        if fresh:
            kept, self._kept = self._kept, None
            if kept is None:
                self.tree.expand_to(Level.STREET)
            else:
                self.tree.open_only(kept["open"])
                self.show_region(kept["area"])
        self.tree.viewport().update()

    def state(self) -> dict[str, Any]:
        """Which branches are open and which area is chosen."""
        area = self.model.region(self.tree.currentIndex())
        return {"open": sorted(self.tree.opened), "area": area.code if area is not None else ""}

    def restore(self, state: dict[str, Any]) -> None:
        """As soon as the areas are there. Raises KeyError or TypeError for what says nothing of branches."""
        self._kept = {"open": [str(code) for code in state["open"]], "area": str(state.get("area", ""))}

    def tick(self, now: float) -> None:
        self.model.tick(now)
        self.tree.viewport().update()

    def set_flight(self, flight: Flight | None, _picture: Picture | None = None) -> None:
        """The incident in the air, None when it has landed."""
        self.tree.set_flight(flight)
        self._explain(self.tree.target)

    def show_region(self, code: str) -> None:
        """Select and reveal an area without telling anybody."""
        index = self.model.index_of(code)
        selection = self.tree.selectionModel()
        blocked = selection.blockSignals(True)
        self.tree.setCurrentIndex(index)
        selection.blockSignals(blocked)
        if index.isValid():
            self.tree.scrollTo(index)
        self.tree.viewport().update()

    def _explain(self, target: AreaTarget | None) -> None:
        """The whole consequence of a drop, below the tree. There are always two lines: no row may move away or be
        covered when an incident is taken up."""
        if target is None:
            self.meaning.setText(self.tr("Drop on an area: whoever is responsible there gets it.") + "\n")
            return
        about = self.tr("{grids} grids, {on_duty} on duty with {load} in hand").format(
            grids=target.grids, on_duty=target.workers_on_duty, load=target.load
        )
        self.meaning.setText(f"{self.tree.consequence(target)}\n{about}")

    def _name_things(self) -> None:
        texts = (self.tr("Area"), self.tr("open"), self.tr("late"), self.tr("on duty"))
        for label, text in zip(self._heads, texts, strict=True):
            label.setText(text)
        metrics = QFontMetricsF(self.font())
        least = metrics.horizontalAdvance("0000")
        widths = [round(max(least, metrics.horizontalAdvance(text)) + 10) for text in texts[1:]]
        for label, width in zip(self._heads[1:], widths, strict=True):
            label.setFixedWidth(width)
        self.tree.set_columns(widths[0], widths[1], widths[2])
        self.tree.setAccessibleName(self.tr("Areas of the city"))
        self._explain(self.tree.target)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.ApplicationFontChange):
            self._name_things()
        super().changeEvent(event)


class _RegionTreeView(QTreeView):
    region_chosen = Signal(str)
    region_drop_requested = Signal(str, str)
    drop_refused = Signal(str)
    drag_entered = Signal(str)
    aimed = Signal(object)

    def __init__(self, look: Look, model: RegionModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look
        self._flight: Flight | None = None
        #: Codes of the branches that are open.
        self.opened: set[str] = set()
        self._targets: dict[str, AreaTarget] = {}
        self._row = RegionRow(look, model, self)
        self._edges = EdgeScroll(self, lambda position: self._aim(self._target_at(self.indexAt(position))))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(OPENS_AFTER)
        self._rest.timeout.connect(self._open_rested)
        self.setModel(model)
        self.setItemDelegate(self._row)
        self.setHeaderHidden(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setIndentation(16)
        self.setIconSize(QSize(12, 12))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.expanded.connect(lambda index: self._on_branch(index, True))
        self.collapsed.connect(lambda index: self._on_branch(index, False))
        model.modelReset.connect(self.opened.clear)

    def _on_branch(self, index: QModelIndex, opened: bool) -> None:
        region = self._model.region(index)
        if region is not None:
            (self.opened.add if opened else self.opened.discard)(region.code)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """A chevron for what can be opened; the ground goes on from the row."""
        if index == self.currentIndex():
            painter.fillRect(rect, faded(self._look.selection, 0.16))
        if self._model.hasChildren(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            ratio = self.devicePixelRatioF()
            pixmap = self._look.icons.pixmap(name, self._look.tokens.quiet, CHEVRON, ratio)
            painter.drawPixmap(rect.right() - CHEVRON, rect.center().y() - CHEVRON // 2, pixmap)

    def expand_to(self, level: Level) -> None:
        """Open everything above ``level``."""
        picture = self._model.picture
        for region in picture.tree if picture is not None else ():
            if region.level.depth < level.depth:
                self.expand(self._model.index_of(region.code))

    def open_only(self, codes: Iterable[str]) -> None:
        """These branches and no others."""
        self.collapseAll()
        self.opened.clear()  # Qt does not tell of each
        for code in codes:
            self.expand(self._model.index_of(code))

    def set_flight(self, flight: Flight | None) -> None:
        aimed = self.target
        self._flight, self._targets = flight, {}
        if flight is None:
            self._let_go()
        elif aimed is not None:  # weighed again
            self._row.target = self._target_at(self._model.index_of(aimed.region))

    @property
    def target(self) -> AreaTarget | None:
        """What a drop would mean where the hand is now; None when nothing is held over an area."""
        return self._row.target

    def set_columns(self, *widths: float) -> None:
        """Widths of the number columns: open, late, on duty."""
        self._row.columns = (widths[0], widths[1], widths[2])
        self.viewport().update()

    def consequence(self, target: AreaTarget) -> str:
        return self._row.consequence(target)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        region = self._model.region(current)
        if region is not None:
            self.region_chosen.emit(region.code)

    def _target_at(self, index: QModelIndex) -> AreaTarget | None:
        region, picture, flight = self._model.region(index), self._model.picture, self._flight
        if region is None or picture is None or flight is None:
            return None
        if region.code not in self._targets:
            self._targets[region.code] = responsible(picture, flight, region.code, self._model.now)
        return self._targets[region.code]

    def _aim(self, target: AreaTarget | None) -> None:
        before, self._row.target = self._row.target, target
        if (before.region if before else "") != (target.region if target else ""):
            self._rest.start()
            if target is not None:
                self.aimed.emit(target)
        self.viewport().update()

    def _let_go(self) -> None:
        self._edges.stop()
        self._rest.stop()
        self._aim(None)
        self._rest.stop()

    def _open_rested(self) -> None:
        if self._row.target is not None:
            self.expand(self._model.index_of(self._row.target.region))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        incident = carried(event.mimeData())
        if not incident:
            return
        if self._flight is None or self._flight.incident != incident:
            self.drag_entered.emit(incident)
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        position = event.position().toPoint()
        self._edges.at(position)
        target = self._target_at(self.indexAt(position))
        self._aim(target)
        if target is not None and not target.obstacle and carried(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It is over something else now, or was let go where nobody can have it (Qt says "leave" to both)."""
        target = self._row.target
        if target is not None and target.obstacle and not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.drop_refused.emit(target.obstacle)
        self._let_go()

    def dropEvent(self, event: QDropEvent) -> None:
        target = self._target_at(self.indexAt(event.position().toPoint()))
        self._let_go()
        if target is None or target.obstacle:
            event.ignore()
            if target is not None:
                self.drop_refused.emit(target.obstacle)
            return
        event.acceptProposedAction()
        self.region_drop_requested.emit(carried(event.mimeData()), target.region)
