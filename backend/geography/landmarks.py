"""Named ground: estates, parks, and landmarks such as schools and markets."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import shapely

from backend.geography.features import Site
from backend.geography.filling import Filled
from backend.geography.locality import Locality
from backend.geography.mesh import Mesh
from backend.geography.naming import Namer
from backend.geography.outlining import stored_shapes
from backend.geography.plane import Floats, Plane
from backend.geography.uses import Use, Uses
from domain.city import Landmarks, Places
from domain.names import Name
from domain.region import Level
from domain.shapes import Shapes

Ending = tuple[str, str]
Named = tuple[Name, shapely.Geometry]
#: Second parts of names by kind, with their English.
_ENDINGS: dict[str, tuple[Ending, ...]] = {
    "school": (
        ("小学", "Primary School"),
        ("中学", "Middle School"),
        ("实验小学", "Experimental Primary School"),
        ("幼儿园", "Kindergarten"),
        ("第二小学", "Second Primary School"),
        ("初级中学", "Junior Middle School"),
    ),
    "market": (("农贸市场", "Farmers' Market"), ("菜市场", "Food Market"), ("集贸市场", "Market")),
    "hospital": (
        ("医院", "Hospital"),
        ("中医院", "Hospital of Chinese Medicine"),
        ("社区医院", "Community Hospital"),
    ),
    "works": (
        ("产业园", "Industrial Park"),
        ("工业园", "Industrial Park"),
        ("物流园", "Logistics Park"),
        ("机械厂", "Machine Works"),
        ("食品厂", "Food Works"),
    ),
    "square": (("广场", "Square"), ("文化广场", "Culture Square")),
    "police": (("派出所", "Police Station"),),
    "fire": (("消防救援站", "Fire Station"),),
}
_TOWN_OFFICES = {"镇": ("人民政府", "Town Government"), "乡": ("人民政府", "Township Government")}
_CLINICS = {True: ("卫生院", "Health Centre"), False: ("社区卫生服务中心", "Community Health Centre")}

#: Residents to one of each kind, where nobody says how many there are.
_TO_ONE = {"school": 9_000, "market": 14_000, "hospital": 45_000, "works": 30_000, "square": 70_000, "fire": 85_000}
#: Smallest and largest block (m²) each kind takes.
_GROUNDS = {
    "school": (7_000, 90_000), "market": (5_000, 45_000), "hospital": (6_000, 80_000), "works": (15_000, 260_000),
    "square": (5_000, 60_000), "fire": (5_000, 40_000), "police": (4_000, 40_000), "government": (4_000, 60_000),
}  # fmt: skip


class Numbers(msgspec.Struct, frozen=True):
    """How many of each there are; 0: as many as usual."""

    estates: int = 0
    schools: int = 0
    markets: int = 0
    hospitals: int = 0


class Marks:
    """Finds ground for landmarks; each block is taken once."""

    def __init__(self, mesh: Mesh, uses: Uses, residents: Floats, where: Locality, namer: Namer) -> None:
        self._mesh, self._uses, self._residents, self._where, self._namer = mesh, uses, residents, where, namer
        self._free = np.isin(uses.use, (Use.TOWN, Use.VILLAGE, Use.WORKS))
        low = uses.middle.min(axis=0)
        cells = np.minimum((uses.middle - low) // 400, (1 << 16) - 1).astype(np.uint64)
        #: Blocks along a line that keeps neighbours together, so that even steps along it are even on the ground.
        self._walk = np.argsort(_interleaved(cells), kind="stable")
        self._found: list[tuple[str, Name, shapely.Geometry]] = []

    def given(self, sites: Sequence[Site], plane: Plane) -> None:
        """Landmarks the profile knows, on the block they lie on, or on a small ground of their own."""
        if not sites:
            return
        spots = shapely.points(plane.metres([(site.lon, site.lat) for site in sites]))
        tree = shapely.STRtree(self._mesh.blocks)
        number, block = tree.query(spots, predicate="intersects")
        holding = dict(zip(number.tolist(), block.tolist(), strict=True))
        for index, site in enumerate(sites):
            self._namer.reserve(site.kind, site.name.zh)
            under = holding.get(index)
            shape = shapely.box(*(spots[index].buffer(55).bounds))
            if under is not None and self._free[under] and self._uses.area[under] < 220_000:
                shape = _inner(self._mesh.blocks[under], 8) or shape
                self._free[under] = False
            self._found.append((site.kind, site.name, shape))

    def of_streets(self, filled: Filled) -> None:
        """What every street has: its office, a police station and a health centre."""
        for region, blocks in zip(filled.regions, filled.blocks, strict=True):
            if region.level is not Level.STREET or self._namer.silent:
                continue
            rural = region.name[-1:] in _TOWN_OFFICES
            office, english = _TOWN_OFFICES.get(region.name[-1:], ("办事处", "Office"))
            mine = np.array(blocks)
            crowd = self._residents[mine] / np.maximum(self._uses.area[mine], 1.0)
            order = mine[np.argsort(-crowd, kind="stable")]
            self._place("government", order, Name(f"{region.name}{office}", f"{region.name_en} {english}"))
            own = [self._where.street_name(int(order[0])) or region.name]
            station = self._namer.one_of("police", "works", _ENDINGS["police"], own)
            self._place("police", order[len(order) // 12 :], station)
            clinic = self._namer.one_of("hospital", "hospitals", [_CLINICS[rural]], own)
            self._place("hospital", order[len(order) // 6 :], clinic)

    def spread(self, kind: str, wanted: int, pool: str) -> None:
        """``wanted`` landmarks of a kind (those already there count), evenly over the residents."""
        wanted -= sum(known == kind for known, _, _ in self._found)
        if wanted <= 0 or self._namer.silent:
            return
        walk, (least, most) = self._walk, _GROUNDS[kind]
        area, use = self._uses.area[walk], self._uses.use[walk]
        fit = (area >= least) & (area <= most)
        fit &= (use == Use.WORKS) if kind == "works" else (use != Use.WORKS)
        ends = np.cumsum(self._residents[walk])
        steps = np.searchsorted(ends, (np.arange(wanted) + 0.5) / wanted * ends[-1])
        places = np.flatnonzero(fit)
        for step in steps.tolist():
            # The nearest fit block along the walk that is still free.
            middle = int(np.searchsorted(places, step))
            for apart in range(2 * len(places)):
                index = middle + (apart + 1) // 2 * (1 if apart % 2 else -1)
                if 0 <= index < len(places) and self._free[walk[places[index]]]:
                    block = int(walk[places[index]])
                    self._add(kind, block, self._namer.one_of(kind, pool, _ENDINGS[kind], self._where.names(block)))
                    break

    def usual(self, numbers: Numbers, residents: int) -> None:
        """All that is not given."""
        for kind, pool, given in (
            ("square", "squares", 0),
            ("hospital", "hospitals", numbers.hospitals),
            ("fire", "works", 0),
            ("school", "schools", numbers.schools),
            ("market", "markets", numbers.markets),
            ("works", "works", 0),
        ):
            self.spread(kind, given or round(residents / _TO_ONE[kind]), pool)

    def places(self, bridges: Sequence[Named], outline: shapely.Geometry, plane: Plane) -> Places:
        """Everything that was found, with bridges."""
        every = [*self._found, *(("bridge", name, shape) for name, shape in bridges)]
        kept, shapes = _stored([shape for _, _, shape in every], outline, plane)
        return Places(shapes, [every[index][1] for index in kept], [every[index][0] for index in kept])

    def parks(self) -> list[Named]:
        """Parks the profile does not name."""
        found = []
        for block in np.flatnonzero(self._uses.use == Use.PARK).tolist():
            lawn = _inner(self._mesh.blocks[block], 9)
            if lawn is not None:
                found.append((self._namer.park(self._where.names(block)), lawn))
        return found

    def estates(self, wanted: int, rng: np.random.Generator) -> list[Named]:
        """Housing estates on blocks where people live: ``wanted`` of them, 0: most such blocks. Raises ValueError when
        the city has not so many blocks."""
        uses, area = self._uses, self._uses.area
        chance = rng.random(len(area))
        fit = self._free & (uses.use == Use.TOWN) & (area > 9_000) & (area < 190_000) & (self._residents > 0)
        if not wanted:
            fit &= chance < 0.62
        worth = np.where(fit, self._residents / area * (0.4 + chance), -1.0)
        found: list[tuple[int, shapely.Geometry]] = []
        for block in np.argsort(-worth, kind="stable").tolist():
            if worth[block] < 0 or (wanted and len(found) == wanted):
                break
            yard = _inner(self._mesh.blocks[block], 13)
            if yard is not None and yard.area > 3_500:
                found.append((block, yard))
        if wanted and len(found) < wanted:
            raise ValueError(f"there is ground for {len(found)} housing estates, not for {wanted}")
        return [
            (self._namer.estate(self._where.names(block)), yard)
            for block, yard in sorted(found, key=lambda one: one[0])
        ]

    def _place(self, kind: str, order: np.ndarray, name: Name) -> None:
        least, most = _GROUNDS[kind]
        for block in order.tolist():
            if self._free[block] and least <= self._uses.area[block] <= most and self._uses.use[block] != Use.WORKS:
                self._add(kind, block, name)
                return

    def _add(self, kind: str, block: int, name: Name) -> None:
        self._free[block] = False
        ground = _inner(self._mesh.blocks[block], 8) or self._mesh.blocks[block].buffer(-2)
        self._found.append((kind, name, ground))


def named_ground(named: Sequence[Named], outline: shapely.Geometry, plane: Plane) -> Landmarks:
    """Named ground cut to the outline, in the form desks use. Pieces of one name (the arms of a river) are one."""
    together: dict[str, tuple[Name, list[shapely.Geometry]]] = {}
    for number, (name, shape) in enumerate(named):
        together.setdefault(name.zh or str(number), (name, []))[1].append(shape)
    names = [name for name, _ in together.values()]
    whole = [shapes[0] if len(shapes) == 1 else shapely.union_all(shapes) for _, shapes in together.values()]
    kept, shapes = _stored(whole, outline, plane)
    return Landmarks(shapes, [names[index] for index in kept])


def _stored(areas: Sequence[shapely.Geometry], outline: shapely.Geometry, plane: Plane) -> tuple[list[int], Shapes]:
    """Areas inside the outline as stored shapes, and the numbers of those of which something is left."""
    shapely.prepare(outline)
    simple = shapely.simplify(np.array(areas, object), 1.5) if len(areas) else np.zeros(0, object)
    inside = shapely.contains(outline, simple)
    kept, polygons = [], []
    for index, shape in enumerate(simple):
        cut = shape if inside[index] else shapely.intersection(shape, outline)
        rings = [
            plane.stored(shapely.get_coordinates(ring)[:-1])
            for part in shapely.get_parts(cut)
            if part.geom_type == "Polygon" and part.area > 1
            for ring in (part.exterior, *part.interiors)
        ]
        if rings:
            kept.append(index)
            polygons.append(rings)
    return kept, stored_shapes(polygons)


def _inner(block: shapely.Geometry, back: float) -> shapely.Geometry | None:
    """The block without a strip along its streets; None when nothing worth naming is left."""
    inner = block.buffer(-back, join_style="mitre")
    if inner.geom_type != "Polygon" or inner.area < 0.35 * block.area:
        return None
    return inner


def _interleaved(cells: np.ndarray) -> np.ndarray:
    """Column and row (uint64, up to 16 bits each) with their bits taken in turn: near cells get near numbers."""
    code = np.zeros(len(cells), np.uint64)
    for bit in range(math.ceil(math.log2(float(cells.max()) + 2))):
        one, shift = np.uint64(1), np.uint64(bit)
        for axis in (0, 1):
            code |= ((cells[:, axis] >> shift) & one) << np.uint64(2 * bit + axis)
    return code
