"""The servers of bases as an installation reaches them: with its keys, and with what it keeps of their tiles."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from desktop.tile_files import KEPT
from desktop.tile_keys import TileKeys
from maps.tiles.cache import TileCache
from maps.tiles.opening import Network


def network_of(folder: Path, given: Mapping[str, str] | None = None) -> Network:
    """``given``: keys by their names that go before those that are kept."""
    keys, before = TileKeys(folder), dict(given or {})
    return Network(TileCache(folder / KEPT), lambda name: before.get(name) or keys.get(name), time.time, time.monotonic)
