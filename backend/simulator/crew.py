"""What every worker has in hand: when he answers, sets out, arrives, is done. It decides; others say it to the backend.

``hear`` takes tasks as they come from the backend; ``due`` gives what is to be said now. Whatever is decided again
after a restart is decided from the task alone, so a new process carries on where the old one was killed.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable

import msgspec
import numpy as np

from backend.cityprofile import Behaviour
from backend.field_messages import Task
from backend.simulator.phrases import Phrases
from backend.simulator.ways import Ways
from domain.category import Category

#: From the end of the work to the report, seconds: he takes the picture and types.
TYPING = (15.0, 60.0)
#: Said again when the backend was away, after this many seconds.
AGAIN = 5.0


class Saying(msgspec.Struct, frozen=True):
    """Something a worker says about a task: the last part of the address, and the fields that go with it."""

    task: Task
    said: str
    form: dict[str, str]
    with_photo: bool = False

    @property
    def key(self) -> str:
        """Names this saying for good: said twice it acts once."""
        return f"{self.task.incident}-{self.task.version}-{self.said}"


class Crew:
    """The workers' heads. ``rows``: worker id → row among the walkers. Until city time ``prompt_until`` everybody
    answers at once."""

    def __init__(
        self, rows: dict[str, int], categories: dict[str, Category], behaviour: Behaviour, phrases: Phrases, ways: Ways,
        seed: int, prompt_until: float = 0.0,
    ) -> None:  # fmt: skip
        self._rows, self._categories = rows, categories
        self._behaviour, self._phrases, self._ways, self._seed = behaviour, phrases, ways, seed
        self._prompt_until = prompt_until
        self._tasks: dict[str, Task] = {}
        self._said: dict[str, int] = {}
        self._agenda: list[tuple[float, int, str, int, str]] = []
        self._order = 0
        self._on_the_way: dict[str, str] = {}
        self._declined: set[tuple[str, str]] = set()

    def hear(self, tasks: Iterable[Task], gone: Iterable[str], full: bool, now: float) -> None:
        """Tasks as the backend has them now. ``full``: there are no others."""
        tasks = list(tasks)
        if full:
            present = {task.incident for task in tasks}
            gone = [incident for incident in self._tasks if incident not in present]
        for incident in gone:
            self._drop(incident)
        for task in tasks:
            held = self._tasks.get(task.incident)
            if task.worker not in self._rows or (held is not None and held.version >= task.version):
                continue
            if held is not None and held.worker != task.worker:
                self._drop(task.incident)
            self._tasks[task.incident] = task
            self._plan(task, now)

    def category(self, code: str) -> Category | None:
        """A category of the city by its code."""
        return self._categories.get(code)

    def engaged(self) -> set[int]:
        """Rows of those who are at a task, from their yes on."""
        return {self._rows[worker] for worker in self._on_the_way}

    def due(self, now: float, silent: set[int]) -> list[Saying]:
        """What is to be said by now; somebody silent says it later."""
        sayings: list[Saying] = []
        for worker, incident in list(self._on_the_way.items()):
            task = self._tasks[incident]
            if task.accepted_at is not None and task.arrived_at is None and self._ways.there(self._rows[worker], now):
                self._put(now, task, "arrive")
        while self._agenda and self._agenda[0][0] <= now:
            _, _, incident, version, said = heapq.heappop(self._agenda)
            known = self._tasks.get(incident)
            if known is None or known.version != version or self._said.get(incident) == version:
                continue
            if self._rows[known.worker] in silent:
                self._put(now + AGAIN, known, said)
                continue
            self._said[incident] = version
            if said == "accept":
                self._get_ready(known)
            sayings.append(self._saying(known, said))
        return sayings

    def unsaid(self, saying: Saying, now: float) -> None:
        """The backend was away: say it again soon."""
        if self._said.get(saying.task.incident) == saying.task.version:
            del self._said[saying.task.incident]
        self._put(now + AGAIN, saying.task, saying.said)

    def refused(self, saying: Saying) -> None:
        """Somebody in the room was quicker; the news tell what is to be done instead."""
        known = self._tasks.get(saying.task.incident)
        if known is None or known.accepted_at is None:
            self._finish(saying.task.worker, saying.task.incident)

    def _plan(self, task: Task, now: float) -> None:
        dice = self._dice(task)
        behaviour = self._behaviour
        if task.waits_for != "worker":
            self._finish(task.worker, task.incident)
        elif task.arrived_at is not None:
            self._begin(task, now)
            low, high = behaviour.handling_spread
            spread = low * (high / low) ** float(dice.random())
            done = task.arrived_at + task.handling * spread + float(dice.uniform(*TYPING))
            self._put(max(done, now + 1.0), task, "report")
        elif task.accepted_at is not None:
            self._begin(task, now)
        else:
            # Most answer soon, a few let it lie: the delay is spread evenly over its logarithm.
            low, high = behaviour.accept_seconds
            answer = max(task.assigned_at + low * (high / low) ** float(dice.random()), now + 0.3)
            answer = now if now < self._prompt_until else answer
            declines = dice.random() < behaviour.decline and (task.worker, task.incident) not in self._declined
            self._put(answer, task, "decline" if declines else "accept")

    def _get_ready(self, task: Task) -> None:
        """Stand still from his yes until he hears of his way, which is drawn from where he is seen now."""
        if self._on_the_way.setdefault(task.worker, task.incident) == task.incident:
            self._ways.stand(self._rows[task.worker])

    def _begin(self, task: Task, now: float) -> None:
        """Set out, when nothing else is under way; otherwise the next one starts when that is done."""
        if self._on_the_way.setdefault(task.worker, task.incident) != task.incident:
            return
        row = self._rows[task.worker]
        if task.arrived_at is None:
            self._ways.set_out(row, task, now)
        else:
            self._ways.stay(row, task)

    def _finish(self, worker: str, incident: str) -> None:
        """A task is off a worker's hands: on to the next, or back to the beat."""
        if self._on_the_way.get(worker) != incident:
            return
        del self._on_the_way[worker]
        waiting = [task for task in self._tasks.values()
                   if task.worker == worker and task.incident != incident and task.accepted_at is not None
                   and task.waits_for == "worker"]  # fmt: skip
        if waiting:
            self._begin(min(waiting, key=lambda task: (task.severity, task.due_at)), self._ways.now)
        else:
            self._ways.go_home(self._rows[worker])

    def _drop(self, incident: str) -> None:
        task = self._tasks.pop(incident, None)
        self._said.pop(incident, None)
        if task is not None:
            self._finish(task.worker, incident)

    def _saying(self, task: Task, said: str) -> Saying:
        dice = self._dice(task, said)
        if said == "decline":
            self._declined.add((task.worker, task.incident))
            return Saying(task, said, {"reason": self._phrases.reason(dice)})
        if said != "report":
            return Saying(task, said, {})
        category = self._categories.get(task.category)
        subject = self._phrases.item(category).subject if category else "people"
        photo = float(dice.random()) < self._behaviour.photo
        return Saying(task, said, {"note": self._phrases.note(subject, dice)}, photo)

    def _put(self, at: float, task: Task, said: str) -> None:
        self._order += 1
        heapq.heappush(self._agenda, (at, self._order, task.incident, task.version, said))

    def _dice(self, task: Task, salt: str = "") -> np.random.Generator:
        text = f"{task.incident}/{task.worker}/{task.version}/{salt}"
        return np.random.default_rng([self._seed, zlib.crc32(text.encode())])
