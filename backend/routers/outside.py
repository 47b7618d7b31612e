"""The engine outside as the backend uses it: asked while it helps, left alone for a while when it does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from backend.operations import Metrics
from backend.routers.engine import PATIENCE, Asker, Engine, EngineProblem, Place
from backend.routers.osrm import Osrm
from backend.routers.valhalla import Valhalla
from domain.refusal import Refusal
from domain.roads import Route
from domain.trouble import Trouble
from domain.worker import Mode

#: After a failure the engine is asked again when so many real seconds have passed.
REST = 20.0
KINDS: dict[str, Callable[[Asker], Engine]] = {"osrm": Osrm, "valhalla": Valhalla}


class Outside:
    """Every question gets an answer or None: then the own engine answers."""

    def __init__(
        self, engine: Engine, asker: Asker, metrics: Metrics, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.engine = engine
        self._asker, self._metrics, self._monotonic = asker, metrics, monotonic
        self._rests_until = 0.0
        #: What is wrong with the engine, None while it helps.
        self.trouble: Trouble | None = None
        self._log = structlog.stdlib.get_logger("backend.routers")

    @classmethod
    def at(cls, address: str, metrics: Metrics, patience: float = PATIENCE) -> Outside:
        """``osrm:URL`` or ``valhalla:URL``. Raises Refusal ``bad_router``."""
        kind, _, url = address.partition(":")
        make = KINDS.get(kind)
        if make is None or not url.startswith(("http://", "https://")):
            raise Refusal(
                "bad_router",
                f"{address} names no road engine; write osrm:http://HOST:PORT or valhalla:http://HOST:PORT.",
                facts={"said": address},
            )
        asker = Asker(url, patience)
        return cls(make(asker), asker, metrics)

    @property
    def ready(self) -> bool:
        """Whether it is worth asking now."""
        return self._monotonic() >= self._rests_until

    async def close(self) -> None:
        await self._asker.close()

    async def seconds(
        self, origins: Sequence[Place], goal: Place, mode: Mode, avoid: Sequence[Place] = ()
    ) -> NDArray[np.float64] | None:
        """Travel times as ``Engine.seconds``, None when it does not help."""
        if not self._may_ask("seconds"):
            return None
        try:
            found = await self.engine.seconds(origins, goal, mode, avoid)
        except EngineProblem as problem:
            self._failed("seconds", problem)
            return None
        self._helped("seconds")
        return found

    async def route(self, origin: Place, goal: Place, mode: Mode, avoid: Sequence[Place] = ()) -> Route | None:
        """The way, None when it does not help."""
        if not self._may_ask("route"):
            return None
        try:
            found = await self.engine.route(origin, goal, mode, avoid)
        except EngineProblem as problem:
            self._failed("route", problem)
            return None
        self._helped("route")
        return found

    def refuse(self, question: str, why: str) -> None:
        """An answer that was not used: the own engine stood in."""
        self._metrics.router.labels(question, why).inc()

    def _may_ask(self, question: str) -> bool:
        if not self.ready:
            self._metrics.router.labels(question, "resting").inc()
        return self.ready

    def _helped(self, question: str) -> None:
        self._metrics.router.labels(question, "answered").inc()
        if self.trouble is not None:
            self._log.info("road engine helps again", engine=self.engine.name)
            self.trouble = None

    def _failed(self, question: str, problem: EngineProblem) -> None:
        self._metrics.router.labels(question, problem.what).inc()
        if problem.what == "no_way":
            return
        self._rests_until = self._monotonic() + REST
        if self.trouble is None:
            self._log.warning("road engine does not help", engine=self.engine.name, what=problem.what, why=problem.said)
        sentence = (
            f"The road engine {self.engine.name} does not help ({problem.what}: {problem.said}); travel times and ways "
            "come from the built-in engine until it does. See that it runs, or start without --router."
        )
        facts = {"engine": self.engine.name, "cause": problem.what, "said": problem.said}
        self.trouble = Trouble("router_away", sentence, facts)
