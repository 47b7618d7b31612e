"""Files of a whole room: milliseconds and bytes per format, as a desk has them made and as a command does.

``ms``: from the order to the durable file, by the process that a desk keeps beside it, which has made itself ready
while the person chose (``prepare_ms``). ``cold_ms``: everything by a new process from a ``.gcs`` file, its start
included. ``coloured_ms``: as ``ms``, measured in turns with it, with the areas of the map coloured by a figure.
``freeze_ms``: what the desk's own screen thread does for it, all else happens elsewhere. Beside it the raw
limits of the same run: an empty Python process, and the bytes of the largest file written durably.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import msgspec

from benchmarks.day import NOW, busy_day, city_of
from benchmarks.report import Value, show
from desktop.export.order import ExportOrder, MapLook
from desktop.export.pipe import Request, Told, encode_request
from desktop.export.record import Header, Record, encode_header, encode_record, encode_state, freeze
from desktop.export.writing import write_whole
from domain.city import pack_city
from domain.region import Level

ROOT = Path(__file__).parents[1]
FORMATS = ("png", "pdf", "html", "xlsx", "geojson", "gcs")
#: Those with a map, and the figure its areas are coloured by: the one with most to count.
MAPS, FIGURE = ("png", "pdf", "html"), "risk"
#: Made by a new process as well; the others start in the same way.
COLD = ("png", "pdf", "html", "xlsx")


class Worker:
    """The process beside a desk, spoken to as the desk does."""

    def __init__(self) -> None:
        command = [sys.executable, "main.py", "export", "--worker"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in: IO[bytes] = self._process.stdin
        self._out: IO[bytes] = self._process.stdout

    def ask(self, request: Request, pack: bytes, header: bytes, state: bytes) -> tuple[float, int]:
        """Milliseconds until it is done, and the size of the file (0: there is none)."""
        began = time.perf_counter()
        self._in.write(encode_request(request, pack, header, state))
        self._in.flush()
        while True:
            told = msgspec.json.decode(self._out.readline(), type=Told)
            if told.failed:
                raise SystemExit(told.failed)
            if told.ready or told.written is not None:
                return (time.perf_counter() - began) * 1000, told.written or 0

    def end(self) -> None:
        self._in.close()
        self._process.wait()
        self._out.close()


@contextmanager
def worker() -> Iterator[Worker]:
    one = Worker()
    try:
        yield one
    finally:
        one.end()


def measure(name: str, incidents: int, runs: int, cold: bool) -> dict[str, Value]:
    """All figures of one city."""
    picture = busy_day(city_of(name), name, incidents)
    frozen, freeze_ms = [], []
    for _ in range(5):
        began = time.perf_counter()
        frozen.append(freeze(picture, NOW))
        freeze_ms.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    state = encode_state(frozen[0])
    encode_ms = (time.perf_counter() - began) * 1000
    header = Header(name, NOW, NOW, True, NOW, "benchmark", True, "grid-command benchmark")
    record = Record(header, pack_city(picture.city), state)
    ms: dict[str, Value] = {}
    sizes: dict[str, Value] = {}
    prepare: dict[str, Value] = {}
    coloured: dict[str, Value] = {}
    cold_ms: dict[str, Value] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "room.gcs"
        write_whole(kept, encode_record(record))
        for ending in FORMATS:
            order = ExportOrder(str(Path(folder) / f"room.{ending}"))
            orders = [order, msgspec.structs.replace(order, look=MapLook(FIGURE))][: 1 + (ending in MAPS)]
            took: list[list[tuple[float, int]]] = [[] for _ in orders]
            with ExitStack() as stack:
                beside = [stack.enter_context(worker()) for _ in orders]
                ready = [
                    one.ask(Request("prepare", wish), record.pack, b"", b"")
                    for one, wish in zip(beside, orders, strict=True)
                ]
                for _ in range(runs):
                    for one, wish, times in zip(beside, orders, took, strict=True):
                        times.append(one.ask(Request("write", wish), b"", encode_header(header), state))
            prepare[ending], sizes[ending] = ready[0][0], took[0][0][1]
            medians = [statistics.median(time for time, _ in times) for times in took]
            ms[ending] = medians[0]
            coloured.update({ending: medians[1]} if ending in MAPS else {})
            if cold and ending in COLD:
                cold_ms[ending] = _command(kept, order.out)
        began = time.perf_counter()
        write_whole(Path(folder) / "raw", bytes(max(size for size in sizes.values() if isinstance(size, int))))
        raw_write_ms = (time.perf_counter() - began) * 1000
    return {
        "ms": ms,
        "bytes": sizes,
        "coloured_ms": coloured,
        "prepare_ms": prepare,
        "cold_ms": cold_ms,
        "freeze_ms": max(freeze_ms),
        "encode_ms": encode_ms,
        "raw_write_ms": raw_write_ms,
        "incidents": len(picture.incidents),
        "workers": len(picture.workers),
        "grids": sum(region.level is Level.GRID for region in picture.city.geography.regions),
    }


def _command(situation: Path, out: str) -> float:
    began = time.perf_counter()
    command = [sys.executable, "main.py", "export", "--situation", str(situation), "--out", out, "--log", "ERROR"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def raw_python() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - began) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export", description=__doc__.splitlines()[0])
    parser.add_argument("--city", default="gulou")
    parser.add_argument("--incidents", type=int, default=300)
    parser.add_argument("--long", action="store_true", help="more runs, and ten times the incidents as well")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    figures = measure(given.city, given.incidents, 7 if given.long else 3, cold=True)
    figures["raw_python_ms"] = statistics.median(raw_python() for _ in range(3))
    if given.long:
        many = measure(given.city, given.incidents * 10, 3, cold=False)
        figures["ten_times"] = {key: many[key] for key in ("ms", "bytes", "freeze_ms", "incidents")}
    show("export", figures, given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
