"""One window's part of an arrangement on the screen: groups of panes, split by handles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.docking import tree
from desktop.docking.group import Group
from desktop.docking.landing import GroupBox, Spot
from desktop.docking.pane import Pane
from desktop.docking.tree import Node, Split, Tabs
from widgets.look import Look, faded


class Sizes(NamedTuple):
    """What the parts of one split measure: the panes that each part shows, and its pixels."""

    parts: tuple[frozenset[str], ...]
    pixels: tuple[int, ...]


class Area(QWidget):
    """Shows a ``Node``; its panes come from ``panes``. ``group_made(Group)`` for each new group, to be connected.
    ``parted(Sizes)``: a handle was moved by hand. ``empty`` is shown when there is nothing."""

    group_made = Signal(Group)
    parted = Signal(object)

    def __init__(self, look: Look, panes: Mapping[str, Pane], *, outside: bool, empty: QWidget | None = None) -> None:
        super().__init__()
        self._look, self._panes, self._outside, self._empty = look, panes, outside, empty
        self._node: Node | None = None
        self._content: QWidget | None = None
        self._veil: Veil | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        if empty is not None:
            self._box.addWidget(empty)

    def show_node(self, node: Node | None) -> list[QWidget]:
        """Show it; widgets that are no longer needed, to be deleted when all areas have taken the panes they want."""
        before, self._node = self._node, node
        same = node is not None and before is not None and tree.form(before) == tree.form(node)
        if same and node is not None and self._content is not None:
            self._adjust(self._content, node)
            return []
        kept = {group.codes: group for group in self.groups()}
        left = [self._content] if self._content is not None and not isinstance(self._content, Group) else []
        wanted = set(_groups(node))
        dropped = [group for codes, group in kept.items() if codes not in wanted]
        self._content = None
        if node is not None:
            self._content = self._made(node, kept)
            self._content.hide()
            self._box.addWidget(self._content)
            self._fill(self._content, node, kept)
            self._content.show()
        if self._empty is not None:
            self._empty.setVisible(self._content is None)
        for widget in (*left, *dropped):
            widget.hide()
            self._box.removeWidget(widget)
        self._box.activate()  # sizes are true at once
        return [*dropped, *left]

    def groups(self) -> list[Group]:
        """What is shown, from left to right and from top to bottom."""
        return list(_widgets(self._content, Group))

    def group_of(self, pane: str) -> Group | None:
        return next((group for group in self.groups() if pane in group.codes), None)

    def boxes(self) -> list[GroupBox]:
        """Where the groups are on this area."""
        return [group.box(self) for group in self.groups()]

    def sizes(self) -> list[Sizes]:
        """What the splits measure now; nothing of splits that were never on the screen."""
        return [splitter.measured() for splitter in _widgets(self._content, Splitter) if splitter.laid_out]

    def show_spot(self, spot: Spot | None) -> None:
        """Light up where a pane in the air would go."""
        if spot is None:
            if self._veil is not None:
                self._veil.hide()
            return
        if self._veil is None:
            self._veil = Veil(self._look, self)
        self._veil.show_spot(spot)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _made(self, node: Node, kept: Mapping[tuple[str, ...], Group]) -> QWidget:
        """A group that has not taken its panes yet, or a split without its parts."""
        if isinstance(node, Split):
            splitter = Splitter(node, [self._greed(part) for part in node.parts])
            splitter.parted.connect(self.parted)
            return splitter
        group = kept.get(node.panes)
        if group is None:
            group = Group(self._look, [self._panes[code] for code in node.panes], self._outside)
            self.group_made.emit(group)
        return group

    def _fill(self, widget: QWidget, node: Node, kept: Mapping[tuple[str, ...], Group]) -> None:
        """From the outside to the inside: each pane gets another parent once, which costs milliseconds."""
        if isinstance(widget, Group) and isinstance(node, Tabs):
            widget.take()
            widget.show_front(node.front)
        if isinstance(widget, Splitter) and isinstance(node, Split):
            for part in node.parts:
                inner = self._made(part, kept)
                widget.addWidget(inner)
                self._fill(inner, part, kept)
                inner.show()

    def _greed(self, node: Node) -> bool:
        return any(self._panes[code].greedy for code in tree.panes(node))

    def _adjust(self, widget: QWidget, node: Node) -> None:
        if isinstance(node, Tabs):
            assert isinstance(widget, Group)
            widget.show_front(node.front)
            return
        assert isinstance(widget, Splitter)
        widget.set_wanted(node)
        for place, part in enumerate(node.parts):
            inner = widget.widget(place)
            assert inner is not None
            self._adjust(inner, part)


class Splitter(QSplitter):
    """The parts of a ``Split``, in its sizes whatever becomes of the window. ``parted(Sizes)``: a hand moved a
    handle."""

    parted = Signal(object)

    def __init__(self, node: Split, greed: list[bool]) -> None:
        super().__init__(Qt.Orientation.Horizontal if node.across else Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(2)
        self._greedy = greed.index(True) if any(greed) else None
        self._wanted: Sequence[float] = node.sizes
        self._parts = tuple(frozenset(tree.panes(part)) for part in node.parts)
        self.laid_out = False
        self.splitterMoved.connect(self._on_moved)

    def set_wanted(self, node: Split) -> None:
        self._wanted = node.sizes
        self._lay_out()

    def measured(self) -> Sizes:
        return Sizes(self._parts, tuple(self.sizes()))

    def _on_moved(self) -> None:
        self._wanted = self.sizes()
        self.parted.emit(self.measured())

    def _lay_out(self) -> None:
        if not self.isVisible() or self.count() < len(self._parts):
            return
        whole = self.width() if self.orientation() is Qt.Orientation.Horizontal else self.height()
        self.setSizes(tree.fitted(self._wanted, whole - self.handleWidth() * (self.count() - 1), self._greedy))
        self.laid_out = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()


class Veil(QWidget):
    """Lies over an area while a pane is in the air and shows where it would go."""

    def __init__(self, look: Look, area: QWidget) -> None:
        super().__init__(area)
        self._look = look
        self._spot: Spot | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_spot(self, spot: Spot) -> None:
        if spot != self._spot:
            self._spot = spot
            self.setGeometry(spot.room.united(spot.sign))  # only what is under it is drawn anew
            self.update()
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._spot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.pos())
        painter.setPen(QPen(self._look.selection, 2))
        painter.setBrush(faded(self._look.selection, 0.22))
        painter.drawRoundedRect(self._spot.room.adjusted(3, 3, -3, -3), 4, 4)
        painter.fillRect(self._spot.sign, self._look.selection)
        painter.end()


W = TypeVar("W", bound=QWidget)


def _widgets(widget: QWidget | None, kind: type[W]) -> Iterator[W]:
    """The widget itself and what its splits hold, from left to right and from top to bottom."""
    if isinstance(widget, kind):
        yield widget
    if isinstance(widget, Splitter):
        for place in range(widget.count()):
            yield from _widgets(widget.widget(place), kind)


def _groups(node: Node | None) -> Iterator[tuple[str, ...]]:
    if isinstance(node, Tabs):
        yield node.panes
    elif node is not None:
        for part in node.parts:
            yield from _groups(part)
