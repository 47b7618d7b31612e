"""City packs kept between two starts, by digest."""

from __future__ import annotations

import os
from pathlib import Path

from domain.city import digest_of

#: Packs kept; a desk that goes between two cities does not fetch them each time.
MOST_PACKS = 3


class CityPacks:
    """Files ``<digest>.pack`` in a folder, written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, digest: str) -> bytes | None:
        """The pack with this digest; None when it is not here or not what its name says."""
        path = self._folder / f"{digest}.pack"
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if digest_of(content) != digest:
            path.unlink(missing_ok=True)
            return None
        os.utime(path)
        return content

    def write(self, content: bytes) -> str:
        """Keep a pack; returns its digest. Raises OSError when the disk does not take it."""
        digest = digest_of(content)
        self._folder.mkdir(parents=True, exist_ok=True)
        path, draft = self._folder / f"{digest}.pack", self._folder / f"{digest}.{os.getpid()}.draft"
        try:
            draft.write_bytes(content)
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        for old in sorted(self._folder.glob("*.pack"), key=lambda file: file.stat().st_mtime)[:-MOST_PACKS]:
            old.unlink(missing_ok=True)
        return digest
