"""Areas of an export's map in the colours of a figure: the same counts, classes and legend as on a desk."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader
from PySide6.QtGui import QColor

from desktop.area_catalogue import area_catalogue
from desktop.export.area_figures import colours_for
from desktop.export.order import ExportOrder, MapLook
from desktop.export.record import Record, open_city, open_picture
from desktop.export.sheet import layout
from desktop.export.studio import Studio, check_order
from desktop.export.writing import NotWritten
from domain.casefilter import CaseFilter
from domain.category import Severity
from domain.look import THEMES
from domain.picture import Picture
from domain.region import Level
from maps.area_colours import place_of
from maps.layers.areas import COVERED
from maps.projection import to_world
from maps.snapshot import SnapshotMap
from tests.desktop.export.browser import NEEDS_BROWSER, show
from tests.desktop.export.town_record import HEADER
from tests.domain.small_city import middle_of

NOW = HEADER.at


def with_figure(order: ExportOrder, code: str, ending: str = "png", **changes: object) -> ExportOrder:
    return msgspec.structs.replace(order, out=f"x.{ending}", look=MapLook(code), **changes)


def made(studio: Studio, record: Record, order: ExportOrder) -> bytes:
    return studio.make(record, order, lambda *_: None).content


def pixels(studio: Studio, record: Record, order: ExportOrder) -> NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(made(studio, record, order))).convert("RGB"), np.int16)


@pytest.fixture
def whole(record: Record) -> Picture:
    return open_picture(open_city(record.pack), record.state)


def test_the_counts_are_those_of_the_room(whole: Picture, order: ExportOrder) -> None:
    colours = colours_for(whole, with_figure(order, "open"), NOW)
    assert colours is not None
    top = float(colours.values[whole.tree.index("320302")])
    assert top == len(whole.open_incidents()) == 8
    grids = [whole.tree.index(region.code) for region in whole.tree.at_level(Level.GRID)]
    assert float(colours.values[grids].sum()) == top
    assert colours_for(whole, order, NOW) is None


def test_of_a_part_only_its_areas_have_a_colour_and_only_its_cases_count(whole: Picture, order: ExportOrder) -> None:
    west = CaseFilter(regions=("320302001",))
    part = colours_for(whole, with_figure(order, "open", chosen=west), NOW)
    everything = colours_for(whole, with_figure(order, "open"), NOW)
    assert part is not None and everything is not None
    inside = np.array(["320302001" in [one.code for one in whole.tree.lineage(r.code)] for r in whole.tree])
    assert np.isnan(part.values[~inside]).all()
    assert (part.values[inside] == everything.values[inside]).all()
    # compared with the whole city, not with the part alone
    staffing = [
        colours_for(whole, with_figure(order, "staffing", chosen=chosen), NOW) for chosen in (west, CaseFilter())
    ]
    assert staffing[0] is not None and staffing[1] is not None
    assert (staffing[0].values[inside] == staffing[1].values[inside]).all()
    red = colours_for(whole, with_figure(order, "open", chosen=CaseFilter(severities=(Severity.RED,))), NOW)
    assert red is not None
    reds = sum(one.severity is Severity.RED for one in whole.open_incidents())
    assert 0 < reds < 8 and float(red.values[whole.tree.index("320302")]) == reds


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_areas_have_the_colour_of_their_class_and_roads_and_names_lie_over_it(
    studio: Studio, record: Record, order: ExportOrder, whole: Picture, theme: str
) -> None:
    bare = {"people": False, "details": False, "theme": theme}
    coloured = with_figure(order, "open", **bare)
    plan = layout(coloured)
    maps = SnapshotMap(open_city(record.pack), studio._family)
    viewport = maps.viewport(plan.map)
    level = maps.terrain.aimed_level(viewport)
    colours = colours_for(whole, coloured, NOW)
    assert colours is not None
    tokens, figure = THEMES[theme], area_catalogue()["open"]
    palette = [QColor(color) for color in (*tokens.area_usual, *tokens.area_abnormal)]
    land = QColor(tokens.land)
    with_colours = pixels(studio, record, coloured)
    plain = pixels(studio, record, msgspec.structs.replace(coloured, look=MapLook()))
    seen = 0
    for region in whole.tree.at_level(level):
        row = whole.tree.index(region.code)
        number = int(figure.class_of(colours.values[[row]], level)[0])
        fill = palette[place_of(figure, number, level)]
        wanted = [round(a * COVERED + b * (1 - COVERED)) for a, b in zip(fill.getRgb(), land.getRgb(), strict=True)][:3]
        west, north, east, south = maps.terrain.outlines.bounds[row]
        (left, top), (right, bottom) = viewport.to_pixels([(west, north), (east, south)]).tolist()
        box = np.s_[
            round(top + plan.map_at[1]) : round(bottom + plan.map_at[1]),
            round(left + plan.map_at[0]) : round(right + plan.map_at[0]),
        ]
        near = (np.abs(with_colours[box] - wanted).max(axis=-1) <= 3).mean()
        assert near > 0.4, (region.code, wanted)
        seen += 1
    assert seen >= 2
    # what lies over the colours is drawn as strongly as without them
    x, y = viewport.to_pixels(to_world(*middle_of(2))).tolist()
    assert np.abs(with_colours - plain).max() > 20
    corner = np.s_[: round(plan.map_at[1]) - 2]
    assert (with_colours[corner] == plain[corner]).all(), "the rest of the sheet is the same"
    assert 0 < x < plan.map.width and 0 < y < plan.map.height


def test_prepared_or_not_it_is_the_same_picture(studio: Studio, record: Record, order: ExportOrder) -> None:
    wanted = with_figure(order, "risk")
    studio.prepare(record.pack, wanted)
    first = made(studio, record, wanted)
    assert made(studio, record, wanted) == first
    assert made(studio, record, msgspec.structs.replace(wanted, look=MapLook())) != first
    assert made(studio, record, wanted) == first


def test_dimmed_as_on_the_desk(studio: Studio, record: Record, order: ExportOrder) -> None:
    bare = {"people": False, "details": False}
    strong, plain = (pixels(studio, record, with_figure(order, code, **bare)) for code in ("open", ""))
    dimmed = MapLook("open", strengths=(("figures", 0.5),))
    faint = msgspec.structs.replace(with_figure(order, "open", **bare), look=dimmed)
    half = pixels(studio, record, faint)
    changed = np.abs(strong - plain).max(axis=-1) > 40
    assert changed.sum() > 5000
    ratio = np.abs(half - plain)[changed].sum() / np.abs(strong - plain)[changed].sum()
    assert 0.45 < ratio < 0.62  # the legend's plate is as strong as ever


def test_the_document_says_what_it_is_coloured_by(studio: Studio, record: Record, order: ExportOrder) -> None:
    def page(wanted: ExportOrder) -> str:
        return PdfReader(io.BytesIO(made(studio, record, wanted))).pages[1].extract_text()

    assert "区域颜色：风险指数 ＝" in page(with_figure(order, "risk", "pdf"))
    assert "只计在办事件" in page(with_figure(order, "risk", "pdf"))
    english = page(with_figure(order, "open", "pdf", language="en"))
    assert "Colour of the areas: Open cases = cases not closed at this moment" in english
    assert "区域颜色" not in page(with_figure(order, "", "pdf"))


def data_of(page: bytes) -> dict[str, object]:
    found = re.search(r"gridCommandPage\(map_grid_command, (\{.*\})\);", page.decode())
    assert found is not None
    data: dict[str, object] = json.loads(found.group(1))
    return data


def test_the_page_has_the_class_of_every_area(
    studio: Studio, record: Record, order: ExportOrder, whole: Picture
) -> None:
    data = data_of(made(studio, record, with_figure(order, "open", "html", language="en")))
    figure, levels = data["figure"], data["levels"]
    assert isinstance(figure, dict) and isinstance(levels, list)
    assert figure["title"] == "Open cases"
    tokens = THEMES["light"]
    assert figure["colors"] == [*tokens.area_usual, *tokens.area_abnormal]
    for level in levels:
        assert len(level["places"]) == len(level["areas"])
        assert level["classes"][-1] == [-1, "no data"]
        assert {int(place) for place in level["places"]} <= {place for place, _ in level["classes"]}
    street = levels[0]["areas"][0]
    assert street["v"] == f"{street['o']} cases"
    plain = data_of(made(studio, record, with_figure(order, "", "html")))
    assert plain["figure"] is None


@NEEDS_BROWSER
@pytest.mark.timeout(120)
def test_a_browser_shows_the_colours_and_their_key(
    studio: Studio, record: Record, order: ExportOrder, tmp_path: Path
) -> None:
    file, counts = tmp_path / "page.html", []
    tokens = THEMES["light"]
    wanted = with_figure(order, "open", "html", people=False, details=False)
    for look in (wanted.look, MapLook()):
        file.write_bytes(made(studio, record, msgspec.structs.replace(wanted, look=look)))
        shown = show(file, tmp_path)
        assert shown.said == [] and shown.asked == []
        assert ('class="gc-key' in shown.dom) == bool(look.figure)
        with Image.open(shown.picture) as picture:
            drawn = np.asarray(picture.convert("RGB"), np.int16)
        land = QColor(tokens.land)
        colours = [QColor(color) for color in (*tokens.area_usual[1:], *tokens.area_abnormal)]
        mixed = [
            [a * COVERED + b * (1 - COVERED) for a, b in zip(one.getRgb()[:3], land.getRgb()[:3], strict=True)]
            for one in colours
        ]
        counts.append(sum(int((np.abs(drawn - one).max(axis=-1) <= 2).sum()) for one in mixed))
    assert counts[0] > 20_000
    assert counts[1] < counts[0] / 20


def test_a_figure_there_is_not(qapp: object, order: ExportOrder) -> None:
    with pytest.raises(NotWritten, match=r"no figure “luck”\. Areas can be coloured by: open overdue on_time burden"):
        check_order(msgspec.structs.replace(order, look=MapLook("luck")))
    check_order(msgspec.structs.replace(order, look=MapLook("burden")))
