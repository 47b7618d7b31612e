"""A city to measure with: gulou's geography with as many workers as asked for, all on duty around the clock."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import msgspec

from backend.cityfile import prepare_city, save_pack
from backend.cityprofile import load_profile
from backend.data_folder import NOTE, Note
from backend.store.history import import_incidents
from backend.store.location import url_of
from backend.store.store import Store
from domain.city import City
from domain.incident import Source
from domain.orders import Report
from domain.workflow import open_incident

ROOT = Path(__file__).parent.parent
CODE = "bench"


def make_city(data: Path, workers: int) -> City:
    """Keep the city in ``data`` so that ``serve --city bench`` finds it."""
    city = prepare_city(load_profile("gulou"), 1, lambda *_: None)
    staff = [
        msgspec.structs.replace(
            city.workers[number % len(city.workers)], id=f"b{number}", index=number, shift=(0, 24 * 60)
        )
        for number in range(workers)
    ]
    city = msgspec.structs.replace(city, code=CODE, workers=staff)
    save_pack(data / CODE, city)
    return city


def open_incidents(data: Path, city: City, count: int) -> list[str]:
    """Put open incidents into the database; their ids."""
    store = Store.open(url_of(data / city.code, None), city.code)
    regions = city.geography.regions[-200:]
    rules, now = city.rules, time.time()
    rows = []
    for number in range(count):
        region, category = regions[number % len(regions)], rules.categories[number % len(rules.categories)]
        text = "路边发现情况，请派人查看并反馈处理结果"
        report = Report(Source.HOTLINE, text, region.lon, region.lat, now, external=f"bench:{number}")
        rows.append(
            open_incident(
                rules.workflow, report, id="", now=now, region=region.code, category=category,
                severity=category.severity, lookalikes=(), calendar=rules.calendar,
            )
        )  # fmt: skip
    first = store.newest()[0]
    list(import_incidents(store, rows, frozenset({rules.workflow.first}), "user:benchmark"))
    store.close()
    return [f"i{seq}" for seq in range(first + 1, first + 1 + count)]


async def start(data: Path) -> tuple[asyncio.subprocess.Process, Note]:
    """The backend over that city, with limits that do not get in the way of measuring."""
    program = (
        "import sys; from pathlib import Path; from backend.log import set_up_logging; "
        "from backend.gateway import GatewaySettings; from backend.serve import ServeOptions, serve; "
        "set_up_logging('WARNING'); "
        f"sys.exit(serve(ServeOptions(Path({str(data)!r}), {CODE!r}, "
        "gateway=GatewaySettings(orders=1e9, at_once=1e9))))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}
    )
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line.startswith(b"listening on"):
        raise RuntimeError(f"the backend did not start: {line!r}")
    return process, msgspec.json.decode((data / CODE / NOTE).read_bytes(), type=Note)
