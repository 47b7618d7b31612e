from __future__ import annotations

import stat
from pathlib import Path

import pytest

from backend.data_folder import DataFolder, Note
from domain.refusal import Refusal

NOTE = Note("ws://h:1/ws", "http://h:1", "t", "f", 42, "e", "small", 1.0, 1)


def test_one_at_a_time_and_the_second_hears_of_the_first(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "small") as folder:
        folder.leave_note(NOTE)
        with pytest.raises(Refusal) as refused, DataFolder(tmp_path / "small"):
            pass
        assert refused.value.code == "folder_taken" and NOTE.url in refused.value.sentence
    with DataFolder(tmp_path / "small") as again:
        assert again.note() == NOTE
        again.remove_note()
        assert again.note() is None


def test_secrets_stay_the_same_and_are_the_owners(tmp_path: Path) -> None:
    with DataFolder(tmp_path) as folder:
        first = folder.tokens()
        assert folder.tokens() == first and first.desk != first.fleet
        folder.leave_note(NOTE)
    for name in ("tokens.json", "backend.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_damaged_notes_and_secrets_do_not_stop_anybody(tmp_path: Path) -> None:
    (tmp_path / "tokens.json").write_text("{")
    (tmp_path / "backend.json").write_text("[]")
    with DataFolder(tmp_path) as folder:
        assert folder.note() is None
        assert folder.tokens() == folder.tokens()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal) as refused, DataFolder(tmp_path / "file" / "small"):
        pass
    assert refused.value.code == "not_a_folder"
    assert refused.value.facts["folder"] == str(tmp_path / "file" / "small")
