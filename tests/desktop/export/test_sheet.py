"""The picture, opened with Pillow."""

from __future__ import annotations

import io

import msgspec
import numpy as np
import pytest
from PIL import Image

from desktop.export.order import ExportOrder
from desktop.export.record import Record
from desktop.export.sheet import layout
from desktop.export.studio import Studio
from domain.look import THEMES
from tests.desktop.export.town_record import record_of_hostile_town


def made(studio: Studio, record: Record, order: ExportOrder, **changes: object) -> Image.Image:
    wanted = msgspec.structs.replace(order, out="x.png", **changes)
    picture = Image.open(io.BytesIO(studio.make(record, wanted, lambda *_: None).content))
    picture.load()
    return picture


@pytest.mark.parametrize(
    ("size", "dpi"), [((1920, 1080), 144), ((1240, 1754), 150), ((3508, 2480), 300), ((400, 300), 72)]
)
def test_size_and_resolution_in_print(
    studio: Studio, record: Record, order: ExportOrder, size: tuple[int, int], dpi: int
) -> None:
    picture = made(studio, record, order, size=size, dpi=dpi)
    assert picture.size == size
    assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert "网格" in picture.info["Title"]
    colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 200, "an empty sheet"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_is_light_and_screens_are_dark(studio: Studio, record: Record, order: ExportOrder, theme: str) -> None:
    picture = made(studio, record, order, theme=theme)
    corner = picture.convert("L").getpixel((5, 500))
    assert isinstance(corner, int)
    assert (corner > 200) == (not THEMES[theme].dark)


def test_a_larger_picture_is_the_same_sheet_sharper(studio: Studio, record: Record, order: ExportOrder) -> None:
    small = made(studio, record, order, size=(1920, 1080)).convert("RGB")
    large = made(studio, record, order, size=(3840, 2160)).convert("RGB").resize(small.size, Image.Resampling.BOX)
    apart = np.abs(np.asarray(small, np.int16) - np.asarray(large, np.int16))
    assert apart.mean() < 6


def test_people_and_details_can_stay_out(studio: Studio, record: Record, order: ExportOrder) -> None:
    whole = np.asarray(made(studio, record, order).convert("RGB"), np.int16)
    alone = np.asarray(made(studio, record, order, people=False).convert("RGB"), np.int16)
    assert np.abs(whole - alone).max() > 60
    bare = msgspec.structs.replace(order, out="x.png", details=False)
    assert layout(bare).side == 0
    assert made(studio, record, order, details=False).size == (1920, 1080)


def test_hostile_words_are_drawn_as_words(studio: Studio, order: ExportOrder) -> None:
    assert made(studio, record_of_hostile_town(), order).size == (1920, 1080)
