"""The sheet of base maps: it shows what it is told, asks for what is touched, and changes nothing by itself."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.room import told_by
from widgets.base_lines import BaseLine, BasesShown, BaseWish
from widgets.base_sheet import BaseSheet
from widgets.look import Look

SHOWN = BasesShown(
    (
        BaseLine("", "The city's own ground", "always there"),
        BaseLine("f1", "Town", "/a/very/long/way/to/a/file/that/lies/somewhere/town.pmtiles", own=True),
        BaseLine("tianditu-map", "Tianditu map", "t.tianditu.gov.cn", "tianditu.gov.cn"),
    ),
    "f1", "© Survey",
)  # fmt: skip


@pytest.fixture
def sheet(window: QWidget, look: Look) -> BaseSheet:
    sheet = BaseSheet(look, window)
    sheet.open_with(SHOWN)
    return sheet


@pytest.fixture
def asked(sheet: BaseSheet) -> list[tuple[Any, ...]]:
    return told_by(sheet, "chosen", "add_requested", "key_given", "forget_requested")


def test_it_shows_what_there_is_and_what_is_shown(sheet: BaseSheet) -> None:
    texts = [sheet.list.item(row).text() for row in range(sheet.list.count())]
    assert [text[0] for text in texts] == ["○", "●", "○"]
    assert "town.pmtiles" in texts[1] and "…" in texts[1]
    assert sheet.list.currentRow() == 1
    assert sheet.list.hasFocus()
    assert sheet.state.text() == "© Survey"


def test_keys_and_clicks_choose(sheet: BaseSheet, qtbot: QtBot, asked: list[tuple[Any, ...]]) -> None:
    qtbot.keyClick(sheet.list, Qt.Key.Key_Up)
    qtbot.keyClick(sheet.list, Qt.Key.Key_Return)
    place = sheet.list.visualItemRect(sheet.list.item(2)).center()
    qtbot.mouseClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("chosen", ""), ("chosen", "tianditu-map")]
    sheet.show_bases(msgspec.structs.replace(SHOWN, chosen="tianditu-map", state="No key.", trouble=True))
    assert sheet.list.item(2).text().startswith("●")
    assert sheet.list.currentRow() == 2
    assert sheet.state.text() == "No key."


def test_a_key_is_asked_for_only_where_one_is_needed(
    sheet: BaseSheet, qtbot: QtBot, asked: list[tuple[Any, ...]]
) -> None:
    assert not sheet.own_key.isVisible()
    sheet.list.setCurrentRow(2)
    assert sheet.own_key.isVisible()
    assert "tianditu.gov.cn" in sheet.key_for.text()
    qtbot.mouseClick(sheet.keep_key, Qt.MouseButton.LeftButton)  # nothing is given yet
    qtbot.keyClicks(sheet.own_key, "5f0e")
    qtbot.keyClick(sheet.own_key, Qt.Key.Key_Return)
    assert asked == [("key_given", "tianditu-map", "5f0e")]
    assert sheet.own_key.text() == ""  # it stays on no screen


def test_only_what_was_added_can_be_taken_out(sheet: BaseSheet, qtbot: QtBot, asked: list[tuple[Any, ...]]) -> None:
    assert sheet.forget.isEnabled()
    qtbot.keyClick(sheet.list, Qt.Key.Key_Delete)
    sheet.list.setCurrentRow(0)
    assert not sheet.forget.isEnabled()
    qtbot.keyClick(sheet.list, Qt.Key.Key_Delete)
    assert asked == [("forget_requested", "f1")]


def test_a_server_is_added(sheet: BaseSheet, qtbot: QtBot, asked: list[tuple[Any, ...]]) -> None:
    qtbot.keyClicks(sheet.text, "https://x/{z}/{x}/{y}.png")
    qtbot.keyClicks(sheet.name, "Survey")
    qtbot.keyClicks(sheet.key, "k")
    sheet.datums.setCurrentIndex(1)
    sheet.looks.setCurrentIndex(2)
    qtbot.mouseClick(sheet.add, Qt.MouseButton.LeftButton)
    assert asked == [("add_requested", BaseWish("https://x/{z}/{x}/{y}.png", "Survey", "k", "gcj02", "photo"))]
    assert not sheet.add.isEnabled()  # it is being tried
    sheet.show_answer("It cannot be reached.", trouble=True)
    assert sheet.add.isEnabled()
    assert sheet.text.text()  # to be mended, not written again
    sheet.show_added()
    assert not sheet.text.text() and not sheet.key.text()


def test_nothing_is_not_added(sheet: BaseSheet, qtbot: QtBot, asked: list[tuple[Any, ...]]) -> None:
    qtbot.mouseClick(sheet.add, Qt.MouseButton.LeftButton)
    assert asked == []
    assert sheet.answer.text()


def test_a_file_is_dropped(sheet: BaseSheet, asked: list[tuple[Any, ...]]) -> None:
    parcel = QMimeData()
    parcel.setUrls([QUrl.fromLocalFile("/maps/town.mbtiles")])
    middle, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(middle, copy, parcel, left, none)
    QApplication.sendEvent(sheet, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(sheet, QDropEvent(QPointF(middle), copy, parcel, left, none))
    assert asked == [("add_requested", BaseWish("/maps/town.mbtiles"))]


def test_it_fits_a_small_window_and_every_field_has_a_name(sheet: BaseSheet, window: QWidget) -> None:
    window.resize(700, 620)
    QApplication.processEvents()
    sheet.list.setCurrentRow(2)
    assert window.rect().contains(sheet.sheet.geometry())
    for field in (sheet.list, sheet.own_key, sheet.text, sheet.name, sheet.key, sheet.datums, sheet.looks):
        assert field.accessibleName()
    assert sheet.key.echoMode() != sheet.text.echoMode()
