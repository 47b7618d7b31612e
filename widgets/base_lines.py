"""What the sheet of base maps shows and is asked for, as plain data."""

from __future__ import annotations

import msgspec

#: What coordinates of tiles may mean, and what tiles may show.
DATUMS, LOOKS = ("wgs84", "gcj02"), ("", "map", "photo", "plain")


class BaseLine(msgspec.Struct, frozen=True):
    """A base in the list. ``id`` empty: the city's own ground. ``where``: its file or server; ``key``: the server its
    key is for, empty when it needs none; ``own``: somebody added it and may take it out."""

    id: str
    title: str
    where: str = ""
    key: str = ""
    own: bool = False


class BasesShown(msgspec.Struct, frozen=True):
    """``chosen``: id of the base that is shown; ``state``: a sentence about it, ``trouble`` whether a bad one."""

    lines: tuple[BaseLine, ...]
    chosen: str = ""
    state: str = ""
    trouble: bool = False


class BaseWish(msgspec.Struct, frozen=True):
    """A base somebody wants to add: ``text`` is a path or an address."""

    text: str
    title: str = ""
    key: str = ""
    datum: str = "wgs84"
    look: str = ""
