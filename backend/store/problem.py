"""What a database can suffer from, in words a person can act on."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from domain.refusal import Refusal


class StoreProblem(Exception):
    """The database cannot be used; ``sentence`` says what happened and what to do. Nothing in it was changed."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("disk is full", "disk_full", "the disk is full; free space and try again"),
    ("no space left", "disk_full", "the disk is full; free space and try again"),
    ("is locked", "locked", "another program holds the database locked; close it and try again"),
    ("not a database", "corrupt", "the file is not a database; restore a backup"),
    ("malformed", "corrupt", "the database file is damaged; restore a backup"),
    ("readonly", "read_only", "the database file may not be written; check its owner and rights"),
    ("read-only", "read_only", "the database file may not be written; check its owner and rights"),
    ("disk i/o", "disk_failed", "the disk does not answer as it should; check it"),
    ("unable to open", "cannot_open", "the database file cannot be opened; check that its folder exists and is yours"),
    ("connection refused", "unreachable", "the database server does not answer; check that it runs"),
    ("could not translate host", "unreachable", "the database server's name is not known; check the address"),
    ("authentication failed", "unauthorised", "the database server does not accept the name and password"),
)


def explain(error: SQLAlchemyError) -> tuple[str, str]:
    """A code and what to do about a database error."""
    words = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    for sign, code, sentence in _SIGNS:
        if sign in words.lower():
            return code, sentence
    return "failed", f"the database said: {words.splitlines()[0] if words else type(error).__name__}"


def not_durable(error: SQLAlchemyError) -> Refusal:
    """The refusal every command of a failed transaction gets."""
    if isinstance(error, IntegrityError):
        return somebody_else()
    code, sentence = explain(error)
    return Refusal("not_durable", f"Nothing was done, because it could not be kept ({code}): {sentence}.")


def somebody_else() -> Refusal:
    """The refusal when the database is not as this process left it."""
    return Refusal(
        "not_durable", "Nothing was done: another program changes this database too. Stop it, then restart the backend."
    )


def problem(error: SQLAlchemyError, where: str) -> StoreProblem:
    """Why the backend does not start with this database."""
    code, sentence = explain(error)
    return StoreProblem(code, f"The database {where} cannot be used ({code}): {sentence}. It was left as it is.")
