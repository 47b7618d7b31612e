"""Who did something, in the words of the screen's language."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from backend.dispatching import RULE
from backend.load.reports import ACTOR as LOADED
from domain.incident import TimelineEntry
from domain.orders import Actor
from domain.picture import Picture
from tests.domain.small_city import DISPATCHER
from widgets import words


def entry(by: Actor) -> TimelineEntry:
    return TimelineEntry("i1", 2, 0.0, "reroute", by.label, "accepted", "accepted", actor_name=by.name)


def test_what_the_room_does_by_itself_is_not_a_name(qtbot: QtBot, picture: Picture) -> None:
    assert words.actor(picture, entry(RULE), "en") == "by rule"
    assert words.actor(picture, entry(LOADED), "en") == LOADED.name
    assert words.actor(picture, entry(DISPATCHER), "en") == DISPATCHER.name
