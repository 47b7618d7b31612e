"""What is under the pointer; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from domain.candidates import AreaTarget
from domain.region import Level


@dataclass(frozen=True, slots=True)
class Target:
    """``kind``: ``incident``, ``worker``, ``camera`` or ``region``; ``id`` its id or code; ``members`` the incidents of
    a cluster, the worst first; ``area`` what a drop on a region would mean and ``level`` the level aimed at."""

    kind: str
    id: str
    members: tuple[str, ...] = ()
    area: AreaTarget | None = None
    level: Level | None = None
