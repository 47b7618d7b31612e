"""Levels of a tile server that cuts the world in a way of its own; values, no Qt.

A level is a *matrix* of tiles in the plane of web mercator (metres) or of degrees. Levels need not be twice as sharp as
the one before, nor begin at a corner of the world.
"""

from __future__ import annotations

import msgspec


class Matrix(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level: ``id`` as its server calls it; ``step``: metres or degrees a pixel; ``left`` and ``top``: the outer
    corner of its first tile, metres or degrees; tiles of ``wide`` × ``high`` pixels in so many columns and rows."""

    id: str
    step: float
    left: float
    top: float
    wide: int
    high: int
    columns: int
    rows: int
