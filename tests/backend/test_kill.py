"""SIGKILL under load: nothing accepted is lost or acts twice. ``python -m benchmarks.kills --kills 200`` does more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.kills import run, seed
from tests.backend.served import prepare
from tests.domain.small_city import small_city


@pytest.mark.asyncio
@pytest.mark.timeout(180)
async def test_killed_again_and_again(tmp_path: Path) -> None:
    prepare(tmp_path)
    outcome = await run(tmp_path, "small", seed(tmp_path, small_city()), 8, random.Random(11))
    assert outcome.accepted >= 8 * 20
    assert outcome.repeated > 0
    assert (outcome.lost, outcome.doubled, outcome.other_answer, outcome.refused, outcome.gaps) == (0, 0, 0, 0, 0)
