"""What stands in the way, in the words of this desk: what happened, what to do about it, and the very words of whoever
failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.trouble import Trouble
from widgets import refusals, wording

#: Troubles that end when the database is put aside.
SET_ASIDE = frozenset({"corrupt", "not_a_database"})
#: By code: what happened, what to do. Names in braces are facts of the trouble.
SENTENCES: Mapping[str, tuple[object, object]] = {
    # the folder and the disk
    "folder_denied": (
        QT_TRANSLATE_NOOP("Troubles", "The folder {folder} may not be written by this user."),
        QT_TRANSLATE_NOOP("Troubles", "Correct its rights, or start with another folder (--data)."),
    ),
    "not_a_folder": (
        QT_TRANSLATE_NOOP("Troubles", "{folder} cannot hold data: it, or something on the way to it, is no folder."),
        QT_TRANSLATE_NOOP("Troubles", "Start with another folder (--data)."),
    ),
    "folder_unusable": (
        QT_TRANSLATE_NOOP("Troubles", "The folder {folder} cannot be used."),
        QT_TRANSLATE_NOOP("Troubles", "See what is wrong with it, or start with another folder (--data)."),
    ),
    "disk_full": (
        QT_TRANSLATE_NOOP("Troubles", "The disk is full: nothing more can be kept in {folder}."),
        QT_TRANSLATE_NOOP("Troubles", "Free some space on that disk."),
    ),
    "disk_read_only": (
        QT_TRANSLATE_NOOP("Troubles", "The disk that holds {folder} can only be read."),
        QT_TRANSLATE_NOOP("Troubles", "Make it writable, or start with another folder (--data)."),
    ),
    "disk_failed": (
        QT_TRANSLATE_NOOP("Troubles", "The disk that holds {folder} does not answer as it should."),
        QT_TRANSLATE_NOOP("Troubles", "Save what is on it and have it checked."),
    ),
    "folder_taken": (
        QT_TRANSLATE_NOOP("Troubles", "Another backend works with {folder} already."),
        QT_TRANSLATE_NOOP("Troubles", "Use that one, stop it, or start with another folder (--data)."),
    ),
    # the city
    "unknown_city": (
        QT_TRANSLATE_NOOP("Troubles", "There is no city called {city}."),
        QT_TRANSLATE_NOOP("Troubles", "Choose one of these: {known}; or name a profile file (.toml)."),
    ),
    "bad_profile": (
        QT_TRANSLATE_NOOP("Troubles", "A data file of the city cannot be used."),
        QT_TRANSLATE_NOOP("Troubles", "Correct the file and the place that are named below."),
    ),
    "city_damaged": (
        QT_TRANSLATE_NOOP("Troubles", "The kept map of the city, {file}, is damaged."),
        QT_TRANSLATE_NOOP("Troubles", "Put a backup of that file in its place, or load the city's data once more."),
    ),
    "other_seed": (
        QT_TRANSLATE_NOOP(
            "Troubles", "{where} holds the city of seed {kept} with its incidents, not the one of seed {wanted}."
        ),
        QT_TRANSLATE_NOOP(
            "Troubles",
            "Nothing was changed. Start with --seed {kept} (or without --seed) to go on with it, or with another "
            "folder (--data) for the city of seed {wanted}.",
        ),
    ),
    # the database
    "not_a_database": (
        QT_TRANSLATE_NOOP("Troubles", "{file} is no database (any more). It was left as it is."),
        QT_TRANSLATE_NOOP(
            "Troubles",
            "Put a backup in its place; or set it aside and begin anew without its incidents (--set-aside): the file "
            "is kept.",
        ),
    ),
    "corrupt": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} is damaged. It was left as it is."),
        QT_TRANSLATE_NOOP(
            "Troubles",
            "Put a backup in its place; or set it aside and begin anew without its incidents (--set-aside): the file "
            "is kept.",
        ),
    ),
    "locked": (
        QT_TRANSLATE_NOOP("Troubles", "Another program holds the database {file} locked."),
        QT_TRANSLATE_NOOP("Troubles", "Close that program; then it goes on by itself."),
    ),
    "read_only": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} may not be written by this user."),
        QT_TRANSLATE_NOOP("Troubles", "Correct the owner and the rights of the file."),
    ),
    "cannot_open": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} cannot be opened."),
        QT_TRANSLATE_NOOP("Troubles", "See whether its folder is there and belongs to this user."),
    ),
    "other_city": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} holds another city: {kept}, not {wanted}."),
        QT_TRANSLATE_NOOP("Troubles", "Nothing was changed. Name the city's own database, or the right city."),
    ),
    "foreign": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} belongs to another program."),
        QT_TRANSLATE_NOOP("Troubles", "Nothing was changed. Name another database (--database)."),
    ),
    "newer": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} was made by a newer version of this program."),
        QT_TRANSLATE_NOOP("Troubles", "Nothing was changed. Install that version."),
    ),
    "database_unreachable": (
        QT_TRANSLATE_NOOP("Troubles", "The database server of {file} does not answer."),
        QT_TRANSLATE_NOOP("Troubles", "See whether it runs and whether the address is right; it is tried again."),
    ),
    "database_unauthorised": (
        QT_TRANSLATE_NOOP("Troubles", "The database server of {file} does not accept the name and password."),
        QT_TRANSLATE_NOOP("Troubles", "Correct them in the address (--database)."),
    ),
    "database_failed": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} cannot be used."),
        QT_TRANSLATE_NOOP("Troubles", "It was left as it is. Its own words are below."),
    ),
    "no_driver": (
        QT_TRANSLATE_NOOP("Troubles", "This machine has no driver for {driver} databases."),
        QT_TRANSLATE_NOOP("Troubles", "Install it, then start again."),
    ),
    "bad_address": (
        QT_TRANSLATE_NOOP("Troubles", "{file} is not the address of a database."),
        QT_TRANSLATE_NOOP("Troubles", "Write it like sqlite:////path/to/file (--database)."),
    ),
    "cannot_set_aside": (
        QT_TRANSLATE_NOOP("Troubles", "The database {file} cannot be set aside."),
        QT_TRANSLATE_NOOP("Troubles", "Put a backup in its place."),
    ),
    # listening and running
    "port_in_use": (
        QT_TRANSLATE_NOOP("Troubles", "Another program uses port {port} of {host} already."),
        QT_TRANSLATE_NOOP("Troubles", "Choose another port (--port), or 0 for any free one."),
    ),
    "bad_router": (
        QT_TRANSLATE_NOOP("Troubles", "What --router names is no road engine."),
        QT_TRANSLATE_NOOP("Troubles", "Write it like osrm:http://host:port or valhalla:http://host:port (--router)."),
    ),
    "cannot_listen": (
        QT_TRANSLATE_NOOP("Troubles", "This machine does not let the backend listen at {host}:{port}."),
        QT_TRANSLATE_NOOP("Troubles", "Choose another address or port (--host, --port)."),
    ),
    "no_program": (
        QT_TRANSLATE_NOOP("Troubles", "The backend's program {program} cannot be started."),
        QT_TRANSLATE_NOOP("Troubles", "See whether it is there; otherwise install Grid Command anew."),
    ),
    "no_note": (
        QT_TRANSLATE_NOOP("Troubles", "The backend started but did not say where it is: {file} is missing."),
        QT_TRANSLATE_NOOP("Troubles", "It is started once more."),
    ),
    "backend_ended": (
        QT_TRANSLATE_NOOP("Troubles", "The backend stopped by itself (exit code {code})."),
        QT_TRANSLATE_NOOP("Troubles", "It is started again; nothing that was confirmed is lost."),
    ),
    "unforeseen": (
        QT_TRANSLATE_NOOP("Troubles", "The backend could not start, for a reason nobody foresaw."),
        QT_TRANSLATE_NOOP("Troubles", "It is tried again. If it stays so, send the words below to who looks after it."),
    ),
    # what this desk keeps
    "orders_not_kept": (
        QT_TRANSLATE_NOOP("Troubles", "No orders can be given from this desk, because it could not keep them."), "",
    ),
    "picture_not_kept": (
        QT_TRANSLATE_NOOP("Troubles", "This desk cannot write the picture down for the next start."), "",
    ),
    "map_not_kept": (
        QT_TRANSLATE_NOOP("Troubles", "This desk cannot keep the map of the city for the next start."), "",
    ),
    "damaged": (
        QT_TRANSLATE_NOOP("Troubles", "The file {file} is damaged."),
        QT_TRANSLATE_NOOP("Troubles", "Close the desk, move the file away, and start again."),
    ),
    "unwritable": (
        QT_TRANSLATE_NOOP("Troubles", "The file {file} cannot be used."),
        QT_TRANSLATE_NOOP("Troubles", "See whether its folder is there and belongs to this user; then start again."),
    ),
    "orders_set_aside": (
        QT_TRANSLATE_NOOP("Troubles", "The list of waiting orders could not be read and was set aside as {aside}."),
        QT_TRANSLATE_NOOP("Troubles", "Orders that still waited were not sent: look whether your last ones were done."),
    ),
    "picture_set_aside": (
        QT_TRANSLATE_NOOP("Troubles", "The kept picture could not be read and was set aside as {aside}."),
        QT_TRANSLATE_NOOP("Troubles", "Nothing is lost: it comes again from the backend."),
    ),
    # what the backend says of itself
    "nothing_durable": (
        QT_TRANSLATE_NOOP("Troubles", "The backend cannot store anything: every command is refused until it can."),
        QT_TRANSLATE_NOOP("Troubles", "See to its disk and its database."),
    ),
    "router_away": (
        QT_TRANSLATE_NOOP("Troubles", "The road engine {engine} does not help."),
        QT_TRANSLATE_NOOP("Troubles", "Ways and travel times come from the built-in engine until it does. See to it."),
    ),
    "disk_low": (
        QT_TRANSLATE_NOOP("Troubles", "The backend's disk is nearly full: {free} left."),
        QT_TRANSLATE_NOOP("Troubles", "Free space before commands can no longer be stored."),
    ),
    # clocks
    "clock_impossible": (
        QT_TRANSLATE_NOOP("Troubles", "The clock of the backend's machine is wrong: it shows {shows_at}."),
        QT_TRANSLATE_NOOP(
            "Troubles", "Times and deadlines are counted from it. Set it right, then restart the backend."
        ),
    ),
    "city_ahead": (
        QT_TRANSLATE_NOOP(
            "Troubles",
            "City time is {ahead_s} ahead of the clock of the backend's machine: the clock was set back, or the city "
            "ran simulated. City time never goes back.",
        ),
        QT_TRANSLATE_NOOP(
            "Troubles",
            "Set that clock right. A city that ran simulated comes back to real time only with a new folder (--data).",
        ),
    ),
    "city_behind": (
        QT_TRANSLATE_NOOP(
            "Troubles",
            "The clock of the backend's machine was set forward: city time is {behind_s} behind it, and so are all "
            "deadlines.",
        ),
        QT_TRANSLATE_NOOP("Troubles", "If the clock is right now, restart the backend; otherwise set it right."),
    ),
    "clock_jumped": (
        QT_TRANSLATE_NOOP(
            "Troubles", "The clock of the backend's machine jumped by {jump_s} as it ran. City time went on steadily."
        ),
        QT_TRANSLATE_NOOP("Troubles", "If the clock is right now, restart the backend; otherwise set it right."),
    ),
    "clocks_apart": (
        QT_TRANSLATE_NOOP(
            "Troubles",
            "The clock of this machine ({desk_at}) and that of the backend's ({backend_at}) are {apart_s} apart. All "
            "times and deadlines here are the backend's.",
        ),
        QT_TRANSLATE_NOOP("Troubles", "Set the wrong one right."),
    ),
    "kept_in_future": (
        QT_TRANSLATE_NOOP(
            "Troubles",
            "The clock of this machine ({desk_at}) is earlier than when this picture was kept ({kept_at}): how old it "
            "is cannot be known.",
        ),
        QT_TRANSLATE_NOOP("Troubles", "Set this machine's clock right."),
    ),
}


def happened(trouble: Trouble) -> str:
    """What happened. For a code this desk has no words for: the sentence that came with it."""
    if trouble.code not in SENTENCES:
        return refusals.sentence(trouble.code, trouble.sentence)
    said = _said(trouble, 0)
    cause = _cause(trouble)
    return said if cause is None else joined(said, happened(cause))


def remedy(trouble: Trouble) -> str:
    """What to do about it; empty when ``happened`` says it all."""
    if trouble.code not in SENTENCES:
        return ""
    cause = _cause(trouble)
    return _said(trouble, 1) if cause is None else remedy(cause)


def original(trouble: Trouble) -> str:
    """The very words of the system or library that failed, whatever their language; empty when there are none."""
    return trouble.facts.get("said", "")


def whole(trouble: Trouble) -> str:
    """All of it as one text."""
    text = joined(happened(trouble), remedy(trouble))
    words = original(trouble)
    if not words:
        return text
    template = QCoreApplication.translate("Troubles", "{text} (In its own words: {words})")
    return template.format(text=text, words=words)


def joined(first: str, second: str) -> str:
    """Two sentences, one after the other, as the language wants it."""
    if not (first and second):
        return first or second
    return QCoreApplication.translate("Troubles", "{first} {second}").format(first=first, second=second)


def _cause(trouble: Trouble) -> Trouble | None:
    """What lies behind it, where that has words of its own."""
    code = trouble.facts.get("cause", "")
    return Trouble(code, "", trouble.facts) if code in SENTENCES and code != trouble.code else None


def _said(trouble: Trouble, part: int) -> str:
    template = str(SENTENCES[trouble.code][part])
    if not template:
        return ""
    words = {name: _in_words(name, value) for name, value in trouble.facts.items()}
    words.setdefault("folder", words.get("file", ""))
    try:
        return QCoreApplication.translate("Troubles", template).format_map(words)
    except (KeyError, ValueError, IndexError):  # an older or newer backend tells other facts
        return trouble.sentence if part == 0 else ""


def _in_words(name: str, value: str) -> str:
    try:
        if name.endswith("_at"):
            return datetime.fromtimestamp(float(value)).strftime("%Y-%m-%d %H:%M")
        if name.endswith("_s"):
            return wording.age(float(value))
    except (ValueError, OverflowError, OSError):
        pass
    return value
