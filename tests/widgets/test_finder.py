"""Finding by Chinese, pinyin, initials, code and phone; the palette by keyboard alone."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from domain.cameras import Camera, Cameras
from domain.city import Landmarks, Places
from domain.names import Name
from domain.network import Roads
from domain.overlay import Overlays
from domain.picture import Picture
from domain.region import Level, Region
from domain.shapes import Shapes
from domain.worker import Worker
from tests.widgets.room import room
from widgets.city_entries import sources
from widgets.command_palette import CommandPalette
from widgets.entry import command_entry
from widgets.finder import Finder
from widgets.look import Look
from widgets.phonetics import initials, spelled

COMMANDS = [command_entry("theme", "切换主题"), command_entry("undo", "Undo", "Ctrl+Z")]


@pytest.fixture
def fengcai() -> Picture:
    """The small city with 丰财街道, a worker with a phone, and a camera."""
    picture = room()
    street = Region("320302005", "丰财街道", Level.STREET, "320302", "Fengcai Street")
    box = [[(117.14, 34.20), (117.15, 34.20), (117.15, 34.21), (117.14, 34.21)]]
    nodes = (np.array([[117.15, 34.21], [117.16, 34.21]]) * 1e7).round().astype(np.int32)
    one = np.zeros(1, np.int32)
    roads = Roads(nodes, one, one + 1, one.astype(np.uint8), one.astype(np.uint8), one, ["小河路"])
    geography = msgspec.structs.replace(
        picture.city.geography,
        regions=[*picture.city.geography.regions, street],
        water=Landmarks(Shapes.of([box]), [Name("小河", "Small River")]),
        places=Places(Shapes.of([box]), [Name("市一院")], ["hospital"]),
        roads=roads,
        road_names_en=["River Road"],
    )
    zhang = Worker("w9", 99, "张伟", "grid_worker", ("320302005",), phone="13900001234")
    city = msgspec.structs.replace(
        picture.city,
        geography=geography,
        workers=[*picture.city.workers, zhang],
        cameras=Cameras.of([Camera("CAM-0815", "煤港路东口", 117.2, 34.26, "320302005")]),
    )
    return Picture(city)


def test_an_overlay_grid_is_found_by_code_name_and_sound(fengcai: Picture) -> None:
    geography = fengcai.city.geography
    of_region = np.full((4, len(geography.regions)), -1, np.int32)
    of_region[0, 3] = 0
    street = next(row for row, region in enumerate(geography.regions) if region.code == "320302001")
    one = np.zeros(1, np.int32)
    overlays = Overlays(of_region, one.astype(np.uint8), one + street, one + 7, one - 1)
    picture = Picture(msgspec.structs.replace(fengcai.city, overlays=overlays))
    for needle in ("J320302001007", "街道1第7警格", "police grid 7", "jd1d7jg"):
        assert ("overlay", "0") in find(picture, needle), needle


def find(picture: Picture, needle: str) -> list[tuple[str, str]]:
    finder = Finder()
    for kind, read in sources(picture, "zh").items():
        finder.learn(kind, read())
    return [(entry.kind, entry.id) for entry in finder.find(picture, needle, "zh", COMMANDS, 8)]


def test_how_names_sound() -> None:
    assert initials("丰财街道") == "fcjd"
    assert spelled("丰财街道") == "fengcaijiedao"
    assert initials("A1号") == "a1h"


@pytest.mark.parametrize(
    ("needle", "first"),
    [
        ("丰财", ("region", "320302005")),
        ("fcjd", ("region", "320302005")),
        ("ftjd", ("region", "320302005")),  # one wrong letter is forgiven
        ("fengcai", ("region", "320302005")),
        ("Fengcai", ("region", "320302005")),
        ("320302005", ("region", "320302005")),
        ("张伟", ("worker", "w9")),
        ("zw", ("worker", "w9")),
        ("1390000", ("worker", "w9")),
        ("cam-08", ("camera", "CAM-0815")),
        ("煤港路", ("camera", "CAM-0815")),
        ("qhzt", ("command", "theme")),
        ("小河", ("ground", "117.1500000,34.2000000")),
        ("xhl", ("ground", "117.1550000,34.2100000")),
        ("river road", ("ground", "117.1550000,34.2100000")),
        ("市一院", ("ground", "117.1450000,34.2050000")),
    ],
)
def test_the_best_answer_is_first(fengcai: Picture, needle: str, first: tuple[str, str]) -> None:
    assert find(fengcai, needle)[0] == first


def test_incidents_by_title_and_case(picture: Picture) -> None:
    assert find(picture, "井盖")[0] == ("incident", "red")
    assert find(picture, "c-late") == [("incident", "late")]


def test_nothing_typed_gives_the_commands(picture: Picture) -> None:
    assert find(picture, "  ") == [("command", "theme"), ("command", "undo")]


def test_what_is_nowhere_is_not_found(picture: Picture) -> None:
    assert find(picture, "qqqqqq") == []


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(QLineEdit(objectName="elsewhere"))
    window.resize(800, 600)
    with qtbot.waitExposed(window):
        window.show()
    return window


def learn(palette: CommandPalette, picture: Picture) -> None:
    for kind, read in sources(picture, "zh").items():
        palette.learn(kind, read())


def test_names_may_come_while_somebody_types(qtbot: QtBot, look: Look, window: QWidget, fengcai: Picture) -> None:
    """A large city takes a second to be read: until then it says so, and what is known already is found."""
    palette = CommandPalette(look, window)
    palette.set_commands(COMMANDS)
    palette.forget_names()
    palette.open(fengcai)
    qtbot.keyClicks(palette.field, "fcjd")
    assert palette.found.rowCount() == 0 and "being read" in palette._hint.text()
    palette.field.setText("undo")
    assert palette.found.rowCount() == 1
    palette.field.setText("fcjd")
    learn(palette, fengcai)
    palette.all_learnt()
    entry = palette.found.entry(palette.found.index(0))
    assert entry is not None and entry.id == "320302005" and not palette._hint.isVisible()
    palette.field.setText("qqqqqq")
    assert "Nothing found" in palette._hint.text()
    palette.dismiss()


def test_the_palette_needs_no_mouse(qtbot: QtBot, look: Look, window: QWidget, picture: Picture) -> None:
    elsewhere = window.findChild(QLineEdit, "elsewhere")
    palette = CommandPalette(look, window)
    palette.set_commands(COMMANDS)
    learn(palette, picture)
    told: list[tuple[str, str]] = []
    palette.chosen.connect(lambda *choice: told.append(choice))
    elsewhere.setFocus()
    palette.open(picture)
    assert palette.found.rowCount() == 2
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    palette.open(picture)
    qtbot.keyClicks(palette.field, "yuang3")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    palette.open(picture)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert told == [("command", "undo"), ("worker", "g3")]
    assert not palette.isVisible()


def test_the_palette_says_when_nothing_is_found(qtbot: QtBot, look: Look, window: QWidget, picture: Picture) -> None:
    palette = CommandPalette(look, window)
    palette.open(picture)
    palette.field.setText("qqqqqq")
    assert "Nothing found" in palette._hint.text()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.dismiss()
