"""Reads the command line, sets up logging, and calls one function. Nothing else."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

VERSION = "0.1.0"


def default_data() -> Path:
    """Where an installation keeps everything unless told otherwise: the platform's user data folder."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "grid-command"


def parser() -> argparse.ArgumentParser:
    """The command line; names are stable (``docs/architecture.md``)."""
    main = argparse.ArgumentParser(prog="main.py", description="Grid Command · 网格指挥台")
    main.add_argument("--version", action="version", version=VERSION)
    commands = main.add_subparsers(dest="command", required=True, metavar="COMMAND")

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, default=default_data(), metavar="DIR", help="all this installation keeps")
    common.add_argument("--city", default="gulou", metavar="NAME|FILE", help="a shipped or loaded city, or a profile")
    common.add_argument("--log", default="INFO", metavar="LEVEL", help="DEBUG, INFO, WARNING or ERROR")

    serve = commands.add_parser("serve", parents=[common], help="the backend alone")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0, help="0: a free one, named in the first line of output")
    serve.add_argument("--database", metavar="URL", help="SQLAlchemy address; default: a SQLite file in --data")
    serve.add_argument("--simulate", type=float, default=0.0, metavar="RATE", help="0: off, 60: a minute a second")
    serve.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same city, same day")
    serve.add_argument("--exit-after", type=float, metavar="SECONDS")
    serve.add_argument("--progress", choices=["json"], help="tell on standard error how far preparing the city is")
    serve.add_argument("--with-parent", action="store_true", help="stop when standard input ends")
    serve.add_argument("--set-aside", action="store_true", help="put a damaged database aside and begin anew")
    serve.add_argument("--restored", action="store_true", help="the database is a restored backup: desks load it anew")

    user = commands.add_parser("user", help="accounts and device tokens of a standing backend")
    actions = user.add_subparsers(dest="action", required=True, metavar="ACTION")
    database = argparse.ArgumentParser(add_help=False, parents=[common])
    database.add_argument("--database", metavar="URL")
    add = actions.add_parser("add", parents=[database], help="a new account; asks for the password")
    add.add_argument("name")
    add.add_argument("--role", default="dispatcher")
    add.add_argument("--scope", default="", metavar="REGION", help="limit to one area (a region code)")
    add.add_argument("--title", default="", help="the name shown on screen")
    passwd = actions.add_parser("passwd", parents=[database], help="another password")
    passwd.add_argument("name")
    role = actions.add_parser("role", parents=[database], help="another role")
    role.add_argument("name")
    role.add_argument("role")
    scope = actions.add_parser("scope", parents=[database], help="another area; an empty one is the whole city")
    scope.add_argument("name")
    scope.add_argument("scope")
    remove = actions.add_parser("remove", parents=[database], help="take an account or a channel away")
    remove.add_argument("name")
    actions.add_parser("list", parents=[database], help="all accounts and channels")
    token = actions.add_parser("token", parents=[database], help="a token for a device or a system; shown once")
    token.add_argument("name", help="what the channel is called")
    token.add_argument("--kind", default="device")
    token.add_argument("--worker", default="", help="whose device it is (a worker's id)")
    return main


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    given = parser().parse_args(arguments)
    from backend.log import set_up_logging

    set_up_logging(given.log)
    if given.command == "serve":
        from backend.serve import ServeOptions, serve

        return serve(
            ServeOptions(
                data=given.data,
                city=given.city,
                host=given.host,
                port=given.port,
                database=given.database,
                simulate=given.simulate,
                seed=given.seed,
                exit_after=given.exit_after,
                progress=given.progress == "json",
                with_parent=given.with_parent,
                set_aside=given.set_aside,
                restored=given.restored,
                program=f"grid-command {VERSION}",
            )
        )
    from backend.accounts_command import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
