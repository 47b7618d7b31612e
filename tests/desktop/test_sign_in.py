"""Where the secret comes from, in the order in which places are asked."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from desktop.sign_in import OWN_ACCOUNT, VARIABLE, NoSecret, secret_for

URL = "ws://127.0.0.1:4000/ws"


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def never(question: str) -> str:
    raise AssertionError(f"nobody may be asked: {question}")


def leave_note(data: Path, url: str = URL, text: str = "") -> None:
    (data / "town").mkdir()
    note = text or json.dumps({"url": url, "token": "its token", "pid": 1})
    (data / "town" / "backend.json").write_text(note)


def test_a_backend_of_this_machine_lets_its_own_desk_in(tmp_path: Path) -> None:
    leave_note(tmp_path)
    assert secret_for(URL, "", tmp_path, never) == (OWN_ACCOUNT, "its token")
    assert secret_for(URL + "/", "", tmp_path, never) == (OWN_ACCOUNT, "its token")


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_note(tmp_path)
    monkeypatch.setenv(VARIABLE, "given")
    assert secret_for(URL, "", tmp_path, never) == (OWN_ACCOUNT, "given")
    assert secret_for(URL, "wang", tmp_path, never) == ("wang", "given")


@pytest.mark.parametrize("text", ["{", "[]", '{"url": 3}'])
def test_a_broken_note_is_passed_over(tmp_path: Path, text: str) -> None:
    leave_note(tmp_path, text=text)
    with pytest.raises(NoSecret, match=VARIABLE):
        secret_for(URL, "", tmp_path, never)


def test_the_note_of_another_backend_is_not_used(tmp_path: Path) -> None:
    leave_note(tmp_path, "ws://127.0.0.1:4001/ws")
    with pytest.raises(NoSecret, match="--data"):
        secret_for(URL, "", tmp_path, never)


def test_at_a_terminal_somebody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert secret_for(URL, "li", tmp_path, lambda question: asked.append(question) or "typed") == ("li", "typed")
    assert "li" in asked[0]
