"""What is told at the end of a way."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from domain.directions import Leg, Turn
from domain.incident import Incident
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Picture
from maps.layers import routes
from maps.layers.routes import promise, share_of
from maps.projection import to_world
from tests.domain.small_city import middle_of
from tests.maps.drawing import draw, frame_of, view_of
from tests.maps.town import matters, picture_of, town


def going(**assignment: object) -> Incident:
    incident = next(one for one in matters() if one.id == "going")
    assert incident.assignment is not None
    return msgspec.structs.replace(incident, assignment=msgspec.structs.replace(incident.assignment, **assignment))


def test_time_and_distance_shrink_with_the_way() -> None:
    way = to_world([117.20, 117.21, 117.22], [34.26, 34.26, 34.26])
    assert share_of(way[1:], way[:2]) == pytest.approx(0.5)
    assert share_of(way, way[:0]) == 1.0
    assert promise(going(eta=600.0), 0.5, 1840.0) == "5 min · 1.8 km"
    assert promise(going(eta=600.0), 0.02, 46.0) == "1 min · 50 m"
    assert promise(going(eta=None), 0.5, 730.0) == "730 m"


def test_who_was_led_another_way_needs_as_long_as_that_takes() -> None:
    # He set out ten minutes ago; what is left takes three.
    legs = (Leg(Turn.DEPART, "", 500, 120, 0), Leg(Turn.LEFT, "", 300, 60, 1), Leg(Turn.ARRIVE, "", 0, 0, 2))
    assert promise(going(eta=780.0, legs=legs), 1.0, 800.0) == "3 min · 800 m"
    assert promise(going(eta=780.0, legs=legs), 0.5, 400.0) == "2 min · 400 m"


def inks(picture: Picture, tokens: Tokens, ratio: float) -> np.ndarray:
    """All that is drawn around the end of the way: alpha, red, green, blue ``(n, 4)``."""
    place = picture.incidents["going"].place
    frame = frame_of(picture, view_of(place.lon, place.lat, 15.0), tokens, ratio, incident="going")
    return draw(routes.paint, frame).reshape(-1, 4)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_the_end_of_the_way_is_told_and_in_red_when_it_is_too_late(
    qtbot: QtBot, tokens: Tokens, ratio: float
) -> None:
    in_time = going()
    late = msgspec.structs.replace(in_time, deadline=msgspec.structs.replace(in_time.deadline, due_at=1.0))
    bad = np.array([int(tokens.bad[at : at + 2], 16) for at in (1, 3, 5)])

    def red(incident: Incident) -> int:
        colors = inks(picture_of(town(), [incident]), tokens, ratio)
        return int((np.abs(colors[:, 1:].astype(int) - bad).max(axis=1) <= 6).sum())

    assert red(in_time) == 0
    assert red(late) > 40 * ratio


def test_the_words_at_the_end_stand_where_nothing_covers_them(qtbot: QtBot) -> None:
    picture = picture_of(town(), [going(eta=400.0)])
    place = picture.incidents["going"].place
    view = view_of(place.lon, place.lat, 15.0)
    end = float(view.to_pixels(to_world(*middle_of(4)))[0])

    def sides(*covered: tuple[float, float, float, float]) -> tuple[int, int]:
        """How many pixels of letters are at the left and at the right of the end."""
        frame = frame_of(picture, view, DARK, incident="going")
        frame.taken.claim(*covered)
        ink = draw(routes.paint, frame)
        text = (ink[:, :, 1:].min(axis=2) > 130) & (ink[:, :, 0] == 255)
        return int(text[:, : round(end)].sum()), int(text[:, round(end) :].sum())

    left, right = sides()
    assert right > 10
    assert left == 0
    left, right = sides((end, 0.0, view.width, view.height))
    assert left > 10
    assert right == 0
