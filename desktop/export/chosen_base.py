"""The base map somebody names on the command line: one of the desk's list, a file, the address of tiles or of a
server."""

from __future__ import annotations

from pathlib import Path

from desktop.base_book import BaseBook
from desktop.export.writing import NotWritten
from desktop.tile_files import BASES
from desktop.tile_keys import TileKeys
from maps.tiles.asking import base_of_text
from maps.tiles.base import Base
from maps.tiles.trouble import TileTrouble
from maps.tiles.wording import sentence

#: The city's own ground.
OWN = "own"


def chosen_base(text: str, folder: Path) -> tuple[Base | None, dict[str, str]]:
    """The base, None for the city's own ground, and the key that stood in its address, by its name. ``folder``: the
    data folder. Raises NotWritten."""
    if not text or text == OWN:
        return None, {}
    known = BaseBook(folder / BASES).named(text)
    if known is not None:
        return known, {}
    try:
        base, key = base_of_text(text, kept=TileKeys(folder).get)
    except TileTrouble as trouble:
        raise NotWritten(sentence(trouble)) from None
    return base, {base.key: key} if key else {}
