"""``POST /intake/owntracks``: the OwnTracks phone app in HTTP mode.

``_type: location`` with ``tst`` (s), ``lat``, ``lon``, ``vel`` (km/h), ``cog``; every other ``_type`` is answered with
an empty list, as the app expects. The token is the password of basic authentication (or ``?token=``). The app always
reads a JSON list, so what was refused stands in the ``X-Refused`` header.
"""

from __future__ import annotations

from aiohttp import web

from backend.door import Door
from backend.intake.bodies import json_of, read_body
from backend.intake.phones import LARGEST_BATCH, Hand, hand_in
from backend.intake.values import Fix, datum_of, moment, motion, place
from domain.datum import Datum
from domain.refusal import Refusal

#: Metres per second in a kilometre an hour.
KILOMETRE_AN_HOUR = 1 / 3.6
#: Bytes of one request; waypoint exports are the longest thing the app sends.
LARGEST = 256 * 1024


def routes(door: Door) -> list[web.RouteDef]:
    """The door of the OwnTracks app."""

    async def receive(request: web.Request) -> web.Response:
        body = await read_body(request, LARGEST)
        channel = await door.channel(request, "device")
        if not body:  # a friend deleted in the app
            return web.json_response([])
        hands = hands_of(json_of(request, body), datum_of(request.query.get("datum", "")))
        verdict = hand_in(door, "owntracks", channel, hands)
        if verdict.status == 200:
            return web.json_response([], headers=verdict.headers)
        return web.json_response(verdict.summary(), status=verdict.status, headers=verdict.headers)

    return [web.post("/intake/owntracks", receive)]


def hands_of(message: object, datum: Datum) -> list[Hand]:
    """What gives each fix of a message; nothing for a message that is not about a place.

    Raises Refusal ``malformed`` or ``too_many``."""
    messages = message if isinstance(message, list) else [message]
    if len(messages) > LARGEST_BATCH:
        raise Refusal("too_many", f"Send at most {LARGEST_BATCH} messages at once.")
    hands = []
    for one in messages:
        if not isinstance(one, dict) or not isinstance(one.get("_type"), str):
            raise Refusal("malformed", "An OwnTracks message is an object with a _type.")
        if one["_type"] in ("location", "encrypted"):
            hands.append(_hand(one, datum))
    return hands


def _hand(message: dict[str, object], datum: Datum) -> Hand:
    return lambda: fix_of(message, datum)


def fix_of(message: dict[str, object], datum: Datum) -> Fix:
    """The fix of a location message. Raises Refusal."""
    if message["_type"] == "encrypted":
        raise Refusal("encrypted", "Encrypted messages cannot be read here; use https, and no encryption in the app.")
    east, north = place(message.get("lon"), message.get("lat"), datum)
    speed, heading = motion(message.get("vel"), message.get("cog"), KILOMETRE_AN_HOUR)
    return Fix(east, north, moment("tst", message.get("tst")), speed, heading)
