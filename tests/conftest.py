"""Settings every test shares."""

from __future__ import annotations

import importlib.util
import os

import pytest
from hypothesis import settings

from tests import silence

# Two cores serve everything: how long one example takes says nothing about the code.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """setup.cfg also speaks to pytest-qt, which cannot be there where PySide6 is not."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "read by pytest-qt only")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(silence, "silence")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The closing lines of ``./test`` must not hide a failure of its first half."""
    if os.environ.get("EARLIER_HALF", "0") != "0":
        terminalreporter.write_line("The first half, without PySide6, FAILED: see above.", red=True, bold=True)
