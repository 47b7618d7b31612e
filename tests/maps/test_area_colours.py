"""Areas in the colours of a figure, pixel by pixel: each in its colour, edge to edge at every scale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from domain.area_figures import AreaFigure, read_area_figures
from domain.city import City
from domain.indicators import read_indicators
from domain.look import DARK, LIGHT, Tokens
from domain.picture import Changes
from domain.region import Level, Region, RegionTree
from domain.shapes import Shapes
from maps.area_colours import AreaColours, ShownColours, place_of
from maps.canvas import MapCanvas
from maps.ground_content import GroundContent
from maps.ground_view import GroundView
from maps.heat import ShownHeat
from maps.layer_choice import AS_SHIPPED, LayerChoice
from maps.layers import areas
from maps.layers.table import BY_CODE
from maps.lettering import Lettering
from maps.projection import to_world
from maps.style import Style
from maps.terrain import Terrain
from maps.viewport import Viewport
from tests.domain.small_city import middle_of
from tests.maps.patchwork import patchwork
from tests.maps.screen import on_screen
from tests.maps.test_heat import heat_at
from tests.maps.town import NOW, matters, picture_of, town
from tests.seeking import tried

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FIGURES = read_area_figures(
    (RESOURCES / "area_figures.toml").read_bytes(), read_indicators((RESOURCES / "indicators.toml").read_bytes())
)
TREE = RegionTree(town().geography.regions)
DEPTH = np.array([region.level.depth for region in TREE], np.uint8)
OPEN = FIGURES["open"]
#: Only the colours: nothing that lies over them.
BARE = AS_SHIPPED.vary("figures", "open")
for _code, _layer in BY_CODE.items():
    if not _layer.fixed and _code != "figures":
        BARE = BARE.switch(_code, False)


def coloured(figure: AreaFigure, values: list[float]) -> AreaColours:
    """Values of the eight grids; everything above has none."""
    all_values = np.full(len(TREE), np.nan)
    all_values[Level.GRID.depth == DEPTH] = values
    return AreaColours(figure, all_values, DEPTH, NOW)


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def canvas(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[MapCanvas]:
    tokens: Tokens = request.param
    picture = picture_of(town(), [])
    with on_screen(qtbot, MapCanvas(tokens, "en"), picture, 1200, 320) as canvas:
        canvas.setFocus()
        yield canvas


def drawn(canvas: MapCanvas, choice: LayerChoice = BARE) -> QImage:
    canvas.set_layers(choice)
    canvas.grab()
    canvas.finish()
    return canvas.grab().toImage()


def at(canvas: MapCanvas, image: QImage, grid: int) -> QColor:
    """A pixel of a grid without a worker, a park or an estate on it: near its lower edge."""
    viewport = canvas.navigation.viewport
    x, y = viewport.to_pixels(to_world(*middle_of(grid))).tolist()
    side = viewport.to_pixels(to_world(*middle_of(2)))[0] - viewport.to_pixels(to_world(*middle_of(1)))[0]
    ratio = image.devicePixelRatio()
    return image.pixelColor(round((x + side * 0.2) * ratio), round((y + side * 0.45) * ratio))


def test_each_area_has_the_colour_of_its_class(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [0, 1, 0, 2, 3, 5, 8, np.nan]))
    image = drawn(canvas)
    found = [at(canvas, image, grid) for grid in range(1, 8)]
    assert found.pop(2) == found[0]  # of one street: the land below is the same
    assert len({color.name() for color in found}) == 6
    # quiet classes are quiet, abnormal ones strong
    strength = [color.hsvSaturationF() * color.valueF() for color in found]
    assert max(strength[:4]) < min(strength[4:])


def test_without_the_layer_or_without_figures_nothing_is_coloured(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [8] * 8))
    plain = at(canvas, drawn(canvas, BARE.switch("figures", False)), 3)
    assert at(canvas, drawn(canvas), 3) != plain
    canvas.set_colours(None)
    assert at(canvas, drawn(canvas), 3) == plain


def test_the_ground_is_drawn_anew_only_when_a_class_is_another_one(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [3.0] * 8))
    drawn(canvas)
    told: list[int] = []
    canvas._ground.refreshed.connect(lambda: told.append(1))
    canvas.set_colours(coloured(OPEN, [4.0] * 8))  # the class from 3 to 4
    drawn(canvas)
    assert not told
    canvas.set_colours(coloured(OPEN, [4.0] * 7 + [5.0]))
    drawn(canvas)
    assert told


#: Brightness of the sheets the colours are laid on: through colours laid once, both are seen in the same way.
PAPER = QColor("#ffffff")


def city_of(rings: list[np.ndarray], outer: np.ndarray) -> City:
    """A district of these areas, each a grid; a unit is a hundredth of a degree."""
    place = np.array([117.2, 34.25])
    regions = [Region("d", "d", Level.DISTRICT)]
    regions += [Region(f"g{number:04}", "g", Level.GRID, "d") for number in range(len(rings))]
    outlines = Shapes.of([[(ring * 0.01 + place).tolist()] for ring in (outer, *rings)])
    plain = town()
    geography = msgspec.structs.replace(plain.geography, regions=regions, outlines=outlines)
    return msgspec.structs.replace(plain, geography=geography)


def painted(terrain: Terrain, viewport: Viewport, colours: ShownColours, ratio: float) -> np.ndarray:
    """The layer alone on white paper: a number for each pixel's colour."""
    letters = Lettering(Style(DARK, "sans"), ratio)
    size = round(viewport.width * ratio), round(viewport.height * ratio)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    image.setDevicePixelRatio(ratio)
    view = GroundView(terrain, viewport, letters.style, letters, GroundContent(colours=colours))
    with QPainter(image) as painter:
        for _ in areas.paint(painter, view):
            pass
    return np.frombuffer(image.constBits(), np.uint32).reshape(size[1], size[0]).copy()


@tried(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    detail=st.integers(0, 12),
    across=st.floats(1.0, 60.0),
    shift=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
    ratio=st.sampled_from([1.0, 1.5, 2.0, 3.0]),
)
def test_at_every_scale_each_pixel_of_the_city_is_painted_once(
    qtbot: QtBot, seed: int, detail: int, across: float, shift: tuple[float, float], ratio: float
) -> None:
    rings, outer = patchwork(seed, 5, 4, detail)
    terrain = Terrain(city_of(rings, outer))
    west, north, east, south = terrain.bounds
    scale = across * 5 / (east - west)
    middle = (west + east) / 2 + shift[0] / scale, (north + south) / 2 + shift[1] / scale
    viewport = Viewport(*middle, scale, round(across * 6) + 10.0, round(across * 6) + 10.0)
    places = (np.arange(len(rings)) % 7).astype(np.uint8)
    parts = painted(terrain, viewport, ShownColours(Level.GRID, places.tobytes()), ratio)
    whole = painted(terrain, viewport, ShownColours(Level.DISTRICT, bytes([0])), ratio)
    paper = PAPER.rgb()
    once = {
        int(color)
        for place in range(7)
        for color in np.unique(painted(terrain, viewport, ShownColours(Level.DISTRICT, bytes([place])), ratio))
    }
    assert not (parts[whole != paper] == paper).any()  # no gap
    assert {int(color) for color in np.unique(parts)} <= once | {paper}  # nothing twice
    beyond = (parts != paper) & (whole == paper)
    assert beyond.sum() <= 2 + (whole != paper).sum() // 1000  # and as good as nothing beside it


def test_the_tooltip_of_an_area_shows_its_number(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [0, 1, 2, 3, 5, 8, 12, np.nan]))
    canvas.set_layers(BARE)
    x, y = canvas.navigation.viewport.to_pixels(to_world(*middle_of(7))).tolist()
    assert "Open cases: 12 cases" in canvas.explanation(QPoint(round(x + 20), round(y + 24)))
    canvas.set_layers(BARE.switch("figures", False))
    assert "Open cases" not in canvas.explanation(QPoint(round(x + 20), round(y + 24)))


def test_the_tooltip_of_an_area_says_that_there_is_no_data(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [np.nan] * 8))
    canvas.set_layers(BARE)
    x, y = canvas.navigation.viewport.to_pixels(to_world(*middle_of(7))).tolist()
    assert "Open cases: no data" in canvas.explanation(QPoint(round(x + 20), round(y + 24)))


def test_the_legend_names_every_class_and_no_data(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [0] * 8))
    canvas.set_layers(BARE)
    legend = canvas._shown.legend(canvas.navigation.viewport, canvas._dressed().letters)
    assert legend is not None
    assert [words for _, words in legend.rows] == ["≥ 8", "5–7", "3–4", "2", "1", "0", "no data"]
    assert "grid" in legend.notes[0]
    assert "09:10" in legend.notes[1]


@pytest.mark.parametrize("figure", FIGURES.figures, ids=lambda one: one.code)
@pytest.mark.parametrize("level", list(Level))
def test_no_two_classes_share_a_colour_and_the_worst_has_the_last(figure: AreaFigure, level: Level) -> None:
    places = [place_of(figure, number, level) for number in range(len(figure.ranges(level)))]
    assert len(set(places)) == len(places)
    assert max(places) == 6
    assert places == sorted(places, reverse=figure.good == "high")


def test_the_legend_stands_below_the_keys_of_layers(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [0] * 8))
    canvas.set_layers(BARE)
    canvas.grab()
    alone = canvas._legend_corner((100.0, 100.0))
    canvas.set_heat(ShownHeat(heat_at(middle_of(4))))
    canvas.set_layers(BARE.switch("heat", True))
    canvas.grab()
    left, top = canvas._legend_corner((100.0, 100.0))
    assert left == alone[0] and top > alone[1] + 40


def test_a_key_goes_through_the_figures_and_back_to_none(canvas: MapCanvas, qtbot: QtBot) -> None:
    codes = [figure.code for figure in FIGURES.figures]
    canvas.offer("figures", [(figure.code, figure.name.en) for figure in FIGURES.figures])
    canvas.set_layers(AS_SHIPPED)
    seen = []
    for _ in range(len(codes) + 1):
        qtbot.keyClick(canvas, Qt.Key.Key_G)
        seen.append(canvas.layers.variant("figures") if canvas.layers.shows(BY_CODE["figures"]) else "")
    assert seen == [*codes, ""]
    qtbot.keyClick(canvas, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.layers.variant("figures") == codes[-1]


def test_the_sheet_offers_the_figures_and_choosing_one_shows_it(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.resize(1200, 700)
    canvas.offer("figures", [(figure.code, figure.name.en) for figure in FIGURES.figures])
    canvas.set_layers(AS_SHIPPED)
    canvas.turn_layers()
    box = canvas.sheet.variants["figures"]
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    box.activated.emit(box.currentIndex())
    assert canvas.layers.shows(BY_CODE["figures"])
    assert canvas.layers.variant("figures") == box.currentData() == FIGURES.figures[1].code
    assert canvas.sheet.rows["figures"].tick.isChecked()


def test_a_ground_with_colours_is_not_kept_for_the_next_start(canvas: MapCanvas) -> None:
    viewport = canvas.navigation.viewport
    assert canvas._shown.content(viewport).lasting is not None
    canvas.set_colours(coloured(OPEN, [1] * 8))
    canvas.set_layers(BARE)
    assert canvas._shown.content(viewport).lasting is None


def test_another_city_forgets_the_colours(canvas: MapCanvas) -> None:
    canvas.set_colours(coloured(OPEN, [1] * 8))
    canvas.open_city(msgspec.structs.replace(town(), code="other"))
    canvas.refresh(picture_of(town(), matters()), Changes(reset=True), NOW)
    assert canvas._shown.colours is None
