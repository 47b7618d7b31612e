"""Piles of incidents: opened by a click or a key, each member to be taken up, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Changes, Picture
from maps.canvas import MapCanvas
from maps.fan import APART, MOST, NEAREST, fan
from maps.layers import incidents, piles
from maps.marks import Gathering, Marks
from maps.projection import to_world
from maps.scene import Scene
from tests.domain.small_city import middle_of
from tests.maps.drawing import draw, frame_of, inked, view_of
from tests.maps.hand import LEFT, NONE, pixel, pixel_of, pull
from tests.maps.screen import on_screen
from tests.maps.town import NOW, matter, matters, picture_of, town

PILE = ("pile2", "pile3", "pile1")


@given(st.integers(0, 120))
def test_members_of_a_pile_keep_apart(count: int) -> None:
    places = fan(count)
    assert places.shape == (count, 2)
    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(gaps, np.inf)
    assert count < 2 or gaps.min() >= APART * 0.99
    assert not count or np.hypot(*places.T).min() >= NEAREST * 0.99


@given(st.sets(st.sampled_from(["red", "yellow", "late", "going", "paused", *PILE, "gone"])))
def test_opening_loses_nothing_and_counts_nothing_twice(opened: set[str]) -> None:
    scene = Scene()
    scene.refresh(picture_of(town(), matters()), Changes(reset=True), NOW)
    marks = Gathering().of(scene.matters, 15.0, (), None, tuple(sorted(opened)))
    assert marks.count.sum() == len(scene.matters)
    assert sorted(set(marks.leader.tolist())) == sorted(marks.rows.tolist())
    assert {scene.matters.ids[row] for row in marks.offsets} == opened - {"gone"}


@pytest.fixture
def canvas(qtbot: QtBot, picture: Picture) -> Iterator[MapCanvas]:
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 400) as canvas:
        canvas.incident_selected.connect(canvas.select_incident)
        yield canvas


def marks_of(canvas: MapCanvas) -> Marks:
    return canvas._shown.marks(canvas.navigation.viewport)


def sign(canvas: MapCanvas, id_: str) -> QPoint:
    matters = canvas._shown.scene.matters
    x, y = marks_of(canvas).pixel(matters.row[id_], matters, canvas.navigation.viewport)
    return QPoint(round(x), round(y))


def thing(canvas: MapCanvas, place: QPoint) -> tuple[str, tuple[str, ...]]:
    found = canvas._shown.thing(place.x(), place.y(), canvas.navigation.viewport)
    return (found.id, found.members) if found is not None else ("", ())




def test_a_click_opens_a_pile_and_each_can_be_chosen(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    chosen: list[str] = []
    canvas.incident_selected.connect(chosen.append)
    at = pixel_of(canvas, picture, "pile1")
    assert thing(canvas, at) == ("pile2", PILE)
    qtbot.mouseClick(canvas, LEFT, NONE, at)
    places = {id_: sign(canvas, id_) for id_ in PILE}
    assert all(thing(canvas, place) == (id_, (id_,)) for id_, place in places.items())
    for id_ in ("pile1", "pile3"):
        qtbot.mouseClick(canvas, LEFT, NONE, places[id_])
    assert chosen == ["pile2", "pile1", "pile3"]
    assert canvas._shown.opened == PILE
    empty = pixel(canvas, middle_of(4)[0] - 0.002, middle_of(4)[1] + 0.002)
    told: list[str] = []
    canvas.region_selected.connect(told.append)
    qtbot.mouseClick(canvas, LEFT, NONE, empty)
    assert canvas._shown.opened == () and told == []  # the click beside it only closes it
    qtbot.mouseClick(canvas, LEFT, NONE, empty)
    assert len(told) == 1


def test_each_member_can_be_dragged(
    qtbot: QtBot, canvas: MapCanvas, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    monkeypatch.setattr("maps.dragging.drag", lambda source, incident, style: carried.append(incident.id))
    qtbot.mouseClick(canvas, LEFT, NONE, pixel_of(canvas, picture, "pile1"))
    for id_ in PILE:
        start = sign(canvas, id_)
        qtbot.mousePress(canvas, LEFT, NONE, start)
        pull(canvas, start + QPoint(14, 8), start + QPoint(28, 16))
        qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(28, 16))
    assert carried == list(PILE)


def test_a_key_opens_the_pile_goes_through_it_and_closes_it(qtbot: QtBot, canvas: MapCanvas) -> None:
    chosen: list[str] = []
    canvas.select_incident("pile3")
    canvas.incident_selected.connect(chosen.append)
    for _ in range(4):
        qtbot.keyClick(canvas, Qt.Key.Key_P)
    assert canvas._shown.opened == PILE
    assert chosen == ["pile1", "pile2", "pile3"]
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas._shown.opened == ()
    assert not canvas.notice
    canvas.select_incident("red")
    qtbot.keyClick(canvas, Qt.Key.Key_P)  # it lies alone
    assert canvas._shown.opened == ()
    assert canvas.notice == "No other incident lies on the selected one."
    canvas.select_incident("")
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    assert canvas.notice == "Select an incident first, on the map or in the queue."


def test_zooming_closes_it(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, pixel_of(canvas, picture, "pile1"))
    canvas.navigation.zoom_middle(0.3)
    assert canvas._shown.opened
    canvas.navigation.zoom_middle(1.0)
    assert not canvas._shown.opened


def many(spread: float) -> Picture:
    pile = []
    for number in range(MOST + 6):
        one = matter(f"m{number}", 4, Severity.BLUE)
        place = msgspec.structs.replace(one.place, lon=one.place.lon + number * spread)
        pile.append(msgspec.structs.replace(one, place=place))
    return picture_of(town(), pile)


@pytest.mark.parametrize(("spread", "nearer"), [(4e-5, True), (0.0, False)])
def test_a_large_pile_is_parted_by_going_nearer_where_that_helps(
    qtbot: QtBot, canvas: MapCanvas, spread: float, nearer: bool
) -> None:
    picture = many(spread)
    canvas.refresh(picture, Changes(reset=True), NOW)
    canvas.navigation.centre(*to_world(*middle_of(4)).tolist(), 13.0)
    zoom = canvas.navigation.viewport.zoom
    at = pixel_of(canvas, picture, "m0")
    found = canvas._shown.thing(at.x(), at.y(), canvas.navigation.viewport)
    assert found is not None and len(found.members) == MOST + 6
    qtbot.mouseClick(canvas, LEFT, NONE, at)
    assert (canvas.navigation.viewport.zoom > zoom) == nearer
    assert len(canvas._shown.opened) == (0 if nearer else MOST + 6)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_an_open_pile_is_drawn_with_its_legs(qtbot: QtBot, tokens: Tokens, ratio: float) -> None:
    picture = picture_of(town(), matters())
    place = picture.incidents["pile1"].place
    viewport = view_of(place.lon, place.lat, 15.0)
    closed = frame_of(picture, viewport, tokens, ratio)
    opened = frame_of(picture, viewport, tokens, ratio, opened=PILE)
    assert not draw(piles.paint, closed).any()
    legs, signs = draw(piles.paint, opened), draw(incidents.paint, opened)
    for right, down in opened.marks.offsets.values():
        assert inked(legs, 300 + right / 2, 200 + down / 2, ratio) > 120
        assert inked(signs, 300 + right, 200 + down, ratio) > 200
    assert inked(signs, 300, 200, ratio) == 0
