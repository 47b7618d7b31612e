"""What a city profile may say about its ground, in degrees; everything left out is made up from the seed."""

from __future__ import annotations

import msgspec

from domain.names import Name

Degrees = tuple[float, float]


class River(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A river or railway: longitude and latitude of a few places it passes, ``width`` in metres."""

    name: Name
    path: tuple[Degrees, ...]
    width: float = 50.0


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lake or a hill: its middle, its half axes in metres, the angle of the long one in degrees from east; or, where
    its shape is known, ``ring``: a few places along its edge."""

    name: Name
    lon: float = 0.0
    lat: float = 0.0
    long: float = 0.0
    short: float = 0.0
    angle: float = 0.0
    ring: tuple[Degrees, ...] = ()


class Quarter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dense place: strength 0..1, radius in metres, angle of its streets in degrees."""

    lon: float
    lat: float
    strength: float
    radius: float
    angle: float = 0.0


class MainRoad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A road that must be there: rank as in ``domain.roads``, and a few places it passes. Wide rivers are crossed by
    these roads only; ``bridge`` is what people call that crossing, a ``tunnel`` where it runs below."""

    name: Name
    path: tuple[Degrees, ...]
    rank: int = 1
    tunnel: bool = False
    bridge: Name | None = None


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A landmark people know, of a kind of ``domain.city.PLACE_KINDS``."""

    kind: str
    name: Name
    lon: float
    lat: float


class Features(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them. Without quarters a centre is chosen; ``rivers = None`` lets one be invented, an empty list none."""

    quarters: tuple[Quarter, ...] = ()
    rivers: tuple[River, ...] | None = None
    lakes: tuple[Spot, ...] = ()
    #: Water beside the city: its ring may reach far out, what lies inside the city stays land.
    sea: tuple[Spot, ...] = ()
    #: Land in the water.
    islands: tuple[Spot, ...] = ()
    hills: tuple[Spot, ...] = ()
    parks: tuple[Spot, ...] = ()
    railways: tuple[River, ...] = ()
    roads: tuple[MainRoad, ...] = ()
    places: tuple[Site, ...] = ()


class Merge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A street of the official list that the profile shows as one community of another street."""

    street: str
    into: str
    code: str
    name: Name


class District(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A district of a city of several. One with ``streets`` has no outline of its own in the official list: it is made
    of these streets, which the list has in other districts. ``residents`` 0: as many as its streets' shares say."""

    code: str
    name: Name | None = None
    residents: int = 0
    streets: tuple[str, ...] = ()


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """About where a street lies (degrees), its part of the residents (default: its number of communities), and its name
    where the list's is not what people say."""

    street: str
    lon: float
    lat: float
    share: float | None = None
    name: Name | None = None
