"""What people ask for: an order about an incident, a report of a new one. Validated here, judged elsewhere."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from domain.category import Severity
from domain.incident import Source

Key = Annotated[str, Meta(min_length=1, max_length=64)]
OptionalKey = Annotated[str, Meta(max_length=64)]
Words = Annotated[str, Meta(max_length=4000)]
Line = Annotated[str, Meta(max_length=300)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]


class Order(msgspec.Struct, frozen=True, tag_field="kind", tag="order", forbid_unknown_fields=True):
    """A command about one incident. ``command_id`` is made by the desk: sent twice it acts once. ``version`` is the
    version the desk saw. Which of the other fields must be given is the ``needs`` of the workflow step ``verb``:
    ``worker`` or ``region`` or ``department`` (assignee), ``into`` (merge), ``hours`` (extend), ``undoes`` (a command).
    """

    command_id: Key
    incident: Key
    version: Annotated[int, Meta(ge=0)]
    verb: Key
    worker: OptionalKey = ""
    region: OptionalKey = ""
    department: OptionalKey = ""
    reason: Line = ""
    note: Words = ""
    into: OptionalKey = ""
    hours: Annotated[float, Meta(gt=0, le=24 * 60)] | None = None
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    category: OptionalKey = ""
    severity: Severity | None = None
    photos: Annotated[tuple[Key, ...], Meta(max_length=20)] = ()
    undoes: OptionalKey = ""


class Report(msgspec.Struct, frozen=True, tag_field="kind", tag="report", forbid_unknown_fields=True):
    """A new incident as it comes in from a channel, before it is placed and categorised. Times in seconds since 1970
    (UTC), position in WGS-84 degrees. ``external`` is the channel's own id: the same one twice is one incident."""

    source: Source
    text: Words
    lon: Longitude
    lat: Latitude
    occurred_at: float
    external: Annotated[str, Meta(max_length=120)] = ""
    category: OptionalKey = ""
    severity: Severity | None = None
    title: Line = ""
    address: Line = ""
    reporter_name: Line = ""
    reporter_phone: OptionalKey = ""
    reported_by: OptionalKey = ""
    photos: Annotated[tuple[Key, ...], Meta(max_length=20)] = ()
    #: Found and settled on the spot by the worker who reports it.
    settled: bool = False


class Actor(msgspec.Struct, frozen=True):
    """Who acts. ``kind``: ``user``, ``worker``, ``rule`` or ``channel``; ``role`` is what access rules look at
    (``dispatcher``, ``supervisor``, ``leader``, ``admin``, ``viewer``, ``worker``, ``rule``, ``channel``); ``scope`` is
    the region code he is limited to (empty: the whole city)."""

    kind: str
    id: str
    name: str
    role: str
    scope: str = ""

    @property
    def label(self) -> str:
        return f"{self.kind}:{self.id}"
