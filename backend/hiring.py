"""The roster as the city gives it, brought into the journal when the backend starts."""

from __future__ import annotations

import msgspec

from backend.dispatching import RULE, Dispatching
from backend.judge import Judge
from domain.city import City
from domain.worker import WorkerState

#: The shift of somebody who does not work here any more.
NEVER = (0, 0)

_with = msgspec.structs.replace


def bring_up_to_date(city: City, judge: Judge, rules: Dispatching, is_first_start: bool, now: float) -> None:
    """All workers at the first start; later those who are new, those about whom something changed that is not theirs to
    change (all but state and place), and those who left: they stay in the roster, off duty for good, because past
    work names them. Nobody's place in position blocks ever changes."""
    known = {} if is_first_start else dict(judge.picture.workers)
    free_place = max((worker.index for worker in known.values()), default=-1) + 1
    for worker in city.workers:
        held = known.pop(worker.id, None)
        if held is None:
            fresh = rules.first_state(_with(worker, version=1), now)
            if not is_first_start:
                fresh = _with(fresh, index=free_place)
                free_place += 1
            judge.draft.put_worker(fresh, now, RULE.label, "hire", new=True)
            continue
        wanted = _with(worker, index=held.index, state=held.state, state_at=held.state_at, version=held.version)
        if wanted != held:
            judge.draft.put_worker(_with(wanted, version=held.version + 1), now, RULE.label, "roster")
    for gone in known.values():
        if gone.shift != NEVER:
            left = _with(gone, shift=NEVER, state=WorkerState.OFF_DUTY, state_at=now, version=gone.version + 1)
            judge.draft.put_worker(left, now, RULE.label, "leave")
    rules.hired()
