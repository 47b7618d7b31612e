"""Places somebody marked to come back to; values, no Qt."""

from __future__ import annotations

from typing import Any

import msgspec

#: So many are kept; the oldest go.
MOST = 50
#: Letters of a name.
LONGEST = 60


class Bookmark(msgspec.Struct, frozen=True):
    """``x``, ``y``: the world place in the middle; ``zoom``: level of the usual web maps."""

    name: str
    x: float
    y: float
    zoom: float


def with_one(marks: tuple[Bookmark, ...], mark: Bookmark) -> tuple[Bookmark, ...]:
    """The marks and one more; one of the same name is replaced where it stands."""
    mark = msgspec.structs.replace(mark, name=mark.name.strip()[:LONGEST])
    if any(one.name == mark.name for one in marks):
        return tuple(mark if one.name == mark.name else one for one in marks)
    return (*marks, mark)[-MOST:]


def plain(marks: tuple[Bookmark, ...]) -> list[dict[str, Any]]:
    """As plain data, for a file."""
    return [msgspec.structs.asdict(one) for one in marks]


def of_plain(marks: Any) -> tuple[Bookmark, ...]:
    """From plain data. Raises ValueError when it is none of marks."""
    try:
        return msgspec.convert(marks, tuple[Bookmark, ...])[-MOST:]
    except msgspec.ValidationError as error:
        raise ValueError(f"these are no marked places: {error}") from error
