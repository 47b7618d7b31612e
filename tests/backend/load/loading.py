"""Runs ``load`` as a person does, over a data folder of the test."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import msgspec
import pytest

from backend.cityfile import read_pack, save_pack
from backend.load.command import run_load
from backend.load.options import LoadOptions
from backend.store.location import url_of
from backend.store.store import Store
from domain.city import City
from domain.incident import Incident, TimelineEntry
from tests.domain.small_city import small_city

DATA = Path(__file__).parents[2] / "data"
CALLS = DATA / "montgomery-911-sample.csv"
STREETS = DATA / "campo-grande-sample.osm.gz"
_TALLY = re.compile(r"^read (\d+), added (\d+), already there (\d+), refused (\d+)$")


class Outcome(msgspec.Struct, frozen=True):
    """``tally``: read, added, already there, refused. ``shown``: standard output without the last line."""

    code: int
    tally: tuple[int, int, int, int]
    shown: list[str]
    said: str


class Loading:
    """``data`` holds the small city under ``small``; other names are new."""

    def __init__(self, data: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capture = capture
        save_pack(data / "small", small_city())

    def load(self, *files: Path, city: str = "small", **options: object) -> Outcome:
        self._capture.readouterr()
        code = run_load(LoadOptions(self.data, city, files, **options))  # type: ignore[arg-type]
        out, said = self._capture.readouterr()
        *shown, last = out.splitlines()
        match = _TALLY.match(last)
        assert match is not None, last
        read, added, already, refused = (int(number) for number in match.groups())
        return Outcome(code, (read, added, already, refused), shown, said)

    def write(self, name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.data / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    def city(self, name: str = "small") -> City:
        return read_pack(self.data / name)[0]

    def incidents(self, name: str = "small") -> list[Incident]:
        """All of them, in the order they were added."""
        with_timeline = self.journal(name)
        return [incident for incident, _ in with_timeline]

    def journal(self, name: str = "small") -> list[tuple[Incident, TimelineEntry]]:
        store = Store.open(url_of(self.data / name, None), name)
        try:
            rows = [msgspec.json.decode(text) for _, text in store.changes(0, 1_000_000)]
        finally:
            store.close()
        return [
            (msgspec.convert(row["incident"], Incident), msgspec.convert(row["entry"], TimelineEntry))
            for row in rows
            if "incident" in row
        ]

    def refused(self, path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
