"""Landmarks by name: a small disc that says what it is, and what it is called; the important ones from afar."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from maps.ground_view import GroundView
from maps.lettering import Box
from maps.style import mixed

#: From which zoom level on each kind is named, and what stands in its disc in Chinese and English.
KINDS: dict[str, tuple[float, str, str]] = {
    "airport": (10.5, "机", "A"),
    "station": (11.5, "站", "R"),
    "harbour": (11.5, "港", "P"),
    "sight": (12.5, "景", "V"),
    "museum": (13.0, "馆", "M"),
    "stadium": (13.0, "体", "S"),
    "temple": (13.5, "寺", "T"),
    "government": (13.8, "政", "G"),
    "square": (14.0, "广", "Q"),
    "hospital": (14.2, "医", "H"),
    "works": (14.8, "工", "W"),
    "bridge": (14.5, "桥", "B"),
    "school": (15.0, "学", "E"),
    "market": (15.0, "市", "K"),
    "police": (15.2, "警", "C"),
    "fire": (15.2, "消", "F"),
    "village": (14.0, "村", "N"),
}
_DISC, _GAP = 13.0, 3.0
_PIXELS = 10.5


def paint_places(painter: QPainter, view: GroundView) -> Iterator[None]:
    ground, kinds, viewport = view.terrain.places, view.terrain.place_kinds, view.viewport
    zoom, letters, style = viewport.zoom, view.letters, view.style
    seen = ground.shapes.in_view(viewport.bounds)
    shown = [index for index in seen.tolist() if zoom >= KINDS[kinds[index]][0]]
    shown.sort(key=lambda index: (KINDS[kinds[index]][0], -ground.size[index]))
    color, discs = mixed(view.quiet, style.text, 0.25), dict[str, QPixmap]()
    for index in shown:
        x, y = viewport.to_pixels(ground.anchor(index)).tolist()
        if not (-20 < x < viewport.width + 120 and -20 < y < viewport.height + 20):
            continue
        name = ground.names[index].text(view.language)
        width, height = letters.size(name, _PIXELS)
        half = _DISC / 2
        # The disc stands on the place, the name to its right.
        high = height / 2
        box: Box = (x - half - 1, y - max(half, high), x + half + _GAP + width, y + high)
        if view.taken.free(box):
            if kinds[index] not in discs:
                discs[kinds[index]] = _disc(view, kinds[index])
            words = letters.stamp(name, _PIXELS, color), x + half + _GAP - 3 + width / 2, y
            view.taken.write(painter, letters, [(discs[kinds[index]], x, y), words], box)
        yield


def _disc(view: GroundView, kind: str) -> QPixmap:
    """A sign on a quiet disc."""
    letters, style = view.letters, view.style
    _, chinese, latin = KINDS[kind]
    sign = latin if view.language.startswith("en") else chinese
    ratio = letters.ratio
    picture = QPixmap(round((_DISC + 2) * ratio), round((_DISC + 2) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(_DISC / 2 + 1, _DISC / 2 + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(style.quiet, style.land[0], 0.25))
    painter.drawEllipse(middle, _DISC / 2, _DISC / 2)
    letters.draw_middle(
        painter, letters.stamp(sign, 8.5, style.land[0], QFont.Weight.Medium, 0.0), middle.x(), middle.y()
    )
    painter.end()
    return picture
