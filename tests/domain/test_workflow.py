from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from domain.category import Category
from domain.deadline import spent
from domain.flow_check import read_workflow
from domain.incident import Incident, Source, TimelineEntry
from domain.orders import Actor, Order, Report
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.worker import WorkerState
from domain.workflow import Facts, Workflow, advance, open_incident, possible
from tests.domain.small_city import (
    BUILDING,
    CATEGORIES,
    COVER,
    DISPATCHER,
    GRIDS,
    MONDAY_NINE,
    ROLES,
    RUBBISH,
    SHANGHAI,
    SUPERVISOR,
    new_incident,
    order,
    seven_steps,
    small_city,
)

FLOW = seven_steps()
CITY = small_city()
WORKERS = {worker.id: worker for worker in CITY.workers}
TREE = RegionTree(CITY.geography.regions)
HOUR = 3600.0


@dataclass
class Case:
    """An incident and its timeline, walked step by step; a minute passes before every step."""

    incident: Incident
    timeline: list[TimelineEntry]
    now: float = MONDAY_NINE

    @staticmethod
    def fresh(category: Category = RUBBISH, id: str = "i1") -> Case:
        return Case(new_incident(id, category=category), [])

    def does(self, verb: str, actor: Actor = DISPATCHER, facts: dict[str, Any] | None = None, **fields: Any) -> Case:
        self.now += 60
        if "worker" in fields and "assignee" not in (facts or {}):
            facts = {"assignee": WORKERS.get(fields["worker"]), **(facts or {})}
        known = Facts(SHANGHAI, CATEGORIES, case="AJ1", timeline=tuple(self.timeline), **(facts or {}))
        before = self.incident
        self.incident, entry = advance(FLOW, before, order(before, verb, **fields), actor, self.now, known)
        self.timeline.append(entry)
        assert (entry.version, self.incident.version) == (before.version + 1, before.version + 1)
        assert (entry.from_stage, entry.to_stage, entry.at) == (before.stage, self.incident.stage, self.now)
        assert self.incident.changed_at == self.now
        return self

    def is_refused(self, code: str, verb: str, actor: Actor = DISPATCHER, **fields: Any) -> Refusal:
        held = self.incident
        with pytest.raises(Refusal) as caught:
            self.does(verb, actor, **fields)
        assert caught.value.code == code
        assert caught.value.version == held.version
        assert self.incident is held
        assert caught.value.sentence.rstrip().endswith((".", "?", "5."))
        return caught.value


def field(worker: str) -> Actor:
    return Actor("worker", worker, WORKERS[worker].name, "worker")


def handled() -> Case:
    case = Case.fresh().does("dispatch", worker="g1", facts={"eta": 200.0})
    return case.does("accept", field("g1"), facts={"eta": 180.0, "route": "abc"}).does("arrive", field("g1"))


def test_the_whole_loop() -> None:
    case = handled().does("report", field("g1"), note="扫干净了", photos=("p1",))
    assert case.incident.photos == ("p1",)
    case.does("verify").does("close", note="已核实").does("evaluate", rating=5)
    incident = case.incident
    assert (incident.stage, incident.case, incident.rating, incident.outcome) == ("evaluated", "AJ1", 5, "已核实")
    assert incident.version == 1 + 7
    assignment = incident.assignment
    assert assignment is not None
    assert [assignment.assigned_at, assignment.accepted_at, assignment.arrived_at, assignment.reported_at] == [
        MONDAY_NINE + 60 * minute for minute in (1, 2, 3, 4)
    ]
    assert (assignment.eta, assignment.route) == (180.0, "abc")
    assert incident.closed_at == MONDAY_NINE + 360
    assert [entry.verb for entry in case.timeline] == (
        ["dispatch", "accept", "arrive", "report", "verify", "close", "evaluate"]
    )
    assert [entry.actor for entry in case.timeline][:2] == ["user:wang", "worker:g1"]
    assert case.timeline[0].actor_name == "王调度"
    assert {entry.worker for entry in case.timeline} == {"g1"}


def test_words_about_an_incident_do_not_make_its_stage_younger() -> None:
    case = Case.fresh().does("note", note="再次来电").does("escalate", reason="人手不够")
    assert case.incident.in_stage_since == MONDAY_NINE
    case.does("dispatch", worker="g1")
    assert case.incident.in_stage_since == MONDAY_NINE + 180
    case.does("note", note="尽快")
    assert case.incident.in_stage_since == MONDAY_NINE + 180
    case.does("reassign", worker="g2")
    assert case.incident.in_stage_since == MONDAY_NINE + 300


def test_a_new_incident_says_where_it_came_from() -> None:
    report = Report(
        Source.WORKER, "\n  " + "路边井盖" * 30, 117.2, 34.2, MONDAY_NINE - 30, reported_by="g1", photos=("p",)
    )
    incident, entry = open_incident(
        FLOW, report, id="i9", now=MONDAY_NINE, region=GRIDS[0], category=COVER, severity=COVER.severity,
        lookalikes=("i3", "i9"), calendar=SHANGHAI,
    )  # fmt: skip
    assert (incident.version, incident.stage, incident.lookalikes) == (1, "received", ("i3",))
    assert len(incident.title) == 60 and incident.title.endswith("…")
    assert incident.deadline.due_at == MONDAY_NINE + 2 * HOUR
    assert (entry.verb, entry.actor, entry.version, entry.to_stage) == ("open", "worker:g1", 1, "received")
    silent = msgspec.structs.replace(report, text=" ", reported_by="")
    incident, entry = open_incident(
        FLOW, silent, id="i9", now=MONDAY_NINE, region="", category=COVER, severity=COVER.severity,
        lookalikes=(), calendar=SHANGHAI,
    )  # fmt: skip
    assert (incident.title, entry.actor) == ("井盖缺失", "channel:worker")


def test_a_stale_order_is_refused_with_the_current_version() -> None:
    case = Case.fresh().does("dispatch", worker="g1")
    late = Order("c9", "i1", 1, "dispatch", worker="g2")
    with pytest.raises(Refusal) as caught:
        advance(FLOW, case.incident, late, DISPATCHER, case.now, Facts(SHANGHAI, CATEGORIES, assignee=WORKERS["g2"]))
    assert (caught.value.code, caught.value.version) == ("stale", 2)
    assert case.incident.worker == "g1"


def test_nothing_changes_without_a_reason_to() -> None:
    case = Case.fresh().does("dispatch", worker="g1")
    case.is_refused("no_change", "reassign", worker="g1")
    case.is_refused("no_change", "classify", category="0601")
    case.does("classify", category="0601", note="看过了")
    case.does("supervise", SUPERVISOR, reason="领导关注")
    case.is_refused("no_change", "supervise", SUPERVISOR, reason="再次")


def test_who_may_do_what() -> None:
    case = Case.fresh()
    case.is_refused("unknown_verb", "explode")
    case.is_refused("not_allowed", "dispatch", Actor("user", "v", "看", "viewer"), worker="g1")
    case.is_refused("not_allowed", "supervise", reason="x")
    case.is_refused("wrong_stage", "close")
    case.does("dispatch", worker="g1")
    case.is_refused("not_yours", "accept", field("g2"))
    west = Actor("user", "w", "西", "dispatcher", scope="320302001")
    east = Actor("user", "e", "东", "dispatcher", scope="320302002")
    case.is_refused("out_of_scope", "recall", east, reason="x", facts={"tree": TREE})
    case.does("recall", west, reason="x", facts={"tree": TREE})
    assert [step.verb for step in possible(FLOW, case.incident, "viewer")] == []
    assert "dispatch" in [step.verb for step in possible(FLOW, case.incident, "dispatcher")]
    assert "close" not in [step.verb for step in possible(FLOW, case.incident, "dispatcher")]


def test_an_order_must_bring_what_its_step_needs() -> None:
    case = Case.fresh()
    case.is_refused("assignee_needed", "dispatch")
    assert "nobody" in case.is_refused("assignee_needed", "dispatch", worker="nobody").sentence
    assert GRIDS[0] in case.is_refused("assignee_needed", "dispatch", region=GRIDS[0]).sentence
    off = msgspec.structs.replace(WORKERS["g1"], state=WorkerState.OFF_DUTY)
    case.is_refused("off_duty", "dispatch", worker="g1", facts={"assignee": off})
    secretary = msgspec.structs.replace(WORKERS["g1"], role="secretary")
    roles = {role.code: role for role in ROLES}
    case.is_refused("role_cannot", "dispatch", worker="g1", facts={"assignee": secretary, "roles": roles})
    case.is_refused("category_needed", "classify")
    case.is_refused("unknown_category", "classify", category="9999")
    case.is_refused("reason_needed", "void", reason="  ")
    case.is_refused("into_needed", "merge", into="i2", reason="同一件事")
    case.is_refused("note_needed", "note", note=" ")
    case.does("dispatch", worker="g1")
    case.is_refused("hours_needed", "extend", SUPERVISOR, reason="下雨")
    case.is_refused("reason_needed", "extend", SUPERVISOR, hours=2)
    case.does("accept", field("g1")).does("report", field("g1"), note="好了").does("close")
    case.is_refused("rating_needed", "evaluate")


def test_what_is_returned_may_not_be_pushed_on_towards_closing() -> None:
    case = handled().does("return", field("g1"), reason="不归我们管")
    assert (case.incident.stage, case.incident.worker) == ("returned", "")
    for verb, actor in (("report", field("g1")), ("verify", DISPATCHER), ("close", DISPATCHER)):
        case.is_refused("wrong_stage", verb, actor)
    case.is_refused("wrong_stage", "evaluate", rating=5)
    leads = {step.to_stage for step in FLOW.steps if step.starts_in("returned")}
    assert not leads & {"reported", "verified", "closed", "evaluated"}
    case.does("dispatch", worker="g2")
    assert case.incident.case == "AJ1"


def test_decline_and_reassign() -> None:
    case = Case.fresh().does("dispatch", worker="g1", region=GRIDS[0])
    assert case.timeline[-1].region == GRIDS[0]
    case.is_refused("reason_needed", "decline", field("g1"))
    case.does("decline", field("g1"), reason="在处理急事")
    assert (case.incident.stage, case.incident.worker, case.timeline[-1].worker) == ("returned", "", "g1")
    case.does("dispatch", worker="g2").does("accept", field("g2")).does("reassign", worker="g3")
    assert (case.incident.stage, case.incident.worker) == ("dispatched", "g3")
    assert case.incident.assignment is not None and case.incident.assignment.accepted_at is None


def test_suspension_stops_the_clock_and_gives_the_time_back() -> None:
    case = Case.fresh().does("dispatch", worker="g1").does("suspend", reason="等待配件")
    assert (case.incident.stage, case.incident.worker) == ("suspended", "")
    stopped = case.incident.deadline
    used = spent(stopped, case.now, SHANGHAI)
    case.now += 2 * HOUR
    case.does("resume")
    assert case.incident.deadline.due_at == new_incident().deadline.due_at + 2 * HOUR + 60
    assert spent(case.incident.deadline, case.now, SHANGHAI) == pytest.approx(used)
    urgent = Case.fresh(COVER).does("suspend", reason="等待配件")
    assert urgent.incident.deadline == new_incident(category=COVER).deadline


def test_extension_escalation_supervision() -> None:
    case = Case.fresh().does("file").does("extend", SUPERVISOR, hours=8, reason="下雨")
    assert case.incident.deadline.due_at == new_incident().deadline.due_at + 24 * HOUR
    assert (case.timeline[-1].hours, case.timeline[-1].reason) == (8, "下雨")
    for level in ("community", "street", "district"):
        case.does("escalate", reason="需要协调", facts={"tree": TREE})
        assert case.incident.level == level
    case.is_refused("top_level", "escalate", reason="再上报", facts={"tree": TREE})
    case.does("supervise", SUPERVISOR, reason="督办")
    assert case.incident.supervised


def test_merging_can_be_taken_apart_again() -> None:
    main, other = Case.fresh(id="i1"), Case.fresh(id="i2")
    main.is_refused("merge_into_itself", "merge", into="i1", reason="x", facts={"into": main.incident})
    other.does("merge", into="i1", reason="同一件事", facts={"into": main.incident})
    assert (other.incident.stage, other.incident.merged_into, other.timeline[-1].into) == ("merged", "i1", "i1")
    third = Case.fresh(id="i3")
    chain = third.is_refused("already_merged", "merge", into="i2", reason="x", facts={"into": other.incident})
    assert "i1" in chain.sentence
    main.is_refused("has_merged", "merge", into="i3", reason="x", facts={"into": third.incident, "followers": 1})
    closed = handled().does("report", field("g1"), note="好了").does("close").incident
    third.is_refused("into_closed", "merge", into="i1", reason="x", facts={"into": closed})
    other.does("unmerge", reason="不是一件事")
    assert (other.incident.stage, other.incident.merged_into, other.incident.case) == ("filed", "", "AJ1")


def test_rework_and_reopening() -> None:
    case = handled().does("report", field("g1"), note="好了").does("rework", reason="还有垃圾")
    assert (case.incident.stage, case.incident.worker, case.incident.outcome) == ("dispatched", "g1", "")
    assert case.incident.assignment is not None and case.incident.assignment.reported_at is None
    case.does("accept", field("g1")).does("report", field("g1"), note="真好了").does("close").does("evaluate", rating=1)
    case.does("reopen", reason="群众不满意")
    incident = case.incident
    assert (incident.stage, incident.worker, incident.closed_at, incident.rating) == ("filed", "", None, None)
    assert incident.deadline.started_at == case.now


def test_settled_on_the_spot_needs_somebody_who_found_it() -> None:
    rule = Actor("rule", "small", "小事自办", "rule")
    Case.fresh().is_refused("assignee_needed", "self_handle", rule)
    case = Case(msgspec.structs.replace(new_incident(), reported_by="g1"), [])
    case.does("self_handle", rule, note="当场清理", photos=("p",))
    assert (case.incident.stage, case.incident.worker, case.incident.photos) == ("reported", "g1", ("p",))
    case.does("rework", reason="照片看不清")
    assert case.incident.worker == "g1"


def test_recategorising_moves_the_deadline() -> None:
    case = Case.fresh().does("classify", category="0602")
    incident = case.incident
    assert (incident.category, incident.severity, incident.department) == ("0602", BUILDING.severity, "urban")
    assert incident.deadline.started_at == MONDAY_NINE
    assert incident.deadline.due_at == new_incident(category=BUILDING).deadline.due_at
    case.does("classify", category="0602", severity=COVER.severity)
    assert case.incident.severity is COVER.severity


def undo(case: Case, before: Incident, undoes: str, age: float | None = 3.0, actor: Actor = DISPATCHER) -> Case:
    return case.does("undo", actor, undoes=undoes, command_id="u", facts={"before": before, "undo_age": age})


def test_a_command_can_be_taken_back_for_some_seconds() -> None:
    case = Case.fresh()
    before = case.incident
    case.does("dispatch", worker="g1", command_id="d")
    with pytest.raises(Refusal, match="undo_too_late"):
        undo(case, before, "d", 10.5)
    with pytest.raises(Refusal, match="undo_too_late"):
        undo(case, before, "d", None)
    with pytest.raises(Refusal, match="not_allowed"):
        undo(case, before, "d", actor=SUPERVISOR)
    with pytest.raises(Refusal, match="nothing_to_undo"):
        undo(case, before, "other")
    undo(case, before, "d")
    incident = case.incident
    assert (incident.version, incident.stage, incident.worker, incident.case) == (3, "received", "", "AJ1")
    assert incident.deadline == before.deadline
    with pytest.raises(Refusal, match="not_undoable"):
        undo(case, before, "u")


def test_the_worker_who_accepted_meanwhile_does_not_stand_in_the_way() -> None:
    case = Case.fresh()
    before = case.incident
    case.does("dispatch", worker="g1", command_id="d").does("accept", field("g1"), command_id="a")
    late = Order("u", "i1", 2, "undo", undoes="d")  # the desk had not seen the acceptance
    known = Facts(SHANGHAI, CATEGORIES, timeline=case.timeline, before=before, undo_age=1.0)
    after, entry = advance(FLOW, case.incident, late, DISPATCHER, case.now, known)
    assert (after.version, after.stage, after.worker, entry.worker) == (4, "received", "", "g1")
    assert (entry.verb, entry.undoes) == ("undo", "d")


def test_what_somebody_else_did_since_stands_in_the_way() -> None:
    case = Case.fresh()
    before = case.incident
    case.does("dispatch", worker="g1", command_id="d").does("supervise", SUPERVISOR, reason="x", command_id="s")
    with pytest.raises(Refusal, match=r"undo_overtaken.*李督导"):
        undo(case, before, "d")


def test_a_letter_means_the_step_that_is_possible_here() -> None:
    def meant(letter: str, stage: str) -> str:
        step = FLOW.step_by_key(letter, stage)
        return step.verb if step else ""

    assert [meant("p", stage) for stage in ("filed", "suspended")] == ["suspend", "resume"]
    assert meant("V", "received") == "verify"  # not possible there: whoever typed it is told
    assert (meant("m", "received"), meant("", "received")) == ("", "")
    giving = {stage: FLOW.giving(stage) for stage in ("received", "handling", "closed")}
    assert {stage: step and step.verb for stage, step in giving.items()} == {
        "received": "dispatch",
        "handling": "reassign",
        "closed": None,
    }


def test_another_flow_is_only_data() -> None:
    """The emergency flow: reported at the front, judged in the middle, handled together at the end."""
    text = """
        code = "emergency"
        name = ["应急", "Emergency"]
        first = "front"
        stages = [
            {code = "front", name = ["前端上报", "Front"], waits_for = "desk", limit = 60},
            {code = "joint", name = ["联合处置", "Joint"], waits_for = "worker"},
            {code = "summed", name = ["总结", "Summed up"], open = false},
        ]
        steps = [
            {verb = "steer", name = ["研判", "Steer"], from_stages = ["front"], to_stage = "joint",
             by = ["dispatcher"], needs = ["assignee"], effects = ["number", "assign"]},
            {verb = "sum_up", name = ["总结", "Sum up"], from_stages = ["joint"], to_stage = "summed",
             by = ["dispatcher"], needs = ["note"], effects = ["close"]},
        ]
    """.replace("\n             by", " by")
    flow: Workflow = read_workflow(text)
    facts = Facts(SHANGHAI, CATEGORIES, case="YJ1", assignee=WORKERS["g1"])
    incident = msgspec.structs.replace(new_incident(), stage="front")
    incident, _ = advance(flow, incident, order(incident, "steer", worker="g1"), DISPATCHER, MONDAY_NINE, facts)
    incident, _ = advance(flow, incident, order(incident, "sum_up", note="已处置"), DISPATCHER, MONDAY_NINE, facts)
    assert (incident.stage, incident.case, incident.outcome, incident.version) == ("summed", "YJ1", "已处置", 3)
