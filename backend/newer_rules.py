"""A kept city follows the program's newer rules; its ground, people and cameras stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
import structlog

from domain.city import City, Rules

T = TypeVar("T")

log = structlog.stdlib.get_logger("backend.city")


def with_newer_rules(city: City, newer: Rules) -> City:
    """The city under these rules; the very same one when it has them already.

    What somebody may still depend on stays: categories that are listed no more (before the last, which takes what fits
    nowhere), roles and departments of before. A flow that lacks a stage in which an incident may stand is not taken;
    that is logged."""
    kept = city.rules
    rules = Rules(
        newer.workflow,
        _with_former(newer.categories, kept.categories, lambda category: category.code, before_last=True),
        _with_former(newer.roles, kept.roles, lambda role: role.code),
        _with_former(newer.departments, kept.departments, lambda department: department.code),
        newer.calendar,
    )
    lacking = [stage.code for stage in kept.workflow.stages if newer.workflow.stage(stage.code) is None]
    if lacking:
        log.warning("newer_flow_not_taken", flow=newer.workflow.code, lacks=", ".join(lacking))
        rules.workflow = kept.workflow
    return city if rules == kept else msgspec.structs.replace(city, rules=rules)


def _with_former(newer: Sequence[T], kept: Sequence[T], code: Callable[[T], str], before_last: bool = False) -> list[T]:
    known = {code(one) for one in newer}
    former = [one for one in kept if code(one) not in known]
    at = len(newer) - 1 if before_last and newer else len(newer)
    return [*newer[:at], *former, *newer[at:]]
