from __future__ import annotations

import msgspec

from domain.access import concerns, in_scope, masked, sees_reporter
from domain.incident import Assignment, Reporter
from domain.orders import Actor
from domain.region import RegionTree
from tests.domain.small_city import DISPATCHER, GRIDS, new_incident, small_city

TREE = RegionTree(small_city().geography.regions)
LEADER = Actor("user", "chief", "领导", "leader")


def test_reporters_are_masked_for_those_who_do_not_need_them() -> None:
    incident = new_incident()
    worker = Actor("worker", "g1", "员", "worker")
    assert sees_reporter(DISPATCHER, incident)
    assert not sees_reporter(LEADER, incident)
    assert not sees_reporter(worker, incident)
    assert sees_reporter(worker, msgspec.structs.replace(incident, assignment=Assignment("g1", 0.0)))
    hidden = masked(incident)
    assert hidden.reporter == Reporter("张**", "138******78")
    assert msgspec.structs.replace(hidden, reporter=incident.reporter) == incident


def test_masking_leaves_nothing_of_short_names_and_numbers() -> None:
    short = msgspec.structs.replace(new_incident(), reporter=Reporter("李", "1234"))
    assert masked(short).reporter == Reporter("李*", "****")
    nobody = msgspec.structs.replace(new_incident(), reporter=Reporter())
    assert masked(nobody) is nobody


def test_scope() -> None:
    street = Actor("user", "s", "街道", "dispatcher", GRIDS[0][:9])
    assert in_scope(street, GRIDS[0], TREE) and not in_scope(street, GRIDS[7], TREE)
    assert not in_scope(street, "", TREE) and in_scope(DISPATCHER, "", TREE)


def test_an_incident_concerns_who_has_it_or_found_it() -> None:
    found = msgspec.structs.replace(new_incident(), reported_by="g2")
    assert concerns("g2", found) and not concerns("g1", found)
    given = msgspec.structs.replace(found, assignment=Assignment("g1", 0.0))
    assert concerns("g1", given) and not concerns("g2", given)
