"""Tiles for a picture that is drawn once: asked for and waited for, and said what came of it."""

from __future__ import annotations

import time
from enum import StrEnum

from PySide6.QtCore import QEventLoop, QTimer

from maps.style import Style
from maps.tiles.tiled_base import State, TiledBase
from maps.viewport import Viewport

#: Milliseconds between two looks whether everything is there.
_LOOK = 15


class Came(StrEnum):
    """How much of a base there is for a picture: all that can be had, a part of it, or nothing."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


def wait_for(
    base: TiledBase, viewer: object, viewport: Viewport, style: Style, ratio: float, within: float
) -> Came:
    """Ask for the tiles of a view and wait until nothing more is coming, not longer than ``within`` seconds."""
    base.look(viewer, viewport, style, ratio)
    until = time.monotonic() + within
    if base.busy:
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: None if base.busy and time.monotonic() < until else loop.quit())
        timer.start(_LOOK)
        loop.exec()
        timer.stop()
    shown, _ = base.shown(viewport, style, ratio)
    if not shown:
        return Came.NOTHING
    return Came.PART if base.busy or base.status.state is State.TROUBLE else Came.WHOLE
