"""The sheet of keys, the tour and "about": they lie over the room, and go when asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from widgets.about_sheet import AboutSheet
from widgets.cheat_sheet import CheatSheet, Part, share_out
from widgets.look import Look
from widgets.tour import Stop, Tour


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """A window with two things side by side; the field has the focus."""
    widget = QWidget()
    widget.resize(1200, 700)
    row = QHBoxLayout(widget)
    row.addWidget(QLineEdit())
    row.addWidget(QLabel("there"))
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    widget.findChildren(QLineEdit)[0].setFocus()
    yield widget


PARTS = [Part("Room", (("F1", "keys"), ("Ctrl+K", "find"))), Part("Map", (("0", "the whole city"),))]


def test_the_sheet_shows_every_key_and_gives_the_keys_back(window: QWidget, look: Look, qtbot: QtBot) -> None:
    field = window.findChildren(QLineEdit)[0]
    sheet = CheatSheet(look, window)
    sheet.open_with(PARTS)
    told = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Room", "Map", "F1", "keys", "Ctrl+K", "find", "0", "the whole city"} <= told
    assert window.rect().contains(sheet.sheet.geometry())
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert field.hasFocus()


def test_on_a_small_screen_the_keys_are_scrolled(window: QWidget, look: Look, qtbot: QtBot) -> None:
    sheet = CheatSheet(look, window)
    lines = tuple((f"F{line}", "something that can be done") for line in range(5))
    parts = [Part(f"Part {n}", lines) for n in range(6)]
    sheet.open_with(parts)
    whole = sheet.sheet.size()
    bar = sheet.area.verticalScrollBar()
    assert bar.maximum() == 0 and whole.height() < window.height()
    window.resize(640, 300)  # everything three times as large
    assert window.rect().contains(sheet.sheet.geometry())
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        before = bar.value()
        qtbot.keyClick(sheet, key)
        assert bar.value() > before
    qtbot.keyClick(sheet, Qt.Key.Key_PageUp)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_click_beside_it_closes_a_click_on_it_does_not(window: QWidget, look: Look, qtbot: QtBot) -> None:
    sheet = AboutSheet(look, window)
    sheet.open_with([("Version", "1")])
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.sheet.geometry().center())
    assert sheet.isVisible()
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not sheet.isVisible()


def test_it_stays_in_the_middle_of_a_window_that_changes(window: QWidget, look: Look) -> None:
    sheet = AboutSheet(look, window)
    sheet.open_with([("Version", "1")])
    window.resize(900, 500)
    assert sheet.size() == window.size()
    assert (sheet.sheet.geometry().center() - sheet.rect().center()).manhattanLength() <= 2


@given(st.lists(st.integers(0, 12), max_size=9), st.integers(1, 4))
def test_parts_keep_their_order_and_none_is_lost(lengths: list[int], count: int) -> None:
    parts = [Part(str(number), tuple(("k", "w") for _ in range(length))) for number, length in enumerate(lengths)]
    columns = share_out(parts, count)
    assert [part for column in columns for part in column] == parts
    assert len(columns) <= count


def test_the_tour_goes_from_place_to_place_and_ends(window: QWidget, look: Look, qtbot: QtBot) -> None:
    field, label = window.findChildren(QLineEdit)[0], window.findChildren(QLabel)[0]
    tour = Tour(look, window)
    tour.begin([Stop(None, "Welcome", "…"), Stop(field, "A field", "…"), Stop(label, "A word", "…")])
    titles = []
    ended: list[bool] = []
    tour.ended.connect(lambda: ended.append(True))
    while tour.isVisible():
        titles.append(tour.card.findChildren(QLabel)[0].text())
        assert tour.rect().contains(tour.card.geometry())
        qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert titles == ["Welcome", "A field", "A word"]
    assert ended == [True]


def test_the_card_does_not_cover_what_it_speaks_of(window: QWidget, look: Look) -> None:
    field = window.findChildren(QLineEdit)[0]
    field.setMaximumWidth(300)
    window.layout().activate()  # type: ignore[union-attr]  # the fixture made it
    tour = Tour(look, window)
    tour.begin([Stop(field, "A field", "…")])
    assert not tour.card.geometry().intersects(field.geometry())
    tour.end()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Right])
def test_the_tour_by_key(window: QWidget, look: Look, qtbot: QtBot, key: Qt.Key) -> None:
    tour = Tour(look, window)
    tour.begin([Stop(None, "Only", "…")])
    with qtbot.waitSignal(tour.ended):
        qtbot.keyClick(tour, key)


def test_places_that_cannot_be_seen_are_left_out(window: QWidget, look: Look) -> None:
    hidden = QLabel(window)
    tour = Tour(look, window)
    tour.begin([Stop(hidden, "Hidden", "…")])
    assert not tour.isVisible()
