"""The city's roads as they are now, at work in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from domain.city import Geography
from domain.closure import Closure

if TYPE_CHECKING:
    from domain.roads import RoadGraph
    from domain.stretches import Stretches

T = TypeVar("T")


class Network(NamedTuple):
    """``graph`` without the roads that are closed, ``whole`` with them; ``stretches`` finds a road on the ground."""

    graph: RoadGraph
    whole: RoadGraph
    stretches: Stretches
    closures: tuple[Closure, ...]


class RoadNet:
    """Made and asked on the event loop. A question sees the roads as they are when it is asked."""

    def __init__(self, geography: Geography, closures: Iterable[Closure] = ()) -> None:
        self._executor = ThreadPoolExecutor(1, "routing")
        self._network: Future[Network] = self._executor.submit(_whole, geography)
        self.closures: tuple[Closure, ...] = ()
        self.take(closures)

    def stop(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def take(self, closures: Iterable[Closure]) -> None:
        """From now on these roads are closed, and no others."""
        closures = tuple(closures)
        if closures != self.closures:
            self.closures = closures
            self._network = self._executor.submit(_closed, self._network, closures)

    async def ask(self, question: Callable[[Network], T]) -> T:
        """What ``question`` finds, in the roads' own thread."""
        network = self._network  # this one: a later one waits behind the question
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: question(network.result()))


def _whole(geography: Geography) -> Network:
    from domain.roads import RoadGraph  # loaded beside the start, not before it
    from domain.stretches import Stretches

    graph = RoadGraph(geography.roads)
    return Network(graph, graph, Stretches(geography.roads), ())


def _closed(before: Future[Network], closures: tuple[Closure, ...]) -> Network:
    network = before.result()
    segments = [row for one in closures for part in network.stretches.segments(one.path) for row in part.tolist()]
    graph = network.whole.without(segments) if segments else network.whole
    return Network(graph, network.whole, network.stretches, closures)
