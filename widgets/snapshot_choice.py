"""What can be chosen for a snapshot of the room, as plain data."""

from __future__ import annotations

import msgspec

#: Formats in the order they are offered, with the icon of each.
FORMATS: dict[str, str] = {
    "png": "photo",
    "pdf": "file-type-pdf",
    "html": "map-2",
    "xlsx": "file-spreadsheet",
    "geojson": "hexagons",
    "gcs": "database",
}
#: Sizes of a picture by their code: pixels across and down, dots per inch.
SIZES: dict[str, tuple[int, int, int]] = {
    "screen": (1920, 1080, 144),
    "4k": (3840, 2160, 192),
    "a4": (3508, 2480, 300),
    "a3": (4961, 3508, 300),
    "wall": (7680, 4320, 144),
}


class SnapshotChoice(msgspec.Struct, frozen=True):
    """``formats``: keys of ``FORMATS``; ``size``: a key of ``SIZES``; ``theme``: ``light`` or ``dark``; ``view``: the
    map shows what the desk's map shows, otherwise all of the city; ``part``: only what is chosen on the desk;
    ``plain``: the map's ground is the city's own and not coloured, whatever the desk's map shows; ``people``,
    ``details``: whether they are in it."""

    formats: tuple[str, ...]
    size: str = "screen"
    theme: str = "light"
    view: bool = False
    part: bool = False
    people: bool = True
    details: bool = True
    folder: str = ""
    plain: bool = False
