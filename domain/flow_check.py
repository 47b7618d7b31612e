"""A flow as it is written down: read, and refused with the place of what is wrong when nobody could walk it."""

from __future__ import annotations

import msgspec

from domain.access import ROLES
from domain.effects import EFFECT_NEEDS, EFFECTS
from domain.steps import StageKind, Step, Workflow
from domain.workflow import OPEN, REROUTE, UNDO

NEEDS: tuple[str, ...] = ("assignee", "reason", "into", "hours", "rating", "category", "photo", "note")
#: The letter that opens the menu of an incident; no step can have it.
MENU_KEY = "M"
#: Verbs that push an incident on towards closing; none of them may start where a returned case waits.
_TOWARDS_CLOSING = frozenset({"report", "verify", "close", "evaluate"})
_RETURNS = frozenset({"return", "decline"})


def read_workflow(text: str | bytes) -> Workflow:
    """The flow in a TOML text. Raises ValueError with the exact place of what is wrong."""
    try:
        workflow = msgspec.toml.decode(text, type=Workflow)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"workflow: {error}") from error
    check_workflow(workflow)
    return workflow


def check_workflow(workflow: Workflow) -> None:
    """Raises ValueError that names the place when a flow cannot be walked."""
    stages = [stage.code for stage in workflow.stages]
    if len(set(stages)) != len(stages):
        raise ValueError(f"workflow {workflow.code}: two stages have one code")
    if workflow.first not in stages:
        raise ValueError(f"workflow {workflow.code}: first is {workflow.first!r}, which is no stage")
    for stage in workflow.stages:
        if stage.waits_for not in ("", "desk", "worker"):
            raise ValueError(f"stage {stage.code}: waits_for is {stage.waits_for!r}, not desk, worker or empty")
        _check_merged(workflow, stage)
    taken: set[tuple[str, str]] = set()
    for step in workflow.steps:
        _check_step(step, stages)
        for stage_code in stages if "*" in step.from_stages else step.from_stages:
            if (step.verb, stage_code) in taken:
                raise ValueError(f"step {step.verb}: there are two of it in stage {stage_code}")
            taken.add((step.verb, stage_code))
    _check_shortcuts(workflow, stages)
    for stage in workflow.stages:
        leads_on = (step.to_stage not in ("", stage.code) for step in workflow.steps if step.starts_in(stage.code))
        if stage.open and not any(leads_on):
            raise ValueError(f"stage {stage.code}: it is open, but no step leads on from it")
    _check_returns(workflow)


def _check_merged(workflow: Workflow, stage: StageKind) -> None:
    """Raises ValueError when the cases merged into one of this stage could not follow it there."""
    goal = workflow.stage(stage.merged)
    if stage.merged and (goal is None or goal.open or stage.open):
        raise ValueError(
            f"stage {stage.code}: merged is {stage.merged!r}; only a closed stage has it, and it names a closed stage"
        )


def _check_shortcuts(workflow: Workflow, stages: list[str]) -> None:
    """Raises ValueError when a letter means two things in one stage, or is no letter that is free."""
    for stage in stages:
        taken: dict[str, str] = {}
        for step in workflow.steps:
            letter = step.shortcut.upper()
            if not letter or not step.starts_in(stage):
                continue
            if not (len(letter) == 1 and "A" <= letter <= "Z") or letter == MENU_KEY:
                raise ValueError(f"step {step.verb}: {step.shortcut!r} is no letter from A to Z other than {MENU_KEY}")
            if taken.setdefault(letter, step.verb) != step.verb:
                raise ValueError(f"steps {taken[letter]} and {step.verb}: both mean {letter} in stage {stage}")


def _check_step(step: Step, stages: list[str]) -> None:
    here = f"step {step.verb}"
    if step.verb in (UNDO, OPEN, REROUTE, "") or not step.from_stages:
        raise ValueError(f"{here}: the verb is empty or taken, or from_stages is empty")
    for stage in (*step.from_stages, *([step.to_stage] if step.to_stage else [])):
        if stage not in stages and stage != "*":
            raise ValueError(f"{here}: there is no stage {stage!r}")
    for what, given, known in (
        ("role", step.by, ROLES),
        ("need", step.needs, NEEDS),
        ("effect", step.effects, tuple(EFFECTS)),
    ):
        for one in given:
            if one not in known:
                raise ValueError(f"{here}: there is no {what} {one!r}; known: {', '.join(known)}")
    if not step.by:
        raise ValueError(f"{here}: nobody may do it; name roles in by")
    for effect in step.effects:
        need = EFFECT_NEEDS.get(effect)
        if need and need not in step.needs:
            raise ValueError(f"{here}: the effect {effect} works only with the need {need!r}")


def _check_returns(workflow: Workflow) -> None:
    """After a department returns a case nobody may push it on towards closing, whatever the data says."""
    waiting = {step.to_stage for step in workflow.steps if step.verb in _RETURNS and step.to_stage}
    onward = {step.to_stage for step in workflow.steps if step.verb in _TOWARDS_CLOSING and step.to_stage}
    for step in workflow.steps:
        for stage in waiting:
            if step.starts_in(stage) and (step.verb in _TOWARDS_CLOSING or step.to_stage in onward):
                raise ValueError(f"step {step.verb}: from {stage} (returned) a case may not go on towards closing")
