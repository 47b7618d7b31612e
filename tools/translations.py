"""Keeps the Chinese texts together with the code: ``python -m tools.translations [--check]``.

Collects every text of maps, widgets and desktop into ``resources/translations/zh.ts`` (texts that are gone are dropped)
and makes ``zh.qm`` from it, which the program reads. Translate what is marked unfinished in ``zh.ts`` with Qt Linguist
(``pyside6-linguist``) or any editor, then run this again. With ``--check`` nothing is written.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
ROOMS = ("maps", "widgets", "desktop")


def sources() -> list[Path]:
    """Every file that may hold texts for the screen."""
    return sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def collect(ts: Path) -> None:
    """Bring ``ts`` in step with the code; translations that are there are kept. Raises CalledProcessError."""
    files = [str(file.relative_to(ROOT)) for file in sources()]
    command = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", "zh_CN"]
    _run("pyside6-lupdate", [*files, *command, "-ts", str(ts)])


def release(ts: Path, qm: Path) -> None:
    """Make the file the program reads. Raises CalledProcessError."""
    _run("pyside6-lrelease", [str(ts), "-qm", str(qm)])


def unfinished(ts: Path) -> list[str]:
    """Texts without a translation, as ``context: text``."""
    found = []
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or not translation.text:
                found.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return found


def missing() -> list[str]:
    """Texts of the code that ``zh.ts`` does not translate, without writing anything."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "zh.ts"
        shutil.copy(FOLDER / "zh.ts", copy)
        collect(copy)
        return unfinished(copy)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a text is not translated")
    check = parser.parse_args().check
    if not check:
        collect(FOLDER / "zh.ts")
        release(FOLDER / "zh.ts", FOLDER / "zh.qm")
    left = missing() if check else unfinished(FOLDER / "zh.ts")
    for text in left:
        print(text)
    return 1 if left else 0


def _run(tool: str, arguments: list[str]) -> None:
    program = Path(sys.executable).parent / tool
    subprocess.run([str(program), *arguments], cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
