"""How the views look and which language they speak, handed to each of them by its constructor."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPixmap

from domain.category import Severity
from domain.look import Tokens


class Icons(Protocol):
    """Gives shipped icons in a colour. An unknown name gives an empty picture, never an error."""

    def icon(self, name: str, color: str) -> QIcon: ...

    def pixmap(self, name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
        """``size`` in logical pixels; ``ratio``: device pixels per logical pixel."""
        ...


class Look(QObject):
    """Colours, icons and language of one desk. ``changed`` tells the views to draw themselves anew.

    Texts written in code follow Qt's own ``LanguageChange``; names that come with the data follow ``language``."""

    changed = Signal()

    def __init__(self, tokens: Tokens, icons: Icons, language: str = "zh", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.icons = icons
        self.language = language

    def set_tokens(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.changed.emit()

    def set_language(self, language: str) -> None:
        self.language = language
        self.changed.emit()

    def severity(self, severity: Severity) -> QColor:
        return QColor(self.tokens.severity_colour(severity))

    @property
    def ground(self) -> QColor:
        return QColor(self.tokens.ground)

    @property
    def panel(self) -> QColor:
        return QColor(self.tokens.panel)

    @property
    def raised(self) -> QColor:
        return QColor(self.tokens.raised)

    @property
    def line(self) -> QColor:
        return QColor(self.tokens.line)

    @property
    def text(self) -> QColor:
        return QColor(self.tokens.text)

    @property
    def quiet(self) -> QColor:
        return QColor(self.tokens.quiet)

    @property
    def selection(self) -> QColor:
        return QColor(self.tokens.selection)

    @property
    def good(self) -> QColor:
        return QColor(self.tokens.good)

    @property
    def warn(self) -> QColor:
        return QColor(self.tokens.warn)

    @property
    def bad(self) -> QColor:
        return QColor(self.tokens.bad)

    @property
    def pending(self) -> QColor:
        return QColor(self.tokens.pending)


def sized(font: QFont, steps: float, weight: QFont.Weight | None = None) -> QFont:
    """``font`` made ``steps`` points larger (negative: smaller), never below 8 points."""
    changed = QFont(font)
    changed.setPointSizeF(max(8.0, font.pointSizeF() + steps))
    if weight is not None:
        changed.setWeight(weight)
    return changed


def mixed(color: QColor, other: QColor, share: float) -> QColor:
    """``color`` with ``share`` (0..1) of another in it."""
    pairs = ((color.red(), other.red()), (color.green(), other.green()), (color.blue(), other.blue()))
    red, green, blue = (round(one + (two - one) * share) for one, two in pairs)
    return QColor(red, green, blue)


def faded(color: QColor, alpha: float) -> QColor:
    """``color`` with an opacity of ``alpha`` (0..1)."""
    faint = QColor(color)
    faint.setAlphaF(alpha)
    return faint
