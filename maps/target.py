"""What is under the pointer; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from domain.candidates import AreaTarget
from domain.region import Level
from maps.viewport import Bounds


@dataclass(frozen=True, slots=True)
class Target:
    """``kind``: ``incident``, ``worker``, ``crowd``, ``camera`` or ``region``; ``id`` its id or code; ``members`` the
    incidents of a cluster, the worst first; ``counts`` members of a crowd by look and ``bounds`` the box around them;
    ``area`` what a drop on a region would mean and ``level`` the level aimed at."""

    kind: str
    id: str
    members: tuple[str, ...] = ()
    area: AreaTarget | None = None
    level: Level | None = None
    counts: tuple[int, ...] = ()
    bounds: Bounds | None = None
