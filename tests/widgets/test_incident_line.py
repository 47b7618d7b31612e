"""What a row of the queue says: kind, place and deadline whole at the widths a queue has, in English too."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from backend.cityprofile import load_categories
from domain.names import Name
from domain.picture import Picture
from tests.widgets.room import NOW, RESET, matter
from widgets import incident_line, wording
from widgets.incident_line import GAP, LEAST_WORD
from widgets.look import Look, sized
from widgets.queue_view import QueueView

#: Logical pixels of the words of a row in a queue of the usual workspaces, on a small screen and on a large one.
WIDTHS = (262.0, 296.0, 420.0)
CATEGORIES = Path(__file__).parent.parent.parent / "resources" / "categories"


class Typewriter:
    """Every sign is seven pixels wide."""

    def horizontalAdvance(self, text: str) -> float:
        return 7.0 * len(text)

    def elidedText(self, text: str, _mode: Qt.TextElideMode, width: float) -> str:
        most = int(width // 7)
        return text if len(text) <= most else text[: max(0, most - 1)] + "…" if most else ""


names = st.lists(st.text("abcdefgh ", min_size=1, max_size=24), min_size=1, max_size=4)
marks = st.lists(st.sampled_from(["sending …", "≈2", "↑", "supervised"]), max_size=3, unique=True)


@given(names, marks, st.sampled_from(["", "Li Lei", "Huang Changjiang"]), st.floats(40, 500))
def test_nothing_is_drawn_over_anything_and_the_place_comes_before_a_name(
    names: list[str], marks: list[str], owner: str, width: float
) -> None:
    metrics = Typewriter()
    place, right = incident_line.standing(names, ["Accepted", *marks], 0, owner, width, metrics)
    assert right[1:] == marks
    assert right[0].startswith("Accepted")
    bare = sum(metrics.horizontalAdvance(words) + GAP for words in ("Accepted", *marks))
    taken = sum(metrics.horizontalAdvance(words) + GAP for words in right)
    room = max(width - taken, 0.0)
    assert metrics.horizontalAdvance(place) <= room
    least = " › ".join(reversed(names[:2]))
    if metrics.horizontalAdvance(least) <= width - bare:
        assert place.endswith(least), "whole, whoever has it"
    if right[0] != "Accepted":
        said = right[0].removeprefix("Accepted · ")
        assert said == owner or len(said) >= LEAST_WORD
        assert place.endswith(least)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("community", ["Zhuzhuang Community", "Gulouhuayuan Community", "Jiulixinyuan Community"])
def test_community_grid_and_stage_are_whole_in_english(
    look: Look, shipped_font: QFont, picture: Picture, width: float, community: str
) -> None:
    regions = [
        msgspec.structs.replace(one, name_en=community if one.level == "community" else one.name_en)
        for one in picture.city.geography.regions
    ]
    tree = type(picture.tree)(regions)
    grid = next(one.code for one in regions if one.level == "grid")
    names = wording.place_names(tree, grid, "en", short=True)
    assert names[1] == community.removesuffix(" Community")
    metrics = QFontMetricsF(sized(shipped_font, -1))
    for owner in ("", "Dai Junfeng", "Huang Changjiang"):
        for stage in ("Received", "Accepted", "Handling"):
            place, right = incident_line.standing(names, [stage, "↑"], 0, owner, width, metrics)
            assert place.endswith(f"{names[1]} › {names[0]}")
            assert "…" not in place
            assert right[0].startswith(stage)


def test_chinese_names_are_whole_names(picture: Picture) -> None:
    grid = next(one.code for one in picture.city.geography.regions if one.level == "grid")
    for short in (True, False):
        assert wording.place_names(picture.tree, grid, "zh", short=short)[1].startswith("社区")


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_the_kind_is_whole_beside_the_clock_in_english(look: Look, shipped_font: QFont, width: float) -> None:
    bold = QFontMetricsF(sized(shipped_font, 0, QFont.Weight.Medium))
    room = width - bold.horizontalAdvance("−12 h 34") - GAP
    kinds = {category.name.en for file in CATEGORIES.glob("*.toml") for category in load_categories(file.stem)}
    assert len(kinds) > 100
    cut = {kind for kind in kinds if incident_line.headline("题", kind, room, bold, bold)[0] != kind}
    assert len(cut) <= len(kinds) * 0.05, sorted(cut)


def test_a_title_in_the_language_of_the_screen_says_the_kind_itself(picture: Picture) -> None:
    incident, _ = matter(picture, "one")
    category = picture.categories[incident.category]
    picture.categories[incident.category] = msgspec.structs.replace(category, name=Name("垃圾", "Exposed rubbish"))
    foreign = msgspec.structs.replace(incident, title="华康街暴露垃圾")
    english = msgspec.structs.replace(incident, title="Rubbish in Huakang Street")
    assert incident_line.kind(picture, foreign, "en") == "Exposed rubbish"
    assert incident_line.kind(picture, english, "en") == ""
    assert incident_line.kind(picture, foreign, "zh") == ""
    assert incident_line.headline("Rubbish", "", 500.0, Typewriter(), Typewriter()) == ("Rubbish", "")
    assert incident_line.headline("华康街", "Kind", 500.0, Typewriter(), Typewriter()) == ("Kind", "华康街")
    assert incident_line.headline("华康街暴露垃圾", "Kind", 60.0, Typewriter(), Typewriter()) == ("Kind", "")


@pytest.fixture
def view(qtbot: QtBot, look: Look, picture: Picture) -> QueueView:
    view = QueueView(look)
    qtbot.addWidget(view)
    view.resize(340, 600)
    view.model.language = "en"
    view.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_a_rest_of_the_hand_tells_all_that_was_left_out(view: QueueView, picture: Picture) -> None:
    incident = picture.incidents["field"]
    said = view.model.index(view.model.row_of("field")).data(Qt.ItemDataRole.ToolTipRole)
    category = picture.categories[incident.category]
    worker = picture.workers["g1"].title("en")
    for part in (incident.title, category.name.text("en"), "街道1 › 社区1 › 网格1", worker, "due "):
        assert part in said
    aloud = view.model.index(view.model.row_of("field")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert incident.title in aloud


def test_the_place_is_drawn_to_its_last_letter_and_nothing_else_near_it(view: QueueView, picture: Picture) -> None:
    """Ink of the second line, from the left: the place, a gap, and what stands at the right edge."""
    view.list.clearSelection()
    box: QRect = view.list.visualRect(view.model.index(view.model.row_of("field")))
    font = sized(view.list.font(), -1)
    metrics = QFontMetricsF(font)
    image = view.list.viewport().grab(box).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    first = round(QFontMetricsF(view.list.font()).height()) + 8
    line = rows[first : first + round(metrics.height()), 32 : box.width() - 9].astype(int)
    inked = np.flatnonzero(np.abs(line - int(rows[3, 20])).max(axis=0) > 40)
    gaps = np.flatnonzero(np.diff(inked) > 7)
    names = wording.place_names(picture.tree, picture.incidents["field"].region, "en", short=True)
    place, right = incident_line.standing(
        names, ["Accepted"], 0, picture.workers["g1"].title("en"), float(box.width() - 42), metrics
    )
    assert place.endswith(f"{names[1]} › {names[0]}")
    assert inked[gaps[0]] == pytest.approx(metrics.horizontalAdvance(place), abs=3)
    assert inked[-1] - inked[gaps[0] + 1] == pytest.approx(metrics.horizontalAdvance(right[0]), abs=4)
    assert view.list.indexAt(QPoint(40, box.center().y())).isValid()
