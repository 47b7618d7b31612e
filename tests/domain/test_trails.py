"""The ways of workers: bounded, only on duty, never across what nobody knows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.positions import WORKER_STATES, PositionBlock, Positions
from domain.trails import KEPT, STEP, WINDOW, Trails
from domain.worker import SILENT_AFTER, WorkerState

START = 1_772_413_200.0
FREE, OFF = WORKER_STATES.index(WorkerState.FREE), WORKER_STATES.index(WorkerState.OFF_DUTY)


def fix(positions: Positions, at: float, places: dict[int, tuple[int, int]], state: int = FREE) -> np.ndarray:
    rows = np.array(list(places), np.int32)
    lon, lat = (np.array([place[axis] for place in places.values()], np.int32) for axis in (0, 1))
    nothing = np.full(len(rows), 65535, np.uint16)
    age = np.zeros(len(rows), np.uint16)
    return positions.apply(
        PositionBlock(at, rows, lon, lat, nothing, nothing, age, np.full(len(rows), state, np.uint8))
    )


def walked(trails: Trails, positions: Positions, fixes: int, every: float = STEP, begin: float = START) -> float:
    """One worker goes east; the time of his last fix."""
    for step in range(fixes):
        trails.take(positions, fix(positions, begin + step * every, {0: (1_172_000_000 + step * 100, 342_000_000)}))
    return begin + (fixes - 1) * every


ONE = np.array([0])


def test_a_way_leads_from_the_oldest_kept_fix_to_where_he_is() -> None:
    trails, positions = Trails(), Positions(1)
    now = walked(trails, positions, 4)
    lines, age = trails.lines(ONE, positions, now)
    assert lines[:, 2].tolist() == [1_172_000_300, 1_172_000_200, 1_172_000_100]  # newest first
    assert lines[:, 0].tolist() == [1_172_000_200, 1_172_000_100, 1_172_000_000]
    assert age.tolist() == [0.0, STEP, 2 * STEP]


def test_between_two_kept_fixes_the_last_stretch_still_reaches_him() -> None:
    trails, positions = Trails(), Positions(1)
    walked(trails, positions, 2)
    trails.take(positions, fix(positions, START + STEP + 5, {0: (1_172_000_150, 342_000_000)}))
    lines, age = trails.lines(ONE, positions, START + STEP + 6)
    assert lines[0].tolist() == [1_172_000_100, 342_000_000, 1_172_000_150, 342_000_000]
    assert age[0] == 1.0


@given(st.integers(1, 400), st.floats(1.0, 60.0))
def test_nothing_grows_and_nothing_older_than_the_window_is_shown(fixes: int, every: float) -> None:
    trails, positions = Trails(), Positions(1)
    walked(trails, positions, 1)
    size = trails.nbytes
    now = walked(trails, positions, fixes, every, START + 100)
    lines, age = trails.lines(ONE, positions, now)
    assert trails.nbytes == size
    assert len(lines) <= KEPT
    assert not len(age) or age.max() <= WINDOW
    assert trails.lines(ONE, positions, now + 2 * WINDOW)[0].size == 0


def test_whoever_goes_off_duty_leaves_no_trail() -> None:
    trails, positions = Trails(), Positions(2)
    now = walked(trails, positions, 10)
    trails.take(positions, fix(positions, now + STEP, {0: (1_172_009_000, 342_000_000)}, OFF))
    assert trails.lines(ONE, positions, now + STEP)[0].size == 0
    trails.take(positions, fix(positions, now + 2 * STEP, {0: (1_172_009_100, 342_000_000)}, OFF))
    trails.take(positions, fix(positions, now + 3 * STEP, {0: (1_172_009_200, 342_000_000)}))
    assert trails.lines(ONE, positions, now + 3 * STEP)[0].size == 0  # it begins with his first fix on duty


def test_nothing_is_drawn_across_a_silence() -> None:
    trails, positions = Trails(), Positions(1)
    now = walked(trails, positions, 3)
    later = now + SILENT_AFTER + 1
    trails.take(positions, fix(positions, later, {0: (1_172_500_000, 342_000_000)}))
    trails.take(positions, fix(positions, later + STEP, {0: (1_172_500_100, 342_000_000)}))
    lines, _ = trails.lines(ONE, positions, later + STEP)
    assert np.abs(lines[:, 2] - lines[:, 0]).max() == 100
    assert len(lines) == 3


def test_more_workers_keep_the_trails_of_those_who_were_there() -> None:
    trails, positions = Trails(), Positions(1)
    now = walked(trails, positions, 3)
    more = Positions(3)
    fix(more, now, {0: (1_172_000_200, 342_000_000)})
    trails.take(more, np.zeros(0, np.int32))
    assert len(trails.lines(np.array([0, 1, 2]), more, now)[0]) == 2
    trails.clear()
    assert trails.lines(ONE, more, now)[0].size == 0


def test_of_many_only_the_newest_stretches() -> None:
    trails, positions = Trails(), Positions(1)
    now = walked(trails, positions, 30)
    assert len(trails.lines(ONE, positions, now, 5)[0]) == 4  # the fix he stands on is the first of the five
