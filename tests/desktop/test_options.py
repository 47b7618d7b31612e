"""What the command line asked for, and whether there is a display to show it on."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from desktop.options import DeskOptions, answers, choose_screen


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No word about a screen in the environment; what is set comes back as it was."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_ENABLE_HIGHDPI_SCALING"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.mark.parametrize(("city", "folder"), [("gulou", "gulou"), ("/there/my town.toml", "my town")])
def test_the_folder_of_a_city(city: str, folder: str) -> None:
    assert DeskOptions(city, Path("/data")).city_folder == folder


def test_no_display_is_offscreen(bare: pytest.MonkeyPatch) -> None:
    assert choose_screen(1.0)


def test_a_platform_that_was_chosen_stays_chosen(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("QT_QPA_PLATFORM", "vnc")
    assert not choose_screen(1.0)


def test_a_display_that_does_not_answer(bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bare.setenv("DISPLAY", ":4077")
    assert choose_screen(1.0)
    assert ":4077 does not answer" in capsys.readouterr().err


@pytest.mark.parametrize("display", [":4077", "unix:4077", "127.0.0.1:59000", "127.0.0.1:9"])
def test_nobody_answers(display: str) -> None:
    assert not answers(display)


def test_a_server_over_the_net_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert answers(f"127.0.0.1:{port - 6000}.0")


def test_a_form_nobody_knows_is_left_to_qt() -> None:
    assert answers("/private/tmp/launch:x")
