"""Cameras as columns, and texts in one row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cameras import Camera, Cameras, no_cameras
from domain.shapes import DEGREE
from domain.texts import Texts

_words = st.text(max_size=6)
_degrees = st.integers(-90 * DEGREE, 90 * DEGREE).map(lambda value: round(value / DEGREE, 7))
_camera = st.builds(
    Camera, code=_words, name=_words, lon=_degrees, lat=_degrees, region=_words,
    heading=st.integers(-1, 359), angle=st.integers(0, 360),
)  # fmt: skip


@given(st.lists(_camera, max_size=8))
def test_what_went_in_comes_out(every: list[Camera]) -> None:
    cameras = Cameras.of(every)
    assert list(cameras) == every
    assert len(cameras) == len(every)
    assert list(cameras + every) == every + every


@given(st.lists(_words, max_size=8), st.text(min_size=1, max_size=3))
def test_texts_are_found_by_what_they_hold(every: list[str], words: str) -> None:
    texts = Texts.of(every)
    assert list(texts) == every
    wanted = [number for number, text in enumerate(every) if words in text]
    assert set(wanted) <= set(texts.holding(words))


@given(st.lists(st.text("ab路c", max_size=4), max_size=9), st.text("abAB路", min_size=1, max_size=3))
def test_no_text_is_found_that_does_not_hold_the_words(every: list[str], words: str) -> None:
    found = list(Texts.of(every).holding(words))
    assert found == [number for number, text in enumerate(every) if words.lower() in text]


def test_a_camera_is_found_by_code_and_by_words() -> None:
    cameras = Cameras.of(
        [
            Camera("320302001", "中山北路东口", 117.1, 34.2, "a"),
            Camera("32030200", "中山南路", 117.1, 34.2, "b"),
            Camera("x", "Gate 320302001", 117.1, 34.2, "a"),
        ]
    )
    assert cameras.index_of("32030200") == 1
    assert cameras.index_of("3203") is None
    assert cameras.matching("中山", 9) == [0, 1]
    assert cameras.matching("gate", 9) == [2]
    assert len(cameras.matching("3", 2)) == 2
    assert cameras.regions == ["a", "b"]


def test_a_city_may_have_none() -> None:
    assert list(no_cameras()) == []
    assert no_cameras().matching("x", 3) == []
    with pytest.raises(IndexError):
        no_cameras()[0]
