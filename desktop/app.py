"""``main.py desk``: starts the backend first, puts the desk together meanwhile, runs it, and leaves cleanly."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.embedded import EmbeddedBackend
from desktop.end_signals import EndSignals
from desktop.options import DeskOptions
from desktop.qt_messages import listen_to_qt


def run_desk(options: DeskOptions, main: Path, version: str, offscreen: bool) -> int:
    """Runs until the desk is closed; the exit code. ``main``: the program file that also starts the backend."""
    sys.setswitchinterval(0.0005)  # the link's thread must not wait for a long frame
    listen_to_qt()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Grid Command")
    application.setApplicationVersion(version)
    backend = None
    if not options.backend:
        backend = EmbeddedBackend(_serve_command(options, main), options.data / options.city_folder)
        backend.start()
    try:
        return _run(application, options, version, backend, offscreen)
    finally:
        if backend is not None:
            backend.stop()


def _run(
    application: QApplication, options: DeskOptions, version: str, backend: EmbeddedBackend | None, offscreen: bool
) -> int:
    # Everything below is loaded while the backend starts on another core.
    from desktop import sign_in
    from desktop.crashes import CrashKeeper
    from desktop.remembering import keeper_of
    from desktop.room import Room
    from desktop.theme import FontsMissing, dress, load_fonts
    from domain.look import THEMES

    try:
        memory = keeper_of(options)
        options = options.settled(memory.session.language, memory.session.theme)
        dress(application, THEMES[options.theme], load_fonts())
        room = Room(application, options, version, backend, offscreen, memory)
    except (FontsMissing, sign_in.NoSecret, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    signals = EndSignals()
    signals.asked.connect(room.end)
    keeper = CrashKeeper(options.data, version)
    keeper.begin()
    room.open()
    if not offscreen and options.exit_after is None:  # somebody sits there
        room.helping.welcome(keeper.found)
    code = application.exec()
    room.leave()
    signals.close()
    keeper.end()
    return code or room.code


def _serve_command(options: DeskOptions, main: Path) -> list[str]:
    return [
        sys.executable, str(main), "serve", "--city", options.city, "--data", str(options.data),
        "--simulate", str(options.simulate), *([] if options.seed is None else ["--seed", str(options.seed)]),
        *(["--router", options.router] if options.router else []),
    ]  # fmt: skip
