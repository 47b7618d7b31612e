"""What is chosen at this desk: one filter for everything that shows cases."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.casefilter import EVERYTHING, CaseFilter, decode_filter, encode_filter


class Selection(QObject):
    """``changed(CaseFilter)`` after every change, whoever made it."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = EVERYTHING

    @property
    def filter(self) -> CaseFilter:
        return self._filter

    def choose(self, chosen: CaseFilter) -> None:
        """This and nothing else."""
        if chosen != self._filter:
            self._filter = chosen
            self.changed.emit(chosen)

    def toggle(self, **parts: Any) -> None:
        """These parts of the filter; without them when exactly they are chosen already."""
        self.choose(self._filter.toggled(**parts))

    def state(self) -> dict[str, Any]:
        """What comes back after a restart."""
        return {"filter": encode_filter(self._filter)} if self._filter else {}

    def restore(self, state: dict[str, Any]) -> None:
        """Raises ValueError for what is no filter."""
        self.choose(decode_filter(str(state["filter"])) if "filter" in state else EVERYTHING)

    def clear(self) -> None:
        """Everything again."""
        self.choose(EVERYTHING)
