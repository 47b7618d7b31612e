"""Which case to merge into: any that is open, found by a part of its title, its case number or its id."""

from __future__ import annotations

from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from domain.incident import Incident
from domain.lookalikes import nearest
from domain.picture import Picture
from widgets import wording

Index = QModelIndex | QPersistentModelIndex
#: A case and how far away it lies in metres; None for a look-alike.
_Offer = tuple[Incident, float | None]


#: So many are listed at once; typing searches all.
LISTED = 100


class MergeChoice(QComboBox):
    """The look-alikes first, of which the first is proposed, then all others, the nearest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: list[_Offer] = []
        self._words: list[str] = []
        self._rows, self._found = _Rows(self), _Rows(self)
        self.setModel(self._rows)
        self.setEditable(True)
        self.field = QLineEdit()
        self.setLineEdit(self.field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # What is found is found here: a completer that asks for thousands of lines would hold up the hand that types.
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        # Not the box's own: that would take the place among what was found for a place in the list.
        self.setCompleter(None)  # type: ignore[arg-type]
        self.field.setCompleter(completer)
        completer.activated.connect(self.field.setText)
        self.field.textEdited.connect(self._search)

    def offer(self, picture: Picture, incident: Incident) -> bool:
        """Offer what ``incident`` can be merged into; whether there is anything."""
        others = [one for one in picture.open_incidents() if one.id != incident.id]
        place = incident.place
        near = {one.id: (one, metres) for metres, one in nearest(others, place.lon, place.lat, len(others))}
        alike: list[_Offer] = [(near.pop(key)[0], None) for key in incident.lookalikes if key in near]
        self._offered = [*alike, *near.values()]
        self._words = []
        self._rows.take(self._offered[:LISTED])
        self._found.take([])
        self.setCurrentIndex(0 if alike else -1)
        if not alike:
            self.clearEditText()
        return bool(self._offered)

    @property
    def chosen(self) -> str:
        """Id of the case whose line stands in the field, empty when none does."""
        text = self.currentText()
        return self._rows.ids.get(text, "") or self._found.ids.get(text, "")

    def _search(self, text: str) -> None:
        if not self._words:
            self._words = [f"{one.title}\n{one.case}\n({one.id})".lower() for one, _ in self._offered]
        needle = text.strip().lower()
        found = (offer for offer, words in zip(self._offered, self._words, strict=True) if needle in words)
        self._found.take(list(islice(found, LISTED)) if needle else [])


class _Rows(QAbstractListModel):
    """Some of what is offered, as lines; ``ids`` are what they stand for."""

    def __init__(self, parent: MergeChoice) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str]] = []
        self.ids: dict[str, str] = {}

    def take(self, offers: list[_Offer]) -> None:
        self.beginResetModel()
        self._rows = [(_line(one, metres), one.id) for one, metres in offers]
        self.ids = dict(self._rows)
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


def _line(one: Incident, metres: float | None) -> str:
    name = f"{one.title} · {one.case} ({one.id})" if one.case else f"{one.title} · ({one.id})"
    return f"≈ {name}" if metres is None else f"{name} · {wording.distance(metres)}"
