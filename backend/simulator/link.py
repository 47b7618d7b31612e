"""The way from the simulated city to the backend: the public HTTP addresses, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeVar

import aiohttp
import msgspec

from backend.field_messages import Fleet, Task, TaskList

T = TypeVar("T")

#: Longest the backend holds a question for news, real seconds; the pipe to it ends sooner when it dies.
POLL = 20.0
_ENOUGH = aiohttp.ClientTimeout(total=POLL + 15, connect=5)


class Away(Exception):
    """The backend cannot be reached or is not able to work now; try again later."""


class No(Exception):
    """The backend refused; ``code`` says why. Trying again changes nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Link:
    """One HTTP session with the fleet's token."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http

    @staticmethod
    @contextlib.asynccontextmanager
    async def opened(url: str, token: str) -> AsyncIterator[Link]:
        headers = {"Authorization": f"Bearer {token}"}
        connector = aiohttp.TCPConnector(limit=12)
        async with aiohttp.ClientSession(url, headers=headers, timeout=_ENOUGH, connector=connector) as http:
            yield Link(http)

    async def fleet(self) -> Fleet:
        return await self._get("/field/fleet", Fleet)

    async def tasks(self, since: int, wait: float) -> TaskList:
        return await self._get(f"/field/tasks?since={since}&wait={wait:g}", TaskList)

    async def city(self) -> bytes:
        """The city's pack."""
        return await self._ask("GET", "/field/city")

    async def positions(self, block: bytes) -> None:
        await self._ask("POST", "/intake/positions", block, {"Content-Type": "application/octet-stream"})

    async def duty(self, worker: str, state: str) -> None:
        await self._ask("POST", "/field/duty", {"worker": worker, "state": state})

    async def answer(
        self, task: Task, said: str, key: str, form: Mapping[str, str] | None = None, photos: tuple[bytes, ...] = ()
    ) -> None:
        """What a worker says about his task."""
        fields = {"worker": task.worker, **(form or {})}
        path = f"/field/tasks/{task.incident}/{said}"
        await self._ask("POST", path, _form(fields, photos), {"Idempotency-Key": key})

    async def found(self, form: Mapping[str, str], key: str, photos: tuple[bytes, ...]) -> None:
        """What a worker found."""
        await self._ask("POST", "/field/reports", _form(form, photos), {"Idempotency-Key": key})

    async def open311(self, form: Mapping[str, str], key: str) -> None:
        """What everybody else reports."""
        await self._ask("POST", "/open311/v2/requests.json", dict(form), {"Idempotency-Key": key})

    async def _get(self, path: str, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(await self._ask("GET", path), type=kind)
        except msgspec.DecodeError as error:
            raise Away(f"{path} answered what nobody understands: {error}") from error

    async def _ask(
        self, method: str, path: str, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        try:
            async with self._http.request(method, path, data=data, headers=headers) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Away(f"{type(error).__name__} at {path}") from error
        if answer.status >= 500 or answer.status in (401, 429):
            raise Away(f"{answer.status} at {path}")
        if answer.status >= 400:
            raise No(_code(body))
        return body


async def until_back(pauses: tuple[float, ...], attempt: int) -> None:
    """Wait before the next try, longer each time."""
    await asyncio.sleep(pauses[min(attempt, len(pauses) - 1)])


def _form(fields: Mapping[str, str], photos: tuple[bytes, ...]) -> Any:
    if not photos:
        return dict(fields)
    form = aiohttp.FormData(dict(fields))
    for number, photo in enumerate(photos):
        form.add_field("photo", photo, filename=f"{number}.jpg", content_type="image/jpeg")
    return form


def _code(body: bytes) -> str:
    try:
        answer = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return "unknown"
    answer = answer[0] if isinstance(answer, list) and answer else answer
    return str(answer.get("reason", answer.get("code", "unknown"))) if isinstance(answer, dict) else "unknown"
