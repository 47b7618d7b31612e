"""Names of workers where the view is near and there is room."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from maps.frame import Frame
from maps.lettering import box_around
from maps.scene import OFF_DUTY

#: From this zoom level on, and while not more than so many are in view.
NEAR, CROWD = 15.6, 140


def paint(painter: QPainter, frame: Frame) -> None:
    if frame.viewport.zoom < NEAR or frame.flight is not None:
        return
    crew = frame.scene.crew
    pixels = frame.viewport.to_pixels(crew.world)
    rows = np.flatnonzero(frame.inside(pixels, 0.0) & crew.known & (crew.state != OFF_DUTY))
    if len(rows) > CROWD:
        return
    frame.taken.claim(*((x - 7, y - 7, x + 7, y + 7) for x, y in pixels[rows].tolist()))
    for row in rows.tolist():
        worker = crew.workers[row]
        if worker is None:
            continue
        x, y = pixels[row].tolist()
        picture = frame.letters.stamp(worker.title(frame.language), 11.0, frame.style.label)
        if frame.taken.take(box_around(picture, x, y + 16.0, -2.0)):
            frame.letters.draw_middle(painter, picture, x, y + 16.0)
