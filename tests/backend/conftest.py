"""What every test of the backend shares."""

from __future__ import annotations

import pytest

from backend.log import send_through_logging


@pytest.fixture(autouse=True, scope="session")
def _log_lines_are_seen() -> None:
    """Otherwise structlog prints, and the watchman over silence hears nothing."""
    send_through_logging()
