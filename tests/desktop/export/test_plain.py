"""Words from outside become words and nothing else."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.export.plain import file_name, plain

ANYTHING = st.text(st.characters(), max_size=80)


@given(ANYTHING)
def test_nothing_that_steers_is_left(text: str) -> None:
    words = plain(text)
    assert "\n" not in words
    assert {unicodedata.category(sign) for sign in words} & {"Cc", "Cs", "Cn", "Zl", "Zp"} == set()
    assert unicodedata.bidirectional("".join(words[:1]) or "a") not in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI"}
    assert all(
        unicodedata.bidirectional(sign) not in {"RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"} for sign in words
    )


@given(ANYTHING)
def test_it_is_itself_again(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(ANYTHING, st.integers(1, 40))
def test_it_is_not_too_long(text: str, longest: int) -> None:
    assert len(plain(text, longest)) <= longest


def test_ordinary_words_stay_as_they_are() -> None:
    for words in ("鼓楼区·丰财街道 第3网格", "café — 5 °C", "𠮷野家", "👨 نص"):
        assert plain(words) == words


@given(ANYTHING)
def test_a_file_name_stays_in_its_folder(text: str) -> None:
    name = file_name(text)
    assert name
    assert not name.startswith(".")
    assert ".." not in name
    assert Path("/folder", f"{name}.png").parent == Path("/folder")
    assert set(name) & set('/\\:*?"<>|\0 ') == set()


def test_a_path_is_no_name() -> None:
    assert file_name("../../x") == "x"
    assert file_name("徐州市鼓楼区") == "徐州市鼓楼区"
    assert file_name("...") == "-"
