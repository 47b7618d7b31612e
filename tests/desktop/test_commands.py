"""Intents become orders: the step that is meant, kept before it is shown, refused with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop.commands import Commands, Done
from domain.messages import Accepted, Refused
from domain.orders import Order
from domain.picture import Picture
from domain.refusal import Refusal
from tests.domain.small_city import new_incident, picture_with_everybody


class Room(QObject):
    """What ``Commands`` needs of a live picture, with one received incident in it."""

    answered = Signal(object)
    role = "dispatcher"

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture = picture_with_everybody()
        self.picture.incidents["i1"] = new_incident()


@pytest.fixture
def room(qapp: object) -> Room:
    return Room()


@pytest.fixture
def sent() -> list[Order]:
    return []


@pytest.fixture
def commands(room: Room, sent: list[Order]) -> Commands:
    return Commands(room, sent.append)  # type: ignore[arg-type]


def heard(signal: Any) -> list[tuple[Any, ...]]:
    told: list[tuple[Any, ...]] = []
    signal.connect(lambda *values: told.append(values))
    return told


def test_a_drop_is_the_step_that_gives_it_to_somebody(commands: Commands, sent: list[Order]) -> None:
    commands.dispatch_to_worker("i1", "g3")
    commands.dispatch_to_region("i1", "320302001")
    assert [(order.verb, order.worker, order.region) for order in sent] == [
        ("dispatch", "g3", ""),
        ("dispatch", "", "320302001"),
    ]
    assert len({order.command_id for order in sent}) == 2


def test_an_accepted_order_is_offered_to_be_taken_back(room: Room, commands: Commands, sent: list[Order]) -> None:
    done = heard(commands.done)
    commands.dispatch_to_worker("i1", "g3")
    assert done == []
    room.answered.emit(Accepted(sent[0].command_id, 2))
    ((what,),) = done
    assert isinstance(what, Done)
    assert (what.order, what.step.verb, what.step.undoable) == (sent[0], "dispatch", True)


def test_a_refusal_reaches_the_screen_with_its_order(room: Room, commands: Commands, sent: list[Order]) -> None:
    refused = heard(commands.refused)
    commands.dispatch_to_worker("i1", "g3")
    room.answered.emit(Refused(sent[0].command_id, "off_duty", "He went home."))
    assert refused == [("off_duty", "He went home.", sent[0])]


def test_a_step_that_does_not_fit_is_not_sent(commands: Commands, sent: list[Order]) -> None:
    refused = heard(commands.refused)
    commands.order("i1", "close")
    commands.order("nobody knows it", "close")
    assert sent == []
    assert [code for code, _, _ in refused] == ["wrong_stage"]


def test_what_the_disk_does_not_take_was_not_given(room: Room) -> None:
    def full(order: Order) -> None:
        raise Refusal("not_kept", "The disk is full.")

    commands = Commands(room, full)  # type: ignore[arg-type]
    submitted, refused = heard(commands.submitted), heard(commands.refused)
    commands.dispatch_to_worker("i1", "g3")
    assert submitted == []
    assert [code for code, _, _ in refused] == ["not_kept"]


def test_undo_names_the_command_it_takes_back(qtbot: QtBot, commands: Commands, sent: list[Order]) -> None:
    commands.undo("c1", "i1")
    assert (sent[0].verb, sent[0].undoes, sent[0].incident) == ("undo", "c1", "i1")
