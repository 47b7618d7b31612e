"""Where a situation is taken from."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec


class Origin(msgspec.Struct, frozen=True):
    """Where the picture comes from. ``backend`` is an address, empty for the own backend of ``data``."""

    data: Path
    city: str
    backend: str = ""
    user: str = ""
    simulate: float = 0.0
    program: str = ""

    @property
    def folder(self) -> Path:
        """What this installation keeps for it."""
        if not self.backend:
            return self.data / (Path(self.city).stem if self.city.endswith(".toml") else self.city)
        return self.data / "remote" / re.sub(r"\W+", "-", self.backend.partition("://")[2]).strip("-")
