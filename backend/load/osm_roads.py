"""The roads of an OpenStreetMap extract as a network to travel on: who may use them, and in which direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from domain.network import BRIDGE, GROUND, TUNNEL, Roads
from domain.shapes import DEGREE

#: OpenStreetMap ``highway`` values that can be driven, with their rank in ``domain.network.Roads``.
#: https://wiki.openstreetmap.org/wiki/Key:highway
RANKS = {
    "motorway": 0, "motorway_link": 0, "trunk": 1, "trunk_link": 1, "primary": 1, "primary_link": 1,
    "secondary": 2, "secondary_link": 2, "tertiary": 3, "tertiary_link": 3,
    "unclassified": 4, "residential": 4, "living_street": 5, "service": 5, "road": 4, "pedestrian": 5,
    "cycleway": 5, "track": 5,
}  # fmt: skip
#: Whose word counts for an e-bike and for a car, the most specific first.
#: https://wiki.openstreetmap.org/wiki/Key:access#Transport_mode_restrictions
_EBIKE, _CAR = ("bicycle", "vehicle", "access"), ("motorcar", "motor_vehicle", "vehicle", "access")
_CLOSED = {"no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath", "dismount"}
#: Barriers that stop whoever rides, unless their own tags say otherwise; a bollard or a kerb does not stop an e-bike.
_WALLS = {"wall", "fence", "hedge", "block", "jersey_barrier", "debris", "log", "turnstile", "full-height_turnstile"}
_FORWARD, _BACKWARD, _CHANGING = {"yes", "1", "true"}, {"-1", "reverse"}, {"reversible", "alternating"}

#: An OpenStreetMap number and longitude, latitude in degrees; no place where an extract leaves the node out.
Node = tuple[int, tuple[float, float] | None]


class RoadCollector:
    """Takes nodes that bar the way, then ways. ``left_out``: roads of which nothing could be used."""

    def __init__(self) -> None:
        self._barred: set[int] = set()
        self._number: dict[int, int] = {}
        self._places: list[tuple[float, float]] = []
        self._segments: list[tuple[int, int, int, int, int, int]] = []
        self._names: dict[str, int] = {}
        self.left_out = 0

    def __len__(self) -> int:
        return len(self._segments)

    def node(self, ref: int, tags: Mapping[str, str]) -> None:
        """A node with tags: remembered when nobody gets through."""
        barrier = tags.get("barrier", "")
        stands_open = barrier not in _WALLS
        if barrier and not _usable(tags, stands_open):
            self._barred.add(ref)

    def way(self, tags: Mapping[str, str], nodes: Iterable[Node]) -> None:
        """A way with a ``highway`` tag; what is no road for wheels is passed over."""
        rank = RANKS.get(tags.get("highway", ""))
        oneway = tags.get("oneway", "")
        if rank is None or tags.get("area") == "yes" or not _usable(tags) or oneway in _CHANGING:
            return
        forward = oneway in _FORWARD or tags.get("junction") in {"roundabout", "circular"}
        forward = forward or (rank == 0 and oneway != "no")
        track = list(nodes)
        if oneway in _BACKWARD:
            track.reverse()
            forward = True
        name = tags.get("name", "")
        label = self._names.setdefault(name, len(self._names)) if name else -1
        before = len(self._segments)
        for (a, here), (b, there) in pairwise(track):
            if here is not None and there is not None and a != b:  # an extract cuts ways at its edge
                ends = self._end(a, here), self._end(b, there)
                self._segments.append((*ends, rank, int(forward), label, _deck(tags)))
        self.left_out += len(self._segments) == before

    def roads(self) -> Roads:
        table = np.asarray(self._segments, np.int64).reshape(-1, 6)
        return Roads(
            nodes=np.rint(np.asarray(self._places).reshape(-1, 2) * DEGREE).astype(np.int32),
            start=table[:, 0].astype(np.int32),
            end=table[:, 1].astype(np.int32),
            rank=table[:, 2].astype(np.uint8),
            oneway=table[:, 3].astype(np.uint8),
            name=table[:, 4].astype(np.int32),
            names=list(self._names),
            deck=table[:, 5].astype(np.uint8),
        )

    def _end(self, ref: int, place: tuple[float, float]) -> int:
        if ref in self._barred:  # every road ends there by itself: nothing joins two of them
            self._places.append(place)
            return len(self._places) - 1
        number = self._number.setdefault(ref, len(self._places))
        if number == len(self._places):
            self._places.append(place)
        return number


def _usable(tags: Mapping[str, str], otherwise: bool = True) -> bool:
    """Whether an e-bike or a car may pass; ``otherwise`` where the tags say nothing."""
    for keys in (_EBIKE, _CAR):
        said = next((tags[key] for key in keys if key in tags), None)
        if otherwise if said is None else said not in _CLOSED:
            return True
    return False


def _deck(tags: Mapping[str, str]) -> int:
    if tags.get("bridge", "no") != "no":
        return BRIDGE
    return TUNNEL if tags.get("tunnel", "no") not in {"no", "building_passage"} else GROUND
