"""What a desk is told to see to, and that it hears when it is over."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.wall_clocks import AGREE, apart, from_the_future
from domain.codec import encode
from domain.messages import Pong
from domain.trouble import Trouble
from tests.client.desk import Desk
from tests.client.toy_backend import ToyBackend
from tests.domain.small_city import new_incident, small_city

LOW = Trouble("disk_low", "The disk is nearly full.", {"free": "12 MB"})


@pytest.fixture
def backend() -> Iterator[ToyBackend]:
    toy = ToyBackend(small_city()).start()
    yield toy
    toy.stop()


@pytest.fixture
def desk(backend: ToyBackend, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(backend.url, tmp_path)
    yield desk.live()
    desk.client.stop()


def codes(desk: Desk) -> list[str]:
    return [one.code for one in desk.link.notices]


def beat(backend: ToyBackend, wall: float, *troubles: Trouble) -> None:
    backend.send_raw(encode(Pong(0.0, backend.clock, backend.picture.seq, wall, troubles)))


def test_what_the_backend_says_of_itself_lasts_until_it_does_not_say_it(backend: ToyBackend, desk: Desk) -> None:
    beat(backend, time.time(), LOW)
    desk.until(lambda: desk.link.notices == (LOW,))
    beat(backend, time.time())
    desk.until(lambda: not desk.link.notices)


def test_clocks_that_are_apart_are_said_until_they_agree(backend: ToyBackend, desk: Desk) -> None:
    beat(backend, time.time() - 7200)
    desk.until(lambda: codes(desk) == ["clocks_apart"])
    assert desk.link.notices[0].facts["apart_s"] == "7200"
    beat(backend, time.time() + 5)
    desk.until(lambda: not desk.link.notices)


def test_a_backend_that_knows_its_clock_is_wrong_says_it_alone(backend: ToyBackend, desk: Desk) -> None:
    beat(backend, time.time() + 86_400, Trouble("city_behind", "", {"behind_s": "86400"}))
    desk.until(lambda: codes(desk) == ["city_behind"])


def test_of_a_backend_that_is_not_heard_nothing_is_known(backend: ToyBackend, desk: Desk) -> None:
    beat(backend, time.time(), LOW)
    desk.until(lambda: desk.link.notices)
    backend.close()
    desk.until(lambda: not desk.link.live and not desk.link.notices)


def test_a_picture_from_the_future_is_said_until_the_backend_is_there(backend: ToyBackend, tmp_path: Path) -> None:
    backend.report(new_incident())
    first = Desk(backend.url, tmp_path).live()
    first.until(lambda: list((tmp_path / "packs").glob("*.pack")))
    first.client.stop()
    with sqlite3.connect(tmp_path / "desk-1" / "picture.sqlite") as database:
        database.execute("UPDATE mark SET heard_at = ?", (time.time() + 86_400,))
    database.close()
    backend.close()
    desk = Desk(backend.url, tmp_path)
    try:
        desk.until(lambda: codes(desk) == ["kept_in_future"])
        backend.open()
        desk.live()
        beat(backend, time.time())
        desk.until(lambda: not desk.link.notices)
    finally:
        desk.client.stop()


def test_an_address_that_becomes_known_is_no_ending_to_log(
    backend: ToyBackend, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    desk = Desk("", tmp_path)
    try:
        desk.client.point_at("ws://127.0.0.1:1/ws", "secret")
        desk.client.point_at(backend.url, "secret")
        desk.live()
    finally:
        desk.client.stop()
    assert "retargeted" not in caplog.text


@given(here=st.floats(1e9, 3e9), by=st.floats(-1e7, 1e7))
def test_clocks_agree_when_they_are_near_and_only_then(here: float, by: float) -> None:
    told = apart(here, here + by)
    assert bool(told) == (abs(here - (here + by)) >= AGREE)
    assert apart(here, 0.0) == ()
    assert bool(from_the_future(here, here + by)) == (here - (here + by) <= -AGREE)
    for one in told:
        assert all(float(one.facts[name]) % 60 == 0 for name in ("desk_at", "backend_at", "apart_s"))
