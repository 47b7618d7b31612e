from __future__ import annotations

from pathlib import Path

import pytest

from tests.backend.load.loading import Loading


@pytest.fixture
def loading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Loading:
    return Loading(tmp_path, capsys)
