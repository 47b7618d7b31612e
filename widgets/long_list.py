"""A list that may be very long: a view is given its first rows, and more as somebody scrolls on.

Qt asks a model written in Python about every row it lays out; with ten thousand of them that would stop the screen at
each change."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex

#: So many rows are given at first, and more each time the end of them is reached.
PAGE = 200


class LongListModel(QAbstractListModel):
    """Rows are keys in an order; indexes that are held (selection, current) follow their key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: list[str] = []
        self._given = 0

    @property
    def order(self) -> list[str]:
        """All keys from the top, also those the view has not been given yet."""
        return self._order

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._given

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._given < len(self._order)

    def fetchMore(self, parent: Index) -> None:
        self._give(self._given + PAGE)

    def reveal(self, row: int) -> QModelIndex:
        """The index of a row, which the view has been given now; invalid for a row that does not exist."""
        if row >= self._given:
            self._give(row + 1 + PAGE // 2)
        return self.index(row) if row >= 0 else QModelIndex()

    # --- for who derives ------------------------------------------------------------------------------------------

    def _start(self, order: list[str]) -> None:
        """Another order, between ``beginResetModel`` and ``endResetModel``."""
        self._order, self._given = order, min(len(order), PAGE)

    def _append(self, keys: list[str]) -> None:
        """More keys at the end, nothing else moves."""
        everything = self._given == len(self._order)
        self._order.extend(keys)
        if everything:
            self._give(len(self._order))

    def _take_order(self, order: list[str]) -> None:
        """Replace the order."""
        if order == self._order:
            self._redraw()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._order[index.row()] for index in before]
        self._order = order
        self._given = min(len(order), max(PAGE, self._given))
        rows = {key: row for row, key in enumerate(order[: self._given])} if held else {}
        after = [self.index(rows[key]) if key in rows else QModelIndex() for key in held]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _redraw(self) -> None:
        if self._given:
            self.dataChanged.emit(self.index(0), self.index(self._given - 1))

    def _give(self, count: int) -> None:
        last = min(count, len(self._order)) - 1
        if last >= self._given:
            self.beginInsertRows(QModelIndex(), self._given, last)
            self._given = last + 1
            self.endInsertRows()
