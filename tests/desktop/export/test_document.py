"""The PDF, opened with pypdf: its text can be searched, its pages are there, nothing leads out of it."""

from __future__ import annotations

import io

import msgspec
import pytest
from pypdf import PdfReader

from desktop.export import document
from desktop.export.order import ExportOrder
from desktop.export.record import Record
from desktop.export.studio import Studio
from tests.desktop.export.town_record import HEADER, record_of_hostile_town, record_of_town


def opened(studio: Studio, record: Record, order: ExportOrder, **changes: object) -> PdfReader:
    wanted = msgspec.structs.replace(order, out="x.pdf", **changes)
    return PdfReader(io.BytesIO(studio.make(record, wanted, lambda *_: None).content))


def texts(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.fixture(scope="module")
def chinese(family: str, record: Record, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    studio = Studio(family, tmp_path_factory.mktemp("data"))
    reader = opened(studio, record, ExportOrder("x.pdf"), title="鼓楼区 㑩 网格态势快报")
    studio.close()  # what it says is the application's language while it works
    return reader


@pytest.fixture(scope="module")
def english(family: str, record: Record, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    studio = Studio(family, tmp_path_factory.mktemp("data"))
    reader = opened(studio, record, ExportOrder("x.pdf"), language="en")
    studio.close()  # what it says is the application's language while it works
    return reader


def test_chinese_can_be_searched(chinese: PdfReader) -> None:
    text = texts(chinese)
    assert "鼓楼区" in text  # and not the radical that looks like it, as other ways to make a PDF have it
    assert "\u2fce" not in text
    assert "㑩" in text, "a letter the heavier faces do not have"
    for words in ("小城", "关键指标", "态势图", "重点事件", "分区域情况", "今日走势", "街道1", "值班调度"):
        assert words in text
    assert len(chinese.pages) == 5
    assert [float(side) for side in chinese.pages[0].mediabox[2:]] == pytest.approx([842, 595], abs=1)
    assert "小城" in ((chinese.metadata and chinese.metadata.title) or "")


def test_english(english: PdfReader) -> None:
    text = texts(english)
    for words in ("Small city", "Grid situation report", "Key figures", "What hurts most", "1 / 5", "5 / 5"):
        assert words in text


def test_figures_are_those_of_the_room(english: PdfReader) -> None:
    cover = english.pages[0].extract_text()
    lines = [line.strip() for line in cover.splitlines()]
    assert lines[lines.index("Open") + 1].startswith("8I and II among them: 3")
    assert lines[lines.index("Late") + 1].startswith("112.5%")
    assert "8 incidents are open, 1 of them late." in cover


def test_the_map_is_in_it(chinese: PdfReader) -> None:
    pictures = chinese.pages[1].images
    assert max(picture.image.size[0] for picture in pictures if picture.image) > 2000


def test_details_can_stay_out(studio: Studio, record: Record, order: ExportOrder) -> None:
    reader = opened(studio, record, order, details=False)
    assert len(reader.pages) == 4
    assert "重点事件" not in texts(reader)


def test_what_is_not_live_or_not_real_says_so(studio: Studio, order: ExportOrder) -> None:
    header = msgspec.structs.replace(HEADER, live=False, heard_at=HEADER.at - 90, simulated=True)
    text = texts(opened(studio, record_of_town(header), order))
    assert "非实时" in text
    assert "模拟数据" in text


def test_hostile_words_stay_words(studio: Studio, order: ExportOrder) -> None:
    reader = opened(studio, record_of_hostile_town(), order)
    text = texts(reader).replace("\n", "")
    assert "document.title='hacked'" in text
    assert "{{7*7}}" in text
    assert "=HYPERLINK(" in text
    for page in reader.pages:
        assert not page.get("/Annots"), "a link"
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/JavaScript", "/AcroForm"} & set(root)


def test_a_document_reaches_nothing_but_its_own_pictures() -> None:
    fetcher = document._OnlyOurs({"snapshot:map.jpg": ("image/jpeg", b"x")})
    for url in ("http://127.0.0.1/x.png", "file:///etc/passwd", "data:text/html,<script>", "snapshot:other"):
        with pytest.raises((KeyError, ValueError)):
            fetcher.fetch(url)
    assert fetcher.fetch("snapshot:map.jpg").read() == b"x"
