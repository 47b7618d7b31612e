"""Blocks gathered into regions: connected, compact, of about equal weight, with borders along streets and rivers."""

from __future__ import annotations

import heapq
import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.geography.plane import Floats


class Neighbours(Protocol):
    """For each block: neighbour → (metres of shared border times their weight, whether all of it is a barrier)."""

    def __getitem__(self, block: int, /) -> dict[int, tuple[float, bool]]: ...


#: How many blocks may be looked at to see that a region hangs together; beyond that it counts as torn.
DETOUR = 500

#: What a shorter border is worth beside balance (per region radius).
SHORT = 0.55

#: How much farther a block seems across a river or a railway (in region radii).
BARRIER = 1.6


def divide(
    members: list[int],
    centres: Floats,
    weights: Floats,
    neighbours: Neighbours,
    shares: Floats,
    rng: np.random.Generator,
    anchors: Floats | None = None,
) -> list[list[int]]:
    """``members`` (block numbers) in ``len(shares)`` parts whose weights are in the proportion of ``shares``.

    ``centres`` (metres), ``weights`` and ``neighbours`` are those of all blocks; ``anchors`` says about where the parts
    lie. Members that touch no other are joined to the nearest. Raises ValueError when there are fewer members than
    parts."""
    count = len(shares)
    if len(members) < count:
        raise ValueError(f"{len(members)} blocks cannot make {count} regions")
    local = {block: index for index, block in enumerate(members)}
    points, weight = centres[members], np.maximum(weights[members], 1e-9)
    beside = _linked(
        [{local[other]: edge for other, edge in neighbours[block].items() if other in local} for block in members],
        points,
    )
    if count == 1:
        return [list(members)]
    radius = math.sqrt(float(np.prod(np.ptp(points, axis=0) + 1)) / count) / 2
    middles = anchors if anchors is not None else _spread(points, weight, count, rng)
    wanted = shares / shares.sum() * weight.sum()
    best: tuple[float, NDArray[np.int64]] | None = None
    for turn in range(7):
        label = _grow(points, weight, beside, wanted, _seeds(points, middles), middles, radius)
        _balance(label, points, weight, beside, wanted, radius)
        load = np.bincount(label, weight, count)
        found = np.column_stack([np.bincount(label, weight * points[:, axis], count) / load for axis in (0, 1)])
        spread = float(np.hypot(*(points - found[label]).T).mean()) / radius
        cost = float(np.abs(load / wanted - 1).mean()) + 0.6 * spread
        if best is None or cost < best[0]:
            best = (cost, label.copy())
        middles = found if anchors is None else 0.6 * anchors + 0.4 * found
        if turn == 2 and len(members) > 3000:
            break
    assert best is not None
    return [[members[index] for index in np.flatnonzero(best[1] == part).tolist()] for part in range(count)]


def gathered(
    members: list[int], inhabited: NDArray[np.bool_], neighbours: Neighbours
) -> tuple[list[int], dict[int, list[int]]]:
    """Members where people live, and for each the empty ones (water, hills, parks) that go wherever it goes: those
    beside it, and those beside these."""
    inside = set(members)
    owner = {block: block for block in members if inhabited[block]}
    waiting = sorted(inside - owner.keys())
    while waiting:
        found = {}
        for block in waiting:
            ways = [
                (barrier, -metres, owner[other])
                for other, (metres, barrier) in neighbours[block].items()
                if other in owner
            ]
            if ways:
                found[block] = min(ways)[2]
        if not found:  # nobody lives on this island
            return members, {block: [block] for block in members}
        owner.update(found)
        waiting = [block for block in waiting if block not in found]
    groups: dict[int, list[int]] = {}
    for block in members:
        groups.setdefault(owner[block], []).append(block)
    return sorted(groups), groups


def _linked(beside: list[dict[int, tuple[float, bool]]], points: Floats) -> list[dict[int, tuple[float, bool]]]:
    """Islands get a link to the nearest block of the rest, as if across water."""
    count = len(beside)
    group = np.full(count, -1)
    groups = 0
    for start in range(count):
        if group[start] >= 0:
            continue
        waiting = [start]
        group[start] = groups
        while waiting:
            for other in beside[waiting.pop()]:
                if group[other] < 0:
                    group[other] = groups
                    waiting.append(other)
        groups += 1
    while groups > 1:
        lonely = np.flatnonzero(group == groups - 1)
        rest = np.flatnonzero(group != groups - 1)
        distance = np.hypot(*(points[lonely][:, None] - points[rest][None]).transpose(2, 0, 1))
        one, two = np.unravel_index(int(distance.argmin()), distance.shape)
        here, there = int(lonely[one]), int(rest[two])
        beside[here][there] = beside[there][here] = (1.0, True)
        group[lonely] = group[there]
        groups -= 1
    return beside


def _spread(points: Floats, weight: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Starting places: far from each other, more of them where the weight is, then settled by Lloyd's rounds."""
    chosen = [int(rng.choice(len(points), p=weight / weight.sum()))]
    distance = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < count:
        chance = weight * distance
        if chance.sum() <= 0:
            chance = np.ones(len(points))
            chance[chosen] = 0
        chosen.append(int(rng.choice(len(points), p=chance / chance.sum())))
        distance = np.minimum(distance, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    middles = points[chosen]
    for _ in range(5):
        nearest = ((points[:, None] - middles[None]) ** 2).sum(axis=2).argmin(axis=1)
        load = np.bincount(nearest, weight, count)
        for axis in (0, 1):
            moved = np.bincount(nearest, weight * points[:, axis], count)
            middles[:, axis] = np.where(load > 0, moved / np.maximum(load, 1e-12), middles[:, axis])
    return middles


def _seeds(points: Floats, middles: Floats) -> list[int]:
    """One block for each part, the nearest that is still free."""
    taken: list[int] = []
    for middle in middles:
        distance = ((points - middle) ** 2).sum(axis=1)
        distance[taken] = np.inf
        taken.append(int(distance.argmin()))
    return taken


def _grow(
    points: Floats,
    weight: Floats,
    beside: list[dict[int, tuple[float, bool]]],
    wanted: Floats,
    seeds: list[int],
    middles: Floats,
    radius: float,
) -> NDArray[np.int64]:
    """Every part takes the nearest free block beside it; the part that has least of what it wants goes first."""
    count = len(seeds)
    label = [-1] * len(points)
    place, heavy, target, centre = points.tolist(), weight.tolist(), wanted.tolist(), middles.tolist()
    fronts: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    load = [0.0] * count

    def take(block: int, part: int) -> None:
        label[block] = part
        load[part] += heavy[block]
        cx, cy = centre[part]
        for other, (metres, barrier) in beside[block].items():
            if label[other] < 0:
                far = math.hypot(place[other][0] - cx, place[other][1] - cy) / radius
                cost = far + (BARRIER if barrier else 0.0) - 0.1 * min(metres / radius, 1.0)
                heapq.heappush(fronts[part], (cost, other))

    for part, block in enumerate(seeds):
        take(block, part)
    turn = [(load[part] / target[part], part) for part in range(count)]
    heapq.heapify(turn)
    while turn:
        _, part = heapq.heappop(turn)
        front = fronts[part]
        while front and label[front[0][1]] >= 0:
            heapq.heappop(front)
        if front:
            take(heapq.heappop(front)[1], part)
            heapq.heappush(turn, (load[part] / target[part], part))
    return np.array(label, np.int64)


def _balance(
    label: NDArray[np.int64],
    points: Floats,
    weight: Floats,
    beside: list[dict[int, tuple[float, bool]]],
    wanted: Floats,
    radius: float,
) -> None:
    """Blocks at borders change sides while that evens out weights or straightens borders and tears no part apart."""
    count = len(wanted)
    # Plain lists: reading single numbers out of arrays would take most of the time.
    part, place, heavy, target = label.tolist(), points.tolist(), weight.tolist(), wanted.tolist()
    load = np.bincount(label, weight, count).tolist()
    size = np.bincount(label, minlength=count).tolist()
    waiting = np.argsort(weight, kind="stable").tolist()
    for _ in range(8):
        now = np.array(part)
        middle = np.column_stack([np.bincount(now, weight * points[:, axis], count) for axis in (0, 1)])
        middles = (middle / np.maximum(np.bincount(now, weight, count), 1e-12)[:, None]).tolist()
        stirred: set[int] = set()
        for block in waiting:
            here = part[block]
            touching: dict[int, float] = {}
            for other, (metres, _) in beside[block].items():
                there = part[other]
                touching[there] = touching.get(there, 0.0) + metres
            if size[here] < 2 or len(touching) == (here in touching):
                continue
            x, y = place[block]
            mass = heavy[block]
            far = math.hypot(x - middles[here][0], y - middles[here][1])
            spare = (load[here] - target[here]) / target[here]
            relief = spare**2 - ((load[here] - mass - target[here]) / target[here]) ** 2
            best, gain = -1, 0.02
            for there, metres in touching.items():
                if there == here:
                    continue
                excess = (load[there] - target[there]) / target[there]
                worth = relief + excess**2 - ((load[there] + mass - target[there]) / target[there]) ** 2
                worth += 0.25 * (far - math.hypot(x - middles[there][0], y - middles[there][1])) / radius
                worth += SHORT * (metres - touching.get(here, 0.0)) / radius
                if worth > gain:
                    best, gain = there, worth
            if best >= 0 and _stays_whole(block, here, part, beside):
                part[block] = best
                load[here] -= mass
                load[best] += mass
                size[here] -= 1
                size[best] += 1
                stirred.add(block)
                stirred.update(beside[block])
        if not stirred:
            break
        waiting = sorted(stirred, key=lambda block: (heavy[block], block))
    label[:] = part


def _stays_whole(block: int, part: int, parts: list[int], beside: list[dict[int, tuple[float, bool]]]) -> bool:
    """Whether ``part`` still hangs together without ``block``."""
    ends = [other for other in beside[block] if parts[other] == part]
    if len(ends) <= 1:
        return True
    left = set(ends[1:])
    seen, waiting = {block, ends[0]}, [ends[0]]
    while waiting and left and len(seen) < DETOUR:
        for other in beside[waiting.pop()]:
            if other not in seen and parts[other] == part:
                seen.add(other)
                left.discard(other)
                waiting.append(other)
    return not left


def reading_order(places: Floats) -> list[int]:
    """Numbers of places west→east in rows, rows north→south, as a map is numbered."""
    if len(places) == 0:
        return []
    span = np.ptp(places, axis=0) + 1.0
    rows = max(1, round(math.sqrt(len(places) * float(span[1] / span[0]))))
    order = np.argsort(-places[:, 1], kind="stable")
    found: list[int] = []
    for row in np.array_split(order, rows):
        found += row[np.argsort(places[row, 0], kind="stable")].tolist()
    return found
