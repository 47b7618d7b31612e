"""What Qt has to say goes to the program's own log, without what nobody can act on."""

from __future__ import annotations

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
#: Said at every start without a display or a sound server, and of no consequence.
_IDLE = ("does not support propagateSizeHints", "symbolsresolver", "pipewire")


def listen_to_qt() -> None:
    """Takes over Qt's messages for this process."""
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    level = logging.DEBUG if any(idle in text for idle in _IDLE) else _LEVELS.get(kind, logging.WARNING)
    log.log(level, "%s", text)
