"""A base for the map as a person names it: which tiles, from where, how they are meant; a value, no Qt."""

from __future__ import annotations

import msgspec

from maps.tiles.matrices import Matrix

#: The finest level of a server that says nothing about it.
USUAL_MOST = 18


class Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``id``: how it is kept, never changed; ``sheets``: paths of files or templates of servers, from the lowest to the
    highest, without keys; ``key``: the name its key is kept under, empty when it needs none; ``look``: ``map``,
    ``photo`` or ``plain`` (see ``maps.tiles.tones``), empty: as its pictures suggest; ``datum``: what its degrees
    mean. ``cut``: the plane its levels lie in; ``names``: what its server calls them, from ``least`` on, where these
    are no numbers; ``matrices``: the levels themselves where they are not the usual ones. ``bounds``: where it has
    tiles (west, south, east, north in degrees), None: everywhere. ``vector``: its tiles are vector tiles, also where
    its address does not say so."""

    id: str
    zh: str
    en: str
    sheets: tuple[str, ...]
    key: str = ""
    look: str = ""
    datum: str = "wgs84"
    cut: str = "mercator"
    least: int = 0
    most: int = USUAL_MOST
    size: int = 256
    attribution: str = ""
    names: tuple[str, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    vector: bool = False

    def title(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en

    @property
    def on_line(self) -> bool:
        """Whether it comes from a server."""
        return any(is_address(sheet) for sheet in self.sheets)


def is_address(text: str) -> bool:
    """Whether somebody means a server by this; anything else is a path."""
    return text.strip().lower().startswith(("http://", "https://"))
