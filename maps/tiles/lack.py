"""What a picture lacks of its base of tiles; no Qt."""

from __future__ import annotations

from typing import NamedTuple


class Lack(NamedTuple):
    """``said``: a sentence that may stand in the picture, ``reason`` one for whoever makes it (it may name files and
    servers); both empty when nothing is missing."""

    said: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.said)

    def __str__(self) -> str:
        return f"{self.said} {self.reason}".strip()


NOTHING = Lack()
