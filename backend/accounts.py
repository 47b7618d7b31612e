"""Who signs in at a desk, and as what."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from backend.store.people import Account
from domain.orders import Actor
from domain.refusal import Refusal

#: The account of whoever holds the installation's own token: the desk that started the backend. A supervisor may do
#: everything a dispatcher may.
OWN_ACCOUNT = "dispatcher"
OWN_ROLE = "supervisor"
OWN_TITLE = "值班调度"

#: Password checks at a time: each is made to cost memory and time.
_CHECKS_AT_ONCE = 2


def hash_secret(secret: str) -> str:
    """What is kept of a password."""
    return PasswordHasher().hash(secret)


class Accounts:
    """Checks secrets against the accounts ``find`` knows, and against the installation's own token.

    ``find`` reads the database and is called beside the loop."""

    def __init__(self, find: Callable[[str], Account | None], own_token: str) -> None:
        self._find = find
        self._own_token = own_token
        self._hasher = PasswordHasher()
        # Checked before, so that two hundred desks that come back at once do not wait for each other. Keyed with a
        # secret of this process: a dump of it gives no passwords away.
        self._pepper = secrets.token_bytes(32)
        self._checked: dict[tuple[str, str], bytes] = {}
        self._turn = asyncio.Semaphore(_CHECKS_AT_ONCE)

    async def sign_in(self, user: str, secret: str) -> Actor:
        """Who this is. Raises Refusal ``sign_in``, with one sentence whatever was wrong."""
        if self._own_token and hmac.compare_digest(secret.encode(), self._own_token.encode()):
            return Actor("user", OWN_ACCOUNT, OWN_TITLE, OWN_ROLE)
        account = await asyncio.to_thread(self._find, user) if user else None
        if account is None or not await self._matches(account, secret):
            raise Refusal("sign_in", "Name and password do not fit; try again, or ask who manages the accounts.")
        return actor_of(account)

    async def still_holds(self, actor: Actor) -> bool:
        """Whether somebody who signed in may still act as he does."""
        if actor.id == OWN_ACCOUNT and actor.role == OWN_ROLE and actor.name == OWN_TITLE:
            return True
        account = await asyncio.to_thread(self._find, actor.id)
        return account is not None and actor_of(account) == actor

    async def _matches(self, account: Account, secret: str) -> bool:
        print_of_secret = hashlib.blake2b(secret.encode(), key=self._pepper).digest()
        known = self._checked.get((account.name, account.secret))
        if known is not None and hmac.compare_digest(known, print_of_secret):
            return True
        async with self._turn:
            try:
                await asyncio.to_thread(self._hasher.verify, account.secret, secret)
            except (Argon2Error, InvalidHashError):
                return False
        self._checked[account.name, account.secret] = print_of_secret
        return True


def actor_of(account: Account) -> Actor:
    """An account as somebody who acts."""
    return Actor("user", account.name, account.title or account.name, account.role, account.scope)
