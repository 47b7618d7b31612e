"""What an incident is about, and what follows from it: severity, deadline, words that give it away."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec

from domain.names import Name


class Severity(IntEnum):
    """The four national warning levels: I is the worst."""

    RED = 1
    ORANGE = 2
    YELLOW = 3
    BLUE = 4


class DeadlineKind(StrEnum):
    """How time is counted against a deadline."""

    URGENT_HOURS = "urgent_hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"


class Allowance(msgspec.Struct, frozen=True):
    """How much time there is: ``amount`` hours or days, counted as ``kind`` says."""

    kind: DeadlineKind
    amount: float


class Category(msgspec.Struct, frozen=True):
    """One item of a classification. ``code`` is class + item and of any length; ``small`` matters may be settled by
    the grid worker who found them; ``words`` are found in texts of this category (lower case)."""

    code: str
    name: Name
    group: Name
    severity: Severity
    allowance: Allowance
    small: bool = False
    words: tuple[str, ...] = ()
    #: Seconds a worker typically spends on the scene.
    handling: float = 900.0
    #: How often it comes up compared with the others, for the simulated city.
    weight: float = 1.0
    #: Department it belongs to when the grid cannot settle it.
    department: str = ""
