"""Notices put aside for a while at one desk, and look-alike ones told as one: what keeps a flood readable.

Shelving is a desk's own: the room still has the notice, other desks still show it, and when its time is over it comes
back by itself (ISA-18.2 calls that shelving with expiry). The worst severity is never shelved and never merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from domain.category import Severity
from domain.notices import Notice, NoticeKind
from domain.picture import Picture
from domain.region import Level

Key = tuple[NoticeKind, str]
#: In a flood the lesser ones are shelved for so long, city seconds.
FLOOD_SHELF = 900.0
#: Lesser than this is what a flood shelves by itself.
LESSER = Severity.ORANGE


class Shelved(msgspec.Struct, frozen=True):
    """Comes back at city time ``until``. ``by_flood``: nobody put it there but the flood. ``version``: of the incident,
    where it was put aside before the desk was closed; it comes back when the incident is another by now (0: it was put
    aside since)."""

    notice: Notice
    until: float
    by_flood: bool = False
    version: int = 0


class ShelfState(msgspec.Struct, frozen=True):
    """What a desk remembers of its shelf from one start to the next. ``taken_back``: what no flood puts aside again."""

    held: tuple[Shelved, ...] = ()
    taken_back: tuple[Key, ...] = ()


class Bundle(msgspec.Struct, frozen=True):
    """Notices that are told as one, the newest first: of one kind, about one category in one street."""

    notices: tuple[Notice, ...]

    @property
    def first(self) -> Notice:
        return self.notices[0]

    @property
    def severity(self) -> Severity:
        """The worst of them."""
        return min(notice.severity for notice in self.notices)

    @property
    def key(self) -> Key:
        """Stays the same while others join it."""
        return key_of(self.notices[-1])


def key_of(notice: Notice) -> Key:
    """What makes a notice the same one."""
    return notice.kind, notice.incident


def shelvable(notice: Notice, picture: Picture) -> bool:
    """Whether somebody may put it aside: not what is of the worst severity, now or when it was told."""
    incident = picture.incidents.get(notice.incident)
    now = notice.severity if incident is None else min(notice.severity, incident.severity)
    return now is not Severity.RED


class NoticeShelf:
    """Of one desk. ``unsettled``: what ``NoticeBook.waiting`` gives."""

    def __init__(self) -> None:
        self._held: dict[Key, Shelved] = {}
        self._taken_back: set[Key] = set()

    def put(self, notices: Iterable[Notice], picture: Picture, until: float, by_flood: bool = False) -> None:
        """Put aside until a city time; what may not be stays."""
        for notice in notices:
            if shelvable(notice, picture):
                self._held[key_of(notice)] = Shelved(notice, until, by_flood)

    def take_back(self, keys: Iterable[Key]) -> None:
        """By hand, before their time; no flood puts them aside again."""
        for key in keys:
            if self._held.pop(key, None) is not None:
                self._taken_back.add(key)

    def relieve(self, unsettled: Iterable[Notice], picture: Picture, now: float) -> None:
        """A flood: what is lesser goes aside for a while, once."""
        lesser = [
            notice
            for notice in unsettled
            if notice.severity > LESSER and key_of(notice) not in self._held.keys() | self._taken_back
        ]
        self.put(lesser, picture, now + FLOOD_SHELF, by_flood=True)

    def due(self, now: float) -> list[Notice]:
        """Those whose time is over: they are not aside any more."""
        over = [one for one in self._held.values() if one.until <= now]
        for one in over:
            del self._held[key_of(one.notice)]
            self._taken_back.add(key_of(one.notice))
        return [one.notice for one in over]

    def open(self, unsettled: Sequence[Notice], picture: Picture) -> list[Notice]:
        """Those that are not aside. What has become as severe as can be comes back at once, and what changed while the
        desk was closed."""
        self._forget(unsettled)
        for notice in unsettled:
            held = self._held.get(key_of(notice))
            if held is not None and not (shelvable(notice, picture) and _as_it_was(held, picture)):
                del self._held[key_of(notice)]
        return [notice for notice in unsettled if key_of(notice) not in self._held]

    def held(self) -> list[Shelved]:
        """Those that are aside, the next to come back first."""
        return sorted(self._held.values(), key=lambda one: (one.until, one.notice.at, one.notice.incident))

    def state(self, picture: Picture) -> ShelfState:
        """What is to be remembered, with the incidents as they are now."""
        held = [one for one in self.held() if one.notice.incident in picture.incidents]
        versions = [one.version or picture.incidents[one.notice.incident].version for one in held]
        kept = (msgspec.structs.replace(one, version=seen) for one, seen in zip(held, versions, strict=True))
        return ShelfState(tuple(kept), tuple(sorted(self._taken_back)))

    def resume(self, state: ShelfState) -> None:
        """Put aside again what was; what a hand or the time put there since stays as it is."""
        self._held = {key_of(one.notice): one for one in state.held} | self._held
        self._taken_back |= set(state.taken_back)

    def _forget(self, unsettled: Iterable[Notice]) -> None:
        """What somebody of the room has settled meanwhile is nobody's business any more."""
        there = {key_of(notice) for notice in unsettled}
        self._held = {key: one for key, one in self._held.items() if key in there}
        self._taken_back &= there


def _as_it_was(held: Shelved, picture: Picture) -> bool:
    incident = picture.incidents.get(held.notice.incident)
    return not held.version or incident is None or incident.version == held.version


def bundled(notices: Iterable[Notice], picture: Picture, merge: bool) -> list[Bundle]:
    """Each alone, the newest first as they come; with ``merge`` look-alike ones as one, the worst first. What the room
    was told twice of one incident (pressed on again) stands once."""
    notices = {key_of(notice): notice for notice in reversed(list(notices))}.values()
    newest = sorted(notices, key=lambda notice: -notice.at)
    if not merge:
        return [Bundle((notice,)) for notice in newest]
    found: dict[tuple[str, ...], list[Notice]] = {}
    for notice in newest:
        incident = picture.incidents[notice.incident]
        street = picture.tree.ancestor(incident.region, Level.STREET)
        alone = notice.severity is Severity.RED
        alike = (notice.kind.value, incident.category, street.code if street is not None else "")
        found.setdefault(("", notice.kind.value, notice.incident) if alone else alike, []).append(notice)
    bundles = [Bundle(tuple(some)) for some in found.values()]
    return sorted(bundles, key=lambda one: (one.severity, -one.first.at, one.first.incident))
