"""Drawn ground kept between two starts: the first look at a city needs no drawing."""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from collections.abc import Generator, Hashable
from contextlib import suppress
from pathlib import Path

from PySide6.QtGui import QImage

from maps.lettering import Lettering
from maps.viewport import Viewport

log = logging.getLogger(__name__)

#: Pictures kept: two themes in two languages.
MOST_PICTURES = 4
#: Bytes of a picture that are unpacked before others get their turn (about a millisecond).
_PIECE = 1 << 20


class GroundStore:
    """Files ``<name>.ground`` in a folder, written whole or not at all. A name stands for everything a picture depends
    on: ``city`` (the digest of its pack), ``program`` (what draws, with its fonts), view, language, layers, colours,
    pixels. So another city's picture, or an older program's, is never found; a damaged one counts as not there."""

    def __init__(self, folder: Path, city: str, program: str) -> None:
        self._folder = folder
        self._origin = (city, program)

    def name_of(self, viewport: Viewport, letters: Lettering, lasting: Hashable) -> str:
        """The name of the picture of a view; ``lasting``: what is shown on it."""
        what = (self._origin, viewport, letters.ratio, letters.style.family, letters.style.tokens, lasting)
        return hashlib.blake2b(repr(what).encode(), digest_size=12).hexdigest()

    def read(self, name: str, width: int, height: int) -> Generator[None, None, QImage | None]:
        """The picture of this name, ``width × height`` pixels; None when there is none. In slices: it gives way after
        each piece."""
        path = self._folder / f"{name}.ground"
        try:
            packed = path.read_bytes()
        except OSError:
            return None
        image = QImage(width, height, QImage.Format.Format_RGB32)
        pixels, filled, unpacking = memoryview(image.bits()), 0, zlib.decompressobj()
        try:
            while not unpacking.eof:
                piece = unpacking.decompress(packed, _PIECE)
                packed = unpacking.unconsumed_tail
                if (not piece and not unpacking.eof) or filled + len(piece) > len(pixels):
                    raise ValueError("it has another size")
                pixels[filled : filled + len(piece)] = piece
                filled += len(piece)
                yield
            if filled != len(pixels):
                raise ValueError("it is too short")
        except (zlib.error, ValueError) as error:
            log.info("The kept ground %s is drawn anew: %s", path.name, error)
            path.unlink(missing_ok=True)
            return None
        os.utime(path)
        return image

    def write(self, name: str, image: QImage) -> None:
        """Keep a picture (RGB32), in any thread. What a disk does not take is drawn again next time."""
        path, draft = self._folder / f"{name}.ground", self._folder / f"{name}.{os.getpid()}.draft"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(zlib.compress(image.constBits(), 1))
            draft.replace(path)
            for old in sorted(self._folder.glob("*.ground"), key=lambda file: file.stat().st_mtime)[:-MOST_PICTURES]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.info("The ground is not kept for the next start: %s", error)
            with suppress(OSError):
                draft.unlink(missing_ok=True)
