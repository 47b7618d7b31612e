"""What a desk keeps of itself: whole on the disk at any moment, and never a reason to stop."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.docking import tree
from desktop.docking.arrangement import Arrangement
from desktop.kept_file import KeptFile
from desktop.options import DeskOptions
from desktop.remembering import (
    SESSION,
    WORKSPACES,
    CityState,
    Session,
    SessionKeeper,
    keeper_of,
    restore,
    states_of,
)
from desktop.workspaces import Own, OwnWorkspaces

LAYOUT = Arrangement(tree.tabs("queue", "map"))


@pytest.fixture
def keepers(qapp: QApplication, tmp_path: Path) -> Iterator[list[SessionKeeper]]:
    """Closed at the end."""
    opened: list[SessionKeeper] = []
    yield opened
    for keeper in opened:
        keeper.close()


@pytest.fixture
def keeper(keepers: list[SessionKeeper], tmp_path: Path) -> SessionKeeper:
    keepers.append(SessionKeeper(tmp_path))
    return keepers[0]


def own(*names: str) -> OwnWorkspaces:
    return OwnWorkspaces(tuple(Own(name, name, {"1x1": LAYOUT}) for name in names))


def test_what_changed_is_there_next_time(keeper: SessionKeeper, tmp_path: Path) -> None:
    session = Session("en", "light", True, {}, {"gulou": CityState("i1", {"map": {"x": 0.5}})})
    keeper.begin(lambda: session)
    keeper.keep_workspaces(own("A"))
    keeper.close()
    again = SessionKeeper(tmp_path)
    assert again.session == session
    assert again.workspaces == own("A")
    again.close()


def test_written_while_it_runs_and_only_when_it_has_changed(
    keeper: SessionKeeper, tmp_path: Path, qtbot: QtBot
) -> None:
    """A desk that falls has what it was a moment ago."""
    now = Session("en")
    keeper.begin(lambda: now)
    keeper.write()
    file = tmp_path / "desk-1" / SESSION
    qtbot.waitUntil(file.exists)
    qtbot.waitUntil(lambda: KeptFile(file, Session).read() == now)
    written = file.stat().st_mtime_ns
    keeper.write()
    assert keeper._writing == [] or all(one.done() for one in keeper._writing)
    assert file.stat().st_mtime_ns == written


PANELESS = b'{"screens": {"1x1": {"layouts": {"a": {"home": {"type": "tabs", "panes": []}}}}}}'
DEEP = b'{"screens":' * 3000


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", PANELESS, b'{"muted": "yes"}', DEEP, b"\xff\xfe"])
def test_a_damaged_file_is_set_aside_and_said(keepers: list[SessionKeeper], tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "desk-1" / SESSION
    file.parent.mkdir()
    file.write_bytes(content)
    keepers.append(SessionKeeper(tmp_path))
    assert keepers[0].session == Session()
    told: list[str] = []
    keepers[0].noticed.connect(told.append)
    keepers[0].begin(Session)
    aside = list(file.parent.glob("session.damaged-*.json"))
    assert [one.read_bytes() for one in aside] == [content]
    assert str(aside[0]) in told[0]


def test_two_desks_of_a_person_have_a_session_each_and_share_workspaces(
    keepers: list[SessionKeeper], tmp_path: Path
) -> None:
    first, second = SessionKeeper(tmp_path), SessionKeeper(tmp_path)
    keepers += [first, second]
    first.begin(lambda: Session("en"))
    second.begin(lambda: Session("zh"))
    first.keep_workspaces(own("A", "B"))
    first.close()
    second.keep_workspaces(own("C"))
    second.close()
    assert KeptFile(tmp_path / WORKSPACES, OwnWorkspaces).read() == own("A", "B", "C")
    again = SessionKeeper(tmp_path)
    keepers.append(again)
    assert again.session.language == "en"
    again.keep_workspaces(own("A", "C"))
    again.close()
    assert KeptFile(tmp_path / WORKSPACES, OwnWorkspaces).read() == own("A", "C")


def test_a_disk_that_takes_nothing_is_said_once(keeper: SessionKeeper, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "desk-1" / (SESSION + ".new")).mkdir()
    told: list[str] = []
    keeper.noticed.connect(told.append)
    languages = iter(["en", "zh", "en", "zh", "en", "zh"])
    keeper.begin(lambda: Session(next(languages)))
    for _ in range(3):
        keeper.write()
        qtbot.waitUntil(lambda: all(one.done() for one in keeper._writing))
    assert len(told) == 1
    assert "cannot be kept" in told[0]


def test_where_nothing_can_be_kept_the_desk_opens_all_the_same(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "people").write_bytes(b"a file where a folder should be")
    keeper = SessionKeeper(tmp_path / "people")
    keeper.begin(lambda: Session("en"))
    keeper.write()
    keeper.close()
    assert os.listdir(tmp_path) == ["people"]


@pytest.mark.parametrize(
    ("user", "folder"), [("", "dispatcher"), ("王芳", "王芳"), ("../../etc", "etc"), ("..", "dispatcher")]
)
def test_each_person_has_a_folder_of_the_installation(
    qapp: QApplication, tmp_path: Path, user: str, folder: str
) -> None:
    keeper = keeper_of(DeskOptions("gulou", tmp_path, user=user))
    keeper.close()
    assert os.listdir(tmp_path / "people") == [folder]


def test_the_command_line_comes_first() -> None:
    data = Path("/data")
    assert DeskOptions("gulou", data, language="zh").settled("en", "light").language == "zh"
    assert DeskOptions("gulou", data).settled("en", "light").language == "en"
    assert DeskOptions("gulou", data).settled().theme == "dark"


class _Picky:
    """A view that remembers one number."""

    def __init__(self) -> None:
        self.shown = 0

    def state(self) -> dict[str, Any]:
        return {"shown": self.shown}

    def restore(self, state: dict[str, Any]) -> None:
        self.shown = int(state["shown"])


def test_views_say_what_they_show_and_take_it_back() -> None:
    view, other = _Picky(), object()
    view.shown = 7
    states = states_of({"picky": view, "other": other})
    assert states == {"picky": {"shown": 7}}
    again = _Picky()
    restore({"picky": again, "other": other}, {**states, "gone": {}})
    assert again.shown == 7
    restore({"picky": again}, {"picky": {"shown": "many"}})
    restore({"picky": again}, {"picky": {}})
    assert again.shown == 7
