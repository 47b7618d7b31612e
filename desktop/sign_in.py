"""Where the secret of the person at this desk comes from. It is never given on the command line."""

from __future__ import annotations

import getpass
import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from client.desk_client import ClientSettings
from desktop.embedded import Running
from desktop.options import DeskOptions

#: Name of the environment variable for a secret, and of the service in the keyring.
VARIABLE, SERVICE = "GRID_COMMAND_PASSWORD", "grid-command"
#: Who signs in when nobody is named: the account every backend has for desks on its own machine.
OWN_ACCOUNT = "dispatcher"


class _Tokens(msgspec.Struct):
    """``tokens.json`` of a data folder."""

    desk: str


class NoSecret(Exception):
    """Nobody gave a secret; the message says how to."""


def client_settings(options: DeskOptions, version: str) -> ClientSettings:
    """Where the desk links to and as whom; without ``--backend`` the address comes later. Raises NoSecret."""
    program = f"grid-command {version}"
    if not options.backend:
        folder = options.data / options.city_folder
        return ClientSettings("", options.user or OWN_ACCOUNT, "", folder, "desk", program)
    user, secret = secret_for(options.backend, options.user, options.data)
    folder = options.data / "remote" / re.sub(r"\W+", "-", options.backend.partition("://")[2]).strip("-")
    return ClientSettings(options.backend, user, secret, folder, "desk", program)


def secret_for(url: str, user: str, data: Path, ask: Callable[[str], str] = getpass.getpass) -> tuple[str, str]:
    """User and secret for a backend: of this machine's own backends by their note, else from the environment, the
    keyring, or a prompt. Raises NoSecret."""
    given = os.environ.get(VARIABLE, "")
    if not user and not given:
        token = _own_token(url, data) or _stopped_token(url, data)
        if token:
            return OWN_ACCOUNT, token
    user = user or OWN_ACCOUNT
    if given:
        return user, given
    kept = _kept(url, user)
    if kept:
        return user, kept
    if not sys.stdin.isatty():
        raise NoSecret(
            f"No password for {user} at {url}: set {VARIABLE}, or start the desk from a terminal to be asked. "
            "For a backend on this machine give the same --data folder."
        )
    return user, ask(f"{user} @ {url}: ")


def _own_token(url: str, data: Path) -> str:
    for note in data.glob("*/backend.json"):
        try:
            running = msgspec.json.decode(note.read_bytes(), type=Running)
        except (OSError, msgspec.DecodeError):
            continue
        if running.url.rstrip("/") == url.rstrip("/"):
            return running.token
    return ""


def _stopped_token(url: str, data: Path) -> str:
    """The installation's token for a backend of this machine that is stopped: the last picture needs no password."""
    parts = urlsplit(url)
    kept = list(data.glob("*/tokens.json"))
    if parts.hostname not in ("127.0.0.1", "localhost", "::1") or parts.port is None or len(kept) != 1:
        return ""
    try:
        socket.create_connection((parts.hostname, parts.port), 1.0).close()
    except OSError:
        try:
            return msgspec.json.decode(kept[0].read_bytes(), type=_Tokens).desk
        except (OSError, msgspec.DecodeError):
            return ""
    return ""  # somebody answers there and is not ours, or its note would say so


def _kept(url: str, user: str) -> str:
    import keyring  # only a desk of a remote backend asks for it
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, f"{user}@{url}") or ""
    except KeyringError:
        return ""
