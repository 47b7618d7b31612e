"""The panel behind Ctrl+S: what is chosen, what is asked for, what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from widgets.look import Look
from widgets.snapshot_bar import SnapshotBar
from widgets.snapshot_choice import FORMATS, SIZES, SnapshotChoice


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[QWidget]:
    room = QWidget()
    room.resize(1280, 800)
    QLineEdit(room).setObjectName("work")
    qtbot.addWidget(room)
    with qtbot.waitExposed(room):
        room.show()
    yield room


@pytest.fixture
def bar(look: Look, room: QWidget) -> SnapshotBar:
    return SnapshotBar(look, room, "/somewhere")


def test_what_is_chosen(bar: SnapshotBar, qtbot: QtBot) -> None:
    first = bar.choice()
    assert (first.formats, first.theme, first.view, first.folder) == (("pdf",), "light", False, "/somewhere")
    with qtbot.waitSignals([bar.changed] * 4):
        bar.formats["png"].click()
        bar.pixels.setCurrentIndex(list(SIZES).index("a3"))
        bar.extent.setCurrentIndex(1)
        bar.people.click()
    chosen = bar.choice()
    assert chosen.formats == ("png", "pdf")
    assert (chosen.size, chosen.view, chosen.people, chosen.details) == ("a3", True, False, True)


def test_the_choice_of_last_time(bar: SnapshotBar, look: Look, room: QWidget) -> None:
    chosen = SnapshotChoice(("png", "xlsx"), "a3", "dark", True, True, False, False, "/elsewhere", plain=True)
    bar.restore(chosen)
    assert bar.choice() == chosen
    another = SnapshotBar(look, room, "/somewhere")
    another.restore(SnapshotChoice(("pdf", "docx"), "poster", "light"))
    assert another.choice() == SnapshotChoice(("pdf",), "screen", "light", folder="/somewhere")


def test_what_is_chosen_on_the_desk_can_be_all_there_is(bar: SnapshotBar) -> None:
    assert bar.cases.itemText(1) == "Only what is chosen on the desk (nothing now)"
    bar.cases.setCurrentIndex(1)
    bar.show_chosen("Fengcai Street")
    assert bar.cases.itemText(1) == bar.cases.toolTip() == "Only what is chosen: Fengcai Street"
    assert bar.choice().part


def test_what_the_ground_of_the_desks_map_shows_can_be_left_here(bar: SnapshotBar, qtbot: QtBot) -> None:
    assert bar.ground.itemText(0) == "Desk's map (the city's own ground now)"
    assert not bar.choice().plain
    bar.show_ground("Risk index")
    assert bar.ground.itemText(0) == bar.ground.toolTip() == "Desk's map: Risk index"
    with qtbot.waitSignal(bar.changed):
        bar.ground.setCurrentIndex(1)
    assert bar.choice().plain


def test_nothing_chosen_is_nothing_to_export(bar: SnapshotBar) -> None:
    assert not bar.pixels.isEnabled(), "only a picture has a size"
    bar.formats["pdf"].click()
    assert not bar.export.isEnabled()
    bar.formats["png"].click()
    assert bar.export.isEnabled() and bar.pixels.isEnabled()


def test_by_key(bar: SnapshotBar, room: QWidget, qtbot: QtBot) -> None:
    work = room.findChild(QLineEdit, "work")
    assert isinstance(work, QLineEdit)
    room.activateWindow()
    work.setFocus()
    qtbot.waitUntil(work.hasFocus)
    bar.open()
    with qtbot.waitSignal(bar.export_requested):
        qtbot.keyClick(bar.export, Qt.Key.Key_Return)
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert work.hasFocus(), "the keys go back to the work"


def test_how_far_it_is_and_what_came_of_it(bar: SnapshotBar, qtbot: QtBot, tmp_path: Path) -> None:
    bar.open()
    bar.show_progress(0.0, "open", 2)
    assert bar.cancel.isVisible() and not bar.export.isVisible()
    assert not bar.formats["pdf"].isEnabled()
    bar.show_progress(0.5, "map", 2)
    assert (bar.progress.value(), bar.step.text()) == (250, "Drawing the map")
    bar.show_written(str(tmp_path / "a.png"), 1_234_567)
    bar.show_progress(0.5, "pages", 1)
    assert bar.progress.value() == 750
    bar.show_failed("There is no room. <b>Make</b> room.")
    bar.show_done()
    assert bar.texts == ["a.png", "There is no room. <b>Make</b> room."]
    assert bar.export.isVisible() and not bar.cancel.isVisible()
    opened = [one for one in bar.results.findChildren(QToolButton) if one.accessibleName().startswith("Open: ")]
    with qtbot.waitSignal(bar.open_requested) as asked:
        opened[0].click()
    assert asked.args == [str(tmp_path / "a.png")]
    bar.show_progress(0.0, "open", 1)
    assert bar.texts == [], "the results of the last time are gone"
    with qtbot.waitSignal(bar.cancel_requested):
        bar.cancel.click()
    bar.show_cancelled()
    assert bar.texts == ["Cancelled; nothing was written."]


def test_long_results_do_not_squeeze_what_is_above_them(bar: SnapshotBar, qtbot: QtBot) -> None:
    bar.open()
    button = bar.formats["png"]
    qtbot.waitUntil(lambda: button.height() >= button.sizeHint().height())
    bar.show_written("/somewhere/a.png", 1000)
    bar.show_missing("The city's own ground is shown instead of the base map Town, which could not be had. " * 3)
    assert bar.texts[-1].startswith("The city's own ground")
    before = len(bar.texts)
    bar.show_missing(bar.texts[-1])
    assert len(bar.texts) == before, "what several files lack is said once"
    last = bar.results.findChildren(QLabel, "result")[-1]
    qtbot.waitUntil(lambda: last.height() >= last.heightForWidth(last.width()))
    assert button.height() >= button.sizeHint().height()
    assert bar.geometry().bottom() <= bar.parentWidget().height()  # type: ignore[union-attr]


def test_it_speaks_chinese(bar: SnapshotBar, chinese: None) -> None:
    QApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))
    labels = {label.text() for label in bar.findChildren(QLabel)}
    assert {"导出态势", "图片", "地图", "外观", "包含", "文件夹"} <= labels
    assert bar.export.text() == "导出"
    assert bar.pixels.itemText(0) == "屏幕 1920 × 1080"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_and_all_has_a_name(bar: SnapshotBar, language: str, request: pytest.FixtureRequest) -> None:
    if language == "zh":
        request.getfixturevalue("chinese")
        QApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))
    bar.open()
    for ending in FORMATS:
        button = bar.formats[ending]
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width() - 6, ending
        assert button.accessibleName()
    for label in (*bar._labels.values(), bar.title):
        assert label.sizeHint().width() <= label.width() or label.wordWrap() or not label.text()
    boxes = (bar.pixels, bar.extent, bar.ground, bar.cases, bar.colours)
    for widget in (*boxes, bar.folder, bar.browse, bar.close_button):
        assert widget.accessibleName()
