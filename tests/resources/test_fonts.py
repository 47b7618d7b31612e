"""No character that the program is sure to show may be missing from the fonts it ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont

RESOURCES = Path(__file__).parent.parent.parent / "resources"
FONTS = sorted((RESOURCES / "fonts").glob("*.ttf"))
pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)]


def missing(font: Path, characters: set[str]) -> str:
    raw = QRawFont(str(font), 16)
    assert raw.isValid(), f"{font} is no font"
    return "".join(sorted(c for c in characters if c.isprintable() and not raw.supportsCharacter(ord(c))))


def gb2312(first_row: int, last_row: int) -> set[str]:
    codes = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(first_row, last_row + 1) for cell in range(1, 95))
    return set(b"".join(codes).decode("gb2312", errors="ignore"))


def test_gb2312_level_1(font: Path) -> None:
    level_1 = gb2312(16, 55)
    assert len(level_1) == 3755
    assert missing(font, level_1) == ""


def test_gb2312_level_2(font: Path) -> None:
    assert missing(font, gb2312(56, 87)) == ""


def test_names_of_places(font: Path) -> None:
    tables = [path.read_text(encoding="utf-8") for path in (RESOURCES / "geography").rglob("*.csv")]
    assert missing(font, set("".join(tables))) == ""


def test_texts_of_the_program(font: Path) -> None:
    folders = ("translations", "cities", "categories", "workflows")
    files = [path for folder in folders for path in (RESOURCES / folder).rglob("*")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in {".ts", ".json", ".toml", ".csv"}]
    assert missing(font, set("".join(texts))) == ""


def test_signs_of_the_desk(font: Path) -> None:
    assert missing(font, set("0123456789:%·…—–×±°≤≥→←↑↓◆▲■●◇△□○✓“”‘’、。，；：！？（）《》【】")) == ""


def test_qt_finds_family_and_weight(font: Path) -> None:
    number = QFontDatabase.addApplicationFont(str(font))
    try:
        assert QFontDatabase.applicationFontFamilies(number)[0] == "Noto Sans SC"
        wanted = QFont("Noto Sans SC", 12, getattr(QFont.Weight, {"Regular": "Normal"}.get(style(font), style(font))))
        assert QFontInfo(wanted).weight() == wanted.weight()
        assert QFontInfo(wanted).family() == "Noto Sans SC"
    finally:
        QFontDatabase.removeApplicationFont(number)


def style(font: Path) -> str:
    return font.stem.partition("-")[2]
