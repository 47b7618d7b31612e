"""Which case to merge into: any that is open, found by a part of its title, its case number or its id."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from domain.incident import Incident
from domain.lookalikes import nearest
from domain.picture import Picture
from widgets import wording

Index = QModelIndex | QPersistentModelIndex


class MergeChoice(QComboBox):
    """The look-alikes first, of which the first is proposed, then all others, the nearest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setEditable(True)
        self.field = QLineEdit()
        self.setLineEdit(self.field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self._rows, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def offer(self, picture: Picture, incident: Incident) -> bool:
        """Offer what ``incident`` can be merged into; whether there is anything."""
        others = [one for one in picture.open_incidents() if one.id != incident.id]
        place = incident.place
        near = {one.id: (metres, one) for metres, one in nearest(others, place.lon, place.lat, len(others))}
        alike = [near.pop(key) for key in incident.lookalikes if key in near]
        rows = [(f"≈ {_named(one)}", one.id) for _, one in alike]
        rows += [(f"{_named(one)} · {wording.distance(metres)}", one.id) for metres, one in near.values()]
        self._rows.take(rows)
        self.setCurrentIndex(0 if alike else -1)
        if not alike:
            self.clearEditText()
        return bool(rows)

    @property
    def chosen(self) -> str:
        """Id of the case whose line stands in the field, empty when none does."""
        return self._rows.ids.get(self.currentText(), "")


class _Rows(QAbstractListModel):
    """Lines and the ids they stand for; thousands of them cost no items."""

    def __init__(self, parent: MergeChoice) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str]] = []
        self.ids: dict[str, str] = {}

    def take(self, rows: list[tuple[str, str]]) -> None:
        self.beginResetModel()
        self._rows, self.ids = rows, dict(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text, id_ = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return text
        return id_ if role == Qt.ItemDataRole.UserRole else None


def _named(one: Incident) -> str:
    return f"{one.title} · {one.case} ({one.id})" if one.case else f"{one.title} · {one.id}"
