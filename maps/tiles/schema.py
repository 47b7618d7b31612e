"""What the things in vector tiles are, whoever made them; no Qt.

Layer names and classes of OpenMapTiles, Protomaps basemaps, Mapbox Streets, Shortbread, Tilezen, and of China's basic
geographic data (HYDA, LRDL, RESA …). What none of them knows is recognised by words in its name, or drawn faintly.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from maps.tiles.vector import LINE, POINT, POLYGON, Value


class Kind(IntEnum):
    """What is drawn, from the lowest to the highest."""

    LAND = 0
    FIELD = 1
    BUILT = 2
    GREEN = 3
    WATER = 4
    RIVER = 5
    BUILDING = 6
    OTHER_AREA = 7
    OTHER_LINE = 8
    RAIL = 9
    ROAD = 10
    BORDER = 11
    PLACE = 12
    ROAD_NAME = 13
    WATER_NAME = 14


class Sign(NamedTuple):
    """A kind and its rank: of roads 0 (motorway) to 5 (lane), of places 0 (country) to 6 (neighbourhood)."""

    kind: Kind
    rank: int = 0


_WATER = {"water", "ocean", "sea", "lake", "water_polygons", "hyda", "water_areas", "lakes"}
_RIVERS = {"waterway", "waterways", "river", "rivers", "hydl", "water_lines", "hfcl"}
_ROADS = {"transportation", "road", "roads", "street", "streets", "lrdl", "highway", "highways", "transport"}
_RAILS = {"transit", "rail", "railway", "railways", "lrrl", "aerialways"}
_BUILDINGS = {"building", "buildings", "resa_building", "buia"}
_GREEN_LAYERS = {"park", "parks", "vega", "forest", "wood", "landuse_overlay", "green"}
_BUILT_LAYERS = {"resa", "residential", "settlement", "urban", "built", "builtup"}
_LAND_LAYERS = {"earth", "land_polygons", "continent"}
_BORDERS = {"boundary", "boundaries", "admin", "boul", "admin_line"}
_PLACES = {"place", "places", "place_label", "place_labels", "agnp", "resp", "aanp", "locality", "settlement_label"}
_ROAD_NAMES = {"transportation_name", "road_label", "road_labels", "street_labels", "street_label"}
_WATER_NAMES = {"water_name", "water_label", "water_labels", "water_polygons_labels", "hydp"}
_USES = {"landuse", "landcover", "land", "landuse_areas", "sites", "globallandcover", "natural", "landuse_label"}
_IGNORED = {
    "poi", "pois", "poi_label", "housenumber", "housenum_label", "addresses", "mountain_peak", "aerodrome_label",
    "transit_stop_label", "hillshade", "contour", "contours", "public_transport", "street_labels_points", "bridges",
    "motorway_junction", "natural_label", "boundary_labels", "bathymetry", "dem",
}  # fmt: skip

_GREENS = {
    "park", "grass", "forest", "wood", "garden", "cemetery", "meadow", "orchard", "scrub", "golf_course", "pitch",
    "nature_reserve", "national_park", "village_green", "recreation_ground", "grassland", "vineyard", "zoo", "wetland",
    "allotments", "heath", "playground", "protected_area", "stadium", "track", "dog_park", "plant_nursery", "shrub",
}  # fmt: skip
_FIELDS = {"farmland", "crop", "farm", "farmyard", "agriculture", "sand", "beach", "rock", "barren", "bare_rock"}
_BUILTS = {
    "residential", "commercial", "industrial", "retail", "suburb", "neighbourhood", "urban_area", "urban", "school",
    "university", "college", "hospital", "military", "railway", "construction", "kindergarten", "bus_station",
    "quarter", "urban_areas", "garages", "brownfield", "religious", "parking", "aerodrome", "landfill", "library",
    "developed",
}  # fmt: skip

_RANKS = {
    "motorway": 0, "freeway": 0, "highway": 0, "expressway": 0, "motorway_link": 1, "trunk": 1, "trunk_link": 1,
    "primary": 1, "primary_link": 2, "major_road": 2, "secondary": 2, "secondary_link": 3, "tertiary": 3,
    "tertiary_link": 4, "medium_road": 3, "street": 4, "minor": 4, "minor_road": 4, "residential": 4, "unclassified": 4,
    "living_street": 4, "road": 4, "busway": 4, "street_limited": 4, "pedestrian": 5, "service": 5, "track": 5,
    "path": 5, "footway": 5, "cycleway": 5, "steps": 5, "other": 5, "pier": 5, "corridor": 5, "bridleway": 5,
}  # fmt: skip
_RAIL_CLASSES = {
    "rail",
    "railway",
    "major_rail",
    "minor_rail",
    "light_rail",
    "subway",
    "tram",
    "narrow_gauge",
    "monorail",
}
_NO_ROADS = {"ferry", "aerialway", "aeroway", "runway", "taxiway", "raceway", "cable_car", "gondola"}
_PLACE_RANKS = {
    "continent": 0, "country": 0, "state": 1, "region": 1, "province": 1, "city": 2, "macrohood": 4, "town": 3,
    "county": 3, "locality": 3, "borough": 4, "suburb": 4, "district": 4, "village": 5, "township": 5, "quarter": 5,
    "neighbourhood": 6, "neighborhood": 6, "hamlet": 6, "isolated_dwelling": 7, "island": 5, "islet": 7,
}  # fmt: skip
#: Words in the name of a layer nobody knows.
_HINTS = (
    (re.compile(r"label|anno|_pt$|_point$|poi|注记"), None),
    (re.compile(r"water|river|lake|hydro|水系|河|湖"), Kind.WATER),
    (re.compile(r"road|street|highway|道路|公路|路"), Kind.ROAD),
    (re.compile(r"rail|metro|铁路|地铁"), Kind.RAIL),
    (re.compile(r"build|house|房屋|建筑|楼"), Kind.BUILDING),
    (re.compile(r"green|park|forest|wood|veget|绿|植被|林"), Kind.GREEN),
    (re.compile(r"bound|admin|border|境界|界"), Kind.BORDER),
    (re.compile(r"resid|settle|urban|居民"), Kind.BUILT),
)


@lru_cache(maxsize=512)
def wanted(layer: str) -> bool:
    """Whether anything of a layer is drawn."""
    name = layer.lower()
    return name not in _IGNORED and not (name not in _NAMED and _HINTS[0][0].search(name))


def sign_of(layer: str, geometry: int, tags: dict[str, Value]) -> Sign | None:
    """What a thing is; None: it is not drawn."""
    name, classes = layer.lower(), _classes(tags)
    if geometry == POINT:
        return _label(name, classes, tags)
    if name in _ROAD_NAMES:
        return Sign(Kind.ROAD_NAME, _road_rank(classes, tags) or 0) if geometry == LINE else None
    if name in _BORDERS:
        return _border(tags, classes) if geometry == LINE else None
    if geometry == LINE:
        return _line(name, classes, tags)
    return _area(name, classes) if geometry == POLYGON else None


def _classes(tags: dict[str, Value]) -> list[str]:
    """What a thing is called in the ways of all of them, the general word first."""
    names = (
        "class",
        "kind",
        "highway",
        "railway",
        "subclass",
        "kind_detail",
        "type",
        "pmap:kind",
        "landuse",
        "natural",
    )
    return [str(tags[name]).lower() for name in names if tags.get(name) not in (None, "")]


def _label(name: str, classes: list[str], tags: dict[str, Value]) -> Sign | None:
    if name in _WATER_NAMES or (name in _WATER and name_of(tags, "zh")):
        return Sign(Kind.WATER_NAME)
    if name not in _PLACES:
        return None
    rank = next((_PLACE_RANKS[one] for one in (*classes[1:], *classes[:1]) if one in _PLACE_RANKS), 5)
    return Sign(Kind.PLACE, rank)


def _line(name: str, classes: list[str], tags: dict[str, Value]) -> Sign | None:
    if name in _RIVERS or name in _WATER:
        return Sign(Kind.RIVER, 0 if {"river", "canal"} & set(classes) or not classes else 1)
    if name in _WATER_NAMES:
        return Sign(Kind.WATER_NAME)
    if name in _RAILS or (name in _ROADS and _RAIL_CLASSES & set(classes)):
        return Sign(Kind.RAIL)
    if name in _ROADS:
        rank = _road_rank(classes, tags)
        return None if rank is None else Sign(Kind.ROAD, rank)
    if name in _NAMED:
        return None
    hint = _hinted(name)
    match hint:
        case Kind.WATER:
            return Sign(Kind.RIVER)
        case Kind.ROAD:
            rank = _road_rank(classes, tags)
            return None if rank is None else Sign(Kind.ROAD, rank)
        case Kind.RAIL | Kind.BORDER:
            return Sign(hint)
    return Sign(Kind.OTHER_LINE)


def _area(name: str, classes: list[str]) -> Sign | None:
    if name in _WATER:
        return Sign(Kind.WATER)
    if name in _BUILDINGS:
        return Sign(Kind.BUILDING)
    if name in _LAND_LAYERS:
        return Sign(Kind.LAND)
    found = set(classes)
    if name in _GREEN_LAYERS or (name in _USES and found & _GREENS):
        return Sign(Kind.GREEN)
    if name in _BUILT_LAYERS or (name in _USES and found & _BUILTS):
        return Sign(Kind.BUILT)
    if name in _USES and "water" in found:
        return Sign(Kind.WATER)
    if name in _USES and found & _FIELDS:
        return Sign(Kind.FIELD)
    if name in _NAMED:
        return None
    hint = _hinted(name)
    if hint in (Kind.WATER, Kind.GREEN, Kind.BUILDING, Kind.BUILT):
        return Sign(hint)
    return Sign(Kind.OTHER_AREA) if hint is None else None


def _border(tags: dict[str, Value], classes: list[str]) -> Sign | None:
    if tags.get("maritime") in (1, True, "true", "1"):
        return None
    try:
        return Sign(Kind.BORDER, int(tags.get("admin_level", tags.get("kind_detail", ""))))
    except ValueError:
        return Sign(Kind.BORDER, 2 if "country" in classes else 4)


def _road_rank(classes: list[str], tags: dict[str, Value]) -> int | None:
    """None for what nobody drives or walks on."""
    if _NO_ROADS & set(classes):
        return None
    ranks = [_RANKS[one] for one in classes if one in _RANKS]
    if not ranks:
        return 4
    # "kind=major_road kind_detail=trunk": the second says more
    return ranks[-1] if classes and classes[0] in ("major_road", "medium_road", "minor_road") else ranks[0]


@lru_cache(maxsize=512)
def _hinted(name: str) -> Kind | None:
    return next((kind for words, kind in _HINTS if kind is not None and words.search(name)), None)


def name_of(tags: dict[str, Value], language: str) -> str:
    """The name of a thing in a language, or else as it is written there."""
    order: tuple[str, ...] = ("name:en", "name_en", "name:latin", "name_int", "name")
    if language.startswith("zh"):
        order = ("name:zh-Hans", "name:zh", "name_zh-Hans", "name_zh", "name", "name:latin", "name:en", "name_en")
    for key in order:
        value = tags.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()[:80]
    for key in ("NAME", "名称", "MC"):
        value = tags.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()[:80]
    return ""


_NAMED = (
    _WATER | _RIVERS | _ROADS | _RAILS | _BUILDINGS | _GREEN_LAYERS | _BUILT_LAYERS | _LAND_LAYERS | _BORDERS | _PLACES
    | _ROAD_NAMES | _WATER_NAMES | _USES | _IGNORED | {"aeroway", "ferries", "pier_lines", "dam_lines"}
)  # fmt: skip
