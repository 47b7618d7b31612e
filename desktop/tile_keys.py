"""Keys of tile servers: from the environment or the keyring, and where there is no keyring from a file that only its
owner can read. They stand in no setting, no log and no picture."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

#: A key for every server, and the beginning of the name of one for a single server (GRID_COMMAND_TILE_KEY_EXAMPLE_COM).
VARIABLE = "GRID_COMMAND_TILE_KEY"
SERVICE = "grid-command"
FILE = "tile-keys.json"


class TileKeys:
    """``name``: what a base calls its key, as a rule its server. Not for the screen's thread: a keyring may wait."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, name: str) -> str:
        """The key; empty when there is none."""
        if not name:
            return ""
        own = f"{VARIABLE}_{re.sub(r'[^A-Z0-9]+', '_', name.upper()).strip('_')}"
        return os.environ.get(own) or os.environ.get(VARIABLE) or _from_keyring(name) or self._in_file().get(name, "")

    def keep(self, name: str, key: str) -> None:
        """Keep a key from now on (empty: no longer). Raises OSError when it can be kept nowhere."""
        in_keyring = _to_keyring(name, key)
        kept = {other: value for other, value in self._in_file().items() if other != name}
        if key and not in_keyring:
            kept[name] = key
        if kept == self._in_file():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(kept) + b"\n")
        os.replace(fresh, self._path)

    def _in_file(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}


def _from_keyring(name: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, f"tiles:{name}") or ""
    except KeyringError:
        return ""


def _to_keyring(name: str, key: str) -> bool:
    """Whether the keyring holds it now; an empty key is taken out of it."""
    import keyring
    from keyring.errors import KeyringError

    place = f"tiles:{name}"
    try:
        if key:
            keyring.set_password(SERVICE, place, key)
        elif keyring.get_password(SERVICE, place):
            keyring.delete_password(SERVICE, place)
        return bool(key) and keyring.get_password(SERVICE, place) == key
    except KeyringError:
        return False
