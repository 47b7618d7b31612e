"""A place nobody prepared becomes a city: from what the files give, with the rest generated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import numpy as np
import shapely

from backend.cityprofile import Profile, Progress, Rhythm, load_profile, rules_of
from backend.geography.generate import Wish, counted, generate, usual_counts
from backend.geography.staff import staff
from backend.geography.tree import Branch
from backend.load.extent import outline_of
from backend.load.osm import Extract
from backend.load.regions import Area, tree_of, whole
from domain.cameras import no_cameras
from domain.category import Category
from domain.city import City, Geography, Landmarks
from domain.datum import in_china
from domain.names import Name
from domain.refusal import Refusal
from domain.shapes import DEGREE, Shapes
from domain.workcalendar import WorkCalendar

_TEMPLATE = Path(__file__).parents[2] / "resources" / "templates" / "place.toml"
_METRES_PER_DEGREE = 111_320.0
#: People a square kilometre, where nothing is known of a place.
_DENSITY = 1200.0
_WORKERS_PER_GRID = 2.2
#: The town whose ordinary day the template tells.
_TOWN = 300_000
#: A place nobody divided gets no more grids than this, however wide it is: a desk can look after so many.
_MOST_GRIDS = 600
#: Where nothing but reports is known, at least so many lie in a grid on average.
_REPORTS_PER_GRID = 4


class Given(msgspec.Struct):
    """What is known of the place. ``points``: float ``(n, 2)`` longitude and latitude of its reports. ``zone``: its
    time zone, empty when nobody said. ``categories``, ``calendar``: empty for the usual ones. ``workers``: how
    many, 0: as usual."""

    code: str
    title: str = ""
    areas: Sequence[Area] = ()
    extract: Extract | None = None
    points: np.ndarray = msgspec.field(default_factory=lambda: np.zeros((0, 2)))
    categories: list[Category] = []
    calendar: WorkCalendar | None = None
    zone: str = ""
    workers: int = 0


def make_place(given: Given, seed: int, progress: Progress) -> tuple[City, Profile]:
    """The city and the profile that goes with it. Raises Refusal ``no_place``, ``wrong_code`` or ``unknown_zone``."""
    if not re.fullmatch(r"[\w-]{1,40}", given.code):
        raise Refusal("wrong_code", f"{given.code!r} cannot be a city's name; use letters, digits and hyphens.")
    outline = _outline(given)
    zone = given.zone or (given.calendar.zone if given.calendar is not None else _usual_zone(outline))
    area = _square_metres(outline)
    streets, communities, grids = usual_counts(area, _most_grids(given))
    title = given.title or given.code
    tree = _tree(given, title, streets, communities)
    grids = max(grids, 2 * sum(1 for _ in _leaves(tree)))
    profile = _profile(given, title, zone, area, streets, communities, grids)
    rules = rules_of(profile)
    rules.calendar = msgspec.structs.replace(given.calendar or rules.calendar, zone=zone)
    if given.categories:
        rules.categories = given.categories
    roads = given.extract.roads if given.extract else None
    wish = Wish(outline, tree, grids, profile.place.residents, roads=roads, sites=given.points)
    try:
        geography = generate(wish, seed, lambda share, zh, en: progress(0.9 * share, zh, en))
    except ValueError as error:
        raise Refusal("no_place", f"No city can be made from this: {error}.") from error
    if given.extract:
        _add_ground(geography, given.extract)
    progress(0.92, "安排人员", "Assigning people")
    posts, chinese = profile.staff.posts, zone == "Asia/Shanghai"
    people = staff(geography.regions, profile.staff.count, rules.roles, posts, seed, chinese=chinese)
    city = City(given.code, Name(title, title), seed, geography, rules, people, no_cameras(), {}, profile.note.zh)
    progress(1.0, "城市就绪", "The city is ready")
    return city, profile


def _outline(given: Given) -> Any:
    if given.areas:
        return whole(given.areas)
    if given.extract:
        return outline_of(given.extract.roads.nodes / DEGREE)
    if len(given.points):
        return outline_of(given.points)
    raise Refusal("no_place", "A new city needs a region file, an OpenStreetMap extract, or reports with positions.")


def _most_grids(given: Given) -> int:
    if given.areas or given.extract:
        return _MOST_GRIDS
    return min(_MOST_GRIDS, max(24, len(given.points) // _REPORTS_PER_GRID))


def _usual_zone(outline: Any) -> str:
    middle = outline.centroid
    if bool(in_china(np.array([middle.x]), np.array([middle.y]))[0]):
        return "Asia/Shanghai"
    hours = round(middle.x / 15)
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"  # these names count westwards


def _tree(given: Given, title: str, streets: int, communities: int) -> Branch:
    if given.areas and not (len(given.areas) == 1 and given.areas[0].level is None):
        return tree_of(given.code, title, title, given.areas)
    return counted("", Name(title, title), streets, communities)


def _leaves(branch: Branch) -> list[Branch]:
    return [branch] if not branch.children else [leaf for child in branch.children for leaf in _leaves(child)]


def _profile(given: Given, title: str, zone: str, area: float, streets: int, communities: int, grids: int) -> Profile:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refusal("unknown_zone", f"There is no time zone {zone!r}; give one like Asia/Shanghai.") from error
    template = load_profile(_TEMPLATE)
    residents = max(1000, round(area / 1e6 * _DENSITY))
    count = given.workers or round(_WORKERS_PER_GRID * grids) + streets + communities + 4
    return msgspec.structs.replace(
        template,
        code=given.code,
        name=Name(title, title),
        calendar="cn" if zone == "Asia/Shanghai" else "default",
        place=msgspec.structs.replace(
            template.place, streets=streets, communities=communities, grids=grids, residents=residents
        ),
        staff=msgspec.structs.replace(template.staff, count=count),
        rhythm=_rhythm(template.rhythm, residents, bool(len(given.points))),
    )


def _rhythm(usual: Rhythm, residents: int, has_reports: bool) -> Rhythm:
    """What the simulated life of a place brings: beside real reports nothing, otherwise an ordinary day of its size."""
    share = 0.0 if has_reports else min(max(residents / _TOWN, 0.1), 3.0)
    return msgspec.structs.replace(usual, per_day={source: rate * share for source, rate in usual.per_day.items()})


def _add_ground(geography: Geography, extract: Extract) -> None:
    geography.water = _joined(geography.water, extract.water)
    geography.parks = _joined(geography.parks, extract.parks)
    if len(extract.built):  # what is known of it, in place of what was thought up
        geography.built = extract.built


def _joined(first: Landmarks, second: Landmarks) -> Landmarks:
    a, b = first.shapes, second.shapes
    shapes = Shapes(
        np.concatenate([a.points, b.points]),
        np.concatenate([a.rings, b.rings[1:] + a.rings[-1]]),
        np.concatenate([a.shapes, b.shapes[1:] + a.shapes[-1]]),
    )
    return Landmarks(shapes, [*first.names, *second.names])


def _square_metres(outline: Any) -> float:
    middle = outline.centroid
    scale = _METRES_PER_DEGREE
    return float(shapely.area(outline)) * scale * scale * float(np.cos(np.radians(middle.y)))
