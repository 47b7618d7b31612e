"""Part of a picture says the same of its cases and people as the whole does."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.casefilter import EVERYTHING, CaseFilter
from domain.casematch import matches
from domain.category import Severity
from domain.narrowing import narrowed
from domain.picture import Picture
from domain.positions import Positions
from domain.region import Level
from tests.domain.cases import NOON, any_cases, filled
from tests.domain.small_city import GRIDS
from tests.domain.test_casefilter import Cases, filters
from tests.maps.town import NOW, matters, picture_of, town
from tests.seeking import tried

STREET = "320302001"


def by_id(picture: Picture) -> dict[str, tuple[float, ...]]:
    """What is known of where people are, by who they are."""
    known: Positions = picture.positions
    columns = (known.lon, known.lat, known.speed, known.heading, np.round(known.fixed_at, 1), known.state)
    return {one.id: tuple(float(column[one.index]) for column in columns) for one in picture.roster}


@tried(40)
@given(any_cases(), filters)
def test_its_cases_are_those_that_are_chosen(cases: Cases, chosen: CaseFilter) -> None:
    picture = filled(cases)
    before = picture.snapshot()
    part = narrowed(picture, chosen, NOON)
    wanted = {key: one for key, one in picture.incidents.items() if matches(chosen, picture, one, NOON)}
    assert part.incidents == wanted
    assert part.timelines == {key: picture.timelines[key] for key in wanted if key in picture.timelines}
    assert part.tasks.keys() <= picture.tasks.keys()
    assert picture.snapshot() == before, "the whole is left alone"


def test_everything_is_the_same_picture() -> None:
    picture = picture_of(town(), matters())
    part = narrowed(picture, EVERYTHING, NOW)
    assert part.snapshot() == picture.snapshot()
    assert part.city == picture.city or part.tree.regions == picture.tree.regions
    assert str(by_id(part)) == str(by_id(picture))


@given(st.sampled_from([(STREET,), (STREET, GRIDS[6]), (GRIDS[2],), (GRIDS[2], STREET)]))
def test_areas_become_the_whole(regions: tuple[str, ...]) -> None:
    picture = picture_of(town(), matters())
    part = narrowed(picture, CaseFilter(regions=regions), NOW)
    inside = {one.code for code in regions for one in picture.tree.subtree(code)}
    assert {one.code for one in part.tree} == inside
    assert {one.code for one in part.tree.roots} == {code for code in regions if code != GRIDS[2] or len(regions) == 1}
    for region in part.tree:
        mine = part.city.geography.outlines.rings_of(part.tree.index(region.code))
        theirs = picture.city.geography.outlines.rings_of(picture.tree.index(region.code))
        assert [ring.tolist() for ring in mine] == [ring.tolist() for ring in theirs]
    people = {one.id for one in picture.roster if inside & set(one.regions)}
    assert people and part.workers.keys() == people
    assert [one.index for one in part.roster] == list(range(len(people)))
    assert len(part.positions) == len(people)
    assert str(by_id(part)) == str({key: row for key, row in by_id(picture).items() if key in people})


def test_a_choice_of_cases_leaves_areas_and_people_alone() -> None:
    picture = picture_of(town(), matters())
    part = narrowed(picture, CaseFilter(severities=(Severity.RED,)), NOW)
    assert sorted(part.incidents) == ["pile2", "red"]
    assert len(part.tree.at_level(Level.GRID)) == 8
    assert part.workers.keys() == picture.workers.keys()
