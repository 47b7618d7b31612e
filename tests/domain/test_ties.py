"""What belongs to an incident."""

from __future__ import annotations

import msgspec

from domain.incident import Incident
from domain.ties import Tie, TieKind, may_tie, ties_of
from tests.domain.small_city import MONDAY_NINE, new_incident


def held(*incidents: Incident) -> dict[str, Incident]:
    return {incident.id: incident for incident in incidents}


def test_look_alikes_merged_reports_and_the_main_case() -> None:
    main, other, far = new_incident("main", 1), new_incident("other", 1), new_incident("far", 4)
    gone = msgspec.structs.replace(new_incident("gone", 1), merged_into="main", closed_at=None)
    all_ = held(main, other, far, gone)
    assert set(ties_of(all_, "main")) == {Tie(TieKind.MERGED, "gone"), Tie(TieKind.LOOKALIKE, "other")}
    assert ties_of(all_, "gone") == (Tie(TieKind.MAIN, "main"),)
    assert ties_of(all_, "far") == ()
    assert ties_of(all_, "no such") == ()


def test_what_was_a_look_alike_at_arrival_stays_one_until_it_is_closed() -> None:
    main = msgspec.structs.replace(new_incident("main", 1), lookalikes=("far",))
    far = new_incident("far", 4)
    assert ties_of(held(main, far), "main") == (Tie(TieKind.LOOKALIKE, "far"),)
    closed = msgspec.structs.replace(far, closed_at=MONDAY_NINE)
    assert ties_of(held(main, closed), "main") == ()


def test_only_what_is_near_or_merged_may_change_the_ties() -> None:
    main, other, far = new_incident("main", 1), new_incident("other", 1), new_incident("far", 4)
    assert may_tie(main, other)
    assert not may_tie(main, far)
    assert may_tie(main, msgspec.structs.replace(far, merged_into="main"))
    assert may_tie(msgspec.structs.replace(main, merged_into="far"), far)
