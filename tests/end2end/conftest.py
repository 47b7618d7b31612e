"""A backend of the small city with its workers in the field, and desks on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from domain.city import City
from tests.domain.small_city import SOUTH, WEST, middle_of, small_city
from tests.end2end.backend_process import BackendProcess
from tests.end2end.fleet import Fleet
from tests.end2end.hand import Hand, hand_on_mouse
from tests.end2end.open_desk import OpenDesk

#: The officer of the police, who is never on duty; all others always are, so that tests pass at night too.
NEVER_ON_DUTY = "p1"


def sleepless_city() -> City:
    """The small city with shifts that neither begin nor end."""
    city = small_city()
    shifts = [(0, 0) if worker.id == NEVER_ON_DUTY else (0, 24 * 60) for worker in city.workers]
    workers = [msgspec.structs.replace(worker, shift=shift) for worker, shift in zip(city.workers, shifts, strict=True)]
    return msgspec.structs.replace(city, workers=workers)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def town(data: Path) -> Iterator[BackendProcess]:
    """The backend, listening."""
    process = BackendProcess(data, sleepless_city())
    process.start()
    yield process
    process.stop()


@pytest.fixture
def fleet(town: BackendProcess) -> Fleet:
    """All workers are seen: each grid's worker in its middle, heads and supervisors along the southern edge."""
    city = sleepless_city()
    fleet = Fleet(town, city)
    others = [worker.id for worker in city.workers if worker.id[0] != "g" and worker.id != NEVER_ON_DUTY]
    places = {f"g{number}": middle_of(number) for number in range(1, 9)}
    fleet.stand(places | {worker: (WEST + 0.011 * (n + 0.3), SOUTH + 0.0005) for n, worker in enumerate(others)})
    return fleet


@pytest.fixture
def open_desk(qtbot: QtBot, town: BackendProcess, data: Path) -> Iterator[Callable[..., OpenDesk]]:
    """Opens a desk each time it is called; all are closed at the end."""
    desks: list[OpenDesk] = []

    def one(**options: object) -> OpenDesk:
        desks.append(OpenDesk(qtbot, data, town.url, **options))  # type: ignore[arg-type]
        return desks[-1].until_live()

    yield one
    for desk in reversed(desks):
        desk.close()


@pytest.fixture
def desk(open_desk: Callable[..., OpenDesk], fleet: Fleet) -> OpenDesk:
    """A desk that sees everybody in the field."""
    desk = open_desk()
    people = desk.picture.workers
    seen = [worker for worker in people.values() if worker.id != NEVER_ON_DUTY]
    desk.until(lambda: all(desk.picture.place_of(worker) for worker in seen) and not people[NEVER_ON_DUTY].on_duty)
    return desk


@pytest.fixture
def hand(open_desk: Callable[..., OpenDesk]) -> Iterator[Hand]:
    """The mouse; let go before the desks are closed."""
    with hand_on_mouse() as hand:
        yield hand
