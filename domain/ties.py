"""What belongs to an incident: reports that are probably about the same thing, and what was merged."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from domain.incident import Incident
from domain.lookalikes import find, near


class TieKind(StrEnum):
    """How another incident belongs to it."""

    LOOKALIKE = "lookalike"  # near in space and time, alike in kind, and still open
    MERGED = "merged"  # merged into it
    MAIN = "main"  # it was merged into that one


class Tie(msgspec.Struct, frozen=True):
    """``id``: of the other incident."""

    kind: TieKind
    id: str


def ties_of(incidents: Mapping[str, Incident], id_: str) -> tuple[Tie, ...]:
    """The ties of one incident among all that are held; nothing for an id nobody holds."""
    incident = incidents.get(id_)
    if incident is None:
        return ()
    ties = [Tie(TieKind.MAIN, incident.merged_into)] if incident.merged_into in incidents else []
    ties += [Tie(TieKind.MERGED, other.id) for other in incidents.values() if other.merged_into == id_]
    if not incident.merged_into:
        place = incident.place
        found = find(incidents.values(), place.lon, place.lat, incident.category, incident.occurred_at, id_)
        known = dict.fromkeys((*found, *incident.lookalikes))
        ties += [Tie(TieKind.LOOKALIKE, other) for other in known if _open(incidents.get(other))]
    return tuple(ties)


def may_tie(incident: Incident, other: Incident) -> bool:
    """Whether a change of ``other`` may change the ties of ``incident``; cheap, for many changes."""
    if incident.id == other.id or other.merged_into == incident.id or incident.merged_into == other.id:
        return True
    return near(incident, other)


def _open(incident: Incident | None) -> bool:
    return incident is not None and incident.closed_at is None and not incident.merged_into
