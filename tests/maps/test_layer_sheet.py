"""The sheet of layers under a real hand and real keys: what is asked for there is what the map shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.canvas import MapCanvas
from maps.layer_choice import AS_SHIPPED, FAINTEST, LayerChoice
from maps.layers.table import BY_CODE, GROUND_LAYERS, LIVE_LAYERS
from tests.maps.hand import pull
from tests.maps.screen import on_screen
from tests.maps.town import matters, picture_of, town

LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    picture = picture_of(town(), matters())
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 900) as canvas:
        canvas.activateWindow()
        canvas.setFocus()
        yield canvas


def opened(canvas: MapCanvas, qtbot: QtBot) -> MapCanvas:
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    assert canvas.sheet.isVisible()
    return canvas


GROUND = {layer.code for layer in GROUND_LAYERS}


def ground(canvas: MapCanvas) -> list[str]:
    """The layers of the ground that have something to show and may be moved, from the lowest to the highest."""
    arranged = canvas.layers.arranged(GROUND_LAYERS)
    return [layer.code for layer in arranged if not layer.fixed and layer.code != "tiles"]


def layers_button(canvas: MapCanvas) -> QToolButton:
    return next(one for one in canvas.findChildren(QToolButton) if "L" in one.accessibleName())


def test_key_and_button_open_the_sheet_and_put_it_away(canvas: MapCanvas, qtbot: QtBot) -> None:
    opened(canvas, qtbot)
    qtbot.mouseClick(layers_button(canvas), LEFT)
    assert not canvas.sheet.isVisible()
    qtbot.mouseClick(layers_button(canvas), LEFT)
    assert canvas.sheet.isVisible()
    qtbot.keyClick(canvas.sheet.rows["roads"].tick, Qt.Key.Key_Escape)
    assert not canvas.sheet.isVisible()
    qtbot.waitUntil(canvas.hasFocus)  # the screen may still be making the window the active one


def test_the_sheet_has_every_layer_that_may_be_changed_as_they_lie(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    assert sorted([*sheet.codes, "tiles"]) == sorted(code for code, layer in BY_CODE.items() if not layer.fixed)
    drawn = [layer.code for band in (GROUND_LAYERS, LIVE_LAYERS) for layer in canvas.layers.arranged(band)]
    assert sheet.codes == [code for code in reversed(drawn) if code in sheet.codes]
    tops = [sheet.rows[code].mapTo(sheet, QPoint(0, 0)).y() for code in sheet.codes]
    assert tops == sorted(tops)
    assert all(row.tick.accessibleName() and row.strength.accessibleName() for row in sheet.rows.values())


def test_the_sheet_lies_within_the_map_whatever_its_size(canvas: MapCanvas, qtbot: QtBot) -> None:
    opened(canvas, qtbot)
    for width, height in ((1200, 900), (500, 300), (240, 180)):
        canvas.resize(width, height)
        QApplication.processEvents()
        assert canvas.rect().contains(canvas.sheet.geometry())


def test_a_tick_switches_the_layer(canvas: MapCanvas, qtbot: QtBot) -> None:
    row = opened(canvas, qtbot).sheet.rows["roads"]
    qtbot.mouseClick(row.tick, LEFT, NONE, QPoint(6, row.tick.height() // 2))
    assert not canvas.layers.shows(BY_CODE["roads"])
    assert not row.strength.isEnabled()
    qtbot.keyClick(row.tick, Qt.Key.Key_Space)
    assert canvas.layers.shows(BY_CODE["roads"])


def test_arrows_dim_and_walk(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    row = sheet.rows["roads"]
    row.tick.setFocus()
    for _ in range(3):
        qtbot.keyClick(row.tick, Qt.Key.Key_Left)
    assert canvas.layers.strength(BY_CODE["roads"]) == pytest.approx(0.7)
    for _ in range(9):
        qtbot.keyClick(row.tick, Qt.Key.Key_Left)
    assert canvas.layers.strength(BY_CODE["roads"]) == pytest.approx(FAINTEST)
    below = sheet.codes[sheet.codes.index("roads") + 1]
    qtbot.keyClick(row.tick, Qt.Key.Key_Down)
    assert sheet.rows[below].tick.hasFocus()


def test_alt_and_arrow_change_the_order(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    before = ground(canvas)
    qtbot.keyClick(sheet.rows["roads"].tick, Qt.Key.Key_Down, ALT)
    after = ground(canvas)
    lower = before[before.index("roads") - 1]
    assert after.index("roads") == after.index(lower) - 1
    qtbot.keyClick(sheet.rows["roads"].strength, Qt.Key.Key_Up, ALT)
    assert ground(canvas) == before


def test_a_row_is_dragged_past_others_by_its_grip(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    row = sheet.rows["roads"]
    place = sheet.codes.index("roads")
    step = row.height()
    qtbot.mousePress(row.grip, LEFT, NONE, row.grip.rect().center())
    start = row.grip.mapTo(sheet, row.grip.rect().center())
    for moved in range(4, 2 * step + 5, 4):  # two rows down, seen from the sheet
        at = row.grip.mapFrom(sheet, start + QPoint(0, moved))
        pull(row.grip, at)
        QApplication.processEvents()
    qtbot.mouseRelease(row.grip, LEFT, NONE, row.grip.mapFrom(sheet, start + QPoint(0, 2 * step)))
    assert sheet.codes.index("roads") == place + 2
    assert ground(canvas)[::-1] == [code for code in sheet.codes if code in GROUND]


def test_a_layer_goes_anywhere_in_its_band_and_the_sheet_says_why_no_further(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    highest = next(place for place, code in enumerate(sheet.codes) if code in GROUND)
    for _ in range(sheet.codes.index("water") - highest):
        qtbot.keyClick(sheet.rows["water"].tick, Qt.Key.Key_Up, ALT)
        assert sheet.note.isHidden()
    assert sheet.codes[highest] == ground(canvas)[-1] == "water"
    qtbot.keyClick(sheet.rows["water"].tick, Qt.Key.Key_Up, ALT)
    assert sheet.codes[highest] == "water"
    assert sheet.note.isVisible() and BY_CODE["water"].title in sheet.note.text() and "over it" in sheet.note.text()
    qtbot.keyClick(sheet.rows["water"].tick, Qt.Key.Key_Down, ALT)
    assert sheet.note.isHidden()
    lowest = sheet.codes[highest - 1]
    qtbot.keyClick(sheet.rows[lowest].tick, Qt.Key.Key_Down, ALT)
    assert BY_CODE[lowest].title in sheet.note.text() and "always lies over the ground" in sheet.note.text()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    sheet.put_away()
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    assert sheet.note.isHidden()


def test_everything_comes_back_as_shipped(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    assert not sheet.shipped.isEnabled()
    qtbot.keyClick(sheet.rows["water"].tick, Qt.Key.Key_Space)
    qtbot.mouseClick(sheet.shipped, LEFT)
    assert canvas.layers == AS_SHIPPED
    assert sheet.rows["water"].tick.isChecked()


def test_whether_signs_walk_is_a_choice_like_the_others(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    assert sheet.smooth.isChecked() and sheet.smooth.accessibleName() and "never beyond" in sheet.smooth.toolTip()
    qtbot.mouseClick(sheet.smooth, LEFT, NONE, QPoint(60, sheet.smooth.height() // 2))
    assert not canvas.layers.smooth
    assert LayerChoice.of(canvas.layers.state()) == canvas.layers
    qtbot.keyClick(sheet.smooth, Qt.Key.Key_Space)
    assert canvas.layers == AS_SHIPPED
    canvas.set_layers(AS_SHIPPED.walk(False))
    assert not sheet.smooth.isChecked() and sheet.shipped.isEnabled()


def test_a_hand_on_the_sheet_does_not_move_the_map(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    before = canvas.navigation.viewport
    qtbot.mousePress(sheet, LEFT, NONE, QPoint(8, 12))
    pull(sheet, QPoint(60, 60))
    qtbot.mouseRelease(sheet, LEFT, NONE, QPoint(60, 60))
    qtbot.keyClick(sheet.rows["roads"].tick, Qt.Key.Key_0)
    assert canvas.navigation.viewport == before


def test_the_sheet_shows_what_was_chosen_elsewhere(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    canvas.set_layers(AS_SHIPPED.switch("water", False).dim("parks", 0.4))
    assert not sheet.rows["water"].tick.isChecked()
    assert sheet.rows["parks"].strength.value() == 40


def test_another_language_names_everything_anew(canvas: MapCanvas, qtbot: QtBot) -> None:
    sheet = opened(canvas, qtbot).sheet
    QApplication.sendEvent(sheet, QEvent(QEvent.Type.LanguageChange))
    assert all(sheet.rows[code].tick.text() == BY_CODE[code].title for code in sheet.codes)
