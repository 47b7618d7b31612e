"""Lists of things with codes, as data files have them: each code once, and a mistake named with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

import msgspec


class Coded(Protocol):
    @property
    def code(self) -> str: ...


E = TypeVar("E", bound=Coded)
C = TypeVar("C")


def with_code(entries: Iterable[E], code: str) -> E:
    """The one of this code. Raises KeyError."""
    for entry in entries:
        if entry.code == code:
            return entry
    raise KeyError(code)


def read_coded(
    text: str | bytes, kind: type[C], entries: Callable[[C], Iterable[E]], check: Callable[[E], None], what: str
) -> C:
    """A TOML text as a ``kind``, whose ``entries`` each have a code of their own and pass ``check`` (which raises
    ValueError or KeyError). ``what`` one of them is called. Raises ValueError with the place of what is wrong."""
    try:
        whole = msgspec.toml.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{what}s: {error}") from error
    known: set[str] = set()
    for entry in entries(whole):
        if entry.code in known:
            raise ValueError(f"{what}s: two of them have one code, {entry.code}")
        known.add(entry.code)
        try:
            check(entry)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{what} {entry.code}: {error}") from error
    return whole
