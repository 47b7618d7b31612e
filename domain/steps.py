"""The flow of an incident as data: stages, and the steps between them."""

from __future__ import annotations

from functools import cached_property

import msgspec

from domain.names import Name


class StageKind(msgspec.Struct, frozen=True):
    """A stage of the loop. ``open`` incidents are in the queue; ``waits_for`` names who acts next: ``desk``, ``worker``
    or nobody (empty). ``limit`` is the seconds it may stay here before the row says so (None: no limit). ``merged``:
    where the cases merged into one that has come here go with it (empty: of an open stage to where merging leads, of
    any other they stay as they are)."""

    code: str
    name: Name
    open: bool = True
    waits_for: str = ""
    limit: float | None = None
    merged: str = ""


class Step(msgspec.Struct, frozen=True):
    """One thing that may be done.

    ``from_stages`` where it is possible (``*``: anywhere); ``to_stage`` where it leads (empty: stays). ``by``: roles
    that may do it. ``needs``: what the order must bring, of ``assignee reason into hours rating category photo note``.
    ``effects``: what happens besides, in order; the known ones are the keys of ``domain.effects.EFFECTS``.
    ``danger``: asks in place before it is done. ``undoable``: may be taken back for six seconds. ``shortcut``: the
    letter that means it at the desk."""

    verb: str
    name: Name
    from_stages: tuple[str, ...]
    to_stage: str = ""
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    danger: bool = False
    undoable: bool = False
    shortcut: str = ""

    @property
    def harmless(self) -> bool:
        """Whether it takes nothing away from what anybody else has in mind: it says something and changes nothing."""
        return not self.to_stage and set(self.effects) <= {"acknowledge", "photos"}

    def starts_in(self, stage: str) -> bool:
        """Whether it is possible in this stage."""
        return stage in self.from_stages or "*" in self.from_stages


class Workflow(msgspec.Struct, frozen=True, dict=True):
    """A flow as data. ``first`` is the stage a new incident enters.

    What every order asks of it is worked out once (``dict``: the place where that is kept)."""

    code: str
    name: Name
    first: str
    stages: tuple[StageKind, ...]
    steps: tuple[Step, ...]

    def stage(self, code: str) -> StageKind | None:
        return self._stages.get(code)

    def meant_by(self, verb: str) -> tuple[Step, ...]:
        """The steps of this verb; each begins in other stages."""
        return self._steps.get(verb, ())

    @cached_property
    def harmless(self) -> frozenset[str]:
        """The verbs that only say something."""
        return frozenset(step.verb for step in self.steps if step.harmless)

    @cached_property
    def merging(self) -> str:
        """The stage of a case that is merged into another, empty when this flow knows no merging."""
        return next((step.to_stage for step in self.steps if "merge" in step.effects), "")

    def following(self, stage: str) -> str:
        """Where the cases merged into one of this stage stand; empty where the flow does not say."""
        kind = self.stage(stage)
        if kind is None:
            return ""
        return kind.merged or (self.merging if kind.open else "")

    def step_by_key(self, letter: str, stage: str) -> Step | None:
        """The step a letter means in a stage; where it means none there, the one it means elsewhere, so that whoever
        typed it can be told."""
        meant = [step for step in self.steps if step.shortcut and step.shortcut.lower() == letter.lower()]
        return next((step for step in meant if step.starts_in(stage)), meant[0] if meant else None)

    def giving(self, stage: str) -> Step | None:
        """The step that gives an incident of a stage to somebody."""
        return next((step for step in self.steps if "assignee" in step.needs and step.starts_in(stage)), None)

    @cached_property
    def _stages(self) -> dict[str, StageKind]:
        return {stage.code: stage for stage in self.stages}

    @cached_property
    def _steps(self) -> dict[str, tuple[Step, ...]]:
        verbs = dict.fromkeys(step.verb for step in self.steps)
        return {verb: tuple(step for step in self.steps if step.verb == verb) for verb in verbs}
