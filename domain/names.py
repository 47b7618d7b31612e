"""A name that is shown on screen, in both languages the room speaks."""

from __future__ import annotations

import msgspec


class Name(msgspec.Struct, frozen=True, array_like=True):
    """Something's name in Chinese and English."""

    zh: str
    en: str = ""

    def text(self, language: str) -> str:
        """The name for ``language`` (``zh`` or ``en``); falls back to the one that exists."""
        chosen = self.en if language.startswith("en") else self.zh
        return chosen or self.zh or self.en
