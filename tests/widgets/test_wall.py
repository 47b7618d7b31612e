"""The wall as it is drawn: large enough, nothing cut off, honest about its link."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from domain.picture import Changes
from tests.widgets.room import NOW, RESET, change, room
from widgets.look import Look
from widgets.wall_part import SMALL, WallPart
from widgets.wall_view import WallView

SIZES = [(1920, 1080), (3840, 2160), (1280, 1024), (2560, 720)]


@pytest.fixture
def wall(look: Look, qtbot: QtBot) -> WallView:
    view = WallView(look, QWidget())
    qtbot.addWidget(view)
    view.refresh(room(), RESET, NOW)
    view.foot.show_moment(NOW, ZoneInfo("Asia/Shanghai"))
    view.foot.show_link("live", 0.4)
    return view


def drawn(part: WallPart) -> QImage:
    image = part.grab().toImage()
    assert not image.isNull()
    return image


@pytest.mark.parametrize("size", SIZES)
def test_every_glyph_is_at_least_a_two_hundredth_of_the_wall(wall: WallView, size: tuple[int, int]) -> None:
    wall.resize(*size)
    wall.grab()  # lays it out
    smallest = QFontMetricsF(wall.counters.type(SMALL))
    assert smallest.xHeight() >= min(size[1], size[0] * 0.62) / 200


@pytest.mark.parametrize("size", SIZES)
def test_the_parts_fill_the_wall_and_do_not_cover_each_other(wall: WallView, size: tuple[int, int]) -> None:
    wall.resize(*size)
    wall.grab()
    parts = [wall.counters, wall.worst, wall.hours, wall.areas, wall.foot]
    for part in parts:
        assert wall.rect().contains(part.geometry())
        assert all(not part.geometry().intersects(other.geometry()) for other in parts if other is not part)


def test_what_is_late_is_red_and_what_is_well_is_quiet(wall: WallView, look: Look) -> None:
    wall.resize(1920, 1080)
    assert wall.situation is not None
    assert wall.situation.late == 1
    assert has_colour(drawn(wall.counters), look.bad)
    assert has_colour(drawn(wall.worst), look.bad)
    assert not has_colour(drawn(wall.foot), look.bad)


def test_a_lost_link_takes_the_colour_out_of_the_figures(wall: WallView, look: Look) -> None:
    wall.resize(1920, 1080)
    for grey in (True, False):
        wall.set_grey(grey)
        for part in (wall.counters, wall.worst):
            assert has_colour(wall.grab(part.geometry()).toImage(), look.bad) is not grey


@pytest.mark.parametrize(("phase", "age"), [("lost", 12.0), ("live", 8.0), ("connecting", None), ("refused", None)])
def test_a_link_that_is_not_well_is_plain(wall: WallView, look: Look, phase: str, age: float | None) -> None:
    wall.resize(1920, 1080)
    wall.foot.show_link(phase, age)
    assert has_colour(drawn(wall.foot), look.bad)


def test_the_newest_step_is_told_at_the_foot(wall: WallView) -> None:
    wall.resize(1920, 1080)
    before = drawn(wall.foot)
    picture = room()
    wall.refresh(picture, change(picture, picture.incidents["red"]), NOW)
    assert drawn(wall.foot) != before


def test_nothing_open_is_said(wall: WallView) -> None:
    picture = room()
    wall.resize(1920, 1080)
    full = drawn(wall.worst)
    picture.incidents.clear()
    wall.refresh(picture, Changes(reset=True), NOW)
    assert drawn(wall.worst) != full
    assert wall.situation is not None
    assert wall.situation.open == 0


def has_colour(image: QImage, color: QColor) -> bool:
    """Whether any pixel has just this colour."""
    wanted = color.rgb()
    return any(image.pixel(x, y) == wanted for y in range(0, image.height(), 2) for x in range(image.width()))
