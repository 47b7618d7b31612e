"""What came from outside as plain words: nothing in them can steer a document, a terminal, a file name or a reader."""

from __future__ import annotations

import unicodedata

#: No text in a document is longer; a report of a resident may be.
LONGEST = 2000
#: Invisible signs that change how others are read: directions, joiners without a use here, byte order marks.
_RUNS = (range(0x202A, 0x202F), range(0x2061, 0x206A), range(0xFFF9, 0xFFFC))
_STEERING = frozenset("\u061c\u200b\u200e\u200f\u2060\ufeff\u00ad\u180e") | {chr(one) for run in _RUNS for one in run}
#: Categories of Unicode that are no letters of anybody: controls, halves of pairs, code points without a meaning.
_UNREADABLE = {"Cc", "Cs", "Cn"}
#: What no file system and no shell is asked to bear in a name.
_RESERVED = frozenset("<>:\"/\\|?*%'`$&;!#{}[]()=+@~^,")


def plain(text: str, longest: int = LONGEST) -> str:
    """One line of readable words: no controls, no direction overrides, no tags of Unicode, at most ``longest`` long."""
    if len(text) <= longest and text.isprintable() and "  " not in text and text == text.strip():
        return text  # as nearly every text is
    words = "".join(_sign(sign) for sign in text[: 4 * longest])
    words = " ".join(words.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def file_name(text: str, longest: int = 60) -> str:
    """Words as a part of a file name: letters and digits of any language, ``-`` and ``_``; never empty or hidden."""
    words = "".join("-" if sign in _RESERVED or sign.isspace() else sign for sign in plain(text, longest))
    return words.strip("-. ")[:longest].replace("..", "-") or "-"


def _sign(sign: str) -> str:
    if sign in _STEERING or 0xE0000 <= ord(sign) <= 0xE007F:
        return ""
    kind = unicodedata.category(sign)
    if kind in {"Zl", "Zp"} or sign in "\t\n\r\v\f\x85":
        return " "
    return "" if kind in _UNREADABLE else sign
