"""Which cities a desk can open: those that come with the program, and those somebody has loaded."""

from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path

from resources import FOLDER

#: Opens when nobody has said which.
USUAL = "gulou"
PACK = "city.pack"


def first_city(data: Path, wanted: str) -> str:
    """The city to open when the command line names none: the one that was set, as long as it is there."""
    return wanted if wanted and (_profile(wanted).is_file() or (data / wanted / PACK).is_file()) else USUAL


def cities(data: Path, language: str) -> list[tuple[str, str]]:
    """(code, name) of the shipped cities and of those that were loaded into ``data``, which have only their code."""
    shipped = {file.stem: _name(file, language) for file in sorted((FOLDER / "cities").glob("*.toml"))}
    with contextlib.suppress(OSError):
        for pack in sorted(data.glob(f"*/{PACK}")):
            shipped.setdefault(pack.parent.name, pack.parent.name)
    return list(shipped.items())


def _profile(code: str) -> Path:
    return FOLDER / "cities" / f"{code}.toml"


def _name(file: Path, language: str) -> str:
    with contextlib.suppress(OSError, tomllib.TOMLDecodeError, KeyError, ValueError):
        zh, en = tomllib.loads(file.read_text("utf-8"))["name"]
        return str(en if language.startswith("en") else zh)
    return file.stem
