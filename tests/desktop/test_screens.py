"""Which monitors there are, and where windows are on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.docking.arrangement import Place
from desktop.screens import Monitor, Screens, monitors_of

MAIN = Monitor("A", (1920, 0, 1920, 1080), (1920, 30, 1920, 1050))
LEFT = Monitor("B", (0, 0, 1920, 1080), (0, 0, 1920, 1080))
TALL = Monitor("C", (3840, 0, 1200, 1920), (3840, 0, 1200, 1920))


def test_a_set_is_known_by_its_sizes() -> None:
    assert Screens(lambda: [MAIN, LEFT, TALL]).key == "1920x1080 1920x1080 1200x1920"


def test_what_settles_is_told_once(qtbot: QtBot) -> None:
    there = [MAIN, LEFT]
    screens = Screens(lambda: there)
    told: list[list[Monitor]] = []
    screens.changed.connect(told.append)
    there.remove(LEFT)
    assert not screens.settled
    screens.look()
    screens.look()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [[MAIN, LEFT]]
    assert screens.settled
    screens.look()
    qtbot.waitUntil(lambda: screens.settled)
    assert len(told) == 1


def test_without_any_monitor_the_last_ones_count(qtbot: QtBot) -> None:
    there = [MAIN]
    screens = Screens(lambda: there)
    there.clear()
    screens.look()
    qtbot.waitUntil(lambda: not screens._settle.isActive())
    assert screens.monitors == [MAIN]


def test_a_monitor_is_known_again_by_its_name_or_its_place() -> None:
    screens = Screens(lambda: [LEFT, TALL])
    assert screens.moved_to([MAIN, LEFT, TALL]) == {1: 0, 2: 1}
    renamed = Monitor("X", LEFT.box, LEFT.free)
    assert screens.moved_to([renamed]) == {0: 0}


@given(
    st.integers(0, 4), st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(0, 9000), st.integers(0, 9000)
)
def test_a_window_is_always_put_where_it_can_be_seen(screen: int, x: int, y: int, width: int, height: int) -> None:
    screens = Screens(lambda: [MAIN, LEFT, TALL])
    for whole in (False, True):
        box = screens.rect_of(Place(screen, x, y, width, height, whole))
        free = QRect(*(screens.monitors[screen] if screen < 3 else MAIN).free)
        assert free.contains(box)
        assert screens.visible(box)


@pytest.mark.parametrize(
    ("box", "screen"),
    [((100, 100, 500, 500), 1), ((1800, 0, 500, 500), 0), ((9000, 0, 50, 50), 2), ((-900, 0, 80, 80), 1)],
)
def test_the_screen_of_a_window_shows_most_of_it(box: tuple[int, int, int, int], screen: int) -> None:
    assert Screens(lambda: [MAIN, LEFT, TALL]).screen_of(QRect(*box)) == screen


def test_put_somewhere_it_is_found_there(qtbot: QtBot) -> None:
    screens = Screens(
        lambda: [
            Monitor("L", (0, 0, 960, 1080), (0, 0, 960, 1080)),
            Monitor("R", (960, 0, 960, 1080), (960, 0, 960, 1080)),
        ]
    )
    window = QWidget()
    qtbot.addWidget(window)
    for place in (
        Place(1, 40, 50, 400, 300),
        Place(0, 0, 0, 500, 300),
        Place(1, 30, 30, 400, 300, True),
        Place(0, 9, 9, 400, 300),
    ):
        with qtbot.waitExposed(window):
            screens.put(window, place)
        qtbot.waitUntil(lambda place=place: screens.place_of(window).screen == place.screen)  # type: ignore[misc]
        assert window.isMaximized() == place.whole


def test_qt_tells_of_the_screen_of_the_tests(qapp: QApplication) -> None:
    monitors = monitors_of(qapp)
    assert len(monitors) == 1
    assert monitors[0].box[2:] == qapp.primaryScreen().size().toTuple()
