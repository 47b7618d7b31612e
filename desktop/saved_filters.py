"""Filters with a name: ready-made ones and a person's own, chosen, saved, overwritten, renamed and deleted."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.ready_filters import ready_filters
from desktop.selection import Selection
from domain.casefilter import CaseFilter
from domain.picture import Picture

#: Names of filters are not longer than this; a person keeps not more than so many.
LONGEST, MOST = 40, 40


class OwnFilter(msgspec.Struct, frozen=True):
    """A filter a person has saved."""

    code: str
    name: str
    chosen: CaseFilter


class OwnFilters(msgspec.Struct, frozen=True):
    """What is kept of a person's own filters."""

    own: tuple[OwnFilter, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """One filter as it is offered. ``chosen``: it is what this desk shows."""

    code: str
    name: str
    own: bool
    filter: CaseFilter
    chosen: bool


class SavedFilters(QObject):
    """``changed``: other filters, another name. ``own_changed``: what belongs into the file of the person's own filters
    is another.

    ``context`` gives the picture and the area the person is responsible for, or None before there is a city."""

    changed = Signal()
    own_changed = Signal()

    def __init__(
        self, selection: Selection, context: Callable[[], tuple[Picture, str] | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._selection, self._context = selection, context
        self._own: tuple[OwnFilter, ...] = ()
        self._lost: OwnFilter | None = None
        self._begun_from = ""
        selection.changed.connect(self._on_selected)

    def begin(self, own: OwnFilters) -> None:
        """What was kept."""
        self._own = own.own
        self.changed.emit()

    def own(self) -> OwnFilters:
        return OwnFilters(self._own)

    # --- choosing ---

    def listed(self) -> list[Listed]:
        """All there are, in the order of their keys; none before there is a city."""
        context, now = self._context(), self._selection.filter
        if context is None:
            return []
        ready = [Listed(one.code, one.title, False, made, made == now) for one, made in ready_filters(*context)]
        own = [Listed(one.code, one.name, True, one.chosen, one.chosen == now) for one in self._own]
        return [*ready, *own]

    def name_at(self, place: int) -> str:
        """The name of the filter at a place of ``listed``, empty when there is none."""
        listed = self.listed()
        return listed[place].name if place < len(listed) else ""

    def choose(self, code: str) -> None:
        """This and nothing else; everything again where it is what is shown already."""
        for one in self.listed():
            if one.code == code:
                self._selection.clear() if one.chosen else self._selection.choose(one.filter)
                self._begun_from = "" if one.chosen else code

    def choose_at(self, place: int) -> None:
        listed = self.listed()
        if place < len(listed):
            self.choose(listed[place].code)

    @property
    def changed_one(self) -> str:
        """The name of the person's own filter that was chosen and changed since, empty when there is none."""
        one = next((one for one in self._own if one.code == self._begun_from), None)
        return one.name if one is not None and one.chosen != self._selection.filter else ""

    # --- a person's own ---

    def named(self, name: str) -> str:
        """The code of the person's own filter of that name, empty when there is none."""
        return next((one.code for one in self._own if one.name == name.strip()), "")

    def save_as(self, name: str, chosen: CaseFilter) -> bool:
        """Keep ``chosen`` under a name, instead of an own one of that name; False where there is nothing to keep or no
        room. It is what the desk shows from now on."""
        name, code = name.strip()[:LONGEST], self.named(name)
        if not name or not chosen or (not code and len(self._own) >= MOST):
            return False
        one = OwnFilter(code or f"own-{token_hex(4)}", name, chosen)
        own = tuple(one if known.code == code else known for known in self._own)
        self._own = own if code else (*own, one)
        self._begun_from = one.code
        self._selection.choose(chosen)
        self._tell()
        return True

    def rename(self, code: str, name: str) -> None:
        """Nothing happens without a name, or when another one has it."""
        name = name.strip()[:LONGEST]
        if name and self.named(name) in ("", code):
            self._own = tuple(replace(one, name=name) if one.code == code else one for one in self._own)
            self._tell()

    def delete(self, code: str) -> None:
        """What is shown stays. ``undelete`` brings it back."""
        self._lost = next((one for one in self._own if one.code == code), None)
        self._own = tuple(one for one in self._own if one.code != code)
        self._tell()

    def undelete(self) -> None:
        """Take the last deletion back."""
        lost, self._lost = self._lost, None
        if lost is not None and not self.named(lost.name):
            self._own = (*self._own, lost)
            self._tell()

    def _on_selected(self, chosen: CaseFilter) -> None:
        if not chosen:
            self._begun_from = ""

    def _tell(self) -> None:
        self.own_changed.emit()
        self.changed.emit()
