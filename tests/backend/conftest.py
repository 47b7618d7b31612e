"""What every test of the backend shares."""

from __future__ import annotations

import pytest

from backend.cityfile import prepare_city
from backend.cityprofile import load_profile
from backend.log import send_through_logging
from domain.city import City


@pytest.fixture(autouse=True, scope="session")
def _log_lines_are_seen() -> None:
    """Otherwise structlog prints, and the watchman over silence hears nothing."""
    send_through_logging()


@pytest.fixture(scope="session")
def gulou() -> City:
    """Prepared once; nobody changes it."""
    return prepare_city(load_profile("gulou"), 1, lambda share, chinese, english: None)
