"""Which cases a filter chooses: asked of one case at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import nan
from typing import Any

from domain.casefacts import Flow, Milestones, case_values, milestones, was_settled
from domain.casefilter import Behind, CaseFilter, Standing
from domain.drawn_area import holds
from domain.formula import formula
from domain.incident import Incident
from domain.period import hour_of
from domain.picture import Picture
from domain.region import Level
from domain.urgency import deadline_state

#: What a selection knows of one case: the same whether it is told in one call or in 8,000.
Matcher = Callable[[Incident], bool]


def matcher(chosen: CaseFilter, picture: Picture, now: float) -> Matcher:
    """Tells of cases of this picture at city time ``now`` whether they are chosen; made once for many cases."""
    tests = list(_tests(chosen, picture, now))
    return lambda incident: all(test(incident) for test in tests)


def matches(chosen: CaseFilter, picture: Picture, incident: Incident, now: float) -> bool:
    """Whether one case is chosen at city time ``now``."""
    return matcher(chosen, picture, now)(incident)


def text_of(incident: Incident, picture: Picture) -> str:
    """Everything that is written about a case, in small letters: what ``words`` are sought in."""
    worker = picture.workers.get(incident.worker)
    category = picture.categories.get(incident.category)
    parts = [incident.title, incident.text, incident.case, incident.id, incident.place.address]
    parts += [region.name for region in picture.tree.lineage(incident.region)]
    parts += [worker.name, worker.name_en, worker.phone] if worker else []
    parts += [category.name.zh, category.name.en] if category else []
    return "\n".join(parts).lower()


def within(picture: Picture, regions: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a region code lies in one of ``regions`` or below; an empty one holds what lies outside the city: no
    area at all, or (what a chart by street means) no street."""
    inside = {region.code for code in regions for region in picture.tree.subtree(code)}
    if "" not in regions:
        return inside.__contains__
    return lambda code: code in inside or picture.tree.ancestor(code, Level.STREET) is None


def stands(picture: Picture, incident: Incident, now: float) -> frozenset[Standing]:
    """Everything that can be said of how a case stands."""
    if not picture.is_open(incident):
        return _CLOSED
    phase = deadline_state(incident, now, picture.city.rules.calendar).phase
    return _OPEN.get(phase, _JUST_OPEN)


_CLOSED = frozenset({Standing.CLOSED})
_JUST_OPEN = frozenset({Standing.OPEN})
_OPEN = {phase: frozenset({Standing.OPEN, Standing(phase)}) for phase in ("soon", "late", "paused")}


def _tests(chosen: CaseFilter, picture: Picture, now: float) -> list[Matcher]:
    """One test for each part that is given, the cheap ones first."""
    zone = picture.city.rules.calendar.zone
    tests: list[Matcher] = []
    if chosen.severities:
        tests.append(lambda one: one.severity in chosen.severities)
    if chosen.sources:
        tests.append(lambda one: one.source in chosen.sources)
    if chosen.stages:
        tests.append(lambda one: one.stage in chosen.stages)
    if chosen.workers:
        tests.append(lambda one: one.worker in chosen.workers)
    if chosen.categories:
        tests.append(lambda one: one.category in chosen.categories)
    if chosen.groups:
        tests.append(lambda one: group_of(picture, one) in chosen.groups)
    if chosen.regions:
        inside = within(picture, chosen.regions)
        tests.append(lambda one: inside(one.region))
    if (arrived := chosen.arrived) is not None:
        tests.append(lambda one: arrived[0] <= one.received_at < arrived[1])
    if (closed := chosen.closed) is not None:
        tests.append(lambda one: _was_closed(picture, one) and closed[0] <= ended_at(one) < closed[1])
    if chosen.hours:
        tests.append(lambda one: hour_of(one.received_at, zone) in chosen.hours)
    if standings := frozenset(chosen.standings):
        tests.append(lambda one: bool(standings & stands(picture, one, now)))
    if behind := chosen.behind:
        tests.append(_test_of(behind, picture, now))
    if chosen.drawn:
        tests.append(lambda one: bool(holds(chosen.drawn, one.place.lon, one.place.lat)[0]))
    if words := chosen.words.lower().split():
        tests.append(lambda one: has_words(text_of(one, picture), words))
    return tests


def _test_of(behind: Behind, picture: Picture, now: float) -> Matcher:
    flow = Flow(picture.city.rules.workflow)
    window = behind.period.window(now, picture.city.rules.calendar.zone).values()
    condition = formula(behind.condition)

    def test(one: Incident) -> bool:
        facts = milestones(picture.timelines.get(one.id, ()), flow)
        values = {**window, **case_values(one, picture.is_open(one), facts), **stage_values(facts, flow, behind.stage)}
        values["late"] = is_late(values)
        return bool(condition.over(values))

    return test


def stage_values(facts: Milestones, flow: Flow, stage: str) -> dict[str, float]:
    """``stay``: seconds spent in a stage, ``left_at``: when it was last left; NaN for one it was never in."""
    spent, left = facts.stays.get(flow.stage_index.get(stage, -1), (nan, nan))
    return {"stay": spent, "left_at": left}


def is_late(values: Mapping[str, Any]) -> Any:
    """Of numbers or arrays by the names of formulas: past its deadline with its clock running, and open at ``now``."""
    return _LATE.over(values)


_LATE = formula("not paused and due_at < now and (open or closed_at >= now)")


def has_words(text: str, words: Iterable[str]) -> bool:
    """Whether all these small words stand in a text."""
    return all(word in text for word in words)


def _was_closed(picture: Picture, incident: Incident) -> bool:
    return not picture.is_open(incident) and was_settled(incident)


def ended_at(incident: Incident) -> float:
    """When a case that is not open came to its end."""
    return incident.changed_at if incident.closed_at is None else incident.closed_at


def group_of(picture: Picture, incident: Incident) -> str:
    """The Chinese name of the group a case's category belongs to; the category's code when it is not known."""
    category = picture.categories.get(incident.category)
    return category.group.zh if category is not None else incident.category
