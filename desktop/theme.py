"""The room's looks put on the application: shipped fonts, palette, style sheet and tinted icons."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from domain.look import Tokens
from resources import FOLDER

POINTS = 10.5
#: The ground of a white tick, in both themes.
_CHECK = "#2F6FE0"


class FontsMissing(RuntimeError):
    """The shipped fonts cannot be read; the message says what to do."""


def load_fonts(folder: Traversable | None = None) -> QFont:
    """Register the shipped fonts and give the base font: Chinese and Latin in one family, digits of equal width.

    Raises FontsMissing when a file is missing or damaged."""
    folder = folder or resources.files("resources") / "fonts"
    family = ""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-Bold.ttf"):
        file = folder / name
        number = QFontDatabase.addApplicationFont(str(file)) if file.is_file() else -1
        if number < 0:
            raise FontsMissing(f"The font {file} is missing or damaged. Restore the folder resources/fonts.")
        family = family or QFontDatabase.applicationFontFamilies(number)[0]
    font = QFont(family)
    font.setPointSizeF(POINTS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def palette(tokens: Tokens) -> QPalette:
    """Qt's palette in the colours of ``tokens``."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.ground,
        QPalette.ColorRole.Base: tokens.panel,
        QPalette.ColorRole.AlternateBase: tokens.raised,
        QPalette.ColorRole.Button: tokens.raised,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.bad,
        QPalette.ColorRole.PlaceholderText: tokens.quiet,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: on_color(tokens.selection),
        QPalette.ColorRole.Link: tokens.selection,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Dark: tokens.ground,
        QPalette.ColorRole.Light: tokens.raised,
    }
    for role, color in roles.items():
        made.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.quiet))
    return made


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of ``resources/style`` with the colours filled in."""
    sheet = (resources.files("resources") / "style" / "desk.qss").read_text("utf-8")
    colors = {
        "ground": tokens.ground,
        "panel": tokens.panel,
        "raised": tokens.raised,
        "line": tokens.line,
        "text": tokens.text,
        "quiet": tokens.quiet,
        "selection": tokens.selection,
        "selection_raised": QColor(tokens.selection).lighter(112).name(),
        "on_selection": on_color(tokens.selection),
        "alarm": tokens.bad,
        "check": _CHECK,
    }
    for name, color in colors.items():
        sheet = sheet.replace("{" + name + "}", color)
    return sheet.replace("{style}", (FOLDER / "style").as_posix())


def dress(application: QApplication, tokens: Tokens, font: QFont | None = None) -> None:
    """Put style, palette and, the first time, the font on the application."""
    if font is not None:
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(tokens))
    application.setStyleSheet(style_sheet(tokens))
    if font is not None:
        application.setFont(font)
        for widget in application.allWidgets():  # Qt tells them by itself only while its event loop runs
            application.sendEvent(widget, QEvent(QEvent.Type.ApplicationFontChange))


def on_color(background: str) -> str:
    """Black or white, whichever reads better on ``background``."""
    color = QColor(background)
    channels = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#0b0e12" if luminance > 0.179 else "#ffffff"


class TintedIcons:
    """Shipped icons by name in any colour; an unknown name gives an empty picture."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder or resources.files("resources") / "icons"
        self._drawn = lru_cache(maxsize=512)(self._draw)

    def icon(self, name: str, color: str) -> QIcon:
        icon = QIcon()
        for size in (16, 32, 48):
            icon.addPixmap(self.pixmap(name, color, size))
        return icon

    def pixmap(self, name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
        """``size`` in logical pixels; ``ratio``: device pixels per logical pixel."""
        return self._drawn(name, color, size, ratio)

    def _draw(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        pixels = round(size * ratio)
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.fill(Qt.GlobalColor.transparent)
        file = self._folder / f"{name}.svg"
        if file.is_file():
            svg = file.read_text("utf-8").replace("currentColor", color)
            painter = QPainter(pixmap)
            QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
            painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
