"""What people ask for: orders about incidents and roads, reports of new incidents. Validated here, judged elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

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
Coordinate = Annotated[int, Meta(ge=-1_800_000_000, le=1_800_000_000)]


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


class RoadOrder(msgspec.Struct, frozen=True, tag_field="kind", tag="road_order", forbid_unknown_fields=True):
    """A command about a road. ``command_id`` as in ``Order``. ``close_road`` needs a ``path`` (two or more nodes of the
    city's roads that follow each other: longitude, latitude in 1e-7 degree, one after another) and a ``reason``, and
    may say ``until`` when (city time); ``open_road`` the ``closure`` and the ``version`` of it the desk saw; ``undo``
    the command it ``undoes``."""

    command_id: Key
    verb: Literal["close_road", "open_road", "undo"]
    closure: OptionalKey = ""
    version: Annotated[int, Meta(ge=0)] = 0
    path: Annotated[tuple[Coordinate, ...], Meta(max_length=1000)] = ()
    reason: Line = ""
    until: float | None = None
    undoes: OptionalKey = ""


#: Everything that is durable in a desk's outbox and acts once.
Command = Order | RoadOrder


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
