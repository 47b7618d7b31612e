"""The sheet of settings: it shows what it is told, asks for what is touched, and changes nothing by itself."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.room import told_by
from widgets.look import Look
from widgets.settings_sheet import SOUNDS, SettingsSheet, SettingsShown

SHOWN = SettingsShown(
    "en", "dark", 150, 100, False, 40, frozenset({"new-blue"}), True, (("gulou", "Gulou"), ("nanjing", "Nanjing")),
    "nanjing", "gulou", "/data", "/data/crashes",
)  # fmt: skip
SIGNALS = (
    "language_chosen", "theme_chosen", "scale_chosen", "muted_chosen", "volume_chosen", "sound_chosen", "sound_tried",
    "city_chosen", "folder_opened", "layout_reset_requested", "tour_requested",
)  # fmt: skip


@pytest.fixture
def sheet(window: QWidget, look: Look) -> SettingsSheet:
    sheet = SettingsSheet(look, window)
    sheet.open_with(SHOWN)
    return sheet


@pytest.fixture
def asked(sheet: SettingsSheet) -> list[tuple[Any, ...]]:
    return told_by(sheet, *SIGNALS)


def test_it_shows_how_everything_is_set(sheet: SettingsSheet) -> None:
    assert sheet.languages["en"].isChecked() and sheet.themes["dark"].isChecked()
    assert (sheet.scales.currentData(), sheet.volume.value(), sheet.cities.currentData()) == (150, 40, "nanjing")
    assert [name for name, box in sheet.sounds.items() if not box.isChecked()] == ["new-blue"]
    assert "next start" in sheet.scale_note.text() and "100 %" in sheet.scale_note.text()
    assert "next start" in sheet.city_note.text()
    sheet.show_settings(msgspec.structs.replace(SHOWN, scale=100, city="gulou", audible=False))
    assert (sheet.scale_note.text(), sheet.city_note.text()) == ("", "")
    assert "no loudspeaker" in sheet.sound_note.text()
    sheet.show_settings(msgspec.structs.replace(SHOWN, scale=110))
    assert sheet.scales.currentText() == "110 %"


def test_it_asks_for_what_is_touched_and_for_nothing_else(sheet: SettingsSheet, asked: list[tuple[Any, ...]]) -> None:
    sheet.show_settings(msgspec.structs.replace(SHOWN, volume=80))
    assert asked == []
    sheet.languages["zh"].click()
    sheet.themes["light"].click()
    sheet.scales.activated.emit(5)
    sheet.mute.click()
    sheet.volume.setValue(20)
    sheet.sounds["new-red"].click()
    sheet.sounds["new-blue"].click()
    sheet.tries["overdue"].click()
    sheet.cities.activated.emit(0)
    sheet.data.click()
    sheet.crashes.click()
    sheet.reset.click()
    sheet.tour.click()
    assert asked == [
        ("language_chosen", "zh"), ("theme_chosen", "light"), ("scale_chosen", 250), ("muted_chosen", True),
        ("volume_chosen", 20), ("sound_chosen", "new-red", False), ("sound_chosen", "new-blue", True),
        ("sound_tried", "overdue"), ("city_chosen", "gulou"), ("folder_opened", "/data"),
        ("folder_opened", "/data/crashes"), ("layout_reset_requested",), ("tour_requested",),
    ]  # fmt: skip
    assert not sheet.isVisible()  # the tour needs the room


def test_tab_leads_through_all_of_it_and_esc_closes(qtbot: QtBot, sheet: SettingsSheet, window: QWidget) -> None:
    window.resize(700, 330)  # everything three times as large
    assert window.rect().contains(sheet.sheet.geometry())
    everything = {
        *sheet.languages.values(), *sheet.themes.values(), sheet.scales, sheet.mute, sheet.volume,
        *sheet.sounds.values(), *sheet.tries.values(), sheet.cities, sheet.reset, sheet.data, sheet.crashes, sheet.tour,
    }  # fmt: skip
    seen: set[QWidget] = set()
    view = sheet.findChildren(QScrollArea)[0].viewport()
    for _ in range(2 * len(everything)):
        focus = window.focusWidget()
        assert focus is not None
        if focus in everything:
            assert view.rect().contains(focus.mapTo(view, focus.rect().center())), focus.accessibleName()
        seen.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    # of buttons that exclude each other Tab stops at the chosen one, the arrows lead on
    assert everything - seen == {sheet.languages["zh"], sheet.themes["light"]}
    focus = window.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_everything_has_a_name_for_who_does_not_see_it(sheet: SettingsSheet) -> None:
    parts = [sheet.scales, sheet.volume, sheet.cities, *sheet.tries.values()]
    assert all(part.accessibleName() for part in parts)
    assert all(box.text() for box in sheet.sounds.values())
    assert len(sheet.sounds) == len(SOUNDS)


def test_the_language_changes_while_it_is_open(sheet: SettingsSheet, chinese: None, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: sheet.mute.text() == "全部静音")
    assert sheet.isVisible()
    assert sheet.themes["light"].text() == "浅色"
