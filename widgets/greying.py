"""The colour taken out of a view whose picture is no longer live."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsColorizeEffect, QWidget


def set_grey(view: QWidget, grey: bool) -> None:
    """Grey, or as it is."""
    effect = None
    if grey:
        effect = QGraphicsColorizeEffect(view)
        effect.setColor(Qt.GlobalColor.black)  # adds nothing: what remains is grey
    view.setGraphicsEffect(effect)  # type: ignore[arg-type]  # None takes the effect away
