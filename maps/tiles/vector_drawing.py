"""Vector tiles drawn in the colours of this map, at exactly the scale they are shown at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from maps.geometry import thinned
from maps.primitives import outline, polygon
from maps.style import Style, faded, mixed, road_width
from maps.tiles.schema import Kind, Sign, name_of, sign_of, wanted
from maps.tiles.vector import LINE, POINT, POLYGON, Feature, layers

#: Things smaller than this many pixels are not drawn.
SMALLEST = 1.5
#: From these zoom levels on.
BUILDINGS, SMALL_RIVERS, RAILS = 14.3, 13.0, 11.5
#: Logical pixels beyond a tile's edge in which things still matter for it (wide roads).
RIM = 12.0


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a style that vector tiles are drawn in. Equal for equal themes."""

    dark: bool
    theme: str
    areas: tuple[tuple[Kind, int], ...]
    roads: tuple[int, ...]
    casing: int
    river: int
    rail: int
    border: int
    building_edge: int
    other: int

    @staticmethod
    def of(style: Style) -> Inks:
        land = style.land[0]
        town = mixed(land, style.line, 0.36 if style.dark else 0.3)
        areas = {
            Kind.LAND: land,
            Kind.FIELD: mixed(land, style.park, 0.22),
            Kind.BUILT: town,
            Kind.GREEN: style.park,
            Kind.WATER: style.water,
            Kind.BUILDING: mixed(town, style.quiet, 0.12 if style.dark else 0.16),
        }
        return Inks(
            dark=style.dark,
            theme=style.tokens.name,
            areas=tuple((kind, color.rgba()) for kind, color in areas.items()),
            roads=tuple(color.rgba() for color in style.road),
            casing=style.casing.rgba(),
            river=style.water.rgba(),
            rail=mixed(land, style.quiet, 0.45).rgba(),
            border=faded(style.quiet, 0.55).rgba(),
            building_edge=mixed(town, style.quiet, 0.3).rgba(),
            other=faded(style.quiet, 0.25).rgba(),
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a tile. ``zh``, ``en``: as it is said; ``places``: one point, or a line to write along, in units of
    the tile's side ``(n, 2)``."""

    sign: Sign
    zh: str
    en: str
    places: NDArray[np.float64]

    def text(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Things:
    """A tile taken apart: what is drawn, by what it is, and its names."""

    drawn: tuple[tuple[Sign, Feature], ...]
    names: tuple[Named, ...]


def things_of(data: bytes) -> Things:
    """An unpacked vector tile. Raises ValueError for what is none."""
    drawn, names = list[tuple[Sign, Feature]](), list[Named]()
    for layer in layers(data, wanted):
        for feature in layer.features:
            sign = sign_of(layer.name, feature.kind, feature.tags)
            if sign is None:
                continue
            if sign.kind < Kind.PLACE:
                drawn.append((sign, feature))
            if sign.kind in (Kind.PLACE, Kind.ROAD_NAME, Kind.WATER_NAME, Kind.ROAD):
                names += _names(sign, feature)
    drawn.sort(key=lambda pair: pair[0].kind)
    return Things(tuple(drawn), tuple(names))


def _names(sign: Sign, feature: Feature) -> list[Named]:
    zh, en = name_of(feature.tags, "zh"), name_of(feature.tags, "en")
    if not (zh or en):
        return []
    zh, en = zh or en, en or zh
    if sign.kind is Kind.ROAD:
        sign = Sign(Kind.ROAD_NAME, sign.rank)
    if feature.kind == POINT:
        return [Named(sign, zh, en, place.reshape(1, 2)) for place in feature.parts[0]]
    if feature.kind == LINE:
        return [Named(sign, zh, en, line) for line in feature.parts]
    return []


def draw(
    things: Things, part: tuple[float, float, float], side: float, ratio: float, zoom: float, inks: Inks
) -> QImage:
    """A part (left, top, side in units of the tile) as a picture whose side shows ``side`` device pixels; it is a
    pixel larger, so that neighbours leave no gap. ``zoom``: of the view, for the width of roads."""
    pixels = int(np.ceil(side)) + 1
    image = QImage(pixels, pixels, QImage.Format.Format_RGB32)
    areas = {kind: QColor(color) for kind, color in inks.areas}
    image.fill(areas[Kind.LAND])
    left, top, across = part
    scale = side / ratio / across  # logical pixels a side of the tile
    shift = np.array((left, top)) * scale
    reach = (-RIM, side / ratio + RIM)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.scale(ratio, ratio)
        sheet = _Sheet(painter, scale, shift, reach, zoom)
        by_kind: dict[Kind, list[tuple[Sign, Feature]]] = {}
        for sign, feature in things.drawn:
            by_kind.setdefault(sign.kind, []).append((sign, feature))
        for kind in (Kind.LAND, Kind.FIELD, Kind.BUILT, Kind.GREEN, Kind.WATER):
            sheet.fill(by_kind.get(kind, []), areas[kind])
        rivers = [one for one in by_kind.get(Kind.RIVER, []) if one[0].rank == 0 or zoom >= SMALL_RIVERS]
        sheet.lines(rivers, QColor(inks.river), min(max(1.2 * 2 ** ((zoom - 13) * 0.5), 0.8), 7.0))
        if zoom >= BUILDINGS:
            edge = QColor(inks.building_edge) if zoom >= 16 else None
            sheet.fill(by_kind.get(Kind.BUILDING, []), areas[Kind.BUILDING], edge)
        other = QColor.fromRgba(inks.other)
        sheet.fill(by_kind.get(Kind.OTHER_AREA, []), faded(other, 0.08), other)
        sheet.lines(by_kind.get(Kind.OTHER_LINE, []), other, 1.0)
        if zoom >= RAILS:
            sheet.lines(by_kind.get(Kind.RAIL, []), QColor(inks.rail), 1.2, dashes=[6.0, 3.0] if zoom >= 14 else None)
        sheet.roads(by_kind.get(Kind.ROAD, []), inks)
        borders = [one for one in by_kind.get(Kind.BORDER, []) if one[0].rank <= (4 if zoom < 9 else 6)]
        sheet.lines(borders, QColor.fromRgba(inks.border), 1.2, dashes=[5.0, 3.0, 1.0, 3.0])
    return image


class _Sheet:
    """One tile being drawn. ``scale``: logical pixels a side of the tile; ``reach``: pixels that matter."""

    def __init__(
        self,
        painter: QPainter,
        scale: float,
        shift: NDArray[np.float64],
        reach: tuple[float, float],
        zoom: float,
    ) -> None:
        self._painter, self._scale, self._shift, self._reach, self._zoom = painter, scale, shift, reach, zoom

    def _placed(self, part: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """A line or ring in pixels; None when none of it can be seen."""
        pixels = part * self._scale - self._shift
        low, high = pixels.min(axis=0), pixels.max(axis=0)
        if (high < self._reach[0]).any() or (low > self._reach[1]).any() or (high - low).max() < SMALLEST:
            return None
        return thinned(pixels)

    def fill(self, found: list[tuple[Sign, Feature]], color: QColor, edge: QColor | None = None) -> None:
        self._painter.setPen(QPen(edge, 1.0) if edge is not None else Qt.PenStyle.NoPen)
        self._painter.setBrush(color)
        for _, feature in found:
            if feature.kind != POLYGON:
                continue
            rings = [ring for ring in map(self._placed, feature.parts) if ring is not None]
            if rings:
                self._painter.drawPath(outline(map(polygon, rings)))

    def lines(
        self, found: list[tuple[Sign, Feature]], color: QColor, width: float, dashes: list[float] | None = None
    ) -> None:
        pen = _pen(color, width)
        if dashes is not None:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([dash / width for dash in dashes])
        self._stroke(found, pen)

    def roads(self, found: list[tuple[Sign, Feature]], inks: Inks) -> None:
        """Low ranks first; all edges before all fills, so that junctions join."""
        widths = {rank: road_width(rank, self._zoom) for rank in range(5, -1, -1)}
        by_rank = {rank: [one for one in found if one[0].rank == rank] for rank in widths}
        for rank, width in widths.items():
            if width >= (3.0 if inks.dark else 1.1):
                self._stroke(by_rank[rank], _pen(QColor(inks.casing), width + 1.6))
        for rank, width in widths.items():
            if width > 0.15:
                shown = max(width, 0.9)
                self._stroke(by_rank[rank], _pen(faded(QColor(inks.roads[rank]), min(1.0, width / shown)), shown))

    def _stroke(self, found: list[tuple[Sign, Feature]], pen: QPen) -> None:
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath()
        for _, feature in found:
            for part in feature.parts if feature.kind == LINE else ():
                line = self._placed(part)
                if line is not None and len(line) > 1:
                    if pen.style() is Qt.PenStyle.SolidLine and pen.color().alpha() == 255:
                        self._painter.drawPolyline(polygon(line))
                    else:
                        path.addPolygon(polygon(line))
        if not path.isEmpty():
            self._painter.drawPath(path)


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
