"""What all phone apps share: handing fixes in one by one, and answering so that the phone's queue moves on.

Traccar Client and OwnTracks keep every fix until it was answered with 2xx, and send nothing newer before. So what a
healthy phone's queue may well hold (an old fix, one made after the end of the shift) is answered 200: it is refused,
counted, logged and named in the answer and in ``X-Refused``, but the phone forgets it and goes on. Only what no such
app sends (no number, no JSON), a wrong token, and what is worth trying again later get an error status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
import structlog

from backend.channels import Channel
from backend.door import STATUS, Door
from backend.intake.values import Fix, recent
from domain.refusal import Refusal
from domain.shapes import DEGREE

#: More fixes than this in one request are not a phone's batch.
LARGEST_BATCH = 5000
#: Refusals of a fix that a phone must not try again.
FORGET = frozenset(
    {"too_old", "future_fix", "off_duty", "duplicate", "outdated", "null_island", "no_fix", "mock", "encrypted",
     "outside_city", "unknown_worker"}
)  # fmt: skip
#: Two fixes of one place less than this many real seconds apart are one sent twice.
SAME_MOMENT = 0.05
#: Refusals named in one answer; the rest are only counted.
_NAMED = 20

Hand = Callable[[], Fix]
"""Gives one fix, or raises the Refusal it deserves."""

_log = structlog.stdlib.get_logger("backend.intake")


class Verdict(msgspec.Struct):
    """What became of a request: how many fixes were taken, and why the others were not."""

    accepted: int
    refused: list[Refusal]

    @property
    def status(self) -> int:
        """200, or the error of a request in which nothing could be a phone's fix."""
        hard = [refusal for refusal in self.refused if refusal.code not in FORGET]
        if self.accepted or len(hard) < len(self.refused) or not hard:
            return 200
        return STATUS.get(hard[0].code, 400)

    @property
    def headers(self) -> dict[str, str]:
        codes = sorted({refusal.code for refusal in self.refused})
        return {"X-Refused": ", ".join(codes)} if codes else {}

    def summary(self) -> dict[str, object]:
        """The answer in JSON; ``code`` and ``sentence`` of the first refusal stand on top as everywhere else."""
        answer: dict[str, object] = {"accepted": self.accepted, "refused": len(self.refused)}
        if self.refused:
            answer |= {"code": self.refused[0].code, "sentence": self.refused[0].sentence}
            answer["reasons"] = [{"code": one.code, "sentence": one.sentence} for one in self.refused[:_NAMED]]
        return answer


def hand_in(door: Door, name: str, channel: Channel, hands: Iterable[Hand]) -> Verdict:
    """Give every fix of a phone to the position store, oldest problems and all; one bad fix does not stop the next."""
    verdict = Verdict(0, [])
    for hand in hands:
        try:
            _take(door, channel, hand())
            verdict.accepted += 1
        except Refusal as refusal:
            verdict.refused.append(refusal)
    if verdict.accepted:
        door.count(name, "fix", verdict.accepted)
    for code in {refusal.code for refusal in verdict.refused}:
        of_code = [refusal for refusal in verdict.refused if refusal.code == code]
        door.metrics.refused.labels(f"/intake/{name}", code).inc(len(of_code))
        _log.info("refused", door=name, channel=channel.id, code=code, count=len(of_code), why=of_code[0].sentence)
    return verdict


def _take(door: Door, channel: Channel, fix: Fix) -> None:
    at = door.city_time(recent(fix.at, door.clock.wall()))
    positions = door.office.positions
    worker = door.office.picture.workers.get(channel.worker)
    if worker is not None and worker.index < len(positions.latest):
        row, latest = worker.index, positions.latest
        same_place = (latest.lon[row], latest.lat[row]) == (round(fix.lon * DEGREE), round(fix.lat * DEGREE))
        if same_place and abs(latest.fixed_at[row] - at) < SAME_MOMENT * door.clock.rate:
            raise Refusal("duplicate", "This fix was taken before.")
    if not positions.fix(channel.worker, fix.lon, fix.lat, at, fix.speed, fix.heading):
        raise Refusal("outdated", "A newer place of this worker is known; this one went into his track only.")
