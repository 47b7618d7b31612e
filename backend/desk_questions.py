"""What one desk asks for itself and nobody else hears: the city, photos, past days, closed incidents."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from backend.archive import Archive
from backend.desk_link import DeskLink
from backend.office import Office
from backend.photos import Photos
from backend.statistics import Statistics as PastDays
from backend.wire import binary_frame
from domain.frames import encode_blob
from domain.messages import Browse, Fetch, Missing, Statistics
from domain.refusal import Refusal


class DeskQuestions:
    """``pack`` is the city pack, ``digest`` its name."""

    def __init__(self, office: Office, photos: Photos, pack: bytes, digest: str) -> None:
        self._photos = photos
        self._pack, self._digest = binary_frame(pack), digest
        self._past_days = PastDays(office)
        self._archive = Archive(office.store, office.picture, office.clock.now)
        self._reading: set[asyncio.Task[None]] = set()
        self._log = structlog.stdlib.get_logger("backend.gateway")

    @property
    def reading(self) -> int:
        """How many answers are still being read or counted."""
        return len(self._reading)

    async def answer(self, link: DeskLink, asked: Fetch | Browse | Statistics) -> None:
        """Answer, at once or, where the database is read, beside what the desk says meanwhile."""
        match asked:
            case Fetch():
                await self._fetch(link, asked)
            case Browse():
                self._beside(self._browse(link, asked))
            case Statistics():
                self._beside(self._tell_past_days(link, asked))

    async def stop(self) -> None:
        """Give up what is still being read."""
        reading = list(self._reading)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

    def _beside(self, answering: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(answering, name="desk question")
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _fetch(self, link: DeskLink, fetch: Fetch) -> None:
        if fetch.what == "city" and fetch.key == self._digest:
            link.send(self._pack)
            return
        photo = await self._photos.read(fetch.key) if fetch.what == "photo" else None
        if photo is None:
            link.send_message(Missing(fetch.what, fetch.key))
        else:
            link.send(binary_frame(encode_blob(fetch.key, photo)))

    async def _tell_past_days(self, link: DeskLink, asked: Statistics) -> None:
        try:
            link.send_message(await self._past_days.history(asked.days, asked.week))
        except Refusal as refusal:  # the desk asks again
            self._log.warning("past days not counted", code=refusal.code, why=refusal.sentence)

    async def _browse(self, link: DeskLink, asked: Browse) -> None:
        try:
            link.send_message(await asyncio.to_thread(self._archive.page, asked, link.masks))
        except Refusal as refusal:  # the person asks again
            self._log.warning("closed incidents not read", code=refusal.code, why=refusal.sentence)
