"""The notice centre: what nobody has settled, one press to say it is known, and a count on the bell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.notices import Notice, NoticeKind
from domain.picture import Picture
from tests.widgets.room import NOW
from widgets.look import Look
from widgets.notice_centre import NoticeCentre
from widgets.top_bar import TopBar

NOTICES = [Notice(NoticeKind.NEW, "red", Severity.RED, NOW), Notice(NoticeKind.LATE, "late", Severity.YELLOW, NOW - 60)]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return QWidget()


@pytest.fixture
def bar(window: QWidget, look: Look, qtbot: QtBot) -> TopBar:
    window.resize(1400, 600)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    bar = TopBar(look)
    column.addWidget(bar)
    column.addStretch(1)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return bar


@pytest.fixture
def centre(bar: TopBar, look: Look, picture: Picture) -> NoticeCentre:
    centre = NoticeCentre(look, bar.window())
    centre.show_notices(picture, NOTICES, NOW, 0)
    centre.open_below(bar)
    return centre


def buttons(centre: NoticeCentre, text: str) -> list[QPushButton]:
    return [button for button in centre.findChildren(QPushButton) if button.text() == text and button.isVisible()]


def test_it_opens_below_the_bar_inside_the_window(centre: NoticeCentre, bar: TopBar) -> None:
    assert centre.rect().contains(centre.sheet.geometry())
    assert centre.sheet.y() >= bar.height()


def test_each_can_be_acknowledged_and_all_at_once(centre: NoticeCentre, qtbot: QtBot) -> None:
    told: list[str] = []
    centre.acknowledge_requested.connect(told.append)
    qtbot.mouseClick(buttons(centre, "Known")[1], Qt.MouseButton.LeftButton)
    assert told == ["late"]
    qtbot.mouseClick(centre.every, Qt.MouseButton.LeftButton)
    assert told == ["late", "red", "late"]


def test_touching_one_shows_its_incident_and_puts_the_centre_away(
    centre: NoticeCentre, picture: Picture, qtbot: QtBot
) -> None:
    title = picture.incidents["red"].title
    with qtbot.waitSignal(centre.incident_chosen) as chosen:
        qtbot.mouseClick(buttons(centre, title)[0], Qt.MouseButton.LeftButton)
    assert chosen.args == ["red"]
    assert not centre.isVisible()


def test_while_it_is_away_no_rows_are_made(centre: NoticeCentre, bar: TopBar, picture: Picture) -> None:
    centre.close_sheet()
    row = centre.findChildren(QPushButton)
    centre.show_notices(picture, NOTICES[:1], NOW, 0)
    assert centre.findChildren(QPushButton) == row
    centre.open_below(bar)
    assert len(buttons(centre, "Known")) == 1


def test_nothing_waiting_says_what_will_appear(centre: NoticeCentre, picture: Picture) -> None:
    centre.show_notices(picture, [], NOW, 0)
    assert not centre.every.isEnabled()
    assert buttons(centre, "Known") == []


def test_the_bell_counts_and_asks(bar: TopBar, qtbot: QtBot) -> None:
    bell = bar._buttons["notices"]
    bar.set_notices(3, False)
    assert bell.text() == "3"
    with qtbot.waitSignal(bar.notices_requested):
        qtbot.mouseClick(bell, Qt.MouseButton.LeftButton)
    bar.set_notices(0, False)
    assert bell.text() == ""
