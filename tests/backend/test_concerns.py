"""What the backend tells every desk to see to."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from backend import concerns
from backend.concerns import Concerns
from backend.office import Office
from domain.trouble import Trouble
from tests.backend.clocks import Hands


def codes(found: Concerns) -> list[str]:
    return [one.code for one in found()]


@pytest.mark.logs("trouble")
def test_it_tells_what_is_wrong_for_as_long_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = Hands()
    office = SimpleNamespace(trouble="", clock=hands.city(), router_trouble=None)
    found = Concerns(cast(Office, office), tmp_path, hands.monotonic)
    assert codes(found) == []
    hands.set_wall(hands.wall() + 3600)
    assert codes(found) == []  # it looks once a second
    hands.pass_by(1)
    assert codes(found) == ["city_behind"]
    office.trouble = "Nothing was done: the disk is full."
    monkeypatch.setattr(concerns, "LOW_DISK", 2**62)
    hands.pass_by(1)
    assert codes(found) == ["nothing_durable", "city_behind"]
    office.trouble = ""
    hands.set_wall(hands.wall() - 3600)
    hands.pass_by(1)
    (low,) = found()
    assert low.code == "disk_low" and low.facts["free"].endswith("MB")
    monkeypatch.setattr(concerns, "LOW_DISK", 0)
    office.router_trouble = Trouble("router_away", "The road engine does not help.")
    hands.pass_by(1)
    assert codes(found) == ["router_away"]
    office.router_trouble = None
    hands.pass_by(1)
    assert codes(found) == []
