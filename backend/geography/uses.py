"""What blocks are used for, and how many people live on each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import msgspec
import numpy as np
import shapely
from scipy.spatial import cKDTree

from backend.geography.ground import Ground
from backend.geography.mesh import Mesh
from backend.geography.plane import Floats
from backend.geography.settlements import Village, crowd
from backend.geography.terrain import Terrain
from backend.geography.territory import Ints
from backend.geography.villageland import TOWN


class Use(IntEnum):
    """``EMPTY``: water, hills, given parks. ``WORKS``: yards and factories, where few live."""

    EMPTY, FIELD, VILLAGE, TOWN, WORKS, PARK = range(6)


#: People on fields and between the houses of a village, in parts of the densest old town.
_FIELD, _VILLAGE = 0.0007, 0.11
#: Nobody is counted out of the fields altogether: so many live on the loneliest block.
_LEAST = 1.2
#: Square metres of town to one park that has no name in the profile.
_TO_A_PARK = 3.2e6
#: Share of blocks outside the old town that are works.
_WORKS = 0.11


class Uses(msgspec.Struct):
    """Per block: ``use`` (values of ``Use``), ``living`` (parts of the residents, of no scale), ``urban`` how urban it
    is, ``area`` m² and ``middle`` a place inside (metres)."""

    use: Ints
    living: Floats
    urban: Floats
    area: Floats
    middle: Floats


def used(
    mesh: Mesh, terrain: Terrain, ground: Ground, villages: Sequence[Village], spread: bool, rng: np.random.Generator
) -> Uses:
    """Give every block its use. ``spread``: people live all over open country, too (where no villages are known)."""
    spots = shapely.point_on_surface(mesh.blocks)
    middle = shapely.get_coordinates(spots)
    area, urban = shapely.area(mesh.blocks), terrain.urban.sample(middle)
    corridors = ground.corridors()
    shapely.prepare(corridors)
    use = np.where(urban >= TOWN, Use.TOWN, Use.FIELD).astype(np.int64)
    if villages:
        far, nearest = cKDTree([(one.x, one.y) for one in villages]).query(middle)
        radius = np.array([one.radius for one in villages])[nearest]
        use[(use == Use.FIELD) & (far < 1.05 * radius) & (area < 75_000)] = Use.VILLAGE
    works = (rng.random(len(area)) < _WORKS) & (urban < 0.7) & (area > 9_000) & (area < 250_000)
    use[(use == Use.TOWN) & works] = Use.WORKS
    use[shapely.contains(corridors, spots)] = Use.EMPTY
    _make_parks(use, area, urban, terrain.dry.sample(middle), rng)
    share = rng.lognormal(0, 0.35, len(area))
    fields = np.maximum(crowd(urban) + 0.006 if spread else _FIELD, _FIELD)
    living = np.select(
        [use == Use.TOWN, use == Use.VILLAGE, use == Use.WORKS, use == Use.FIELD],
        [crowd(urban) * area * share, _VILLAGE * area * share, 0.12 * crowd(urban) * area, fields * area],
        0.0,
    )
    return Uses(use, living, urban, area, middle)


def _make_parks(use: Ints, area: Floats, urban: Floats, dry: Floats, rng: np.random.Generator) -> None:
    """Some blocks of the town become parks, rather beside water."""
    fit = (use == Use.TOWN) & (area > 12_000) & (area < 160_000)
    wanted = round(float(area[use == Use.TOWN].sum()) / _TO_A_PARK) + 1
    chance = np.where(fit, rng.random(len(area)) - 0.35 * (dry < 160) - 0.1 * (urban > 0.5), np.inf)
    chosen = np.argsort(chance, kind="stable")[: min(wanted, int(fit.sum()))]
    use[chosen] = Use.PARK


def at_home(uses: Uses, residents: Floats) -> Floats:
    """Residents of blocks, none of them (where anybody can live) quite empty."""
    found: Floats = np.where(uses.use == Use.EMPTY, 0.0, np.where(uses.use == Use.PARK, 0.0, residents))
    return np.where((found > 0) & (found < _LEAST), _LEAST, found)
