"""Any walk through the shipped flows keeps an incident whole, whoever tries what in whatever order."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.category import Severity
from domain.flow_check import read_workflow
from domain.incident import Incident, TimelineEntry
from domain.orders import Actor, Order
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.workflow import UNDO, Facts, Workflow, advance, follow, possible, step_for
from tests.domain.small_city import CATEGORIES, MONDAY_NINE, SHANGHAI, new_incident, small_city
from tests.seeking import tried

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "workflows"
FLOWS: dict[str, Workflow] = {path.stem: read_workflow(path.read_bytes()) for path in sorted(FOLDER.glob("*.toml"))}
CITY = small_city()
WORKERS = {worker.id: worker for worker in CITY.workers}
TREE = RegionTree(CITY.geography.regions)
ACTORS = (
    Actor("user", "wang", "王", "dispatcher"),
    Actor("user", "li", "李", "supervisor"),
    Actor("user", "chief", "长", "leader"),
    Actor("user", "root", "管", "admin"),
    Actor("rule", "r", "规则", "rule"),
    Actor("channel", "c", "渠道", "channel"),
    Actor("worker", "g1", "一", "worker"),
    Actor("worker", "g2", "二", "worker"),
)
OTHER = new_incident("other")
MERGED = msgspec.structs.replace(OTHER, id="merged", stage="merged", merged_into="other")


@st.composite
def tries(draw: st.DrawFn, flow: Workflow) -> dict[str, object]:
    verbs = [step.verb for step in flow.steps]
    return {
        "verb": draw(st.sampled_from([*verbs, UNDO, "nonsense"])),
        "actor": draw(st.sampled_from(ACTORS)),
        "worker": draw(st.sampled_from(["", "g1", "g2", "nobody"])),
        "reason": draw(st.sampled_from(["", "因为"])),
        "note": draw(st.sampled_from(["", "看过"])),
        "into": draw(st.sampled_from([None, OTHER, MERGED])),
        "hours": draw(st.sampled_from([None, 1.0, 500.0])),
        "rating": draw(st.sampled_from([None, 3])),
        "category": draw(st.sampled_from(["", "0101", "0602", "none"])),
        "severity": draw(st.sampled_from([None, Severity.ORANGE])),
        "photos": draw(st.sampled_from([(), ("p1",), ("p1", "p2")])),
        "wait": draw(st.sampled_from([1.0, 500.0, 90_000.0])),
        "lucky": draw(st.booleans()),
    }


def is_whole(flow: Workflow, incident: Incident) -> None:
    stage = flow.stage(incident.stage)
    assert stage is not None
    assert incident.merged_into or incident.stage != "merged"
    assert not incident.merged_into or not stage.open
    assert stage.open == (incident.closed_at is None) or incident.stage == "merged"
    assert (incident.worker != "") or stage.waits_for != "worker"
    assert incident.deadline.paused_at is None or incident.stage == "suspended"
    assert incident.deadline.started_at < incident.deadline.due_at
    assert incident.rating is None or incident.stage == "evaluated"


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
@tried(100)
@given(data=st.data())
def test_walks(flow: Workflow, data: st.DataObject) -> None:
    now = MONDAY_NINE
    incident = msgspec.structs.replace(new_incident(), stage=flow.first, reported_by="g2")
    follower = msgspec.structs.replace(new_incident("follower"), stage=flow.merging, merged_into=incident.id)
    timeline: list[TimelineEntry] = []
    history = {}
    for turn in range(data.draw(st.integers(1, 25))):
        wish = data.draw(tries(flow))
        now += float(wish.pop("wait"))  # type: ignore[arg-type]
        actor, into, lucky = wish.pop("actor"), wish.pop("into"), wish.pop("lucky")
        assert isinstance(actor, Actor) and (into is None or isinstance(into, Incident))
        if lucky:  # mostly something that is possible here, or the walk would stand still
            able = [step.verb for step in possible(flow, incident, actor.role)]
            wish["verb"] = data.draw(st.sampled_from(able)) if able else wish["verb"]
        undoes = timeline[-1].command_id if timeline else ""
        order = Order(
            f"c{turn}",
            incident.id,
            incident.version,
            into=into.id if into else "",
            undoes=undoes,
            **wish,  # type: ignore[arg-type]
        )
        facts = Facts(
            SHANGHAI, CATEGORIES, case=f"AJ{turn}", assignee=WORKERS.get(order.worker), into=into, tree=TREE,
            timeline=timeline, before=history.get(undoes), undo_age=2.0,
        )  # fmt: skip
        try:
            after, entry = advance(flow, incident, order, actor, now, facts)
        except Refusal as refusal:
            assert refusal.version == incident.version
            assert refusal.code.islower() and len(refusal.sentence) > 20
            continue
        assert after.version == entry.version == incident.version + 1
        assert (entry.from_stage, entry.to_stage, entry.actor) == (incident.stage, after.stage, actor.label)
        assert not incident.case or after.case == incident.case
        assert set(incident.photos) <= set(after.photos)
        assert after.id == incident.id and after.received_at == incident.received_at
        is_whole(flow, after)
        if flow.merging and not incident.merged_into and not after.merged_into:
            follower = goes_along(flow, follower, incident, after, entry)
        history[order.command_id] = incident
        timeline.append(entry)
        incident = after


def goes_along(flow: Workflow, follower: Incident, before: Incident, main: Incident, entry: TimelineEntry) -> Incident:
    """A case merged into the one that walks stands where the flow says, whatever happened to that one."""
    if flow.following(before.stage) == flow.following(main.stage):
        return follower
    taken = follow(flow, follower, main, entry)
    assert taken is not None
    after, told = taken
    assert after.stage == flow.following(main.stage)
    assert after.merged_into == main.id and after.version == told.version == follower.version + 1
    assert (told.verb, told.actor, told.into, told.at) == (entry.verb, entry.actor, main.id, entry.at)
    over = after.stage != flow.merging
    assert (after.closed_at, after.outcome) == ((main.closed_at, main.outcome) if over else (None, ""))
    is_whole(flow, after)
    assert follow(flow, after, main, entry) is None
    step = step_for(flow, "unmerge" if not over else "reopen", after.stage)
    if step is not None:
        facts = Facts(SHANGHAI, CATEGORIES, case="AJ-own", tree=TREE)
        order = Order("own", after.id, after.version, step.verb, reason="另一件事")
        alone, _ = advance(flow, after, order, ACTORS[1], entry.at + 1, facts)
        assert (alone.merged_into, alone.closed_at, alone.case) == ("", None, "AJ-own")
        is_whole(flow, alone)
    return after


def test_the_flows_that_ship() -> None:
    assert "seven_steps" in FLOWS
    for flow in FLOWS.values():
        for text in (flow.name, *(stage.name for stage in flow.stages), *(step.name for step in flow.steps)):
            assert text.zh and text.en
