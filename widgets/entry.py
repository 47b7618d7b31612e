"""One thing the palette can find, and how well it answers what was typed."""

from __future__ import annotations

import msgspec

from widgets.phonetics import initials, spelled

#: Which kind stands first among equally good finds.
KINDS = ("place", "mark", "region", "worker", "incident", "command", "overlay", "ground", "camera")
#: From this length on initials may have one wrong letter.
FORGIVING = 4
#: How well a key answers: it is what was typed, begins with it, holds it, or is initials with one wrong letter.
SAME, BEGINS, HOLDS, MISTYPED = range(4)


class Entry(msgspec.Struct, frozen=True):
    """One thing that can be found. ``keys`` are what it is found by, in lower case, the best first; ``sounds`` are
    initials, which may be mistyped by a letter."""

    kind: str
    id: str
    title: str
    detail: str = ""
    keys: tuple[str, ...] = ()
    sounds: str = ""


def command_entry(id: str, title: str, detail: str = "") -> Entry:
    """A command of the desk; ``detail`` may name its key."""
    return Entry("command", id, title, detail, (title.lower(), initials(title), spelled(title)), initials(title))


def mark_entry(name: str, detail: str) -> Entry:
    """A place somebody marked on the map, which is known by its name."""
    return Entry("mark", name, name, detail, (name.lower(), initials(name), spelled(name)), initials(name))


def rank_of(entry: Entry, needle: str) -> int | None:
    """How well an entry answers, lower is better; None when it does not."""
    best: int | None = None
    for key in entry.keys:
        if key == needle:
            rank = SAME
        elif key.startswith(needle):
            rank = BEGINS
        elif needle in key:
            rank = HOLDS
        else:
            continue
        best = rank if best is None else min(best, rank)
    if best is None and len(needle) >= FORGIVING and len(needle) == len(entry.sounds):
        wrong = sum(a != b for a, b in zip(needle, entry.sounds, strict=True))
        best = MISTYPED if wrong == 1 else None
    return best


def order_of(entry: Entry) -> tuple[int, int, str]:
    """In which order equally good finds are told."""
    return KINDS.index(entry.kind), len(entry.title), entry.id
