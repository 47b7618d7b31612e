"""Pictures from the field: kept as files named by their content."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
import secrets
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from domain.refusal import Refusal

#: Largest picture taken, bytes and pixels.
LARGEST = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_KEY = re.compile(r"[0-9a-f]{24}\.(jpg|png|webp)")


class Photos:
    """One folder of pictures. A key is 24 hex digits of the content and its suffix; equal pictures have equal keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def keep(self, content: bytes) -> str:
        """Store a picture durably and return its key. Raises Refusal ``too_large`` or ``not_a_picture``, and
        ``not_durable`` when the disk does not take it."""
        return await asyncio.to_thread(self._keep, content)

    async def read(self, key: str) -> bytes | None:
        """A picture's bytes, None when there is none of this key (whatever string it is)."""
        if _KEY.fullmatch(key) is None:
            return None
        return await asyncio.to_thread(self._read, key)

    def _keep(self, content: bytes) -> str:
        key = f"{hashlib.blake2b(content, digest_size=12).hexdigest()}.{_suffix(content)}"
        path = self._folder / key
        if path.exists():
            return key
        waiting = self._folder / f".{key}.{secrets.token_hex(4)}"
        try:
            with waiting.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            waiting.rename(path)
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            waiting.unlink(missing_ok=True)
            raise Refusal("not_durable", f"The picture was not kept ({error.strerror}); free disk space.") from error
        return key

    def _read(self, key: str) -> bytes | None:
        try:
            return (self._folder / key).read_bytes()
        except OSError:
            return None


def _suffix(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Refusal("too_large", f"A picture may have {LARGEST} bytes, this one has {len(content)}.")
    try:
        with Image.open(io.BytesIO(content), formats=list(_SUFFIXES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refusal("too_large", f"A picture may have {MOST_PIXELS} pixels; make it smaller.")
            image.verify()
            return _SUFFIXES[str(image.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal("not_a_picture", "Send a whole JPEG, PNG or WebP picture.") from error
