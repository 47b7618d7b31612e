"""A real desk client against a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from client.link import LinkPhase
from client.outbox import OrderState
from client.policy import ReconnectPolicy, next_delay
from domain.messages import Accepted, Goodbye, Refused
from domain.orders import Order
from domain.picture import Picture
from domain.positions import PositionBlock
from tests.client.desk import Desk, same
from tests.client.toy_backend import ToyBackend
from tests.domain.small_city import new_incident, small_city


@pytest.fixture
def backend() -> Iterator[ToyBackend]:
    toy = ToyBackend(small_city()).start()
    yield toy
    toy.stop()


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def open_one(url: str, **settings: Any) -> Desk:
        desks.append(Desk(url, tmp_path, **settings))
        return desks[-1]

    yield open_one
    for desk in desks:
        desk.client.stop()


def note(number: int | str, incident: str = "i1") -> Order:
    return Order(f"c{number}", incident, 1, "note", note="seen")


def test_a_new_desk_gets_the_city_and_the_whole_picture(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.report(new_incident())
    desk = open_desk(backend.url).live()
    assert desk.city is not None and desk.city.code == "small"
    assert same(desk.picture, backend.picture)
    assert backend.hellos[0].desk == "test-1"
    assert backend.hellos[0].secret == "secret"


def test_changes_and_positions_stream(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(backend.url).live()
    backend.report(new_incident("i1"))
    backend.report(new_incident("i2", grid=3))
    backend.positions(block_of([0, 1], 117.25, 34.26))
    desk.until(lambda: desk.picture is not None and desk.picture.seq == 2 and desk.picture.positions.known[1])
    assert same(desk.picture, backend.picture)
    assert desk.picture is not None
    assert desk.picture.place_of(desk.picture.roster[1]) == (117.25, 34.26)


def test_an_order_is_durable_then_sent_then_answered_then_gone(
    backend: ToyBackend, open_desk: Callable[..., Desk]
) -> None:
    backend.report(new_incident())
    desk = open_desk(backend.url).live()
    desk.client.submit(note(1))
    desk.client.submit(note(1))
    desk.until(lambda: desk.answers and not desk.pending)
    # handed in a second time after the answer came, it is asked again: the answer is the same, it acts once
    assert all(answer == Accepted("c1", 2) for answer in desk.answers)
    assert backend.acted == ["c1"]
    assert same(desk.picture, backend.picture)


def test_a_refused_order_is_gone_too(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.refuse["c1"] = "wrong_stage"
    desk = open_desk(backend.url).live()
    desk.client.submit(note(1))
    desk.until(lambda: desk.answers and not desk.pending)
    assert isinstance(desk.answers[0], Refused)
    assert desk.answers[0].code == "wrong_stage"


def test_after_a_cut_it_resumes_where_it_was_and_orders_act_once(
    backend: ToyBackend, open_desk: Callable[..., Desk]
) -> None:
    backend.report(new_incident())
    desk = open_desk(backend.url).live()
    backend.mute_answers = True
    desk.client.submit(note("in_doubt"))
    desk.until(lambda: backend.acted)
    backend.close()
    desk.until(lambda: desk.link.phase is LinkPhase.LOST)
    desk.client.submit(note("while_away"))
    assert desk.link.sentence
    backend.mute_answers = False
    backend.open()
    desk.until(lambda: desk.link.live and not desk.pending)
    assert backend.acted == ["cin_doubt", "cwhile_away"]
    assert backend.orders.count("cin_doubt") == 2
    assert [answer.command_id for answer in desk.answers] == ["cin_doubt", "cwhile_away"]
    assert desk.snapshots == 1
    assert (backend.hellos[-1].epoch, backend.hellos[-1].seq) == ("first", 2) or backend.hellos[-1].seq == 1
    desk.until(lambda: same(desk.picture, backend.picture))


@pytest.mark.parametrize("habit", ["closes", "goodbye"])
def test_a_server_that_accepts_and_closes_is_not_hammered(
    backend: ToyBackend, open_desk: Callable[..., Desk], habit: str
) -> None:
    backend.habit = habit
    backend.farewell = Goodbye("stopping", "The backend is stopping.")
    begun = time.monotonic()
    desk = open_desk(backend.url)
    desk.until(lambda: backend.connections >= 6)
    # five waits lay between six connections, none shorter than the policy's shortest
    waits = [next_delay(ReconnectPolicy(), attempt, 0.0, 0.0) for attempt in range(5)]
    assert time.monotonic() - begun >= sum(waits)
    assert desk.phases == [LinkPhase.CONNECTING]
    assert desk.link.code == ("closed" if habit == "closes" else "stopping")


def test_a_refused_sign_in_stops_and_says_what_to_do(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.habit = "goodbye"
    desk = open_desk(backend.url)
    desk.until(lambda: desk.link.phase is LinkPhase.REFUSED)
    assert desk.link.code == "sign_in"
    assert desk.link.sentence == "The password is wrong; try again."
    assert desk.link.next_try_s is None
    backend.habit = "good"
    desk.client.point_at(backend.url, "better")
    desk.live()
    assert [hello.secret for hello in backend.hellos] == ["secret", "better"]


def test_another_protocol_stops_and_says_what_to_do(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.protocol = 99
    desk = open_desk(backend.url)
    desk.until(lambda: desk.link.phase is LinkPhase.REFUSED)
    assert desk.link.code == "protocol"
    assert "install the same version" in desk.link.sentence
    assert desk.link.next_try_s is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/ws", "nonsense"])
def test_a_wrong_address_is_said(open_desk: Callable[..., Desk], url: str) -> None:
    desk = open_desk(url)
    desk.until(lambda: desk.link.phase is LinkPhase.REFUSED)
    assert desk.link.code == "bad_url"


def test_the_last_picture_is_shown_without_a_backend(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.report(new_incident())
    desk = open_desk(backend.url).live()
    backend.report(new_incident("i2", grid=2))
    backend.positions(block_of([0], 117.25, 34.26))
    desk.until(lambda: desk.picture is not None and desk.picture.seq == 2 and desk.picture.positions.known[0])
    desk.client.submit(note(1))
    desk.until(lambda: desk.answers and not desk.pending)
    desk.client.stop()
    backend.close()

    later = open_desk(backend.url)
    later.client.submit(note("waits"))
    later.until(lambda: later.picture is not None and later.pending and later.link.code == "unreachable")
    assert later.link.phase is LinkPhase.OFFLINE_PICTURE
    assert later.link.age_s is not None and later.link.age_s >= 0
    assert same(later.picture, backend.picture)
    assert later.picture is not None and later.picture.positions.known[0]
    assert later.states == {"cwaits": OrderState.WAITING}

    backend.open()
    later.until(lambda: later.link.live and not later.pending)
    assert backend.acted == ["c1", "cwaits"]
    assert later.snapshots == 1  # its own; the backend only sent what was missing


def test_another_epoch_replaces_everything(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.report(new_incident())
    desk = open_desk(backend.url).live()

    def restart() -> None:
        backend.picture = Picture(backend.city)
        backend.picture.epoch = "second"
        backend.journal = []

    backend.close()
    backend.do(restart)
    backend.open()
    desk.until(lambda: desk.picture is not None and desk.picture.epoch == "second")
    assert same(desk.picture, backend.picture)


def test_a_gap_is_noticed_and_filled(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(backend.url).live()

    def lose_one() -> None:
        live, backend._live = backend._live, set()
        backend.change(new_incident("i1"), entry_of("i1"))
        backend._live = live
        backend.change(new_incident("i2"), entry_of("i2"))

    backend.do(lose_one)
    desk.until(lambda: desk.picture is not None and desk.picture.seq == 2)
    assert same(desk.picture, backend.picture)
    assert desk.snapshots == 1


def test_two_desks_on_one_folder_keep_apart(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    one, two = open_desk(backend.url).live(), open_desk(backend.url).live()
    assert one.client.slot is not None and two.client.slot is not None
    assert (one.client.slot.name, two.client.slot.name) == ("desk-1", "desk-2")
    assert {hello.desk for hello in backend.hellos} == {"test-1", "test-2"}
    backend.report(new_incident())
    one.client.submit(note(1))
    two.until(lambda: two.picture is not None and two.picture.seq == 2)
    one.client.stop()
    assert open_desk(backend.url).live().client.slot == two.client.slot.parent / "desk-1"


def test_photos_come_or_are_missing(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.photos["p1"] = b"\xff\xd8 a picture"
    desk = open_desk(backend.url).live()
    desk.client.fetch_photo("p1")
    desk.client.fetch_photo("p2")
    desk.until(lambda: len(desk.photos) == 2)
    assert desk.photos == {"p1": b"\xff\xd8 a picture", "p2": None}


def test_a_spoiled_position_frame_is_counted_and_the_link_stays(
    backend: ToyBackend, open_desk: Callable[..., Desk]
) -> None:
    desk = open_desk(backend.url).live()
    backend.send_raw(b"GPOS not a block")
    desk.until(lambda: desk.dropped == {"malformed": 1})
    assert backend.connections == 1


@pytest.mark.parametrize("frame", ["{}", '{"kind":"pong"}', "[", b"????", b"GCTY1\nnot a pack"])
def test_an_unreadable_frame_ends_the_link_and_it_comes_back(
    backend: ToyBackend, open_desk: Callable[..., Desk], frame: str | bytes
) -> None:
    desk = open_desk(backend.url).live()
    backend.send_raw(frame)
    desk.until(lambda: backend.connections == 2 and desk.link.live)


def test_a_desk_that_stood_still_gets_a_fresh_snapshot(
    backend: ToyBackend, open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(backend.url).live()
    monkeypatch.setattr(desk.client._inbox, "_most_changes", 10)
    for number in range(40):
        backend.report(new_incident(f"i{number}"))
    wait_for(lambda: desk.client._session.held.seq == 40)
    desk.until(lambda: same(desk.picture, backend.picture))
    assert desk.snapshots == 2
    assert desk.dropped["collapsed"] == 11


def test_a_stale_order_asks(
    backend: ToyBackend, open_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.report(new_incident())
    backend.close()
    desk = open_desk(backend.url)
    desk.client.submit(note("old"))
    desk.client.submit(note("older"))
    desk.client.stop()
    backend.open()
    later = time.time() + 3600
    monkeypatch.setattr("client.keeping.time.time", lambda: later)
    desk = open_desk(backend.url).live()
    desk.until(lambda: len(desk.pending) == 2)
    assert desk.states == {"cold": OrderState.STALE, "colder": OrderState.STALE}
    assert backend.orders == []
    desk.client.confirm("cold")
    desk.client.discard("colder")
    desk.until(lambda: not desk.pending)
    assert backend.acted == ["cold"]


def wait_for(told: Callable[[], Any]) -> None:
    """Wait without looking at what came."""
    end = time.monotonic() + 20
    while not told():
        assert time.monotonic() < end
        time.sleep(0.005)


def entry_of(incident: str) -> Any:
    from domain.incident import TimelineEntry

    return TimelineEntry(incident, 1, 0.0, "report", "channel:toy")


def block_of(index: list[int], lon: float, lat: float, at: float = 1_772_413_200.0) -> PositionBlock:
    count = len(index)
    return PositionBlock(
        time=at,
        index=np.array(index, np.int32),
        lon=np.full(count, round(lon * 1e7), np.int32),
        lat=np.full(count, round(lat * 1e7), np.int32),
        speed=np.zeros(count, np.uint16),
        heading=np.zeros(count, np.uint16),
        age=np.zeros(count, np.uint16),
        state=np.ones(count, np.uint8),
    )


def test_the_policy_travels_with_the_settings(backend: ToyBackend, open_desk: Callable[..., Desk]) -> None:
    backend.close()
    desk = open_desk(backend.url, policy=msgspec.structs.replace(ReconnectPolicy(), first=30.0, longest=30.0, jitter=0))
    desk.until(lambda: desk.link.next_try_s == 30.0)
    backend.open()
    desk.client.retry_now()
    desk.live()


def test_a_port_that_hangs_up_before_any_greeting_is_not_hammered(open_desk: Callable[..., Desk]) -> None:
    taken: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while len(taken) < 6:
                connection, _ = server.accept()
                taken.append(time.monotonic())
                connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        desk = open_desk(f"ws://127.0.0.1:{server.getsockname()[1]}/ws")
        thread.join()
    waits = [next_delay(ReconnectPolicy(), attempt, 0.0, 0.0) for attempt in range(5)]
    assert taken[-1] - taken[0] >= sum(waits)
    desk.until(lambda: desk.link.code in ("not_a_backend", "unreachable"))
    assert desk.link.phase is LinkPhase.CONNECTING


def test_what_is_no_websocket_at_all_is_said(open_desk: Callable[..., Desk]) -> None:
    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            desk = open_desk(f"ws://127.0.0.1:{server.server_port}/ws")
            desk.until(lambda: desk.link.code == "unready")
            assert "HTTP 404" in desk.link.sentence
        finally:
            server.shutdown()
            thread.join()
