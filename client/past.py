"""Asks a backend how everything stood at a past moment: one question, one answer, outside the desk's link."""

from __future__ import annotations

import base64
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import msgspec

from domain.messages import Snapshot
from domain.past import decode_past
from domain.positions import PositionBlock
from domain.refusal import Refusal

#: So long (s) a backend may read its journal, and so large (bytes) an answer is at most.
PATIENCE, LARGEST = 60.0, 1 << 29


class _Refused(msgspec.Struct):
    code: str
    sentence: str = ""


def fetch_past(url: str, user: str, secret: str, at: float) -> tuple[Snapshot, PositionBlock]:
    """The room at city time ``at``, from the backend whose desks link to ``url`` (``ws://HOST:PORT/ws``). Takes as long
    as the backend does. Raises Refusal: the backend's own, ``unreachable``, or ``malformed``."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port
    if parts.scheme == "wss":
        connection: HTTPConnection = HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        connection = HTTPConnection(host, port, timeout=PATIENCE)
    name = base64.b64encode(f"{user}:{secret}".encode()).decode()
    path = f"{parts.path.removesuffix('/ws')}/past?{urlencode({'at': repr(at)})}"
    try:
        connection.request("GET", path, headers={"Authorization": f"Basic {name}"})
        answer = connection.getresponse()
        content = answer.read(LARGEST)
    except (OSError, HTTPException) as problem:
        raise Refusal("unreachable", f"The backend did not answer ({problem}); see whether it runs.") from problem
    finally:
        connection.close()
    if answer.status == 404:
        raise Refusal("no_past", "That backend is too old to tell past moments; update it.")
    if answer.status != 200:
        try:
            told = msgspec.json.decode(content, type=_Refused)
        except msgspec.DecodeError as problem:
            raise Refusal("malformed", f"The backend answered with {answer.status}.") from problem
        raise Refusal(told.code, told.sentence)
    return decode_past(content)
