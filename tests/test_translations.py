"""Every text of the screen is in Chinese too, and what the program reads is made from what people write."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

from tools import translations


def test_no_text_is_left_in_english() -> None:
    assert translations.missing() == []


def test_the_compiled_file_is_up_to_date(tmp_path: Path) -> None:
    translations.release(translations.FOLDER / "zh.ts", tmp_path / "zh.qm")
    assert (tmp_path / "zh.qm").read_bytes() == (translations.FOLDER / "zh.qm").read_bytes()


def test_translations_keep_what_is_filled_in() -> None:
    root = ElementTree.parse(translations.FOLDER / "zh.ts").getroot()
    for message in root.iter("message"):
        source, translation = message.findtext("source") or "", message.findtext("translation") or ""
        assert _fields(source) == _fields(translation), source


def _fields(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}
