"""The present, or a past moment, of a backend without a window: the own one, started for it, or one that stands."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop import sign_in
from desktop.embedded import EmbeddedBackend
from desktop.export.origin import Origin
from desktop.export.record import Record
from desktop.export.taking import Taker
from desktop.export.writing import NotWritten


def take_record(
    origin: Origin, at: str, seed: int | None, chinese: bool, main: Path, application: QApplication
) -> Record | str:
    """The situation at ``at`` (the present when empty), or a sentence why it could not be had. ``chinese``: what the
    waiting is told in. Raises NotWritten when nobody can sign in."""
    backend = None if origin.backend else EmbeddedBackend(_serve_command(origin, seed, main), origin.folder)
    taken: list[Record] = []
    why: list[str] = []
    taker = None
    try:
        taker = Taker(origin, backend, at)
        taker.taken.connect(taken.append)
        taker.taken.connect(application.quit)
        taker.failed.connect(why.append)
        taker.failed.connect(application.quit)
        taker.waiting.connect(_on_waiting(chinese))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: application.quit())
        taker.start()
        if backend is not None:
            backend.start()
        application.exec()
    except sign_in.NoSecret as problem:
        raise NotWritten(str(problem)) from problem
    except OSError as problem:
        template = QCoreApplication.translate(
            "ExportProblem", "The data folder {folder} cannot be used ({reason}). Correct it, or choose another --data."
        )
        why.append(template.format(folder=origin.data, reason=problem.strerror or problem))
    finally:
        if taker is not None:
            taker.close()
        if backend is not None:
            backend.stop()
    if taken:
        return taken[0]
    return why[0] if why else QCoreApplication.translate("ExportProblem", "Cancelled; nothing was written.")


def _on_waiting(chinese: bool) -> Callable[[float, str, str], None]:
    def told(share: float, zh: str, en: str) -> None:
        print(f"{share:4.0%} {zh if chinese else en}", file=sys.stderr, flush=True)

    return told


def _serve_command(origin: Origin, seed: int | None, main: Path) -> list[str]:
    return [
        sys.executable, str(main), "serve", "--city", origin.city, "--data", str(origin.data),
        "--simulate", str(origin.simulate), *([] if seed is None else ["--seed", str(seed)]),
    ]  # fmt: skip
