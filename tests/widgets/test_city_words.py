"""What a city says of itself has names in both languages, and is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from backend.cityprofile import RESOURCES, load_profile, profiles
from tests.domain.small_city import small_city
from widgets.city_sheet import CitySheet
from widgets.city_words import figure_name, figure_value
from widgets.look import Look


def _keys() -> set[str]:
    return {key for city in profiles() for key in load_profile(city).figures}


def test_every_figure_of_every_city_has_a_name_of_its_own(qtbot: QtBot) -> None:
    names = {key: figure_name(key) for key in _keys()}
    assert all(name != key.replace("_", " ") for key, name in names.items())
    assert len(set(names.values())) == len(names)
    assert figure_name("new_figure") == "new figure"


def test_the_names_are_there_in_chinese(qtbot: QtBot) -> None:
    english = {key: figure_name(key) for key in _keys()}
    translator = QTranslator()
    assert translator.load(str(RESOURCES / "translations" / "zh.qm"))
    QCoreApplication.installTranslator(translator)
    try:
        for key, name in english.items():
            chinese = figure_name(key)
            assert chinese != name
            assert any("一" <= sign <= "鿿" for sign in chinese)
    finally:
        QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [("residents", 1_245_294, "1,245,294"), ("satisfaction", 0.986, "98.6 %"), ("settled_share", 0.86, "86 %"),
     ("scan_minutes", 3.0, "3"), ("odd", 2.5, "2.5")],
)  # fmt: skip
def test_figures_are_written_as_people_write_them(key: str, value: float, shown: str) -> None:
    assert figure_value(key, value) == shown


def test_the_sheet_shows_them_all_and_again_for_another_city(qtbot: QtBot, look: Look) -> None:
    window = QWidget()
    window.resize(1000, 640)
    qtbot.addWidget(window)
    window.show()
    sheet, city = CitySheet(look, window), small_city()
    for name in ("hechuan", "tongzhou"):
        city.figures = load_profile(name).figures
        sheet.open_with(city)
        qtbot.waitUntil(lambda: len(sheet.findChildren(QLabel)) == 2 + 2 * len(city.figures))
        told = {label.text() for label in sheet.findChildren(QLabel)}
        assert {figure_value(key, value) for key, value in city.figures.items()} <= told
        assert window.rect().contains(sheet.sheet.geometry())
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
