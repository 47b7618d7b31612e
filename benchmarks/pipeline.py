"""From a resident's report to the pixel: report → committed → every desk's socket → painted on a desk's map.

    python -m benchmarks.pipeline [--desks 50] [--workers 15000] [--rate 31] [--seconds 20] [--long] [--json]

Everything is real and apart: the backend is ``main.py serve`` on a fresh SQLite, the crowd (``benchmarks.crowd``) is
another process, and this one is a desk: client, journal, live picture and the map painting 1920×1080 offscreen. The raw
limits (a durable commit, a hop over a socket, a frame of the map with everything on it) are measured in the same run
before and after the load; ``ratio`` is the median latency over the sum of their medians. ``cpu`` is the cores each
process used. ``--long`` runs three sizes and shows how it grows."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from backend import cityfile, cityprofile
from benchmarks.crowd import Crowd, sent_at
from client.desk_client import ClientSettings, DeskClient
from desktop.live_picture import LivePicture
from desktop.memory import Garbage
from domain.city import City
from domain.look import DARK
from domain.picture import Changes
from maps.canvas import MapCanvas

ROOT = Path(__file__).parents[1]
FRAME_BYTES = 600
#: Seconds of reports that are counted but not timed: first uses of code, caches, connections.
WARMING = 2.0


class Size(msgspec.Struct, frozen=True):
    """How big a run is."""

    desks: int
    workers: int
    rate: float
    seconds: float


class WatchedMap(MapCanvas):
    """The desk's map; tells when a report that was new in the picture has been painted."""

    def __init__(self, live: LivePicture, cold: int) -> None:
        super().__init__(DARK, "zh")
        self._cold = cold
        self.latencies: list[float] = []
        self.seen: set[int] = set()
        self.out_of_order = 0
        self.frames: list[float] = []
        self._live_picture = live
        self._new: list[tuple[int, float]] = []
        self._seq = 0
        live.city_opened.connect(self.open_city)
        live.changed.connect(self._on_changed)
        self.garbage = Garbage(live)  # as in the desk
        self.garbage.begin()
        live.changed.connect(self.garbage.settle)

    def _on_changed(self, changes: Changes) -> None:
        picture = self._live_picture.picture
        self.refresh(picture, changes, self._live_picture.now())
        if picture.seq < self._seq:
            self.out_of_order += 1
        self._seq = picture.seq
        for id in () if changes.reset else changes.incidents:
            told = sent_at(picture.incidents[id].text)
            if told is not None and told[0] not in self.seen:
                self.seen.add(told[0])
                self._new.append(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        begun = time.monotonic()
        super().paintEvent(event)
        now = time.monotonic()
        self.frames.append(now - begun)
        self.latencies += [now - at for number, at in self._new if number >= self._cold]
        self._new.clear()


def city_of(workers: int) -> City:
    """Gulou with as many people on duty at any hour."""
    with tempfile.TemporaryDirectory() as folder:
        profile = cityprofile.load_profile("gulou")
        city, _, _ = cityfile.open_city(Path(folder), profile, 1, lambda share, zh, en: None)
    staff = [
        msgspec.structs.replace(city.workers[row % len(city.workers)], id=f"w{row}", index=row, shift=(0, 1440))
        for row in range(workers)
    ]
    return msgspec.structs.replace(city, code="bench", workers=staff)


def box_of(city: City) -> tuple[float, float, float, float]:
    """The middle of the city, degrees: what is reported there lies in a grid."""
    grids = np.array([(region.lon, region.lat) for region in city.geography.regions if region.level == "grid"])
    west, south = np.percentile(grids, 25, axis=0)
    east, north = np.percentile(grids, 75, axis=0)
    return float(west), float(south), float(east), float(north)


def milliseconds(seconds: list[float], share: float) -> float:
    return round(float(np.percentile(seconds, share)) * 1000, 2) if seconds else float("nan")


# --- raw limits ------------------------------------------------------------------------------------------------------


def commits(folder: Path) -> list[float]:
    """Seconds of 200 durable commits of one row, nothing else."""
    database = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body BLOB)")
    times = []
    for seq in range(200):
        begun = time.perf_counter()
        database.execute("INSERT INTO entry VALUES (?, ?)", (seq, b"x" * FRAME_BYTES))
        times.append(time.perf_counter() - begun)
    database.close()
    return times


async def hops() -> list[float]:
    """Seconds of 300 frames from one socket to another over loopback, nothing else."""
    times: list[float] = []

    async def send(socket: ServerConnection) -> None:
        for _ in range(300):
            await socket.send(f"{time.monotonic():.7f}".ljust(FRAME_BYTES))
            await asyncio.sleep(0.002)

    async with serve(send, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", compression=None, proxy=None) as socket:
            async for frame in socket:
                times.append(time.monotonic() - float(frame))
    return times


def paints(canvas: WatchedMap) -> list[float]:
    """Seconds of 30 frames of the map with everything on it."""
    canvas.frames.clear()
    for _ in range(30):
        canvas.repaint()
    return list(canvas.frames)


# --- one run ---------------------------------------------------------------------------------------------------------


class Blocks:
    """How long the screen's thread was not there for anybody: how late a timer comes."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._at = time.monotonic()
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_time)

    def start(self) -> None:
        self._at = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_time(self) -> None:
        now = time.monotonic()
        self.late.append(max(0.0, now - self._at - 0.005))
        self._at = now


def measure(application: QApplication, size: Size, folder: Path) -> dict[str, Any]:
    """One run; every process it started has ended when it returns."""
    city = city_of(size.workers)
    cityfile.save_pack(folder / "bench", city)
    raw: dict[str, list[float]] = {"commit": commits(folder), "hop": asyncio.run(hops())}
    with subprocess.Popen(
        [sys.executable, "main.py", "serve", "--data", str(folder), "--city", "bench", "--log", "ERROR"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as backend:  # fmt: skip
        assert backend.stdout is not None
        url = backend.stdout.readline().removeprefix("listening on ").strip()
        note = json.loads((folder / "bench" / "backend.json").read_text())
        crowd = Crowd(
            url, note["token"], note["http"], note["fleet_token"], size.desks - 1, size.workers, size.rate,
            size.seconds, box_of(city), round(WARMING * size.rate),
        )  # fmt: skip
        client = DeskClient(ClientSettings(url, "", note["token"], folder / "desk"))
        live = LivePicture(client)
        canvas = WatchedMap(live, crowd.cold)
        canvas.resize(1920, 1080)
        try:
            canvas.show()
            client.start()
            until(application, lambda: live.opened and live.link.live)
            told = load(application, crowd, canvas, raw, psutil.Process(backend.pid))
        finally:
            live.close()
            client.stop()
            canvas.deleteLater()
            backend.terminate()
    return result(size, told, canvas, live, raw)


def load(
    application: QApplication, crowd: Crowd, canvas: WatchedMap, raw: dict[str, list[float]], backend: psutil.Process
) -> dict[str, Any]:
    """Let the crowd loose; what it told at the end, with what this desk's thread went through."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crowd", msgspec.json.encode(crowd).decode()],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        process.stdout.readline()
        canvas.frames.clear()
        processes = {"backend": backend, "crowd": psutil.Process(process.pid), "desk": psutil.Process()}
        used = {name: -cpu_of(one) for name, one in processes.items()}
        blocks = Blocks()
        blocks.start()
        process.stdin.write("go\n")
        process.stdin.flush()
        end = time.monotonic() + crowd.seconds
        until(application, lambda: time.monotonic() >= end)
        blocks.stop()
        cpu = {name: round((used[name] + cpu_of(one)) / crowd.seconds, 2) for name, one in processes.items()}
        words: dict[str, Any] = {}
        until(application, lambda: words.update(answered(process)) or bool(words))
        expected = words["sent"] - words["refused"]
        until(application, lambda: len(canvas.seen) >= expected, seconds=3, must=False)
        words["frames"] = list(canvas.frames)
        raw["frame"] = paints(canvas)
        return {**words, "late": blocks.late, "cpu": cpu}


def cpu_of(process: psutil.Process) -> float:
    """Seconds of processor time used so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def answered(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The last line of the crowd when it is there."""
    import select

    assert process.stdout is not None
    if not select.select([process.stdout], [], [], 0)[0]:
        return {}
    words: dict[str, Any] = json.loads(process.stdout.readline())
    return words


def until(application: QApplication, told: Any, seconds: float = 60.0, must: bool = True) -> None:
    """Let the desk live until it is so."""
    end = time.monotonic() + seconds
    while not told():
        if time.monotonic() > end:
            if must:
                raise TimeoutError("the benchmark did not get on; is this machine very busy?")
            return
        application.processEvents()
        time.sleep(0.0005)


def result(
    size: Size, told: dict[str, Any], canvas: WatchedMap, live: LivePicture, raw: dict[str, list[float]]
) -> dict[str, Any]:
    floor = sum(milliseconds(times, 50) for times in raw.values())
    shown = told["sent"] - told["refused"]
    return {
        "latency_ms_p50": milliseconds(canvas.latencies, 50),
        "latency_ms_p99": milliseconds(canvas.latencies, 99),
        "desks": size.desks,
        "workers": size.workers,
        "rate": size.rate,
        "lost": told["lost"] + shown - len(canvas.seen),
        "out_of_order": told["out_of_order"] + canvas.out_of_order,
        "reports": told["sent"],
        "refused": told["refused"],
        "first_refusal": told["first_refusal"],
        "positions_per_s": told["fixes_per_s"],
        "socket_ms_p50": milliseconds(told["latencies"], 50),
        "socket_ms_p99": milliseconds(told["latencies"], 99),
        "paint_ms_p50": milliseconds(told["frames"], 50),
        "paint_ms_p99": milliseconds(told["frames"], 99),
        "frames": len(told["frames"]),
        "blocked_ms_p99": milliseconds(told["late"], 99),
        "blocked_ms_max": milliseconds(told["late"], 100),
        "merged_positions": live.counters.merged,
        "dropped": live.counters.dropped,
        "cpu": told["cpu"],
        "raw": {f"{name}_ms_p{share}": milliseconds(times, share) for name, times in raw.items() for share in (50, 99)},
        "ratio": round(milliseconds(canvas.latencies, 50) / floor, 2),
    }


def table(runs: list[dict[str, Any]]) -> str:
    """For people: one column a run."""
    flat = [
        {**{key: value for key, value in run.items() if not isinstance(value, dict)}}
        | {f"cpu {name}": value for name, value in run["cpu"].items()}
        | {f"raw {name}": value for name, value in run["raw"].items()}
        for run in runs
    ]
    return "\n".join(f"{row:24}" + "".join(f"{run[row]!s:>14}" for run in flat) for row in flat[0])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pipeline", description=__doc__.splitlines()[0])
    parser.add_argument("--desks", type=int, default=50)
    parser.add_argument("--workers", type=int, default=15_000)
    parser.add_argument("--rate", type=float, default=31.0, help="reports a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--long", action="store_true", help="three sizes: how it grows")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sys.setswitchinterval(0.0005)
    application = QApplication(sys.argv[:1])
    size = Size(given.desks, given.workers, given.rate, given.seconds)
    sizes = [size]
    if given.long:
        sizes = [Size(10, 1000, size.rate, size.seconds), Size(50, 5000, size.rate, size.seconds), size]
    runs = []
    for one in sizes:
        with tempfile.TemporaryDirectory() as folder:
            runs.append(measure(application, one, Path(folder)))
    print(table(runs))
    if given.json:
        print(json.dumps({**runs[-1], **({"sizes": runs} if given.long else {})}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
