"""Reports that are probably about the same thing: near in space, near in time, alike in kind."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from math import cos, hypot, radians

from domain.incident import Incident

#: As the field's practice has it: 50 metres and 24 hours.
METRES = 50.0
SECONDS = 24 * 3600.0
_METRES_PER_DEGREE = 111_195.0


def find(
    incidents: Iterable[Incident], lon: float, lat: float, category: str, at: float, exclude: str = ""
) -> tuple[str, ...]:
    """Ids of the incidents within 50 m and 24 h of a place (degrees) and a time, of the same class; the same category
    first, then the nearest. Reports already merged into another are left out: that other one stands for them."""
    east = cos(radians(lat)) * _METRES_PER_DEGREE
    narrow, low = METRES / _METRES_PER_DEGREE, METRES / max(east, 1.0)
    found: list[tuple[bool, float, str]] = []
    for incident in incidents:
        place = incident.place
        if abs(place.lat - lat) > narrow or abs(place.lon - lon) > low or abs(incident.occurred_at - at) > SECONDS:
            continue
        metres = hypot((place.lon - lon) * east, (place.lat - lat) * _METRES_PER_DEGREE)
        counts = not incident.merged_into and incident.id != exclude and _alike(incident.category, category)
        if counts and metres <= METRES:
            found.append((incident.category != category, metres, incident.id))
    return tuple(id for _, _, id in sorted(found))


def near(one: Incident, other: Incident) -> bool:
    """Whether two incidents lie so close in space that they may be look-alikes; a box, not a circle."""
    narrow = METRES / _METRES_PER_DEGREE
    low = METRES / max(cos(radians(one.place.lat)) * _METRES_PER_DEGREE, 1.0)
    return abs(one.place.lat - other.place.lat) <= narrow and abs(one.place.lon - other.place.lon) <= low


def nearest(incidents: Iterable[Incident], lon: float, lat: float, count: int) -> list[tuple[float, Incident]]:
    """The ``count`` incidents nearest to a place (degrees), each with its distance in metres."""
    east = cos(radians(lat)) * _METRES_PER_DEGREE
    away = (
        (hypot((one.place.lon - lon) * east, (one.place.lat - lat) * _METRES_PER_DEGREE), one) for one in incidents
    )
    return nsmallest(count, away, key=lambda pair: (pair[0], pair[1].id))


def _alike(one: str, other: str) -> bool:
    """Whether two category codes are of one class; an empty code may be anything."""
    return one == other or not one or not other or class_of(one) == class_of(other)


def class_of(code: str) -> str:
    """The class a category code belongs to: what stands before a separator, otherwise all but the last two signs."""
    for separator in "-./:":
        if separator in code:
            return code.split(separator)[0]
    return code[:-2] if len(code) > 2 else code
