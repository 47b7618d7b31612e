"""Chinese names by how they sound: full pinyin and initials."""

from __future__ import annotations

import os
from functools import cache


@cache
def _syllable(character: str) -> str:
    # The tables of pypinyin cost a tenth of a second; whoever never searches does not wait for them. Its phrases cost
    # another 45 MB and decide nothing for a single character.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(character, errors="default")).lower()


def syllables(text: str) -> list[str]:
    """Pinyin of each character without tones; what is not Chinese stands as it is, in lower case."""
    return [_syllable(character) for character in text]


def initials(text: str) -> str:
    """First letters: ``丰财街道`` → ``fcjd``."""
    return "".join(syllable[:1] for syllable in syllables(text))


def spelled(text: str) -> str:
    """All letters: ``丰财街道`` → ``fengcaijiedao``."""
    return "".join(syllables(text))
