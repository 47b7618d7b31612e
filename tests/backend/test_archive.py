"""Closed incidents page by page: every one exactly once, the newest first, words and areas as asked, masks kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from backend.archive import Archive
from backend.store.history import import_incidents
from backend.store.store import Store
from domain.casefilter import Behind, CaseFilter, Standing
from domain.casetable import CaseTable
from domain.incident import Incident, Reporter, TimelineEntry
from domain.messages import Archived, Browse, Clock, Snapshot
from domain.names import Name
from domain.period import Period
from domain.picture import Changes, Picture
from domain.region import RegionTree
from tests.backend.standing import standing
from tests.domain.small_city import COVER, GRIDS, MONDAY_NINE, RUBBISH, new_incident, small_city
from tests.seeking import tried

TREE = RegionTree(small_city().geography.regions)
DAY = 86400.0


def closed(number: int, at: float, grid: int = 1, text: str = "") -> tuple[Incident, TimelineEntry]:
    incident = msgspec.structs.replace(
        new_incident(f"x{number}", grid, COVER if number % 2 else RUBBISH, at - 3600, text or f"第{number}件"),
        stage="closed", closed_at=at, external=f"old:{number}",
    )  # fmt: skip
    return incident, TimelineEntry(incident.id, 1, at, "import", "channel:import", to_stage="closed")


def filled(folder: Path, some: list[tuple[Incident, TimelineEntry]]) -> Store:
    store = Store.open(f"sqlite:///{folder / 'city.sqlite'}", "small")
    for _ in import_incidents(store, some, frozenset({"received"}), "channel:import", MONDAY_NINE):
        pass
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty cases in eight grids; some were closed at the very same moment, two are still open."""
    some = [closed(n, MONDAY_NINE - DAY * (n // 3), n % 8 + 1) for n in range(60)]
    some += [
        (msgspec.structs.replace(new_incident(f"open{n}"), external=f"open:{n}"), TimelineEntry("", 1, 0.0, "x", "y"))
        for n in range(2)
    ]
    store = filled(tmp_path_factory.mktemp("archive"), some)
    yield store
    store.close()


def archive_of(store: Store) -> Archive:
    return Archive(store, Picture(small_city()), lambda: MONDAY_NINE)


def every_page(
    archive: Archive, count: int, words: str = "", region: str = "", chosen: CaseFilter | None = None
) -> list[Incident]:
    found: list[Incident] = []
    asked = Browse("k", words, region, count=count, chosen=chosen)
    while True:
        page = archive.page(asked, masks=False)
        found += page.incidents
        if not page.more:
            return found
        assert len(page.incidents) == count
        last = page.incidents[-1]
        asked = msgspec.structs.replace(asked, before=last.closed_at, below=last.id)


@tried(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 70), st.sampled_from(["", "320302001", "320302", GRIDS[2]]))
def test_however_it_is_cut_every_case_comes_once_and_the_newest_first(store: Store, count: int, region: str) -> None:
    found = every_page(archive_of(store), count, region=region)
    codes = {one.code for one in TREE.subtree(region)} if region else set(GRIDS)
    assert len({one.id for one in found}) == len(found) == sum(GRIDS[n % 8] in codes for n in range(60))
    assert found == sorted(found, key=lambda one: (one.closed_at, one.id), reverse=True)


def week(condition: str) -> CaseFilter:
    return CaseFilter(behind=Behind("x", condition, Name("七天", "seven days"), Period.WEEK))


@pytest.mark.parametrize("count", [1, 7, 100])
def test_a_filter_chooses_as_it_does_at_a_desk(store: Store, count: int) -> None:
    """Over all cases at once, as a desk that held them would."""
    everything = Picture(small_city())
    incidents, timelines = store.cases(0.0)
    everything.apply(Snapshot("e", 1, Clock(MONDAY_NINE), incidents, timelines, []))
    table = CaseTable(everything)
    table.refresh(Changes(reset=True))
    table.catch_up_all()
    filters = [
        week("settled and start <= closed_at < until"),
        week("settled and start <= closed_at < until and closed_at <= due_at"),
        week("received_at >= now - 86400"),
        CaseFilter(regions=("320302001",), groups=(COVER.group.zh,)),
        CaseFilter(words="第3件"),
        CaseFilter(standings=(Standing.OPEN,)),
        CaseFilter(),
    ]
    sizes = []
    for chosen in filters:
        expected = {
            one for one in table.chosen(chosen, MONDAY_NINE) if not everything.is_open(everything.incidents[one])
        }
        found = every_page(archive_of(store), count, chosen=chosen)
        assert {one.id for one in found} == expected
        assert len(found) == len(expected)
        sizes.append(len(found))
    assert 0 < sizes[0] < sizes[-1] == 60
    assert sizes[5] == 0


def test_all_words_must_be_there_and_signs_mean_themselves(tmp_path: Path) -> None:
    texts = ["路口 50% 的井盖", "路口井盖", '他说“井盖”没了 "x"', "100_路", "路灯"]
    store = filled(tmp_path, [closed(n, MONDAY_NINE - n, text=text) for n, text in enumerate(texts)])
    archive = archive_of(store)

    def texts_with(words: str) -> list[str]:
        return [one.text for one in every_page(archive, 2, words)]

    assert texts_with("井盖") == texts[:3]
    assert texts_with("井盖 路口") == texts[:2]
    assert texts_with("50%") == texts[:1]
    assert texts_with("100_路") == [texts[3]]
    assert texts_with('"x"') == [texts[2]]
    assert texts_with("%") == texts[:1]
    assert texts_with("no such thing") == []
    store.close()


def test_who_may_not_see_a_reporter_does_not_find_him_by_his_number(tmp_path: Path) -> None:
    incident, entry = closed(1, MONDAY_NINE)
    known = msgspec.structs.replace(incident, reporter=Reporter("张三丰", "13812345678"))
    store = filled(tmp_path, [(known, entry)])
    archive = archive_of(store)
    asked = Browse("k", "13812345678")
    assert [one.reporter.phone for one in archive.page(asked, masks=False).incidents] == ["13812345678"]
    assert archive.page(asked, masks=True).incidents == ()
    assert "12345678" not in archive.page(Browse("k"), masks=True).incidents[0].reporter.phone
    store.close()


def test_one_alone_comes_with_its_timeline(store: Store) -> None:
    archive = archive_of(store)
    one = archive.page(Browse("k", count=1), masks=False).incidents[0]
    page = archive.page(Browse("again", incident=one.id), masks=False)
    assert (page.key, page.incidents, page.total) == ("again", (one,), 60)
    assert [entry.verb for entry in page.timelines[one.id]] == ["import"]
    assert archive.page(Browse("k", incident="nobody"), masks=False).incidents == ()


@pytest.mark.asyncio
async def test_a_desk_asks_through_its_socket(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        desk = await backend.desk()
        await desk.say(Browse("b1"))
        assert await desk.hear_a(Archived) == Archived("b1", (), False, 0)
        await desk.leave()
