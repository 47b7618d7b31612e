"""Reading the body of a request without being hurt by it: size, encoding, nesting and type are checked here."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web
from aiohttp.http import HttpProcessingError

from domain.refusal import Refusal

Form = dict[str, str]

#: More form fields than any form of ours has.
MOST_FIELDS = 200
#: What aiohttp raises over a body whose transfer or part headers are broken, or whose sender went away in the middle.
BROKEN = (HttpProcessingError, web.RequestPayloadError, ConnectionError)
_JSON_TYPES = ("application/json", "text/json")


async def read_body(request: web.Request, limit: int) -> bytes:
    """The whole body. Raises Refusal ``malformed``, or ``too_large`` as soon as it is known, without reading on."""
    too_large = Refusal("too_large", f"A request here may have {limit} bytes.")
    if request.content_length is not None and request.content_length > limit:
        raise too_large
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > limit:
                raise too_large
    except BROKEN as error:
        raise Refusal("malformed", "The body ended early or its encoding is broken.") from error
    return bytes(body)


def json_of(request: web.Request, body: bytes) -> Any:
    """The JSON value of a body. Raises Refusal ``content_type`` or ``malformed``."""
    if request.content_type not in _JSON_TYPES:
        raise Refusal("content_type", "Send JSON with Content-Type: application/json.")
    return decode_json(body)


def decode_json(body: bytes) -> Any:
    """The JSON value in bytes. Raises Refusal ``malformed``: not UTF-8, not JSON, or nested too deep."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Refusal("malformed", f"This is not JSON in UTF-8: {error}.") from None
    except RecursionError:
        raise Refusal("malformed", "This JSON is nested too deep.") from None


def form_of(body: bytes) -> Form:
    """The fields of a form-encoded body, the first of each name. Raises Refusal ``malformed``."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except (UnicodeError, ValueError):
        raise Refusal("malformed", "This is not a form in UTF-8.") from None
    form: Form = {}
    for name, value in fields:
        form.setdefault(name, value)
    return form
