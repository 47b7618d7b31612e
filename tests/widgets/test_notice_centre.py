"""The notice centre: what nobody has settled, one press to say it is known, and a count on the bell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.notice_shelf import Shelved, bundled
from domain.notices import Notice, NoticeKind
from domain.picture import Picture
from tests.widgets.room import NOW
from widgets.look import Look
from widgets.notice_centre import NoticeCentre
from widgets.notice_rows import shelving_menu
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
    centre.show_notices(picture, bundled(NOTICES, picture, False), NOW, 0)
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
    centre.show_notices(picture, bundled(NOTICES[:1], picture, False), NOW, 0)
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


# --- a flood ----------------------------------------------------------------------------------------------------------

ALIKE = [Notice(NoticeKind.LATE, id, Severity.YELLOW, NOW - n) for n, id in enumerate(("field", "reported", "late"))]


def flooded(centre: NoticeCentre, picture: Picture) -> NoticeCentre:
    aside = [Shelved(NOTICES[1], NOW + 900, True)]
    centre.show_notices(picture, bundled([NOTICES[0], *ALIKE], picture, True), NOW, 14, aside)
    return centre


def test_alike_ones_stand_as_one_and_open_in_place(centre: NoticeCentre, picture: Picture, qtbot: QtBot) -> None:
    flooded(centre, picture)
    assert len(buttons(centre, "Known")) < 4
    bundle = next(b for b in centre.findChildren(QPushButton) if b.isVisible() and " × " in b.text())
    count = int(bundle.text().partition(" ")[0])
    before = len(buttons(centre, "Known"))
    qtbot.mouseClick(bundle, Qt.MouseButton.LeftButton)
    assert len(buttons(centre, "Known")) == before + count
    told: list[str] = []
    centre.acknowledge_requested.connect(told.append)
    line = next(b for b in centre.findChildren(QPushButton) if b.isVisible() and " × " in b.text()).parentWidget()
    known = next(b for b in line.findChildren(QPushButton) if b.text() == "Known")
    qtbot.mouseClick(known, Qt.MouseButton.LeftButton)
    assert len(told) == count


def test_put_aside_by_the_menu_and_taken_back(centre: NoticeCentre, picture: Picture, qtbot: QtBot) -> None:
    asked: list[tuple[object, ...]] = []
    centre.shelve_requested.connect(lambda *told: asked.append(told))
    centre.unshelve_requested.connect(lambda *told: asked.append(told))
    tools = [tool for tool in centre.findChildren(QToolButton) if tool.isVisible()]
    assert [tool.isEnabled() for tool in tools] == [False, True]  # the red one is never put aside
    menu = shelving_menu(centre, lambda seconds: centre.shelve_requested.emit((NOTICES[1],), seconds))
    menu.popup(centre.mapToGlobal(centre.rect().center()))
    qtbot.keyClick(menu, Qt.Key.Key_2)
    assert asked == [((NOTICES[1],), 900.0)]
    flooded(centre, picture)
    assert centre.aside.text() == "Put aside: 1"
    assert buttons(centre, "Back") == []
    qtbot.mouseClick(centre.aside, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons(centre, "Back")[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(centre.all_back, Qt.MouseButton.LeftButton)
    key = (NoticeKind.LATE, "late")
    assert asked[1:] == [([key],), ([key],)]


def test_the_bar_counts_what_is_aside(bar: TopBar, qtbot: QtBot) -> None:
    aside = bar._buttons["aside"]
    assert not aside.isVisible()
    bar.set_notices(3, True, 12)
    assert aside.isVisible() and aside.text() == "12"
    with qtbot.waitSignal(bar.aside_requested):
        qtbot.mouseClick(aside, Qt.MouseButton.LeftButton)
    bar.set_notices(3, False, 0)
    assert not aside.isVisible()
