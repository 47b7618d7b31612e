"""The tree of areas with what is open and late in each, and who is on duty there."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.picture import Changes, Picture
from domain.region import Region

Index = QModelIndex | QPersistentModelIndex


class Burden(msgspec.Struct):
    """What an area carries, everything below it included."""

    open: int = 0
    late: int = 0
    on_duty: int = 0


class RegionModel(QAbstractItemModel):
    """``Qt.UserRole`` gives the ``Region``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._burdens: dict[str, Burden] = {}
        self._rows: dict[str, int] = {}
        self._now = 0.0

    # --- what Qt asks ---------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        picture = self._picture
        if picture is None or column != 0:
            return QModelIndex()
        children = self._children(parent)
        if not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, picture.tree.index(children[row].code))

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        region = self.region(index)
        if region is None or not region.parent or self._picture is None:
            return QModelIndex()
        return self.index_of(region.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._children(parent)) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        region = self.region(index)
        if region is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return region
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return region.name
        return None

    # --- what the view asks ---------------------------------------------------------------------------------------

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def now(self) -> float:
        return self._now

    def region(self, index: Index) -> Region | None:
        if self._picture is None or not index.isValid():
            return None
        return self._picture.tree.regions[index.internalId()]

    def index_of(self, code: str) -> QModelIndex:
        """The index of an area, invalid for an unknown code."""
        if self._picture is None or code not in self._rows:
            return QModelIndex()
        return self.createIndex(self._rows[code], 0, self._picture.tree.index(code))

    def burden(self, code: str) -> Burden:
        return self._burdens.get(code) or Burden()

    # --- what comes in --------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self._now = now
        if picture is not self._picture:
            self.beginResetModel()
            self._picture = picture
            self._rows = {}
            for siblings in [picture.tree.roots, *(picture.tree.children(region.code) for region in picture.tree)]:
                self._rows.update((region.code, row) for row, region in enumerate(siblings))
            self._count()
            self.endResetModel()
        elif changes.reset:
            self._count()

    def tick(self, now: float) -> None:
        """Count anew; once a second is often enough for sums."""
        self._now = now
        if self._picture is not None:
            self._count()

    def _children(self, parent: Index) -> list[Region]:
        if self._picture is None:
            return []
        region = self.region(parent)
        return self._picture.tree.children(region.code) if region is not None else self._picture.tree.roots

    def _count(self) -> None:
        picture = self._picture
        assert picture is not None
        own: dict[str, Burden] = {}
        for incident in picture.open_incidents():
            burden = own.setdefault(incident.region, Burden())
            burden.open += 1
            burden.late += incident.deadline.paused_at is None and self._now > incident.deadline.due_at
        total: dict[str, Burden] = {}
        for code, burden in own.items():
            for region in picture.tree.lineage(code):
                above = total.setdefault(region.code, Burden())
                above.open += burden.open
                above.late += burden.late
        for worker in picture.roster:
            if worker.on_duty:
                for code in {region.code for own_code in worker.regions for region in picture.tree.lineage(own_code)}:
                    total.setdefault(code, Burden()).on_duty += 1
        self._burdens = total
