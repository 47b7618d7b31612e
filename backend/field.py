"""``/field``: the worker's phone. Tasks come down, answers, reports, pictures and duty go up.

A phone has a ``device`` token and acts for its own worker; a ``fleet`` token (the simulated city, or a bridge to
another task system) acts for the worker who has the task, or whom it names as ``worker``. What is sent twice with the
same ``Idempotency-Key`` (or field ``command_id``) acts once and is answered with how things stand.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import msgspec
from aiohttp import web

from backend.channels import Channel
from backend.door import Door
from backend.field_tasks import Bells, fleet_of, fleet_tasks, own_tasks, task_of
from backend.intake.bodies import Form
from backend.intake.uploads import keep_pictures, read_form
from backend.intake.values import CLOCK_AHEAD, datum_of, moment, number, place
from domain.city import digest_of, pack_city
from domain.incident import Incident, Source
from domain.orders import Actor, Order, Report
from domain.refusal import Refusal
from domain.worker import WorkerState

KINDS = ("device", "fleet")
#: Longest a poll is held open, real seconds.
LONGEST_WAIT = 55.0
#: What a phone may say, and the step of the flow it means.
ANSWERS = ("accept", "decline", "arrive", "report", "done")
#: What a worker may say of himself; heading and on scene follow from his tasks.
DUTY = {"free": WorkerState.FREE, "on": WorkerState.FREE, "busy": WorkerState.BUSY, "resting": WorkerState.RESTING,
        "off_duty": WorkerState.OFF_DUTY, "off": WorkerState.OFF_DUTY}  # fmt: skip
#: A change by somebody else between looking and ordering is looked at again this often.
_TRIES = 3
#: A worker's own finding may be this old when it is sent, real seconds.
_FINDING_TOO_OLD = 31 * 24 * 3600.0


def routes(door: Door) -> list[web.RouteDef]:
    """All addresses a phone or a fleet uses."""
    office = door.office
    bells = Bells(office)
    pack = b""

    async def tasks(request: web.Request) -> web.Response:
        channel = await door.channel(request, *KINDS)
        since = int(number("since", request.query.get("since", "0")))
        wait = min(max(number("wait", request.query.get("wait", "0")), 0.0), LONGEST_WAIT)
        if channel.kind == "fleet":
            if wait and since > 0:
                await office.beyond(since, wait)
            return _json(fleet_tasks(office, since))
        if wait and since >= bells.changed_at(channel.worker):
            await bells.wait(channel.worker, wait)
        return _json(own_tasks(office, channel.worker, door.actor(channel)))

    async def answer(request: web.Request) -> web.Response:
        channel = await door.channel(request, *KINDS)
        said = request.match_info["answer"]
        if said not in ANSWERS:
            raise Refusal("unknown_answer", f"A task can be answered with {', '.join(ANSWERS)}.")
        form, pictures = await read_form(request)
        incident = await _incident(door, request.match_info["incident"])
        actor = _worker(door, channel, form.get("worker") or incident.worker)
        if said == "done" and incident.assignment is not None and incident.assignment.reported_at is not None:
            _own(incident, actor)
            return _json(task_of(incident, office.picture, actor))
        photos = await keep_pictures(door.photos, pictures)
        key = request.headers.get("Idempotency-Key") or form.get("command_id", "")
        after = await _carry_out(door, actor, incident, said, form, photos, key)
        door.count("field", said)
        return _json(_standing(after, door, actor))

    async def duty(request: web.Request) -> web.Response:
        channel = await door.channel(request, *KINDS)
        form, _ = await read_form(request)
        state = DUTY.get(form.get("state", ""))
        if state is None:
            raise Refusal("unknown_state", f"state must be one of {', '.join(DUTY)}.")
        actor = _worker(door, channel, form.get("worker", ""))
        worker = await office.set_worker_state(actor.id, state, actor)
        door.count("field", "duty")
        return _json({"worker": worker.id, "state": worker.state.value})

    async def finding(request: web.Request) -> web.Response:
        channel = await door.channel(request, *KINDS)
        form, pictures = await read_form(request)
        actor = _worker(door, channel, form.get("worker", ""))
        report = _finding(door, actor, form, request.headers.get("Idempotency-Key", ""))
        report = msgspec.structs.replace(report, photos=await keep_pictures(door.photos, pictures))
        incident = await office.report(report, actor)
        door.count("field", "finding")
        return _json(_standing(incident, door, actor), 201)

    async def fleet(request: web.Request) -> web.Response:
        await door.channel(request, "fleet")
        return _json(fleet_of(office, digest_of(the_pack())))

    async def city(request: web.Request) -> web.Response:
        await door.channel(request, "fleet")
        return web.Response(body=the_pack(), content_type="application/octet-stream")

    def the_pack() -> bytes:
        nonlocal pack
        pack = pack or pack_city(office.city)
        return pack

    async def photo(request: web.Request) -> web.Response:
        channel = await door.channel(request, "device")
        key = request.match_info["key"]
        held = (office.picture.incidents[one] for one in office.picture.tasks.get(channel.worker, ()))
        content = await door.photos.read(key) if any(key in incident.photos for incident in held) else None
        if content is None:
            raise Refusal("unknown_photo", "None of your tasks has this picture.")
        return web.Response(body=content, content_type="image/jpeg")

    return [
        web.get("/field/tasks", tasks),
        web.post("/field/tasks/{incident}/{answer}", answer),
        web.post("/field/duty", duty),
        web.post("/field/reports", finding),
        web.get("/field/fleet", fleet),
        web.get("/field/city", city),
        web.get("/field/photos/{key}", photo),
    ]


async def _carry_out(
    door: Door, actor: Actor, incident: Incident, said: str, form: Form, photos: tuple[str, ...], key: str
) -> Incident:
    """The incident after a worker's answer. Raises the Refusal of the office."""
    if len(key) > 40:
        raise Refusal("too_long", "The id of a command (Idempotency-Key) may have 40 characters.")
    command_id = f"{actor.id[:20]}:{key}" if key else secrets.token_hex(12)
    seen = int(number("version", form["version"])) if form.get("version") else None
    for attempt in range(_TRIES):
        order = Order(
            command_id=command_id,
            incident=incident.id,
            version=incident.version if seen is None else seen,
            verb=_verb(said, incident, door),
            reason=_short("reason", form, 300),
            note=_short("note", form, 4000),
            photos=photos,
        )
        try:
            await door.office.order(order, actor)
            break
        except Refusal as refusal:
            if refusal.code != "stale" or seen is not None or attempt == _TRIES - 1:
                raise
            incident = await _incident(door, incident.id)
    return await _incident(door, incident.id)


def _verb(said: str, incident: Incident, door: Door) -> str:
    """The step of the flow an answer means: who is on the scene already does not decline but returns."""
    if said == "done":
        return "report"
    if said == "decline" and incident.assignment is not None and incident.assignment.arrived_at is not None:
        return "return"
    return said


def _finding(door: Door, actor: Actor, form: Mapping[str, str], key: str) -> Report:
    """What a worker found. Where he says no place it is where he was last seen."""
    picture = door.office.picture
    worker = picture.workers[actor.id]
    here = picture.place_of(worker)
    if "lon" in form or "lat" in form:
        lon, lat = place(form.get("lon"), form.get("lat"), datum_of(form.get("datum", "")))
    elif here is not None:
        lon, lat = float(here[0]), float(here[1])
    else:
        raise Refusal("missing", "Say lon and lat: your phone has not sent a position yet.")
    category = form.get("category", "")
    if category and category not in picture.categories:
        raise Refusal("unknown_category", f"There is no category {category[:60]}.")
    text = _short("text", form, 4000)
    if not text and not category:
        raise Refusal("missing", "Say what was found: text or category.")
    now = door.clock.wall()
    at = moment("occurred_at", form["occurred_at"]) if form.get("occurred_at") else now
    if not now - _FINDING_TOO_OLD <= at <= now + CLOCK_AHEAD:
        raise Refusal("wrong_time", "occurred_at must lie in the last 31 days; check the phone's clock.")
    key = key or form.get("command_id", "") or secrets.token_hex(8)
    if len(key) > 60:
        raise Refusal("too_long", "The id of a report (Idempotency-Key) may have 60 characters.")
    return Report(
        source=Source.WORKER,
        text=text,
        lon=lon,
        lat=lat,
        occurred_at=min(door.city_time(at), door.clock.now()),
        external=f"field:{actor.id[:50]}:{key}",
        category=category,
        title=_short("title", form, 300),
        address=_short("address", form, 300),
        reported_by=actor.id,
        settled=form.get("settled", "").lower() in ("1", "true", "yes"),
    )


def _worker(door: Door, channel: Channel, named: str) -> Actor:
    """On whose behalf: a phone's own worker, or the one a fleet names. Raises Refusal ``not_yours`` or
    ``unknown_worker``."""
    worker_id = channel.worker if channel.kind == "device" else named
    if channel.kind == "device" and named and named != channel.worker:
        raise Refusal("not_yours", "This task is not yours; load your tasks again.")
    worker = door.office.picture.workers.get(worker_id)
    if worker is None:
        raise Refusal("unknown_worker", "Say worker: the id of somebody who works here.")
    return Actor("worker", worker.id, worker.name, "worker")


def _own(incident: Incident, actor: Actor) -> None:
    if incident.worker != actor.id:
        raise Refusal("not_yours", "This task is not yours; load your tasks again.", incident.version)


async def _incident(door: Door, incident_id: str) -> Incident:
    incident = await door.office.incident(incident_id)
    if incident is None:
        raise Refusal("unknown_incident", "There is no such incident; load your tasks again.")
    return incident


def _standing(incident: Incident, door: Door, actor: Actor) -> object:
    """How an incident stands after a worker's word: his task, or only its stage when it is his no more."""
    if incident.worker == actor.id and incident.assignment is not None:
        return task_of(incident, door.office.picture, actor)
    return {"incident": incident.id, "version": incident.version, "stage": incident.stage, "worker": incident.worker}


def _short(name: str, form: Mapping[str, str], most: int) -> str:
    value = form.get(name, "").strip()
    if len(value) > most:
        raise Refusal("too_long", f"{name} may have {most} characters.")
    return value


def _json(answer: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")
