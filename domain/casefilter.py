"""A selection of incidents, described: what is chosen in a chart, kept as a saved filter, or sent to a wall is the same
small thing. Empty parts choose everything; parts that are given must all hold."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from domain.casefacts import FLAGS, NUMBERS
from domain.category import Severity
from domain.drawn_area import Corners
from domain.formula import check_names
from domain.incident import Source
from domain.names import Name
from domain.period import Period

if TYPE_CHECKING:  # a picture is made of messages, and a message may carry a filter
    pass


class Standing(StrEnum):
    """How a case stands. ``SOON`` and ``LATE`` are open ones."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    CLOSED = "closed"


#: Everything a condition may speak of.
NAMES: frozenset[str] = frozenset((*NUMBERS, *FLAGS, "late", "stay", "left_at", "start", "until", "now"))


class Behind(msgspec.Struct, frozen=True):
    """The cases behind a figure: ``condition`` is a formula over a case (of ``NAMES``) and the ``period``. ``code`` and
    ``side`` say of which figure, ``name`` what to call it; ``stage`` where it is about one."""

    code: str
    condition: str
    name: Name
    period: Period = Period.TODAY
    side: str = "whole"
    stage: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a condition that cannot be read or speaks of what no case has."""
        check_names(self.condition, NAMES)


class CaseFilter(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is chosen. ``regions``: in one of these or below (``""``: outside the city). ``groups``: Chinese names of
    category groups. ``arrived``, ``closed`` (as settled): from (with it) to (without it), city time. ``hours``: local
    hours of the day of arrival. ``workers``: in the hands of one of these (``""``: of nobody). ``words``: each must
    stand in what is written about the case. ``drawn``: inside an area somebody drew on the map."""

    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    stages: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    standings: tuple[Standing, ...] = ()
    hours: tuple[int, ...] = ()
    arrived: tuple[float, float] | None = None
    closed: tuple[float, float] | None = None
    workers: tuple[str, ...] = ()
    words: str = ""
    behind: Behind | None = None
    drawn: Corners = ()

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != EVERYTHING

    def given(self) -> tuple[str, ...]:
        """Names of the parts that leave something out."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) != getattr(EVERYTHING, name))

    def without(self, *parts: str) -> CaseFilter:
        """The same selection without these parts."""
        return self.also(**{part: getattr(EVERYTHING, part) for part in parts})

    def also(self, **parts: Any) -> CaseFilter:
        """The same selection with these parts instead of its own."""
        return msgspec.structs.replace(self, **parts)

    def and_(self, other: CaseFilter) -> CaseFilter:
        """Both at once; where both say something about the same part, the other one's word counts."""
        return self.also(**{name: getattr(other, name) for name in other.given()})

    def toggled(self, **parts: Any) -> CaseFilter:
        """With these parts; without them where exactly they are chosen already."""
        chosen = all(getattr(self, name) == value for name, value in parts.items())
        return self.without(*parts) if chosen else self.also(**parts)


EVERYTHING = CaseFilter()


def encode_filter(chosen: CaseFilter) -> str:
    """A filter as JSON text."""
    return msgspec.json.encode(chosen).decode()


def decode_filter(text: str | bytes) -> CaseFilter:
    """The filter of a text. Raises ValueError."""
    try:
        return msgspec.json.decode(text, type=CaseFilter)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ValueError(f"this is not a filter: {error}") from error
