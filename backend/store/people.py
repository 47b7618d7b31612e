"""Accounts and channels: who may sign in, and which devices and systems may send."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from backend.channels import Channel
from backend.store import tables
from backend.store.problem import not_durable
from backend.store.store import Store
from domain.refusal import Refusal

_A, _C = tables.account.c, tables.channel.c


class Account(msgspec.Struct, frozen=True):
    """Who may sign in. ``title`` is the name on screen, ``scope`` a region code (empty: the whole city), ``secret`` an
    argon2 hash."""

    name: str
    title: str
    role: str
    scope: str
    secret: str


class People:
    """The accounts and channels of a store. Every method is one short transaction and safe from any thread; all raise
    Refusal ``not_durable`` when the database does not take or give it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accounts(self) -> list[Account]:
        return [Account(**row._mapping) for row in self._store.rows(select(tables.account).order_by(_A.name))]

    def account(self, name: str) -> Account | None:
        rows = self._store.rows(select(tables.account).where(_A.name == name))
        return Account(**rows[0]._mapping) if rows else None

    def add_account(self, account: Account) -> None:
        """Raises Refusal ``name_taken``."""
        self._insert(insert(tables.account).values(msgspec.structs.asdict(account)), account.name)

    def change_account(self, name: str, **columns: str) -> None:
        """Change ``title``, ``role``, ``scope`` or ``secret``. Raises Refusal ``unknown_account``."""
        if self._change(update(tables.account).where(_A.name == name).values(**columns)) == 0:
            raise Refusal("unknown_account", f"There is no account {name}; “user list” shows those there are.")

    def remove_account(self, name: str) -> None:
        """Raises Refusal ``unknown_account``."""
        if self._change(delete(tables.account).where(_A.name == name)) == 0:
            raise Refusal("unknown_account", f"There is no account {name}; “user list” shows those there are.")

    def channels(self) -> list[tuple[str, Channel]]:
        """(digest of the token, channel) of all."""
        rows = self._store.rows(select(tables.channel).order_by(_C.id))
        return [(row.digest, Channel(row.id, row.kind, row.name, row.worker)) for row in rows]

    def add_channel(self, channel: Channel, digest: str) -> None:
        """Raises Refusal ``name_taken``."""
        self._insert(
            insert(tables.channel).values({**msgspec.structs.asdict(channel), "digest": digest}), channel.id
        )

    def remove_channel(self, channel_id: str) -> None:
        """Raises Refusal ``unknown_channel``."""
        if self._change(delete(tables.channel).where(_C.id == channel_id)) == 0:
            raise Refusal("unknown_channel", f"There is no channel {channel_id}; “user list” shows those there are.")

    def _insert(self, statement: Any, name: str) -> None:
        try:
            self._store.change(statement)
        except IntegrityError as error:
            raise Refusal("name_taken", f"{name} exists already; choose another name.") from error
        except SQLAlchemyError as error:
            raise not_durable(error) from error

    def _change(self, statement: Any) -> int:
        try:
            return self._store.change(statement)
        except SQLAlchemyError as error:
            raise not_durable(error) from error
