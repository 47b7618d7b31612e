"""The road network as a graph: travel times from one place to everybody, and the way there.

One shortest-path run per incident, in e-bike seconds (most grid workers ride one); other modes are factors of it. A
place that is not on a road is reached on foot in a straight line from the nearest junction or bend. A closed stretch
is no road as long as it is closed, and neither is what lies behind it and has no other way out.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from domain.directions import Leg, legs_of
from domain.network import MODES as MODES
from domain.network import Roads as Roads
from domain.network import check_roads as check_roads
from domain.roadlinks import RoadLinks
from domain.roadtimes import RoadTimes
from domain.shapes import DEGREE
from domain.worker import Mode

#: E-bike speed in m/s by road rank (motorway … lane), crossings and lights included. The legal top speed is 25 km/h
#: (GB 17761); motorways are closed to e-bikes and only taken where nothing else leads on.
EBIKE_SPEED: tuple[float, ...] = (2.0, 5.5, 5.5, 5.3, 4.8, 3.8)
#: Metres a second on foot: on roads (with crossings) and straight to a place off the road.
WALKING_SPEED = 1.3
#: Travel time of a mode as a multiple of the e-bike's: a car is faster but parks and keeps to the lanes.
MODE_FACTOR: dict[Mode, float] = {Mode.EBIKE: 1.0, Mode.FOOT: 3.9, Mode.CAR: 0.8}
#: A place further from any road than this has no way there, metres.
OFF_ROAD = 3000.0
#: Below this distance one walks straight over, metres.
BESIDE = 60.0
#: Parts of the network with less than this share of its nodes are dead ends of the data: nobody is put on them.
_ISLAND_SHARE = 0.005
#: Places are looked up in the order of squares of this size (metres): neighbours find the tree still in the cache.
_SQUARE = 500.0
#: So many places are looked up by one thread.
_FEW = 500
_EARTH_RADIUS = 6_371_008.8


Floats = NDArray[np.float64]


class Route(msgspec.Struct, frozen=True):
    """A way: ``points`` float64 ``(n, 2)`` longitude, latitude in degrees from start to end, travel time and length,
    and the ``legs`` to tell it by.

    Where no road leads ``points`` is empty and ``seconds`` and ``metres`` are infinite."""

    points: NDArray[np.float64]
    seconds: float
    metres: float
    legs: tuple[Leg, ...] = ()

    @property
    def exists(self) -> bool:
        return len(self.points) > 0


class TravelField:
    """Travel times to one place from everywhere: the result of one shortest-path run.

    ``lon``, ``lat`` is the place in degrees; ``times`` float64 ``(N,)`` seconds to the node nearest to it by rank, None
    when there is none; ``access`` metres from there to the place."""

    def __init__(self, graph: RoadGraph, lon: float, lat: float, times: Floats | None, access: float) -> None:
        self._graph = graph
        self.lon, self.lat = lon, lat
        self._times = times
        self._access = access

    def seconds(self, lon: ArrayLike, lat: ArrayLike, modes: Mode | Sequence[Mode] | NDArray[np.uint8]) -> Floats:
        """Travel times, float64 ``(n,)``, from ``n`` places in degrees; infinite where no road leads.

        ``modes``: one mode for all, one a place, or uint8 ``(n,)`` places in ``MODES``."""
        return self.seconds_of(self._graph.starts(lon, lat, modes))

    def at_nodes(self) -> Floats:
        """Travel times by e-bike from every node of the network, float64 ``(N,)``; infinite where no road leads."""
        if self._times is None:
            return np.full(len(self._graph), np.inf)
        return np.asarray(self._times[self._graph.rank] + self._access / WALKING_SPEED)

    def seconds_of(self, starts: Starts) -> Floats:
        """The same from places that were looked up before."""
        times = np.full(len(starts.node), np.inf)
        snapped = starts.node >= 0
        if self._times is not None:
            times[snapped] = self._times[self._graph.rank[starts.node[snapped]]]
        times = times * starts.factor + (starts.metres + self._access) / WALKING_SPEED
        straight = self._graph.distance(starts.lon, starts.lat, self.lon, self.lat)
        beside = straight <= BESIDE
        times[beside] = straight[beside] / WALKING_SPEED
        return times


class Starts(msgspec.Struct, frozen=True):
    """Places from which travel times are asked for, ``n`` each: ``lon``, ``lat`` in degrees, the nearest ``node`` (-1
    for none) and the ``metres`` to it, and the ``factor`` of the mode."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    node: NDArray[np.int32]
    metres: NDArray[np.float64]
    factor: NDArray[np.float64]


class RoadGraph:
    """A city's roads ready for travel times and routes. ``closed``: numbers of segments nobody may travel now;
    ``like``: a graph of the same roads, from which is taken what does not change. Raises ValueError when the network is
    not whole."""

    def __init__(self, roads: Roads, closed: ArrayLike = (), like: RoadGraph | None = None) -> None:
        self.roads = roads
        if like is None:
            check_roads(roads)
            degrees = roads.nodes.astype(np.float64) / DEGREE
            self._lon, self._lat = np.ascontiguousarray(degrees[:, 0]), np.ascontiguousarray(degrees[:, 1])
            middle = float(np.mean(self._lat)) if len(self._lat) else 0.0
            self._metres_per_degree = np.array([np.cos(np.radians(middle)), 1.0]) * np.radians(1) * _EARTH_RADIUS
            self._all = RoadLinks(roads, self._seconds_along())
        else:
            self._lon, self._lat, self._metres_per_degree = like._lon, like._lat, like._metres_per_degree
            self._all = like._all
        shut = np.unique(np.asarray(closed, np.int64).ravel())
        #: Numbers of the segments that may be travelled now.
        self.open_segments = np.delete(np.arange(len(roads.start)), shut)
        open_ = self._all.open(shut)
        self._forward, self._segment = open_.links, open_.segment
        self._times = RoadTimes(self._all.contraction, open_.forth, open_.back)
        self._junction = self._all.arms(open_) > 2
        self._anchors = _mainland(self._forward)
        self._tree = self._tree_of_anchors(like)

    def without(self, closed: ArrayLike) -> RoadGraph:
        """The same roads with these segments closed and no others."""
        return RoadGraph(self.roads, closed, self)

    def _seconds_along(self) -> Floats:
        start, end, rank = self.roads.start, self.roads.end, self.roads.rank
        metres = haversine(self._lon[start], self._lat[start], self._lon[end], self._lat[end])
        # A segment without length still takes a moment: a stored zero would mean "no link" to some readers.
        speed = np.asarray(EBIKE_SPEED)[np.minimum(rank, len(EBIKE_SPEED) - 1)]
        return np.asarray(np.maximum(metres / speed, 1e-3), np.float64)

    def _tree_of_anchors(self, like: RoadGraph | None) -> cKDTree:
        if like is not None and np.array_equal(self._anchors, like._anchors):
            return like._tree
        places = np.column_stack([self._lon, self._lat])[self._anchors] * self._metres_per_degree
        # Splitting at the middle of a box instead of the median builds five times as fast and asks no slower.
        return cKDTree(places, balanced_tree=False, compact_nodes=False)

    def __len__(self) -> int:
        return len(self._lon)

    @property
    def rank(self) -> NDArray[np.int32]:
        """Where each node's time stands in what ``RoadTimes`` gives."""
        return self._all.contraction.rank

    @property
    def links(self) -> csr_array:
        """Seconds from node to node by e-bike, ``(nodes, nodes)``, as they are travelled."""
        return self._forward

    def nearest(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Nearest node of the connected network, int32 ``(n,)``, and the distance to it in metres, float64 ``(n,)``.

        Node -1 and an infinite distance where there is none within ``OFF_ROAD``."""
        places = np.column_stack([np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))])
        if not len(self._anchors):
            return np.full(len(places), -1, np.int32), np.full(len(places), np.inf)
        node, metres = np.full(len(places), -1, np.int32), np.full(len(places), np.inf)
        finite = np.flatnonzero(np.isfinite(places).all(axis=1))
        asked = places[finite] * self._metres_per_degree
        if len(asked) > 1:
            across, up = np.floor(asked / _SQUARE).astype(np.int64).T
            order = np.argsort(across * 1_000_003 + up)
            finite, asked = finite[order], asked[order]
        # Threads cost more than a few places take.
        threads = -1 if len(asked) > _FEW else 1
        reach, found = self._tree.query(asked, distance_upper_bound=OFF_ROAD, workers=threads)
        node[finite] = np.append(self._anchors, -1)[found]
        metres[finite] = reach
        return node, metres

    def starts(self, lon: ArrayLike, lat: ArrayLike, modes: Mode | Sequence[Mode] | NDArray[np.uint8]) -> Starts:
        """Places looked up for many questions; ``modes`` as in ``TravelField.seconds``."""
        lon, lat = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        return Starts(lon, lat, *self.nearest(lon, lat), _factors(modes, len(lon)))

    def field_to(self, lon: float, lat: float) -> TravelField:
        """Travel times to a place (degrees) from everywhere."""
        node, metres = self.nearest(lon, lat)
        if node[0] < 0:
            return TravelField(self, lon, lat, None, np.inf)
        return TravelField(self, lon, lat, self._times.to(int(node[0])), float(metres[0]))

    def route(self, origin: tuple[float, float], goal: tuple[float, float], mode: Mode = Mode.EBIKE) -> Route:
        """The quickest way between two places (longitude, latitude in degrees)."""
        ends = np.array([origin, goal], float)
        node, metres = self.nearest(ends[:, 0], ends[:, 1])
        straight = float(self.distance(*origin, *goal))
        if straight <= BESIDE:
            return Route(ends, straight / WALKING_SPEED, straight)
        if (node < 0).any():
            return _NO_WAY
        links = self._way(int(node[0]), int(node[1]))
        if links is None:
            return _NO_WAY
        way = np.concatenate([node[:1], self._forward.indices[links]])
        points = np.vstack([ends[:1], np.column_stack([self._lon[way], self._lat[way]]), ends[1:]])
        along = haversine(self._lon[way[:-1]], self._lat[way[:-1]], self._lon[way[1:]], self._lat[way[1:]])
        # On foot to the first node and from the last one: part of the legs they touch.
        far = np.concatenate([metres[:1], along, metres[1:]])
        late = np.concatenate([[0.0], self._forward.data[links] * MODE_FACTOR[mode], [0.0]])
        late[[0, -1]] = metres / WALKING_SPEED
        road = self.roads.name[self._segment[links]]
        road = np.concatenate([road[:1], road, road[-1:]]) if len(road) else np.full(2, -1)
        junction = np.concatenate([[False], self._junction[way], [False]])
        junction[[1, -2]] = False
        plane = points * self._metres_per_degree
        legs = legs_of(far, plane[:, 0], plane[:, 1], late, road, self.roads.names, junction)
        return Route(points, float(late.sum()), float(far.sum()), legs)

    def _way(self, first: int, last: int) -> list[int] | None:
        """The links of the quickest way between two nodes, None when there is none: downhill over the travel times."""
        found = self._times.to(last)[self.rank]
        if not np.isfinite(found[first]):
            return None
        # Single figures are read from memory three times as fast as from arrays.
        times, cost = found.data, self._forward.data.data
        offsets, heads = self._forward.indptr.data, self._forward.indices.data
        way: list[int] = []
        here = first
        while here != last:
            best, least = -1, float("inf")
            for link in range(offsets[here], offsets[here + 1]):
                ahead = times[heads[link]]
                # Every link takes time, so the next node is nearer.
                if ahead < times[here] and ahead + cost[link] < least:
                    best, least = link, ahead + cost[link]
            way.append(best)
            here = heads[best]
        return way

    def distance(self, lon: ArrayLike, lat: ArrayLike, to_lon: float, to_lat: float) -> NDArray[np.float64]:
        """Straight distance in metres to a place, on the plane of the city."""
        east = (np.asarray(lon, float) - to_lon) * self._metres_per_degree[0]
        north = (np.asarray(lat, float) - to_lat) * self._metres_per_degree[1]
        return np.asarray(np.hypot(east, north), np.float64)


def haversine(lon: ArrayLike, lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> NDArray[np.float64]:
    """Distance in metres on the sphere between places in degrees; arrays broadcast."""
    west, south, east, north = (np.radians(np.asarray(value, float)) for value in (lon, lat, to_lon, to_lat))
    chord = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return np.asarray(2 * _EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


_NO_WAY = Route(np.zeros((0, 2)), float("inf"), float("inf"))
_FACTORS = np.array([MODE_FACTOR[mode] for mode in MODES])


def _factors(modes: Mode | Sequence[Mode] | NDArray[np.uint8], count: int) -> NDArray[np.float64]:
    if isinstance(modes, Mode):
        return np.full(count, MODE_FACTOR[modes])
    if isinstance(modes, np.ndarray) and modes.dtype.kind in "ui":
        return np.asarray(_FACTORS[modes])
    return np.array([MODE_FACTOR[Mode(mode)] for mode in modes])


def _mainland(links: csr_array) -> NDArray[np.int32]:
    """Nodes one can get to and away from: those of the larger strongly connected parts."""
    if links.shape[0] == 0:
        return np.zeros(0, np.int32)
    _, part = connected_components(links, directed=True, connection="strong")
    size = np.bincount(part)
    wanted = size >= min(size.max(), max(2, _ISLAND_SHARE * len(part)))
    return np.flatnonzero(wanted[part]).astype(np.int32)
