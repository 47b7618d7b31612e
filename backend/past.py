"""``GET /past?at=SECONDS``: the room as it was at a past city time, for whoever may sign in at a desk.

The body is what ``domain.past`` reads. Name and password (or the installation's token) come as HTTP basic
authentication. Who reported an incident is never in it."""

from __future__ import annotations

import asyncio
import base64
import math

import msgspec
import numpy as np
from aiohttp import web

from backend.accounts import Accounts
from backend.office import Office
from backend.position_store import fixes_between
from backend.store.past import last_changes, timelines_until
from domain.closure import Closure
from domain.incident import Incident, Reporter
from domain.messages import Clock, RoadChanged, Snapshot, WorkerChanged
from domain.past import encode_past
from domain.picture import CLOSED_KEPT, Picture, over_since
from domain.positions import UNKNOWN, PositionBlock
from domain.refusal import Refusal

#: Fixes older than this are forgotten, city seconds.
FIXES_KEPT = 3600.0
_STATUS = {"sign_in": 401, "not_durable": 503}


class Past:
    """Belongs to the event loop; the database is read beside it, for one who asks at a time."""

    def __init__(self, office: Office, accounts: Accounts) -> None:
        self._office, self._accounts = office, accounts
        self._turn = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/past", self._on_past)]

    async def _on_past(self, request: web.Request) -> web.Response:
        try:
            await self._accounts.sign_in(*_credentials(request.headers.get("Authorization", "")))
            at = self._moment(request.query.get("at", ""))
            async with self._turn:
                content = await asyncio.to_thread(self._rebuild, at)
        except Refusal as refusal:
            answer = {"code": refusal.code, "sentence": refusal.sentence}
            return web.json_response(answer, status=_STATUS.get(refusal.code, 400))
        return web.Response(body=content, content_type="application/octet-stream")

    def _moment(self, text: str) -> float:
        try:
            at = float(text)
        except ValueError:
            at = math.nan
        if not math.isfinite(at):
            raise Refusal("malformed", "Say which moment: /past?at=SECONDS, city time in seconds since 1970 (UTC).")
        if at > self._office.clock.now():
            raise Refusal("future", "That moment has not come yet; ask for an earlier one.")
        return at

    def _rebuild(self, at: float) -> bytes:
        """In a thread. Raises Refusal ``before_all`` and ``not_durable``."""
        office, store = self._office, self._office.store
        seq = store.seq_at(at)
        if not seq:
            raise Refusal("before_all", "The journal of this city begins later; ask for a later moment.")
        city = office.city
        workers = {worker.id: worker for worker in city.workers}
        incidents: list[Incident] = []
        closures: list[Closure] = []
        is_open = {stage.code: stage.open for stage in city.rules.workflow.stages}
        for change in last_changes(store, seq):
            if isinstance(change, WorkerChanged):
                workers[change.worker.id] = change.worker
                continue
            if isinstance(change, RoadChanged):
                closures += [change.closure] if change.closure.closed else []
                continue
            one = change.incident
            if is_open.get(one.stage, True) or over_since(one) >= at - CLOSED_KEPT:
                incidents.append(msgspec.structs.replace(one, reporter=Reporter()))
        timelines = timelines_until(store, [one.id for one in incidents], seq)
        roster = sorted(workers.values(), key=lambda worker: worker.index)
        snapshot = Snapshot(office.picture.epoch, seq, Clock(at, 0.0), incidents, timelines, roster, closures)
        past = Picture(city)
        past.apply(snapshot)
        return encode_past(snapshot, self._places(past, at))

    def _places(self, past: Picture, at: float) -> PositionBlock:
        """The newest fix of everybody before a moment, with what he did then."""
        fixes = fixes_between(self._office.store.position_rows(at - FIXES_KEPT, at), at - FIXES_KEPT, at)
        fixes = fixes.rows(fixes.index < len(past.positions))
        last = np.zeros(len(past.positions), np.intp)
        last[fixes.index] = np.arange(1, len(fixes) + 1)  # sorted by time: the last one stays
        fixes = fixes.rows(last[last > 0] - 1)
        return PositionBlock(
            time=at,
            index=fixes.index.astype(np.int32),
            lon=fixes.lon,
            lat=fixes.lat,
            speed=_coarse(fixes.speed * 100, 65534),
            heading=_coarse(np.mod(fixes.heading, 360) * 100, 35999),
            age=np.clip((at - fixes.at) * 10, 0, UNKNOWN).astype(np.uint16),
            state=past.positions.state[fixes.index],
        )


def _coarse(values: np.ndarray, most: int) -> np.ndarray:
    """Whole units for the wire; what is unknown stays unknown."""
    return np.where(np.isnan(values), UNKNOWN, np.clip(np.nan_to_num(values), 0, most)).astype(np.uint16)


def _credentials(header: str) -> tuple[str, str]:
    """Name and secret. Raises Refusal ``sign_in``."""
    kind, _, text = header.partition(" ")
    try:
        name, sign, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8 inside
        name = sign = secret = ""
    if kind.lower() != "basic" or not sign:
        raise Refusal("sign_in", "Name and password are needed: HTTP basic authentication.")
    return name, secret
