from __future__ import annotations

from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

from widgets.recent import Recent

KEYS = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(st.sampled_from(["put", "get"]), KEYS, st.integers(0, 12)), max_size=60), st.integers(1, 30))
def test_the_last_used_stay_within_their_weight(steps: list[tuple[str, str, int]], most: int) -> None:
    kept: Recent[int] = Recent(most, float)
    model: OrderedDict[str, int] = OrderedDict()
    for step, key, weight in steps:
        if step == "put":
            kept.put(key, weight)
            model.pop(key, None)
            model[key] = weight
            while sum(model.values()) > most and len(model) > 1:
                model.popitem(last=False)
        else:
            assert kept.get(key) == model.get(key)
            if key in model:
                model.move_to_end(key)
        assert len(kept) == len(model) and all(other in kept for other in model)
    assert all(kept.get(key) == weight for key, weight in model.items())
