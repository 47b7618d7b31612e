from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.categorise import Categoriser, propose
from tests.domain.small_city import BUILDING, CATEGORIES, COVER, RUBBISH

CATEGORISER = Categoriser(CATEGORIES.values())


def best(text: str) -> str:
    found = CATEGORISER.propose(text)
    return found[0][0] if found else ""


def test_words_give_a_text_away() -> None:
    assert best("小区门口的井盖不见了，很危险") == COVER.code
    assert best("MANHOLE cover is gone") == COVER.code
    assert best("two manholes open") == COVER.code
    assert best("楼下堆了好多垃圾") == RUBBISH.code
    assert best("楼顶有人违建，垃圾也没人清，就是违法建设") == BUILDING.code
    assert best("您好") == best("") == ""


def test_a_latin_word_must_stand_alone() -> None:
    assert best("rubbishy") == ""
    assert best("这里有rubbish。") == RUBBISH.code


@given(st.text(max_size=200))
def test_scores_are_shares_and_fall(text: str) -> None:
    found = propose(text, CATEGORIES.values())
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 and code in CATEGORIES for code, score in found)
