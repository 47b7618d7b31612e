"""The shipped type cut to the letters of one document, small enough to travel inside it."""

from __future__ import annotations

import io

from fontTools import subset
from fontTools.ttLib import TTFont

from resources import FOLDER

#: The one with the letters of names and streets, a third of the work; and the one with every letter, for what is left.
_USUAL, _WHOLE = "NotoSansSC-Medium.ttf", "NotoSansSC-Regular.ttf"
_ASCII = frozenset(range(32, 127))


def subset_fonts(texts: str) -> list[tuple[bytes, str]]:
    """WOFF files that together have the letters of ``texts``, all of ASCII among them, each with the letters it has
    as CSS writes them (``unicode-range``). Letters no shipped font has are the reader's own."""
    wanted = {ord(sign) for sign in set(texts) if sign >= " "} | _ASCII
    font, options = _open(_USUAL)
    there = wanted & set(font.getBestCmap())
    made = [_cut(font, options, there)]
    rest = wanted - there
    if rest:
        font, options = _open(_WHOLE)
        there = rest & set(font.getBestCmap())
        if there:
            made.append(_cut(font, options, there))
    return made


def _open(name: str) -> tuple[TTFont, subset.Options]:
    options = subset.Options()
    options.flavor = "woff"  # half as much again as WOFF2, in a third of the time
    options.layout_features = ["tnum", "kern"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]  # whose it is and its licence
    options.notdef_outline = True
    options.drop_tables += ["vmtx", "vhea", "VORG"]
    return subset.load_font(str(FOLDER / "fonts" / name), options, lazy=True), options


def _cut(font: TTFont, options: subset.Options, letters: set[int]) -> tuple[bytes, str]:
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    made = io.BytesIO()
    subset.save_font(font, made, options)
    font.close()
    return made.getvalue(), ",".join(f"U+{letter:X}" for letter in sorted(letters))
