from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.positions import UNKNOWN, PositionBlock, Positions


def block(time: float, *fixes: tuple[int, int, int]) -> PositionBlock:
    """A block of (worker index, longitude, age in tenths of a second)."""
    index, lon, age = (np.array(column) for column in zip(*fixes, strict=True))
    flat = np.zeros(len(fixes), int)
    return PositionBlock(
        time,
        index.astype(np.int32),
        lon.astype(np.int32),
        flat.astype(np.int32),
        (flat + 150).astype(np.uint16),
        (flat + UNKNOWN).astype(np.uint16),
        age.astype(np.uint16),
        flat.astype(np.uint8),
    )


def test_the_newest_fix_wins_whatever_comes_last() -> None:
    positions = Positions(3)
    assert positions.apply(block(100, (0, 10, 0), (1, 11, 0))).tolist() == [0, 1]
    assert positions.apply(block(101, (0, 20, 20))).tolist() == []
    assert positions.apply(block(102, (0, 40, 0), (0, 30, 10))).tolist() == [0, 0]
    assert positions.lon.tolist() == [40, 11, 0]
    assert positions.fixed_at.tolist() == [102, 100, 0]
    assert positions.known.tolist() == [True, True, False]


def test_rows_outside_the_roster_are_passed_over() -> None:
    positions = Positions(2)
    assert positions.apply(block(100, (7, 1, 0), (1, 5, 0))).tolist() == [1]


def test_unknown_speed_and_heading_stay_unknown() -> None:
    positions = Positions(1)
    positions.apply(block(100, (0, 1, 0)))
    assert positions.speed[0] == np.float32(1.5) and np.isnan(positions.heading[0])
    again = positions.block(np.array([0], np.int32), 107.5)
    assert (again.speed[0], again.heading[0], again.age[0]) == (150, UNKNOWN, 75)
    assert positions.block(np.array([0], np.int32), 1e9).age[0] == UNKNOWN


speeds = st.one_of(st.integers(0, 60_000), st.just(UNKNOWN))
headings = st.one_of(st.integers(0, 35_999), st.just(UNKNOWN))


@given(st.lists(st.tuples(speeds, headings), min_size=1, max_size=40))
def test_what_was_read_is_written_as_it_was(moving: list[tuple[int, int]]) -> None:
    rows = np.arange(len(moving), dtype=np.int32)
    speed, heading = (np.array(column, np.uint16) for column in zip(*moving, strict=True))
    places, flat = np.arange(len(moving), dtype=np.int32), np.zeros(len(moving))
    given_ = PositionBlock(100.0, rows, places, places, speed, heading, flat.astype(np.uint16), flat.astype(np.uint8))
    positions = Positions(len(moving))
    positions.apply(given_)
    again = positions.block(rows, 100.0)
    assert again.speed.tolist() == speed.tolist()
    assert again.heading.tolist() == heading.tolist()
