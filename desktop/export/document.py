"""The situation as a PDF of several pages: cover with key figures, map, charts, what hurts most, tables by area."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined
from PySide6.QtCore import QCoreApplication
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from desktop.export import say, signs
from desktop.export.content import Content, Share
from desktop.export.jpeg import jpeg_of
from desktop.export.map_frame import frame_of
from desktop.export.order import ExportOrder
from domain.category import Severity
from domain.look import THEMES, Tokens
from domain.picture import Picture
from maps.area_colours import AreaColours
from maps.snapshot import Frame, SnapshotMap
from resources import FOLDER
from widgets import words

#: The map on paper: 269 mm wide, logical pixels and how many device pixels each has (about 200 dpi).
MAP_WIDTH, MAP_HEIGHT, MAP_RATIO = 1280.0, 728.0, 1.66
#: What the map gives of its height to the line below it that says what its areas are coloured by.
LINE_OF_COLOURS = 28.0
#: The one with every letter there is, for those the heavier ones lack.
_WHOLE = "NotoSansSC-Regular.ttf"
_FONTS = (("Regular", 400), ("Medium", 500), ("Bold", 700))
#: Of the map's JPEG: letters stay sharp.
_QUALITY = 92


class _OnlyOurs(URLFetcher):  # type: ignore[misc]
    """Gives the pictures of this document and the shipped fonts; nothing else can be reached from a document."""

    def __init__(self, pictures: dict[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols={"snapshot", "data", "file"})
        self._pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith("data:image/svg+xml;base64,"):
            return super().fetch(url, headers)
        if url in _font_urls():
            return super().fetch(url, headers)
        kind, content = self._pictures[url]
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def prepare(maps: SnapshotMap, order: ExportOrder) -> None:
    """Read the fonts and draw the ground."""
    _style(order.theme)
    maps.prepare(frame(order))


def make_document(
    content: Content, picture: Picture, maps: SnapshotMap, order: ExportOrder, colours: AreaColours | None = None,
    progress: Any = lambda *_: None,
) -> bytes:
    """The bytes of the PDF."""
    tokens = THEMES[order.theme]
    pictures = {
        "snapshot:map.jpg": ("image/jpeg", _map_picture(content, picture, maps, order, colours)),
        "snapshot:hours.svg": ("image/svg+xml", _hours(content, tokens)),
    }
    progress(0.45, "pages")
    sheet, fonts = _style(order.theme)
    html = _template().render(_words(content, tokens, order))
    page = HTML(string=html, base_url="snapshot:", url_fetcher=_OnlyOurs(pictures))
    document = page.render(stylesheets=[sheet], font_config=fonts)
    progress(0.75, "pages")
    made: bytes = document.write_pdf()
    return made


def _words(content: Content, tokens: Tokens, order: ExportOrder) -> dict[str, Any]:
    heads = say.headings()
    counted = content.situation
    crowd = [(heads["groups"], content.groups), (heads["sources"], content.sources), (heads["stages"], content.stages)]
    charts = [(title, shares, _most(shares)) for title, shares in [*crowd, (heads["crew"], content.people)]]
    tables = [(heads["areas"], content.areas), (heads["streets"], content.streets)]
    left_out = counted.open - len(content.worst)
    return {
        "content": content,
        "heads": heads,
        "program": QCoreApplication.translate("Export", "Grid Command"),
        "charts": charts,
        "tables": [(title, areas, max([1, *(area.open for area in areas)])) for title, areas in tables if areas],
        "legend": _legend(tokens, order.people),
        "signs": {
            severity: _data(signs.severity_svg(severity, tokens.severity_colour(severity))) for severity in Severity
        },
        "severities": {severity: words.severity(severity) for severity in Severity},
        "due": say.due,
        "details": order.details,
        "more": say.more(left_out) if left_out > 0 else "",
    }


def _most(shares: tuple[Share, ...]) -> int:
    return max([1, *(share.count for share in shares)])


def _legend(tokens: Tokens, people: bool) -> list[tuple[str, str]]:
    paper = paper_of(tokens)
    found = [
        (signs.severity_svg(severity, tokens.severity_colour(severity)), words.severity(severity))
        for severity in Severity
    ]
    found.append((signs.severity_svg(Severity.YELLOW, tokens.severity[2], False, paper), say.somebody_on_it()))
    found.append((signs.ring_svg(tokens.warn, tokens.line), say.ring_means()))
    if people:
        found += [
            (signs.worker_svg(state.value, color, paper), words.state(state.value))
            for state, color in tokens.worker.items()
            if state.value != "off_duty"
        ]
        found.append((signs.worker_svg("silent", tokens.silent, paper), words.state("silent")))
    return [(_data(svg), name) for svg, name in found]


def _data(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _hours(content: Content, tokens: Tokens) -> bytes:
    counted = content.situation
    return signs.hours_svg(counted.arrived, counted.closed, counted.hour, tokens).encode()


def frame(order: ExportOrder) -> Frame:
    return frame_of(order, MAP_WIDTH, MAP_HEIGHT - (LINE_OF_COLOURS if order.look.figure else 0.0), MAP_RATIO)


def _map_picture(
    content: Content, picture: Picture, maps: SnapshotMap, order: ExportOrder, colours: AreaColours | None
) -> bytes:
    """As JPEG, which goes into the page as it is."""
    image = maps.draw(frame(order), picture, content.situation.moment, order.people, order.details, colours)
    return jpeg_of(image, _QUALITY)


def paper_of(tokens: Tokens) -> str:
    return tokens.panel if tokens.dark else "#ffffff"


@cache
def _font_urls() -> frozenset[str]:
    return frozenset((FOLDER / "fonts" / f"NotoSansSC-{name}.ttf").as_uri() for name, _ in _FONTS)


@cache
def _style(theme: str) -> tuple[CSS, FontConfiguration]:
    """The style sheet in the colours of a theme, and the fonts it names; read once a process."""
    tokens = THEMES[theme]
    colors = {
        "paper": paper_of(tokens),
        "text": tokens.text,
        "quiet": tokens.quiet,
        "line": tokens.line,
        "tile": tokens.raised if tokens.dark else "#f3f5f8",
        "band": tokens.raised if tokens.dark else "#12345b",
        "on_band": tokens.text if tokens.dark else "#ffffff",
        "accent": tokens.accent,
        "good": tokens.good,
        "warn": tokens.warn,
        "bad": tokens.bad,
        "bar": signs.bar_colour(tokens),
    }
    sheet = (FOLDER / "snapshot" / "document.css").read_text("utf-8")
    for name, color in colors.items():
        sheet = sheet.replace("{" + name + "}", color)
    faces = f'@font-face {{ font-family: "Grid Sans Whole"; src: url({(FOLDER / "fonts" / _WHOLE).as_uri()}); }}\n'
    faces += "".join(
        f'@font-face {{ font-family: "Grid Sans"; font-weight: {weight};'
        f" src: url({(FOLDER / 'fonts' / f'NotoSansSC-{name}.ttf').as_uri()}); }}\n"
        for name, weight in _FONTS
    )
    fonts = FontConfiguration()
    return CSS(string=faces + sheet, font_config=fonts, url_fetcher=_OnlyOurs({})), fonts


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((FOLDER / "snapshot" / "document.html").read_text("utf-8"))
