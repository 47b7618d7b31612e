"""Rows that were not taken, and the file that tells a person which and why."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec

from backend.load.tables import Row


class Refused(msgspec.Struct, frozen=True):
    """A row that was not taken: a reason code and what to do about it."""

    row: Row
    code: str
    sentence: str


class ErrorFile:
    """A CSV that can be opened in a spreadsheet, mended and loaded again: the original cells, then why. Made with the
    first refusal; a file of an earlier run is replaced."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        self.path = path
        self.count = 0
        self.codes: dict[str, int] = {}
        self._columns = columns
        path.unlink(missing_ok=True)

    def add(self, refused: list[Refused]) -> None:
        if not refused:
            return
        fresh = not self.path.exists()
        with self.path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
            lines = csv.writer(file)
            if fresh:
                lines.writerow([*self._columns, "line", "code", "reason"])
            for one in refused:
                cells = [one.row.cells.get(column, "") for column in self._columns]
                lines.writerow([*cells, one.row.number, one.code, one.sentence])
                self.codes[one.code] = self.codes.get(one.code, 0) + 1
        self.count += len(refused)
