"""Who may send reports and positions: a token per device or system, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable

import msgspec

#: What a channel may be: a worker's phone, a fleet of simulated or bridged workers, a resident app or hotline,
#: a sensor or camera platform, a warning service.
KINDS = ("device", "fleet", "open311", "sensor", "warning")

#: Real seconds between two looks into the database for a token nobody knows.
RELOAD_EVERY = 1.0


class Channel(msgspec.Struct, frozen=True):
    """One way in. ``worker`` is the worker's id for a ``device``, empty otherwise."""

    id: str
    kind: str
    name: str = ""
    worker: str = ""


def new_token() -> str:
    """A token nobody can guess, short enough to be typed into a phone."""
    return secrets.token_urlsafe(18)


def digest_of_token(token: str) -> str:
    """What is kept of a token, or of what somebody shows in its place: a header may hold bytes that are no text. Tokens
    are random, so a plain digest is enough."""
    return hashlib.sha256(token.encode(errors="backslashreplace")).hexdigest()


class Channels:
    """Channels by token. ``load`` gives (digest, channel) of every active channel and is asked again when a token is
    unknown, so a channel added on the command line works at once."""

    def __init__(
        self,
        load: Callable[[], Iterable[tuple[str, Channel]]],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._load = load
        self._monotonic = monotonic
        self._known: dict[str, Channel] = dict(load())
        self._own: dict[str, Channel] = {}
        self._loaded_at = monotonic()

    def admit(self, token: str, channel: Channel) -> None:
        """Let in a channel that lives only as long as this process (the embedded fleet)."""
        self._own[digest_of_token(token)] = channel

    def find(self, token: str) -> Channel | None:
        """The channel of a token, None when there is none (any more)."""
        if not token:
            return None
        digest = digest_of_token(token)
        if digest in self._own:
            return self._own[digest]
        if digest not in self._known and self._monotonic() - self._loaded_at >= RELOAD_EVERY:
            self.reload()
        return self._known.get(digest)

    def reload(self) -> None:
        """Read the channels again."""
        self._loaded_at = self._monotonic()
        self._known = dict(self._load())
