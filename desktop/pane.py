"""One view with its title: at home in the desk window, or in a window of its own on another monitor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget


class PaneWindow(QWidget):
    """The window a pane lives in while it is away; closing it sends the pane home."""

    closed = Signal()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()


class Pane(QWidget):
    """A frame around ``view``. One without a ``head`` is named, and sent away, by whatever holds it."""

    def __init__(self, view: QWidget, away_icon: QIcon, *, head: bool = True) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._title = ""
        self._view = view
        self._window: PaneWindow | None = None
        self._label = QLabel(self)
        self._label.setObjectName("paneTitle")
        self._away = QLabel()
        self._away.setProperty("quiet", True)
        self._away.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._away.hide()
        self._label.setProperty("heading", True)
        self._button = away_button(away_icon, self)
        self._button.clicked.connect(self.toggle_window)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        if head:
            row = QHBoxLayout()
            row.setContentsMargins(12, 4, 6, 2)
            row.addWidget(self._label, 1)
            row.addWidget(self._button)
            self._body.addLayout(row)
        else:
            self._label.hide()
            self._button.hide()
        self._body.addWidget(view, 1)
        self._body.addWidget(self._away, 1)
        self._retranslate()

    @property
    def title(self) -> str:
        """What is in it, in the language of the moment."""
        return self._title

    def set_title(self, title: str) -> None:
        self._title = title
        self._retranslate()

    @property
    def away(self) -> bool:
        """Whether the view is in a window of its own."""
        return self._window is not None

    def toggle_window(self) -> None:
        """Out into a window of its own, or home again."""
        if self._window is not None:
            self._window.close()
            return
        window = PaneWindow()
        window.setObjectName("paneWindow")
        window.closed.connect(self._come_home)
        box = QVBoxLayout(window)
        box.setContentsMargins(0, 0, 0, 0)
        size = self._view.size()
        box.addWidget(self._view)
        self._window = window
        self._away.show()
        self._retranslate()
        window.resize(size.expandedTo(self._view.minimumSizeHint()))
        self._place(window)
        window.show()

    def _place(self, window: QWidget) -> None:
        """On another screen when there is one, else beside the desk window."""
        here = self.screen()
        other = next((screen for screen in QGuiApplication.screens() if screen is not here), None)
        corner = self.mapToGlobal(self.rect().topLeft())
        window.move(other.availableGeometry().topLeft() if other else corner + self.rect().topLeft())

    def _come_home(self) -> None:
        if self._window is None:
            return
        window, self._window = self._window, None
        self._away.hide()
        self._body.insertWidget(self._body.indexOf(self._away), self._view, 1)
        self._view.show()
        self._retranslate()
        window.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._label.setText(self._title)
        self._away.setText(self.tr("Shown in a window of its own"))
        self._button.setToolTip(self.tr("Bring back here") if self.away else self.tr("Open in a window of its own"))
        if self._window is not None:
            self._window.setWindowTitle(self._title)


def away_button(icon: QIcon, parent: QWidget | None = None) -> QToolButton:
    """The small button that sends a pane into a window of its own, or home."""
    button = QToolButton(parent)
    button.setIcon(icon)
    button.setIconSize(QSize(14, 14))
    button.setProperty("small", True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
