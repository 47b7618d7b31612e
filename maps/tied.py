"""The ties of the selected incident, found when something changed that may change them; no Qt."""

from __future__ import annotations

from domain.picture import Changes, Picture
from domain.ties import Tie, may_tie, ties_of


class Tied:
    """Remembers the ties of one incident of one picture."""

    def __init__(self) -> None:
        self._known: tuple[Picture, str] | None = None
        self._ties: tuple[Tie, ...] = ()

    def of(self, picture: Picture, id_: str) -> tuple[Tie, ...]:
        """The ties of this incident; looked for only when it is another one than last time."""
        known = self._known
        if known is None or known[0] is not picture or known[1] != id_:
            self._ties = ties_of(picture.incidents, id_) if id_ else ()
            self._known = picture, id_
        return self._ties

    def take(self, picture: Picture, changes: Changes) -> None:
        """Something changed: look again next time when it may concern the incident."""
        incident = picture.incidents.get(self._known[1]) if self._known is not None else None
        if incident is None:
            self._known = None
            return
        held = {tie.id for tie in self._ties}
        for id_ in changes.incidents:
            other = picture.incidents.get(id_)
            if changes.reset or other is None or id_ in held or may_tie(incident, other):
                self._known = None
                return
        if changes.reset:
            self._known = None
