"""``main.py export --worker``: makes files for a desk in a process of its own; the desk's screen stays smooth.

Requests come on standard input, what is told about them goes to standard output (``pipe``). When standard input ends,
so does the process, at once; a file that is not complete is then not there.
"""

from __future__ import annotations

import gc
import logging
import os
import queue
import sys
import threading
from pathlib import Path
from typing import BinaryIO

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.export.pipe import LARGEST_REQUEST, LENGTH, Request, Told
from desktop.export.record import Damaged, Record, decode_header
from desktop.export.studio import Studio
from desktop.export.writing import NotWritten
from desktop.qt_messages import listen_to_qt
from desktop.theme import FontsMissing, load_fonts

#: Libraries that tell at length what they do, and remark on what we know about our own style sheets.
TALKATIVE = ("weasyprint", "weasyprint.progress", "fontTools")


def run_worker(folder: Path) -> int:
    """Serves requests until standard input ends; ``folder`` is the data folder. The exit code when it cannot begin."""
    listen_to_qt()
    try:
        studio = open_studio(folder)
    except FontsMissing as problem:
        print(problem, file=sys.stderr)
        return 2
    gc.enable()  # it lives as long as the desk; a command that ends after its files never looks for garbage
    requests: queue.SimpleQueue[tuple[Request, bytes, bytes, bytes]] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(sys.stdin.buffer, requests), name="requests", daemon=True)
    reader.start()
    pack = b""
    while True:
        request, sent, header, state = requests.get()
        pack = sent or pack
        tell(_answer(studio, request, pack, header, state))


def open_studio(folder: Path) -> Studio:
    """The application of this process with the shipped type, and a studio in it; ``folder`` is the data folder. Raises
    FontsMissing."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Grid Command")
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    font = load_fonts()
    application.setFont(font)
    return Studio(font.family(), folder)


def _answer(studio: Studio, request: Request, pack: bytes, header: bytes, state: bytes) -> Told:
    number = request.number
    try:
        if request.do == "prepare":
            studio.prepare(pack, request.order)
            return Told(number, ready=True)
        record = Record(decode_header(header), pack, state)
        made = studio.write(record, request.order, lambda share, step: tell(Told(number, share, step)))
        return Told(number, written=len(made.content), missing=str(made.missing))
    except NotWritten as problem:
        return Told(number, failed=str(problem))
    except (Damaged, MemoryError) as problem:
        return Told(number, failed=sentence_for(problem))


def sentence_for(problem: Exception) -> str:
    """Why a record could not be made into a file, for a person."""
    if isinstance(problem, MemoryError):
        return QCoreApplication.translate(
            "ExportProblem", "There is not enough memory for this. Choose a smaller picture, or close other programs."
        )
    return QCoreApplication.translate(
        "ExportProblem", "The situation is damaged or of another version ({reason}). Take it again."
    ).format(reason=problem)


def tell(told: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    sys.stdout.buffer.flush()


def _read(source: BinaryIO, requests: queue.SimpleQueue[tuple[Request, bytes, bytes, bytes]]) -> None:
    """In a thread of its own: whoever asked may go away in the middle of the work."""
    while True:
        length = source.read(LENGTH.size)
        if len(length) < LENGTH.size:
            os._exit(0)
        size = LENGTH.unpack(length)[0]
        if size > LARGEST_REQUEST:
            os._exit(3)
        request = msgspec.json.decode(source.read(size), type=Request)
        parts = [source.read(part) for part in (request.pack, request.header, request.state)]
        if len(parts[2]) < request.state:
            os._exit(0)
        requests.put((request, parts[0], parts[1], parts[2]))
