"""``/intake/osmand``: the Traccar Client phone app, in the query form of its old and the JSON form of its new versions.

Query or form: ``id`` (or ``deviceid``), ``lat``, ``lon`` (or ``location=lat,lon``), ``timestamp`` (s, ms or ISO),
``speed`` in **knots**, ``bearing`` (or ``heading``), ``valid``, ``mock``. JSON: ``{"location": {"timestamp", "coords":
{"latitude", "longitude", "speed" in m/s, "heading"}}, "device_id"}``, where ``location`` may be a list (a batch). The
device identifier is the device's token.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from backend.door import Door
from backend.intake.bodies import Form, form_of, json_of, read_body
from backend.intake.phones import LARGEST_BATCH, Hand, hand_in
from backend.intake.values import Fix, datum_of, moment, motion, place
from domain.datum import Datum
from domain.refusal import Refusal

#: Metres per second in a knot.
KNOT = 1852 / 3600
#: Bytes of one request: a batch of a day's fixes fits.
LARGEST = 512 * 1024


def routes(door: Door) -> list[web.RouteDef]:
    """The door of the Traccar Client app; GET and POST mean the same."""

    async def receive(request: web.Request) -> web.Response:
        body = await read_body(request, LARGEST)
        datum = datum_of(request.query.get("datum", ""))
        if body and request.content_type not in ("application/x-www-form-urlencoded", "application/octet-stream"):
            device, hands = from_json(json_of(request, body), datum)
        else:
            form: Form = {**form_of(body), **dict(request.query)}
            datum = datum_of(form.get("datum", ""))
            device, hands = form.get("id") or form.get("deviceid", ""), [lambda: from_form(form, datum)]
        channel = await door.channel(request, "device", token=device)
        verdict = hand_in(door, "osmand", channel, hands)
        return web.json_response(verdict.summary(), status=verdict.status, headers=verdict.headers)

    return [web.get("/intake/osmand", receive, allow_head=False), web.post("/intake/osmand", receive)]


def from_form(form: Mapping[str, str], datum: Datum) -> Fix:
    """The fix in query or form parameters. Raises Refusal."""
    if form.get("valid", "1").lower() in ("0", "false"):
        raise Refusal("no_fix", "The phone itself marks this place as not valid; it was not taken.")
    if form.get("mock", "").lower() == "true":
        raise Refusal("mock", "The phone says that this place is made up by another app; it was not taken.")
    lat, lon = form.get("lat"), form.get("lon")
    if lat is None and lon is None and "location" in form:
        lat, _, lon = form["location"].partition(",")
    east, north = place(lon, lat, datum)
    speed, heading = motion(form.get("speed"), form.get("bearing", form.get("heading")), KNOT)
    return Fix(east, north, moment("timestamp", form.get("timestamp")), speed, heading)


def from_json(message: object, datum: Datum) -> tuple[str, list[Hand]]:
    """The device and what gives each of its fixes. Raises Refusal ``malformed`` or ``too_many``."""
    if not isinstance(message, dict):
        raise Refusal("malformed", "Send an object with location and device_id.")
    locations = message.get("location")
    locations = locations if isinstance(locations, list) else [locations]
    if len(locations) > LARGEST_BATCH:
        raise Refusal("too_many", f"Send at most {LARGEST_BATCH} locations at once.")
    device = message.get("device_id")
    return device if isinstance(device, str) else "", [_hand(location, datum) for location in locations]


def _hand(location: object, datum: Datum) -> Hand:
    return lambda: _fix(location, datum)


def _fix(location: object, datum: Datum) -> Fix:
    coords = location.get("coords") if isinstance(location, dict) else None
    if not isinstance(location, dict) or not isinstance(coords, dict):
        raise Refusal("malformed", "A location is an object with timestamp and coords.")
    if location.get("mock") is True:
        raise Refusal("mock", "The phone says that this place is made up by another app; it was not taken.")
    east, north = place(coords.get("longitude"), coords.get("latitude"), datum)
    speed, heading = motion(coords.get("speed"), coords.get("heading"))
    return Fix(east, north, moment("timestamp", location.get("timestamp")), speed, heading)
