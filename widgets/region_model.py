"""The tree of areas with what is open and late in each, and who is on duty there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from domain.burden import Burden, Burdens
from domain.picture import Changes, Picture
from domain.region import Region

Index = QModelIndex | QPersistentModelIndex


class RegionModel(QAbstractItemModel):
    """``Qt.UserRole`` gives the ``Region``."""

    def __init__(self, burdens: Burdens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._burdens = burdens
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
        return self._burdens.of(code)

    # --- what comes in --------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        self._now = now
        self._burdens.refresh(picture, changes, now)
        if picture is not self._picture:
            self.beginResetModel()
            self._picture = picture
            self._rows = {}
            for siblings in [picture.tree.roots, *(picture.tree.children(region.code) for region in picture.tree)]:
                self._rows.update((region.code, row) for row, region in enumerate(siblings))
            self.endResetModel()

    def tick(self, now: float) -> None:
        """City time went on."""
        self._now = now
        self._burdens.tick(now)

    def _children(self, parent: Index) -> list[Region]:
        if self._picture is None:
            return []
        region = self.region(parent)
        return self._picture.tree.children(region.code) if region is not None else self._picture.tree.roots
