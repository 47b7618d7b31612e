"""Language and colours of the whole application, changed while it runs."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.theme import TintedIcons, dress
from domain.look import THEMES
from resources import FOLDER
from widgets.look import Look


class Appearance(QObject):
    """Owns the ``look`` every view is given; what it is told, it tells the application and the look."""

    def __init__(self, application: QApplication, language: str, theme: str) -> None:
        super().__init__()
        self._application = application
        self._translator = QTranslator(self)
        self._words = b""
        self.look = Look(THEMES[theme], TintedIcons(), language)
        self._translate(language)

    def set_language(self, language: str) -> None:
        """Chinese (``zh``) or English (``en``), at once and everywhere."""
        self._translate(language)
        self.look.set_language(language)

    def set_theme(self, theme: str) -> None:
        """``dark`` or ``light``."""
        self.look.set_tokens(THEMES[theme])
        dress(self._application, self.look.tokens)

    def take_back(self) -> None:
        """The application speaks its own language again."""
        self._application.removeTranslator(self._translator)

    def _translate(self, language: str) -> None:
        self.take_back()
        if language == "en":
            return
        # Read, not mapped: an update that rewrites the file must not take a running desk with it.
        self._words = (FOLDER / "translations" / f"{language}.qm").read_bytes()
        if self._translator.load(self._words):
            self._application.installTranslator(self._translator)
