"""Overlay grids out of a file: police, emergency, safety and party grids with their officers, each by its ground or by
the base grids it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from backend.geography.given_overlays import GivenGrid, base_grids, lay, rings_of
from backend.load.areas import area_of
from backend.load.columns import Mapping
from backend.load.officers import Officers
from backend.load.overlay_kinds import kind_of_row
from backend.load.refused import Refused
from backend.load.tables import Row
from domain.city import City
from domain.datum import Datum
from domain.names import Name
from domain.overlay import OverlayKind
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.worker import Worker

#: A base grid of which so much lies in one overlay grid is not cut by its border.
_WHOLE = 0.95


class Found(msgspec.Struct):
    """What a file holds: ``grids`` that can be laid, rows ``refused``, people who ``joined`` because they answer for
    one and nobody knew them; ``cut``: base grids through which a border runs; ``kinds``: that its rows speak of, also
    those that were refused."""

    grids: list[GivenGrid]
    refused: list[Refused]
    joined: list[Worker]
    cut: int
    kinds: frozenset[OverlayKind]

    @property
    def told(self) -> list[str]:
        """What a person should know of it, in sentences."""
        told = []
        if self.cut:
            told.append(f"Base grids cut by a border: {self.cut}; each goes with the one that most of it lies in.")
        if self.joined:
            names = ", ".join(worker.name for worker in self.joined[:8]) + (" …" if len(self.joined) > 8 else "")
            told.append(f"Officers whom nobody knew join the people of the city ({len(self.joined)}): {names}.")
        return told


class _Draft(msgspec.Struct):
    """A row on its way: ``ground`` (degrees) or the base grids it ``lists``."""

    row: Row
    kind: OverlayKind
    code: str
    name: Name
    ground: Any
    lists: tuple[int, ...]


class OverlayReader:
    """Reads the overlay grids of one file for a city. ``usual``: the kind of rows that say none."""

    def __init__(self, city: City, mapping: Mapping, datum: Datum, usual: OverlayKind | None) -> None:
        self._city, self._mapping, self._datum, self._usual = city, mapping, datum, usual
        self._tree = RegionTree(city.geography.regions)
        self._by_name = {title: one.code for one in self._tree for title in (one.name_en, one.name) if title}
        self._grids = base_grids(city.geography.regions)
        self._kinds: set[OverlayKind] = set()

    def read(self, rows: Sequence[Row], shapes: Sequence[dict[str, Any]]) -> Found:
        """``shapes``: the geometry of each row, where the file is a map."""
        refused: list[Refused] = []
        drafts: list[_Draft] = []
        seen: dict[tuple[OverlayKind, str], int] = {}
        owners: dict[tuple[OverlayKind, int], _Draft] = {}
        for place, row in enumerate(rows):
            try:
                draft = self._draft(row, shapes[place] if place < len(shapes) else {})
                same = seen.setdefault((draft.kind, draft.code), row.number)
                if same != row.number:
                    raise Refusal(
                        "same_code",
                        f"{draft.code} is in row {same} already; give each its own code, or one multipolygon to both.",
                    )
                for member in draft.lists:
                    other = owners.get((draft.kind, member))
                    if other is not None:
                        grid = self._tree.regions[member].code
                        sentence = f"The grid {grid} is listed by {other.code} in row {other.row.number} already."
                        raise Refusal("grid_taken", sentence)
            except Refusal as refusal:
                refused.append(Refused(row, refusal.code, refusal.sentence))
                continue
            owners.update(dict.fromkeys(((draft.kind, member) for member in draft.lists), draft))
            drafts.append(draft)
        cut = self._lay(drafts, set(owners))
        officers = Officers(self._city, self._mapping)
        grids = []
        for draft in drafts:
            try:
                grids.append(self._given(draft, officers))
            except Refusal as refusal:
                refused.append(Refused(draft.row, refusal.code, refusal.sentence))
        refused.sort(key=lambda one: one.row.number)
        return Found(grids, refused, officers.joined(grids, self._tree), cut, frozenset(self._kinds))

    def _draft(self, row: Row, shape: dict[str, Any]) -> _Draft:
        if row.fault:
            raise Refusal(row.fault, row.why)
        cell = {field: self._mapping.get(row.cells, field) for field in self._mapping.columns}
        kind, code, name = kind_of_row(self._mapping, row, self._usual), cell.get("code", ""), cell.get("name", "")
        self._kinds.add(kind)
        if not (code or name):
            raise Refusal("no_name", "The row has neither a code nor a name; every overlay grid needs one of them.")
        lists = self._listed(cell.get("grids", ""))
        ground = None
        if not lists:
            if not shape:
                raise Refusal("no_area", "The row has no area and lists no grids; give one of them.")
            ground = area_of(shape, self._datum)
        title = Name((name or code)[:60], cell.get("name_en", "")[:60])
        return _Draft(row, kind, (code or name)[:64], title, ground, lists)

    def _listed(self, text: str) -> tuple[int, ...]:
        """The base grids a cell lists; a community or street stands for all of its grids."""
        members: dict[int, None] = {}
        for word in filter(None, (word.strip() for word in re.split(r"[,，、;；|\s]+", text))):
            code = word if word in self._tree else self._by_name.get(word, "")
            under = self._tree.grids_under(code) if code else []
            if not under:
                raise Refusal("unknown_region", f"{word!r} is no grid of this city; list codes or names, with commas.")
            members.update(dict.fromkeys(self._tree.index(grid.code) for grid in under))
        return tuple(members)

    def _lay(self, drafts: list[_Draft], listed: set[tuple[OverlayKind, int]]) -> int:
        """Gives those with ground the base grids that nobody listed; how many of these are cut by a border."""
        cut = 0
        for kind in OverlayKind:
            mine = [draft for draft in drafts if draft.kind is kind and draft.ground is not None]
            if not mine:
                continue
            laid = lay([draft.ground for draft in mine], self._city.geography.outlines, self._grids)
            cut += int(((laid.owner >= 0) & (laid.share < _WHOLE)).sum())
            for place, draft in enumerate(mine):
                members = (self._grids[grid] for grid in np.flatnonzero(laid.owner == place).tolist())
                draft.lists = tuple(member for member in members if (kind, member) not in listed)
        return cut

    def _given(self, draft: _Draft, officers: Officers) -> GivenGrid:
        if not draft.lists:
            raise Refusal(
                "no_grid",
                f"{draft.code} is not where the largest part of any grid of this city lies; look whether it is of this "
                "city, and whether --datum is right.",
            )
        rings = rings_of(draft.ground) if draft.ground is not None else ()
        return GivenGrid(draft.kind, draft.code, draft.name, draft.lists, officers.of(draft.row, draft.kind), rings)
