"""A flow nobody could walk is refused, with the place of what is wrong."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.flow_check import check_workflow, read_workflow
from domain.names import Name
from domain.steps import Step
from tests.domain.small_city import seven_steps

FLOW = seven_steps()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verb": "x", "from_stages": ("nowhere",)}, "step x: there is no stage 'nowhere'"),
        ({"verb": "x", "to_stage": "nowhere"}, "step x: there is no stage 'nowhere'"),
        ({"verb": "x", "by": ("king",)}, "step x: there is no role 'king'"),
        ({"verb": "x", "by": ()}, "step x: nobody may do it"),
        ({"verb": "x", "needs": ("luck",)}, "step x: there is no need 'luck'"),
        ({"verb": "x", "effects": ("boom",)}, "step x: there is no effect 'boom'"),
        ({"verb": "x", "effects": ("assign",)}, "step x: the effect assign works only with the need 'assignee'"),
        ({"verb": "undo"}, "step undo: the verb is empty or taken"),
        ({"verb": "file"}, "step file: there are two of it in stage received"),
        ({"verb": "x", "shortcut": "F"}, "steps file and x: both mean F in stage received"),
        ({"verb": "x", "shortcut": "m"}, "step x: 'm' is no letter from A to Z other than M"),
        ({"verb": "x", "shortcut": "F2"}, "step x: 'F2' is no letter from A to Z other than M"),
        ({"verb": "x", "from_stages": ("returned",), "to_stage": "closed"}, "may not go on towards closing"),
        ({"verb": "x", "from_stages": ("*",), "to_stage": "verified"}, "may not go on towards closing"),
    ],
)
def test_a_flow_that_cannot_be_walked_is_refused_with_its_place(changes: dict[str, Any], sentence: str) -> None:
    plain = Step("x", Name("试", "Try"), ("received",), by=("admin",))
    odd = msgspec.structs.replace(plain, **changes)
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        check_workflow(msgspec.structs.replace(FLOW, steps=(*FLOW.steps, odd)))


def test_other_faults_of_a_flow() -> None:
    def wrong(sentence: str, **changes: Any) -> None:
        with pytest.raises(ValueError, match=sentence):
            check_workflow(msgspec.structs.replace(FLOW, **changes))

    wrong("first is 'x'", first="x")
    wrong("two stages have one code", stages=(*FLOW.stages, FLOW.stages[0]))
    lonely = msgspec.structs.replace(FLOW.stages[0], code="lonely")
    wrong("stage lonely: it is open, but no step leads on", stages=(*FLOW.stages, lonely))
    wrong("waits_for", stages=(msgspec.structs.replace(FLOW.stages[0], waits_for="god"), *FLOW.stages[1:]))
    for text in (b"code = 3", b"[[", b"\xff\xfe", b"code = 'x'"):
        with pytest.raises(ValueError, match="workflow:"):
            read_workflow(text)


@pytest.mark.parametrize(("stage", "merged"), [("closed", "nowhere"), ("closed", "filed"), ("filed", "closed")])
def test_merged_cases_follow_only_from_a_closed_stage_to_one(stage: str, merged: str) -> None:
    stages = tuple(msgspec.structs.replace(one, merged=merged) if one.code == stage else one for one in FLOW.stages)
    with pytest.raises(ValueError, match=f"stage {stage}: merged is '{merged}'"):
        check_workflow(msgspec.structs.replace(FLOW, stages=stages))
