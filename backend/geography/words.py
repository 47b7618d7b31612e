"""Words from which names are put together: ``resources/geography/words.toml``."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import msgspec

_FILE = Path(__file__).parent.parent.parent / "resources" / "geography" / "words.toml"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First parts of names of roads, estates, parks and so on; signs of which further ones are put together; family and
    given names of people."""

    roads: tuple[str, ...]
    estates: tuple[str, ...]
    parks: tuple[str, ...]
    schools: tuple[str, ...]
    markets: tuple[str, ...]
    hospitals: tuple[str, ...]
    works: tuple[str, ...]
    first_signs: tuple[str, ...]
    second_signs: tuple[str, ...]
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    #: Second parts of names of estates → their English.
    estate_kinds: dict[str, str]


@functools.cache
def words() -> Words:
    """The words that ship with the program."""
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), Words)
