"""docs/protocol.md tells the truth: every example in it decodes, and the tables agree with the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from client.incoming import Photo, decode_frame
from client.policy import ReconnectPolicy
from client.session import FINAL
from domain.codec import LARGEST_FROM_DESK, decode_from_backend, decode_from_desk
from domain.messages import DEAD_AFTER, HEARTBEAT, PROTOCOL, FromBackend, FromDesk
from domain.positions import UNKNOWN, WORKER_STATES, PositionBlock, encode_positions
from domain.refusal import Refusal

TEXT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)\n```", TEXT, flags=re.DOTALL)
FROM_DESK = ("hello", "order", "road_order", "ping", "fetch", "statistics", "browse")


@pytest.mark.parametrize("example", EXAMPLES, ids=[json.loads(example)["kind"] for example in EXAMPLES])
def test_each_example_decodes(example: str) -> None:
    told = json.loads(example)
    message = decode_from_desk(example) if told["kind"] in FROM_DESK else decode_from_backend(example)
    for name, value in told.items():
        if isinstance(value, str | int | float) and name != "kind":
            assert getattr(message, name) == value


def test_every_kind_has_an_example() -> None:
    shown = {json.loads(example)["kind"] for example in EXAMPLES}
    assert shown == {
        *FROM_DESK,
        "welcome",
        "snapshot",
        "incident",
        "worker",
        "road",
        "accepted",
        "refused",
        "pong",
        "history",
        "archived",
        "missing",
        "goodbye",
    }


def test_every_kind_stands_in_the_version_that_added_it() -> None:
    rows = re.findall(r"^\| (\d+) \| ((?:`\w+` ?)+)\|$", TEXT, flags=re.MULTILINE)
    told = [kind for _, kinds in rows for kind in re.findall(r"`(\w+)`", kinds)]
    assert sorted(told) == sorted(kind.__struct_config__.tag for kind in (*get_args(FromDesk), *get_args(FromBackend)))
    assert [int(version) for version, _ in rows] == list(range(1, PROTOCOL + 1))


def test_a_kind_nobody_knows_is_refused_on_both_sides() -> None:
    for decode in (decode_from_desk, decode_from_backend):
        with pytest.raises(Refusal) as refused:
            decode('{"kind": "weather", "seq": 7}')
        assert refused.value.code == "malformed"


def test_the_binary_examples_decode() -> None:
    positions, photo = (bytes.fromhex(found) for found in re.findall(r"```hex\n(.*?)\n```", TEXT, flags=re.DOTALL))
    block = decode_frame(positions)
    assert isinstance(block, PositionBlock)
    assert encode_positions(block) == positions
    assert block.time == 1772413200
    assert [int(getattr(block, name)[0]) for name in ("index", "lon", "lat", "speed", "heading", "age", "state")] == [
        7,
        1172000000,
        342600000,
        140,
        9000,
        5,
        1,
    ]
    assert decode_frame(photo) == Photo("p-1", b"\xff\xd8\xff\xe0")


def test_the_numbers_are_those_of_the_code() -> None:
    policy = ReconnectPolicy()
    assert f"version {PROTOCOL}\n" in TEXT
    assert f"at most {LARGEST_FROM_DESK:,} bytes" in TEXT
    assert f"pings every {HEARTBEAT:.0f} s" in TEXT
    assert f"nothing at all for {DEAD_AFTER:.0f} s" in TEXT
    assert f"{policy.first} s, each {policy.factor} times longer, at most {policy.longest} s" in TEXT
    assert f"after {policy.steady:.0f} s of being live" in TEXT
    assert f"cm/s; {UNKNOWN} unknown" in TEXT
    assert len(WORKER_STATES) == 6
    for code in FINAL:
        assert re.search(rf"`{code}` \| false \| .*stops", TEXT)
