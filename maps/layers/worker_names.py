"""Names of workers where the view is near and there is room; under them how long they have been doing what they do and
how old the position is: two ages that nobody shall take for each other."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPainter

from domain.worker import Worker, WorkerState
from maps import wording
from maps.frame import Frame
from maps.lettering import box_around
from maps.scene import AGEING, OFF_DUTY

#: From this zoom level on, and while not more than so many are in view; ages from a little nearer on.
NEAR, CROWD, AGES = 15.6, 140, 16.2
#: States whose length says something.
_LASTING = frozenset({WorkerState.HEADING, WorkerState.ON_SCENE, WorkerState.BUSY, WorkerState.RESTING})
#: Pixels below the sign: the name, and the ages below that.
_NAME, _AGES = 16.0, 29.0


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
        letters, name = frame.letters, worker.title(frame.language)
        if not frame.taken.take(box_around(letters.size(name, 11.0), x, y + _NAME, -2.0)):
            continue
        letters.draw_middle(painter, letters.stamp(name, 11.0, frame.style.label), x, y + _NAME)
        text = ages(worker, float(crew.age[row]), frame.scene.now) if frame.viewport.zoom >= AGES else ""
        if text and frame.taken.take(box_around(letters.size(text, 10.0), x, y + _AGES, -3.0)):
            letters.draw_middle(painter, letters.stamp(text, 10.0, frame.style.quiet), x, y + _AGES)


def ages(worker: Worker, position_age: float, now: float) -> str:
    """How long he has been in a state that does not last for ever, and how old his position is once it is not fresh;
    each with what it is the age of."""
    parts = []
    if worker.state in _LASTING and worker.state_at is not None:
        template = QCoreApplication.translate("WorkerAges", "{state} for {age}")
        age = wording.age(now - worker.state_at)
        parts.append(template.format(state=wording.state_name(worker.state), age=age))
    if position_age > AGEING[0]:
        template = QCoreApplication.translate("WorkerAges", "position {age} old")
        parts.append(template.format(age=wording.age(position_age)))
    return " · ".join(parts)
