"""Main streets: lines traced through the field of street directions, each family keeping its distance."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import shapely

from backend.geography.mesh import Line
from backend.geography.plane import Floats
from backend.geography.terrain import Terrain

#: Metres between two points of a traced street.
STEP = 40.0
_MISS = 1e9


class Crowd:
    """Streets that already run here, to keep parallel ones apart."""

    def __init__(self, cell: float) -> None:
        self._cell = cell
        self._points: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def add(self, path: Floats) -> None:
        """Remember a street (metres ``(n, 2)``)."""
        if len(path) < 2:
            return
        dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(path), STEP * 1.5))
        tangent = np.gradient(dense, axis=0)
        tangent /= np.hypot(*tangent.T)[:, None] + 1e-9
        for x, y, dx, dy in np.hstack([dense, tangent]).tolist():
            self._points.setdefault((int(x // self._cell), int(y // self._cell)), []).append((x, y, dx, dy))

    def near(self, x: float, y: float, dx: float, dy: float, gap: float) -> bool:
        """Whether a street of about this direction passes within ``gap`` metres."""
        cell, points = self._cell, self._points
        limit = gap * gap
        for column in range(int((x - gap) // cell), int((x + gap) // cell) + 1):
            for row in range(int((y - gap) // cell), int((y + gap) // cell) + 1):
                for px, py, tx, ty in points.get((column, row), ()):
                    if (px - x) ** 2 + (py - y) ** 2 < limit and abs(tx * dx + ty * dy) > 0.75:
                        return True
        return False


class Tracer:
    """Draws one class of streets after another over the same ground."""

    def __init__(self, terrain: Terrain, rng: np.random.Generator) -> None:
        self._terrain, self._rng = terrain, rng

    def streets(self, spacing: Callable[[float], float], crowd: Crowd, lattice: float, bridge: float) -> list[Floats]:
        """Streets all over the city. ``spacing(urban)`` metres between parallel ones; ``lattice`` metres between places
        where one may begin; ``bridge`` the share of them that may cross a river."""
        terrain, rng = self._terrain, self._rng
        height, width = terrain.inside.values.shape
        xs = np.arange(terrain.inside.x, terrain.inside.x + width * terrain.inside.cell, lattice)
        ys = np.arange(terrain.inside.y, terrain.inside.y + height * terrain.inside.cell, lattice)
        grid_x, grid_y = np.meshgrid(xs, ys)
        places = np.column_stack([grid_x.ravel(), grid_y.ravel()])
        places += rng.uniform(-0.4, 0.4, places.shape) * lattice
        places = places[(terrain.inside.sample(places) > 40) & (terrain.dry.sample(places) > 60)]
        places = places[np.argsort(-terrain.urban.sample(places) - rng.uniform(0, 0.12, len(places)), kind="stable")]
        found = []
        for x, y in places.tolist():
            gap = spacing(terrain.urban.at(x, y))
            angle = terrain.angle(x, y)
            for turn in (0.0, math.pi / 2):
                dx, dy = math.cos(angle + turn), math.sin(angle + turn)
                if crowd.near(x, y, dx, dy, gap):
                    continue
                crosses = bool(rng.random() < bridge)
                back = self._half(x, y, -dx, -dy, spacing, crowd, crosses)
                forth = self._half(x, y, dx, dy, spacing, crowd, crosses)
                path = np.array([*reversed(back), (x, y), *forth])
                if len(path) * STEP > 0.8 * gap:
                    crowd.add(path)
                    found.append(path)
        return found

    def _half(
        self, x: float, y: float, dx: float, dy: float, spacing: Callable[[float], float], crowd: Crowd, crosses: bool
    ) -> list[tuple[float, float]]:
        terrain = self._terrain
        path: list[tuple[float, float]] = []
        wet = 0
        for _ in range(700):
            middle_x, middle_y = x + dx * STEP / 2, y + dy * STEP / 2
            angle = terrain.angle(middle_x, middle_y)
            cosine, sine = math.cos(angle), math.sin(angle)
            along, beside = dx * cosine + dy * sine, dy * cosine - dx * sine
            if abs(along) >= abs(beside):
                new_x, new_y = math.copysign(cosine, along), math.copysign(1.0, along) * sine
            else:
                new_x, new_y = -math.copysign(1.0, beside) * sine, math.copysign(1.0, beside) * cosine
            if terrain.dry.at(middle_x, middle_y) < 25:  # straight over a bridge
                new_x, new_y = dx, dy
            dx, dy = new_x, new_y
            x, y = x + dx * STEP, y + dy * STEP
            path.append((x, y))
            if terrain.inside.at(x, y) < -30:
                break
            wet = wet + 1 if terrain.dry.at(x, y) < -20 else 0
            if wet and (not crosses or wet > 7):
                break
            if crowd.near(x, y, dx, dy, 0.55 * spacing(terrain.urban.at(x, y))):
                break
        return path


def as_lines(paths: list[Floats], outline: shapely.Geometry, rank: int, first_name: int) -> list[Line]:
    """Paths cut to the outline and lightly straightened, one name number each."""
    lines = []
    for number, path in enumerate(paths):
        inside = shapely.intersection(shapely.LineString(path).simplify(2.5), outline)
        for part in shapely.get_parts(inside):
            if part.geom_type == "LineString" and part.length > 5:
                lines.append(Line(shapely.get_coordinates(part), rank, first_name + number))
    return lines
