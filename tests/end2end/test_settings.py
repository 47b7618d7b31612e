"""Settings on a real desk: by key, at once where that can be, and kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.preferences import PreferenceFile
from tests.end2end.open_desk import OpenDesk


def test_everything_is_set_from_one_sheet_and_kept(desk: OpenDesk, data: Path) -> None:
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    sheet = desk.room.settings.sheet
    desk.until(sheet.isVisible)
    sheet.languages["en"].click()
    desk.until(lambda: desk.views.look.language == "en" and sheet.languages["en"].isChecked())
    assert sheet.isVisible()  # what it changes does not close it
    sheet.themes["light"].click()
    assert not desk.views.look.tokens.dark
    sheet.mute.click()
    assert desk.views.top_bar.muted
    desk.views.top_bar.set_muted(False)  # by hand in the bar: the sheet follows
    assert not sheet.mute.isChecked()
    sheet.volume.setValue(15)
    sheet.sounds["new-yellow"].click()
    sheet.scales.activated.emit(sheet.scales.findData(200))
    sheet.cities.activated.emit(sheet.cities.findData("nanjing"))
    kept = PreferenceFile(data).now
    assert (kept.scale, kept.city, kept.volume, kept.silent) == (200, "nanjing", 15, {"new-yellow"})
    assert "next start" in sheet.scale_note.text()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    desk.until(sheet.isVisible)
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: not sheet.isVisible())
