from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.position_history import Fixes, compress, expand


def fixes_of(rows: list[tuple[int, float, float, float, float | None, float | None]]) -> Fixes:
    index, at, lon, lat, speed, heading = zip(*((int(row[0]), *row[1:]) for row in rows), strict=True)
    nan = float("nan")
    return Fixes(
        np.array(index, np.int32),
        np.array(at, np.float64),
        np.rint(np.array(lon) * 1e7).astype(np.int32),
        np.rint(np.array(lat) * 1e7).astype(np.int32),
        np.array([nan if value is None else value for value in speed], np.float32),
        np.array([nan if value is None else value for value in heading], np.float32),
    )


rows = st.tuples(
    st.integers(0, 80_000),
    st.floats(1.7e9, 1.7e9 + 90_000),
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.none() | st.floats(0, 20),
    st.none() | st.floats(0, 360),
)


@given(st.lists(rows, min_size=1, max_size=60))
def test_what_comes_out_is_what_went_in_as_finely_as_promised(
    given_rows: list[tuple[int, float, float, float, float | None, float | None]],
) -> None:
    before = fixes_of(given_rows)
    before = before.rows(np.lexsort((before.at, before.index)))
    after = expand(compress(before))
    assert (after.index == before.index).all()
    assert np.abs(after.at - before.at).max() <= 0.0501
    assert np.abs(after.lon.astype(np.int64) - before.lon).max() <= 5
    assert np.abs(after.lat.astype(np.int64) - before.lat).max() <= 5
    assert (np.isnan(after.speed) == np.isnan(before.speed)).all()
    assert (np.isnan(after.heading) == np.isnan(before.heading)).all()
    known = ~np.isnan(before.speed)
    assert np.abs(after.speed[known] - before.speed[known]).max(initial=0) <= 0.0501
    turned = np.abs(after.heading - before.heading)[~np.isnan(before.heading)]
    assert np.minimum(turned, 360 - turned).max(initial=0) <= 2.001


def test_an_hour_of_walking_takes_less_than_three_kilobytes() -> None:
    """Fixes every ten seconds in blocks of a minute, thirty workers, with the noise of a phone (about 3 m)."""
    random = np.random.default_rng(7)
    workers, size = 30, 0
    place = np.column_stack([random.uniform(117.1, 117.3, workers), random.uniform(34.2, 34.4, workers)])
    heading = random.uniform(0, 360, workers)
    for minute in range(60):
        parts = []
        for second in range(0, 60, 10):
            heading = (heading + random.normal(0, 20, workers)) % 360
            step = np.column_stack([np.sin(np.radians(heading)), np.cos(np.radians(heading))]) * 13 / 111_000
            place = place + step
            seen = place + random.normal(0, 3 / 111_000, place.shape)
            at = 1.7e9 + 60 * minute + second + random.uniform(0, 1, workers)
            speed = random.normal(1.3, 0.2, workers)
            values = (np.arange(workers), at, seen[:, 0], seen[:, 1], speed.clip(0), heading)
            parts.append(fixes_of([tuple(row) for row in np.column_stack(values).tolist()]))
        size += len(compress(Fixes.joined(parts)))
    assert size / workers < 3000


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x07" + bytes(30), compress(fixes_of([(1, 1.7e9, 1, 1, 1, 1)]))[:-3]])
def test_a_damaged_block_says_so(data: bytes) -> None:
    with pytest.raises(ValueError, match="position history"):
        expand(data)
