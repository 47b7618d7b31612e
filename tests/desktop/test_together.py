"""Many orders of one press: sent one by one, told of in one message that counts, taken back as one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.commands import Commands
from desktop.theme import TintedIcons
from desktop.together import Together
from domain.incident import Assignment
from domain.look import DARK
from domain.messages import Accepted, Refused
from domain.orders import Order
from domain.picture import Picture
from tests.domain.small_city import MONDAY_NINE as NOW
from tests.domain.small_city import new_incident, picture_with_everybody
from widgets.look import Look
from widgets.toast import MOST, Toast

PAIRS = {"i0": "g1", "i1": "g3", "i2": "g5"}


class Room(QObject):
    """A live picture, the orders it was given, and a message to take them back by."""

    answered = Signal(object)
    role = "dispatcher"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture: Picture = picture_with_everybody()
        for number in range(3):
            self.picture.incidents[f"i{number}"] = new_incident(id=f"i{number}")
        self.sent: list[Order] = []
        self.toast = Toast(Look(DARK, TintedIcons(), "en"), parent)
        self.commands = Commands(self, self.sent.append, self)  # type: ignore[arg-type]
        self.together = Together(self, self.commands, self.toast, self)  # type: ignore[arg-type]
        self.alone: list[str] = []
        self.commands.done.connect(lambda done: self.together.takes(done) or self.alone.append(done.order.incident))
        self.toast.undo_requested.connect(lambda command, _incident: self.together.undo(command))

    def accept(self, order: Order) -> None:
        self.answered.emit(Accepted(order.command_id, 1))

    def verbs(self) -> list[tuple[str, str]]:
        return [(order.verb, order.incident) for order in self.sent]


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 500)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made = Room(window)
    yield made
    made.together.end()


def given(room: Room, qtbot: QtBot, count: int = 3) -> None:
    room.together.give(PAIRS)
    qtbot.waitUntil(lambda: len(room.sent) == count)


def press_undo(room: Room, qtbot: QtBot) -> None:
    (slip,) = room.toast._slips
    qtbot.mouseClick(slip.undo, Qt.MouseButton.LeftButton)


def test_one_message_counts_them_and_takes_all_back(room: Room, qtbot: QtBot) -> None:
    given(room, qtbot)
    assert {order.incident: order.worker for order in room.sent} == PAIRS
    assert room.toast.texts == []
    room.accept(room.sent[0])
    assert room.toast.texts == ["Sent as proposed: 1 of 3"]
    for order in room.sent[1:]:
        room.accept(order)
    assert room.toast.texts == ["Sent as proposed: 3"]
    assert room.alone == []
    press_undo(room, qtbot)
    qtbot.waitUntil(lambda: len(room.sent) == 6)
    assert [(order.verb, order.undoes) for order in room.sent[3:]] == [("undo", o.command_id) for o in room.sent[:3]]
    assert room.toast.texts == []


def test_what_is_accepted_only_after_the_press_is_taken_back_too(room: Room, qtbot: QtBot) -> None:
    given(room, qtbot)
    room.accept(room.sent[1])
    press_undo(room, qtbot)
    room.accept(room.sent[0])
    room.answered.emit(Refused(room.sent[2].command_id, "stale", "It changed.", 2))
    qtbot.waitUntil(lambda: len(room.sent) == 5)
    assert [order.undoes for order in room.sent[3:]] == [room.sent[1].command_id, room.sent[0].command_id]
    assert room.toast.texts == []


def test_what_is_not_sent_yet_is_sent_no_more(room: Room, qtbot: QtBot) -> None:
    given(room, qtbot, 1)
    room.accept(room.sent[0])
    press_undo(room, qtbot)
    qtbot.waitUntil(lambda: ("undo", "i0") in room.verbs())
    assert room.verbs() == [("dispatch", "i0"), ("undo", "i0")]


def test_a_refused_one_is_not_among_them(room: Room, qtbot: QtBot) -> None:
    given(room, qtbot)
    room.answered.emit(Refused(room.sent[0].command_id, "off_duty", "He is off duty.", 1))
    for order in room.sent[1:]:
        room.accept(order)
    assert room.toast.texts == ["Sent as proposed: 2 of 3"]
    press_undo(room, qtbot)
    qtbot.waitUntil(lambda: len(room.sent) == 5)
    assert {order.incident for order in room.sent[3:]} == {"i1", "i2"}


def test_somebody_was_quicker(room: Room, qtbot: QtBot) -> None:
    def taken(incident: str) -> None:
        held = room.picture.incidents[incident]
        room.picture.incidents[incident] = msgspec.structs.replace(held, assignment=Assignment("g8", NOW))

    taken("i1")
    given(room, qtbot, 2)
    assert {order.incident for order in room.sent} == {"i0", "i2"}
    for order in room.sent:
        room.accept(order)
    assert room.toast.texts == ["Sent as proposed: 2 of 3"]
    for incident in PAIRS:
        taken(incident)
    room.together.give(PAIRS)
    qtbot.waitUntil(lambda: len(room.toast.texts) == 2)
    assert room.toast.texts[1] == "Nobody was sent: what was proposed is in other hands already."
    assert len(room.sent) == 2


def test_two_presses_are_taken_back_one_by_one(room: Room, qtbot: QtBot) -> None:
    for pairs in ({"i0": "g1"}, {"i1": "g3", "i2": "g5"}):
        room.together.give(pairs)
    qtbot.waitUntil(lambda: len(room.sent) == 3)
    for order in room.sent:
        room.accept(order)
    assert room.toast.texts == ["Sent as proposed: 1", "Sent as proposed: 2"]
    assert room.toast.undo_last()
    qtbot.waitUntil(lambda: len(room.sent) == 5)
    assert {order.incident for order in room.sent[3:]} == {"i1", "i2"}
    assert not room.together.undo("another command")


def test_what_was_settled_long_ago_is_forgotten_and_what_waits_is_not(room: Room, qtbot: QtBot) -> None:
    for number in range(6):
        room.together.give({f"i{number % 3}": "g1"})
        qtbot.waitUntil(lambda number=number: len(room.sent) == number + 1)
        if number:
            room.accept(room.sent[number])
    assert len(room.together._givings) == 1 + MOST + 1  # the one without an answer, those on offer, the newest
    room.accept(room.sent[0])
    assert room.toast.texts[-1] == "Sent as proposed: 1"


def test_an_order_given_alone_is_told_of_alone(room: Room) -> None:
    room.commands.dispatch_to_worker("i0", "g1")
    room.accept(room.sent[0])
    assert room.alone == ["i0"] and room.toast.texts == []
