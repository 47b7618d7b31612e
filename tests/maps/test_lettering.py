"""Room for words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from domain.look import DARK
from maps.lettering import Box, Lettering, Occupied
from maps.style import Style

BOXES = st.lists(
    st.builds(
        lambda x, y, w, h: (x, y, x + w, y + h),
        st.floats(-200, 900),
        st.floats(-200, 900),
        st.floats(1, 300),
        st.floats(1, 60),
    ),
    max_size=25,
)


def meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


@given(BOXES)
def test_no_two_words_lie_on_each_other(boxes: list[Box]) -> None:
    occupied = Occupied()
    taken: list[Box] = []
    for box in boxes:
        fits = not any(meet(box, other) for other in taken)
        assert occupied.take(box) == fits
        if fits:
            taken.append(box)


def test_all_or_nothing() -> None:
    occupied = Occupied()
    assert occupied.take((0, 0, 10, 10))
    assert not occupied.take((20, 0, 30, 10), (5, 5, 15, 15))
    assert occupied.free((20, 0, 30, 10))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 3.0])
def test_pictures_of_words_have_the_pixels_of_the_screen(qtbot: QtBot, ratio: float) -> None:
    letters = Lettering(Style(DARK, "Noto Sans SC"), ratio)
    picture = letters.stamp("鼓楼区", 14.0, letters.style.text)
    assert picture.devicePixelRatio() == ratio
    assert picture.width() == pytest.approx(picture.deviceIndependentSize().width() * ratio, abs=1)
    assert letters.stamp("鼓楼区", 14.0, letters.style.text) is picture
