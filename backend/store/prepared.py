"""Statements put into a database's words once: what a commit says thousands of times a second is not worked out anew
each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement

Values = tuple[object, ...]


class Prepared:
    """One statement for one database. ``names``: those of its parameters, in the order in which values are given (at
    least two)."""

    def __init__(self, statement: ClauseElement, names: Sequence[str], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
        if set(compiled.params) != set(names):
            raise ValueError(f"the statement takes {sorted(compiled.params)}, not {sorted(names)}")
        self._text = str(compiled)
        self._names = tuple(names)
        #: The values in the order of the words; None where the database takes them by name.
        self._arranged: Callable[[Values], Values] | None = None
        if compiled.positional:
            self._arranged = itemgetter(*(self._names.index(name) for name in compiled.positiontup))

    def execute(self, connection: Connection, rows: Sequence[Values]) -> CursorResult[Any]:
        """Carry it out for every row; at least one. Raises SQLAlchemyError."""
        given: list[Any]
        if self._arranged is not None:
            given = list(map(self._arranged, rows))
        else:
            given = [dict(zip(self._names, row, strict=True)) for row in rows]
        return connection.exec_driver_sql(self._text, given)
