"""One city's folder: who has it, its secrets, and the note that tells desks where the backend is."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from pathlib import Path
from types import TracebackType

import msgspec

from domain.refusal import Refusal
from domain.trouble import with_folder

#: Tells desks on this machine where the backend of a folder is; there only while it runs (or after it was killed).
NOTE = "backend.json"
_LOCK = "backend.lock"
_TOKENS = "tokens.json"


class Tokens(msgspec.Struct, frozen=True):
    """The installation's own secrets: ``desk`` signs the embedded desk in, ``fleet`` lets the simulated workers in."""

    desk: str
    fleet: str


class Note(msgspec.Struct, frozen=True):
    """``backend.json``. ``url`` of the desks' door, ``http`` of the others."""

    url: str
    http: str
    token: str
    fleet_token: str
    pid: int
    epoch: str
    city: str
    rate: float
    seed: int


class DataFolder:
    """The folder ``DATA/<city>``, held by one backend at a time. A context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def __enter__(self) -> DataFolder:
        """Take the folder. Raises Refusal ``folder_taken`` with the address of the backend that has it, or what
        ``domain.trouble.with_folder`` makes of the system's refusal."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise Refusal.of(with_folder(self.path, error)) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            self._lock = None
            note = self.note()
            where = f" at {note.url}" if note else ""
            raise Refusal(
                "folder_taken",
                f"A backend{where} already works with {self.path}; use it, stop it, or choose another --data.",
                facts={"folder": str(self.path), "said": note.url if note else ""},
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def tokens(self) -> Tokens:
        """The folder's secrets, made at first use. They outlive a restart, so desks come back by themselves.

        Raises Refusal when the folder does not take them."""
        path = self.path / _TOKENS
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(path.read_bytes(), type=Tokens)
        tokens = Tokens(secrets.token_urlsafe(24), secrets.token_urlsafe(24))
        self._keep(path, msgspec.json.encode(tokens))
        return tokens

    def note(self) -> Note | None:
        """Who says he works with this folder."""
        try:
            return msgspec.json.decode((self.path / NOTE).read_bytes(), type=Note)
        except (OSError, msgspec.DecodeError):
            return None

    def leave_note(self, note: Note) -> None:
        """Say that this backend works with the folder. Raises Refusal when the folder does not take it."""
        self._keep(self.path / NOTE, msgspec.json.encode(note))

    def remove_note(self) -> None:
        (self.path / NOTE).unlink(missing_ok=True)

    def _keep(self, path: Path, content: bytes) -> None:
        try:
            write_private(path, content)
        except OSError as error:
            raise Refusal.of(with_folder(self.path, error)) from error


def write_private(path: Path, content: bytes) -> None:
    """Write a file only its owner may read; readers see the old content or the new, never a part."""
    waiting = path.with_name(f".{path.name}.new")
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    waiting.replace(path)
