"""Names and their English."""

from __future__ import annotations

import numpy as np
import pytest

from backend.geography import pinyin
from backend.geography.naming import PLAIN, Namer, Style
from backend.geography.official import community_name, official_outline, official_tree
from domain.names import Name


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("黄楼街道", "Huanglou Street"),
        ("中山北路", "Zhongshan North Road"),
        ("时代大道", "Shidai Avenue"),
        ("万通社区", "Wantong Community"),
        ("鼓楼区", "Gulou District"),
        ("徐州", "Xuzhou"),
    ],
)
def test_places_in_english(chinese: str, english: str) -> None:
    assert pinyin.place(chinese) == english


def test_people_in_english_keep_the_family_name_first() -> None:
    assert pinyin.person("王", "小明") == "Wang Xiaoming"
    assert pinyin.person("曾", "丽") == "Zeng Li"


@pytest.mark.parametrize(
    ("official", "shown"),
    [
        ("万通社区居委会", "万通社区"),
        ("鼓楼街社区居民委员会", "鼓楼街社区"),
        ("杨东村委会", "杨东村"),
        ("李庄村民委员会", "李庄村"),
        ("东里居委会", "东里社区"),
    ],
)
def test_communities_are_called_as_people_call_them(official: str, shown: str) -> None:
    assert community_name(official) == shown


def test_the_official_tree_of_gulou() -> None:
    tree = official_tree("320302")
    assert len(tree.children) == 8
    assert sum(len(street.children) for street in tree.children) == 73
    assert official_outline("320302").area > 0


def test_an_unknown_district_is_named() -> None:
    with pytest.raises(ValueError, match="no outline of district 999999"):
        official_outline("999999")


def test_names_are_handed_out_once_and_given_ones_first() -> None:
    namer = Namer(Style(roads=(Name("中山北路", "Zhongshan North Road"),)), np.random.default_rng(1))
    roads = [namer.road().zh for _ in range(300)]
    assert roads[0] == "中山北路"
    assert len(set(roads)) == 300
    estates = [namer.estate().zh for _ in range(1500)]
    assert len(set(estates)) == 1500


def test_a_place_elsewhere_gets_no_invented_names() -> None:
    namer = Namer(PLAIN, np.random.default_rng(1))
    assert namer.road() == namer.estate() == namer.park() == Name("")
