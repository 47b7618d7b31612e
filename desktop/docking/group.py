"""Panes behind each other under one small head: a title, or tabs when there are several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QTabBar, QToolButton, QVBoxLayout, QWidget

from desktop.docking.grip import Grip
from desktop.docking.landing import GroupBox
from desktop.docking.pane import Pane
from widgets.look import Look


class Group(QWidget):
    """Signals carry codes of panes. ``lifted(pane, where)`` begins a drag, ``grip`` tells how it goes on. ``outside``:
    it is in a window of panes."""

    raised = Signal(str)
    lifted = Signal(str, QPoint)
    window_toggled = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, look: Look, panes: Sequence[Pane], outside: bool) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._look, self.panes, self._outside = look, tuple(panes), outside
        self._title: QLabel | None = None
        self.tabs: QTabBar | None = None
        self._window_button = _small_button()
        self._window_button.clicked.connect(lambda: self.window_toggled.emit(self.front))
        self._menu_button = _small_button()
        self._menu_button.clicked.connect(self._on_menu_button)
        self._head = self._make_head()
        head = QHBoxLayout()
        head.setContentsMargins(0 if self.tabs else 12, 0 if self.tabs else 3, 6, 0 if self.tabs else 2)
        head.setSpacing(0)
        head.addWidget(self._head, 1)
        head.addWidget(self._window_button)
        head.addWidget(self._menu_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        self._stack = QStackedLayout()
        box.addLayout(self._stack, 1)
        self.grip = Grip(self._head)  # it knows nothing of this group: nothing keeps a closed desk alive
        self.grip.lifted.connect(self._on_lifted)
        self.grip.opened.connect(self._on_opened)
        self.grip.asked.connect(self._on_asked)
        look.changed.connect(self._draw)
        self._draw()
        self._name_things()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(pane.code for pane in self.panes)

    @property
    def front(self) -> str:
        return self.panes[self._stack.currentIndex()].code

    def take(self) -> None:
        """Take the panes in, wherever they are; those it has already stay."""
        for pane in self.panes[self._stack.count() :]:
            self._stack.addWidget(pane.view)

    def show_front(self, code: str) -> None:
        """Bring a pane to the front, without telling anybody."""
        index = self.codes.index(code)
        if self.tabs is not None:
            blocked = self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(index)
            self.tabs.blockSignals(blocked)
        self._stack.setCurrentIndex(index)
        self.panes[index].view.show()

    def box(self, window: QWidget) -> GroupBox:
        """Where it is on ``window``."""
        at = self.mapTo(window, QPoint(0, 0))
        head = QRect(at, QSize(self.width(), max(self._head.geometry().bottom() + 3, 20)))
        tabs: tuple[QRect, ...] = ()
        if self.tabs is not None:
            bar = self.tabs
            tabs = tuple(bar.tabRect(n).translated(bar.mapTo(window, QPoint(0, 0))) for n in range(bar.count()))
        return GroupBox(self.codes, QRect(at, self.size()), head, tabs)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        if len(self.panes) == 1:
            self._title = QLabel()
            self._title.setProperty("heading", True)
            return self._title
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAcceptDrops(True)  # an incident held over a tab gets at what is behind it
        self.tabs.setChangeCurrentOnDrag(True)
        for _ in self.panes:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._on_tab)
        return self.tabs

    def _pane_at(self, at: QPoint) -> str:
        if self.tabs is None:
            return self.panes[0].code
        index = self.tabs.tabAt(at)
        return self.panes[index].code if index >= 0 else self.front

    def _on_lifted(self, at: QPoint, where: QPoint) -> None:
        self.lifted.emit(self._pane_at(at), where)

    def _on_opened(self, at: QPoint) -> None:
        self.window_toggled.emit(self._pane_at(at))

    def _on_asked(self, at: QPoint, where: QPoint) -> None:
        self.menu_requested.emit(self._pane_at(at), where)

    def _on_tab(self, index: int) -> None:
        if 0 <= index < len(self.panes):
            self._stack.setCurrentIndex(index)
            self.raised.emit(self.panes[index].code)

    def _on_menu_button(self) -> None:
        button = self._menu_button
        self.menu_requested.emit(self.front, button.mapToGlobal(button.rect().bottomLeft()))

    def _draw(self) -> None:
        icons, quiet = self._look.icons, self._look.tokens.quiet
        self._window_button.setIcon(icons.icon("arrow-back-up" if self._outside else "external-link", quiet))
        self._menu_button.setIcon(icons.icon("dots-vertical", quiet))

    def _name_things(self) -> None:
        for index, pane in enumerate(self.panes):
            if self.tabs is not None:
                self.tabs.setTabText(index, pane.title)
            elif self._title is not None:
                self._title.setText(pane.title)
        out, back = self.tr("Open in a window of its own"), self.tr("Bring back into the desk window")
        self._window_button.setToolTip(back if self._outside else out)
        self._window_button.setAccessibleName(self._window_button.toolTip())
        self._menu_button.setToolTip(self.tr("Arrange"))
        self._menu_button.setAccessibleName(self._menu_button.toolTip())
        self._head.setToolTip(self.tr("Drag it to another place, or out of the window"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


def _small_button() -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(14, 14))
    button.setProperty("small", True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
