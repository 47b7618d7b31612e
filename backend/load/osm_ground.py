"""Water, green and built-up land of an OpenStreetMap extract, with their holes; rivers drawn as lines get a width."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import shapely

from domain.city import Landmarks
from domain.names import Name
from domain.shapes import Shapes

Ring = Sequence[tuple[float, float]]

#: What is water, green and built on, by key. https://wiki.openstreetmap.org/wiki/Map_features
WATER = {"natural": {"water"}, "waterway": {"riverbank", "dock"}, "landuse": {"reservoir", "basin"}}
GREEN = {
    "leisure": {"park", "garden", "golf_course", "nature_reserve"},
    "landuse": {"recreation_ground", "forest", "grass", "meadow", "village_green", "cemetery"},
    "natural": {"wood", "scrub", "grassland"},
}
BUILT = {"landuse": {"residential", "commercial", "retail", "industrial", "construction", "education", "institutional"}}
_KINDS = (("water", WATER), ("green", GREEN), ("built", BUILT))
#: Every key that makes an area one of these.
KEYS = tuple({key for kind in (WATER, GREEN, BUILT) for key in kind})
#: Metres across, where a line does not say it itself.
_WIDTHS = {"river": 24.0, "canal": 12.0, "stream": 4.0}
_METRES_PER_DEGREE = 111_320.0


def is_ground(tags: Mapping[str, str]) -> bool:
    """Whether these are the tags of something that is drawn as ground."""
    return any(_is(tags, kind) for _, kind in _KINDS)


class GroundCollector:
    """Takes areas (rings in degrees, inside by the even-odd rule) and waterways."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, list[Ring]]]] = {"water": [], "green": [], "built": []}

    def area(self, tags: Mapping[str, str], rings: list[Ring]) -> None:
        kind = next((kind for kind, keys in _KINDS if _is(tags, keys)), None)
        if kind is not None and rings:
            self._found[kind].append((tags.get("name", ""), rings))

    def waterway(self, tags: Mapping[str, str], line: Ring) -> None:
        """A river, canal or stream drawn as a line; one under the ground is not seen."""
        width = _width(tags)
        if not width or len(line) < 2 or tags.get("tunnel", "no") != "no":
            return
        stretch = math.cos(math.radians(line[0][1]))
        flat = shapely.LineString([(lon * stretch, lat) for lon, lat in line])
        banks = flat.buffer(width / 2 / _METRES_PER_DEGREE, quad_segs=2, cap_style="flat")
        for part in shapely.get_parts(banks):
            rings = [part.exterior, *part.interiors]
            found = [[(x / stretch, y) for x, y in ring.coords] for ring in rings]
            if len(found[0]) > 3:
                self._found["water"].append((tags.get("name", ""), list(found)))

    @property
    def water(self) -> Landmarks:
        return self._landmarks("water")

    @property
    def green(self) -> Landmarks:
        return self._landmarks("green")

    @property
    def built(self) -> Shapes:
        return Shapes.of(rings for _, rings in self._found["built"])

    def _landmarks(self, kind: str) -> Landmarks:
        found = self._found[kind]
        return Landmarks(Shapes.of(rings for _, rings in found), [Name(name) for name, _ in found])


def _is(tags: Mapping[str, str], kind: Mapping[str, set[str]]) -> bool:
    return any(tags.get(key) in values for key, values in kind.items())


def _width(tags: Mapping[str, str]) -> float:
    """Metres, 0 for what is no waterway."""
    usual = _WIDTHS.get(tags.get("waterway", ""), 0.0)
    try:
        said = float(tags.get("width", "").removesuffix("m").strip() or usual)
    except ValueError:
        return usual
    return min(max(said, 1.0), 2000.0) if usual and math.isfinite(said) else usual
