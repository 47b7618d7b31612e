"""Who answers for an overlay grid: somebody of the roster, or somebody the file alone names, who joins it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from backend.geography.given_overlays import GivenGrid
from backend.geography.overlays import OFFICERS
from backend.geography.posts import MADE_UP
from backend.load.columns import Mapping
from backend.load.people import made_up, usual_role
from backend.load.tables import Row
from domain.city import City
from domain.overlay import OverlayKind
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.worker import Worker


class Officers:
    """Finds the people of one file in the roster of a city: by id, else by name (and telephone where both have one).
    People who were made up are found by their id alone: a name of theirs is nobody's."""

    def __init__(self, city: City, mapping: Mapping) -> None:
        self._mapping = mapping
        self._roles = city.rules.roles
        self._known = {worker.id: worker for worker in city.workers}
        self._first = max((worker.index for worker in city.workers), default=-1) + 1
        self._joined: dict[str, Worker] = {}

    def of(self, row: Row, kind: OverlayKind) -> int:
        """Index of the worker a row names; −1 when it names nobody. Raises Refusal ``unknown_officer`` or
        ``many_of_that_name``."""
        id_, name, phone = (self._mapping.get(row.cells, field) for field in ("officer_id", "officer", "phone"))
        found = self._known.get(id_ or name)
        if found is not None:
            return found.index
        if not name:
            if id_ or phone:
                raise Refusal("unknown_officer", f"Nobody here has the id {id_!r}; give the officer's name too.")
            return -1
        if not id_:
            alike = [worker for worker in self._known.values() if _is_called(worker, name, phone)]
            if len(alike) > 1:
                ids = ", ".join(worker.id for worker in alike)
                raise Refusal("many_of_that_name", f"Several people here are called {name} ({ids}); give the id.")
            if alike:
                return alike[0].index
        return self._join((id_ or made_up("P", name, phone))[:64], name[:60], phone[:64], kind).index

    def joined(self, grids: Sequence[GivenGrid], tree: RegionTree) -> list[Worker]:
        """Those who join, each answering for the base grids of his overlay grids; in the order of the file."""
        regions: dict[int, dict[str, None]] = {}
        for grid in grids:
            codes = (tree.regions[member].code for member in grid.members)
            regions.setdefault(grid.officer, {}).update(dict.fromkeys(codes))
        return [
            msgspec.structs.replace(worker, regions=tuple(regions[worker.index])) for worker in self._joined.values()
        ]

    def _join(self, id_: str, name: str, phone: str, kind: OverlayKind) -> Worker:
        there = {role.code for role in self._roles}
        role = next((code for code in OFFICERS[kind] if code in there), usual_role(self._roles).code)
        worker = Worker(id_, self._first + len(self._joined), name, role, (), phone=phone)
        self._joined[id_] = self._known[id_] = worker
        return worker


def _is_called(worker: Worker, name: str, phone: str) -> bool:
    if worker.phone.startswith(MADE_UP) or name not in (worker.name, worker.name_en):
        return False
    return not (phone and worker.phone) or _digits(phone) == _digits(worker.phone)


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())[-11:]
