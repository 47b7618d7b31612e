"""Where people live before there are streets: towns as large as their people need, and villages in the fields."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from backend.geography.plane import Floats
from backend.geography.terrain import Centre, Raster, Terrain
from backend.geography.territory import Claim, Ints, Land

#: People on a square kilometre of the densest old town, and in a usual village.
DENSEST, VILLAGE = 26_000.0, 1_100.0
#: How urban ground may be and still hold villages.
_FIELDS = 0.14
#: So far (metres) from its last house one is still beside a village; no village is more urban than the second.
_BESIDE, _TOWN_LIKE = 420.0, 0.42
#: Square metres of fields to a village, where nobody says how many there are; no village has less than the second.
_USUAL_FIELDS, _LEAST_FIELDS = 2_700_000.0, 700_000.0
#: Integral of a town's profile (``Centre``): people = density of its middle · π · radius² · this.
_SPREAD = 0.6825
#: Square metres of a block between the houses of a village.
VILLAGE_BLOCK = 26_000.0
#: Not more villages than this in a city: each is a dozen blocks.
_MOST = 3200


class Village(msgspec.Struct, frozen=True):
    """A village: metres, radius in metres, the number of the claim it lies in; a hamlet is a smaller one beside it."""

    x: float
    y: float
    radius: float
    claim: int


def density(land: Land, owner: Ints, claims: Sequence[Claim], villages: Sequence[Village], urban: Raster) -> Floats:
    """People on a square metre of each cell, such that every claim has its own."""
    living = np.maximum(crowd(urban.sample(land.places)), 1e-3)
    if villages:
        far, nearest = cKDTree([(one.x, one.y) for one in villages]).query(land.places)
        radius = np.array([one.radius for one in villages])[nearest]
        living = np.maximum(living, np.where(far < radius + land.cell / 2, 0.11, 0.0))
    living = np.where(land.wet | land.steep, 1e-5, living)
    total = np.bincount(owner, living, len(claims)) * land.cell**2
    people = np.array([claim.residents for claim in claims])
    found: Floats = living * (people / np.maximum(total, 1e-9))[owner]
    return found


class Clusters:
    """The houses of villages, asked by place."""

    def __init__(self, villages: Sequence[Village], cell: float = 800.0) -> None:
        self._cell = cell
        self._near: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
        for one in villages:
            key = int(one.x // cell), int(one.y // cell)
            self._near.setdefault(key, []).append((one.x, one.y, one.radius))

    def touched(self, x: float, y: float, reach: float) -> bool:
        """Whether a block ``reach`` metres around a place has houses of a village on it."""
        cell, far = self._cell, 0.75 * reach
        wide = far + 400.0
        for column in range(int((x - wide) // cell), int((x + wide) // cell) + 1):
            for row in range(int((y - wide) // cell), int((y + wide) // cell) + 1):
                for vx, vy, radius in self._near.get((column, row), ()):
                    if (vx - x) ** 2 + (vy - y) ** 2 < (0.85 * radius + far) ** 2:
                        return True
        return False


class Lived:
    """Where people live, asked by places (metres ``(n, 2)``)."""

    def __init__(self, terrain: Terrain, villages: Sequence[Village]) -> None:
        self._urban = terrain.urban
        self._radius = np.array([one.radius for one in villages])
        self._tree = cKDTree([(one.x, one.y) for one in villages]) if villages else None

    def __call__(self, places: Floats) -> NDArray[np.bool_]:
        """Whether somebody lives there."""
        found = self._urban.sample(places) > 1.4 * _FIELDS
        if self._tree is not None:
            far, nearest = self._tree.query(places)
            found |= far < 1.1 * self._radius[nearest]
        return np.asarray(found)

    def near_village(self, places: Floats) -> NDArray[np.bool_]:
        """Whether that is in or beside a village, and in no town."""
        if self._tree is None:
            return np.zeros(len(places), bool)
        far, nearest = self._tree.query(places)
        return np.asarray((far < self._radius[nearest] + _BESIDE) & (self._urban.sample(places) < _TOWN_LIKE))


def crowd(urban: Floats) -> Floats:
    """How many people live on ground that is so urban, in parts of the densest."""
    found: Floats = np.maximum(urban, 0.0) ** 1.5
    return found


def towns(land: Land, owner: Ints, claims: Sequence[Claim], villages: Sequence[int], urban: Raster) -> list[Centre]:
    """A town at the place of every claim whose people the known quarters do not hold. ``villages``: how many of its
    communities are villages."""
    known = urban.sample(land.places)
    known = np.where(known > _FIELDS, known, 0.0)  # nobody counts on the fields
    living = crowd(known) * land.cell**2 / 1e6 * DENSEST * ~(land.wet | land.steep)
    housed = np.bincount(owner, living, len(claims))
    area = np.bincount(owner, ~(land.wet | land.steep), len(claims)) * land.cell**2
    found = []
    for number, claim in enumerate(claims):
        wanted = max(claim.residents - VILLAGE * villages[number], 0.3 * claim.residents)
        missing = wanted - housed[number]
        if missing < 0.25 * wanted or missing < 1500 or area[number] <= 0:
            continue
        strength = float(np.clip(0.11 * math.log2(missing / 1000) - 0.05, 0.24, 0.66))
        room = 0.5 * math.sqrt(area[number] / math.pi)
        for _ in range(6):
            radius = 1000 * math.sqrt(missing / (DENSEST * strength**1.5 * math.pi * _SPREAD))
            if radius <= room or strength >= 0.95:
                break
            strength = min(0.95, strength * 1.15)
        found.append(Centre(claim.x, claim.y, strength, min(radius, 1.3 * room), _angle(claim)))
    return found


def villages(
    land: Land, owner: Ints, named: Sequence[int], urban: Raster, dry: Raster, wide: float, rng: np.random.Generator
) -> list[Village]:
    """Villages in the fields of every claim: as many as have a name (``named``), or as the fields usually hold, with
    hamlets between them. ``wide``: how much farther apart they are than usual."""
    free = ~(land.wet | land.steep) & (urban.sample(land.places) < _FIELDS) & (dry.sample(land.places) > 60)
    square = land.cell**2
    wanted = []
    for number in range(len(named)):
        fields = float((free & (owner == number)).sum()) * square
        usual = max(named[number], round(fields / (_USUAL_FIELDS * wide)))
        wanted.append(min(usual, int(fields / _LEAST_FIELDS)))
    if sum(wanted) > _MOST:
        wanted = [round(count * _MOST / sum(wanted)) for count in wanted]
    found: list[Village] = []
    for number, count in enumerate(wanted):
        if count:
            cells = land.places[free & (owner == number)]
            found += [_village(x, y, number, rng) for x, y in _apart(cells, count, land.cell, rng).tolist()]
    return found + _hamlets(found, land, free, wide, rng)


def _village(x: float, y: float, claim: int, rng: np.random.Generator) -> Village:
    return Village(x, y, float(np.clip(rng.lognormal(math.log(210), 0.25), 140, 360)), claim)


def _apart(cells: Floats, count: int, cell: float, rng: np.random.Generator) -> Floats:
    """``count`` places spread evenly over cells, but not like a chessboard."""
    places = cells[rng.choice(len(cells), count, replace=len(cells) < count)]
    places = places + rng.uniform(-0.5, 0.5, places.shape) * cell
    for _ in range(4):
        nearest = cKDTree(places).query(cells)[1]
        load = np.bincount(nearest, minlength=count)
        middle = np.column_stack([np.bincount(nearest, cells[:, axis], count) for axis in (0, 1)])
        places = np.where(load[:, None] > 0, middle / np.maximum(load, 1)[:, None], places)
    spacing = math.sqrt(len(cells) / count) * cell
    return places + rng.uniform(-0.2, 0.2, places.shape) * spacing


def _hamlets(
    found: list[Village], land: Land, free: np.ndarray, wide: float, rng: np.random.Generator
) -> list[Village]:
    """A handful of houses beside some villages."""
    room = min(len(found), max(0, _MOST - len(found)))
    if not room or not found:
        return []
    hosts = rng.permutation(len(found))[:room].tolist()
    turn, far = rng.uniform(0, 2 * math.pi, room), rng.uniform(520, 820, room) * math.sqrt(wide)
    places = np.array([(found[host].x, found[host].y) for host in hosts])
    places += np.column_stack([np.cos(turn), np.sin(turn)]) * far[:, None]
    taken = cKDTree(np.array([(one.x, one.y) for one in found]))
    open_ground = cKDTree(land.places[free]) if free.any() else None
    if open_ground is None:
        return []
    good = (taken.query(places)[0] > 480) & (open_ground.query(places)[0] < land.cell)
    radius = rng.uniform(85, 135, room)
    return [
        Village(float(places[row, 0]), float(places[row, 1]), float(radius[row]), found[hosts[row]].claim)
        for row in np.flatnonzero(good).tolist()
    ]


def _angle(claim: Claim) -> float:
    """Towns keep a direction of their own, the same every time."""
    return math.sin(claim.x * 0.0137 + claim.y * 0.0071) * 0.3
