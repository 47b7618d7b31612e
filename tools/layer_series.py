"""Each layer of the map at three zooms, side by side: a strip for every line of the table, whatever stands there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QPainter

from desktop.room import Room
from domain.incident import Incident
from maps.layer_choice import AS_SHIPPED, LayerChoice
from maps.layers.layer import Group
from maps.layers.table import BY_CODE

#: Zoom levels beside the whole city, pixels of one picture, and between two.
NEARER, PIECE, GAP = (13.6, 15.6), (640, 420), 6
#: What a layer says something about only together with another one.
BESIDE = {"crowds": "workers", "worker_names": "workers", "trail": "workers", "trails": "workers"}
#: Seconds somebody has to set out.
PATIENCE = 90
#: Milliseconds a layer has to find out what it shows.
SETTLE = 900


def take(room: Room, sheet: Path) -> None:
    """The strips beside ``sheet`` as ``layer-CODE-THEME.png``; in ``sheet`` itself the map with the sheet of layers
    open. The incident and the worker that layers are about are chosen, and the map goes there."""
    view, theme = room.views.map, "dark" if room.look.tokens.dark else "light"
    incident = _telling(room)
    room.desk.select_incident(incident.id)
    if incident.worker:
        room.desk.select_worker(incident.worker)
    for code, layer in BY_CODE.items():
        if (layer.fixed and code not in ("incidents", "land")) or code == "tiles":
            continue  # it shows something only while a hand does something, or with somebody's own base map
        view.set_layers(_alone(code))
        view.set_filter(None if layer.group is Group.INCIDENTS else {incident.id})
        strip = QImage(3 * PIECE[0] + 2 * GAP, PIECE[1], QImage.Format.Format_RGB32)
        strip.fill(room.look.panel)
        with QPainter(strip) as painter:
            for place, zoom in enumerate((None, *NEARER)):
                if zoom is None:
                    view.navigation.home()
                else:
                    view.show_place(incident.place.lon, incident.place.lat, zoom)
                    view.navigation.centre(view.navigation.destination.x, view.navigation.destination.y, zoom, False)
                painter.drawImage(place * (PIECE[0] + GAP), 0, _piece(room, zoom is None))
        strip.save(str(sheet.with_name(f"layer-{code.replace('_', '-')}-{theme}.png")))
    view.set_filter(None)
    view.set_layers(AS_SHIPPED.vary("figures", "burden").switch("overlay_police", True))
    view.navigation.home()
    view.turn_layers()
    _wait(SETTLE)
    view.finish()
    view.grab().save(str(sheet))


def _alone(code: str) -> LayerChoice:
    """Of the base map the land and this layer; any other layer over the whole base map, with what it stands beside."""
    choice, base = AS_SHIPPED, BY_CODE[code].group is Group.BASE
    for other, layer in BY_CODE.items():
        if base or layer.group is not Group.BASE:
            choice = choice.switch(other, other in {code, BESIDE.get(code)})
    return choice


def _telling(room: Room) -> Incident:
    """An incident in the middle of the city that somebody is on his way to: ways, trails and help are about it. Where
    nobody is, the desk sends somebody and waits until he has set out."""
    picture = room.live.picture
    middle = np.median([(one.place.lon, one.place.lat) for one in picture.open_incidents()], axis=0)

    def apart(one: Incident) -> float:
        return float(np.hypot(one.place.lon - middle[0], one.place.lat - middle[1]))

    def going() -> dict[str, float]:
        """Seconds of the way, by incident somebody has set out to."""
        under_way = ((one.id, one.assignment) for one in picture.open_incidents())
        return {key: to.eta or 0.0 for key, to in under_way if to is not None and to.route and to.arrived_at is None}

    waiting = [one for one in picture.open_incidents() if not one.worker and one.stage == "received"]
    for one in sorted(waiting, key=apart)[:4]:
        room.desk.dispatch_to_best(one.id, 3)  # not who is there before the pictures are taken
    for _ in range(PATIENCE):
        if going():
            _wait(1000 * 5)  # so that he has left something behind him
            break
        _wait(1000)
    ways = going()
    return picture.incidents[max(ways, key=ways.__getitem__)] if ways else min(picture.open_incidents(), key=apart)


def _piece(room: Room, whole_city: bool) -> QImage:
    """The middle of the map, when it is drawn; all of it, smaller, where it shows the whole city."""
    view = room.views.map
    view.grab()
    _wait(SETTLE)
    view.finish()
    whole = view.grab().toImage()
    whole.setDevicePixelRatio(1.0)
    if whole_city:
        fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        whole = whole.scaled(*PIECE, fill, smooth)
    return whole.copy(QRect((whole.width() - PIECE[0]) // 2, (whole.height() - PIECE[1]) // 2, *PIECE))


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
