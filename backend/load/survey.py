"""A first reading of a file of reports: where and when they are, and what they call things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from backend.load.columns import Mapping
from backend.load.tables import Table
from backend.load.times import TimeReader
from domain.refusal import Refusal

_OFTEN = 2000


class Survey(msgspec.Struct):
    """``points``: float ``(n, 2)``, longitude and latitude in the file's datum of the rows that have them; ``newest``:
    the newest time that is not in the future, as it is written (a city's time zone may be known only later)."""

    points: NDArray[np.float64]
    newest: str
    categories: Counter[str]


def survey(table: Table, mapping: Mapping, times: TimeReader, now: float, progress: Callable[[float], None]) -> Survey:
    """Reads a file once without keeping its rows."""
    points: list[tuple[float, float]] = []
    categories: Counter[str] = Counter()
    newest, newest_text = 0.0, ""
    for number, row in enumerate(table.rows):
        if number % _OFTEN == 0:
            progress(table.fraction())
        if row.fault:
            continue
        try:
            points.append(mapping.place(row.cells))
            text = mapping.get(row.cells, "time")
            occurred = times.read(text) if text else 0.0
        except Refusal:
            continue
        if newest < occurred <= now + 60:
            newest, newest_text = occurred, text
        categories[mapping.get(row.cells, "category")] += 1
    return Survey(np.array(points, float).reshape(-1, 2), newest_text, categories)
