"""Where the backend's log lines go: one line each to standard error, the event first, its facts as key=value."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def _as_if_absent(package: str) -> Iterator[None]:
    """Importing this package fails meanwhile, as it does where nobody installed it."""
    before = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]  # the import system's own sign for "not there"
    try:
        yield
    finally:
        if before is None:
            del sys.modules[package]
        else:
            sys.modules[package] = before


# Where some tool brought rich along, structlog loads it for coloured tracebacks that a backend never prints: a tenth of
# every start.
with _as_if_absent("rich"):
    import structlog

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def send_through_logging() -> None:
    """Send structlog's events through Python's logging, so that libraries' records look the same."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def set_up_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """What a process that is nothing but the backend does once."""
    send_through_logging()
    line = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "logger", "event"], bool_as_flag=False)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _one_line, line],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(_broken_in_a_line)


def _broken_in_a_line(record: logging.LogRecord) -> bool:
    """A request whose head is broken is answered 400 by the library before any door sees it. That is the sender's fault
    and one of a thousand: a line without the library's traceback will do."""
    fault = record.exc_info[1] if record.exc_info else None
    if isinstance(fault, Exception) and type(fault).__module__ == "aiohttp.http_exceptions":
        # The first line says what is wrong; what follows are the sender's own bytes, his token among them.
        why = str(getattr(fault, "message", "")).split("\n")[0].rstrip(":")
        record.levelno, record.levelname, record.exc_info = logging.INFO, "INFO", None
        record.msg, record.args = "a broken request: %s", (why,)
        return logging.getLogger().isEnabledFor(logging.INFO)
    return True


def _one_line(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep a traceback in its line: logfmt quotes it, whoever reads it unquotes it."""
    return {key: value.replace("\n", "\\n") if isinstance(value, str) else value for key, value in event.items()}
