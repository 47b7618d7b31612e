"""Categories of a place nobody prepared, taken from the words its own reports use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from domain.categorise import propose
from domain.category import Allowance, Category, DeadlineKind, Severity
from domain.names import Name

#: More different values than this are free text, not a classification.
MOST = 400
_OTHER = Category(
    code="0000",
    name=Name("其他", "Other"),
    group=Name("其他", "Other"),
    severity=Severity.BLUE,
    allowance=Allowance(DeadlineKind.NATURAL_DAYS, 1),
)


def categories_from(values: Counter[str], known: Sequence[Category]) -> list[Category]:
    """One category for every value of a file's category column, the commonest first, and one for everything else.

    ``EMS: CARDIAC EMERGENCY`` becomes an item of the group ``EMS``. Severity, time allowed and handling time come from
    the known category whose words fit best. Empty when the column is free text or holds one value only."""
    named = Counter({_clean(value): 0 for value in values if _clean(value)})
    for value, count in values.items():
        if _clean(value):
            named[_clean(value)] += count
    if not 2 <= len(named) <= MOST:
        return []
    by_code = {category.code: category for category in known}
    groups: dict[str, int] = {}
    made = []
    for number, (value, count) in enumerate(named.most_common(), 1):
        head = re.split(r"[:：/>|]", value, maxsplit=1)[0].strip() if re.search(r"[:：/>|]", value) else ""
        item = value[len(head) :].lstrip(" :：/>|").strip() if head else value
        group = groups.setdefault(head, len(groups) + 1)
        match = next((by_code[code] for code, _ in propose(value, known) if code in by_code), _OTHER)
        made.append(
            Category(
                code=f"{group:02d}-{number:03d}",
                name=Name(item or value, item or value),
                group=Name(head or "事件", head or "Reports"),
                severity=match.severity,
                allowance=match.allowance,
                small=match.small,
                words=(value.lower(),),
                handling=match.handling,
                weight=float(count),
                department=match.department,
            )
        )
    return [*made, _OTHER]


def _clean(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip(" -–:：")
