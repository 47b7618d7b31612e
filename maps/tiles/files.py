"""Which kind of tile file a path is; no Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from maps.tiles.grid import Grid
from maps.tiles.trouble import Kind, TileTrouble

if TYPE_CHECKING:
    from maps.tiles.mbtiles import MBTiles
    from maps.tiles.pmtiles_file import PMTiles


def open_file(path: Path, grid: Grid | None = None) -> MBTiles | PMTiles:
    """The tiles of a file, recognised by its first bytes, whatever it is called. Raises TileTrouble."""
    try:
        with path.open("rb") as file:
            first = file.read(16)
    except FileNotFoundError:
        raise TileTrouble(Kind.NO_FILE, str(path)) from None
    except IsADirectoryError:
        raise TileTrouble(Kind.NOT_TILES, path.name or str(path)) from None
    except (OSError, ValueError) as problem:
        raise TileTrouble(Kind.UNREADABLE, f"{path.name} ({getattr(problem, 'strerror', problem)})") from None
    if first.startswith(b"SQLite format 3\x00"):
        from maps.tiles.mbtiles import MBTiles

        return MBTiles(path, grid)
    if first.startswith(b"PMTiles"):
        from maps.tiles.pmtiles_file import PMTiles

        return PMTiles(path, grid)
    raise TileTrouble(Kind.NOT_TILES, path.name)
