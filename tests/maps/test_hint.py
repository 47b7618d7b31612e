"""Hints: everything that came from outside is escaped, what is short stays on one line, what is long is broken."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from maps.hint import WHOLE, rich


def size(text: str, breaks: bool) -> tuple[int, int]:
    """How wide and high a hint is where Qt may break its lines, or may not."""
    label = QLabel(text)
    label.setWordWrap(breaks)
    return label.sizeHint().width(), label.sizeHint().height()


@pytest.mark.parametrize(
    "name", ["楼" * WHOLE, "牌楼街道 › 鼓楼花园社区第二居民小组", "Pailou Street › Gulou Garden Community"]
)
def test_a_line_that_is_not_long_is_not_broken(qtbot: QtBot, name: str) -> None:
    hint = rich([name, "水", "09:09"])
    assert size(hint, breaks=True) == size(hint, breaks=False)


def test_a_long_line_is_broken_so_that_the_hint_is_no_wider_than_a_short_one(qtbot: QtBot) -> None:
    hint = rich(["东望", "楼" * 200])
    assert size(hint, breaks=True)[0] < size(hint, breaks=False)[0] / 2
    assert size(hint, breaks=True)[1] > size(hint, breaks=False)[1]


# Qt reads signs that cannot be seen and rows of spaces in its own way.
@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1), min_size=1, max_size=5))
def test_the_lines_are_read_as_they_were_said(lines: list[str]) -> None:
    document = QTextDocument()
    document.setHtml(rich(lines))
    assert document.toPlainText().split("\n") == lines


def test_nothing_to_say_is_no_hint() -> None:
    assert rich([]) == ""
    assert escape("<b>") in rich(["<b>"])
