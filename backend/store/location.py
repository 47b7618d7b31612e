"""Where a database is, and putting a damaged one aside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from backend.store.problem import StoreProblem

FILE = "city.sqlite"


def url_of(folder: Path, given: str | None) -> str:
    """The address of a city's database: the given one, or a file in its folder. Raises StoreProblem."""
    if given is None:
        return f"sqlite:///{folder / FILE}"
    try:
        make_url(given)
    except ArgumentError as error:
        sentence = f"{given} is not a database address; try sqlite:////path"
        raise StoreProblem("bad_address", sentence, file=given) from error
    return given


def set_aside(url: str) -> Path | None:
    """Rename a SQLite file (and what belongs to it) so that an empty one can begin in its place; its new name."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        sentence = "Only a database in a file can be set aside; restore a backup."
        raise StoreProblem("cannot_set_aside", sentence, file=parsed.render_as_string())
    path = Path(parsed.database)
    if not path.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(path.with_name(f"{path.name}.set-aside-{stamp}{suffix}"))
    return path.with_name(f"{path.name}.set-aside-{stamp}")
