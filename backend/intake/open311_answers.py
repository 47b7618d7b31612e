"""What GeoReport v2 gives back: the list of services, requests as it describes them, and the filters on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from backend.clock import CityClock
from backend.intake.values import moment, number
from domain.incident import Incident
from domain.picture import Picture
from domain.refusal import Refusal

#: Seconds one listing may span, and what it spans when nothing is said.
LONGEST_SPAN = 90 * 24 * 3600.0
#: Requests in one answer (more by ``page``).
PAGE = 200
LARGEST_PAGE = 1000


def service_list(picture: Picture, any_service: str) -> list[dict[str, object]]:
    """All categories as services, and one for those who cannot tell."""
    rows: list[dict[str, object]] = [
        {
            "service_code": category.code,
            "service_name": category.name.zh,
            "description": category.name.en,
            "metadata": False,
            "type": "realtime",
            "keywords": ",".join(category.words),
            "group": category.group.zh,
        }
        for category in picture.categories.values()
    ]
    rows.append(
        {
            "service_code": any_service,
            "service_name": "其他（由指挥中心判定）",
            "description": "Something else: the centre decides",
            "metadata": False,
            "type": "realtime",
            "keywords": "",
            "group": "其他",
        }
    )
    return rows


class Filters(msgspec.Struct, frozen=True):
    """What a listing is asked for. ``start`` and ``end`` in real seconds; empty sets mean everything."""

    ids: frozenset[str]
    services: frozenset[str]
    statuses: frozenset[str]
    start: float
    end: float
    page: int
    page_size: int

    @staticmethod
    def of(query: Mapping[str, str], now: float) -> Filters:
        """From the query. Raises Refusal ``not_a_time``, ``not_a_number``, ``wrong_status`` or ``span_too_long``."""
        start = moment("start_date", query["start_date"]) if query.get("start_date") else None
        end = moment("end_date", query["end_date"]) if query.get("end_date") else None
        if end is None:
            end = now if start is None else min(now + 60, start + LONGEST_SPAN)
        if start is None:
            start = end - LONGEST_SPAN
        if end < start or end - start > LONGEST_SPAN + 1:
            raise Refusal("span_too_long", "start_date must come before end_date, by at most 90 days.")
        statuses = _several(query, "status")
        if statuses - {"open", "closed"}:
            raise Refusal("wrong_status", "status must be open or closed.")
        page, size = number("page", query.get("page", "1")), number("page_size", query.get("page_size", str(PAGE)))
        if not (1 <= page <= 1e6 and 1 <= size <= LARGEST_PAGE):
            raise Refusal("not_a_number", f"page starts at 1 and page_size is at most {LARGEST_PAGE}.")
        ids, services = _several(query, "service_request_id"), _several(query, "service_code")
        return Filters(ids, services, statuses, start, end, int(page), int(size))

    def pick(self, incidents: Iterable[Incident], picture: Picture, clock: CityClock) -> list[Incident]:
        """Those that match, newest first, one page of them. Ids that are asked for are found at any date."""
        first, last = clock.of_wall(self.start), clock.of_wall(self.end)
        found = [
            incident
            for incident in incidents
            if (incident.id in self.ids if self.ids else first <= incident.received_at <= last)
            and (not self.services or incident.category in self.services)
            and (not self.statuses or status_of(incident, picture) in self.statuses)
        ]
        found.sort(key=lambda incident: incident.received_at, reverse=True)
        at = (self.page - 1) * self.page_size
        return found[at : at + self.page_size]


def status_of(incident: Incident, picture: Picture) -> str:
    return "open" if picture.goes_on(incident) else "closed"


def described(incident: Incident, picture: Picture, clock: CityClock) -> dict[str, object]:
    """One request; nothing in it names a reporter or a worker."""
    category = picture.categories.get(incident.category)
    stage = picture.stages.get(incident.stage)
    return {
        "service_request_id": incident.id,
        "status": status_of(incident, picture),
        "status_notes": stage.name.zh if stage else incident.stage,
        "service_name": category.name.zh if category else "",
        "service_code": incident.category,
        "description": incident.text,
        "agency_responsible": incident.department,
        "service_notice": incident.outcome,
        "requested_datetime": _stamp(incident.received_at, clock),
        "updated_datetime": _stamp(incident.changed_at, clock),
        "expected_datetime": _stamp(incident.deadline.due_at, clock),
        "address": incident.place.address,
        "address_id": incident.region,
        "zipcode": "",
        "lat": incident.place.lat,
        "long": incident.place.lon,
        "media_url": "",
    }


def _several(query: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(part.strip() for part in query.get(name, "").split(",") if part.strip())


def _stamp(city_time: float, clock: CityClock) -> str:
    """A city time as the real time at which it is, in ISO 8601."""
    wall = clock.wall() + (city_time - clock.now()) / clock.rate
    try:
        return datetime.fromtimestamp(wall, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return ""
