"""A desk in a pose for a picture: ``python -m tools.pose POSE [options of main.py desk]``; see ``tools.pictures``."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import main as program
from client.link import LinkPhase
from desktop.options import DeskOptions
from desktop.qt_messages import listen_to_qt
from desktop.remembering import SessionKeeper
from desktop.room import Room
from desktop.theme import dress, load_fonts
from tools.layer_series import take

#: Milliseconds: between two looks whether the room lives; from the pose to the picture; of the pose with a lost link.
LOOK, HOLD, LOST = 200, 2500, 13000
#: A district and a neighbourhood of each city: longitude, latitude, zoom. A pose is one of these names and the city, or
#: ``whole`` and the city.
PLACES = {
    "gulou": {"district": (117.2, 34.29, 13.6), "near": (117.19, 34.276, 16.0)},
    "nanjing": {"district": (118.79, 32.05, 12.4), "near": (118.785, 32.04, 15.8)},
    "hechuan": {"district": (106.275, 29.985, 13.0), "near": (106.266, 29.988, 16.0)},
    "lianyungang": {"district": (119.2, 34.6, 12.4), "near": (119.17, 34.6, 15.8)},
    "tongzhou": {"district": (116.69, 39.895, 12.7), "near": (116.665, 39.903, 15.8)},
}


def main(pose: str, arguments: list[str]) -> int:
    given = program.parser().parse_args(["desk", *arguments])
    listen_to_qt()
    os.environ.setdefault("QT_SCALE_FACTOR", str(given.scale))
    application = QApplication(sys.argv[:1])
    options = DeskOptions(
        given.city, given.data, backend=given.backend, language=given.lang, theme=given.theme, scale=given.scale,
        shot=given.shot, size=given.size,
    )  # fmt: skip
    nothing = SessionKeeper(Path(tempfile.mkdtemp()))  # a desk remembers where another one looked
    room = Room(application, options, program.VERSION, None, True, nothing)
    dress(application, room.look.tokens, load_fonts())
    room.open()

    def look() -> None:
        if room.live.opened and room.live.link.phase is LinkPhase.LIVE and room.live.picture.open_incidents():
            timer.stop()
            QTimer.singleShot(HOLD, lambda: strike(room, pose))

    timer = QTimer(interval=LOOK)
    timer.timeout.connect(look)
    timer.start()
    code = application.exec()
    room.leave()
    return code or room.code


def strike(room: Room, pose: str) -> None:
    """Takes the pose, and the picture when it is held."""
    poses: dict[str, Callable[[Room], int]] = {
        "plain": lambda _: 3 * HOLD, "drag": _drag, "palette": _palette, "keys": _keys, "tour": _tour, "lost": _lost
    }  # fmt: skip
    if pose in poses:
        QTimer.singleShot(poses[pose](room), lambda: _end(room))
        return
    if pose == "layers":
        take(room, Path(os.environ["POSE_MAP"]))
        room.end()
        return
    zoom, _, city = pose.partition("-")
    if zoom != "whole":
        room.views.map.show_place(*PLACES[city][zoom])
    QTimer.singleShot(4 * HOLD, lambda: _leave_map(room))


def _end(room: Room) -> None:
    """When the ground is drawn and the charts are there, however slow the machine is."""
    if room.views.map.drawing or room.views.figures.strip is None:
        QTimer.singleShot(LOOK, lambda: _end(room))
    else:
        QTimer.singleShot(HOLD, room.end)


def _leave_map(room: Room) -> None:
    """Only the map, when its ground is drawn."""
    view = room.views.map
    view.finish()
    view.grab().save(os.environ["POSE_MAP"])
    room.end()


def _drag(room: Room) -> int:
    """The worst incident that nobody has and that can still be settled in time, in the air, the map near it."""
    queue, soon = room.views.queue.model, room.live.now() + 900
    rows = (queue.incident(queue.index(row)) for row in range(queue.rowCount()))
    incident = next(
        one for one in rows if one and not one.worker and one.stage == "received" and one.deadline.due_at > soon
    )
    room.desk.show_incident(incident.id)
    room.views.map.show_incident(incident.id, 14.6)
    QTimer.singleShot(1200, lambda: room.desk.drags.begin(incident.id))
    return HOLD + 1200


def _palette(room: Room) -> int:
    room.desk.finding.open()
    room.desk.window.palette_box.field.setText("ftjd")
    return HOLD


def _keys(room: Room) -> int:
    room.helping.show_keys()
    return HOLD


def _tour(room: Room) -> int:
    room.helping.begin_tour()
    for _ in range(2):
        room.helping.tour.next.click()
    return HOLD


def _lost(room: Room) -> int:
    os.kill(int(os.environ["POSE_BACKEND_PID"]), signal.SIGKILL)
    return LOST


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    sys.exit(main(sys.argv[1], sys.argv[2:]))
