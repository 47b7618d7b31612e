"""The pairs of a proposal as rows that can be ticked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from domain.batch import Pair, Proposal
from domain.picture import Picture
from widgets import plan_words, wording
from widgets.look import Look

COLUMNS = ("incident", "worker", "travel", "deadline", "why", "change")
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """``ticked_changed``: other pairs are chosen. What somebody unticked stays so when it is weighed again."""

    ticked_changed = Signal()

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture: Picture | None = None
        self.pairs: tuple[Pair, ...] = ()
        self._left_out: set[str] = set()

    def show_proposal(self, proposal: Proposal | None, picture: Picture | None) -> None:
        self.beginResetModel()
        self._picture = picture
        self.pairs = proposal.pairs if proposal is not None and picture is not None else ()
        if proposal is None:
            self._left_out.clear()
        self.endResetModel()
        self.ticked_changed.emit()

    @property
    def ticked(self) -> dict[str, str]:
        """Worker by incident of the pairs that are chosen."""
        return {one.incident: one.worker for one in self.pairs if one.worker and one.incident not in self._left_out}

    def tick(self, incident: str, on: bool) -> None:
        """Choose a pair, or not."""
        if on == (incident in self._left_out):
            (self._left_out.discard if on else self._left_out.add)(incident)
            for row, pair in enumerate(self.pairs):
                if pair.incident == incident:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
            self.ticked_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.pairs)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return {
                "incident": self.tr("Incident"),
                "worker": self.tr("Goes"),
                "travel": self.tr("On the way"),
                "deadline": self.tr("Deadline"),
                "why": self.tr("Why"),
                "change": self.tr("What would change it"),
            }[COLUMNS[section]]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self.pairs[index.row()].worker:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._picture is None:
            return None
        pair, column = self.pairs[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and column == "incident" and pair.worker:
            return Qt.CheckState.Unchecked if pair.incident in self._left_out else Qt.CheckState.Checked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(pair, column, self._picture)
        if role == Qt.ItemDataRole.ForegroundRole and column == "deadline" and pair.margin < 0:
            return self._look.bad
        if role == Qt.ItemDataRole.ForegroundRole and column in ("why", "change"):
            return self._look.quiet
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != 0:
            return False
        self.tick(self.pairs[index.row()].incident, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _text(self, pair: Pair, column: str, picture: Picture) -> str:
        language = self._look.language
        match column:
            case "incident":
                incident = picture.incidents.get(pair.incident)
                return incident.title if incident is not None else pair.incident
            case "worker":
                return plan_words.person(picture, pair.worker, language) if pair.worker else "—"
            case "travel":
                return wording.minutes(pair.seconds) if pair.worker else "—"
            case "deadline":
                return plan_words.deadline(pair)
            case "why":
                return plan_words.why(pair, picture, language)
            case _:
                return plan_words.change(pair, picture, language)
