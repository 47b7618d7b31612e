"""Permanent things are left alone by the garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from desktop.memory import settle
from domain.picture import Changes


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_only_a_snapshot_makes_what_is_there_permanent() -> None:
    gc.unfreeze()
    settle(Changes(incidents=frozenset(("i1",))))
    assert gc.get_freeze_count() == 0
    settle(Changes(reset=True))
    assert gc.get_freeze_count() > 1000
