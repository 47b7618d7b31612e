"""What a database can suffer from, in words a person can act on."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from domain.refusal import Refusal


class StoreProblem(Refusal):
    """The database cannot be used; ``sentence`` says what happened and what to do. Nothing in it was changed. Its
    ``facts`` name the ``file`` (or address) and what the database ``said``."""

    def __init__(self, code: str, sentence: str, **facts: str) -> None:
        super().__init__(code, sentence, facts=facts)


_ASIDE = "restore a backup over it, or start with --set-aside to put it aside and begin with an empty one"
_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("disk is full", "disk_full", "the disk is full; free space and try again"),
    ("no space left", "disk_full", "the disk is full; free space and try again"),
    ("is locked", "locked", "another program holds the database locked; close it and try again"),
    ("not a database", "not_a_database", f"the file is not a database; {_ASIDE}"),
    ("malformed", "corrupt", f"the database file is damaged; {_ASIDE}"),
    ("readonly", "read_only", "the database file may not be written; check its owner and rights"),
    ("read-only", "read_only", "the database file may not be written; check its owner and rights"),
    ("disk i/o", "disk_failed", "the disk does not answer as it should; check it"),
    ("unable to open", "cannot_open", "the database file cannot be opened; check that its folder exists and is yours"),
    ("connection refused", "database_unreachable", "the database server does not answer; check that it runs"),
    ("could not translate host", "database_unreachable", "the database server's name is not known; check the address"),
    ("authentication failed", "database_unauthorised", "the database server does not accept the name and password"),
)


def explain(error: SQLAlchemyError) -> tuple[str, str]:
    """A code and what to do about a database error."""
    words = said(error)
    for sign, code, sentence in _SIGNS:
        if sign in words.lower():
            return code, sentence
    return "database_failed", f"the database said: {words}"


def said(error: SQLAlchemyError) -> str:
    """The first line of the database's own words."""
    words = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    return words.splitlines()[0] if words else type(error).__name__


def not_durable(error: SQLAlchemyError) -> Refusal:
    """The refusal every command of a failed transaction gets."""
    if isinstance(error, IntegrityError):
        return somebody_else()
    code, sentence = explain(error)
    text = f"Nothing was done, because it could not be kept ({code}): {sentence}."
    return Refusal("not_durable", text, facts={"cause": code, "said": said(error)})


def somebody_else() -> Refusal:
    """The refusal when the database is not as this process left it."""
    return Refusal(
        "not_durable", "Nothing was done: another program changes this database too. Stop it, then restart the backend."
    )


def problem(error: SQLAlchemyError, where: str) -> StoreProblem:
    """Why the backend does not start with this database."""
    code, sentence = explain(error)
    text = f"The database {where} cannot be used ({code}): {sentence}. It was left as it is."
    return StoreProblem(code, text, file=where, said=said(error))
