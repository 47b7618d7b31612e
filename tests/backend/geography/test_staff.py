"""Who works in the city."""

from __future__ import annotations

from collections import Counter

import pytest

from backend.geography.posts import Post
from backend.geography.staff import staff
from domain.city import City
from domain.region import Level, RegionTree
from domain.worker import Role, Worker


def _on_duty(worker: Worker, minute: int) -> bool:
    start, end = worker.shift
    return start <= minute < end if start < end else minute >= start or minute < end


def test_there_are_786_with_their_own_index_id_and_number(gulou: City) -> None:
    workers = gulou.workers
    assert [worker.index for worker in workers] == list(range(786))
    assert len({worker.id for worker in workers}) == len({worker.phone for worker in workers}) == 786
    assert len({worker.name for worker in workers}) == 786
    assert all(worker.phone.startswith("100") and worker.name_en for worker in workers)


def test_eight_roles_are_filled_and_known(gulou: City) -> None:
    known = {role.code for role in gulou.rules.roles}
    assert {worker.role for worker in gulou.workers} == known
    assert len(known) == 8


def test_every_region_has_its_responsible_people(gulou: City) -> None:
    tree = RegionTree(gulou.geography.regions)
    answering: dict[str, set[str]] = {}
    for worker in gulou.workers:
        assert worker.regions
        for code in worker.regions:
            answering.setdefault(code, set()).add(worker.role)
    assert all("grid_head" in answering[grid.code] for grid in tree.at_level(Level.GRID))
    assert all("community_chief" in answering[region.code] for region in tree.at_level(Level.COMMUNITY))
    assert all("supervisor" in answering[region.code] for region in tree.at_level(Level.STREET))


def test_grids_and_workers_are_many_to_many(gulou: City) -> None:
    assert any(len(worker.regions) > 2 for worker in gulou.workers)
    held = Counter(code for worker in gulou.workers for code in worker.regions)
    assert max(held.values()) > 2


@pytest.mark.parametrize("hour", range(24))
def test_at_every_hour_every_street_has_somebody_who_can_be_sent(gulou: City, hour: int) -> None:
    tree = RegionTree(gulou.geography.regions)
    handles = {role.code for role in gulou.rules.roles if role.handles}
    streets = {
        tree.ancestor(code, Level.STREET)
        for worker in gulou.workers
        if worker.role in handles and _on_duty(worker, hour * 60)
        for code in worker.regions
    }
    assert set(tree.at_level(Level.STREET)) <= streets


def test_most_go_by_ebike(gulou: City) -> None:
    modes = Counter(worker.mode.value for worker in gulou.workers)
    assert modes["ebike"] > 0.7 * 786
    assert modes["foot"] and modes["car"]


def test_posts_that_do_not_add_up_are_refused(gulou: City) -> None:
    roles = [Role("head", gulou.name)]
    with pytest.raises(ValueError, match="the posts make 376 people, the city has 400"):
        staff(gulou.geography.regions, 400, roles, [Post("head", each=1)], 1)
    with pytest.raises(ValueError, match="'chief' that is not among the roles"):
        staff(gulou.geography.regions, 400, roles, [Post("chief", each=1)], 1)
