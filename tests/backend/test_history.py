"""What happened before comes in once, however often the file is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from backend.store.history import BATCH, import_incidents
from backend.store.store import Store
from domain.codec import decode_from_backend
from domain.incident import Incident, TimelineEntry
from domain.messages import IncidentChanged
from domain.refusal import Refusal
from tests.domain.small_city import MONDAY_NINE, new_incident

OPEN = frozenset({"received"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'city.sqlite'}", "small")
    yield store
    store.close()


def past(number: int, stage: str = "closed") -> tuple[Incident, TimelineEntry]:
    incident = msgspec.structs.replace(new_incident(), stage=stage, external=f"log:{number}", closed_at=MONDAY_NINE)
    return incident, TimelineEntry("?", 9, MONDAY_NINE, "open", "channel:load", to_stage=stage)


def test_thousands_come_in_with_journal_and_state(store: Store) -> None:
    count = BATCH + 7
    progress = list(import_incidents(store, (past(n) for n in range(count)), OPEN, "user:load", MONDAY_NINE))
    assert [(one.added, one.already) for one in progress] == [(BATCH, 0), (count, 0)]
    rows = store.changes(0, count + 1)
    assert [seq for seq, _ in rows] == list(range(1, count + 1))
    change = decode_from_backend(rows[-1][1])
    assert isinstance(change, IncidentChanged)
    assert change.incident == store.incident(f"i{count}") and change.entry.incident == f"i{count}"
    assert store.load(MONDAY_NINE + 1).incidents == []


def test_the_same_again_adds_only_what_is_new(store: Store) -> None:
    list(import_incidents(store, [past(1), past(2), past(1)], OPEN, "user:load"))
    (progress,) = import_incidents(store, [past(2), past(3, "received")], OPEN, "user:load")
    assert (progress.added, progress.already) == (1, 1)
    assert [incident.external for incident in store.load(1e12).incidents] == ["log:3"]
    assert store.newest()[0] == 3


def test_stopped_half_way_whole_batches_are_there(store: Store) -> None:
    work = import_incidents(store, (past(n) for n in range(3 * BATCH)), OPEN, "user:load")
    next(work)
    work.close()  # type: ignore[attr-defined]
    assert store.newest()[0] == BATCH


def test_without_an_id_of_its_source_nothing_comes_in(store: Store) -> None:
    incident, entry = past(1)
    with pytest.raises(Refusal) as refused:
        list(import_incidents(store, [(msgspec.structs.replace(incident, external=""), entry)], OPEN, "user:load"))
    assert refused.value.code == "external_needed"
