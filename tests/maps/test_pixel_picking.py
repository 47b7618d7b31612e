"""A hundred thousand things on one map: what is picked is what is drawn there, pixel by pixel."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.cameras import Camera, Cameras
from domain.category import Severity
from domain.look import DARK
from domain.messages import Clock, Snapshot
from domain.picture import Changes, Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.shapes import DEGREE
from domain.worker import WorkerState
from maps.marks import REACH
from maps.pointing import INCIDENT_REACH, WORKER_REACH
from maps.presentation import Presentation
from maps.scene import OFF_DUTY
from maps.tools import Tools
from maps.viewport import Viewport
from tests.domain.small_city import SIDE, SOUTH, WEST
from tests.maps.drawing import view_of
from tests.maps.town import NOW, matter, town

WORKERS, INCIDENTS, CAMERAS = 20_000, 5_000, 75_000
#: Degrees that all of them are spread over.
AREA = 0.3
MIDDLE = WEST + 4 * SIDE, SOUTH + SIDE


@pytest.fixture(scope="module")
def picture() -> Picture:
    chance = np.random.default_rng(7)

    def spread(count: int) -> np.ndarray:
        return np.asarray(MIDDLE + chance.uniform(-AREA / 2, AREA / 2, (count, 2)))

    city = town()
    first = city.workers[0]
    workers = [msgspec.structs.replace(first, id=f"w{row}", index=row, shift=(0, 1440)) for row in range(WORKERS)]
    cameras = Cameras.of(
        Camera(f"C{row}", "", lon, lat, "g") for row, (lon, lat) in enumerate(spread(CAMERAS).tolist())
    )
    city = msgspec.structs.replace(city, workers=workers, cameras=cameras)
    base = [matter("one", 1, Severity(severity)) for severity in (1, 2, 3, 4)]
    incidents = [
        msgspec.structs.replace(
            base[row % 4], id=f"i{row}", place=msgspec.structs.replace(base[0].place, lon=lon, lat=lat)
        )
        for row, (lon, lat) in enumerate(spread(INCIDENTS).tolist())
    ]
    picture = Picture(city)
    picture.apply(Snapshot("e", 1, Clock(NOW), incidents, {}, workers))
    states = [WORKER_STATES.index(state) for state in WorkerState]
    lon, lat = (np.rint(axis * DEGREE).astype(np.int32) for axis in spread(WORKERS).T)
    nothing = np.full(WORKERS, 65535, np.uint16)
    picture.apply(
        PositionBlock(
            NOW, np.arange(WORKERS, dtype=np.int32), lon, lat, nothing, nothing, np.zeros(WORKERS, np.uint16),
            chance.choice(states, WORKERS).astype(np.uint8),
        )
    )  # fmt: skip
    return picture


@pytest.fixture
def shown(qtbot: QtBot, picture: Picture) -> Presentation:
    shown = Presentation("zh")
    shown.open(picture.city)
    shown.refresh(picture, Changes(reset=True), NOW)
    return shown


def live(shown: Presentation, viewport: Viewport) -> np.ndarray:
    """The live layers on nothing: blue, green, red, alpha by pixel."""
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        shown.paint(painter, viewport, Tools(DARK, "Noto Sans SC", 1.0), None, None)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[:, : image.width()].astype(int)


def by_hand(shown: Presentation, viewport: Viewport, x: float, y: float) -> tuple[str, str]:
    """What lies under a pixel, looked for one by one in the order in which things lie on each other."""
    marks, crowds, scene = shown.marks(viewport), shown.crowds(viewport), shown.scene
    apart = {int(row): math.dist(viewport.to_pixels(scene.matters.world[row]).tolist(), (x, y)) for row in marks.rows}
    near = [row for row, gap in apart.items() if gap <= INCIDENT_REACH]
    if near:
        return "incident", scene.matters.ids[min(near, key=lambda row: (apart[row], -row))]
    best = ("", "")
    least = (2, math.inf, 0)
    for row, (px, py) in enumerate(viewport.to_pixels(scene.crew.world).tolist()):
        gap = math.hypot(px - x, py - y)
        if gap <= WORKER_REACH and crowds.crowd[row] < 0:
            key = (int(scene.crew.state[row] == OFF_DUTY), gap, -row)
            if key < least:
                least, best = key, ("worker", f"w{row}")
    return best


@pytest.mark.parametrize("zoom", [13.0, 15.7])
def test_what_is_picked_is_what_lies_there(shown: Presentation, zoom: float) -> None:
    viewport = view_of(*MIDDLE, zoom)
    chance = np.random.default_rng(1)
    kinds = set()
    for x, y in chance.uniform((0, 0), (viewport.width, viewport.height), (40, 2)).tolist():
        thing, expected = shown.thing(x, y, viewport), by_hand(shown, viewport, x, y)
        kinds.add(expected[0])
        if expected[0]:
            assert thing is not None
            assert (thing.kind, thing.id) == expected
        else:
            assert thing is None or thing.kind in ("camera", "cameras", "crowd")
    assert {"incident", "worker"} <= kinds


def test_the_colour_under_the_pointer_is_that_of_what_is_picked(shown: Presentation) -> None:
    """In the middle of every sign in view that nothing lies upon."""
    viewport = view_of(*MIDDLE, 15.7)
    pixels, tools, marks = live(shown, viewport), Tools(DARK, "Noto Sans SC", 1.0), shown.marks(viewport)
    places = marks.pixels(shown.scene.matters, viewport)
    seen = 0
    for x, y in np.rint(places).astype(int).tolist():
        if not (20 < x < viewport.width - 20 and 20 < y < viewport.height - 20):
            continue
        assert np.hypot(*(places - (x, y)).T).min() < 1.0
        thing = shown.thing(float(x), float(y), viewport)
        assert thing is not None
        assert thing.kind == "incident"
        row = shown.scene.matters.row[thing.id]
        color = tools.style.severity[int(shown.scene.matters.severity[row]) - 1]
        drawn = pixels[y, x]
        assert drawn[3] == 255
        assert np.abs(drawn[:3] - (color.blue(), color.green(), color.red())).max() < 40
        seen += 1
    assert seen > 3


@pytest.mark.parametrize("zoom", [14.0, 15.7])
def test_nothing_is_drawn_where_nothing_is_picked(shown: Presentation, zoom: float) -> None:
    """A pixel that is wholly covered belongs to a sign; its arc, its number and its name may stand beside the place
    that takes hold of it, so far."""
    viewport = view_of(*MIDDLE, zoom)
    pixels = live(shown, viewport)
    down, right = np.nonzero(pixels[10:-10, 10:-10, 3] == 255)
    chosen = np.random.default_rng(2).choice(len(down), 150, replace=False)
    for x, y in zip((right[chosen] + 10.0).tolist(), (down[chosen] + 10.0).tolist(), strict=True):
        around = [(x + far * math.cos(turn), y + far * math.sin(turn)) for far in (0.0, 5.0, 11.0) for turn in range(6)]
        assert any(shown.thing(px, py, viewport) is not None for px, py in around), (x, y)


@pytest.mark.parametrize("zoom", [10.0, 13.0, 15.7])
def test_a_pile_holds_all_that_stand_under_it(shown: Presentation, zoom: float) -> None:
    """Every incident is in exactly one pile that can be picked, and not farther from it than a sign is wide."""
    viewport = view_of(*MIDDLE, zoom)
    marks, matters = shown.marks(viewport), shown.scene.matters
    assert int(marks.count.sum()) == len(matters) == INCIDENTS
    assert np.isin(marks.leader, marks.rows).all()
    apart = np.hypot(*(matters.world - matters.world[marks.leader]).T) * viewport.scale
    assert apart.max() <= REACH * 2.0**0.125 + 1e-6  # regrouped at every quarter of a zoom level
    listed: list[str] = []
    for row, (x, y) in zip(marks.rows.tolist(), marks.pixels(matters, viewport).tolist(), strict=True):
        if 0 <= x <= viewport.width and 0 <= y <= viewport.height:
            thing = shown.thing(x, y, viewport)
            assert thing is not None
            assert thing.id == matters.ids[row]
            listed += thing.members if len(thing.members) == marks.count[marks.rows.tolist().index(row)] else [thing.id]
    assert len(listed) == len(set(listed))


def test_while_the_map_goes_nearer_signs_keep_their_groups_and_are_picked_as_they_are_drawn(
    shown: Presentation,
) -> None:
    before, after = view_of(*MIDDLE, 15.0), view_of(*MIDDLE, 16.0)
    shown.gather_for(before, moving=False)
    marks = shown.marks(before)
    shown.gather_for(after, moving=True)
    assert shown.marks(after) is marks
    places = marks.pixels(shown.scene.matters, after)
    for row, (x, y) in zip(marks.rows.tolist(), places.tolist(), strict=True):
        if 0 < x < after.width and 0 < y < after.height:
            thing = shown.thing(x, y, after)
            assert thing is not None
            assert (thing.kind, thing.id) == ("incident", shown.scene.matters.ids[row])
    shown.gather_for(after, moving=False)
    fresh = shown.marks(after)
    assert len(fresh.rows) > len(marks.rows)
    assert fresh.count.sum() == marks.count.sum() == INCIDENTS
