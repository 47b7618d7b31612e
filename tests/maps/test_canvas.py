"""The map as a person meets it: real mouse, wheel and key events, and what is drawn."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Changes, Picture
from maps.canvas import MapCanvas
from maps.projection import to_world
from tests.domain.small_city import GRIDS, middle_of
from tests.maps.hand import LEFT, NONE, colours, pixel, pixel_of, pull, shot, wheel
from tests.maps.town import NOW, matter, picture_of

# --- drawing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("zoom", [9.0, 12.0, 14.0, 15.5, 17.5, 19.0])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_drawn_at_every_zoom(canvas: MapCanvas, tokens: Tokens, zoom: float, language: str) -> None:
    canvas.set_tokens(tokens)
    canvas.set_language(language)
    canvas.navigation.centre(*to_world(*middle_of(3)).tolist(), zoom)
    image = shot(canvas)
    assert image.size() == canvas.size() * canvas.devicePixelRatio()
    assert len({image.pixelColor(x, 200).name() for x in range(0, 1200, 2)}) > 5


def test_without_a_city_it_says_what_will_come(qtbot: QtBot) -> None:
    canvas = MapCanvas(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    assert len(colours(canvas.grab().toImage(), QPoint(300, 200), 60)) > 3


@pytest.mark.parametrize(("id_", "severity"), [("red", 1), ("yellow", 3)])
def test_an_incident_shows_its_colour_where_it_is(canvas: MapCanvas, picture: Picture, id_: str, severity: int) -> None:
    assert DARK.severity[severity - 1] in colours(shot(canvas), pixel_of(canvas, picture, id_))


def test_a_lost_link_takes_all_colour_away_and_says_so(canvas: MapCanvas, picture: Picture) -> None:
    canvas.set_link(False, 12.0, NOW - 12.0)
    image = shot(canvas)
    place = pixel_of(canvas, picture, "red")
    seen = [image.pixelColor(place.x() + dx, place.y() + dy) for dx in range(-9, 10) for dy in range(-9, 10)]
    assert all(abs(c.red() - c.green()) <= 1 and abs(c.green() - c.blue()) <= 1 for c in seen)
    assert DARK.warn in colours(image, QPoint(600, 26), 14)
    canvas.set_link(True, 0.3, NOW)
    assert DARK.severity[0] in colours(shot(canvas), place)


def test_zooming_shows_a_scaled_ground_before_the_sharp_one(canvas: MapCanvas) -> None:
    shot(canvas)
    canvas.navigation.zoom(1.0, 600, 200)
    soft = canvas.grab().toImage()
    assert len({soft.pixelColor(x, 200).name() for x in range(0, 1200, 2)}) > 5
    assert shot(canvas) != soft


def test_a_selected_incident_shows_its_way(canvas: MapCanvas, picture: Picture) -> None:
    on_the_way = pixel(canvas, (middle_of(3)[0] + middle_of(4)[0]) / 2, middle_of(3)[1])
    before = colours(shot(canvas), on_the_way, 3)
    canvas.select_incident("going")
    assert DARK.route in colours(shot(canvas), on_the_way, 3) - before


def test_a_broken_route_is_passed_over(canvas: MapCanvas, picture: Picture) -> None:
    going = picture.incidents["going"]
    assert going.assignment is not None
    broken = msgspec.structs.replace(going, assignment=msgspec.structs.replace(going.assignment, route="\x01\x02"))
    canvas.refresh(picture_of(picture.city, [broken]), Changes(reset=True), NOW)
    canvas.select_incident("going")
    shot(canvas)


# --- moving -----------------------------------------------------------------------------------------------------------


def test_the_wheel_zooms_around_the_pointer(canvas: MapCanvas) -> None:
    at = QPoint(300, 120)
    place = canvas.navigation.viewport.to_world((300.0, 120.0))
    zoom = canvas.navigation.viewport.zoom
    wheel(canvas, at, 2)
    assert canvas.navigation.viewport.zoom > zoom
    assert canvas.navigation.viewport.to_pixels(place) == pytest.approx((300, 120), abs=0.01)
    wheel(canvas, at, -2)
    assert canvas.navigation.viewport.zoom == pytest.approx(zoom)


def test_the_left_button_moves_empty_ground(qtbot: QtBot, canvas: MapCanvas) -> None:
    wheel(canvas, QPoint(600, 200), 3)
    empty = pixel(canvas, middle_of(4)[0] - 0.002, middle_of(4)[1] + 0.002)
    place = canvas.navigation.viewport.to_world((float(empty.x()), float(empty.y())))
    qtbot.mousePress(canvas, LEFT, NONE, empty)
    pull(canvas, empty + QPoint(30, 10), empty + QPoint(60, 25))
    qtbot.mouseRelease(canvas, LEFT, NONE, empty + QPoint(60, 25))
    assert canvas.navigation.viewport.to_pixels(place) == pytest.approx((empty.x() + 60, empty.y() + 25), abs=1.0)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (Qt.Key.Key_Left, (-1, 0, 0)),
        (Qt.Key.Key_Right, (1, 0, 0)),
        (Qt.Key.Key_Up, (0, -1, 0)),
        (Qt.Key.Key_Down, (0, 1, 0)),
        (Qt.Key.Key_Plus, (0, 0, 1)),
        (Qt.Key.Key_Minus, (0, 0, -1)),
    ],
)
def test_keys_move_the_map(qtbot: QtBot, canvas: MapCanvas, key: Qt.Key, change: tuple[int, int, int]) -> None:
    wheel(canvas, QPoint(600, 200), 3)
    before = canvas.navigation.viewport
    qtbot.keyClick(canvas, key)
    after = canvas.navigation.viewport
    moved = after.x - before.x, after.y - before.y, after.scale - before.scale
    assert [(step > 1e-12) - (step < -1e-12) for step in moved] == list(change)


def test_a_region_is_shown_and_0_shows_the_whole_city(qtbot: QtBot, canvas: MapCanvas) -> None:
    home = canvas.navigation.viewport
    canvas.show_region(GRIDS[4])
    assert canvas.navigation.viewport.zoom > home.zoom + 0.5
    assert canvas.navigation.viewport.to_pixels(to_world(*middle_of(5))) == pytest.approx((600, 200), abs=2)
    canvas.show_region("no such code")
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.navigation.viewport == home


def test_following_stops_for_a_hand_until_it_is_resumed(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    told: list[bool] = []
    canvas.followed.connect(told.append)
    canvas.select_worker("g2")
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    middle = to_world(*middle_of(2))
    assert canvas.navigation.viewport.to_pixels(middle) == pytest.approx((600, 200), abs=1)
    assert canvas.follow_chip.isVisible()
    wheel(canvas, QPoint(100, 100), -1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert told == [False]
    canvas.refresh(picture, Changes(), NOW + 1)
    assert canvas.navigation.viewport.to_pixels(middle) != pytest.approx((600, 200), abs=1)
    qtbot.mouseClick(canvas.follow_chip, LEFT)
    assert told == [False, True]
    assert canvas.navigation.viewport.to_pixels(middle) == pytest.approx((600, 200), abs=1)
    qtbot.mouseClick(canvas.follow_chip, LEFT)
    assert not canvas.follow_chip.isVisible()


def test_with_nobody_selected_following_says_what_to_do(qtbot: QtBot, canvas: MapCanvas) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.notice == "Select somebody first, on the map or among the people."
    assert not canvas.follow_chip.isVisible()


def test_a_place_outside_the_city_is_told(canvas: MapCanvas) -> None:
    lon, lat = middle_of(5)
    canvas.show_place(lon, lat)
    assert not canvas.notice
    canvas.show_place(lon + 3, lat)
    assert canvas.notice == f"{lon + 3:.6f}, {lat:.6f} WGS-84 lies outside this city."


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_clicking_chooses_what_is_there(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    chosen: list[tuple[str, str]] = []
    canvas.incident_selected.connect(lambda id_: chosen.append(("incident", id_)))
    canvas.worker_selected.connect(lambda id_: chosen.append(("worker", id_)))
    canvas.region_selected.connect(lambda id_: chosen.append(("region", id_)))
    qtbot.mouseClick(canvas, LEFT, NONE, pixel_of(canvas, picture, "yellow"))
    qtbot.mouseClick(canvas, LEFT, NONE, pixel(canvas, *middle_of(3)))
    qtbot.mouseClick(canvas, LEFT, NONE, pixel(canvas, middle_of(3)[0] - 0.003, middle_of(3)[1] - 0.003))
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(3, 3))
    assert chosen == [("incident", "yellow"), ("worker", "g3"), ("region", GRIDS[2])]


def test_the_menu_belongs_to_the_incident(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    asked: list[str] = []
    canvas.menu_requested.connect(lambda id_, place: asked.append(id_))
    place = pixel_of(canvas, picture, "late")
    mouse, key = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
    for reason, where in ((mouse, place), (mouse, QPoint(3, 3)), (key, QPoint(3, 3))):
        QApplication.sendEvent(canvas, QContextMenuEvent(reason, where, canvas.mapToGlobal(where)))
    canvas.select_incident("yellow")
    QApplication.sendEvent(canvas, QContextMenuEvent(key, QPoint(3, 3), canvas.mapToGlobal(QPoint(3, 3))))
    canvas.select_incident("gone")  # closed meanwhile, and still looked at
    qtbot.keyClick(canvas, Qt.Key.Key_M)
    assert asked == ["late", "yellow", "gone"]


def test_it_is_seen_where_the_keyboard_is(qtbot: QtBot, canvas: MapCanvas) -> None:
    def edge() -> QColor:
        return canvas.grab().toImage().pixelColor(0, 200)

    canvas.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    assert edge() == QColor(DARK.selection)
    canvas.clearFocus()
    assert edge() != QColor(DARK.selection)


def test_what_the_pointer_rests_on_is_explained(canvas: MapCanvas, picture: Picture) -> None:
    nasty = matter("nasty", 2, Severity.RED, title="<script>网格</script>")
    canvas.refresh(picture_of(picture.city, [nasty]), Changes(reset=True), NOW)
    texts = [
        canvas.explanation(place)
        for place in (
            pixel_of(canvas, picture, "yellow"),
            pixel(canvas, *middle_of(3)),
            pixel(canvas, middle_of(5)[0] - 0.003, middle_of(5)[1] - 0.003),
        )
    ]
    assert "&lt;script&gt;" in texts[0]
    assert "员g3" in texts[1] and " old" in texts[1]
    canvas.set_link(False, 70.0, NOW)
    assert "Position: of " in canvas.explanation(pixel(canvas, *middle_of(3)))  # how long ago that is nobody knows now
    canvas.set_link(True, 0.0, NOW)
    assert "网格5" in texts[2]
    assert canvas.explanation(QPoint(2, 2)) == ""
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), canvas.mapToGlobal(QPoint(2, 2))))


# --- a filter ---------------------------------------------------------------------------------------------------------


def test_what_is_not_chosen_grows_faint_and_cannot_be_picked(qtbot: QtBot, canvas: MapCanvas, picture: Picture) -> None:
    told: list[str] = []
    canvas.incident_selected.connect(told.append)
    canvas.set_filter({"yellow"})
    image, at = shot(canvas), pixel_of(canvas, picture, "going")
    assert DARK.severity[2] not in colours(image, at)
    assert DARK.severity[2] in colours(image, pixel_of(canvas, picture, "yellow"))
    qtbot.mouseClick(canvas, LEFT, NONE, at)
    assert told == []
    canvas.set_filter(frozenset())
    assert DARK.severity[2] not in colours(shot(canvas), pixel_of(canvas, picture, "yellow"))
    canvas.set_filter(None)
    assert DARK.severity[2] in colours(shot(canvas), at)
    qtbot.mouseClick(canvas, LEFT, NONE, at)
    assert told == ["going"]
