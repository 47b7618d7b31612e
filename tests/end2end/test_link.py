"""Two desks, a real backend, and SIGKILL in the middle of two hundred orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client.link import LinkPhase
from domain.messages import Accepted
from domain.orders import Order
from tests.client.desk import Desk, same
from tests.domain.small_city import middle_of, small_city
from tests.end2end.backend_process import BackendProcess

ORDERS = 200


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[BackendProcess]:
    process = BackendProcess(tmp_path / "data", small_city())
    process.start()
    yield process
    process.stop()


@pytest.fixture
def open_desk(tmp_path: Path, backend: BackendProcess) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def one() -> Desk:
        desks.append(Desk(backend.url, tmp_path / "desks", backend.token))
        return desks[-1]

    yield one
    for desk in desks:
        desk.client.stop()


def commands(desk: Desk) -> Counter[str]:
    """How often each command acted, as the timelines tell."""
    assert desk.picture is not None
    entries = (entry for timeline in desk.picture.timelines.values() for entry in timeline)
    return Counter(entry.command_id for entry in entries if entry.command_id)


@pytest.mark.timeout(180)
def test_nothing_acked_is_lost_and_nothing_acts_twice(backend: BackendProcess, open_desk: Callable[[], Desk]) -> None:
    lon, lat = middle_of(1)
    incidents = [backend.report(lon + n * 1e-5, lat, f"report {n}", f"r{n}") for n in range(ORDERS // 2)]
    one, two = open_desk().live(), open_desk().live()
    for desk in (one, two):
        desk.until(lambda desk=desk: desk.picture.incidents.keys() >= set(incidents))  # type: ignore[misc]
    assert one.picture is not None

    # each incident is filed by the one desk, then suspended by the other
    def look() -> None:
        one.look()
        two.look()

    given: list[str] = []
    kills = 0
    for number, incident in enumerate(incidents):
        version = one.picture.incidents[incident].version
        one.client.submit(Order(f"file-{number}", incident, version, "file"))
        given.append(f"file-{number}")
        look()
        if number in (20, 60):
            backend.kill()
            kills += 1
            one.until(lambda: one.link.phase is LinkPhase.LOST)
            two.until(lambda: two.link.phase is LinkPhase.LOST)
            backend.start()
    one.until(lambda: not one.pending)
    two.until(lambda: same(two.picture, one.picture))
    assert two.picture is not None
    for number, incident in enumerate(incidents):
        version = two.picture.incidents[incident].version
        two.client.submit(Order(f"suspend-{number}", incident, version, "suspend", reason="waits for parts"))
        given.append(f"suspend-{number}")
        if number == 50:
            look()
            backend.kill()
            kills += 1
            backend.start()
    two.until(lambda: not two.pending)
    one.until(lambda: same(one.picture, two.picture))

    assert kills == 3
    assert len(given) == ORDERS
    answers = [*one.answers, *two.answers]
    assert [answer for answer in answers if not isinstance(answer, Accepted)] == []
    assert {answer.command_id for answer in answers} == set(given)
    assert commands(one) == Counter(given)

    # what the disk says: a desk that knows nothing, at a backend that was killed once more
    backend.kill()
    backend.start()
    third = open_desk().live()
    assert third.snapshots == 1
    assert commands(third) == Counter(given)
    for desk in (one, two):
        desk.until(lambda desk=desk: desk.link.live and same(desk.picture, third.picture))  # type: ignore[misc]


def test_a_stopped_backend_says_so(backend: BackendProcess, open_desk: Callable[[], Desk]) -> None:
    desk = open_desk().live()
    backend.stop()
    desk.until(lambda: desk.link.phase is LinkPhase.LOST)
    assert desk.link.code in ("stopping", "unreachable")
    backend.start()
    desk.live()
    assert desk.snapshots == 1
