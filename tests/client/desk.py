"""A desk without a screen: the real client, and the picture its arrivals make."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from client.desk_client import ClientSettings, DeskClient
from client.link import LinkPhase
from client.outbox import OrderState
from domain.city import City
from domain.messages import Accepted, Refused, Snapshot
from domain.orders import Order
from domain.picture import Picture


class Desk:
    """Started when it is made. ``look`` takes what came; ``until`` looks until something is so."""

    def __init__(self, url: str, folder: Path, secret: str = "secret", **settings: Any) -> None:
        self.client = DeskClient(ClientSettings(url, "wang", secret, folder, "test", **settings))
        self.picture: Picture | None = None
        self.city: City | None = None
        self.answers: list[Accepted | Refused] = []
        self.pending: list[Order] = []
        self.states: dict[str, OrderState] = {}
        self.photos: dict[str, bytes | None] = {}
        self.snapshots = 0
        self.phases: list[LinkPhase] = []
        self.client.start()

    def look(self) -> None:
        arrivals = self.client.drain()
        self.link = arrivals.link
        self.dropped, self.merged = arrivals.dropped, arrivals.merged
        if not self.phases or self.phases[-1] is not arrivals.link.phase:
            self.phases.append(arrivals.link.phase)
        if arrivals.city is not None:
            self.city, self.picture = arrivals.city, Picture(arrivals.city)
        for change in arrivals.changes:
            assert self.picture is not None
            self.snapshots += isinstance(change, Snapshot)
            assert not self.picture.apply(change).gap
        if arrivals.block is not None:
            assert self.picture is not None
            self.picture.apply(arrivals.block)
        self.answers += arrivals.answers
        self.photos |= arrivals.photos
        if arrivals.pending is not None:
            self.pending, self.states = arrivals.pending, arrivals.states

    def until(self, told: Callable[[], Any], seconds: float = 20.0) -> None:
        """Look until it is so; the limit only ends a test that failed."""
        end = time.monotonic() + seconds
        while True:
            self.look()
            if told():
                return
            assert time.monotonic() < end, f"never came: {self.link}"
            time.sleep(0.005)

    def live(self) -> Desk:
        self.until(lambda: self.link.live and self.picture is not None and self.picture.epoch)
        return self


def same(one: Picture | None, other: Picture | None) -> bool:
    """Whether two pictures show the same."""
    if one is None or other is None:
        return False
    names = ("epoch", "seq", "incidents", "timelines", "workers", "tasks")
    return all(getattr(one, name) == getattr(other, name) for name in names)
