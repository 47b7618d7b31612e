"""Filters that come with the program: what somebody at a desk looks for many times a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.casefilter import Behind, CaseFilter, Standing
from domain.category import Severity
from domain.names import Name
from domain.picture import Picture


class ReadyFilter(msgspec.Struct, frozen=True):
    """``make``: of this picture, for somebody responsible for an area (empty: the whole city); None where it makes no
    sense."""

    code: str
    name: object
    make: Callable[[Picture, str], CaseFilter | None]

    @property
    def title(self) -> str:
        """Its name in the language of the running program."""
        return QCoreApplication.translate("ReadyFilters", str(self.name))


def waiting_stages(picture: Picture, who: str) -> tuple[str, ...]:
    """Open stages in which a case waits for ``desk`` or ``worker``."""
    return tuple(code for code, stage in picture.stages.items() if stage.open and stage.waits_for == who)


def _behind(condition: str, zh: str, en: str) -> CaseFilter:
    return CaseFilter(behind=Behind("", condition, Name(zh, en)))


def _late(_picture: Picture, _scope: str) -> CaseFilter:
    return CaseFilter(standings=(Standing.LATE,))


def _severe(picture: Picture, _scope: str) -> CaseFilter:
    return CaseFilter(severities=(Severity.RED, Severity.ORANGE), stages=waiting_stages(picture, "desk"))


def _mine(picture: Picture, scope: str) -> CaseFilter | None:
    return CaseFilter(regions=(scope,), standings=(Standing.OPEN,)) if scope in picture.tree else None


READY_FILTERS: tuple[ReadyFilter, ...] = (
    ReadyFilter(
        "late",
        QT_TRANSLATE_NOOP("ReadyFilters", "Late"),
        lambda _picture, _scope: CaseFilter(standings=(Standing.LATE,)),
    ),
    ReadyFilter("severe", QT_TRANSLATE_NOOP("ReadyFilters", "Red and orange, waiting for me"), _severe),
    ReadyFilter(
        "unassigned",
        QT_TRANSLATE_NOOP("ReadyFilters", "Nobody has it"),
        lambda _picture, _scope: CaseFilter(workers=("",), standings=(Standing.OPEN,)),
    ),
    ReadyFilter(
        "back",
        QT_TRANSLATE_NOOP("ReadyFilters", "Came back or must be done again"),
        lambda _picture, _scope: _behind(
            "open and (returns > 0 or reworks > 0)", "退回或返工的", "came back or must be done again"
        ),
    ),
    ReadyFilter(
        "fresh",
        QT_TRANSLATE_NOOP("ReadyFilters", "Arrived in the last hour"),
        lambda _picture, _scope: _behind("received_at >= now - 3600", "近一小时收到的", "arrived in the last hour"),
    ),
    ReadyFilter("mine", QT_TRANSLATE_NOOP("ReadyFilters", "My area"), _mine),
)


def ready_filters(picture: Picture, scope: str) -> Iterator[tuple[ReadyFilter, CaseFilter]]:
    """Those that make sense here, with what they choose."""
    for one in READY_FILTERS:
        chosen = one.make(picture, scope)
        if chosen is not None:
            yield one, chosen
