"""Forms with pictures: fields and cleaned, stored photos out of multipart, form-encoded or JSON requests."""

from __future__ import annotations

import asyncio

from aiohttp import BodyPartReader, web

from backend.intake.bodies import BROKEN, MOST_FIELDS, Form, form_of, json_of, read_body
from backend.intake.pictures import LARGEST, cleaned
from backend.photos import Photos
from domain.refusal import Refusal

#: Bytes of the text of one request, without pictures.
LARGEST_TEXT = 64 * 1024
MOST_PICTURES = 6


async def read_form(request: web.Request) -> tuple[Form, list[bytes]]:
    """The fields of a request and the pictures it brought, as they came.

    JSON objects count as forms: their plain values become text. Raises Refusal ``malformed``, ``content_type``,
    ``too_large`` or ``too_many``."""
    if request.content_type == "multipart/form-data":
        return await _multipart(request)
    body = await read_body(request, LARGEST_TEXT)
    if not body:
        return {}, []
    if request.content_type in ("application/x-www-form-urlencoded", "application/octet-stream"):
        return form_of(body), []
    return _flat(json_of(request, body)), []


def _flat(message: object) -> Form:
    if not isinstance(message, dict):
        raise Refusal("malformed", "Send a JSON object.")
    form: Form = {}
    for name, value in message.items():
        if isinstance(value, bool):
            form[name] = "true" if value else "false"
        elif isinstance(value, str | int | float):
            form[name] = str(value)
        elif value is not None:
            raise Refusal("malformed", f"{name[:60]} must be text or a number.")
    return form


async def keep_pictures(photos: Photos, pictures: list[bytes]) -> tuple[str, ...]:
    """Clean and store pictures; their keys. Raises Refusal ``not_a_picture``, ``too_large`` or ``not_durable``."""
    return tuple([await photos.keep(await asyncio.to_thread(cleaned, content)) for content in pictures])


async def _multipart(request: web.Request) -> tuple[Form, list[bytes]]:
    form: Form = {}
    pictures: list[bytes] = []
    text_left = LARGEST_TEXT
    try:
        reader = await request.multipart()
        async for part in reader:
            if not isinstance(part, BodyPartReader):
                raise Refusal("malformed", "A form inside a form is not taken.")
            if len(form) + len(pictures) >= MOST_FIELDS:
                raise Refusal("too_many", f"A form may have {MOST_FIELDS} fields.")
            if part.filename is not None:
                if len(pictures) == MOST_PICTURES:
                    raise Refusal("too_many", f"Send at most {MOST_PICTURES} pictures at once.")
                pictures.append(await _read_part(part, LARGEST))
            else:
                value = await _read_part(part, text_left)
                text_left -= len(value)
                form.setdefault(part.name or "", value.decode())
    except (ValueError, AssertionError, LookupError, RuntimeError, *BROKEN) as error:
        raise Refusal("malformed", "This multipart form cannot be read; is it cut off or not UTF-8?") from error
    return form, [content for content in pictures if content]


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > limit:
            raise Refusal("too_large", f"This part of the form may have {limit} bytes.")
    return bytes(part.decode(content))
