"""Signs and words stand out from whatever colour the area below them has: measured on drawn pixels with the contrast
ratio of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), 3 for signs and 4.5 for words."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from domain.area_figures import MOST_ABNORMAL, MOST_USUAL
from domain.category import Severity
from domain.look import DARK, LIGHT, Tokens
from domain.positions import WORKER_STATES
from domain.region import Level
from domain.worker import WorkerState
from maps.area_colours import ShownColours
from maps.layers import areas, incidents, labels
from maps.lettering import Lettering
from maps.marks import Gathering
from maps.sprites import RADII, draw_worker
from maps.style import Style
from tests.domain.small_city import middle_of
from tests.maps.drawing import draw, draw_ground, frame_of, view_of
from tests.maps.town import matter, picture_of, town

#: Every class of areas, the best first.
CLASSES = range(MOST_USUAL + MOST_ABNORMAL)
ON_DUTY = (WorkerState.FREE, WorkerState.HEADING, WorkerState.ON_SCENE, WorkerState.BUSY, WorkerState.RESTING)


def contrast(one: np.ndarray | QColor, other: np.ndarray | QColor) -> float:
    """Of two colours, 1..21."""

    def luminance(color: np.ndarray | QColor) -> float:
        parts = color.getRgb()[:3] if isinstance(color, QColor) else color
        linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(np.dot((0.2126, 0.7152, 0.0722), linear))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def laid_over(ink: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """What is seen where a drawing (alpha, red, green, blue) lies on an even colour: ``(height, width, 3)``."""
    share = ink[..., :1] / 255.0
    return ink[..., 1:] * share + ground * (1 - share)


def area(place: int, style: Style) -> np.ndarray:
    """The colour of an area of a class on the land, as drawn."""
    view = view_of(*middle_of(4), 14.0)
    places = bytes([place] * 8)
    ink = draw_ground(areas.paint, town(), view, LIGHT, colours=ShownColours(Level.GRID, places))
    land = np.array(style.land[0].getRgb()[:3], float)
    return np.asarray(laid_over(ink[200:201, 300:301], land)[0, 0])


@pytest.fixture(scope="module")
def grounds() -> list[np.ndarray]:
    style = Style(LIGHT, "Noto Sans SC")
    return [area(place, style) for place in CLASSES]


def mark(severity: Severity, ground: np.ndarray, **fields: object) -> np.ndarray:
    """An incident's mark in the middle of a picture, on an even colour."""
    incident = matter("one", 4, severity, acknowledged_at=1.0, **fields)
    picture = picture_of(town(), [incident])
    view = view_of(incident.place.lon, incident.place.lat, 15.0)
    return laid_over(draw(incidents.paint, frame_of(picture, view, LIGHT)), ground)


def around(pixels: np.ndarray, radius: float) -> np.ndarray:
    """The usual colour of a circle around the middle."""
    middle = pixels.shape[0] / 2, pixels.shape[1] / 2
    turns = np.linspace(0, math.tau, 64, endpoint=False)
    spots = [(round(middle[0] + radius * math.sin(turn)), round(middle[1] + radius * math.cos(turn))) for turn in turns]
    colors = Counter(tuple(pixels[spot].round().astype(int).tolist()) for spot in spots)
    return np.array(colors.most_common(1)[0][0])


@pytest.mark.parametrize("severity", list(Severity))
def test_signs_of_incidents_stand_out_from_every_area_in_the_light_theme(
    qtbot: QtBot, grounds: list[np.ndarray], severity: Severity
) -> None:
    for ground in grounds:
        pixels = mark(severity, ground)
        sign, beside = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2], around(pixels, 11.8)
        assert contrast(sign, beside) >= 3.0
        # and the whole mark from the area: the ring with its light edge is darker and lighter than any of them
        ring = [pixels[pixels.shape[0] // 2, pixels.shape[1] // 2 + step] for step in range(12, 19)]
        assert max(contrast(one, ground) for one in ring) >= 2.5
        assert max(contrast(one, other) for one in ring for other in ring) >= 3.0


def test_the_worst_stands_out_most(qtbot: QtBot, grounds: list[np.ndarray]) -> None:
    for ground in grounds:
        found = []
        for severity in Severity:
            pixels = mark(severity, ground)
            middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
            ink = (np.abs(pixels - middle).max(axis=2) < 24).sum()
            found.append((contrast(middle, around(pixels, 11.8)), int(ink)))
        assert max(found) == found[0], "by contrast"
        assert max(found, key=lambda one: one[1]) == found[0], "and by size"


@pytest.mark.parametrize("radius", RADII[1:])
@pytest.mark.parametrize("state", ON_DUTY)
def test_signs_of_workers_have_an_edge_that_sets_them_off(
    qtbot: QtBot, grounds: list[np.ndarray], state: WorkerState, radius: float
) -> None:
    style = Style(LIGHT, "Noto Sans SC")
    look = WORKER_STATES.index(state)
    image = QImage(160, 160, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(80, 80)
        painter.scale(4, 4)
        draw_worker(painter, look, radius, style)
    ink = np.frombuffer(image.constBits(), np.uint8).reshape(160, 160, 4)[..., ::-1].astype(float)
    for ground in grounds:
        pixels = laid_over(ink, ground)
        # from the middle to the right: the sign's own colour, its light edge, the area
        own = np.array(style.worker[look].getRgb()[:3], float)
        row = pixels[80 + round(radius * (2.4 if state is WorkerState.BUSY else 1.0))]  # clear of the signs inside
        signs = np.flatnonzero(np.abs(row - own).max(axis=1) < 12)
        assert len(signs), "its colour is there"
        beyond = row[signs[-1] + 1 : signs[-1] + 12]
        edge = max(beyond, key=lambda one: float(one.sum()))
        assert contrast(own, edge) >= 3.0


def test_words_can_be_read_on_every_area_in_the_light_theme(qtbot: QtBot, grounds: list[np.ndarray]) -> None:
    letters = Lettering(Style(LIGHT, "Noto Sans SC"), 2.0)
    for color in (letters.style.label, letters.style.quiet):
        stamp = letters.stamp("琵琶街道 Pipa", 12.0, color, QFont.Weight.Medium)
        image = stamp.toImage().convertToFormat(QImage.Format.Format_ARGB32)
        ink = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., ::-1].astype(float)
        for ground in grounds:
            pixels = laid_over(ink, ground)
            lightness = pixels.sum(axis=2)
            darkest = pixels[np.unravel_index(lightness.argmin(), lightness.shape)]
            halo = pixels[np.unravel_index(lightness.argmax(), lightness.shape)]
            assert contrast(darkest, halo) >= 4.5


def test_lesser_names_are_as_strong_as_the_others_over_coloured_areas(qtbot: QtBot) -> None:
    """In the light theme; in the dark one, and without colours, they stay quiet."""
    colours = ShownColours(Level.GRID, bytes([6] * 8))

    def has(tokens: Tokens, color: str, shown: ShownColours | None) -> bool:
        ink = draw_ground(labels.paint, town(), view_of(*middle_of(4), 15.0), tokens, colours=shown)
        wanted = np.array(QColor(color).getRgb()[:3])
        return bool((np.abs(ink[..., 1:].astype(int) - wanted).max(axis=2) < 3).any())

    assert has(LIGHT, LIGHT.quiet, None)
    assert not has(LIGHT, LIGHT.quiet, colours)
    assert has(LIGHT, LIGHT.label, colours)
    assert has(DARK, DARK.quiet, colours)


def test_what_a_filter_leaves_out_is_seen_on_what_shines_below_it(qtbot: QtBot) -> None:
    red, other = matter("red", 4, Severity.RED), matter("other", 3, Severity.BLUE)
    picture = picture_of(town(), [red, other])
    view = view_of(red.place.lon, red.place.lat, 14.0)
    frame = frame_of(picture, view, LIGHT)
    frame.marks = Gathering().of(frame.scene.matters, view.zoom, ("",), frozenset({"other"}))
    ink = draw(incidents.paint, frame)
    middle = ink.shape[0] // 2, ink.shape[1] // 2
    assert (frame.scene.matters.calls[frame.scene.matters.row["red"]]).all()
    sign, plate = ink[middle][1:].astype(int), ink[middle[0], middle[1] + 15][1:].astype(int)
    assert ink[middle[0], middle[1] + 15][0] > 230, "it shines"
    assert np.abs(sign - plate).max() > 40, "and its sign is there"
