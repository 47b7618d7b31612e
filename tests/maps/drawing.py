"""One layer drawn for itself, in any theme and at any device pixel ratio."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtGui import QImage, QPainter

from domain.city import City
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps.crowds import gather
from maps.frame import Frame, LiveLayer
from maps.ground_content import GroundContent
from maps.ground_view import GroundLayer, GroundView
from maps.marks import Gathering
from maps.projection import to_world
from maps.scene import Scene
from maps.terrain import Terrain
from maps.tools import Tools
from maps.viewport import Viewport
from tests.maps.town import NOW

WIDTH, HEIGHT = 600, 400


def view_of(lon: float, lat: float, zoom: float) -> Viewport:
    """A view with a place (degrees) in its middle."""
    x, y = to_world(lon, lat).tolist()
    return Viewport(x, y, 256 * 2.0**zoom, WIDTH, HEIGHT)


def frame_of(
    picture: Picture,
    viewport: Viewport,
    tokens: Tokens,
    ratio: float = 1.0,
    now: float = NOW,
    opened: tuple[str, ...] = (),
    **fields: Any,
) -> Frame:
    scene = Scene()
    scene.refresh(picture, Changes(reset=True), now)
    tools = Tools(tokens, "", ratio)
    marks = Gathering().of(scene.matters, viewport.zoom, (fields.get("incident", ""),), None, opened)
    return Frame(
        viewport=viewport,
        terrain=Terrain(picture.city),
        scene=scene,
        picture=picture,
        style=tools.style,
        letters=tools.letters,
        language="zh",
        worker_sprites=tools.workers,
        incident_sprites=tools.incidents(viewport.zoom, 0),
        badges=tools.badges,
        marks=marks,
        crowds=gather(scene.crew, viewport, fields.get("worker", "")),
        crowd_signs=tools.crowds,
        **fields,
    )


def draw(layer: LiveLayer, frame: Frame) -> np.ndarray:
    """What a layer draws on nothing: alpha, red, green, blue by device pixel, uint8 ``(height, width, 4)``."""
    return _drawn(lambda painter: layer(painter, frame), frame.viewport, frame.ratio)


def _drawn(paint: Callable[[QPainter], None], viewport: Viewport, ratio: float) -> np.ndarray:
    size = round(viewport.width * ratio), round(viewport.height * ratio)
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    with QPainter(image) as painter:
        paint(painter)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4)
    return pixels[..., ::-1].copy()


def draw_ground(
    layer: GroundLayer, city: City, viewport: Viewport, tokens: Tokens, ratio: float = 1.0, **fields: Any
) -> np.ndarray:
    """The same of a ground layer; ``fields`` of the ``GroundContent``."""
    tools = Tools(tokens, "", ratio)
    view = GroundView(Terrain(city), viewport, tools.style, tools.letters, GroundContent(**fields))

    def whole(painter: QPainter) -> None:
        deque(layer(painter, view), maxlen=0)

    return _drawn(whole, viewport, ratio)


def inked(pixels: np.ndarray, x: float, y: float, ratio: float = 1.0, reach: float = 2.0) -> int:
    """How strong the strongest ink is near a logical pixel, 0..255."""
    left, right = (max(0, round((x + side * reach) * ratio)) for side in (-1, 1))
    top, bottom = (max(0, round((y + side * reach) * ratio)) for side in (-1, 1))
    return int(pixels[top : bottom + 1, left : right + 1, 0].max(initial=0))
