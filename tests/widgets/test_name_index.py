"""An index of names answers as looking at every entry would, in the same order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.entry import Entry, order_of, rank_of
from widgets.name_index import NameIndex

LETTERS = "ab中"
WORDS = st.text(LETTERS, max_size=6)
#: As a city has them: unique ids, several keys, some of them empty.
THINGS = st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=4)), max_size=30)


def entry_of(thing: tuple[int, str, list[str]]) -> Entry:
    number, title, keys = thing
    return Entry("region", f"r{number:02}", title, "", (*keys, title), title)


@given(THINGS, st.text(LETTERS, min_size=1, max_size=6), st.integers(1, 12))
def test_it_finds_what_looking_at_each_finds(things: list[tuple[str, list[str]]], needle: str, count: int) -> None:
    numbered = [(number, title, keys) for number, (title, keys) in enumerate(things)]
    every = [(rank, entry) for entry in map(entry_of, numbered) if (rank := rank_of(entry, needle)) is not None]
    every.sort(key=lambda item: (item[0], *order_of(item[1])))
    assert list(NameIndex(numbered, entry_of).find(needle, count)) == every[:count]


def test_one_letter_may_be_wrong_in_initials_only() -> None:
    names = NameIndex([(0, "abab", ["中中中中"])], entry_of)
    assert [entry.id for _, entry in names.find("abaa", 3)] == ["r00"]
    assert not list(names.find("中中中a", 3))
    assert not list(NameIndex([], entry_of).find("abaa", 3))
