"""What comes after the first look comes in order, on the right threads, and never takes the room with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.afterwards import Afterwards


@pytest.fixture
def afterwards(qapp: object) -> Iterator[Afterwards]:
    made = Afterwards()
    yield made
    made.end()


def test_pieces_come_in_order_made_elsewhere_and_handed_over_here(afterwards: Afterwards, qtbot: QtBot) -> None:
    told: list[tuple[int, bool, bool]] = []
    here = threading.current_thread()

    def piece(number: int) -> None:
        def work() -> tuple[int, threading.Thread]:
            return number, threading.current_thread()

        def take(made: tuple[int, threading.Thread]) -> None:
            told.append((made[0], made[1] is here, threading.current_thread() is here))

        afterwards.add(work, take)

    piece(1)
    piece(2)
    qtbot.wait(20)
    assert told == []  # the first look is not over
    afterwards.begin()
    piece(3)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == [(1, False, True), (2, False, True), (3, False, True)]


@pytest.mark.logs("Something that was to be made ready is left out")
def test_a_piece_that_fails_is_left_out(afterwards: Afterwards, qtbot: QtBot) -> None:
    told = list[int]()
    afterwards.add(lambda: 1 // 0, lambda _: told.append(0))
    afterwards.add(lambda: 1, told.append)
    afterwards.begin()
    qtbot.waitUntil(lambda: told == [1])


def test_after_the_end_nothing_is_handed_over(qapp: object, qtbot: QtBot) -> None:
    afterwards, told, go = Afterwards(), list[int](), threading.Event()
    afterwards.add(lambda: 1 if go.wait(10) else 0, told.append)
    afterwards.add(lambda: 2, told.append)
    afterwards.begin()
    go.set()
    afterwards.end()
    qtbot.wait(20)
    assert told == []


def test_it_may_be_ended_twice(qtbot: QtBot) -> None:
    afterwards = Afterwards()
    afterwards.begin()
    afterwards.end()
    afterwards.end()  # a window that is closed ends what it has, and so does closing it
    afterwards.add(lambda: 1, lambda _: pytest.fail("nothing is handed over any more"))
    qtbot.wait(50)
