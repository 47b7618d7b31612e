"""The road network as a graph: travel times from one place to everybody, and the way there.

One shortest-path run per incident, in e-bike seconds (most grid workers ride one); other modes are factors of it. A
place that is not on a road is reached on foot in a straight line from the nearest place on one. A closed stretch is no
road as long as it is closed, and neither is what lies behind it and has no other way out.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from domain.directions import Leg, legs_of
from domain.network import MODES as MODES
from domain.network import Roads as Roads
from domain.network import check_roads as check_roads
from domain.onroads import OFF_ROAD as OFF_ROAD
from domain.onroads import OnRoads, Spots
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
#: Below this distance one walks straight over, metres.
BESIDE = 60.0
#: Parts of the network with less than this share of its nodes are dead ends of the data: nobody is put on them.
_ISLAND_SHARE = 0.005
#: So little (seconds of riding, about a metre) may be gone back on a one-way road: whoever is that near is there.
_AS_GOOD_AS_THERE = 0.2
#: Stretches shorter than this are none, metres.
_NOTHING = 1e-4
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


class Starts(msgspec.Struct, frozen=True):
    """Places from which travel times are asked for, ``n`` each: ``lon``, ``lat`` in degrees, the ``spots`` on roads,
    the ``seconds`` float64 ``(2, n)`` by e-bike to the start and the end of their segments (infinite where one may not
    ride there), the ``rank`` of these nodes, and the ``factor`` of the mode."""

    lon: Floats
    lat: Floats
    spots: Spots
    seconds: Floats
    rank: NDArray[np.int32]
    factor: Floats


class TravelField:
    """Travel times to one place from everywhere: the result of one shortest-path run.

    ``lon``, ``lat`` is the place in degrees, ``spot`` where that is on the roads; ``times`` float64 ``(N,)`` seconds to
    the spot from all nodes by rank."""

    def __init__(self, graph: RoadGraph, lon: float, lat: float, spot: Spots, times: Floats) -> None:
        self._graph = graph
        self.lon, self.lat = lon, lat
        self._spot, self._times = spot, times

    def seconds(self, lon: ArrayLike, lat: ArrayLike, modes: Mode | Sequence[Mode] | NDArray[np.uint8]) -> Floats:
        """Travel times, float64 ``(n,)``, from ``n`` places in degrees; infinite where no road leads.

        ``modes``: one mode for all, one a place, or uint8 ``(n,)`` places in ``MODES``."""
        return self.seconds_of(self._graph.starts(lon, lat, modes))

    def at_nodes(self) -> Floats:
        """Travel times by e-bike from every node of the network, float64 ``(N,)``; infinite where no road leads."""
        return np.asarray(self._times[self._graph.rank] + self._spot.metres[0] / WALKING_SPEED)

    def seconds_of(self, starts: Starts) -> Floats:
        """The same from places that were looked up before."""
        times = np.full(len(starts.lon), np.inf)
        if self._spot.segment[0] >= 0:
            times = (self._times[starts.rank] + starts.seconds).min(axis=0)
            own = np.flatnonzero(starts.spots.segment == self._spot.segment[0])
            times[own] = np.minimum(times[own], self._graph.along(starts.spots.share[own], self._spot))
        times = times * starts.factor + (starts.spots.metres + self._spot.metres[0]) / WALKING_SPEED
        straight = self._graph.distance(starts.lon, starts.lat, self.lon, self.lat)
        beside = straight <= BESIDE
        times[beside] = straight[beside] / WALKING_SPEED
        return np.asarray(times, np.float64)


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
            plane = np.column_stack([self._lon, self._lat]) * self._metres_per_degree
            self._on_roads = OnRoads(plane, roads.start, roads.end)
        else:
            self._lon, self._lat, self._metres_per_degree = like._lon, like._lat, like._metres_per_degree
            self._all, self._on_roads = like._all, like._on_roads
        shut = np.unique(np.asarray(closed, np.int64).ravel())
        #: Numbers of the segments that may be travelled now.
        self.open_segments = np.delete(np.arange(len(roads.start)), shut)
        open_ = self._all.open(shut)
        self._forward, self._segment = open_.links, open_.segment
        self._times = RoadTimes(self._all.contraction, open_.forth, open_.back)
        self._junction = self._all.arms(open_) > 2
        mainland = _mainland(self._forward)
        self._usable = mainland[roads.start] & mainland[roads.end]
        self._usable[shut] = False

    def without(self, closed: ArrayLike) -> RoadGraph:
        """The same roads with these segments closed and no others."""
        return RoadGraph(self.roads, closed, self)

    def _seconds_along(self) -> Floats:
        start, end, rank = self.roads.start, self.roads.end, self.roads.rank
        metres = haversine(self._lon[start], self._lat[start], self._lon[end], self._lat[end])
        # A segment without length still takes a moment: a stored zero would mean "no link" to some readers.
        speed = np.asarray(EBIKE_SPEED)[np.minimum(rank, len(EBIKE_SPEED) - 1)]
        return np.asarray(np.maximum(metres / speed, 1e-3), np.float64)

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

    def spots(self, lon: ArrayLike, lat: ArrayLike) -> Spots:
        """Where the nearest roads are that one can get to and away from, for ``n`` places in degrees."""
        places = np.column_stack([np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))])
        return self._on_roads.nearest(places * self._metres_per_degree, self._usable)

    def starts(self, lon: ArrayLike, lat: ArrayLike, modes: Mode | Sequence[Mode] | NDArray[np.uint8]) -> Starts:
        """Places looked up for many questions; ``modes`` as in ``TravelField.seconds``."""
        lon, lat = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        spots = self.spots(lon, lat)
        ends, seconds = self._to_ends(spots, leaving=True)
        rank = self.rank[ends] if len(self) else ends.astype(np.int32)
        return Starts(lon, lat, spots, seconds, rank, _factors(modes, len(lon)))

    def field_to(self, lon: float, lat: float) -> TravelField:
        """Travel times to a place (degrees) from everywhere."""
        spot = self.spots(lon, lat)
        return TravelField(self, lon, lat, spot, self._times.to(*self._goals(spot)))

    def along(self, share: Floats, goal: Spots) -> Floats:
        """Seconds along one goal's segment from places on it, ``share`` from its start; infinite against a one-way."""
        segment = goal.segment[0]
        ahead = (goal.share[0] - share) * self._all.seconds[segment]
        return np.where((self.roads.oneway[segment] != 0) & (ahead < -_AS_GOOD_AS_THERE), np.inf, np.abs(ahead))

    def _to_ends(self, spots: Spots, leaving: bool) -> tuple[NDArray[np.int64], Floats]:
        """The nodes at start and end of the spots' segments, ``(2, n)``, and the seconds to them, or from them to the
        spots."""
        if not len(self.roads.start):
            return np.zeros((2, len(spots)), np.int64), np.full((2, len(spots)), np.inf)
        segment = np.maximum(spots.segment, 0)
        ends = np.stack([self.roads.start[segment], self.roads.end[segment]]).astype(np.int64)
        seconds = np.stack([spots.share, 1 - spots.share]) * self._all.seconds[segment]
        against = seconds[0 if leaving else 1]
        against[(self.roads.oneway[segment] != 0) & (against > _AS_GOOD_AS_THERE)] = np.inf
        seconds[:, spots.segment < 0] = np.inf
        return ends, seconds

    def _goals(self, spot: Spots) -> list[tuple[int, float]]:
        """The ends of a spot's segment from which one gets to it, and how soon."""
        ends, seconds = self._to_ends(spot, leaving=False)
        found = zip(ends[:, 0].tolist(), seconds[:, 0].tolist(), strict=True)
        return [(node, each) for node, each in found if np.isfinite(each)]

    def route(self, origin: tuple[float, float], goal: tuple[float, float], mode: Mode = Mode.EBIKE) -> Route:
        """The quickest way between two places (longitude, latitude in degrees)."""
        places = np.array([origin, goal], float)
        straight = float(self.distance(*origin, *goal))
        if straight <= BESIDE:
            return Route(places, straight / WALKING_SPEED, straight)
        spots = self.spots(*places.T)
        found = self._way(spots)
        if found is None:
            return _NO_WAY
        way, rides, along = found
        feet = self._feet(spots)
        nodes = np.column_stack([self._lon[way], self._lat[way]])
        points = np.vstack([places[:1], feet[:1], nodes, feet[1:], places[1:]])
        far = haversine(*points[:-1].T, *points[1:].T)
        # On foot to the road and from it: part of the legs they touch.
        far[[0, -1]] = spots.metres
        walks = spots.metres / WALKING_SPEED
        late = np.concatenate([walks[:1], rides * MODE_FACTOR[mode], walks[1:]])
        road = self.roads.name[np.concatenate([along[:1], along, along[-1:]])]
        junction = np.concatenate([[False, False], self._junction[way], [False, False]])
        plane = points * self._metres_per_degree
        # Which way one walks off the road is no turn of the way.
        plane[[0, -1]] = plane[[1, -2]]
        seconds, metres = float(late.sum()), float(far.sum())
        # Nobody rides or walks nothing at either end.
        begin = [piece for piece in (0, 1) if far[piece] < _NOTHING]
        end = [piece for piece in (len(far) - 2, len(far) - 1) if far[piece] < _NOTHING and piece not in begin]
        far, late, road = (np.delete(column, begin + end) for column in (far, late, road))
        dropped = [piece + 1 for piece in begin] + end
        points, plane = np.delete(points, dropped, axis=0), np.delete(plane, dropped, axis=0)
        junction = np.delete(junction, dropped)
        legs = legs_of(far, plane[:, 0], plane[:, 1], late, road, self.roads.names, junction)
        return Route(points, seconds, metres, legs)

    def _feet(self, spots: Spots) -> Floats:
        """Where spots are, degrees ``(n, 2)``."""
        start, end = self.roads.start[spots.segment], self.roads.end[spots.segment]
        lon = self._lon[start] + (self._lon[end] - self._lon[start]) * spots.share
        lat = self._lat[start] + (self._lat[end] - self._lat[start]) * spots.share
        return np.column_stack([lon, lat])

    def _way(self, spots: Spots) -> tuple[list[int], Floats, NDArray[np.int32]] | None:
        """The quickest way from the first of two spots to the second, None when there is none: the nodes it leads over,
        and of each stretch between spots and nodes the seconds by e-bike and the segment.

        Downhill over the travel times."""
        origin, goal = spots.one(0), spots.one(1)
        if (spots.segment < 0).any():
            return None
        goals = self._goals(goal)
        found = self._times.to(*goals)[self.rank]
        ends, seconds = self._to_ends(origin, leaving=True)
        via = found[ends[:, 0]] + seconds[:, 0]
        if origin.segment[0] == goal.segment[0]:
            direct = self.along(origin.share, goal)
            if direct[0] <= via.min():
                return ([], direct, origin.segment) if np.isfinite(direct[0]) else None
        if not np.isfinite(via.min()):
            return None
        here = int(ends[np.argmin(via), 0])
        way, links, leave = [here], [], float(seconds[np.argmin(via), 0])
        last = {node: min(each for other, each in goals if other == node) for node, _ in goals}
        # Single figures are read from memory three times as fast as from arrays.
        times, cost = found.data, self._forward.data.data
        offsets, heads = self._forward.indptr.data, self._forward.indices.data
        while last.get(here, np.inf) > times[here]:
            best, least = -1, float("inf")
            for link in range(offsets[here], offsets[here + 1]):
                ahead = times[heads[link]]
                # Every link takes time, so the next node is nearer.
                if ahead < times[here] and ahead + cost[link] < least:
                    best, least = link, ahead + cost[link]
            links.append(best)
            here = heads[best]
            way.append(here)
        rides = np.concatenate([[leave], self._forward.data[links], [last[here]]])
        return way, rides, np.concatenate([origin.segment, self._segment[links], goal.segment])

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


def _mainland(links: csr_array) -> NDArray[np.bool_]:
    """Which nodes one can get to and away from: those of the larger strongly connected parts."""
    if links.shape[0] == 0:
        return np.zeros(0, np.bool_)
    _, part = connected_components(links, directed=True, connection="strong")
    size = np.bincount(part)
    return np.asarray((size >= min(size.max(), max(2, _ISLAND_SHARE * len(part))))[part])
