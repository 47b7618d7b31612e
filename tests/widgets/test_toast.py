"""Taking back within six seconds, and refusals in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets import refusals, toast
from widgets.look import Look
from widgets.toast import MOST, Toast

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def messages(qtbot: QtBot, look: Look) -> Iterator[Toast]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    with qtbot.waitExposed(window):
        window.show()
    yield Toast(look, window)


def test_undo_by_button_and_by_key(qtbot: QtBot, messages: Toast) -> None:
    taken: list[tuple[str, str]] = []
    messages.undo_requested.connect(lambda *what: taken.append(what))
    messages.offer_undo("c1", "i1", "first")
    messages.offer_undo("c2", "i2", "second")
    qtbot.mouseClick(messages._slips[0].undo, Qt.MouseButton.LeftButton)
    assert messages.undo_last()
    assert not messages.undo_last()
    assert taken == [("c1", "i1"), ("c2", "i2")]
    assert not messages.isVisible()


def test_it_goes_by_itself(qtbot: QtBot, messages: Toast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toast, "UNDO_SECONDS", 0.1)
    messages.offer_undo("c1", "i1", "first")
    qtbot.waitUntil(lambda: messages.texts == [])
    assert not messages._beat.isActive()
    assert not messages.undo_last()


def test_at_most_three_at_once(messages: Toast) -> None:
    for number in range(5):
        messages.tell(f"message {number}")
    assert messages.texts == ["message 2", "message 3", "message 4"]
    assert len(messages.texts) == MOST


def test_a_command_that_cannot_be_taken_back_any_more(messages: Toast) -> None:
    messages.offer_undo("c1", "i1", "first")
    messages.withdraw("c1")
    assert messages.texts == []


def test_refusals_are_sentences(messages: Toast) -> None:
    messages.tell_refusal("off_duty")
    messages.tell_refusal("never_heard_of", "Call the office.")
    assert messages.texts == ["This worker is off duty. Choose somebody on duty.", "Call the office."]


def test_it_lies_inside_its_window(messages: Toast) -> None:
    messages.tell_refusal("not_durable")
    messages.tell_refusal("protocol")
    messages.tell("short")
    assert messages.parentWidget().rect().contains(messages.geometry())
    messages.parentWidget().resize(500, 400)
    assert messages.parentWidget().rect().contains(messages.geometry())


def test_every_code_the_flow_can_refuse_with_has_words() -> None:
    """The codes the engine's own documentation lists, and the areas' and candidates' obstacles."""
    text = (ROOT / "domain" / "workflow.py").read_text()
    listed = re.search(r"Raises Refusal and changes nothing: ``(.+?)``", text, re.DOTALL)
    assert listed is not None
    assert set(listed.group(1).split()) <= set(refusals.SENTENCES)
    for name in ("access.py", "effects.py", "workflow.py"):
        codes = re.findall(r"Refusal\(\s*\"([a-z_]+)\"", (ROOT / "domain" / name).read_text())
        assert set(codes) <= set(refusals.SENTENCES)
