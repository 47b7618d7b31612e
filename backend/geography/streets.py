"""Main streets: lines traced through the field of street directions, each family keeping its distance."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec
import numpy as np
import shapely

from backend.geography.mesh import Line
from backend.geography.plane import Floats
from backend.geography.terrain import Terrain

#: Metres between two points of a traced street, and between two points of a street that others keep away from.
STEP, _APART = 40.0, 110.0
#: Steps over water or hills at most: no street of its own accord crosses anything wider.
_BRIDGE = 7
#: Steps a street goes on where it is less urban than its family likes.
_OUTSIDE = 12
#: Steps of a street in one direction at most.
_LONGEST = 700


class Crowd:
    """Streets that already run here, to keep parallel ones apart."""

    def __init__(self, cell: float) -> None:
        self._cell = cell
        self._points: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def add(self, path: Floats) -> None:
        """Remember a street (metres ``(n, 2)``)."""
        if len(path) < 2:
            return
        length = float(np.hypot(*np.diff(path, axis=0).T).sum())
        line = shapely.LineString(path)
        along = np.linspace(0, length, max(2, math.ceil(length / _APART) + 1))
        dense = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
        tangent = np.gradient(dense, axis=0)
        tangent /= np.hypot(*tangent.T)[:, None] + 1e-9
        for x, y, dx, dy in np.hstack([dense, tangent]).tolist():
            self._points.setdefault((int(x // self._cell), int(y // self._cell)), []).append((x, y, dx, dy))

    def near(self, x: float, y: float, dx: float, dy: float, gap: float) -> bool:
        """Whether a street of about this direction passes within ``gap`` metres."""
        cell, get = self._cell, self._points.get
        limit = gap * gap
        rows = range(int((y - gap) // cell), int((y + gap) // cell) + 1)
        for column in range(int((x - gap) // cell), int((x + gap) // cell) + 1):
            for row in rows:
                points = get((column, row))
                if points is None:
                    continue
                for px, py, tx, ty in points:
                    if (px - x) ** 2 + (py - y) ** 2 < limit and abs(tx * dx + ty * dy) > 0.75:
                        return True
        return False


class Family(msgspec.Struct, frozen=True):
    """A class of streets. ``spacing(urban)``: metres between parallel ones; ``lattice``: metres between places where
    one may begin; ``bridge``: the share of them that may cross a river; ``least``: how urban it must be where one
    begins."""

    spacing: Callable[[float], float]
    lattice: float
    bridge: float
    least: float = 0.0


class Tracer:
    """Draws one family of streets after another over the same ground."""

    def __init__(self, terrain: Terrain, rng: np.random.Generator) -> None:
        self._terrain, self._rng = terrain, rng

    def streets(self, family: Family, crowd: Crowd) -> list[Floats]:
        """Streets all over the city."""
        terrain, rng = self._terrain, self._rng
        found = []
        for x, y in self._beginnings(family).tolist():
            gap = family.spacing(terrain.urban.at(x, y))
            angle = terrain.angle(x, y)
            for turn in (0.0, math.pi / 2):
                dx, dy = math.cos(angle + turn), math.sin(angle + turn)
                if crowd.near(x, y, dx, dy, gap):
                    continue
                crosses = bool(rng.random() < family.bridge)
                back = self._half(x, y, -dx, -dy, family, crowd, crosses)
                forth = self._half(x, y, dx, dy, family, crowd, crosses)
                path = np.array([*reversed(back), (x, y), *forth])
                if len(path) * STEP > 0.8 * gap:
                    crowd.add(path)
                    found.append(path)
        return found

    def _beginnings(self, family: Family) -> Floats:
        """Where streets may begin, the densest places first; fewer in open country, where they are far apart."""
        terrain, rng, lattice = self._terrain, self._rng, family.lattice
        height, width = terrain.inside.values.shape
        xs = np.arange(terrain.inside.x, terrain.inside.x + width * terrain.inside.cell, lattice)
        ys = np.arange(terrain.inside.y, terrain.inside.y + height * terrain.inside.cell, lattice)
        grid_x, grid_y = np.meshgrid(xs, ys)
        places = np.column_stack([grid_x.ravel(), grid_y.ravel()])
        places += rng.uniform(-0.4, 0.4, places.shape) * lattice
        places = places[(terrain.inside.sample(places) > 40) & (terrain.dry.sample(places) > 60)]
        urban = terrain.urban.sample(places)
        wanted = (urban >= family.least) & (rng.random(len(places)) < np.clip(0.12 + 3 * urban, 0, 1))
        places, urban = places[wanted], urban[wanted]
        found: Floats = places[np.argsort(-urban - rng.uniform(0, 0.12, len(places)), kind="stable")]
        return found

    def _half(
        self, x: float, y: float, dx: float, dy: float, family: Family, crowd: Crowd, crosses: bool
    ) -> list[tuple[float, float]]:
        terrain, spacing = self._terrain, family.spacing
        inside, dry, urban = terrain.inside.at, terrain.dry.at, terrain.urban.at
        path: list[tuple[float, float]] = []
        wet = out = 0  # steps since the shore, and since the town
        for _ in range(_LONGEST):
            middle_x, middle_y = x + dx * STEP / 2, y + dy * STEP / 2
            if dry(middle_x, middle_y) >= 25:  # else straight over a bridge
                angle = terrain.angle(middle_x, middle_y)
                cosine, sine = math.cos(angle), math.sin(angle)
                along, beside = dx * cosine + dy * sine, dy * cosine - dx * sine
                if abs(along) >= abs(beside):
                    dx, dy = math.copysign(cosine, along), math.copysign(1.0, along) * sine
                else:
                    dx, dy = -math.copysign(1.0, beside) * sine, math.copysign(1.0, beside) * cosine
            x, y = x + dx * STEP, y + dy * STEP
            path.append((x, y))
            if inside(x, y) < -30:
                break
            wet = wet + 1 if dry(x, y) < 0 else 0
            if wet and (not crosses or wet > _BRIDGE):
                break
            out = out + 1 if urban(x, y) < family.least else 0
            if out > _OUTSIDE:
                break
            # Two steps are enough to see that another street comes near.
            if len(path) % 2 and crowd.near(x, y, dx, dy, 0.55 * spacing(urban(x, y))):
                break
        # What ends in the water ends at its shore.
        return path[: len(path) - wet] if wet else path


def as_lines(paths: list[Floats], outline: shapely.Geometry, rank: int, first_name: int) -> list[Line]:
    """Paths cut to the outline and lightly straightened, one name number each."""
    lines = []
    for number, path in enumerate(paths):
        inside = shapely.intersection(shapely.LineString(path).simplify(2.5), outline)
        for part in shapely.get_parts(inside):
            if part.geom_type == "LineString" and part.length > 5:
                lines.append(Line(shapely.get_coordinates(part), rank, first_name + number))
    return lines
