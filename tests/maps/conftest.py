"""The town of these tests, live on a map on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from domain.look import DARK
from domain.picture import Picture
from maps.canvas import MapCanvas
from tests.maps.screen import on_screen
from tests.maps.town import matters, picture_of, town


@pytest.fixture
def picture() -> Picture:
    return picture_of(town(), matters())


@pytest.fixture
def canvas(qtbot: QtBot, picture: Picture) -> Iterator[MapCanvas]:
    with on_screen(qtbot, MapCanvas(DARK, "zh"), picture, 1200, 400) as canvas:
        yield canvas
