"""The simulated city beside the backend: a process of its own that is started, watched and ended."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from pathlib import Path

import structlog

_ROOT = Path(__file__).parent.parent
#: Real seconds between two starts, growing while it keeps dying at once.
_PAUSES = (0.5, 1.0, 2.0, 5.0, 15.0)
_STEADY = 30.0
#: Seconds that belong to the desk that started this backend: two cores do not start three programs at once.
_AFTER_DESKS = 1.2
_GRACE = 3.0


class FleetProcess:
    """Runs ``python -m backend.simulator`` against the backend that left ``note``. It ends when its standard input
    does, also when the backend is killed."""

    def __init__(self, note: Path, seed: int, rate: float) -> None:
        self._arguments = ["--backend", str(note), "--seed", str(seed), "--rate", f"{rate:g}"]
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.stdlib.get_logger("backend.fleet")

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_running(), name="fleet")

    async def stop(self) -> None:
        """End it: first by closing its input, then for good."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(_GRACE):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _keep_running(self) -> None:
        await asyncio.sleep(_AFTER_DESKS)
        failures = 0
        while True:
            begun = time.monotonic()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "backend.simulator", *self._arguments, cwd=_ROOT, stdin=asyncio.subprocess.PIPE
            )
            code = await self._process.wait()
            failures = 0 if time.monotonic() - begun > _STEADY else failures + 1
            pause = _PAUSES[min(failures, len(_PAUSES) - 1)]
            self._log.warning("the simulated city ended and is started again", code=code, pause=pause)
            await asyncio.sleep(pause)
