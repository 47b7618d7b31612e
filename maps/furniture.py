"""What stands on the map without being part of the city: buttons, overview, coordinates, marked places."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Signal
from PySide6.QtWidgets import QWidget

from domain.coordinates import System
from maps import wording
from maps.bookmark_sheet import BookmarkSheet
from maps.bookmarks import Bookmark, with_one
from maps.chrome import Buttons, FollowChip
from maps.coordinate_readout import CoordinateReadout
from maps.instruments import Instruments
from maps.lettering import as_box
from maps.navigation import Navigation
from maps.overview import Overview
from maps.presentation import Presentation
from maps.projection import to_degrees
from maps.stepping_aside import clearest, looked_at
from maps.tool_strip import ToolStrip
from maps.tools import Tools

#: Logical pixels to the edges of the map, and from one thing to the next.
EDGE, GAP, FOOT = 12, 8, 40
#: Buttons at the right edge and the line at the foot reach so far beyond the margin a view leaves around what it shows,
#: with room for the sign of an incident at the very border.
TAKEN = 36.0, 26.0


class Furniture(QObject):
    """Makes the things, dresses them and puts them in their places. ``remembered``: something changed that should be
    there next time: marked places, whether the overview is wanted, the system of coordinates. ``told``: a sentence for
    whoever looks at the map."""

    remembered = Signal()
    told = Signal(str)

    def __init__(self, shown: Presentation, navigation: Navigation, instruments: Instruments, parent: QWidget) -> None:
        super().__init__(parent)
        self._map, self._shown, self._navigation, self._instruments = parent, shown, navigation, instruments
        self.marks: tuple[Bookmark, ...] = ()
        self._pointer: tuple[float, float] | None = None
        navigation.taken = TAKEN
        navigation.moved.connect(self._show_place)
        self.overview = Overview(shown, navigation, parent)
        self.readout = CoordinateReadout(parent)
        self.readout.system_chosen.connect(lambda _: self.remembered.emit())
        self.buttons = Buttons(parent)
        self.buttons.zoom_requested.connect(navigation.zoom_middle)
        self.buttons.home_requested.connect(navigation.home)
        self.strip = ToolStrip(parent)
        self.strip.requested.connect(self.use)
        self.follow_chip = FollowChip(parent)
        self.sheet = BookmarkSheet(parent)
        self.sheet.marked.connect(self._on_marked)
        self.sheet.chosen.connect(self.go_to)
        self.sheet.forgotten.connect(self._on_forgotten)
        self.sheet.closed.connect(self._on_sheet_closed)
        instruments.changed.connect(self._show_held)
        navigation.moved.connect(self.stand_aside)
        self._show_held()

    def use(self, code: str) -> None:
        """As if the button of the strip with this code was touched."""
        instruments = self._instruments
        match code:
            case "measure":
                instruments.take(instruments.tape)
                self._map.setFocus()
            case "area":
                instruments.take(instruments.pen)
                self._map.setFocus()
            case "overview":
                self.overview.want(not self.overview.wanted)
                self.remembered.emit()
            case "bookmarks" if self.sheet.isVisible():
                self.sheet.close_sheet()
            case "bookmarks":
                self.sheet.open(self._name_of_view())
                self.lay_out()
        self._show_held()

    def go_to(self, mark: Bookmark) -> None:
        self._navigation.gestured.emit()
        self._navigation.centre(mark.x, mark.y, mark.zoom)

    def go_to_number(self, number: int) -> bool:
        """Go to the marked place with this number (from 1); whether there is one."""
        if not 1 <= number <= len(self.marks):
            return False
        self.go_to(self.marks[number - 1])
        return True

    def go_to_name(self, name: str) -> None:
        """Go to the marked place of this name, if there is one."""
        for mark in self.marks:
            if mark.name == name:
                self.go_to(mark)

    def remember(self, marks: tuple[Bookmark, ...], overview: bool, system: System) -> None:
        """What was kept from last time."""
        self.marks = marks
        self.sheet.show_marks(marks)
        self.overview.want(overview)
        self.readout.choose(system)
        self._show_held()

    def share(self, other: Furniture) -> None:
        """The marked places and the system of coordinates of another map: they are the person's, not the map's."""
        if (self.marks, self.readout.system) != (other.marks, other.readout.system):
            self.remember(other.marks, self.overview.wanted, other.readout.system)

    def dress(self, tools: Tools) -> None:
        for thing in (self.buttons, self.strip, self.overview):
            thing.dress(tools.style, tools.ratio)
        for quiet in (self.follow_chip, self.readout, self.sheet):
            quiet.dress(tools.style)
        self.lay_out()

    def lay_out(self) -> None:
        width, height = self._map.width(), self._map.height()
        for column in (self.buttons, self.strip):
            column.adjustSize()
        self.buttons.move(width - self.buttons.width() - EDGE, height - self.buttons.height() - FOOT)
        above = self.buttons.y() - self.strip.height() - GAP
        self.strip.move(width - self.strip.width() - EDGE, above)
        self.strip.setVisible(above >= EDGE)  # all of it is on keys too
        self.follow_chip.move((width - self.follow_chip.width()) // 2, 14)
        self.overview.follow()
        top = max(EDGE, min(above, height - self.sheet.height() - FOOT))
        self.sheet.move(self.strip.x() - self.sheet.width() - GAP, top)
        self.place_readout()
        self.stand_aside()

    def stand_aside(self) -> None:
        """The overview in its corner at the left, or at the right while the left one lies over what the room looks at,
        as it will be when the map has come to where it goes. It stays under a hand that is on it."""
        overview = self.overview
        home = QRect(QPoint(EDGE, self._map.height() - overview.height() - FOOT), overview.size())
        aside = home.translated(self.buttons.x() - GAP - overview.width() - EDGE, 0)
        if not overview.underMouse():
            pixels = self._navigation.destination.to_pixels(looked_at(self._shown))
            corners = (home,) if self.sheet.isVisible() else (home, aside)
            overview.move(clearest(corners, overview.geometry(), pixels).topLeft())
        standing = [thing for thing in (overview, self.buttons, self.strip) if thing.isVisible()]
        self._shown.covered = tuple(as_box(QRectF(thing.geometry())) for thing in standing)

    def place_readout(self) -> None:
        """In the middle of the foot, between scale and origin."""
        across, down = self._map.width() - self.readout.width(), self._map.height() - self.readout.height()
        self.readout.move(across // 2, down - 8)

    def show_pointer(self, pixel: tuple[float, float] | None) -> None:
        """Where the pointer is over the map (logical pixels); None: nowhere."""
        self._pointer = pixel
        self._show_place()

    def _show_place(self) -> None:
        """The place under the pointer, which is another one when the map moves below it."""
        if self._pointer is None or self._shown.terrain is None or self._map.width() < 620:
            self.readout.show_place(None)
            return
        lon, lat = to_degrees(self._navigation.viewport.to_world(self._pointer)).tolist()
        self.readout.show_place((lon, lat))
        self.place_readout()

    def _name_of_view(self) -> str:
        viewport = self._navigation.viewport
        area = self._shown.area(viewport.width / 2, viewport.height / 2, viewport)
        return self._shown.name_of_area(area.id) if area is not None else ""

    def _on_marked(self, name: str) -> None:
        view = self._navigation.destination
        self._keep(with_one(self.marks, Bookmark(name, view.x, view.y, view.zoom)))
        numbers = {mark.name: number for number, mark in enumerate(self.marks, 1)}
        self.told.emit(wording.marked(name.strip(), numbers.get(name.strip(), 0)))

    def _on_forgotten(self, mark: Bookmark) -> None:
        self._keep(tuple(one for one in self.marks if one != mark))

    def _keep(self, marks: tuple[Bookmark, ...]) -> None:
        self.marks = marks
        self.sheet.show_marks(marks)
        self.lay_out()
        self.remembered.emit()

    def _on_sheet_closed(self) -> None:
        self._map.setFocus()
        self._show_held()

    def _show_held(self) -> None:
        held = self._instruments.held
        self.strip.show_held(
            measure=held is self._instruments.tape,
            area=held is self._instruments.pen,
            overview=self.overview.wanted,
            bookmarks=self.sheet.isVisible(),
        )
