"""What stands in the way is said in the language of whoever reads it, with what to do, and goes when it is over."""

from __future__ import annotations

import errno
import os
import re
from string import Formatter
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from domain.trouble import Trouble, with_folder
from widgets import troubles
from widgets.look import Look
from widgets.notice import NoticeBanner
from widgets.start_view import StartView

#: What every sentence may want to know.
FACTS = {
    "folder": "/数据/gulou", "file": "/数据/gulou/city.sqlite", "said": "No space left on device",
    "where": "/数据/gulou",
    "kept": "7", "wanted": "2", "city": "atlantis", "known": "gulou, nanjing", "driver": "oracle", "host": "127.0.0.1",
    "port": "8080", "program": "/bin/x", "code": "-9", "aside": "/数据/x.aside-1", "free": "12 MB", "shows_at": "60",
    "ahead_s": "7200", "behind_s": "86400", "jump_s": "120", "desk_at": "1772413200", "backend_at": "1772413200",
    "apart_s": "3600", "kept_at": "1772413200", "engine": "OSRM",
}  # fmt: skip
DAMAGED = Trouble("corrupt", "The database x is damaged.", {"file": "x/city.sqlite", "said": "row 3 missing"})
LOW = Trouble("disk_low", "The disk is nearly full.", {"free": "12 MB"})
#: Names that stay as they are in every language.
NAMES = re.compile(
    r"--[a-z-]+|/数据/\S*|sqlite:/*\S*|\.toml|\d+ MB|atlantis|gulou|nanjing|oracle|/bin/x|/path/to/file|OSRM"
    r"|(?:osrm|valhalla):http://host:port"
)


@pytest.mark.parametrize("code", troubles.SENTENCES)
def test_each_says_what_happened_and_what_to_do_in_chinese(chinese: None, code: str) -> None:
    for part in (0, 1):
        template = str(troubles.SENTENCES[code][part])
        assert {name for _, name, _, _ in Formatter().parse(template) if name} <= FACTS.keys()
    trouble = Trouble(code, "English.", {**FACTS, "cause": "disk_full"} if code.endswith("_not_kept") else FACTS)
    happened, remedy = troubles.happened(trouble), troubles.remedy(trouble)
    for text in (happened, remedy):
        assert text and not re.search("[a-zA-Z]{3,}|[{}]", NAMES.sub("", text)), text
    whole = troubles.whole(trouble)
    assert whole.startswith(happened) and FACTS["said"] in whole


def test_a_code_nobody_knows_is_told_in_the_words_it_came_with() -> None:
    trouble = Trouble("brand_new", "Do this and that.", {"said": "0x17"})
    assert troubles.whole(trouble) == "Do this and that. (In its own words: 0x17)"
    without_facts = Trouble("port_in_use", "The port is in use.")
    assert troubles.happened(without_facts) == "The port is in use."
    assert troubles.happened(Trouble("stopping")).startswith("The backend is stopping")


def test_what_lies_behind_it_is_said_with_it() -> None:
    trouble = Trouble("orders_not_kept", "", {"cause": "disk_full", "file": "/d/orders.sqlite"})
    assert troubles.whole(trouble) == (
        "No orders can be given from this desk, because it could not keep them. "
        "The disk is full: nothing more can be kept in /d/orders.sqlite. Free some space on that disk."
    )


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"), (errno.EACCES, "folder_denied"), (errno.ENOTDIR, "not_a_folder"),
        (errno.EROFS, "disk_read_only"), (errno.EIO, "disk_failed"), (errno.ENAMETOOLONG, "folder_unusable"),
    ],
)  # fmt: skip
def test_what_the_system_says_of_a_folder_becomes_a_code(number: int, code: str) -> None:
    trouble = with_folder("/d", OSError(number, os.strerror(number), "/d/x"))
    assert (trouble.code, trouble.facts["folder"], trouble.facts["said"]) == (code, "/d", os.strerror(number))
    assert code in troubles.SENTENCES and "/d" in trouble.sentence


# --- the lines across the desk ----------------------------------------------------------------------------------------


def banner_of(qtbot: QtBot, look: Look) -> NoticeBanner:
    banner = NoticeBanner(look)
    qtbot.addWidget(banner)
    banner.show_link("live", 0.1)
    return banner


def test_a_trouble_has_a_line_for_as_long_as_it_lasts_and_greys_nothing(qtbot: QtBot, look: Look) -> None:
    banner = banner_of(qtbot, look)
    banner.show_troubles((LOW,))
    assert banner.isVisible() and not banner.greyed
    assert banner.texts == [troubles.whole(LOW)]
    banner.show_link("lost", 12.0)
    assert len(banner.texts) == 2 and banner.greyed
    banner.show_troubles(())
    banner.show_link("live", 0.1)
    assert not banner.isVisible() and banner.texts == []


def test_a_line_that_was_read_stays_away_until_it_is_new(qtbot: QtBot, look: Look) -> None:
    banner = banner_of(qtbot, look)
    banner.show_troubles((LOW,))
    banner._lines[next(iter(banner._lines))].close_button.click()
    assert not banner.isVisible()
    banner.show_troubles((Trouble("disk_low", "", {"free": "11 MB"}),))
    assert not banner.isVisible()
    banner.show_troubles(())
    banner.show_troubles((LOW,))
    assert banner.texts == [troubles.whole(LOW)]


def test_numbers_of_a_line_follow(qtbot: QtBot, look: Look) -> None:
    banner = banner_of(qtbot, look)
    banner.show_troubles((LOW,))
    banner.show_troubles((Trouble("disk_low", "", {"free": "3 MB"}),))
    (text,) = banner.texts
    assert "3 MB" in text


def test_a_damaged_database_can_be_set_aside_from_its_line(qtbot: QtBot, look: Look) -> None:
    banner = banner_of(qtbot, look)
    banner.show_troubles((DAMAGED,))
    (line,) = banner._lines.values()
    with qtbot.waitSignal(banner.set_aside_requested) as asked:
        line.action.click()
    assert asked.args == [DAMAGED]


# --- before there is a room -------------------------------------------------------------------------------------------


def start_of(qtbot: QtBot, look: Look, trouble: Trouble) -> StartView:
    start = StartView(look)
    qtbot.addWidget(start)
    start.resize(1000, 700)
    start.show()
    start.show_trouble(trouble)
    return start


def test_the_start_says_what_happened_what_to_do_and_the_very_words(qtbot: QtBot, look: Look) -> None:
    start = start_of(qtbot, look, Trouble("port_in_use", "…", {"host": "h", "port": "80", "said": "Address in use"}))
    assert start.sentence.text() == "Another program uses port 80 of h already."
    assert start.remedy.text().startswith("Choose another port")
    assert start.detail.text() == "In its own words: Address in use"
    assert start.retry.isVisible() and not start.set_aside.isVisible() and not start.bar.isVisible()
    start.show_progress(0.2, "好", "Good")
    assert not start.detail.isVisible() and start.trouble is None


def test_a_damaged_database_is_set_aside_after_a_question_in_place(qtbot: QtBot, look: Look) -> None:
    start = start_of(qtbot, look, DAMAGED)
    told: list[str] = []
    start.set_aside_requested.connect(lambda: told.append("aside"))
    start.left_as_it_is.connect(lambda: told.append("left"))
    start.set_aside.click()
    assert start.confirm.isVisible() and start.focusWidget() is start.cancel and not start.retry.isVisible()
    start.show_trouble(DAMAGED)  # it was tried again meanwhile: the question stays
    assert start.confirm.isVisible()
    start.cancel.click()
    assert start.retry.isVisible() and not start.confirm.isVisible()
    start.set_aside.click()
    start.confirm.click()
    assert told == ["left", "aside"]
    assert start.bar.isVisible() and not start.retry.isVisible()


def test_other_troubles_are_not_set_aside(qtbot: QtBot, look: Look) -> None:
    start = start_of(qtbot, look, Trouble("locked", "…", FACTS))
    start.ask()
    assert not start.confirm.isVisible() and start.retry.isVisible()


def test_a_language_chosen_meanwhile_is_spoken(qtbot: QtBot, look: Look, qapp: Any, request: Any) -> None:
    start, banner = start_of(qtbot, look, DAMAGED), banner_of(qtbot, look)
    banner.show_troubles((DAMAGED,))
    request.getfixturevalue("chinese")
    look.set_language("zh")
    assert start.sentence.text() == "数据库 x/city.sqlite 已损坏。文件未作改动。"
    assert banner.texts[0].startswith("数据库 x/city.sqlite 已损坏")
    qtbot.waitUntil(lambda: start.set_aside.text() == "移到一旁，重新开始……")
