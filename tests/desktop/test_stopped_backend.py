"""A desk of a stopped backend on this machine: who gets the installation's token."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest

from desktop import sign_in


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(sign_in.VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(sign_in, "_kept", lambda url, user: "")
    (tmp_path / "gulou").mkdir()
    (tmp_path / "gulou" / "tokens.json").write_text('{"desk": "own", "fleet": "other"}')
    return tmp_path


def test_the_last_picture_of_a_stopped_backend_here_needs_no_password(data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert sign_in.secret_for(f"ws://127.0.0.1:{port}/ws", "", data) == (sign_in.OWN_ACCOUNT, "own")


def test_somebody_else_who_answers_does_not_get_our_token(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(sign_in.NoSecret):
        sign_in.secret_for(f"ws://127.0.0.1:{other.getsockname()[1]}/ws", "", data)


def test_another_machine_does_not_get_our_token(data: Path) -> None:
    with pytest.raises(sign_in.NoSecret):
        sign_in.secret_for("ws://room-server.invalid:8700/ws", "", data)
