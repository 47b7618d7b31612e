"""In which order the queue stands and by what it is grouped; no Qt.

Every key is fixed as long as its incident does not change or turn: so one incident that changes is put into its place
and the others keep theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from domain.incident import Incident, Source
from domain.picture import Picture
from domain.region import Level

#: Where what has no place of its own stands: after everything else.
_LAST = 1 << 30
_SOURCES = {source: place for place, source in enumerate(Source)}


class Sorting(StrEnum):
    """What stands on top. Open incidents always stand before closed ones."""

    HURT = "hurt"
    NEWEST = "newest"
    DEADLINE = "deadline"
    SEVERITY = "severity"
    AREA = "area"
    CATEGORY = "category"


class Grouping(StrEnum):
    """What the incidents below one heading have in common."""

    NONE = "none"
    STREET = "street"
    COMMUNITY = "community"
    CATEGORY = "category"
    SOURCE = "source"
    STAGE = "stage"
    WORKER = "worker"


_LEVELS = {Grouping.STREET: Level.STREET, Grouping.COMMUNITY: Level.COMMUNITY}


class Group(NamedTuple):
    """A heading's place among the others, and what it is about: a region, the Chinese name of a category group, a
    source, a stage, a worker; empty for incidents that have none of these."""

    place: int | str
    code: str


class QueueOrder:
    """Of the incidents of one picture."""

    def __init__(
        self, picture: Picture | None = None, sorting: Sorting = Sorting.HURT, grouping: Grouping = Grouping.NONE
    ) -> None:
        self._picture = picture
        self.sorting, self.grouping = sorting, grouping
        self._category: dict[str, int] = {}
        self._category_group: dict[str, Group] = {}
        self._stage: dict[str, int] = {}
        self._region_group: dict[str, Group] = {}
        self._worker_group: dict[str, Group] = {}
        if picture is not None:
            first: dict[str, int] = {}
            for place, (code, category) in enumerate(picture.categories.items()):
                self._category[code] = place
                name = category.group.zh
                self._category_group[code] = Group(first.setdefault(name, place), name)
            self._stage = {code: place for place, code in enumerate(picture.stages)}

    def key(self, incident: Incident, hurt: tuple[Any, ...]) -> tuple[Any, ...]:
        """Sorts incidents. ``hurt``: what sorts what hurts most to the front, beginning with 0 for open ones and 1 for
        others."""
        if self.grouping is Grouping.NONE:
            return self._within(incident, hurt)
        return (*self.group(incident), *self._within(incident, hurt))

    def _within(self, incident: Incident, hurt: tuple[Any, ...]) -> tuple[Any, ...]:
        match self.sorting:
            case Sorting.HURT:
                return hurt
            case Sorting.NEWEST:
                return (hurt[0], -incident.received_at, incident.id)
            case Sorting.DEADLINE:
                deadline = incident.deadline
                return (hurt[0], deadline.paused_at is not None, deadline.due_at, incident.id)
            case Sorting.SEVERITY:
                return (hurt[0], int(incident.severity), *hurt)
            case Sorting.AREA:
                return (hurt[0], self._region(incident.region), *hurt)
            case Sorting.CATEGORY:
                return (hurt[0], self._category.get(incident.category, _LAST), *hurt)

    def group(self, incident: Incident) -> Group:
        """Where an incident belongs. What has no name of its own stands last; what nobody has stands first."""
        match self.grouping:
            case Grouping.STREET | Grouping.COMMUNITY:
                return self._group_of_region(incident.region)
            case Grouping.CATEGORY:
                return self._category_group.get(incident.category) or Group(_LAST, "")
            case Grouping.SOURCE:
                return Group(_SOURCES[incident.source], incident.source.value)
            case Grouping.STAGE:
                return Group(self._stage.get(incident.stage, _LAST), incident.stage)
            case Grouping.WORKER:
                return self._group_of_worker(incident.worker)
            case Grouping.NONE:
                return Group(0, "")

    def _region(self, code: str) -> int:
        picture = self._picture
        return picture.tree.index(code) if picture is not None and code in picture.tree else _LAST

    def _group_of_region(self, code: str) -> Group:
        known = self._region_group.get(code)
        if known is None:
            picture = self._picture
            area = picture.tree.ancestor(code, _LEVELS[self.grouping]) if picture is not None else None
            known = Group(self._region(area.code), area.code) if area is not None else Group(_LAST, "")
            self._region_group[code] = known
        return known

    def _group_of_worker(self, code: str) -> Group:
        known = self._worker_group.get(code)
        if known is None:
            worker = self._picture.workers.get(code) if self._picture is not None else None
            known = Group(worker.name if worker is not None else code, code)
            self._worker_group[code] = known  # somebody who takes another name keeps his place for now
        return known
