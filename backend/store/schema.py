"""Bringing a database to the tables this program knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from backend.store.problem import StoreProblem

#: The newest migration in ``migrations/versions``.
NEWEST = "0002"


def version_of(connection: Connection) -> str | None:
    """The migration a database stands at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def bring_up_to_date(connection: Connection) -> None:
    """Make or migrate the tables inside the transaction of ``connection``. Raises StoreProblem for a database of a
    newer program or with tables of something else."""
    version = version_of(connection)
    if version == NEWEST:
        return
    if version is None and inspect(connection).has_table("journal"):
        raise StoreProblem("foreign", "The database belongs to another program; name another one with --database.")
    # Imported only when there is something to do: it costs a noticeable part of a start.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreProblem(
            "newer", f"The database was made by a newer version of this program ({version}); use that version."
        ) from error
