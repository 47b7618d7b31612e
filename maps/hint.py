"""Lines of words as the rich text of a hint."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

#: A line of so many letters at most is not broken.
WHOLE = 48


def rich(lines: Sequence[str]) -> str:
    """The first line strong, everything escaped; empty for no lines. Qt would break rich text early, Chinese within a
    word: a line that is not long stays whole."""
    return "".join(_line(line, strong=number == 0) for number, line in enumerate(lines))


def _line(line: str, strong: bool) -> str:
    words = f"<b>{escape(line)}</b>" if strong else escape(line)
    return f"<div style='white-space: {'nowrap' if len(line) <= WHOLE else 'normal'}'>{words}</div>"
