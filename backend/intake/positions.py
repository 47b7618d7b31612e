"""``POST /intake/positions``: many workers' fixes in one columnar block (``domain.positions``), for fleets and bridges.

The block's time is city time, as the fleet was told it by ``/field/fleet``. Content type ``application/octet-stream``.
"""

from __future__ import annotations

from aiohttp import web

from backend.door import Door
from backend.intake.bodies import read_body
from domain.positions import decode_positions
from domain.refusal import Refusal

#: Bytes of one block: 150,000 workers.
LARGEST = 4 * 1024 * 1024


def routes(door: Door) -> list[web.RouteDef]:
    """The block door."""

    async def receive(request: web.Request) -> web.Response:
        await door.channel(request, "fleet")
        if request.content_type != "application/octet-stream":
            raise Refusal("content_type", "Send a position block with Content-Type: application/octet-stream.")
        block = decode_positions(await read_body(request, LARGEST))
        accepted = door.office.positions.fixes(block)
        door.count("positions", "fix", accepted)
        answer = b'{"accepted": %d, "refused": %d}' % (accepted, len(block) - accepted)
        return web.Response(body=answer, content_type="application/json")

    return [web.post("/intake/positions", receive)]
