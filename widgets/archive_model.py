"""Closed incidents as a table that grows as somebody scrolls: only what is looked at is ever asked for."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from domain.incident import Incident
from domain.picture import Picture
from widgets import wording
from widgets.look import Look
from widgets.signs import severity_pixmap

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLUMNS = ("closed", "title", "category", "area", "stage", "took")


class ArchiveModel(QAbstractTableModel):
    """``more_needed``: the end of what is known came into sight."""

    more_needed = Signal()

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture: Picture | None = None
        self._rows: list[Incident] = []
        self._more = self._asked = self._with_open = False
        self._now = 0.0

    @property
    def last(self) -> Incident | None:
        """The last row that is known."""
        return self._rows[-1] if self._rows else None

    def incident(self, row: int) -> Incident | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def begin(self, picture: Picture, now: float) -> None:
        """Nothing is known yet of what is looked for at city time ``now``."""
        self.beginResetModel()
        self._picture, self._rows, self._more, self._now = picture, [], False, now
        self._asked, self._with_open = True, False
        self.endResetModel()

    def add(self, incidents: Sequence[Incident], more: bool) -> None:
        """The next page."""
        self._asked, self._more = False, more
        if incidents:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(incidents) - 1)
            self._rows.extend(incidents)
            self.endInsertRows()

    def put_first(self, incidents: Sequence[Incident]) -> None:
        """Cases that are not closed yet, before everything that comes."""
        if incidents:
            self.beginInsertRows(_NOWHERE, 0, len(incidents) - 1)
            self._rows[:0] = incidents
            self.endInsertRows()
            self._with_open = True
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_needed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        picture = self._picture
        if picture is None or not index.isValid():
            return None
        incident = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(picture, incident, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.DecorationRole and COLUMNS[index.column()] == "title":
            return severity_pixmap(incident.severity, self._look, 14, 1.0)
        if role == Qt.ItemDataRole.ForegroundRole and COLUMNS[index.column()] == "took" and self._was_late(incident):
            return self._look.bad
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = {
            "closed": self.tr("Closed"),
            "title": self.tr("Title"),
            "category": self.tr("Category"),
            "area": self.tr("Area"),
            "stage": self.tr("Stage") if self._with_open else self.tr("Ended as"),
            "took": self.tr("Took"),
        }
        return names[COLUMNS[section]]

    def _text(self, picture: Picture, incident: Incident, column: str) -> str:
        language = self._look.language
        is_open = picture.is_open(incident)
        closed = self._now if is_open else incident.closed_at or incident.changed_at
        if column == "closed" and is_open:
            return self.tr("open")
        if column == "closed":
            return wording.moment(closed, self._now, ZoneInfo(picture.city.rules.calendar.zone))
        if column == "title":
            return incident.title
        if column == "category":
            category = picture.categories.get(incident.category)
            return category.name.text(language) if category is not None else incident.category
        if column == "area":
            return picture.tree.path(incident.region, language) if incident.region in picture.tree else ""
        if column == "stage":
            stage = picture.stages.get(incident.stage)
            return stage.name.text(language) if stage is not None else incident.stage
        return wording.span(closed - incident.received_at)


    def _was_late(self, incident: Incident) -> bool:
        ended = self._now if incident.closed_at is None else incident.closed_at
        return ended > incident.deadline.due_at and incident.deadline.paused_at is None
