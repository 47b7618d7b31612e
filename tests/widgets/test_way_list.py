"""The way to an incident in words: what lies ahead, what lies behind, in both languages."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from domain.directions import Leg, Turn
from domain.incident import Incident
from domain.picture import Picture
from domain.polyline import encode_polyline
from tests.domain.small_city import SIDE, SOUTH, WEST
from tests.widgets.room import NOW, matter
from widgets import wording
from widgets.look import Look
from widgets.way_list import WayList, spoken, way_of

LEGS = (
    Leg(Turn.DEPART, "长街", 460, 90, 0),
    Leg(Turn.LEFT, "", 550, 110, 1),
    Leg(Turn.ARRIVE, "", 0, 0, 2),
)
ROUTE = encode_polyline([(WEST, SOUTH), (WEST + SIDE / 2, SOUTH), (WEST + SIDE / 2, SOUTH + SIDE / 2)])


def on_the_way(picture: Picture, **changes: object) -> Incident:
    incident, _ = matter(picture, "i1", ("file", "dispatch", "accept"))
    assert incident.assignment is not None
    assignment = msgspec.structs.replace(
        incident.assignment, **{"route": ROUTE, "legs": LEGS, "accepted_at": NOW, "eta": 240.0, **changes}
    )
    return msgspec.structs.replace(incident, assignment=assignment)


def test_each_turn_has_its_words(qtbot: QtBot, look: Look) -> None:
    said = {spoken(Leg(turn, "", 10, 1, 0), road) for turn in Turn for road in ("", "Long Street")}
    assert len(said) == 2 * len(Turn) - 1  # one arrives nowhere in particular
    assert "Left into Long Street" in said


def test_the_way_is_told_leg_by_leg(qtbot: QtBot, look: Look, picture: Picture) -> None:
    view = WayList(look)
    qtbot.addWidget(view)
    view.show_way(LEGS, {"长街": "Long Street"})
    assert view.texts == ["Set out along Long Street · 460 m", "Turn left · 550 m", "There"]
    look.set_language("zh")
    assert view.texts[0] == "Set out along 长街 · 460 m"
    assert view.height() >= 3 * view.fontMetrics().height()
    assert view.accessibleDescription().splitlines() == view.texts
    view.grab()


def test_what_lies_behind_is_known_from_where_he_is(picture: Picture, look: Look) -> None:
    incident = on_the_way(picture)
    row = picture.workers["g1"].index
    picture.positions.lon[row], picture.positions.lat[row] = (round(v * 1e7) for v in (WEST + SIDE / 2, SOUTH + 0.003))
    way = way_of(picture, incident, NOW)
    assert way is not None and way.passed == 1
    assert "221 m to go" in way.heading
    picture.positions.lon[row], picture.positions.lat[row] = (round(v * 1e7) for v in (WEST, SOUTH))
    start = way_of(picture, incident, NOW)
    assert start is not None and start.passed == 0 and "1.0 km" in start.heading


def test_when_he_will_be_there_follows_from_what_is_left(picture: Picture, look: Look) -> None:
    incident = on_the_way(picture, accepted_at=NOW - 600, eta=600.0 + sum(leg.seconds for leg in LEGS))
    row = picture.workers["g1"].index
    takes = sum(leg.seconds for leg in LEGS)
    zone = ZoneInfo(picture.city.rules.calendar.zone)
    for place, share in (((WEST, SOUTH), 1.0), ((WEST + SIDE / 2, SOUTH + 0.003), 0.22)):
        picture.positions.lon[row], picture.positions.lat[row] = (round(value * 1e7) for value in place)
        picture.positions.fixed_at[row] = NOW
        for now in (NOW, NOW + 90):  # he stands, and it takes longer
            way = way_of(picture, incident, now)
            expected = wording.clock(now + takes * share + 30, zone)[:5]
            assert way is not None and way.heading.endswith(f"there about {expected}")
    picture.positions.fixed_at[row] = 0  # nobody knows where he is: as promised
    way = way_of(picture, incident, NOW)
    assert way is not None and way.heading.endswith(f"there about {wording.clock(NOW + takes + 30, zone)[:5]}")


@pytest.mark.parametrize("changes", [{"arrived_at": NOW}, {"legs": ()}])
def test_nobody_under_way_has_no_way(picture: Picture, changes: dict[str, object], look: Look) -> None:
    assert way_of(picture, on_the_way(picture, **changes), NOW) is None
    assert way_of(picture, matter(picture, "i2")[0], NOW) is None


def test_a_broken_route_is_the_whole_way(picture: Picture, look: Look) -> None:
    way = way_of(picture, on_the_way(picture, route="\x01broken"), NOW)
    assert way is not None and way.passed == 0
