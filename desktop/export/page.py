"""The situation as one HTML file with a live map (folium): opens anywhere, reaches out to nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache, lru_cache
from typing import Any

import folium
import msgspec
from branca.element import Element, Figure
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from desktop.export import say
from desktop.export.content import Area, Content
from desktop.export.order import ExportOrder
from desktop.export.page_colours import figure_of_page, level_of_page
from desktop.export.plain import plain
from desktop.export.subset import subset_fonts
from domain.category import Severity
from domain.city import City, Landmarks
from domain.look import SEVERITY_SIGNS, THEMES, Tokens
from domain.picture import Picture
from domain.polyline import encode_polyline
from domain.region import Level
from domain.shapes import DEGREE, Shapes
from maps.area_colours import AreaColours
from maps.projection import to_degrees
from maps.terrain import Terrain
from widgets import words

#: Roads down to this rank are on the page.
LOWEST_ROAD = 3
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NAME = "grid_command"


class Ground:
    """What of a city does not change, as encoded lines; made once a city."""

    def __init__(self, city: City, terrain: Terrain) -> None:
        self.terrain = terrain
        tree, outlines = terrain.tree, city.geography.outlines
        self.water = _landmarks(city.geography.water)
        self.park = _landmarks(city.geography.parks)
        self.roads = [
            (int(terrain.roads.rank[number]), encode_polyline(to_degrees(terrain.roads.line(number))))
            for number in range(len(terrain.roads))
            if terrain.roads.rank[number] <= LOWEST_ROAD
        ]
        self.rings = {region.code: _rings(outlines, tree.index(region.code)) for region in tree}
        self.land = [self.rings[region.code] for region in tree.roots]
        west, north, east, south = terrain.bounds
        (left, top), (right, bottom) = to_degrees([(west, north), (east, south)]).tolist()
        self.view = [[bottom, left], [top, right]]


def make_page(
    content: Content, picture: Picture, ground: Ground, order: ExportOrder, colours: AreaColours | None = None,
    base: dict[str, Any] | None = None,
) -> str:
    """The whole page; ``base``: as ``page_base`` makes it. Nothing in it loads anything: scripts are named by their
    sums, everything else is forbidden."""
    tokens = THEMES[order.theme]
    data = _as_script({**_data(content, picture, ground, order, tokens, colours), "base": base})
    frame = _template().render(content=content, heads=say.headings())
    figure = Figure(title=None)
    room = folium.Map(
        location=[0, 0], zoom_start=12, tiles=None, prefer_canvas=True, attributionControl=False, zoom_snap=0.25
    )
    room.default_js, room.default_css = [], []
    room._id = figure._id = _NAME
    figure.add_child(room)
    room.render()  # type: ignore[no-untyped-call]  # its own script comes before ours
    texts = frame + data
    title = Markup("<title>{} {} {}</title>").format(content.city, content.title, content.moment)
    styles = (_file("leaflet.css"), _faces(texts) + _variables(tokens) + _file("page.css"))
    scripts = (_file("leaflet.js"), _file("page.js"))
    parts = [title, *(f"<style>{style}</style>" for style in styles), *(f"<script>{text}</script>" for text in scripts)]
    figure.header.add_child(Element(_raw("".join(parts))), name="parts")
    figure.html.add_child(Element(_raw(frame)), name="frame")
    figure.script.add_child(Element(_raw(f"gridCommandPage({room.get_name()}, {data});")), name="room")
    return _sealed(figure.render(), content.language)


def _raw(text: str) -> str:
    """For branca, which takes every text for a template."""
    return "{% raw %}" + text.replace("{% endraw %}", "") + "{% endraw %}"


def _as_script(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script whatever it says."""
    text = msgspec.json.encode(data).decode()
    for sign in "<>&'\u2028\u2029%":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _sealed(page: str, language: str) -> str:
    """The page with a policy that allows its own scripts, styles and pictures and nothing from anywhere else."""
    sums = {
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in _SCRIPT.findall(page)
    }
    policy = (
        f"default-src 'none'; script-src {' '.join(sorted(sums))}; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    head = (
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta name="referrer" content="no-referrer">'
    )
    return page.replace("<html>", f'<html lang="{language}">', 1).replace("<head>", head, 1)


# --- what is on it ----------------------------------------------------------------------------------------------------


def _data(
    content: Content, picture: Picture, ground: Ground, order: ExportOrder, tokens: Tokens, colours: AreaColours | None
) -> dict[str, Any]:
    heads = {**say.headings(), "outline": say.somebody_on_it()}
    view = ground.view
    if order.extent is not None:
        west, south, east, north = order.extent
        view = [[south, west], [north, east]]
    return {
        "heads": heads,
        "states": {state: words.state(state) for state in (*(s.value for s in tokens.worker), "silent")},
        "severities": {int(severity): words.severity(severity) for severity in Severity},
        "shapes": {int(severity): SEVERITY_SIGNS[severity] for severity in Severity},
        "colors": _colors(tokens),
        "view": view,
        "land": ground.land,
        "water": ground.water,
        "park": ground.park,
        "roads": ground.roads,
        "levels": _levels(content, picture, ground, colours),
        "figure": None if colours is None else figure_of_page(content, colours, order.theme),
        "incidents": [
            {
                "s": int(row.severity), "t": row.title, "x": round(row.lon, 6), "y": round(row.lat, 6), "k": row.stage,
                "c": row.category, "g": row.place, "a": row.address, "w": row.worker, "n": row.case or row.id,
                "d": say.due(row.remaining, row.phase), "p": row.phase, "v": content.clock(row.received_at),
                "q": row.source,
            }
            for row in content.rows
            if row.open
        ],
        "people": [
            {
                "x": round(one.lon, 6), "y": round(one.lat, 6), "s": one.state, "n": one.name, "r": one.role,
                "g": one.area, "l": one.load, "a": round(one.age or 0.0),
            }
            for one in content.staff
            if one.lon is not None and one.lat is not None
        ],
    }  # fmt: skip


def _levels(
    content: Content, picture: Picture, ground: Ground, colours: AreaColours | None
) -> list[dict[str, Any]]:
    """Lines and names of the areas, the largest first; figures where the document has them."""
    tree, known = picture.tree, {area.code: area for area in (*content.areas, *content.streets)}
    present = [level for level in Level if level is not Level.CITY and tree.has_level(level)]
    if len(present) > 1 and len(tree.at_level(present[0])) == 1:
        present = present[1:]
    levels = []
    for level in present:
        main, regions = level is present[0], tree.at_level(level)
        names = level is not Level.GRID and len(regions) <= 400
        levels.append(
            {
                "name": words.level(level),
                "main": main,
                "shown": level is not Level.GRID,
                "names": names,
                "areas": [
                    {"n": plain(region.title(content.language), 60), "r": ground.rings[region.code]}
                    | _figures(known.get(region.code))
                    | _value(colours, ground.terrain, region.code, content.language)
                    for region in regions
                ],
            }
            | ({} if colours is None else level_of_page(level, regions, content, colours, ground.terrain))
        )
    return levels


def _figures(area: Area | None) -> dict[str, int]:
    if area is None:
        return {}
    return {"o": area.open, "t": area.late, "a": area.arrived, "c": area.closed, "d": area.on_duty}


def _value(colours: AreaColours | None, terrain: Terrain, code: str, language: str) -> dict[str, str]:
    """The figure the areas are coloured by."""
    if colours is None:
        return {}
    return {"v": colours.figure.text(float(colours.values[terrain.tree.index(code)]), language)}


def _colors(tokens: Tokens) -> dict[str, Any]:
    return {
        "accent": tokens.accent, "bad": tokens.bad, "ground": tokens.panel, "halo": tokens.label_halo,
        "land": tokens.land, "water": tokens.water, "park": tokens.park,
        "road": tokens.road_major if tokens.dark else tokens.road_casing,
        "street": tokens.border_street, "grid": tokens.border_grid,
        "severity": list(tokens.severity),
        "worker": {**{state.value: color for state, color in tokens.worker.items()}, "silent": tokens.silent},
    }  # fmt: skip


def _variables(tokens: Tokens) -> str:
    values = {
        "text": tokens.text, "quiet": tokens.quiet, "line": tokens.line, "accent": tokens.accent, "bad": tokens.bad,
        "warning": tokens.warn, "warn": tokens.warn, "good": tokens.good, "label": tokens.label,
        "halo": tokens.label_halo, "raised": tokens.raised, "panel": tokens.panel if tokens.dark else "#ffffff",
        "ground": tokens.ground, "tile": tokens.raised if tokens.dark else "#f3f5f8",
    }  # fmt: skip
    return ":root{" + "".join(f"--{name}:{color};" for name, color in values.items()) + "}"


def _faces(texts: str) -> str:
    """The shipped type with the letters of this page."""
    faces = (
        f'@font-face{{font-family:"Grid Sans";src:url(data:font/woff;base64,{base64.b64encode(face).decode()})'
        f' format("woff");unicode-range:{reach}}}'
        for face, reach in subset_fonts(texts)
    )
    return "".join(faces)


def _landmarks(landmarks: Landmarks) -> list[list[str]]:
    return [_rings(landmarks.shapes, number) for number in range(len(landmarks.shapes))]


def _rings(shapes: Shapes, number: int) -> list[str]:
    return [encode_polyline(ring / DEGREE) for ring in shapes.rings_of(number)]


@cache
def _file(name: str) -> str:
    from resources import FOLDER

    return (FOLDER / "snapshot" / name).read_text("utf-8")


@lru_cache(1)
def _template() -> Any:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(_file("page.html"))


def prepare() -> None:
    """Read what every page needs."""
    for name in ("leaflet.js", "leaflet.css", "page.js", "page.css"):
        _file(name)
    _template()
    subset_fonts("0")
