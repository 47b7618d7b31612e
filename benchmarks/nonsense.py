"""What is nearly right: odd values, bytes with a few changed, messages with a field of another kind."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping

ODD: tuple[object, ...] = (
    None, True, -1, 0, 1e308, -1e308, 2**63, 10**30, "", " ", "NaN", "Infinity", "-0", "1e400", "\0", "\ud7ff",
    "𝔘" * 40, "../../etc/passwd", "=1+1", "<b>", "'; drop table incident; --", [], {}, [[[[]]]], {"a": {"b": {}}},
    "x" * 3000,
)  # fmt: skip


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Bytes changed, cut, doubled or filled up; sometimes as they were."""
    whole = bytearray(content or b"x")
    for _ in range(dice.choice((0, 1, 1, 2, 3, 6))):
        kind, at = dice.randrange(4), dice.randrange(len(whole))
        if kind == 0:
            whole[at] = dice.randrange(256)
        elif kind == 1:
            del whole[at : at + dice.randint(1, 9)]
        elif kind == 2:
            whole[at:at] = dice.randbytes(dice.randint(1, 9))
        else:
            whole[at:at] = whole[at : at + dice.randint(1, 60)]
        whole = whole or bytearray(b"x")
    return bytes(whole)


def twisted(message: Mapping[str, object], dice: random.Random) -> dict[str, object]:
    """A message with a field of another kind, gone, or of a strange name."""
    copy: dict[str, object] = json.loads(json.dumps(message))
    target = copy
    for _ in range(dice.randrange(3)):
        inner = [value for value in target.values() if isinstance(value, dict) and value]
        target = dice.choice(inner) if inner else target
    name = dice.choice(list(target))
    if dice.random() < 0.2:
        del target[name]
    else:
        target[dice.choice((name, name, str(dice.choice(ODD))[:20]))] = dice.choice(ODD)
    return copy
