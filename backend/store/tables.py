"""The tables, for SQLite and PostgreSQL alike. ``migrations/versions`` makes them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

#: A few facts about this database: epoch, city, seed, city_time, cases, watched_until.
meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

#: Append only. ``payload`` is the JSON message every desk got; ``at`` city time, ``wall`` real time, both in seconds.
#: ``subject`` and ``version``: the incident, worker or closure and the version this entry made.
journal = Table(
    "journal",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("epoch", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Column("wall", Float, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("verb", String(64), nullable=False),
    Column("command_id", String(64), unique=True),
    Column("payload", Text, nullable=False),
    UniqueConstraint("subject", "version", "kind"),
)

#: The newest version of every incident. ``body`` is its JSON.
incident = Table(
    "incident",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("closed_at", Float),
    Column("received_at", Float, nullable=False),
    Column("external", String(120), unique=True),
    Column("body", Text, nullable=False),
    Index("incident_open_closed_at", "open", "closed_at"),
)

#: The newest version of every worker. ``place`` is his column in position blocks.
worker = Table(
    "worker",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("place", Integer, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

#: The newest version of every road closure. ``body`` is its JSON; ``closed`` whether the road is closed now.
closure = Table(
    "closure",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("closed", Boolean, nullable=False, index=True),
    Column("body", Text, nullable=False),
)

#: Who may sign in. ``secret`` is an argon2 hash.
account = Table(
    "account",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("title", String(120), nullable=False),
    Column("role", String(32), nullable=False),
    Column("scope", String(64), nullable=False),
    Column("secret", String(200), nullable=False),
)

#: Devices and systems that may send. ``digest`` is that of the token.
channel = Table(
    "channel",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(120), nullable=False),
    Column("worker", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
)

#: Where workers were: one compressed block of columns for about a minute. Times are city time.
position_block = Table(
    "position_block",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("first_at", Float, nullable=False),
    Column("last_at", Float, nullable=False, index=True),
    Column("fixes", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
