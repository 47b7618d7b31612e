"""The peers of the map, measured with the same polygons, points and motion: Leaflet's canvas and MapLibre GL in a
browser where there is one, and plain pyqtgraph."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import queue
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.map_room import Room
from benchmarks.report import Value

PAGE = Path(__file__).with_suffix(".html")
#: What ``--set-up`` fetches with npm.
PACKAGES = {"leaflet": "1.9.4", "maplibre-gl": "6.17.0"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: Each peer with what serves it best: a canvas is quicker without software GL in between.
_NO_GL = ("--disable-gpu", "--disable-accelerated-2d-canvas")
_SOFTWARE_GL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")


def browser() -> str | None:
    """The browser of this machine."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def fetch(folder: Path) -> str:
    """Get the peers with npm; what is missing then, empty when all is there."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed: without it Leaflet and MapLibre cannot be fetched"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"npm could not fetch the peers: {done.stderr.strip().splitlines()[-1:]}"
    return "" if browser() else f"no browser is installed ({', '.join(BROWSERS)})"


def in_browser(
    room: Room, folder: Path, width: int, height: int, rounds: int, patience: float
) -> tuple[dict[str, Value], list[str]]:
    """``tick_ms``, ``pan_ms``, ``zoom_ms``, ``first_ms`` (medians) of each peer that is there, and what is missing.
    ``patience``: seconds a peer has."""
    program = browser()
    if program is None:
        return {}, [f"no browser is installed ({', '.join(BROWSERS)})"]
    found: dict[str, Value] = {}
    missing: list[str] = []
    shown = json.dumps(_as_json(room)).encode()
    with _served(folder / "node_modules", shown) as (address, told):
        for peer, package in (("leaflet", "leaflet"), ("maplibre", "maplibre-gl")):
            if not (folder / "node_modules" / package).is_dir():
                missing.append(f"{package} is not there: python -m benchmarks.map --set-up")
                continue
            flags = _SOFTWARE_GL if peer == "maplibre" else _NO_GL
            said = _run([program, *flags], f"{address}/?peer={peer}&rounds={rounds}", width, height, told, patience)
            if "failed" in said:
                missing.append(f"{peer}: {said['failed']}")
            else:
                found[peer] = said
    return found, missing


def _run(
    program: list[str], address: str, width: int, height: int, told: queue.Queue[dict[str, Any]], patience: float
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [
            "--headless=new", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--mute-audio",
            "--force-device-scale-factor=1", f"--window-size={width},{height}", f"--user-data-dir={profile}",
            "--disable-background-timer-throttling",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([*program, *flags, address], stdout=quiet, stderr=quiet, start_new_session=True)
        try:
            return told.get(timeout=patience)
        except queue.Empty:
            return {"failed": f"no answer within {patience:.0f} s"}
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 15)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()


def _as_json(room: Room) -> dict[str, Any]:
    west, south = room.places.min(axis=0).tolist()
    east, north = room.places.max(axis=0).tolist()
    return {
        "polygons": [[[round(x, 6), round(y, 6)] for x, y in ring] for ring in room.polygons()],
        "places": np.round(room.places, 6).tolist(),
        "incidents": np.round(room.incidents, 6).tolist(),
        "turn": np.round(room.turn, 4).tolist(),
        "step": room.step,
        "bounds": [[south, west], [north, east]],
    }


@contextlib.contextmanager
def _served(folder: Path, room: bytes) -> Iterator[tuple[str, queue.Queue[dict[str, Any]]]]:
    """The page, its data and the packages on a port of this machine; what the page tells."""
    told: queue.Queue[dict[str, Any]] = queue.Queue()
    answer = functools.partial(_Answer, folder, room, told)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


_KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css"}


class _Answer(http.server.BaseHTTPRequestHandler):
    def __init__(self, folder: Path, room: bytes, told: queue.Queue[dict[str, Any]], *given: Any) -> None:
        self._folder, self._room, self._told = folder, room, told
        super().__init__(*given)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in ("/", "/room.json"):
            body, kind = (PAGE.read_bytes(), "text/html") if path == "/" else (self._room, "application/json")
        else:
            package, _, name = path.strip("/").partition("/")
            file = self._folder / package / "dist" / Path(name).name
            if package not in PACKAGES or not file.is_file():
                self.send_error(404)
                return
            body, kind = file.read_bytes(), _KINDS.get(file.suffix, "application/octet-stream")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def do_POST(self) -> None:
        self._told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the benchmark speaks for itself."""


def in_pyqtgraph(room: Room, width: int, height: int, rounds: int) -> dict[str, Value]:
    """A ScatterPlotItem over the polygons as one curve, as its documentation has it."""
    import pyqtgraph
    from PySide6.QtWidgets import QApplication

    plot = pyqtgraph.PlotWidget()
    plot.resize(width, height)
    begun = time.perf_counter()
    rings = room.polygons()
    joined = np.concatenate([np.concatenate([ring, ring[:1]]) for ring in rings])
    connect = np.ones(len(joined), np.int32)
    connect[np.cumsum([len(ring) + 1 for ring in rings]) - 1] = 0
    plot.addItem(pyqtgraph.PlotCurveItem(joined[:, 0], joined[:, 1], connect=connect, pen=(42, 53, 65)))
    workers = pyqtgraph.ScatterPlotItem(size=6, pen=None, brush=(138, 151, 165))
    workers.setData(pos=room.places)
    incidents = pyqtgraph.ScatterPlotItem(size=16, pen=None, brush=(242, 211, 75))
    incidents.setData(pos=room.incidents)
    plot.addItem(workers)
    plot.addItem(incidents)
    plot.show()
    QApplication.processEvents()
    box = plot.getViewBox()
    box.disableAutoRange()

    def drawn() -> None:
        plot.viewport().repaint()

    drawn()
    first = (time.perf_counter() - begun) * 1000

    def tick(round: int) -> None:
        workers.setData(pos=room.moved(round))
        drawn()

    def pan(round: int) -> None:
        (left, right), _ = box.viewRange()
        box.translateBy(x=(right - left) * 40 / width)
        drawn()

    def zoom(round: int) -> None:
        box.scaleBy((0.5, 0.5) if round % 2 else (2.0, 2.0))
        drawn()

    figures: dict[str, Value] = {
        "tick_ms": _median(tick, rounds),
        "pan_ms": _median(pan, rounds),
        "zoom_ms": _median(zoom, rounds),
        "first_ms": first,
    }
    plot.close()
    plot.deleteLater()
    QApplication.processEvents()
    return figures


def _median(what: Callable[[int], None], rounds: int) -> float:
    taken = []
    for round in range(1, rounds + 1):
        begun = time.perf_counter()
        what(round)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
