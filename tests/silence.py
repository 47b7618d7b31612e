"""A test may not leave noise behind: what nobody announced fails it.

Watched from before a test's own fixtures are set up until after they are torn down:

- log records of WARNING and above, unless ``@pytest.mark.logs("regular expression", ...)`` announces them
  (an announced record that never comes fails the test too);
- modules made with Qt that are loaded on another thread than Qt's own (that ends the program now and then);
- threads, asyncio tasks, active ``QTimer`` objects and top-level widgets that are still there.

What a test puts on the application (style, palette, style sheet, font) is taken off again: every test finds the look
that its own fixtures make, whatever ran before. What it still holds over a widget is taken away.

Python warnings are turned into errors and Qt's messages into failures by the settings in setup.cfg (pytest-qt installs
the message handler; ``@pytest.mark.qt_log_ignore("regular expression")`` announces one). Works without PySide6.
"""

from __future__ import annotations

import asyncio
import asyncio.runners
import atexit
import gc
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import pytest

GRACE_SECONDS = 2.0
"""How long something that is already ending may take to end. Nothing waits this long when all is quiet."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs(*expressions): log records of WARNING and above this test announces")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """The run ends although a thread goes on: the test that left it has failed already, waiting would hang forever."""

    def end() -> None:
        left = [t.name for t in threading.enumerate() if not t.daemon and t is not threading.main_thread()]
        if left:
            sys.stdout.flush()
            atexit._run_exitfuncs()
            os._exit(int(exitstatus) or 1)

    session.config.add_cleanup(end)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """A drag that a test tells a widget of by events ends before the widget goes: Qt keeps the last widget a drag came
    to, and the next real drag asks it to let go, whether it is still there or not (signal 11)."""
    _let_go()
    return (yield)


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test that leaves something behind. Autouse and first of its scope: set up first, torn down last."""
    announced = [expression for marker in request.node.iter_markers("logs") for expression in marker.args]
    complaints: list[str] = []
    with ExitStack() as watches:
        for watch in (_log_records(announced), _loading(), _threads(), _asyncio_tasks(), _dress(), _qt_objects()):
            watches.enter_context(_reporting(watch, complaints))
        yield
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


Watch = Generator[list[str] | None, None, None]
"""A generator that starts watching, yields None once, and yields its complaints when it is resumed."""


@contextmanager
def _reporting(watch: Watch, complaints: list[str]) -> Iterator[None]:
    next(watch)
    yield
    found = next(watch)
    complaints.extend(found or [])
    watch.close()


def _log_records(announced: list[str]) -> Watch:
    records: list[logging.LogRecord] = []

    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    recorder = Recorder(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(recorder)
    try:
        yield None
    finally:
        root.removeHandler(recorder)
    texts = [f"{record.name} {record.levelname} {record.getMessage()}" for record in records]
    yield [
        f"The test logged what it did not announce with @pytest.mark.logs: {text}"
        for text in texts
        if not any(re.search(expression, text) for expression in announced)
    ] + [
        f"The test announced a log record that never came: {expression}"
        for expression in announced
        if not any(re.search(expression, text) for text in texts)
    ]


class _Loading(MetaPathFinder):
    """Finds nothing and notes who looked: names of modules made with Qt that another thread was the first to load."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        thread = threading.current_thread()
        if thread is not threading.main_thread() and _made_with_qt(name):
            self.found.append(f"{name}, {thread.name}")


def _made_with_qt(name: str) -> bool:
    if name.partition(".")[0] in ("PySide6", "pyqtgraph"):
        return True
    source = Path(__file__).parents[1] / (name.replace(".", "/") + ".py")
    return source.is_file() and "import PySide6" in source.read_text("utf-8").replace("from PySide6", "import PySide6")


def _loading() -> Watch:
    finder = _Loading()
    sys.meta_path.insert(0, finder)
    try:
        yield None
    finally:
        sys.meta_path.remove(finder)
    yield [f"A module made with Qt was loaded on another thread: {name}" for name in finder.found]


def _threads() -> Watch:
    before = set(threading.enumerate())
    yield None
    left = [thread for thread in threading.enumerate() if thread not in before and _is_ours(thread)]
    for thread in left:
        thread.join(GRACE_SECONDS)
    yield [f"The test left a thread running: {thread.name}" for thread in left if thread.is_alive()]


def _is_ours(thread: threading.Thread) -> bool:
    """Threads that Qt or another library started only look in when they call Python; they cannot be joined."""
    return not isinstance(thread, threading._DummyThread)


def _asyncio_tasks() -> Watch:
    """Looks at every event loop asyncio closes meanwhile, just before it cancels what is left in it."""
    left: list[str] = []
    cancel_all: Callable[[asyncio.AbstractEventLoop], None] = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
        tasks = asyncio.all_tasks(loop)
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks, timeout=GRACE_SECONDS))
        left.extend(f"{task.get_name()} {task.get_coro()}" for task in tasks if not task.done())
        cancel_all(loop)

    with mock.patch.object(asyncio.runners, "_cancel_all_tasks", note_and_cancel):
        yield None
    yield [f"The test left an asyncio task running: {task}" for task in left]


def _qt_objects() -> Watch:
    before = set(_top_level_widgets())
    gc.freeze()  # what exists already is put aside: what the collector knows afterwards came with the test
    qt = _application("QtCore") is not None
    if qt:
        gc.disable()  # on some other thread the collector would destroy widgets there
    try:
        yield None
        if set(_top_level_widgets()) - before or _active_timers():
            _let_qt_finish()
        widgets, timers = _top_level_widgets(), _active_timers()
        if qt:
            gc.collect()
    finally:
        gc.unfreeze()
        gc.enable()
    yield [
        f"The test left a top-level widget: {description}"
        for address, description in widgets.items()
        if address not in before
    ] + [f"The test left an active QTimer: {description}" for description in timers]


def _dress() -> Watch:
    found = _application("QtWidgets")
    if found is None or not isinstance(found[1], found[0].QApplication):
        yield None
        yield []
        return
    widgets, application = found

    def worn() -> tuple[str, Any, str, Any]:
        return application.style().name(), application.palette(), application.styleSheet(), application.font()

    before = worn()
    yield None
    style, palette, sheet, font = before
    now = worn()
    if now != before:
        application.setStyleSheet(sheet)
        if now[0] != style:
            application.setStyle(widgets.QStyleFactory.create(style))
        application.setPalette(palette)
        application.setFont(font)
    yield []


def _application(module: str) -> tuple[ModuleType, Any] | None:
    """A module of PySide6 and the application object, when the tests use them; never the reason for an import."""
    core = sys.modules.get("PySide6.QtCore")
    wanted = sys.modules.get(f"PySide6.{module}")
    if core is None or wanted is None or core.QCoreApplication.instance() is None:
        return None
    return wanted, core.QCoreApplication.instance()


def _top_level_widgets() -> dict[int, str]:
    """Address in C++ -> description, of every widget without a parent."""
    found = _application("QtWidgets")
    if found is None or not isinstance(found[1], found[0].QApplication):
        return {}
    return {_address(w): f"{type(w).__name__} {w.objectName()!r}" for w in found[1].topLevelWidgets()}


def _active_timers() -> list[str]:
    """Every running QTimer that Python has made since ``gc.freeze()``."""
    found = _application("QtCore")
    if found is None:
        return []
    is_valid = sys.modules["shiboken6"].isValid
    timers = [thing for thing in gc.get_objects() if issubclass(type(thing), found[0].QTimer)]
    return [
        f"every {timer.interval()} ms, {timer.objectName()!r}, child of {timer.parent()!r}"
        for timer in timers
        if is_valid(timer) and timer.isActive()
    ]


def _address(thing: object) -> int:
    address: int = sys.modules["shiboken6"].getCppPointer(thing)[0]
    return address


def _let_go() -> None:
    """A function of its own: a widget that is still named while the test is torn down stays."""
    found, gui = _application("QtWidgets"), _application("QtGui")
    if found is not None and gui is not None and isinstance(found[1], found[0].QApplication):
        for widget in found[1].topLevelWidgets()[:1]:
            found[1].sendEvent(widget, gui[0].QDragLeaveEvent())  # Qt hands it to whom the drag came to


def _let_qt_finish() -> None:
    """Deletes what waits for ``deleteLater`` and what only a reference cycle keeps alive."""
    found = _application("QtCore")
    assert found is not None
    core, application = found
    gc.collect()
    application.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    application.processEvents()
    gc.collect()
