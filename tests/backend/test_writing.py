"""A commit's statements are put into words once, in those of whatever database it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite

from backend.store.location import url_of
from backend.store.prepared import Prepared
from backend.store.store import Store
from backend.store.tables import meta
from backend.store.transaction import Entry, Transaction

UPDATE = update(meta).where(meta.c.key == bindparam("was_key"))


class Said:
    """A connection that only writes down what it was told."""

    def __init__(self) -> None:
        self.text = ""
        self.rows: list[Any] = []

    def exec_driver_sql(self, text: str, rows: list[Any]) -> None:
        self.text, self.rows = text, rows


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(url_of(tmp_path, None), "small", 1)
    yield store
    store.close()


def test_values_stand_where_the_words_want_them() -> None:
    said: Any = Said()
    Prepared(UPDATE, ("was_key", "value"), pysqlite.dialect()).execute(said, [("epoch", "e1"), ("cases", "c1")])
    assert said.text.index("value=?") < said.text.index("WHERE")
    assert said.rows == [("e1", "epoch"), ("c1", "cases")]


def test_a_database_that_takes_values_by_name_gets_them_by_name() -> None:
    said: Any = Said()
    Prepared(UPDATE, ("was_key", "value"), psycopg.dialect()).execute(said, [("epoch", "e1")])
    assert "%(was_key)s" in said.text and said.rows == [{"was_key": "epoch", "value": "e1"}]


def test_a_statement_with_other_parameters_is_not_made() -> None:
    with pytest.raises(ValueError, match="key"):
        Prepared(insert(meta), ("key", "worth"), pysqlite.dialect())


@pytest.mark.parametrize("asked", [1, 2, 3, 64, 65, 500, 501, 1000])
def test_any_number_of_commands_is_asked_for(store: Store, asked: int) -> None:
    entries = [
        Entry(n + 1, 0.0, 0.0, "incident", f"i{n}", 1, f"user:{n}", "note", f"c{n}", "{}") for n in range(0, 1000, 3)
    ]
    store.commit(Transaction(entries=entries))
    ids = [f"c{n}" for n in range(asked)]
    assert store.commands(ids) == {f"c{n}": (n + 1, f"user:{n}") for n in range(0, asked, 3)}


def test_nothing_asked_is_nothing_found(store: Store) -> None:
    assert store.commands([]) == {}
