"""One prepared gulou for all tests of this folder."""

from __future__ import annotations

import pytest

from backend.cityfile import prepare_city
from backend.cityprofile import load_profile
from domain.city import City


@pytest.fixture(scope="session")
def gulou() -> City:
    return prepare_city(load_profile("gulou"), 1, lambda share, chinese, english: None)
