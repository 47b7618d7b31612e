from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.datum import Datum, convert, in_china, to_wgs84

#: Beijing in the three systems, from gcoord (npm) 1.0: WGS-84 → GCJ-02.
BEIJING = (116.404, 39.915)
BEIJING_GCJ = (116.41024449916938, 39.91640428150164)
datums = st.sampled_from(Datum)
inside = st.tuples(st.floats(73.5, 135), st.floats(3, 53.5))


def test_known_values() -> None:
    lon, lat = convert(*BEIJING, Datum.WGS84, Datum.GCJ02)
    assert (float(lon), float(lat)) == pytest.approx(BEIJING_GCJ, abs=1e-12)
    lon, lat = to_wgs84(*BEIJING_GCJ, Datum.GCJ02)
    assert (float(lon), float(lat)) == pytest.approx(BEIJING, abs=1e-12)


@given(st.lists(inside, min_size=1, max_size=20), datums, datums)
def test_there_and_back(places: list[tuple[float, float]], one: Datum, other: Datum) -> None:
    lon, lat = np.array(places).T
    there = convert(lon, lat, one, other)
    east, north = convert(*there, other, one)
    assert np.abs(east - lon).max() < 1e-10
    assert np.abs(north - lat).max() < 1e-10
    if one is not other:
        metres = np.hypot((there[0] - lon) * 111_195 * np.cos(np.radians(lat)), (there[1] - lat) * 111_195)
        assert (metres > 20).all() and (metres < 3000).all()


def test_gcj_is_unshifted_outside_china() -> None:
    paris = (2.35, 48.85)
    assert not in_china(*paris)
    assert convert(*paris, Datum.WGS84, Datum.GCJ02) == paris
    assert convert(*paris, Datum.GCJ02, Datum.WGS84) == paris


def test_tags_are_understood_or_refused() -> None:
    assert Datum.named("EPSG:4490") is Datum.named("CGCS2000") is Datum.named("WGS-84") is Datum.WGS84
    assert Datum.named("gcj-02") is Datum.GCJ02
    assert Datum.named("BD09LL") is Datum.BD09
    with pytest.raises(ValueError, match="use one of"):
        Datum.named("")
    with pytest.raises(ValueError, match="EPSG:3857"):
        Datum.named("EPSG:3857")
