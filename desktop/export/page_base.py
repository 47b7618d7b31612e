"""The base of tiles on the map page, as pictures that lie in it: one for its first view, a sharper one for nearer."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from desktop.export.jpeg import jpeg_of
from desktop.export.map_frame import frame_of
from desktop.export.order import ExportOrder
from maps.projection import to_degrees
from maps.snapshot import Frame, SnapshotMap

#: The view a page begins with, about (pixels), and what the pictures hold around it.
WIDTH, HEIGHT, AROUND = 1100.0, 770.0, 260.0
#: How many times the detail of that view each of them has.
DETAIL = (1.0, 2.0)
#: Zoom levels nearer than the sharpest picture at which it is still shown; nearer still it would be a blur.
FARTHEST = 3.0
_QUALITY = 82


def frames_of(maps: SnapshotMap, order: ExportOrder) -> tuple[Frame, ...]:
    """What is drawn for a page, the coarsest first."""
    first = frame_of(order, WIDTH, HEIGHT, 1.0)
    wide = maps.viewport(first).widened(AROUND)
    west, north, east, south = wide.bounds
    (left, top), (right, bottom) = to_degrees([(west, north), (east, south)]).tolist()
    around = replace(first, extent=(left, bottom, right, top))
    return tuple(replace(around, width=wide.width * detail, height=wide.height * detail) for detail in DETAIL)


def base_of_page(maps: SnapshotMap, order: ExportOrder) -> dict[str, Any] | None:
    """``sheets``: pictures with the zoom level they are made for and their corners (south, west, north, east degrees);
    ``hides``: nothing of the city's own ground is seen through; ``credit``: whose it is. None: the order wants none, or
    there is nothing of it."""
    base = order.look.base
    frames = frames_of(maps, order)
    if base is None or not maps.has_tiles(frames[-1]):
        return None
    credit = maps.credit(frames[-1])
    sheets = []
    for frame in frames:
        viewport = maps.viewport(frame)
        west, north, east, south = viewport.bounds
        (left, top), (right, bottom) = to_degrees([(west, north), (east, south)]).tolist()
        picture = base64.b64encode(jpeg_of(maps.land(frame), _QUALITY)).decode()
        corners = [[round(bottom, 7), round(left, 7)], [round(top, 7), round(right, 7)]]
        sheets.append({"zoom": round(viewport.zoom, 6), "corners": corners, "picture": picture})
    return {
        "title": base.title(order.language),
        "credit": credit[0] if credit is not None else "",
        "hides": maps.covered(frames[-1]),
        "farthest": round(maps.viewport(frames[-1]).zoom + FARTHEST, 3),
        "sheets": sheets,
    }
