"""Something that stands in the way of the work, as data: every desk says it in the language of whoever sits there."""

from __future__ import annotations

import errno

import msgspec


class Trouble(msgspec.Struct, frozen=True):
    """``code`` is stable and lower_snake_case; ``sentence`` says in English what happened and what to do, for logs and
    for whoever does not know the code. ``facts`` are what a sentence in another language needs, by name: those called
    ``…_at`` are seconds since 1970 (UTC), those called ``…_s`` are seconds, ``said`` are the very words of whoever
    failed, ``cause`` is the code of what lies behind it; all others are shown as they are."""

    code: str
    sentence: str = ""
    facts: dict[str, str] = {}


#: What the system says when it does not take something, as codes of troubles.
_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "folder_denied",
    errno.EPERM: "folder_denied",
    errno.EROFS: "disk_read_only",
    errno.ENOTDIR: "not_a_folder",
    errno.EEXIST: "not_a_folder",
    errno.EIO: "disk_failed",
}
_SENTENCES = {
    "disk_full": "The disk that holds {folder} is full; free some space.",
    "folder_denied": "The data folder {folder} cannot be used: this user may not write there. Correct its rights, or "
    "choose another with --data.",
    "disk_read_only": "The data folder {folder} cannot be used: its disk is read-only. Choose another with --data.",
    "not_a_folder": "{folder} cannot be used as data folder: it is no folder. Choose another with --data.",
    "disk_failed": "The disk that holds {folder} does not answer as it should; have it checked.",
    "folder_unusable": "The data folder {folder} cannot be used ({said}); choose another with --data.",
}


def with_folder(folder: object, error: OSError) -> Trouble:
    """What it means that the system did not let a data folder be used."""
    code = _CODES.get(error.errno or 0, "folder_unusable")
    facts = {"folder": str(folder), "said": error.strerror or str(error)}
    if error.filename:
        facts["file"] = str(error.filename)
    return Trouble(code, _SENTENCES[code].format_map(facts), facts)
