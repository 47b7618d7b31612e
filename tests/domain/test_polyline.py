from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.polyline import decode_polyline, encode_polyline

places = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_the_published_example() -> None:
    """From developers.google.com/maps/documentation/utilities/polylinealgorithm."""
    line = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
    assert encode_polyline(line) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert decode_polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@").tolist() == [list(point) for point in line]


@given(st.lists(places, max_size=30))
def test_a_line_comes_back_to_a_metre(line: list[tuple[float, float]]) -> None:
    back = decode_polyline(encode_polyline(line))
    assert back.shape == (len(line), 2)
    assert np.abs(back - np.asarray(line, float).reshape(-1, 2)).max(initial=0) <= 0.5001e-5


@given(st.text(max_size=60))
def test_any_text_is_a_line_or_an_error(text: str) -> None:
    try:
        assert decode_polyline(text).shape[1] == 2
    except ValueError as error:
        assert "polyline" in str(error)


def test_half_a_point_is_refused() -> None:
    for text in ("_p~iF", "_p~i", "\x00\x00", "~" * 9, "é?"):
        with pytest.raises(ValueError, match="polyline"):
            decode_polyline(text)
