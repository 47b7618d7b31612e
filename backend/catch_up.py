"""What a desk that comes back is given: the changes it missed, or the whole picture."""

from __future__ import annotations

import asyncio

import msgspec

from backend.draft import Committed
from backend.office import RECENT, Office
from backend.wire import text_frame
from domain.access import masked
from domain.messages import Change, IncidentChanged, Snapshot
from domain.picture import CLOSED_KEPT

#: A desk that missed more than this starts from a snapshot.
MOST_MISSED = RECENT

_encode = msgspec.json.Encoder().encode
_change_json: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)


class CatchUp:
    """Makes the frames for desks that sign in. Belongs to the event loop."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._snapshots: dict[bool, tuple[int, bytes]] = {}

    async def missed(self, epoch: str, seq: int, masks: bool) -> tuple[int, bytes] | None:
        """The changes after ``seq`` as one run of frames and the seq they end at, None when it must be a snapshot.

        What becomes durable while the database is read is not in it: ``since`` gives the rest."""
        office = self._office
        if epoch != office.picture.epoch or not 0 <= office.seq - seq <= MOST_MISSED:
            return None
        if self._remembers(seq):
            return seq, b""
        newest = office.seq
        rows = await asyncio.to_thread(office.store.changes, seq, MOST_MISSED)
        rows = [row for row in rows if row[0] <= newest]
        if not rows or rows[-1][0] != newest:
            return None
        texts = (text.encode() for _, text in rows)
        return newest, b"".join(text_frame(_masked_text(text) if masks else text) for text in texts)

    def since(self, seq: int, masks: bool) -> bytes | None:
        """The frames of the newest changes after ``seq`` from memory, None when they are not all there."""
        if not self._remembers(seq):
            return None
        frames = (frame_of(one, masks) for one in self._office.recent if one.change.seq > seq)
        return b"".join(frames)

    def snapshot(self, masks: bool) -> bytes:
        """The whole picture, as a frame of a moment ago and the changes since: many desks that come at once cost one
        snapshot."""
        made = self._snapshots.get(masks)
        if made is not None:
            since = self.since(made[0], masks)
            if since is not None and len(since) < len(made[1]) // 4:
                return made[1] + since
        office = self._office
        whole = office.picture.snapshot(office.clock.now() - CLOSED_KEPT)
        whole = msgspec.structs.replace(whole, clock=office.clock.reading())
        frame = text_frame(_encode(_masked_snapshot(whole) if masks else whole))
        self._snapshots[masks] = (whole.seq, frame)
        return frame

    def _remembers(self, seq: int) -> bool:
        recent = self._office.recent
        return seq >= self._office.seq or (bool(recent) and recent[0].change.seq <= seq + 1)


def frame_of(one: Committed, masks: bool) -> bytes:
    """The text frame of a change for desks that see reporters, or for those that do not."""
    change = one.change
    if masks and isinstance(change, IncidentChanged):
        hidden = masked(change.incident)
        if hidden is not change.incident:
            return text_frame(_encode(msgspec.structs.replace(change, incident=hidden)))
    return text_frame(one.text)


def _masked_text(text: bytes) -> bytes:
    change = _change_json.decode(text)
    if not isinstance(change, IncidentChanged):
        return text
    return _encode(msgspec.structs.replace(change, incident=masked(change.incident)))


def _masked_snapshot(whole: Snapshot) -> Snapshot:
    return msgspec.structs.replace(whole, incidents=[masked(incident) for incident in whole.incidents])
