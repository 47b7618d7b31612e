"""The live map at three sizes of screen, beside its peers: a whole city with everything on it, painted offscreen.

    python -m benchmarks.map --set-up        once: prepares nanjing and hechuan, fetches Leaflet and MapLibre with npm
    python -m benchmarks.map [--json] [--long] [--size 1080p] [--data DIR]

Nanjing (12,545 grids) with 15,000 workers, every one on another pixel in every tick, and 5,000 open incidents. Per
size, milliseconds: ``frame_ms_p50``, ``frame_ms_p95`` a frame of a map at rest; ``tick_ms`` a second's positions taken
in and painted; ``pan_ms`` a step of 40 pixels (median; ``pan_ms_max`` the longest frame while it goes on for seconds);
``zoom_ms`` one level until all is sharp, ``zoom_scaled_ms`` until the first, scaled frame; ``pick_ms`` what is under
the pointer among 100,000 things; ``first_ms`` from the city in memory to the first whole picture; ``blocked_ms`` the
longest turn of the event loop in all that. ``near`` says some of it two levels nearer. ``peer``: the same at 1080p by
Leaflet's canvas, MapLibre GL and pyqtgraph, with the same polygons, points and motion; ``ratio``: theirs over ours."""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from backend.cityfile import prepare_city, read_pack, save_pack
from backend.cityprofile import load_profile
from benchmarks import map_peers
from benchmarks.map_room import Room, Size
from benchmarks.report import Value, percentile, show
from desktop.theme import load_fonts
from domain.city import City
from domain.look import DARK
from domain.picture import Changes
from domain.positions import PositionBlock
from maps.camera_groups import NEAR as CAMERAS_NEAR
from maps.canvas import MapCanvas
from maps.layer_choice import AS_SHIPPED

SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160), "8k": (7680, 4320)}
FULL = Size(workers=15_000, incidents=5_000)
#: How it grows: one of the two at a time.
GROWTH = [Size(5_000, 5_000), FULL, Size(45_000, 5_000), Size(15_000, 1_000), Size(15_000, 15_000)]
STEP = 40.0
#: Seconds: all of a run that is not long, and a pan.
ALL, PAN, LONG_PAN = 60.0, 1.0, 10.0


class MeasuredMap(MapCanvas):
    """A desk's map of a room that tells how long things take."""

    def __init__(self, room: Room, width: int, height: int) -> None:
        super().__init__(DARK, "zh")
        self.room, self.blocked = room, 0.0
        self._chance = np.random.default_rng(2)
        self.set_layers(AS_SHIPPED.switch("crowds", False))  # every worker for himself, as the peers draw them
        self.resize(width, height)
        self.show()
        QApplication.processEvents()

    def turn(self, what: Callable[[], object]) -> float:
        """Milliseconds that something holds the interface thread for."""
        begun = time.perf_counter()
        what()
        taken = (time.perf_counter() - begun) * 1000
        self.blocked = max(self.blocked, taken)
        return taken

    def open(self) -> float:
        """Milliseconds from the city in memory to its first whole picture."""
        begun = time.perf_counter()
        self.open_city(self.room.city)
        self.refresh(self.room.picture, Changes(reset=True), self.room.now)
        self.sharpen()
        return (time.perf_counter() - begun) * 1000

    def sharpen(self) -> None:
        """Let the event loop turn until the picture is the one to stay."""
        self.turn(self.repaint)
        while self.drawing:
            self.turn(QApplication.processEvents)
        self.turn(self.repaint)

    def second(self) -> float:
        block = self.room.block()
        taken = self.turn(partial(self._take, block))
        self.turn(partial(gc.collect, 1))  # as the desk looks for garbage, beside what is measured
        return taken

    def _take(self, block: PositionBlock) -> None:
        changes = self.room.picture.apply(block)
        self.refresh(self.room.picture, changes, self.room.now)
        self.repaint()

    def pan(self, seconds: float) -> list[float]:
        """Frames of a pan that goes to and fro."""
        frames, ends, step = [], time.perf_counter() + seconds, STEP
        while time.perf_counter() < ends:
            for _ in range(20):
                frames.append(self.turn(partial(self._pan, step)))
                self.turn(QApplication.processEvents)
            step = -step
        return frames

    def _pan(self, step: float) -> None:
        self.navigation.pan(step, step / 8)
        self.repaint()

    def zoom_anew(self, steps: float) -> tuple[float, float]:
        """As ``zoom``, at a place and scale nobody has looked at: what is kept from before is of no use."""
        before = self.navigation.viewport
        at = self._chance.uniform(-0.3, 0.3, 2) * (before.width, before.height)
        place = before.panned(*at.tolist())
        self.navigation.centre(place.x, place.y, zoom=before.zoom - 0.01)
        self.sharpen()
        taken = self.zoom(steps)
        self.navigation.centre(before.x, before.y, zoom=before.zoom)
        return taken

    def zoom(self, steps: float) -> tuple[float, float]:
        """Milliseconds until the first frame and until the sharp one."""
        begun = time.perf_counter()
        self.navigation.zoom_middle(steps)
        self.turn(self.repaint)
        scaled = time.perf_counter() - begun
        while self.drawing:
            self.turn(QApplication.processEvents)
        self.turn(self.repaint)
        return scaled * 1000, (time.perf_counter() - begun) * 1000

    def pick(self, times: int) -> float:
        """Milliseconds of finding what is under the pointer."""
        chance = np.random.default_rng(1)
        places = chance.uniform((0, 0), (self.width(), self.height()), (times, 2))
        return statistics.median(self.turn(partial(self._thing, QPointF(x, y))) for x, y in places.tolist())


def of_size(room: Room, crowd: Room, width: int, height: int, long: bool, brief: bool = False) -> dict[str, Value]:
    """The figures of one size; ``crowd`` has 100,000 things to pick from. ``brief``: only with everything in view."""
    view = MeasuredMap(room, width, height)
    view.navigation.glides = False
    first = view.open()
    frames = [view.turn(view.repaint) for _ in range(40 if long else 20)]
    figures: dict[str, Value] = {
        "frame_ms_p50": percentile(frames, 0.5),
        "frame_ms_p95": percentile(frames, 0.95),
        **_moved(view, long),
        "first_ms": first,
    }
    if not brief:
        view.navigation.centre(*_middle(view), zoom=view.navigation.viewport.zoom + 2)
        view.sharpen()
        figures["near"] = _moved(view, long)
    figures["pick_ms"] = _picked(crowd, width, height)
    figures["blocked_ms"] = view.blocked
    _leave(view)
    return figures


def _moved(view: MeasuredMap, long: bool) -> dict[str, Value]:
    ticks = [view.second() for _ in range(30 if long else 15)]
    pans = view.pan(LONG_PAN if long else PAN)
    view.sharpen()
    zooms = [view.zoom_anew(1.0 if number % 2 == 0 else -1.0) for number in range(8 if long else 3)]
    return {
        "tick_ms": statistics.median(ticks),
        "pan_ms": statistics.median(pans),
        "pan_ms_p99": percentile(pans, 0.99),
        "pan_ms_max": max(pans),
        "zoom_ms": statistics.median(sharp for _, sharp in zooms),
        "zoom_scaled_ms": statistics.median(scaled for scaled, _ in zooms),
    }


def _picked(crowd: Room, width: int, height: int) -> float:
    view = MeasuredMap(crowd, width, height)
    view.navigation.glides = False
    view.open()
    view.navigation.centre(*_middle(view), zoom=CAMERAS_NEAR + 0.2)
    view.sharpen()
    taken = view.pick(300)
    _leave(view)
    return taken


def _middle(view: MeasuredMap) -> tuple[float, float]:
    """Where the workers are."""
    lon, lat = np.median(view.room.places, axis=0).tolist()
    view.show_place(lon, lat, 0.0)
    return view.navigation.viewport.x, view.navigation.viewport.y


def _leave(view: MeasuredMap) -> None:
    view.close()
    view.deleteLater()
    QApplication.processEvents()


def growth(cities: list[City]) -> dict[str, Value]:
    """Milliseconds at 1080p of other crowds in the first city, and of other cities (grids, cameras)."""
    found: dict[str, Value] = {}
    for size in GROWTH:
        found[f"{size.workers} workers, {size.incidents} incidents"] = _cost(Room(cities[0], size))
    for city in cities:
        room = Room(city, FULL)
        found[f"{len(room.grids)} grids, {len(city.cameras)} cameras"] = _cost(room)
    return found


def _cost(room: Room) -> dict[str, Value]:
    view = MeasuredMap(room, *SIZES["1080p"])
    view.navigation.glides = False
    first = view.open()
    figures: dict[str, Value] = {
        "tick_ms": statistics.median(view.second() for _ in range(15)),
        "frame_ms": statistics.median(view.turn(view.repaint) for _ in range(15)),
        "zoom_ms": statistics.median(sharp for _, sharp in (view.zoom_anew(1.0) for _ in range(3))),
        "first_ms": first,
    }
    view.navigation.centre(*_middle(view), zoom=CAMERAS_NEAR + 0.2)
    view.sharpen()
    figures["pick_ms"] = view.pick(100)
    _leave(view)
    return figures


def _peers(room: Room, data: Path, long: bool) -> tuple[dict[str, Value], list[str]]:
    width, height = SIZES["1080p"]
    scatter = map_peers.in_pyqtgraph(room, width, height, 9)
    found, missing = map_peers.in_browser(room, data, width, height, 9 if long else 3, 120.0 if long else 17.0)
    return {**found, "scatter": scatter}, missing


def _ratio(peer: Mapping[str, Value], ours: Mapping[str, Value]) -> dict[str, Value]:
    keys = ("tick_ms", "pan_ms", "zoom_ms", "first_ms")
    return {key: peer[key] / ours[key] for key in keys if key in peer}  # type: ignore[operator]


def prepared(name: str, data: Path) -> City | None:
    """A city that was prepared before."""
    try:
        return read_pack(data / name)[0]
    except (OSError, ValueError):
        return None


def set_up(data: Path) -> int:
    for name in ("nanjing", "hechuan", "gulou"):
        if prepared(name, data) is None:
            print(f"preparing {name}, which takes a minute or two", flush=True)
            save_pack(data / name, prepare_city(load_profile(name), 1, lambda *_: None))
    missing = map_peers.fetch(data)
    print(missing or "everything is there")
    return 1 if missing else 0


def measure(names: list[str], data: Path, long: bool) -> dict[str, Value]:
    ends = time.monotonic() + ALL
    city = prepared("nanjing", data)
    eyes = prepared("hechuan", data)
    notes = [] if city and eyes else ["nanjing or hechuan is not prepared: python -m benchmarks.map --set-up"]
    city = city or prepare_city(load_profile("gulou"), 1, lambda *_: None)
    room = Room(city, FULL)
    crowd = Room(eyes, Size(20_000, 5_000)) if eyes else room
    gc.disable()  # as in the desk (desktop.memory): what is there now counts as permanent
    gc.freeze()
    figures: dict[str, Value] = {
        "city": city.code,
        "grids": len(room.grids),
        "workers": FULL.workers,
        "incidents": FULL.incidents,
        "pick_among": len(crowd.places) + len(crowd.incidents) + len(crowd.city.cameras),
    }
    for name in names:
        # A short run measures the largest screen with everything in view only, and leaves it out when time is short.
        brief = not long and name == "8k"
        if brief and time.monotonic() > ends - 14:
            notes.append(f"{name} is left out: there was no time for it")
            continue
        figures[name] = ours = of_size(room, crowd, *SIZES[name], long, brief)
        if name == "1080p":
            peers, missing = _peers(room, data, long)
            notes += missing
            figures["peer"] = peers
            figures["ratio"] = {name: _ratio(peer, ours) for name, peer in peers.items() if isinstance(peer, Mapping)}
    if long:
        others = [prepared(name, data) for name in ("hechuan", "gulou")]
        figures["growth"] = growth([city, *(other for other in others if other is not None)])
    figures["notes"] = "; ".join(notes) or None
    figures["cores"] = os.cpu_count()
    figures["load_1m"] = round(os.getloadavg()[0], 2)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.map", description=__doc__.splitlines()[0])
    parser.add_argument("--size", action="append", choices=SIZES, default=[], help="again for more (default: all)")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "grid-command" / "benchmarks"
    kept = "prepared cities and peers (%(default)s)"
    parser.add_argument("--data", type=Path, metavar="DIR", default=cache, help=kept)
    parser.add_argument("--set-up", action="store_true", help="prepare the cities, fetch the peers, and leave")
    parser.add_argument("--long", action="store_true", help="longer runs, and how it grows")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.set_up:
        return set_up(given.data)
    application = QApplication([])
    application.setFont(load_fonts())
    show("map", measure(given.size or list(SIZES), given.data, given.long), given.json)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
