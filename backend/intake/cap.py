"""``POST /intake/cap``: warnings in the Common Alerting Protocol 1.2 (weather, flood, fire) become incidents.

An *Actual* alert or update opens one incident at the middle of its first area; of several ``info`` blocks the Chinese
one is taken. The same sender and identifier twice is one incident. Tests, exercises, cancellations and acknowledgements
change nothing: what a warning started is closed by people.
"""

from __future__ import annotations

import hashlib

from aiohttp import web

from backend.door import Door
from backend.intake.bodies import read_body
from backend.intake.plain_xml import Element, read_xml
from backend.intake.values import moment, number, place
from domain.category import Severity
from domain.incident import Source
from domain.orders import Report
from domain.picture import Picture
from domain.refusal import Refusal

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
LARGEST = 512 * 1024
SEVERITY = {
    "Extreme": Severity.RED,
    "Severe": Severity.ORANGE,
    "Moderate": Severity.YELLOW,
    "Minor": Severity.BLUE,
    "Unknown": None,
}
#: A warning this many seconds old is no warning any more.
TOO_OLD = 7 * 24 * 3600.0
_XML = ("application/cap+xml", "application/xml", "text/xml")


def routes(door: Door) -> list[web.RouteDef]:
    """The door of warning services."""

    async def receive(request: web.Request) -> web.Response:
        channel = await door.channel(request, "warning", "fleet")
        if request.content_type not in _XML:
            raise Refusal("content_type", f"Send the alert with Content-Type: {_XML[0]}.")
        alert = read_xml(await read_body(request, LARGEST))
        report = report_of(alert, door.office.picture, door)
        incident = await door.office.report(report, door.actor(channel))
        door.count("cap", "alert")
        return web.json_response({"incident": incident.id, "severity": int(incident.severity)}, status=201)

    return [web.post("/intake/cap", receive)]


def report_of(alert: Element, picture: Picture, door: Door) -> Report:
    """The report an alert is. Raises Refusal ``malformed``, ``not_an_alert``, ``missing``, ``too_old``, …"""
    if (alert.name, alert.namespace) != ("alert", NAMESPACE):
        raise Refusal("malformed", f"The root must be alert of {NAMESPACE}.")
    if alert.first("status") != "Actual" or alert.first("msgType") not in ("Alert", "Update"):
        raise Refusal("not_an_alert", "Only actual alerts and updates open an incident; this one changed nothing.")
    sender, identifier = alert.first("sender"), alert.first("identifier")
    if not sender or not identifier:
        raise Refusal("missing", "An alert needs sender and identifier.")
    infos = alert.all("info")
    if not infos:
        raise Refusal("missing", "An alert needs an info block.")
    info = next((one for one in infos if one.first("language").lower().startswith("zh")), infos[0])
    severity = info.first("severity")
    if severity not in SEVERITY:
        raise Refusal("malformed", f"severity must be one of {', '.join(SEVERITY)}.")
    now = door.clock.wall()
    sent = moment("sent", alert.first("sent"))
    if not now - TOO_OLD <= sent <= now + 300:
        raise Refusal("too_old" if sent < now else "future_time", "sent must lie within the last seven days.")
    lon, lat, address = _where(info, picture)
    text = "\n".join(part for part in (info.first("description"), info.first("instruction")) if part)
    # Senders and identifiers may have any length; the pair names the alert.
    name = hashlib.blake2b(f"{sender}\0{identifier}".encode(), digest_size=16).hexdigest()
    return Report(
        source=Source.SENSOR,
        text=(text or info.first("event"))[:4000],
        lon=lon,
        lat=lat,
        occurred_at=min(door.city_time(sent), door.clock.now()),
        external=f"cap:{name}",
        severity=SEVERITY[severity],
        title=(info.first("headline") or info.first("event"))[:300],
        address=address[:300],
        reporter_name=(info.first("senderName") or sender)[:300],
    )


def _where(info: Element, picture: Picture) -> tuple[float, float, str]:
    """The middle of the first area that says where it is; otherwise of a region it names by code, or of the city."""
    areas = info.all("area")
    words = "；".join(area.first("areaDesc") for area in areas if area.first("areaDesc"))
    for area in areas:
        if polygon := area.first("polygon"):
            corners = [_pair(text) for text in polygon.split()]
            ring = corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners
            lon, lat = (sum(values) / len(ring) for values in zip(*ring, strict=True))
            return lon, lat, words
        if circle := area.first("circle"):
            lon, lat = _pair(circle.split()[0])
            return lon, lat, words
    for area in areas:
        for code in (geocode.first("value") for geocode in area.all("geocode")):
            if code in picture.tree:
                return picture.tree[code].lon, picture.tree[code].lat, words
    root = picture.tree.roots[0]
    if root.lon or root.lat:
        return root.lon, root.lat, words
    nodes = picture.city.geography.roads.nodes
    return float(nodes[:, 0].mean() / 1e7), float(nodes[:, 1].mean() / 1e7), words


def _pair(text: str) -> tuple[float, float]:
    """CAP writes ``latitude,longitude`` in WGS-84."""
    lat, _, lon = text.partition(",")
    return place(number("longitude", lon), number("latitude", lat))
