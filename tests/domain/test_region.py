from __future__ import annotations

import pytest

from domain.region import Level, Region, RegionTree
from tests.domain.small_city import GRIDS, small_city

TREE = RegionTree(small_city().geography.regions)


def test_the_tree_of_codes_of_any_length() -> None:
    assert [region.code for region in TREE.lineage(GRIDS[0])] == [GRIDS[0], GRIDS[0][:12], GRIDS[0][:9], "320302"]
    assert TREE.within(GRIDS[0], "320302001") and not TREE.within(GRIDS[0], "320302002")
    assert TREE.within("anything", "") and not TREE.within("anything", "320302")
    assert [grid.code for grid in TREE.grids_under("320302001")] == list(GRIDS[:4])
    assert [grid.code for grid in TREE.grids_under("320302")] == list(GRIDS)
    assert TREE.grids_under("nowhere") == TREE.subtree("nowhere") == TREE.lineage("nowhere") == []
    assert len(TREE.subtree("320302001")) == 1 + 2 + 4
    ancestor = TREE.ancestor(GRIDS[0], Level.COMMUNITY)
    assert ancestor is not None and ancestor.code == GRIDS[0][:12]
    assert TREE.path(GRIDS[0]) == "街道1 › 社区1 › 网格1"
    assert TREE.has_level("street") and not TREE.has_level("city")


def test_a_path_does_not_say_twice_what_a_name_repeats() -> None:
    tree = RegionTree(
        [
            Region("1", "区", Level.DISTRICT),
            Region("11", "牌楼街道", Level.STREET, "1", "Pailou Street"),
            Region("111", "马场社区", Level.COMMUNITY, "11", "Machang Community"),
            Region("1111", "马场社区第04网格", Level.GRID, "111", "Machang Community Grid 04"),
            Region("1112", "马场社区", Level.GRID, "111"),
        ]
    )
    assert tree.path("1111") == "牌楼街道 › 马场社区 › 第04网格"
    assert tree.path("1111", "en") == "Pailou Street › Machang Community › Grid 04"
    assert tree.path("1112") == "牌楼街道 › 马场社区 › 马场社区"  # nothing would be left
    assert tree.path("1") == "区"


def test_a_tree_that_does_not_hold_together_is_refused() -> None:
    root = Region("1", "市", Level.CITY)
    with pytest.raises(ValueError, match="share one code"):
        RegionTree([root, root])
    with pytest.raises(ValueError, match="parent 2 that does not exist"):
        RegionTree([root, Region("11", "区", Level.DISTRICT, "2")])
    with pytest.raises(ValueError, match="cannot stand under"):
        RegionTree([root, Region("11", "市", Level.CITY, "1")])
