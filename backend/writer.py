"""The one thread that judges, writes and commits.

Jobs wait in one queue. Whatever arrived while the last commit ran is the next batch: each job is judged, all that it
brought is written in one durable transaction, and only then is what became durable shown and every job answered, in
that order and on the event loop. If the commit fails every yes of the batch becomes ``not_durable`` and the writer's
picture is put back.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import structlog

from backend.draft import Committed
from backend.judge import Judge
from backend.operations import Metrics
from backend.store.store import Store
from domain.messages import Accepted
from domain.refusal import Refusal

T = TypeVar("T")

#: Jobs judged before one commit, so that no answer waits for an endless batch.
_MOST_IN_BATCH = 1000


class _Job(NamedTuple):
    """Something for the writer: ``work`` runs in its thread; ``done`` gets its result or the Refusal on the loop."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    arrived: float
    command_id: str = ""
    actor: str = ""


class _Verdict(NamedTuple):
    done: Callable[[Any], None]
    answer: Any
    arrived: float


class Writer:
    """Spoken to on the event loop only. ``show`` is called there with what became durable, in the journal's order, and
    why a commit failed (empty when it did not), before the answers are given; ``taken_back`` in the writer's thread
    when a batch was not kept."""

    def __init__(
        self,
        judge: Judge,
        store: Store,
        metrics: Metrics,
        show: Callable[[list[Committed], str], None],
        taken_back: Callable[[], None],
    ) -> None:
        self._judge, self._store, self._metrics = judge, store, metrics
        self._show, self._taken_back = show, taken_back
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="writer")
        self._refuses_orders = False
        self._log = structlog.stdlib.get_logger("backend.office")

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    @property
    def works(self) -> bool:
        return self._thread.is_alive()

    def refuse_orders(self) -> None:
        """From now on orders are refused with ``stopping``; what the office itself asks is still done."""
        self._refuses_orders = True

    async def end(self) -> None:
        """Do what waits, then end the thread."""
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def order(
        self, work: Callable[[], Accepted], done: Callable[[Accepted | Refusal], None], command_id: str, actor: str
    ) -> None:
        """Have a person's order carried out once: a ``command_id`` that is known is answered as it was then."""
        if self._refuses_orders:
            done(Refusal("stopping", "The backend is stopping; the desk sends it again by itself."))
            return
        self._jobs.put(_Job(work, done, time.monotonic(), command_id, actor))

    async def ask(self, work: Callable[[], T]) -> T:
        """What ``work`` gives once it is durable. Raises its Refusal, or ``not_durable``."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(work, resolving(future), time.monotonic()))
        return await future

    # --- on the loop -------------------------------------------------------------------------------------------------

    def _deliver(self, committed: list[Committed], verdicts: list[_Verdict], failed: str) -> None:
        """Show what became durable, then give the answers."""
        self._show(committed, failed)
        now = time.monotonic()
        for verdict in verdicts:
            self._metrics.ack_seconds.observe(now - verdict.arrived)
            verdict.done(verdict.answer)

    # --- in the thread -----------------------------------------------------------------------------------------------

    def _write(self) -> None:
        stopping = False
        while not stopping:
            batch = [self._jobs.get()]
            while len(batch) < _MOST_IN_BATCH:
                try:
                    batch.append(self._jobs.get_nowait())
                except queue.Empty:
                    break
            stopping = None in batch
            jobs = [job for job in batch if job is not None]
            if jobs:
                self._carry_out(jobs)

    def _carry_out(self, jobs: list[_Job]) -> None:
        self._judge.begin()
        draft = self._judge.draft
        verdicts: list[_Verdict] = []
        try:
            ids = [job.command_id for job in jobs if job.command_id]
            draft.answers.update(self._store.commands(ids))
            verdicts = [_Verdict(job.done, self._judged(job), job.arrived) for job in jobs]
            if draft.transaction:
                self._store.commit(draft.transaction)
            self._judge.done()
        except Refusal as refusal:
            self._log.error("not durable", jobs=len(jobs), why=refusal.sentence)
            self._take_back(jobs, verdicts, refusal)
            return
        except Exception:
            # The writer must live on: without it nothing is ever answered again.
            self._log.exception("a batch failed", jobs=len(jobs))
            self._take_back(jobs, verdicts, Refusal("not_durable", "The backend failed to keep it; its log says why."))
            return
        self._metrics.batch_size.observe(len(jobs))
        self._loop.call_soon_threadsafe(self._deliver, draft.committed, verdicts, "")

    def _take_back(self, jobs: list[_Job], verdicts: list[_Verdict], refusal: Refusal) -> None:
        """Nothing of the batch was kept: the picture goes back, and every yes becomes a no."""
        self._judge.undo()
        self._taken_back()
        self._metrics.commits_failed.inc()
        # Whoever was refused on the merits keeps that answer.
        answers = [_kept(verdict.answer, refusal) for verdict in verdicts] or [refusal] * len(jobs)
        told = [_Verdict(job.done, answer, job.arrived) for job, answer in zip(jobs, answers, strict=True)]
        self._loop.call_soon_threadsafe(self._deliver, [], told, refusal.sentence)

    def _judged(self, job: _Job) -> Any:
        known = self._judge.draft.answers.get(job.command_id) if job.command_id else None
        if known is not None:
            seq, actor = known
            if actor != job.actor:
                return Refusal("command_id_taken", "Somebody else gave a command of this id; make a new id.")
            return Accepted(job.command_id, seq)
        try:
            return job.work()
        except Refusal as refusal:
            return refusal
        except Exception:
            # One job must not take the others of its batch with it.
            self._log.exception("a job failed", command=job.command_id)
            return Refusal("internal", "The backend made a mistake with this one; its log says which. Tell its owner.")


def resolving(future: asyncio.Future[Any]) -> Callable[[Any], None]:
    """Gives an answer to whoever awaits the future, if somebody still does."""

    def done(answer: Any) -> None:
        if future.done():
            return
        if isinstance(answer, Refusal):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    return done


def _kept(answer: Any, refusal: Refusal) -> Any:
    return answer if isinstance(answer, Refusal) else refusal
