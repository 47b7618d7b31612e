"""``main.py export``: a file of the situation without a window, from a backend or from a ``.gcs`` file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.export.child import open_studio, sentence_for, tell
from desktop.export.order import ExportOrder
from desktop.export.origin import Origin
from desktop.export.pipe import Told
from desktop.export.record import Damaged, Record, decode_record
from desktop.export.studio import FORMATS, Studio, check_order
from desktop.export.writing import NotWritten
from desktop.qt_messages import listen_to_qt
from desktop.theme import FontsMissing

#: A file that says it is a situation and is larger than this (bytes) is not read.
LARGEST_FILE = 1 << 30


class ExportOptions(msgspec.Struct, frozen=True):
    """Options of ``main.py export``; see its ``--help``. ``situation``: a ``.gcs`` file instead of a backend.
    ``orders``: one for each ``--out``; ``tiles``: the base of their maps, empty for the city's own. ``progress``:
    ``json`` tells it as lines on standard output."""

    origin: Origin
    orders: tuple[ExportOrder, ...]
    seed: int | None = None
    situation: Path | None = None
    at: str = ""
    progress: str = ""
    language: str = "zh"
    tiles: str = ""


def run_export(options: ExportOptions, main: Path) -> int:
    """The exit code: 0 when every file was written, 1 when one was not, 2 when it could not begin."""
    listen_to_qt()
    try:
        studio = open_studio(options.origin.data)
    except FontsMissing as problem:
        return _say(str(problem), 2)
    application = QCoreApplication.instance()
    assert isinstance(application, QApplication)
    studio.speak(options.orders[0].language if options.orders else options.language)
    contradiction = what_cannot_be(options)
    if contradiction:
        return _say(contradiction, 2)
    try:
        options = _with_base(options, studio)
        record = _record(options, main, application)
    except NotWritten as problem:
        return _say(str(problem), 2)
    if isinstance(record, str):
        return _say(record, 1)
    try:
        return 0 if _write_all(studio, record, options) else 1
    finally:
        studio.close()


def _with_base(options: ExportOptions, studio: Studio) -> ExportOptions:
    """With the base map somebody named in every order. Raises NotWritten for one that cannot be."""
    if not options.tiles:
        return options
    from desktop.export.chosen_base import chosen_base

    base, keys = chosen_base(options.tiles, options.origin.data)
    studio.use_keys(keys)
    orders = tuple(
        msgspec.structs.replace(order, look=msgspec.structs.replace(order.look, base=base)) for order in options.orders
    )
    return msgspec.structs.replace(options, orders=orders)


def _record(options: ExportOptions, main: Path, application: QApplication) -> Record | str:
    """The situation, or why there is none. Raises NotWritten when it could not even begin."""
    if options.situation is not None:
        return read_record(options.situation)
    from desktop.export.from_backend import take_record  # a file needs nothing of what links to backends

    return take_record(options.origin, options.at, options.seed, _speaks_chinese(options), main, application)


def _speaks_chinese(options: ExportOptions) -> bool:
    return bool(options.orders) and options.orders[0].language == "zh"


def what_cannot_be(options: ExportOptions) -> str:
    """What was asked for that cannot be, as a sentence; empty when all is well."""
    if not options.orders:
        return QCoreApplication.translate(
            "ExportProblem", "Say where to with --out FILE; the ending is the format: {known}."
        ).format(known=" ".join(f".{known}" for known in FORMATS))
    if options.at and options.situation is not None:
        return QCoreApplication.translate(
            "ExportProblem", "--at cannot be used with --situation: that file is of one moment."
        )
    for order in options.orders:
        try:
            check_order(order)
        except NotWritten as problem:
            return str(problem)
    return ""


def _write_all(studio: Studio, record: Record, options: ExportOptions) -> bool:
    for number, order in enumerate(options.orders):
        progress = _progress(number, options.progress == "json")
        try:
            made = studio.write(record, order, progress)
        except NotWritten as problem:
            return _failed(number, str(problem), options)
        except (Damaged, MemoryError) as problem:
            return _failed(number, sentence_for(problem), options)
        if made.missing:
            _say(str(made.missing), 0)
        if options.progress == "json":
            tell(Told(number, written=len(made.content), missing=str(made.missing)))
        else:
            print(f"{order.path}  {len(made.content):,} bytes", flush=True)
    return True


def _failed(number: int, sentence: str, options: ExportOptions) -> bool:
    if options.progress == "json":
        tell(Told(number, failed=sentence))
    _say(sentence, 1)
    return False


def _progress(number: int, as_json: bool) -> Callable[[float, str], None]:
    return (lambda share, step: tell(Told(number, share, step))) if as_json else (lambda share, step: None)


def read_record(path: Path) -> Record:
    """A ``.gcs`` file. Raises NotWritten."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Damaged("it is too large")
        return decode_record(path.read_bytes())
    except OSError as problem:
        template = QCoreApplication.translate("ExportProblem", "{path} cannot be read ({reason}).")
        raise NotWritten(template.format(path=path, reason=problem.strerror or problem)) from problem
    except Damaged as problem:
        raise NotWritten(f"{path}: {sentence_for(problem)}") from problem


def _say(sentence: str, code: int) -> int:
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)
    return code
