"""The map under a hand: moved, pointed at, its incidents taken up and let go; changes nothing by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from domain.candidates import Flight
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import dragging, wording
from maps.camera_groups import OPEN as CAMERAS_OPEN
from maps.commons import Commons
from maps.crowds import OPEN
from maps.dropping import DropZone
from maps.explaining import explain
from maps.flight_view import AreaOf
from maps.furnished_map import FurnishedMap
from maps.hand import NOTCH, Hand, steer
from maps.piling import Piling
from maps.target import Target
from maps.tools import Tools
from maps.viewport import Bounds


class MapCanvas(FurnishedMap):
    """A map that can be worked on. Ids and codes are those of the domain."""

    incident_selected = Signal(str)
    worker_selected = Signal(str)
    region_selected = Signal(str)
    drag_started = Signal(str)
    drag_entered = Signal(str)
    drag_ended = Signal()
    worker_drop_requested = Signal(str, str)
    region_drop_requested = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    place_menu_requested = Signal(float, float, QPoint)
    tile_file_dropped = Signal(str)

    def __init__(
        self, tokens: Tokens, language: str = "zh", parent: QWidget | None = None, commons: Commons | None = None
    ) -> None:
        super().__init__(tokens, language, parent, commons)
        self.navigation.moved.connect(self._on_moved)
        self._drops = DropZone(self._shown, self.navigation, self)
        self._drops.changed.connect(self.update)
        self._drops.entered.connect(self.drag_entered)
        self._drops.left.connect(self.drag_ended)
        self._drops.worker_requested.connect(self.worker_drop_requested)
        self._drops.region_requested.connect(self.region_drop_requested)
        self._drops.refused.connect(self._on_refused)
        self._drops.tile_file_dropped.connect(self.tile_file_dropped)
        self._hand = Hand(self.navigation)
        self._piling = Piling(self._shown, self.navigation, self)
        self._piling.changed.connect(self.update)
        self._piling.chosen.connect(self.incident_selected)
        self._piling.neared.connect(self._on_gestured)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    # --- what the desk tells it ---------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        super().refresh(picture, changes, now)
        self._drops.look_again()

    def set_flight(self, flight: Flight | None, picture: Picture | None = None, area_of: AreaOf | None = None) -> None:
        """An incident is in the air (None: no longer). ``area_of(region code)`` says what a drop on an area would
        mean."""
        self._shown.set_flight(flight, area_of)
        if flight is None:
            self._drops.clear()
        else:
            self.furniture.show_pointer(None)  # what is said about the drop stands there
        self._drops.look_again()
        self.update()

    def explanation(self, place: QPoint) -> str:
        """What there is to say about a pixel of the map, as rich text; empty where there is nothing."""
        return explain(self._shown, place.x(), place.y(), self.navigation.viewport)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _aim(self) -> tuple[Target | None, tuple[float, float] | None]:
        return self._drops.target, self._drops.pointer

    def _paint_over(self, painter: QPainter, tools: Tools) -> None:
        super()._paint_over(painter, tools)
        if self.hasFocus():
            wide, high = self.width(), self.height()
            for edge in ((0, 0, wide, 1), (0, high - 1, wide, 1), (0, 0, 1, high), (wide - 1, 0, 1, high)):
                painter.fillRect(*edge, tools.style.selection)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._name()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drops.clear()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Map"))
        self.setAccessibleDescription(
            self.tr(
                "Arrows move the map, + and − zoom, 0 shows the whole city, F follows the selected worker, P opens a "
                "pile of incidents, H shows their heat, R who can be there in time, L opens the layers, D measures, A "
                "draws an area, B marks a place, 1 to 9 go to marked places, O shows the overview, C copies "
                "coordinates, G colours the areas by the next figure."
            )
        )

    # --- mouse and keys -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            if self.instruments.press(event.position(), event.modifiers()):
                return
            self._shown.pin = None
            self._hand.press(event.position(), self._thing(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.furniture.show_pointer((event.position().x(), event.position().y()))
        if self.instruments.move(event.position()):
            self._set_hover(None)
            self.setCursor(Qt.CursorShape.CrossCursor)
            return
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._set_hover(self._thing(event.position()))
            return
        picked = self._hand.move(event.position(), QApplication.startDragDistance())
        if picked is not None:
            self._drag(picked.id)
        elif self._hand.panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.instruments.release():
            return
        if event.button() is Qt.MouseButton.LeftButton and self._hand.down:
            clicked, target = self._hand.release()
            self.unsetCursor()
            if clicked:
                self._click(target, event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self.instruments.double_click():
            self.navigation.zoom(1.0, event.position().x(), event.position().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.navigation.zoom(turned * NOTCH, event.position().x(), event.position().y())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)
        self.furniture.show_pointer(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        QToolTip.hideText()  # what a key changes it would still tell as it was
        if self.instruments.key(event) or steer(self.navigation, event) or self._use(event):
            return
        if event.key() == Qt.Key.Key_F:
            self.turn_following()
        elif event.key() == Qt.Key.Key_M:
            self._ask_menu()
        elif event.key() == Qt.Key.Key_P:
            if not self._piling.step():
                self._tell(wording.no_pile(bool(self._shown.incident)))
        elif event.key() == Qt.Key.Key_Escape and self._piling.close():
            return
        elif event.key() == Qt.Key.Key_L:
            self.turn_layers()
        elif event.key() == Qt.Key.Key_G:
            self.next_variant("figures", -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            self._ask_menu()
            return
        target = self._thing(QPointF(event.pos()))
        if target is not None and target.kind == "incident":
            self.menu_requested.emit(target.id, event.globalPos())
        elif self._shown.terrain is not None:
            if target is not None and target.kind == "worker":
                self.worker_selected.emit(target.id)  # what can be done at the place can be done about him
            lon, lat = self._degrees(QPointF(event.pos()))
            self.place_menu_requested.emit(lon, lat, event.globalPos())

    def _ask_menu(self) -> None:
        """By key: the menu of the selected incident, beside it where it can be seen."""
        world = self._shown.place_of_incident(self._shown.incident)
        place = self.rect().center()
        if world is not None:
            pixel = QPointF(*self.navigation.viewport.to_pixels(world).tolist()).toPoint()
            place = pixel if self.rect().contains(pixel) else place
        if self._shown.incident:
            self.menu_requested.emit(self._shown.incident, self.mapToGlobal(place))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.explanation(event.pos()), self)
            return True
        return super().event(event)

    def _click(self, target: Target | None, place: QPointF) -> None:
        if target is None:
            if self._piling.close():
                return
            area = self._shown.area(place.x(), place.y(), self.navigation.viewport)
            if area is not None:
                self.region_selected.emit(area.id)
        elif target.kind == "incident":
            self._piling.click(target.id, target.members)
        elif target.kind == "worker":
            self.worker_selected.emit(target.id)
        elif target.bounds is not None:
            self._open(target.bounds, CAMERAS_OPEN if target.kind == "cameras" else OPEN)

    def _open(self, bounds: Bounds, nearest: float) -> None:
        """Go so near that the members of a crowd come apart, at most to a zoom level."""
        view = self.navigation.viewport
        wanted = view.fitting(bounds, 60.0)
        self._on_gestured()
        self.navigation.centre(wanted.x, wanted.y, min(max(wanted.zoom, view.zoom + 1.0), max(nearest, view.zoom)))

    # --- incidents in the air -----------------------------------------------------------------------------------------

    def _drag(self, id_: str) -> None:
        incident = self._shown.picture.incidents.get(id_) if self._shown.picture is not None else None
        self._hand.let_go()
        if incident is None:
            return
        self.drag_started.emit(id_)
        dragging.drag(self, incident, self._dressed().style)
        self._drops.clear()
        self.drag_ended.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.navigation.stop()
        self._set_hover(None)
        self._tell("")
        self._drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drops.drop(event)

    # --- small matters ------------------------------------------------------------------------------------------------

    def _thing(self, place: QPointF) -> Target | None:
        return self._shown.thing(place.x(), place.y(), self.navigation.viewport)

    def _on_refused(self, code: str, target: Target) -> None:
        name = self._shown.name_of_worker(target.id) if target.kind == "worker" else self._shown.name_of_area(target.id)
        self._tell(wording.refused(name, code))

    def _set_hover(self, target: Target | None) -> None:
        if target != self._shown.hover:
            self._shown.hover = target
            pointed = target is not None and target.kind != "camera"
            self.setCursor(Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor)
            self.update()

    def _on_moved(self) -> None:
        self._drops.look_again()
