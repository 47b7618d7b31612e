"""A city's video feeds as columns: a hundred thousand of them take a few megabytes and open in no time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.shapes import DEGREE
from domain.texts import Texts

#: The heading of a camera that nobody knows the heading of.
UNKNOWN = -1


class Camera(msgspec.Struct, frozen=True, array_like=True):
    """One video feed and where it looks from (WGS-84 degrees). ``heading``: degrees clockwise from north it looks to,
    −1 when nobody knows; ``angle``: degrees its view is wide, 360 for one that sees all around, 0 when nobody knows."""

    code: str
    name: str
    lon: float
    lat: float
    region: str
    heading: int = UNKNOWN
    angle: int = 0


class Cameras(msgspec.Struct):
    """Many of them. ``places``: int32 ``(n, 2)`` longitude, latitude in 1e-7 degree; ``area``: int32 ``(n,)`` into
    ``regions``, the codes of the regions they stand in; ``heading`` int16 and ``angle`` uint16 ``(n,)`` as of a
    ``Camera``, empty where nobody knows any. A ``Camera`` is put together when it is asked for."""

    codes: Texts
    names: Texts
    places: np.ndarray
    area: np.ndarray
    regions: list[str]
    heading: np.ndarray = msgspec.field(default_factory=lambda: np.zeros(0, np.int16))
    angle: np.ndarray = msgspec.field(default_factory=lambda: np.zeros(0, np.uint16))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, index: int) -> Camera:
        code, name = self.codes[index], self.names[index]
        lon, lat = (round(int(value) / DEGREE, 7) for value in self.places[index])
        region = self.regions[int(self.area[index])]
        if not len(self.heading):
            return Camera(code, name, lon, lat, region)
        return Camera(code, name, lon, lat, region, int(self.heading[index]), int(self.angle[index]))

    def __iter__(self) -> Iterator[Camera]:
        return (self[index] for index in range(len(self)))

    def index_of(self, code: str) -> int | None:
        """The number of the camera with this code."""
        return next((index for index in self.codes.holding(code) if self.codes[index] == code), None)

    def matching(self, words: str, most: int) -> list[int]:
        """Numbers of at most ``most`` cameras whose code or name holds ``words``, whatever the case of its letters; in
        their order."""
        found: dict[int, None] = {}
        for texts in (self.names, self.codes):
            for index in texts.holding(words):
                if len(found) >= most:
                    break
                found[index] = None
        return sorted(found)

    def degrees(self) -> NDArray[np.float64]:
        """All places, ``(n, 2)`` longitude and latitude."""
        return self.places / DEGREE

    @staticmethod
    def of(cameras: Iterable[Camera]) -> Cameras:
        """Cameras one by one as columns, in the same order."""
        every = list(cameras)
        number: dict[str, int] = {}
        for camera in every:
            number.setdefault(camera.region, len(number))
        places = np.array([(camera.lon, camera.lat) for camera in every], float).reshape(-1, 2)
        return Cameras(
            Texts.of(camera.code for camera in every),
            Texts.of(camera.name for camera in every),
            np.rint(places * DEGREE).astype(np.int32),
            np.array([number[camera.region] for camera in every], np.int32),
            list(number),
            *_views(every),
        )

    def __add__(self, more: Iterable[Camera]) -> Cameras:
        return Cameras.of([*self, *more])


def _views(cameras: list[Camera]) -> tuple[np.ndarray, np.ndarray]:
    """The columns of what they look at; empty when nobody knows any."""
    known = any(camera.heading != UNKNOWN or camera.angle for camera in cameras)
    looking = cameras if known else []
    heading, angle = ([getattr(camera, column) for camera in looking] for column in ("heading", "angle"))
    return np.array(heading, np.int16), np.array(angle, np.uint16)


def no_cameras() -> Cameras:
    """A city without any."""
    return Cameras.of(())
