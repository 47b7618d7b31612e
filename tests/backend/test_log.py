from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from aiohttp.http_exceptions import BadHttpMessage

from backend.log import set_up_logging


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is written; the root logger is as before afterwards."""
    root = logging.getLogger()
    handlers, level, stream = root.handlers, root.level, io.StringIO()
    set_up_logging("INFO", stream)
    yield stream
    root.handlers, root.level = handlers, level
    logging.getLogger("alembic").setLevel(logging.NOTSET)
    logging.getLogger("aiohttp.server").filters.clear()


def test_one_line_an_event_with_its_facts(written: io.StringIO) -> None:
    structlog.stdlib.get_logger("backend.x").info("desk left", desk="一号", code=7)
    logging.getLogger("some.library").info("quiet %s", "words")
    structlog.stdlib.get_logger("backend.x").debug("not shown")
    first, second = written.getvalue().splitlines()
    assert "level=info" in first and 'event="desk left"' in first and "desk=一号" in first and "code=7" in first
    assert "logger=some.library" in second and 'event="quiet words"' in second


def test_a_traceback_stays_in_its_line(written: io.StringIO) -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        structlog.stdlib.get_logger("backend.x").exception("a job failed")
    (line,) = written.getvalue().splitlines()
    assert "ValueError" in line and "a job failed" in line


def test_a_broken_request_is_a_line_and_no_traceback(written: io.StringIO) -> None:
    server = logging.getLogger("aiohttp.server")
    said = "Invalid header token:\n\n  b'Authorization: Bearer secret'"
    for fault in (BadHttpMessage(said), RuntimeError("our own")):
        try:
            raise fault
        except Exception as error:
            server.error("Error handling request from %s", "1.2.3.4", exc_info=error)
    broken, own = written.getvalue().splitlines()
    assert "level=info" in broken and "a broken request: Invalid header token" in broken
    assert "Traceback" not in broken and "secret" not in broken
    assert "level=error" in own and "Traceback" in own
