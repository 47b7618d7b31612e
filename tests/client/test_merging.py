"""Many blocks as one: the same picture, and every replaced fix counted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from client.merging import MOST_WORKERS, MergedPositions
from domain.positions import PositionBlock, Positions

WORKERS = 6


@st.composite
def blocks(draw: st.DrawFn) -> PositionBlock:
    index = draw(st.lists(st.integers(0, WORKERS - 1), max_size=WORKERS, unique=True))
    count = len(index)

    def column(kind: type, most: int) -> np.ndarray:
        return draw(arrays.arrays(kind, count, elements=st.integers(0, most)))

    return PositionBlock(
        time=float(draw(st.integers(1000, 1020))),
        index=np.array(index, np.int32),
        lon=column(np.int32, 10**9),
        lat=column(np.int32, 9 * 10**8),
        speed=column(np.uint16, 65535),
        heading=column(np.uint16, 35999),
        age=column(np.uint16, 300),
        state=column(np.uint8, 5),
    )


@given(st.lists(blocks(), max_size=8))
def test_merged_blocks_show_what_each_in_turn_would(sent: list[PositionBlock]) -> None:
    one_by_one, at_once, merged = Positions(WORKERS), Positions(WORKERS), MergedPositions()
    for block in sent:
        one_by_one.apply(block)
        merged.put(block)
    block_now = merged.take()
    if block_now is not None:
        at_once.apply(block_now)
    for name in ("lon", "lat", "state"):
        assert (getattr(at_once, name) == getattr(one_by_one, name)).all()
    for name in ("speed", "heading"):
        assert np.array_equal(getattr(at_once, name), getattr(one_by_one, name), equal_nan=True)
    # within the tenth of a second an age is told in
    assert np.abs(at_once.fixed_at - one_by_one.fixed_at).max(initial=0) < 0.1 + 1e-6
    if len(sent) > 1:
        assert merged.merged == sum(map(len, sent)) - len({int(i) for block in sent for i in block.index})
    assert not merged
    assert merged.take() is None


@given(blocks())
def test_one_block_alone_passes_untouched(block: PositionBlock) -> None:
    merged = MergedPositions()
    merged.put(block)
    assert merged.peek() is block
    assert merged.take() is block
    assert merged.merged == 0


def test_an_impossible_index_costs_no_memory() -> None:
    merged = MergedPositions()
    for last in (3, MOST_WORKERS, 2**31 - 1):
        merged.put(some([1, last]))
    block = merged.take()
    assert block is not None
    assert block.index.tolist() == [1, 3]
    assert merged.refused == 2


def test_clear_forgets() -> None:
    merged = MergedPositions()
    merged.put(some([1]))
    merged.put(some([2]))
    merged.clear()
    assert merged.take() is None
    merged.put(some([4]))
    block = merged.take()
    assert block is not None and block.index.tolist() == [4]


def some(index: list[int], at: float = 1000.0) -> PositionBlock:
    count = len(index)
    small, large = np.zeros(count, np.uint16), np.zeros(count, np.int32)
    return PositionBlock(at, np.array(index, np.int32), large, large, small, small, small, small.astype(np.uint8))
