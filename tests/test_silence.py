"""The watchman over silence, watched: each noise fails the test that makes it, and quiet tests pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Run = Callable[[str], pytest.RunResult]
pytest_plugins = ["pytester"]


@pytest.fixture
def run(pytester: pytest.Pytester, pytestconfig: pytest.Config) -> Run:
    """Runs a test file of one's own in a pytest of its own, with the watchman and the house's strictness."""
    pytester.makeconftest("from tests.silence import *\n")
    pytester.makeini(
        f"[pytest]\npythonpath = {pytestconfig.rootpath}\naddopts = --strict-markers -p no:xvfb\n"
        "asyncio_mode = strict\n"
        "asyncio_default_fixture_loop_scope = function\nfilterwarnings = error\nqt_log_level_fail = DEBUG\n"
    )

    def run_it(body: str) -> pytest.RunResult:
        pytester.makepyfile("import asyncio, logging, threading, warnings\nimport pytest\n" + body)
        return pytester.runpytest_subprocess("-p", "no:cacheprovider")

    return run_it


def test_a_quiet_test_passes(run: Run) -> None:
    run("def test_it(): logging.getLogger('x').info('all is well')").assert_outcomes(passed=1)


def test_a_warning_fails(run: Run) -> None:
    run("def test_it(): warnings.warn('old ways')").assert_outcomes(failed=1)


def test_an_unannounced_log_record_fails(run: Run) -> None:
    result = run("def test_it(): logging.getLogger('x').warning('disk %s full', 7)")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*did not announce with @pytest.mark.logs: x WARNING disk 7 full*"])


def test_an_announced_log_record_passes(run: Run) -> None:
    run("@pytest.mark.logs('disk . full')\ndef test_it(): logging.getLogger('x').error('disk 7 full')").assert_outcomes(
        passed=1
    )


def test_an_announced_record_that_never_comes_fails(run: Run) -> None:
    result = run("@pytest.mark.logs('disk . full')\ndef test_it(): pass")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*announced a log record that never came: disk . full*"])


def test_a_module_made_with_qt_that_another_thread_loads_fails(run: Run) -> None:
    result = run(
        "def test_it():\n"
        "    thread = threading.Thread(target=__import__, args=('maps.primitives',), name='eager')\n"
        "    thread.start(); thread.join()"
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*loaded on another thread: maps.primitives, eager*"])


def test_a_thread_left_running_fails(run: Run) -> None:
    result = run(
        "def test_it():\n"
        "    threading.Thread(target=threading.Event().wait, args=(9,), name='pump', daemon=True).start()"
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*left a thread running: pump*"])


def test_a_thread_that_never_ends_does_not_keep_the_run_from_ending(run: Run) -> None:
    result = run("def test_it():\n    threading.Thread(target=threading.Event().wait, name='pump').start()")
    result.assert_outcomes(passed=1, errors=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_thread_that_a_fixture_ends_passes(run: Run) -> None:
    run(
        """
@pytest.fixture
def pump():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    yield
    stop.set()
    thread.join()

def test_it(pump): pass
"""
    ).assert_outcomes(passed=1)


def test_an_asyncio_task_left_running_fails(run: Run) -> None:
    result = run(
        """
@pytest.mark.asyncio
async def test_it():
    global kept
    kept = asyncio.create_task(asyncio.sleep(60), name='heartbeat')
"""
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*left an asyncio task running: heartbeat*"])


def test_a_task_that_a_fixture_ends_passes(run: Run) -> None:
    run(
        """
import pytest_asyncio

@pytest_asyncio.fixture
async def heartbeat():
    task = asyncio.create_task(asyncio.sleep(60))
    yield
    task.cancel()

@pytest.mark.asyncio
async def test_it(heartbeat): await asyncio.sleep(0)
"""
    ).assert_outcomes(passed=1)


def test_a_qt_message_fails(run: Run) -> None:
    run("from PySide6.QtCore import qDebug\ndef test_it(qapp): qDebug('hm')").assert_outcomes(failed=1)


def test_an_active_timer_fails(run: Run) -> None:
    result = run(
        """
from PySide6.QtCore import QTimer
kept = []
def test_it(qapp):
    kept.append(QTimer(objectName='blink'))
    kept[0].start(1000)
def test_next(qapp): pass
"""
    )
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*left an active QTimer: every 1000 ms, 'blink'*"])


def test_a_top_level_widget_fails(run: Run) -> None:
    result = run(
        """
from PySide6.QtWidgets import QLabel
kept = []
def test_it(qapp): kept.append(QLabel('here', objectName='greeting'))
def test_next(qapp): pass
"""
    )
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*left a top-level widget: QLabel 'greeting'*"])


def test_widgets_and_timers_put_away_pass(run: Run) -> None:
    run(
        """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
def test_it(qtbot):
    label = QLabel('here')
    qtbot.addWidget(label)
    label.show()
    timer = QTimer(label)
    timer.start(1000)
def test_deleted_later(qapp):
    label = QLabel('there')
    label.show()
    label.deleteLater()
"""
    ).assert_outcomes(passed=2)


def test_a_drag_told_by_events_ends_with_its_test(run: Run) -> None:
    run(
        """
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
left = []
class Target(QWidget):
    def dragEnterEvent(self, event): event.accept()
    def dragLeaveEvent(self, event): left.append(True)
@pytest.fixture
def target(qtbot):
    target = Target()
    qtbot.addWidget(target)
    target.setAcceptDrops(True)
    yield target
def test_it(target):
    parcel = QMimeData()
    key, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(), Qt.DropAction.MoveAction, parcel, button, key))
    assert not left
def test_next(): assert left
"""
    ).assert_outcomes(passed=2)
