"""A filter says the same of one case as of all of them at once, alone and combined."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.casefilter import EVERYTHING, CaseFilter, Standing, decode_filter, encode_filter
from domain.casematch import matches
from domain.casetable import CaseTable
from domain.category import Severity
from domain.incident import Incident, Source, TimelineEntry
from domain.messages import IncidentChanged
from domain.period import Period
from domain.picture import Changes
from tests.domain.cases import NOON, any_cases, filled, walked
from tests.domain.indicator_data import CATALOGUE
from tests.domain.small_city import GRIDS, middle_of
from tests.seeking import tried

Cases = list[tuple[Incident, list[TimelineEntry]]]

WEST_HALF = ((100.0, 30.0), (middle_of(3)[0], 30.0), (middle_of(3)[0], 40.0), (100.0, 40.0))
PARTS = {
    "regions": st.sampled_from([("320302001",), ("",), ("", "320302002001"), (GRIDS[3], GRIDS[0]), ("nowhere",)]),
    "groups": st.sampled_from([("市容环境",), ("公用设施", "none")]),
    "categories": st.sampled_from([("0101",), ("0601", "0602")]),
    "sources": st.sampled_from([(Source.WORKER,), (Source.HOTLINE, Source.CAMERA)]),
    "stages": st.sampled_from([("filed",), ("closed", "returned", "void")]),
    "severities": st.sampled_from([(Severity.RED,), (Severity.YELLOW, Severity.BLUE)]),
    "standings": st.lists(st.sampled_from(list(Standing)), min_size=1, max_size=3, unique=True).map(tuple),
    "hours": st.sampled_from([(9,), (11, 10, 7)]),
    "arrived": st.sampled_from([(NOON - 7200, NOON), (NOON - 100_000, NOON - 5000)]),
    "closed": st.sampled_from([(NOON - 7200, NOON)]),
    "workers": st.sampled_from([("g1",), ("g1", "g2")]),
    "drawn": st.sampled_from([WEST_HALF, (*WEST_HALF[:2], middle_of(4))]),
    "words": st.sampled_from(["街道1", "i1", "垃圾 街道2"]),
    "behind": st.sampled_from(
        [one.behind(period, side) for one in CATALOGUE.indicators for period in Period for side in one.sides()]
    ),
}
filters = st.fixed_dictionaries({}, optional=PARTS).map(lambda parts: CaseFilter(**parts))


@tried(60)
@given(any_cases(), filters)
def test_one_by_one_and_all_at_once(cases: Cases, chosen: CaseFilter) -> None:
    picture = filled(cases)
    table = CaseTable(picture)
    table.refresh(Changes(reset=True))
    singly = {key for key, one in picture.incidents.items() if matches(chosen, picture, one, NOON)}
    assert table.catch_up_all().chosen(chosen, NOON) == singly


@given(filters)
def test_written_down_and_read_again(chosen: CaseFilter) -> None:
    assert decode_filter(encode_filter(chosen)) == chosen
    assert bool(chosen) == bool(chosen.given())
    assert chosen.without(*chosen.given()) == EVERYTHING


@tried(40)
@given(any_cases(), filters, filters)
def test_both_at_once_where_they_speak_of_different_parts(cases: Cases, one: CaseFilter, two: CaseFilter) -> None:
    picture = filled(cases)
    two = two.without(*one.given())
    both = one.and_(two)
    for incident in picture.incidents.values():
        each = matches(one, picture, incident, NOON) and matches(two, picture, incident, NOON)
        assert matches(both, picture, incident, NOON) == each


def test_choosing_again_takes_it_back() -> None:
    chosen = EVERYTHING.toggled(groups=("市容环境",)).toggled(sources=(Source.WORKER,))
    assert chosen.given() == ("groups", "sources")
    assert chosen.toggled(groups=("公用设施",)).groups == ("公用设施",)
    assert chosen.toggled(groups=("市容环境",)) == CaseFilter(sources=(Source.WORKER,))


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"regoins": []}', '{"hours": ["x"]}', '{"behind": {"code": "x", "condition": "f(1)", "name": ["x"]}}'],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a|formula"):
        decode_filter(text)


def test_the_table_follows_what_changes() -> None:
    picture = filled([walked("a"), walked("b", ("file",))])
    table = CaseTable(picture)
    table.refresh(Changes(reset=True))
    table.catch_up_all()
    filed = CaseFilter(stages=("filed",))
    assert table.chosen(filed, NOON) == {"b"}
    later, timeline = walked("a", ("file",))
    table.refresh(picture.apply(IncidentChanged(2, later, timeline[-1])))
    assert table.chosen(filed, NOON) == {"a", "b"}
    kept = picture.snapshot()
    picture.apply(msgspec.structs.replace(kept, incidents=[one for one in kept.incidents if one.id == "b"]))
    table.refresh(Changes(reset=True))
    assert (table.complete, table.ids) == (True, ["b"])  # what is known is not read again
    assert table.catch_up_all().chosen(filed, NOON) == {"b"}


def test_a_large_picture_is_read_in_parts() -> None:
    picture = filled(walked(f"i{number}", step=1) for number in range(30))
    table = CaseTable(picture)
    table.refresh(Changes(reset=True))
    assert (len(table), table.complete) == (0, False)
    assert not table.catch_up(20)
    assert len(table) == 20
    assert table.catch_up(20)
    assert (len(table), table.complete) == (30, True)
