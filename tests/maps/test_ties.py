"""The ties of the selected incident on the map."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from domain.incident import Incident, TimelineEntry
from domain.look import DARK, LIGHT, Tokens
from domain.messages import IncidentChanged
from domain.picture import Changes, Picture
from domain.ties import Tie, TieKind, ties_of
from maps.layers import ties
from maps.projection import to_world
from maps.tied import Tied
from tests.maps.drawing import draw, frame_of, inked, view_of
from tests.maps.town import NOW, matter, picture_of, town


def beside(id_: str, east: float, **fields: object) -> Incident:
    """Some degrees east of the middle one."""
    one = matter(id_, 3, **fields)
    return msgspec.structs.replace(one, place=msgspec.structs.replace(one.place, lon=one.place.lon + east))


def related() -> Picture:
    merged = beside("merged", -4e-4, merged_into="main", stage="closed", closed_at=NOW - 50)
    return picture_of(town(), [beside("main", 0.0), beside("alike", 4e-4), merged, beside("far", 0.02)])


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_lines_lead_to_what_belongs_to_it(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    picture = related()
    place = picture.incidents["main"].place
    viewport = view_of(place.lon, place.lat, 18.0)
    found = ties_of(picture.incidents, "main")
    assert {tie.id for tie in found} == {"alike", "merged"}
    pixels = draw(ties.paint, frame_of(picture, viewport, tokens, ratio, incident="main", ties=found))
    for id_ in ("alike", "merged"):
        other = picture.incidents[id_].place
        x, y = viewport.to_pixels(to_world(other.lon, other.lat)).tolist()
        assert inked(pixels, 300 + (x - 300) * 0.8, 200 + (y - 200) * 0.8, ratio, 4) > 150
    merged = picture.incidents["merged"].place
    x, y = viewport.to_pixels(to_world(merged.lon, merged.lat)).tolist()
    assert inked(pixels, x - 5, y, ratio) > 150  # its hollow sign, beyond the line
    assert not draw(ties.paint, frame_of(picture, viewport, tokens, ratio, incident="far")).any()


def test_they_are_looked_for_again_when_something_near_changes() -> None:
    picture, tied = related(), Tied()
    first = tied.of(picture, "main")
    far = msgspec.structs.replace(picture.incidents["far"], version=2)
    tied.take(picture, picture.apply(IncidentChanged(2, far, TimelineEntry("far", 2, NOW, "note", "user:x"))))
    assert tied.of(picture, "main") is first  # it does not concern it
    closed = msgspec.structs.replace(picture.incidents["alike"], version=2, stage="closed", closed_at=NOW)
    tied.take(picture, picture.apply(IncidentChanged(3, closed, TimelineEntry("alike", 2, NOW, "close", "user:x"))))
    assert tied.of(picture, "main") == (Tie(TieKind.MERGED, "merged"),)
    assert tied.of(picture, "") == ()
    tied.take(picture, Changes(reset=True))
    assert tied.of(picture, "far") == ()
