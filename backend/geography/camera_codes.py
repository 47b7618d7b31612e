"""Codes of made-up cameras: 20 digits as in GB/T 28181, by which they are told from those that were loaded."""

from __future__ import annotations

import re

_MADE_UP = re.compile(r"\d{6}001320\d{8}")


def made_up_code(district: str, serial: int) -> str:
    """District (six digits), 00, type 132, 0, serial."""
    return f"{district}001320{serial:08d}"


def is_made_up(code: str) -> bool:
    """Whether a camera of this code was made up. A real code has its type two digits farther on."""
    return _MADE_UP.fullmatch(code) is not None
