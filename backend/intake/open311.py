"""``/open311/v2``: Open311 GeoReport v2 in JSON, for resident apps and hotlines.

The ``api_key`` is the channel's token (also accepted as a bearer token); a channel sees the requests it made itself.
Errors are lists of ``{"code", "description"}`` as the specification wants, with our ``reason`` beside them. XML is not
spoken here: ``.xml`` addresses are refused with a word about it.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping

import msgspec
import structlog
from aiohttp import web

from backend.channels import Channel
from backend.door import Door, token_of
from backend.intake.open311_answers import Filters, described, service_list
from backend.intake.uploads import keep_pictures, read_form
from backend.intake.values import CLOCK_AHEAD, datum_of, moment, place
from domain.incident import Incident, Source
from domain.orders import Report
from domain.picture import Picture
from domain.refusal import Refusal

#: Channel kinds that may report: systems with a token of their own, and a fleet that stands for many of them.
REPORTERS = ("open311", "sensor", "fleet")
#: A report may be about something this many seconds ago.
REPORT_TOO_OLD = 31 * 24 * 3600.0
#: The service for those who do not know the city's list: the centre decides.
ANY_SERVICE = "other"
RECEIVED = "已受理 / Received"
RECEIVED_OUTSIDE = "已受理，位置不在本市网格内 / Received; it lies outside the city's grids"
#: Words in a channel's id or name that say what kind of source it is.
_SOURCES = {
    Source.HOTLINE: ("12345", "hotline", "热线"),
    Source.POLICE: ("110", "police", "公安"),
    Source.CAMERA: ("camera", "video", "视频"),
    Source.PETITION: ("petition", "信访"),
    Source.LEADER: ("leader", "领导"),
}
_STATUS = {"unauthorised": 403, "wrong_channel": 403, "too_fast": 429, "not_durable": 503, "stopping": 503,
           "too_large": 413, "content_type": 415, "internal": 500}  # fmt: skip

Handler = Callable[[web.Request], Awaitable[web.Response]]
_log = structlog.stdlib.get_logger("backend.intake")


def routes(door: Door) -> list[web.RouteDef]:
    """All addresses of GeoReport v2."""

    async def services(request: web.Request) -> web.Response:
        _right_city(door, request.query)
        return web.json_response(await door.office.read(lambda picture: service_list(picture, ANY_SERVICE)))

    async def service(request: web.Request) -> web.Response:
        code = request.match_info["code"]
        if code != ANY_SERVICE and code not in door.office.picture.categories:
            raise Refusal("unknown_service", "There is no service with this code; see services.json.")
        return web.json_response({"service_code": code, "attributes": []})

    async def create(request: web.Request) -> web.Response:
        # Whoever shows his token outside the form is known before a byte of the form is read.
        channel = await door.channel(request, *REPORTERS) if token_of(request) else None
        sent, pictures = await read_form(request)
        form = {**dict(request.query), **sent}
        channel = channel or await door.channel(request, *REPORTERS, token=form.get("api_key", ""))
        _right_city(door, form)
        report = report_of(form, channel, request.headers.get("Idempotency-Key", ""), door)
        report = msgspec.structs.replace(report, photos=await keep_pictures(door.photos, pictures))
        incident = await door.office.report(report, door.actor(channel))
        door.count("open311", "report")
        notice = RECEIVED if incident.region else RECEIVED_OUTSIDE
        answer = {"service_request_id": incident.id, "service_notice": notice, "account_id": ""}
        return web.json_response([answer], status=201)

    async def listing(request: web.Request) -> web.Response:
        channel = await door.channel(request, *REPORTERS)
        filters = Filters.of(request.query, door.clock.wall())
        return web.json_response(await door.office.read(lambda picture: _listed(picture, channel, filters, door)))

    async def one(request: web.Request) -> web.Response:
        channel = await door.channel(request, *REPORTERS)
        wanted = request.match_info["id"]

        def find(picture: Picture) -> list[dict[str, object]]:
            incident = picture.incidents.get(wanted)
            if incident is None or not _own(incident, channel):
                raise Refusal("unknown_request", "There is no service request with this id among yours.")
            return [described(incident, picture, door.clock)]

        return web.json_response(await door.office.read(find))

    async def xml(request: web.Request) -> web.Response:
        raise Refusal("unknown_format", "This backend speaks GeoReport v2 in JSON only: put .json in place of .xml.")

    found = [
        web.get("/open311/v2/services.json", _answering(door, services)),
        web.get("/open311/v2/services/{code}.json", _answering(door, service)),
        web.post("/open311/v2/requests.json", _answering(door, create)),
        web.get("/open311/v2/requests.json", _answering(door, listing)),
        web.get("/open311/v2/requests/{id}.json", _answering(door, one)),
    ]
    for path in ("services", "requests", "services/{code}", "requests/{id}"):
        found.append(web.get(f"/open311/v2/{path}.xml", _answering(door, xml)))
    found.append(web.post("/open311/v2/requests.xml", _answering(door, xml)))
    return found


def report_of(form: Mapping[str, str], channel: Channel, key: str, door: Door) -> Report:
    """The report in a form, without its pictures. Raises Refusal with what is wrong about it."""
    code = form.get("service_code", "").strip()
    if not code:
        raise Refusal("missing", "service_code was not provided; see services.json.")
    if code != ANY_SERVICE and code not in door.office.picture.categories:
        raise Refusal("unknown_service", "service_code was not found; see services.json.")
    if "lat" not in form or "long" not in form:
        raise Refusal("missing", "lat and long are needed; an address alone cannot be placed on the map here.")
    lon, lat = place(form["long"], form["lat"], datum_of(form.get("datum", "")))
    now = door.clock.wall()
    at = moment("requested_datetime", form["requested_datetime"]) if form.get("requested_datetime") else now
    if at > now + CLOCK_AHEAD:
        raise Refusal("future_time", "requested_datetime lies in the future; set the sender's clock.")
    if at < now - REPORT_TOO_OLD:
        raise Refusal("too_old", "requested_datetime is more than 31 days ago; load old reports with `main.py load`.")
    text = form.get("description", "").strip()
    if form.get("media_url"):
        text = f"{text}\n图片: {form['media_url'][:500]}".strip()
    name = " ".join(part for part in (form.get("first_name", ""), form.get("last_name", "")) if part)
    for field, value, most in (("description", text, 4000), ("address_string", form.get("address_string", ""), 300),
                               ("title", form.get("title", ""), 300), ("name", name, 300),
                               ("phone", form.get("phone", ""), 64)):  # fmt: skip
        if len(value) > most:
            raise Refusal("too_long", f"{field} may have {most} characters.")
    own_id = key or form.get("external_id", "") or secrets.token_hex(8)
    if len(own_id) > 60:
        raise Refusal("too_long", "The id of a request (Idempotency-Key, external_id) may have 60 characters.")
    return Report(
        source=_source(channel, form.get("source", "")),
        text=text,
        lon=lon,
        lat=lat,
        occurred_at=min(door.city_time(at), door.clock.now()),
        external=f"{channel.id[:50]}:{own_id}",
        category="" if code == ANY_SERVICE else code,
        title=form.get("title", ""),
        address=form.get("address_string", ""),
        reporter_name=name,
        reporter_phone=form.get("phone", ""),
    )


def _source(channel: Channel, said: str) -> Source:
    """What kind of source a channel is; only a fleet, which stands for many, may say it itself."""
    if channel.kind == "fleet":
        try:
            return Source(said or Source.RESIDENT)
        except ValueError:
            raise Refusal("unknown_source", f"source must be one of {', '.join(Source)}.") from None
    name = f"{channel.id} {channel.name}".lower()
    for source, words in _SOURCES.items():
        if any(word in name for word in words):
            return source
    return Source.SENSOR if channel.kind == "sensor" else Source.RESIDENT


def _own(incident: Incident, channel: Channel) -> bool:
    return incident.external.startswith(f"{channel.id[:50]}:")


def _listed(picture: Picture, channel: Channel, filters: Filters, door: Door) -> list[dict[str, object]]:
    mine = (incident for incident in picture.incidents.values() if _own(incident, channel))
    rows = [described(incident, picture, door.clock) for incident in filters.pick(mine, picture, door.clock)]
    return rows


def _right_city(door: Door, form: Mapping[str, str]) -> None:
    city = door.office.picture.city
    if form.get("jurisdiction_id", city.code) not in (city.code, city.name.en, city.name.zh):
        raise Refusal("unknown_jurisdiction", f"jurisdiction_id was not found; this is {city.code}.")


def _answering(door: Door, handler: Handler) -> Handler:
    """Refusals in the words of the specification."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return await handler(request)
        except Refusal as refusal:
            status = _STATUS.get(refusal.code, 404 if refusal.code.startswith("unknown_") else 400)
            resource = request.match_info.route.resource
            door.metrics.refused.labels(resource.canonical if resource else "nowhere", refusal.code).inc()
            _log.info("refused", door="open311", remote=request.remote, code=refusal.code, why=refusal.sentence)
            error = {"code": status, "description": refusal.sentence, "reason": refusal.code}
            return web.json_response([error], status=status, headers={"X-Refused": refusal.code})

    return answer
