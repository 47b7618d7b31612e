"""What is under the pointer; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from domain.candidates import AreaTarget
from domain.region import Level
from maps.viewport import Bounds


@dataclass(frozen=True, slots=True)
class Target:
    """``kind``: ``incident``, ``worker``, ``crowd``, ``camera``, ``cameras`` or ``region``; ``id`` its id or code
    (cameras: number); ``members`` the incidents of a cluster, the worst first, or the cameras of a group; ``counts``
    members of a crowd by look; ``bounds`` the box around a crowd or group; ``area`` what a drop on a region would mean
    and ``level`` the level aimed at."""

    kind: str
    id: str
    members: tuple[str, ...] = ()
    area: AreaTarget | None = None
    level: Level | None = None
    counts: tuple[int, ...] = ()
    bounds: Bounds | None = None
