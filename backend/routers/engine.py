"""What a road engine outside is asked, and how: with limits of time and size, and without trust in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

import aiohttp
import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.roads import Route, haversine
from domain.worker import Mode

#: Longitude and latitude in degrees.
Place = tuple[float, float]
T = TypeVar("T")

#: An engine that has not answered by then is not waited for, seconds; no honest answer is longer, bytes.
PATIENCE, LARGEST = 1.5, 4 * 2**20
#: A way that begins or ends further from what was asked for (metres) is not the way that was asked for.
ASTRAY = 3000.0


class EngineProblem(Exception):
    """The engine did not help. ``what``: ``away`` (no connection), ``slow``, ``refused`` (an error of its own),
    ``malformed`` (an answer that cannot be one), ``no_way`` (it knows no way: nothing is wrong with it)."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"{what}: {said}")
        self.what, self.said = what, said


class Engine(Protocol):
    """An engine of one kind at one address."""

    #: How it is called in messages, with its address.
    name: str
    #: Whether ``route`` and ``seconds`` go around places they are told to avoid.
    avoids: bool

    async def seconds(
        self, origins: Sequence[Place], goal: Place, mode: Mode, avoid: Sequence[Place]
    ) -> NDArray[np.float64]:
        """Travel times to a place from some, float64 ``(n,)``, infinite where no way leads. Raises EngineProblem."""
        ...

    async def route(self, origin: Place, goal: Place, mode: Mode, avoid: Sequence[Place]) -> Route:
        """The way between two places. Raises EngineProblem."""
        ...


class Asker:
    """One HTTP address. Connections are kept between questions."""

    def __init__(self, base: str, patience: float = PATIENCE) -> None:
        self.base = base.rstrip("/")
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, path: str, kind: type[T], body: object | None = None) -> T:
        """GET, or POST of ``body`` as JSON; the answer as ``kind``. Raises EngineProblem."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._patience), auto_decompress=True
            )
        url = self.base + path
        data = None if body is None else msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"} if data else {}
        try:
            async with self._session.request("GET" if data is None else "POST", url, data=data, headers=headers) as got:
                content = await _content(got)
                status = got.status
        except TimeoutError as error:
            raise EngineProblem("slow", f"no answer within {self._patience:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise EngineProblem("away", str(error) or type(error).__name__) from error
        if status >= 400:
            raise _refusal(status, content)
        try:
            return msgspec.json.decode(content, type=kind)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise EngineProblem("malformed", str(error)) from error


class _Error(msgspec.Struct):
    """What OSRM (``code``, ``message``) and Valhalla (``error_code``, ``error``) say when they say no."""

    code: str = ""
    message: str = ""
    error_code: int = 0
    error: str = ""


#: Codes that mean: between these places there is no way.
_NO_WAY_CODES = {"NoRoute", "NoTable", "NoSegment"}
_NO_WAY_NUMBERS = {170, 171, 441, 442}


def _refusal(status: int, content: bytes) -> EngineProblem:
    try:
        error = msgspec.json.decode(content, type=_Error)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return EngineProblem("refused", f"HTTP {status}")
    said = error.message or error.error or error.code or f"HTTP {status}"
    no_way = error.code in _NO_WAY_CODES or error.error_code in _NO_WAY_NUMBERS
    return EngineProblem("no_way" if no_way else "refused", said[:200])


async def _content(answer: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.content.iter_chunked(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise EngineProblem("malformed", f"the answer is longer than {LARGEST} bytes")
    return b"".join(parts)


def checked_route(route: Route, origin: Place, goal: Place) -> Route:
    """A route that can be one. Raises EngineProblem ``malformed``."""
    points = route.points
    figures = np.array([route.seconds, route.metres])
    if len(points) < 2 or not np.isfinite(points).all() or not np.isfinite(figures).all() or (figures < 0).any():
        raise EngineProblem("malformed", "the way has no points, or impossible figures")
    ends = haversine(points[[0, -1], 0], points[[0, -1], 1], [origin[0], goal[0]], [origin[1], goal[1]])
    if (ends > ASTRAY).any():
        raise EngineProblem("malformed", f"the way ends {ends.max():.0f} m from where it should")
    return route


def checked_seconds(found: Sequence[float | None], count: int) -> NDArray[np.float64]:
    """Travel times that can be some. Raises EngineProblem ``malformed``."""
    if len(found) != count:
        raise EngineProblem("malformed", f"{count} travel times were asked for, {len(found)} came")
    seconds = np.array([np.inf if one is None else one for one in found], np.float64)
    if np.isnan(seconds).any() or (seconds < 0).any():
        raise EngineProblem("malformed", "a travel time is negative")
    return seconds

