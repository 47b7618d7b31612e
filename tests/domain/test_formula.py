"""Formulas read what people write, and nothing that does harm."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formula import check_names, formula


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a < b", True),
        ("a < b < a", False),
        ("not a < b or c", True),
        ("a + b - 1 == 2", True),
        ("never < a", False),
        ("not never < a", True),
        ("never >= a or never != never", True),
        ("-a < 0 and c", True),
    ],
)
def test_one_case_and_many_alike(text: str, value: bool) -> None:
    one = {"a": 1.0, "b": 2.0, "c": True, "never": float("nan")}
    assert bool(formula(text).over(one)) is value
    many = {name: np.array([number, number]) for name, number in one.items()}
    assert formula(text).over(many).tolist() == [value, value]


@pytest.mark.parametrize(
    "text",
    ["", "a <", "a.b", "a[0]", "f(a)", "[a]", "lambda: a", "a if b else c", "'text'", "a is b", "a * b", "x" * 700],
)
def test_nothing_else_can_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        formula(text)


def test_a_name_that_is_not_known_is_named() -> None:
    check_names("a < b", {"a", "b", "c"})
    with pytest.raises(ValueError, match="uses b, which is not known"):
        check_names("a < b", {"a"})


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        formula(text)
