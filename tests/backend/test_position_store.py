"""Where everybody is: what is taken, what is refused, what desks get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.operations import Metrics
from backend.position_store import FUTURE, PositionStore, fixes_between, rows_of
from backend.waiting_fixes import WaitingFixes
from domain.messages import WorkerChanged
from domain.picture import Picture
from domain.positions import UNKNOWN, PositionBlock, decode_positions
from domain.refusal import Refusal
from domain.worker import WorkerState
from tests.backend.clocks import Hands
from tests.domain.small_city import middle_of, small_city


class Field:
    def __init__(self) -> None:
        self.hands = Hands()
        self.picture = Picture(small_city())
        self.metrics = Metrics()
        self.store = PositionStore(small_city(), self.picture, self.hands.city(), self.metrics)

    def counted(self, what: str) -> float:
        return self.metrics.registry.get_sample_value("grid_command_positions_total", {"what": what}) or 0.0

    def go_home(self, worker: str) -> None:
        after = msgspec.structs.replace(self.picture.workers[worker], state=WorkerState.OFF_DUTY)
        self.picture.apply(WorkerChanged(self.picture.seq + 1, self.hands.wall(), after))

    def block(self, rows: list[tuple[str, int, float]], at: float | None = None) -> PositionBlock:
        """(worker, grid, age in seconds)"""
        places = np.rint(np.array([middle_of(grid) for _, grid, _ in rows]) * 1e7).astype(np.int32)
        count = len(rows)
        return PositionBlock(
            self.hands.wall() if at is None else at,
            np.array([self.picture.workers[worker].index for worker, _, _ in rows], np.int32),
            places[:, 0],
            places[:, 1],
            np.full(count, 130, np.uint16),
            np.full(count, UNKNOWN, np.uint16),
            np.array([round(age * 10) for _, _, age in rows], np.uint16),
            np.full(count, 5, np.uint8),
        )

    def place(self, worker: str) -> tuple[float, float] | None:
        return self.picture.place_of(self.picture.workers[worker])


@pytest.fixture
def field() -> Iterator[Field]:
    yield Field()


def test_a_fix_moves_a_worker(field: Field) -> None:
    assert field.store.fix("g1", *middle_of(3), field.hands.wall(), 1.5, 370)
    assert field.place("g1") == pytest.approx(middle_of(3))
    row = field.picture.workers["g1"].index
    assert field.store.latest.speed[row] == 1.5
    assert np.isnan(field.store.latest.heading[row])


def test_an_older_fix_is_history_and_the_same_one_again_is_nothing(field: Field) -> None:
    now = field.hands.wall()
    assert field.store.fix("g1", *middle_of(3), now)
    assert not field.store.fix("g1", *middle_of(1), now - 60)
    assert not field.store.fix("g1", *middle_of(3), now)
    assert field.place("g1") == pytest.approx(middle_of(3))
    waiting = field.store.take_waiting()
    assert waiting is not None and len(waiting) == 2


@pytest.mark.parametrize(
    ("worker", "lon", "lat", "late", "code"),
    [
        ("nobody", 117.2, 34.26, 0, "unknown_worker"),
        ("g1", 181, 34.26, 0, "out_of_range"),
        ("g1", float("nan"), 34.26, 0, "out_of_range"),
        ("g1", 34.26, 117.2, 0, "out_of_range"),
        ("g1", 0, 0, 0, "outside_city"),
        ("g1", 117.2, 34.26, FUTURE + 1, "future_fix"),
        ("g1", 117.2, 34.26, float("inf"), "future_fix"),
        ("g1", 117.2, 34.26, -90_000, "too_old"),
    ],
)
def test_impossible_fixes_are_refused(
    field: Field, worker: str, lon: float, lat: float, late: float, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        field.store.fix(worker, lon, lat, field.hands.wall() + late)
    assert refused.value.code == code
    assert field.store.take_waiting() is None


def test_nothing_is_kept_of_who_is_off_duty(field: Field) -> None:
    field.go_home("g1")
    with pytest.raises(Refusal) as refused:
        field.store.fix("g1", *middle_of(1), field.hands.wall())
    assert refused.value.code == "off_duty"
    assert field.store.fixes(field.block([("g1", 1, 0), ("g2", 2, 0)])) == 1
    assert field.place("g1") is None
    assert field.counted("dropped") == 1


def test_a_block_moves_many_and_drops_what_does_not_belong(field: Field) -> None:
    block = field.block([("g1", 1, 0), ("g2", 2, 3), ("g3", 3, 0)])
    block = msgspec.structs.replace(block, index=np.array([*block.index[:2], 999], np.int32))
    assert field.store.fixes(block) == 2
    assert field.place("g2") == pytest.approx(middle_of(2))
    assert field.store.latest.state[field.picture.workers["g1"].index] != 5  # states come from the journal
    assert field.counted("dropped") == 1
    assert field.store.fixes(block) == 0


def test_of_two_fixes_of_one_worker_in_a_block_the_newer_stands(field: Field) -> None:
    field.store.fixes(field.block([("g1", 3, 0), ("g1", 1, 30)]))
    assert field.place("g1") == pytest.approx(middle_of(3))
    waiting = field.store.take_waiting()
    assert waiting is not None and len(waiting) == 2


@pytest.mark.parametrize(
    ("late", "code"), [(FUTURE + 1, "future_fix"), (-90_000, "too_old"), (float("nan"), "future_fix")]
)
def test_a_block_of_another_time_is_refused(field: Field, late: float, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        field.store.fixes(field.block([("g1", 1, 0)], field.hands.wall() + late))
    assert refused.value.code == code


def test_desks_get_whom_they_have_not_seen(field: Field) -> None:
    assert field.store.frame_since(0) is None
    field.store.fix("g1", *middle_of(1), field.hands.wall())
    first = field.store.mark
    field.hands.pass_by(2)
    field.store.fix("g2", *middle_of(2), field.hands.wall())
    everything, newest = field.store.frame_since(0), field.store.frame_since(first)
    assert everything is not None and newest is not None
    block = decode_positions(everything)
    ages = dict(zip(block.index.tolist(), (block.age / 10).tolist(), strict=True))
    assert ages == {field.picture.workers["g1"].index: 2.0, field.picture.workers["g2"].index: 0.0}
    assert decode_positions(newest).index.tolist() == [field.picture.workers["g2"].index]
    assert field.store.frame_since(field.store.mark) is None


def test_history_comes_back_in_order_and_shows_where_everybody_was(field: Field) -> None:
    for second in range(0, 60, 10):
        field.hands.pass_by(10)
        field.store.fixes(field.block([("g1", 1 + second // 10, 0), ("g2", 2, 0)]))
    waiting = field.store.take_waiting()
    assert waiting is not None and field.store.take_waiting() is None
    rows = [rows_of(waiting)]
    fixes = fixes_between(rows, field.hands.wall() - 25, field.hands.wall())
    assert len(fixes) == 6 and (np.diff(fixes.at) >= 0).all()
    later = Field()
    later.store.restore(rows)
    assert later.place("g1") == pytest.approx(middle_of(6), abs=1e-6)
    assert later.store.take_waiting() is None


def test_what_could_not_be_written_waits(field: Field) -> None:
    field.store.fix("g1", *middle_of(1), field.hands.wall())
    waiting = field.store.take_waiting()
    assert waiting is not None
    field.hands.pass_by(10)
    field.store.fix("g1", *middle_of(2), field.hands.wall())
    field.store.give_back(waiting)
    again = field.store.take_waiting()
    assert again is not None and len(again) == 2


_fixes = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 7),
        st.sampled_from((0, 1, 5, 65535)),
        st.sampled_from((0, 140, UNKNOWN)),
        st.sampled_from((0, 8999, UNKNOWN)),
    ),
    max_size=12,
)


@given(_fixes)
def test_one_by_one_is_the_same_as_in_a_block(fixes: list[tuple[int, int, int, int, int]]) -> None:
    alone, together = Field(), Field()
    for field in (alone, together):
        field.go_home("g2")
    for index, grid, age, speed, heading in fixes:
        row = PositionBlock(
            alone.hands.wall(),
            np.array([index], np.int32),
            *(np.array([round(degrees * 1e7)], np.int32) for degrees in middle_of(grid + 1)),
            np.array([speed], np.uint16),
            np.array([heading], np.uint16),
            np.array([age], np.uint16),
            np.array([1], np.uint8),
        )
        nobody = msgspec.structs.replace(row, index=np.array([9999], np.int32))
        columns = {
            name: np.concatenate([getattr(row, name), getattr(nobody, name)])
            for name in PositionBlock.__struct_fields__
            if name != "time"
        }
        assert alone.store.fixes(row) == together.store.fixes(PositionBlock(row.time, **columns))
    for name in ("lon", "lat", "speed", "heading", "fixed_at"):
        assert np.array_equal(
            getattr(alone.picture.positions, name), getattr(together.picture.positions, name), equal_nan=True
        )
    assert alone.store.mark == together.store.mark
    assert [alone.store.frame_since(mark) for mark in range(alone.store.mark + 1)] == [
        together.store.frame_since(mark) for mark in range(alone.store.mark + 1)
    ]
    assert [alone.counted(what) for what in ("moved", "older")] == [
        together.counted(what) for what in ("moved", "older")
    ]
    held, others = alone.store.take_waiting(), together.store.take_waiting()
    assert (held is None) == (others is None)
    if held is not None and others is not None:
        for name in held.__struct_fields__:
            assert np.array_equal(getattr(held, name), getattr(others, name), equal_nan=True)


def test_more_than_can_wait_is_not_kept() -> None:
    waiting = WaitingFixes(2000)
    for number in range(2000):
        assert waiting.add(1, float(number), number, -number, 1.5, np.nan)
    assert not waiting.add(1, 0.0, 0, 0, 0.0, 0.0) and len(waiting) == 2000
    taken = waiting.take()
    assert taken is not None and taken.at.tolist() == list(range(2000)) and taken.lat[1999] == -1999
    assert waiting.take() is None
    assert waiting.extend(taken) and not waiting.extend(taken)


def test_a_new_colleague_has_a_place_too(field: Field) -> None:
    newcomer = msgspec.structs.replace(field.picture.workers["g1"], id="new", index=len(field.picture.roster))
    field.picture.apply(WorkerChanged(field.picture.seq + 1, field.hands.wall(), newcomer))
    assert field.store.fix("new", *middle_of(1), field.hands.wall())
    assert field.place("new") == pytest.approx(middle_of(1))


def test_a_simulated_city_tolerates_the_same_real_seconds(tmp_path: Path) -> None:
    hands = Hands()
    store = PositionStore(small_city(), Picture(small_city()), hands.city(60), Metrics())
    assert store.fix("g1", *middle_of(1), hands.wall() + 60 * (FUTURE - 1))
