"""``main.py user``: accounts and tokens of a backend, whether it runs or not."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from backend import cityfile
from backend.accounts import OWN_ACCOUNT, hash_secret
from backend.channels import KINDS, Channel, digest_of_token, new_token
from backend.store.location import url_of
from backend.store.people import Account, People
from backend.store.problem import StoreProblem
from backend.store.store import Store
from domain.city import City, unpack_city
from domain.refusal import Refusal

#: Roles somebody in the room can have.
ROLES = ("dispatcher", "supervisor", "leader", "admin", "viewer")
SHORTEST_PASSWORD = 8


class UserOptions(msgspec.Struct, frozen=True):
    """What ``user`` was asked for. ``action``: add, passwd, role, scope, remove, list or token."""

    action: str
    data: Path
    city: str
    database: str | None = None
    name: str = ""
    role: str = "dispatcher"
    scope: str = ""
    title: str = ""
    kind: str = "device"
    worker: str = ""


def run(given: argparse.Namespace) -> int:
    """Carry out what the command line says; exit code 0, or 2 with one sentence on standard error."""
    fields = {name: getattr(given, name) for name in UserOptions.__struct_fields__ if hasattr(given, name)}
    return manage(UserOptions(**fields), _ask_for_password)


def manage(options: UserOptions, password: Callable[[], str]) -> int:
    """Carry out one action. ``password`` is asked for a new password when one is needed."""
    folder = options.data / (Path(options.city).stem if options.city.endswith(".toml") else options.city)
    try:
        city = _city(folder)
        store = Store.open(url_of(folder, options.database), city.code)
        try:
            print(_ACTIONS[options.action](options, People(store), city, password))
        finally:
            store.close()
    except (Refusal, StoreProblem) as problem:
        print(problem.sentence, file=sys.stderr)
        return 2
    return 0


def _city(folder: Path) -> City:
    try:
        return unpack_city((folder / cityfile.PACK).read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal(
            "unknown_city", f"There is no prepared city in {folder} ({error}); start “serve” or “load” with it once."
        ) from error


def _add(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    _check_name(options.name)
    _check_role(options.role)
    _check_scope(options.scope, city)
    account = Account(options.name, options.title, options.role, options.scope, "")
    if people.account(options.name) is not None:
        raise Refusal("name_taken", f"{options.name} exists already; choose another name.")
    people.add_account(msgspec.structs.replace(account, secret=_hashed(password())))
    return f"Added {options.name} as {options.role}{' of ' + options.scope if options.scope else ''}."


def _passwd(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    if people.account(options.name) is None:
        raise Refusal("unknown_account", f"There is no account {options.name}; “user list” shows those there are.")
    people.change_account(options.name, secret=_hashed(password()))
    return f"{options.name} has another password now."


def _role(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    _check_role(options.role)
    people.change_account(options.name, role=options.role)
    return f"{options.name} is {options.role} now; who is signed in is asked to sign in again within half a minute."


def _scope(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    _check_scope(options.scope, city)
    people.change_account(options.name, scope=options.scope)
    return f"{options.name} looks after {options.scope or 'the whole city'} now."


def _remove(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    if people.account(options.name) is not None:
        people.remove_account(options.name)
    else:
        people.remove_channel(options.name)
    return f"{options.name} may not come in any more."


def _list(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    lines = [f"{'account':<20} {'role':<12} {'scope':<18} title"]
    lines += [f"{one.name:<20} {one.role:<12} {one.scope or '-':<18} {one.title}" for one in people.accounts()]
    lines += ["", f"{'channel':<20} {'kind':<12} {'worker':<18} name"]
    lines += [f"{one.id:<20} {one.kind:<12} {one.worker or '-':<18} {one.name}" for _, one in people.channels()]
    return "\n".join(lines)


def _token(options: UserOptions, people: People, city: City, password: Callable[[], str]) -> str:
    _check_name(options.name)
    if options.kind not in KINDS:
        raise Refusal("unknown_kind", f"There is no kind {options.kind}; choose one of: {', '.join(KINDS)}.")
    if (options.kind == "device") != bool(options.worker):
        raise Refusal("worker_needed", "A device belongs to a worker (--worker ID); other channels to nobody.")
    token = new_token()
    channel = Channel(options.name, options.kind, options.title or options.name, options.worker)
    people.add_channel(channel, digest_of_token(token))
    return f"{token}\nThis is the token of {options.name}; it is shown only now."


_ACTIONS: dict[str, Callable[[UserOptions, People, City, Callable[[], str]], str]] = {
    "add": _add,
    "passwd": _passwd,
    "role": _role,
    "scope": _scope,
    "remove": _remove,
    "list": _list,
    "token": _token,
}


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= 64 or name != name.strip() or not name.isprintable():
        raise Refusal("bad_name", "A name has 1 to 64 visible characters and no space at its ends.")
    if name == OWN_ACCOUNT:
        raise Refusal("name_taken", f"{name} is the account of this installation's own desk; choose another name.")


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise Refusal("unknown_role", f"There is no role {role}; choose one of: {', '.join(ROLES)}.")


def _check_scope(scope: str, city: City) -> None:
    if scope and all(region.code != scope for region in city.geography.regions):
        raise Refusal("unknown_region", f"{city.name.text('en')} has no area {scope}; give the code of one.")


def _hashed(secret: str) -> str:
    if len(secret) < SHORTEST_PASSWORD:
        raise Refusal("weak_password", f"A password has at least {SHORTEST_PASSWORD} characters.")
    return hash_secret(secret)


def _ask_for_password() -> str:
    """From ``GRID_COMMAND_PASSWORD``, or asked for twice."""
    given = os.environ.get("GRID_COMMAND_PASSWORD")
    if given is not None:
        return given
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise Refusal("passwords_differ", "The two passwords differ; nothing was changed.")
    return first
