"""Two reports of one thing become one case: the other one is found, chosen and named in the incident's panel."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.picture import Picture
from tests.widgets.room import NOW, change, matter
from widgets.incident_panel import IncidentPanel


@pytest.mark.parametrize("typed", ["case-17", "(I300)", "hole number 299"])
def test_any_open_case_can_be_merged_into_found_by_title_number_or_id(
    qtbot: QtBot, panel: IncidentPanel, picture: Picture, orders: list[Any], typed: str
) -> None:
    """Also one that is far away while hundreds are nearer."""
    red = picture.incidents["red"]
    for number in range(301):
        far = msgspec.structs.replace(red.place, lon=red.place.lon + number * 1e-4)
        wanted = number == 300
        names = {"title": "The hole number 299" if wanted else f"One of {number}", "case": "Case-17" if wanted else ""}
        other = msgspec.structs.replace(red, id=f"i{number}", place=far, lookalikes=(), version=1, **names)
        panel.refresh(picture, change(picture, other), NOW)
    panel.select_incident("red")
    panel.ask("merge")
    panel.reason.reason.setText("same hole")
    field = panel.reason.into.field
    qtbot.keyClicks(field, typed)
    found = field.completer().popup()
    qtbot.waitUntil(found.isVisible)
    assert found.model().rowCount() == 1
    qtbot.keyClick(found, Qt.Key.Key_Down)
    qtbot.keyClick(found, Qt.Key.Key_Return)
    assert panel.reason.into.chosen == "i300"
    panel.reason.confirm.click()
    assert orders == [("red", "merge", {"into": "i300", "reason": "same hole"})]


def test_merging_proposes_a_look_alike_and_offers_whatever_is_open(
    panel: IncidentPanel, picture: Picture, orders: list[Any]
) -> None:
    panel.select_incident("red")
    panel.ask("merge")
    offered = [panel.reason.into.itemData(row) for row in range(panel.reason.into.count())]
    assert offered[0] == "reported"  # the nearest
    assert set(offered) == {"reported", "field", "late"}  # nothing that is closed
    panel.reason.reason.setText("same hole")
    assert not panel.reason.confirm.isEnabled()  # nobody merges into whatever happens to be first
    alike = msgspec.structs.replace(picture.incidents["red"], lookalikes=("closed", "late", "gone"), version=2)
    panel.refresh(picture, change(picture, alike), NOW)
    panel.ask("merge")
    assert panel.reason.into.itemData(0) == "late"
    panel.reason.reason.setText("same hole")
    panel.reason.confirm.click()
    assert orders == [("red", "merge", {"into": "late", "reason": "same hole"})]


def test_what_was_merged_in_is_named(panel: IncidentPanel, picture: Picture) -> None:
    panel.select_incident("red")
    assert panel.facts._values["merged"].isHidden()
    for number in range(8):
        other, _ = matter(picture, f"m{number}", grid=3)
        merged = msgspec.structs.replace(other, stage="merged", merged_into="red", title=f"same {number}")
        panel.refresh(picture, change(picture, merged), NOW)
    text = panel.facts._values["merged"].text()
    assert "same 5" in text
    assert "same 6" not in text
    assert "and 2 more" in text
