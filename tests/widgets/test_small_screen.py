"""What does not fit is scrolled; what fits is given exactly the room there is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QLabel, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from widgets.small_screen import SmallScreen, TallArea

LONG = "a line that wraps again and again when there is little room for it " * 4


class Content(QWidget):
    """Words that wrap above something that would like to be tall and can be low."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel("short")
        self.words.setWordWrap(True)
        self.list = QTextEdit()
        self.list.setMinimumSize(300, 100)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.words)
        box.addWidget(self.list, 1)


def shown(qtbot: QtBot, area: SmallScreen, width: int, height: int) -> SmallScreen:
    qtbot.addWidget(area)
    area.resize(width, height)
    with qtbot.waitExposed(area):
        area.show()
    return area


@pytest.mark.parametrize("text", ["short", LONG])
def test_where_there_is_room_nothing_is_scrolled(qtbot: QtBot, text: str) -> None:
    content = Content()
    content.words.setText(text)
    area = shown(qtbot, SmallScreen(content, QSize(100, 80)), 420, 240)
    qtbot.waitUntil(lambda: content.size() == area.viewport().size() == QSize(420, 240))
    assert not area.verticalScrollBar().isVisible()


def test_words_that_come_take_their_room_from_what_can_be_low(qtbot: QtBot) -> None:
    content = Content()
    area = shown(qtbot, SmallScreen(content, QSize(100, 80)), 420, 300)
    before = content.list.height()
    content.words.setText(LONG)
    qtbot.waitUntil(lambda: content.list.height() < before)
    assert content.size() == area.viewport().size()
    assert content.words.height() >= content.words.heightForWidth(content.words.width())


def test_where_there_is_none_bars_come_and_everything_can_be_reached(qtbot: QtBot) -> None:
    content = Content()
    area = shown(qtbot, SmallScreen(content, QSize(100, 80)), 200, 90)
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible() and area.horizontalScrollBar().isVisible())
    assert content.width() >= 300
    assert content.list.height() >= 100
    area.resize(420, 240)
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    assert content.size() == area.viewport().size()


def test_a_tall_one_is_never_narrower_than_its_content(qtbot: QtBot) -> None:
    content = Content()
    area = TallArea(content)
    assert area.minimumSizeHint().width() > content.minimumSizeHint().width()
    shown(qtbot, area, area.minimumSizeHint().width(), 90)
    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    assert content.width() <= area.viewport().width()
    foot = QFrame()
    foot.setMinimumHeight(20)
    layout = content.layout()
    assert layout is not None
    layout.addWidget(foot)
    foot.show()
    area.reveal(foot)
    assert not foot.visibleRegion().isEmpty()
