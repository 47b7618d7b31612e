"""Settings every test shares."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from tests import silence

# How long an example takes says nothing about the code: two cores serve everything. The same code is tried with the
# same examples, so that whoever changed nothing breaks nothing; new ones are sought with --hypothesis-profile=seek.
UNTIMED = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", UNTIMED, derandomize=True)
settings.register_profile("seek", UNTIMED, max_examples=1000)
settings.load_profile("house")


SCREEN_SETTINGS = ("qt_api", "qt_log_level_fail", "qt_log_ignore", "xvfb_width", "xvfb_height", "xvfb_colordepth")


def pytest_addoption(parser: pytest.Parser) -> None:
    """setup.cfg also speaks to pytest-qt and pytest-xvfb, which are not there where PySide6 is not."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in SCREEN_SETTINGS:
            parser.addini(name, "read by the plugins for tests on a screen")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(silence, "silence")
    _move_out(config)


def _move_out(config: pytest.Config) -> None:
    """What programs keep for their user goes to a folder of this run's own: nothing is read there, nothing is left."""
    home = tempfile.mkdtemp(prefix="grid-command-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = os.path.join(home, name.lower())
        os.mkdir(os.environ[name], mode=0o700)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The closing lines of ``./test`` must not hide a failure of its first half."""
    if os.environ.get("EARLIER_HALF", "0") != "0":
        terminalreporter.write_line("The first half, without PySide6, FAILED: see above.", red=True, bold=True)
