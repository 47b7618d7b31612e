"""From a real socket to one signal a frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from client.desk_client import ClientSettings, DeskClient
from client.link import LinkPhase
from desktop.live_picture import LivePicture
from domain.messages import Accepted
from domain.orders import Order
from domain.picture import Changes, Picture
from tests.client.test_desk_client import block_of
from tests.client.toy_backend import ToyBackend
from tests.domain.small_city import new_incident, small_city


@pytest.fixture
def backend() -> Iterator[ToyBackend]:
    toy = ToyBackend(small_city()).start()
    yield toy
    toy.stop()


@pytest.fixture
def live(backend: ToyBackend, tmp_path: Path, qtbot: QtBot) -> Iterator[LivePicture]:
    client = DeskClient(ClientSettings(backend.url, "wang", "", tmp_path))
    live = LivePicture(client)
    client.start()
    yield live
    live.close()
    client.stop()


def settled(live: LivePicture) -> bool:
    return live.opened and live.link.live and live.picture.epoch != ""


def test_before_anything_came(tmp_path: Path, qtbot: QtBot) -> None:
    live = LivePicture(DeskClient(ClientSettings("", "wang", "", tmp_path)))
    assert not live.opened
    with pytest.raises(LookupError):
        _ = live.picture
    assert live.now() == 0.0
    assert live.age is None
    assert live.pending == []
    assert live.link.phase is LinkPhase.CONNECTING
    live.close()


def test_it_opens_a_city_and_says_what_changed(qtbot: QtBot, backend: ToyBackend, live: LivePicture) -> None:
    told: list[Any] = []
    live.city_opened.connect(lambda city: told.append(city.code))
    live.changed.connect(told.append)
    qtbot.waitUntil(lambda: settled(live))
    assert told[0] == "small"
    assert isinstance(told[1], Changes) and told[1].reset
    del told[:]
    backend.report(new_incident())
    backend.positions(block_of([3], 117.25, 34.26))
    qtbot.waitUntil(lambda: bool(live.picture.positions.known[3]) and live.picture.seq == 1)
    joined = Changes()
    for changes in told:
        joined = joined.joined(changes)
    assert joined.incidents == {"i1"}
    assert joined.moved.tolist() == [3]
    assert live.counters.applied == 3
    assert live.counters.dropped == {}


def test_an_order_is_pending_until_the_picture_shows_it(qtbot: QtBot, backend: ToyBackend, live: LivePicture) -> None:
    backend.report(new_incident())
    answers: list[Any] = []
    live.answered.connect(answers.append)
    seen: list[list[str]] = []
    live.pending_changed.connect(lambda: seen.append([order.command_id for order in live.pending]))
    qtbot.waitUntil(lambda: settled(live) and live.picture.seq == 1)
    live.submit(Order("c1", "i1", 1, "note"))
    qtbot.waitUntil(lambda: live.picture.seq == 2 and not live.pending and bool(answers))
    assert answers == [Accepted("c1", 2)]
    assert seen[0] == ["c1"]
    assert seen[-1] == []


def test_city_time_runs_at_the_citys_rate(qtbot: QtBot, backend: ToyBackend, live: LivePicture) -> None:
    qtbot.waitUntil(lambda: settled(live))
    first = live.now()
    assert first >= backend.clock.time
    qtbot.waitUntil(lambda: live.now() >= first + 6)  # 0.1 s at 60


def test_the_picture_knows_the_pace_that_was_heard_last(qtbot: QtBot, backend: ToyBackend, tmp_path: Path) -> None:
    """What is resumed from the journal was taken down at another pace, and no new snapshot follows."""
    for pace in (60.0, 5.0):
        backend.clock = msgspec.structs.replace(backend.clock, rate=pace)
        client = DeskClient(ClientSettings(backend.url, "wang", "", tmp_path))
        live = LivePicture(client)
        client.start()
        qtbot.waitUntil(lambda live=live, pace=pace: settled(live) and live.picture.clock.rate == pace)
        live.close()
        client.stop()


def test_a_lost_link_is_told_and_the_picture_stays(qtbot: QtBot, backend: ToyBackend, live: LivePicture) -> None:
    backend.report(new_incident())
    qtbot.waitUntil(lambda: settled(live) and live.picture.seq == 1)
    phases: list[LinkPhase] = []
    live.link_changed.connect(lambda link: phases.append(link.phase))
    backend.close()
    qtbot.waitUntil(lambda: live.link.phase is LinkPhase.LOST)
    assert live.picture.incidents.keys() == {"i1"}
    age = live.age
    assert age is not None
    qtbot.waitUntil(lambda: live.age is not None and live.age > age)
    backend.open()
    qtbot.waitUntil(lambda: live.link.live)
    assert phases[0] is LinkPhase.LOST
    assert phases[-1] is LinkPhase.LIVE


def test_in_another_epoch_nobody_stands_where_somebody_stood(
    qtbot: QtBot, backend: ToyBackend, live: LivePicture
) -> None:
    qtbot.waitUntil(lambda: settled(live))
    backend.positions(block_of([3], 117.25, 34.26))
    qtbot.waitUntil(lambda: bool(live.picture.positions.known[3]))

    def begin_anew() -> None:
        backend.picture = Picture(backend.city)
        backend.picture.epoch, backend.journal = "second", []

    backend.close()
    backend.do(begin_anew)
    backend.open()
    qtbot.waitUntil(lambda: live.picture.epoch == "second")
    assert not live.picture.positions.known.any()


def test_a_photo_arrives(qtbot: QtBot, backend: ToyBackend, live: LivePicture) -> None:
    backend.photos["p1"] = b"\xff\xd8"
    qtbot.waitUntil(lambda: settled(live))
    with qtbot.waitSignal(live.photo_arrived) as arrived:
        live.fetch_photo("p1")
    assert arrived.args == ["p1", b"\xff\xd8"]
