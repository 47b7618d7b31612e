"""A part of the room instead of all of it: the cases an order chooses, and the areas they are in."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.export.order import ExportOrder, Extent
from desktop.export.writing import NotWritten
from domain.city import City
from domain.narrowing import narrowed
from domain.picture import Picture
from domain.shapes import DEGREE

#: Room around chosen areas on the map, in parts of their size.
_ROOM = 0.04


def focused(order: ExportOrder, city: City) -> ExportOrder:
    """The order with a map that shows the chosen areas, where nobody said what it shows. Raises NotWritten for an
    area there is not."""
    rows = {region.code: row for row, region in enumerate(city.geography.regions)}
    unknown = [code for code in order.chosen.regions if code and code not in rows]
    if unknown:
        template = QCoreApplication.translate(
            "ExportProblem", "There is no area {code} in {city}. Codes are in the areas tree and in exported tables."
        )
        raise NotWritten(template.format(code=unknown[0], city=city.name.text(order.language)))
    shown = [rows[code] for code in order.chosen.regions if code]
    if order.extent is not None or not shown:
        return order
    return msgspec.structs.replace(order, extent=_around(city, shown))


def part_of(picture: Picture, order: ExportOrder, now: float) -> Picture:
    """What of the picture the order wants."""
    return narrowed(picture, order.chosen, now) if order.chosen else picture


def _around(city: City, rows: list[int]) -> Extent:
    bounds = city.geography.outlines.only(rows).bounds() / DEGREE
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    aside, above = _ROOM * (east - west), _ROOM * (north - south)
    return west - aside, south - above, east + aside, north + above
