"""``main.py serve`` as a process of its own, over the small city."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from backend.cityfile import save_pack
from backend.data_folder import NOTE, Note
from domain.trouble import Trouble
from tests.domain.small_city import small_city

ROOT = Path(__file__).parent.parent.parent


def prepare(data: Path) -> Path:
    """Keep the small city in a data folder, as ``load`` would."""
    folder = data / "small"
    save_pack(folder, small_city())
    return folder


async def start(data: Path, *more: str) -> asyncio.subprocess.Process:
    """Start it; its first line may still be to come."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "error",
        str(ROOT / "main.py"),
        "serve",
        "--data",
        str(data),
        "--city",
        "small",
        *more,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


async def first_line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None and process.stderr is not None
    line = (await process.stdout.readline()).decode().strip()
    assert line, (await process.stderr.read()).decode()
    return line


def note_of(data: Path) -> Note:
    return msgspec.json.decode((data / "small" / NOTE).read_bytes(), type=Note)


@asynccontextmanager
async def serving(data: Path, *more: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, Note]]:
    """A backend that listens; ended politely, which must leave exit code 0."""
    process = await start(data, *more)
    try:
        await first_line(process)
        yield process, note_of(data)
        if process.returncode is None:
            process.terminate()
        _, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def refused(data: Path, *more: str) -> tuple[int, Sequence[str]]:
    """Exit code and lines of standard error of a backend that does not start."""
    process = await start(data, *more)
    async with asyncio.timeout(30):
        _, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, errors.decode().splitlines()


class _Refused(msgspec.Struct):
    error: str
    sentence: str
    facts: dict[str, str]


async def why(data: Path, *more: str) -> Trouble:
    """Why a backend does not start, as a desk is told."""
    code, (line,) = await refused(data, "--progress", "json", *more)
    told = msgspec.json.decode(line, type=_Refused)
    assert code == 2
    return Trouble(told.error, told.sentence, told.facts)
