"""Blocks gathered into regions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.geography.partition import divide, gathered, reading_order


def _chessboard(width: int, height: int) -> tuple[np.ndarray, list[dict[int, tuple[float, bool]]]]:
    places = np.array([(x * 100.0, y * 100.0) for y in range(height) for x in range(width)])
    beside: list[dict[int, tuple[float, bool]]] = [{} for _ in places]
    for y in range(height):
        for x in range(width):
            here = y * width + x
            for other in ([here + 1] if x + 1 < width else []) + ([here + width] if y + 1 < height else []):
                beside[here][other] = beside[other][here] = (100.0, False)
    return places, beside


@given(st.integers(2, 12), st.integers(2, 12), st.integers(1, 9), st.integers(0, 99))
def test_every_block_goes_to_exactly_one_connected_region(width: int, height: int, count: int, seed: int) -> None:
    places, beside = _chessboard(width, height)
    count = min(count, len(places))
    rng = np.random.default_rng(seed)
    members = list(range(len(places)))
    parts = divide(members, places, rng.uniform(0.5, 2, len(places)), beside, np.ones(count), rng)
    assert sorted(block for part in parts for block in part) == members
    assert len(parts) == count
    for part in parts:
        reached, waiting = {part[0]}, [part[0]]
        while waiting:
            for other in beside[waiting.pop()]:
                if other in part and other not in reached:
                    reached.add(other)
                    waiting.append(other)
        assert reached == set(part)


def test_regions_get_about_the_share_they_were_promised() -> None:
    places, beside = _chessboard(20, 20)
    shares = np.array([1.0, 2.0, 3.0])
    parts = divide(list(range(400)), places, np.ones(400), beside, shares, np.random.default_rng(1))
    assert [len(part) for part in parts] == pytest.approx([400 / 6, 800 / 6, 1200 / 6], rel=0.35)


def test_empty_ground_goes_with_its_neighbour() -> None:
    _, beside = _chessboard(3, 1)
    settled, groups = gathered([0, 1, 2], np.array([True, False, False]), beside)
    assert (settled, groups) == ([0], {0: [0, 1, 2]})
    settled, groups = gathered([1, 2], np.array([True, False, False]), beside)
    assert (settled, groups) == ([1, 2], {1: [1], 2: [2]})


def test_islands_are_joined_to_somebody() -> None:
    places, beside = _chessboard(4, 4)
    places = np.vstack([places, [[5000.0, 5000.0]]])
    beside.append({})
    parts = divide(list(range(17)), places, np.ones(17), beside, np.ones(3), np.random.default_rng(1))
    assert sum(len(part) for part in parts) == 17


def test_more_regions_than_blocks_are_refused() -> None:
    places, beside = _chessboard(2, 1)
    with pytest.raises(ValueError, match="2 blocks cannot make 3 regions"):
        divide([0, 1], places, np.ones(2), beside, np.ones(3), np.random.default_rng(1))


def test_reading_order_goes_west_to_east_in_rows_from_the_north() -> None:
    places = np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)])
    assert reading_order(places) == [2, 3, 0, 1]
    assert reading_order(np.zeros((0, 2))) == []
