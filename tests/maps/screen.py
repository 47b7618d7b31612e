"""Maps on the screen of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from pytestqt.qtbot import QtBot

from domain.picture import Changes, Picture
from maps.map_view import MapView
from tests.maps.town import NOW

Shown = TypeVar("Shown", bound=MapView)


@contextmanager
def on_screen(qtbot: QtBot, view: Shown, picture: Picture, width: int, height: int) -> Iterator[Shown]:
    """A map of a picture on the screen, ``width × height`` logical pixels, that jumps where others glide."""
    qtbot.addWidget(view)
    view.navigation.glides = False
    view.resize(width, height)
    view.open_city(picture.city)
    view.refresh(picture, Changes(reset=True), NOW)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.hide()
