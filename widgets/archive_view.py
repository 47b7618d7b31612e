"""Everything that was ever settled: looked through by words and area, the newest first, with each one's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QItemSelection, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from domain.incident import Incident, TimelineEntry
from domain.picture import Picture
from widgets import wording
from widgets.archive_model import COLUMNS, ArchiveModel
from widgets.filter_sign import FilterSign
from widgets.look import Look
from widgets.timeline_list import TimelineList

#: Milliseconds without a key before what was typed is looked for.
TYPING_MS = 250
WIDTHS = {"closed": 110, "title": 300, "category": 140, "area": 220, "stage": 70, "took": 90}


class ArchiveView(QWidget):
    """``search_requested(words, region)`` begins anew; ``more_requested`` wants the next page; ``case_requested(id)``
    wants one incident's timeline; ``filter_cleared``: not only what a filter chooses."""

    search_requested = Signal(str, str)
    more_requested = Signal()
    case_requested = Signal(str)
    filter_cleared = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._picture: Picture | None = None
        self._region = ""
        self._now = 0.0
        self.model = ArchiveModel(look, self)
        self.model.more_needed.connect(self.more_requested)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.search)
        self.field.textChanged.connect(lambda: self._typing.start())
        self.field.returnPressed.connect(self.search)
        self.area = QToolButton()
        self.area.clicked.connect(lambda: self.set_region(""))
        self.count = QLabel()
        self.count.setProperty("quiet", True)
        self.sign = FilterSign(look)
        self.sign.cleared.connect(self.filter_cleared)
        self._filtered = False
        self.table = self._make_table()
        self.title, self.facts = QLabel(), QLabel()
        for label in (self.title, self.facts):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title.setProperty("lettering", "title")
        self.facts.setProperty("quiet", True)
        self.timeline = TimelineList(look)
        self._lay_out()
        self._name()

    # --- in -------------------------------------------------------------------------------------------------------

    def open(self, picture: Picture, now: float) -> None:
        """Look from the newest on, at city time ``now``."""
        self._picture, self._now = picture, now
        self.search()
        self.field.setFocus()

    def set_filter(self, parts: list[str]) -> None:
        """What a filter chooses, in words; none: everything. The next ``search`` is about it."""
        self._filtered = bool(parts)
        self.sign.show_filter(parts)

    def show_open(self, incidents: Sequence[Incident]) -> None:
        """Cases a filter chooses that are not closed yet, above the others."""
        self.model.put_first(incidents)

    def set_region(self, region: str) -> None:
        """Only in this area; empty: everywhere."""
        if region != self._region:
            self._region = region
            self._show_area()
            self.search()

    def search(self) -> None:
        """From the beginning with what is asked for now."""
        self._typing.stop()
        if self._picture is not None:
            self.model.begin(self._picture, self._now)
            self.show_case(None, [])
            self.search_requested.emit(self.field.text().strip(), self._region)

    def show_page(self, incidents: tuple[Incident, ...], more: bool, total: int) -> None:
        """The next page of what was asked for."""
        self.model.add(incidents, more)
        shown = self.model.rowCount()
        text = self.tr("{shown} or more of {total} closed") if more else self.tr("{shown} of {total} closed")
        if self._filtered:
            text = self.tr("{shown} cases or more") if more else self.tr("{shown} cases")
        self.count.setText(text.format(shown=f"{shown:,}", total=f"{total:,}"))
        if shown and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def show_case(self, incident: Incident | None, timeline: list[TimelineEntry]) -> None:
        """One incident with its timeline; None: no incident."""
        picture = self._picture
        if incident is None or picture is None:
            self.title.clear()
            self.facts.clear()
            self.timeline.hide()
            return
        self.title.setText(incident.title)
        self.facts.setText(self._facts(picture, incident))
        self.timeline.show_entries(picture, timeline, self._now)
        self.timeline.setVisible(bool(timeline))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _facts(self, picture: Picture, incident: Incident) -> str:
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        worker = picture.workers.get(incident.worker)
        received = wording.moment(incident.received_at, self._now, zone)
        lines = (
            " · ".join(filter(None, (incident.case, incident.id, self.tr("received {time}").format(time=received)))),
            incident.place.address,
            incident.text if incident.text != incident.title else "",
            self.tr("Settled by {name}").format(name=worker.title(self._look.language)) if worker is not None else "",
            incident.outcome,
        )
        return "\n".join(filter(None, lines))

    def _on_selected(self, selected: QItemSelection, _gone: QItemSelection) -> None:
        rows = selected.indexes()
        incident = self.model.incident(rows[0].row()) if rows else None
        if incident is not None:
            self.show_case(incident, [])
            self.case_requested.emit(incident.id)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.selectionModel().selectionChanged.connect(self._on_selected)
        return table

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.field, 1)
        head.addWidget(self.area)
        head.addWidget(self.count)
        case = QWidget()
        column = QVBoxLayout(case)
        column.setContentsMargins(14, 6, 14, 6)
        for part in (self.title, self.facts, self.timeline):
            column.addWidget(part)
        column.addStretch(1)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setWidget(case)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(side)
        halves.setSizes([900, 380])
        halves.setStretchFactor(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.sign)
        box.addWidget(halves, 1)
        line = self.fontMetrics().height()
        self.table.verticalHeader().setDefaultSectionSize(line + 12)
        for place, name in enumerate(COLUMNS):
            self.table.setColumnWidth(place, round(WIDTHS[name] * line / 19))
        self.table.horizontalHeader().setSectionResizeMode(COLUMNS.index("title"), QHeaderView.ResizeMode.Stretch)
        self.timeline.hide()

    def _show_area(self) -> None:
        picture = self._picture
        known = picture is not None and self._region in picture.tree
        title = picture.tree[self._region].title(self._look.language) if picture is not None and known else ""
        self.area.setText(self.tr("{area}  ×").format(area=title) if title else self.tr("Everywhere"))
        self.area.setEnabled(bool(title))
        self.area.setToolTip(self.tr("Look everywhere again") if title else self.tr("An area chosen in the tree"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        super().changeEvent(event)

    def _name(self) -> None:
        self.field.setPlaceholderText(self.tr("Title, text, address, case number, phone"))
        self.field.setAccessibleName(self.tr("Look for closed incidents"))
        self.table.setAccessibleName(self.tr("Closed incidents"))
        self._show_area()
