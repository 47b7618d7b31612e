"""Fonts, palette, style sheet and icons of both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.theme import FontsMissing, TintedIcons, dress, load_fonts, on_color, palette, style_sheet
from domain.look import DARK, THEMES, Tokens
from tests import silence


@pytest.fixture(params=list(THEMES))
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return THEMES[request.param]


def test_every_colour_of_the_style_sheet_is_filled_in(tokens: Tokens) -> None:
    assert not re.search(r"\{[a-z_]+\}", style_sheet(tokens))


def test_the_style_sheet_is_understood(qtbot: QtBot, qapp: QApplication, tokens: Tokens) -> None:
    dress(qapp, tokens)  # what Qt cannot read it says, and what it says fails this test
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.setProperty("primary", True)
    button.resize(80, 40)
    assert button.grab().toImage().pixelColor(6, 20).name() == QColor(tokens.selection).name()


def test_text_reads_on_what_it_stands_on(tokens: Tokens) -> None:
    made = palette(tokens)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        for text, ground in (
            (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
            (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
            (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        ):
            assert contrast(made.color(group, text), made.color(group, ground)) >= 4.5
    assert contrast(QColor(on_color(tokens.selection)), QColor(tokens.selection)) >= 4.5


def contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.usefixtures("qapp")
def test_the_shipped_font_is_used() -> None:
    assert QFontInfo(load_fonts()).family().startswith("Noto Sans SC")


@pytest.mark.usefixtures("qapp")
def test_a_missing_font_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="Restore the folder resources/fonts"):
        load_fonts(tmp_path)


@pytest.mark.usefixtures("qapp")
def test_icons_are_tinted_sharp_and_never_an_error() -> None:
    icons = TintedIcons()
    pixmap = icons.pixmap("phone", "#ff0000", 16, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)
    image = pixmap.toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert colors == {"#ff0000"}
    empty = icons.pixmap("no such icon", "#ff0000", 16)
    assert not empty.isNull()
    assert empty.toImage().pixelColor(8, 8).alpha() == 0


def test_every_icon_the_views_name_is_shipped() -> None:
    root = Path(__file__).parent.parent.parent
    shipped = {file.stem for file in (root / "resources" / "icons").glob("*.svg")}
    named = set()
    for file in (root / "widgets").glob("*.py"):
        text = file.read_text()
        named |= set(re.findall(r"icons\.(?:icon|pixmap)\(\s*\"([a-z0-9-]+)\"", text))
        named |= set(re.findall(r"EmptyNote\(\w+, \"([a-z0-9-]+)\"", text))
    from widgets.command_palette import ICONS
    from widgets.queue_row import SOURCE_ICONS

    named |= set(ICONS.values()) | set(SOURCE_ICONS.values())
    assert named <= shipped


def test_what_a_test_puts_on_the_application_is_taken_off_again(qapp: QApplication) -> None:
    def worn() -> tuple[object, ...]:
        return qapp.style().name(), qapp.palette(), qapp.styleSheet(), qapp.font()

    before, watch = worn(), silence._dress()
    next(watch)
    dress(qapp, DARK, load_fonts())
    assert worn() != before
    assert next(watch) == [] and worn() == before
