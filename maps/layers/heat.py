"""How dense incidents lie: one colour a class, and the key to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from domain.heat import CLASSES
from maps import wording
from maps.frame import Frame
from maps.ground_view import GroundView
from maps.heat import STEP, ShownHeat, classes_in
from maps.map_key import Row, paint_key
from maps.style import Style, faded


def paint(painter: QPainter, view: GroundView) -> Iterator[None]:
    heat = view.content.heat
    if heat is None or not heat.classes:
        return
    table = _table(view.style)
    rows = []
    for classes in classes_in(heat, view.viewport):
        rows.append(table[classes])
        yield
    pixels = np.ascontiguousarray(np.concatenate(rows))
    down, across = pixels.shape
    image = QImage(pixels.data, across, down, across * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawImage(QRectF(0, 0, across * STEP, down * STEP), image)
    yield


def paint_key_of(painter: QPainter, frame: Frame) -> None:
    if frame.heat is None or frame.flight is not None:
        return
    heat, style = frame.heat.heat, frame.style
    bounds = heat.classes
    # The ground lies under the colours of the map, so it does in the key.
    rows = [
        Row(colour(style, number), _range(bounds, number), style.land[0])
        for number in range(len(bounds) - 1, -1, -1)
    ]
    title = QCoreApplication.translate("MapHeat", "Incidents per km²")
    paint_key(painter, frame, title, _notes(frame.heat), rows)


def colour(style: Style, number: int) -> QColor:
    """The colour of a class 0 … ``CLASSES`` − 1; the thicker the less of the ground shines through."""
    thin, thick = (0.42, 0.74) if style.dark else (0.5, 0.78)
    return faded(style.heat[number], thin + (thick - thin) * number / (CLASSES - 1))


def _table(style: Style) -> np.ndarray:
    """Premultiplied pixels by class, uint32; 0 is nothing."""
    table = [0]
    for number in range(CLASSES):
        ink = colour(style, number)
        alpha = ink.alphaF()
        red, green, blue = (round(part * alpha * 255) for part in (ink.redF(), ink.greenF(), ink.blueF()))
        table.append((round(alpha * 255) << 24) | (red << 16) | (green << 8) | blue)
    return np.array(table, np.uint32)


def _range(bounds: tuple[float, ...], number: int) -> str:
    low = f"{bounds[number]:.2g}"
    return f"≥ {low}" if number == len(bounds) - 1 else f"{low} – {bounds[number + 1]:.2g}"


def _notes(shown: ShownHeat) -> list[str]:
    """What it is of, and how it was smoothed."""
    translate = QCoreApplication.translate
    if shown.span is None:
        what = translate("MapHeat", "open: {count}")
    else:
        what = translate("MapHeat", "arrived in the last {age}: {count}").replace("{age}", wording.age(shown.span))
    what = what.format(count=shown.heat.count)
    if shown.filtered:
        what = translate("MapHeat", "{what}, as filtered").format(what=what)
    smoothed = translate("MapHeat", "smoothed over {distance}").format(distance=wording.distance(shown.heat.bandwidth))
    return [what, smoothed]
