"""All that one desk keeps on disk, behind one door. What a disk does not take never stops the desk; it is said."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from client.journal import JournalError, LastPicture, OrderFile, PictureFile
from client.outbox import Outbox
from client.packs import CityPacks
from client.recorder import Recorder, not_written
from client.slot import Slot
from domain.messages import Change, Clock, Snapshot
from domain.orders import Command
from domain.positions import PositionBlock
from domain.refusal import Refusal
from domain.trouble import Trouble, with_folder


class Kept(msgspec.Struct):
    """What was there from last time."""

    picture: LastPicture
    pack: bytes | None


class Keeping:
    """In the folder of ``slot``; city packs are shared with the desks beside it. ``outbox`` is None when the disk does
    not take orders. ``on_notice`` is called, from any thread, when ``notices`` have changed."""

    def __init__(self, slot: Slot, on_notice: Callable[[], None]) -> None:
        self.outbox: Outbox | None = None
        self._slot = slot
        self._packs = CityPacks(slot.path.parent / "packs")
        self._on_notice = on_notice
        self._orders: OrderFile | None = None
        self._pictures: PictureFile | None = None
        self._recorder: Recorder | None = None
        self._notices: dict[str, Trouble | None] = {}

    @property
    def notices(self) -> tuple[Trouble, ...]:
        """What is wrong with the keeping."""
        picture = [self._recorder.notice] if self._recorder else []
        return tuple(notice for notice in [*self._notices.values(), *picture] if notice is not None)

    @property
    def lost(self) -> int:
        """Changes that are not in the kept picture."""
        return self._recorder.lost if self._recorder else 0

    def open(self) -> Kept | None:
        """Open the files; what was there from last time, or None."""
        try:
            self._orders = OrderFile(self._slot.path)
            self._take_over(self._orders)
            self.outbox = Outbox(self._orders)
            self.outbox.sendable(time.time())
            self._notices["orders"] = self._orders.notice
        except JournalError as error:
            self._notices["orders"] = _no_orders(error)
        try:
            self._pictures = PictureFile(self._slot.path)
            picture = self._pictures.read()
        except JournalError as error:
            self._notices["picture"] = not_written(error)
            return None
        self._recorder = Recorder(self._pictures, self._tidy, self._on_notice)
        self._recorder.start()
        return Kept(picture, self._packs.read(picture.digest)) if picture else None

    def close(self) -> None:
        """Write what waits and close the files."""
        if self._recorder is not None:
            self._recorder.stop()
        for file in (self._pictures, self._orders):
            if file is not None:
                file.close()

    # --- the picture ---

    def put(self, change: Snapshot | Change, digest: str, new_epoch: bool) -> None:
        if self._recorder is not None:
            self._recorder.put(change, digest, new_epoch)

    def put_positions(self, block: PositionBlock) -> None:
        if self._recorder is not None:
            self._recorder.put_positions(block)

    def heard(self, clock: Clock) -> None:
        if self._recorder is not None:
            self._recorder.heard(clock, time.time())

    def pack(self, digest: str) -> bytes | None:
        """The kept pack of a city."""
        return self._packs.read(digest)

    def put_pack(self, pack: bytes) -> None:
        try:
            self._packs.write(pack)
            notice = None
        except OSError as error:
            why = with_folder(self._slot.path.parent / "packs", error)
            sentence = f"The map is not kept for the next start: {why.sentence}"
            notice = Trouble("map_not_kept", sentence, {**why.facts, "cause": why.code})
        self._note("packs", notice)

    # --- orders ---

    def submit(self, order: Command) -> bool:
        """False: it is there already. Raises Refusal ``not_kept``."""
        try:
            return self._outbox().submit(order, time.time())
        except JournalError as error:
            raise Refusal("not_kept", f"The order was not given: {error.sentence}") from error

    def confirm(self, command_id: str) -> Command | None:
        """Raises Refusal ``not_kept``."""
        try:
            return self._outbox().confirm(command_id, time.time())
        except JournalError as error:
            raise Refusal("not_kept", f"The order was not given: {error.sentence}") from error

    def discard(self, command_id: str) -> None:
        """Raises Refusal ``not_kept``."""
        try:
            self._outbox().discard(command_id)
        except JournalError as error:
            raise Refusal("not_kept", f"The order is still there: {error.sentence}") from error

    def refused(self, command_id: str) -> None:
        """The backend said no to an order."""
        if self.outbox is None:
            return
        try:
            self.outbox.refused(command_id)
        except JournalError as error:
            self._note("orders", _no_orders(error))

    def sendable(self) -> list[Command]:
        """What a new link may carry."""
        return self.outbox.sendable(time.time()) if self.outbox else []

    def _take_over(self, orders: OrderFile) -> None:
        """What a desk beside this one still had to send when it ended is not forgotten: it is ours now."""
        with self._slot.abandoned() as folders:
            for folder in folders:
                if not (folder / "orders.sqlite").is_file():
                    continue
                theirs = OrderFile(folder)
                try:
                    left = theirs.read()
                    for kept in left:
                        orders.keep(kept)
                    theirs.remove([kept.order.command_id for kept in left])
                finally:
                    theirs.close()

    def _outbox(self) -> Outbox:
        if self.outbox is None:
            why = self._notices.get("orders")
            raise Refusal("not_kept", why.sentence if why else "Orders cannot be given: the desk is not running.")
        return self.outbox

    def _tidy(self) -> None:
        if self.outbox is not None:
            self.outbox.tidy()

    def _note(self, what: str, notice: Trouble | None) -> None:
        if self._notices.get(what) != notice:
            self._notices[what] = notice
            self._on_notice()


def _no_orders(error: JournalError) -> Trouble:
    """That this desk cannot keep orders, and why."""
    return Trouble("orders_not_kept", f"Orders cannot be given: {error.sentence}", {**error.facts, "cause": error.code})
