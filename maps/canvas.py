"""The map under a hand: moved, pointed at, its incidents taken up and let go; changes nothing by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from domain.candidates import Flight
from domain.city import City
from domain.coordinates import written
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import chrome, dragging, wording
from maps.camera_groups import OPEN as CAMERAS_OPEN
from maps.commons import Commons
from maps.crowds import OPEN
from maps.dropping import DropZone
from maps.flight_view import AreaOf
from maps.following import Following
from maps.furniture import Furniture
from maps.ground_store import GroundStore
from maps.hand import NOTCH, Hand, steer
from maps.instruments import Instruments
from maps.layer_choice import LayerChoice
from maps.layer_sheet import LayerSheet
from maps.layers.table import BY_CODE
from maps.map_view import MapView
from maps.piling import Piling
from maps.projection import to_degrees, to_world
from maps.target import Target
from maps.tools import Tools
from maps.viewport import Bounds

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase

#: How long (ms) a refusal stays to be read.
NOTICE = 4000
#: On a map narrower than this (logical pixels) the sheet of layers lies over the buttons.
NARROW = 280


class MapCanvas(MapView):
    """A map that can be worked on. ``notice`` is the sentence that lies over it just now, why something was
    refused. Ids and codes are those of the domain."""

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
    area_drawn = Signal(object)
    base_requested = Signal()
    tile_file_dropped = Signal(str)
    followed = Signal(bool)

    def __init__(
        self, tokens: Tokens, language: str = "zh", parent: QWidget | None = None, commons: Commons | None = None
    ) -> None:
        super().__init__(tokens, language, parent, commons)
        self.notice = ""
        self.navigation.moved.connect(self._on_moved)
        self.navigation.gestured.connect(self._on_gestured)
        self._drops = DropZone(self._shown, self.navigation, self)
        self._drops.changed.connect(self.update)
        self._drops.entered.connect(self.drag_entered)
        self._drops.left.connect(self.drag_ended)
        self._drops.worker_requested.connect(self.worker_drop_requested)
        self._drops.region_requested.connect(self.region_drop_requested)
        self._drops.refused.connect(self._on_refused)
        self._drops.tile_file_dropped.connect(self.tile_file_dropped)
        self._hand = Hand(self.navigation)
        self._following = Following(self.navigation)
        self._piling = Piling(self._shown, self.navigation, self)
        self._piling.changed.connect(self.update)
        self._piling.chosen.connect(self.incident_selected)
        self._piling.neared.connect(self._on_gestured)
        self.instruments = Instruments(self.navigation, self)
        self.instruments.changed.connect(self._on_instrument_changed)
        self.instruments.area_drawn.connect(self.area_drawn)
        self.furniture = Furniture(self._shown, self.navigation, self.instruments, self)
        self.furniture.buttons.layers_requested.connect(self.turn_layers)
        self._sheet: LayerSheet | None = None
        self._variants: dict[str, tuple[tuple[str, str], ...]] = {}
        self.follow_chip = self.furniture.follow_chip
        self.follow_chip.clicked.connect(self._on_follow_chip_clicked)
        self._forget_notice = QTimer(self)
        self._forget_notice.setSingleShot(True)
        self._forget_notice.setInterval(NOTICE)
        self._forget_notice.timeout.connect(self._on_notice_read)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    # --- what the desk tells it ---------------------------------------------------------------------------------------

    def open_city(self, city: City, store: GroundStore | None = None) -> None:
        super().open_city(city, store)
        self.instruments.take(None)
        self.furniture.overview.open()
        self.follow_worker("")

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        super().refresh(picture, changes, now)
        self._following.step(self._shown.place_of_worker(self._following.worker))
        self._drops.look_again()
        self.furniture.overview.update()

    def set_link(self, live: bool, age_s: float, heard_at: float) -> None:
        super().set_link(live, age_s, heard_at)
        self.furniture.overview.live = live

    def set_flight(self, flight: Flight | None, picture: Picture | None = None, area_of: AreaOf | None = None) -> None:
        """An incident is in the air (None: no longer). ``area_of(region code)`` says what a drop on an area would
        mean."""
        self._shown.set_flight(flight, area_of)
        if flight is None:
            self._drops.clear()
        self._drops.look_again()
        self.update()

    def follow_worker(self, id_: str) -> None:
        """Keep a worker in the middle until a hand moves the map (empty: no longer)."""
        self._following.start(id_)
        self._following.step(self._shown.place_of_worker(id_))
        self._tell_following()

    def measure_from(self, lon: float, lat: float) -> None:
        """Take the measuring tape and begin at a place (WGS-84 degrees)."""
        if self.instruments.held is not self.instruments.tape:
            self.furniture.use("measure")
        self.instruments.tape.put_away()
        self.instruments.tape.add(to_world(lon, lat))
        self.update()

    def set_language(self, language: str) -> None:
        super().set_language(language)
        self._tell_following()

    @property
    def sheet(self) -> LayerSheet:
        """The sheet of layers; made when it is first asked for."""
        if self._sheet is None:
            self._sheet = LayerSheet(self)
            self._sheet.chosen.connect(self.set_layers)
            for code, variants in self._variants.items():
                self._sheet.offer(code, variants)
            self._sheet.closed.connect(self._on_sheet_closed)
            self._sheet.base_requested.connect(self.base_requested)
            self._sheet.show_base(self._base_name())
        return self._sheet

    def turn_layers(self) -> None:
        """The sheet of layers over the map's edge, with the keys; a second time it goes."""
        if self.sheet.isVisible():
            self.sheet.put_away()
            return
        self.sheet.show_choice(self.layers)
        self._lay_out()
        self.sheet.open()

    def offer(self, code: str, variants: Sequence[tuple[str, str]]) -> None:
        """What a layer can show, as (variant, title), in the order in which a key goes through them."""
        self._variants[code] = tuple(variants)
        if self._sheet is not None:
            self._sheet.offer(code, variants)

    def next_variant(self, code: str, steps: int = 1) -> None:
        """What the layer shows next; after the last one nothing, and then the first again."""
        known = [variant for variant, _ in self._variants.get(code, ())]
        if known:
            shown = self.layers.shows(BY_CODE[code])
            at = known.index(self.layers.variant(code, known[0])) if shown else -1 if steps > 0 else len(known)
            on = 0 <= at + steps < len(known)
            self.set_layers(self.layers.vary(code, known[at + steps]) if on else self.layers.switch(code, False))

    def set_layers(self, choice: LayerChoice) -> None:
        super().set_layers(choice)
        if self._sheet is not None:
            self._sheet.show_choice(choice)

    def turn_layer(self, code: str) -> None:
        """A layer on or off."""
        self.set_layers(self.layers.switch(code, not self.shows(code)))

    def set_base(self, base: TiledBase | None) -> None:
        super().set_base(base)
        if self._sheet is not None:
            self._sheet.show_base(self._base_name())
            self._lay_out()

    def _base_name(self) -> str | None:
        return self.base.base.title(self._shown.language) if self.base is not None else None

    def explanation(self, place: QPoint) -> str:
        """What there is to say about a pixel of the map, as rich text; empty where there is nothing."""
        return self._shown.explanation(place.x(), place.y(), self.navigation.viewport)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _aim(self) -> tuple[Target | None, tuple[float, float] | None]:
        return self._drops.target, self._drops.pointer

    def _paint_over(self, painter: QPainter, tools: Tools) -> None:
        self.instruments.paint(painter, tools)
        advice = self.instruments.advice
        if advice and not self.notice:
            chrome.paint_notice(painter, advice, tools.style.text, 14.0, self.navigation.viewport, tools.letters)
        if self.notice:
            chrome.paint_notice(painter, self.notice, tools.style.warn, 14.0, self.navigation.viewport, tools.letters)
        if self.hasFocus():
            wide, high = self.width(), self.height()
            for edge in ((0, 0, wide, 1), (0, high - 1, wide, 1), (0, 0, 1, high), (wide - 1, 0, 1, high)):
                painter.fillRect(*edge, tools.style.selection)

    def _legend_corner(self, size: tuple[float, float]) -> tuple[float, float]:
        return 12.0, 12.0  # the foot is taken by overview and scale

    def _on_dressed(self, tools: Tools) -> None:
        self.furniture.dress(tools)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._name()
            self._tell_following()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drops.clear()
        self._forget_notice.stop()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _lay_out(self) -> None:
        self.furniture.lay_out()
        if self._sheet is not None:
            buttons = self.furniture.buttons.geometry()
            right = buttons.x() - 8 if self.width() > NARROW else self.width() - 8
            self._sheet.fit(QRect(QPoint(8, 8), QPoint(right, buttons.bottom())))

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
        if self.instruments.key(event) or steer(self.navigation, event) or self._use(event):
            return
        worker = self._shown.worker
        if event.key() == Qt.Key.Key_F and worker:
            self.follow_worker("" if self._following.worker == worker else worker)
        elif event.key() == Qt.Key.Key_M:
            self._ask_menu()
        elif event.key() == Qt.Key.Key_P:
            self._piling.step()
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
            lon, lat = self._degrees(QPointF(event.pos()))
            self.place_menu_requested.emit(lon, lat, event.globalPos())

    def _use(self, event: QKeyEvent) -> bool:
        """A key that is a button of the map's strip, a marked place, or copies the coordinates."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        codes = {Qt.Key.Key_D: "measure", Qt.Key.Key_A: "area", Qt.Key.Key_B: "bookmarks", Qt.Key.Key_O: "overview"}
        key = Qt.Key(event.key())
        if key in codes:
            self.furniture.use(codes[key])
        elif key == Qt.Key.Key_N:
            self.turn_layer("beside")
        elif key == Qt.Key.Key_H:
            self.turn_layer("heat")
        elif key == Qt.Key.Key_R:
            self.turn_layer("reach")
        elif key == Qt.Key.Key_C:
            self._copy_coordinates()
        else:
            return Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and self.furniture.go_to_number(key - Qt.Key.Key_0)
        return True

    def _copy_coordinates(self) -> None:
        """Of the place under the pointer, or of the middle of the map."""
        pointer = self.mapFromGlobal(QCursor.pos())
        place = pointer if self.rect().contains(pointer) else self.rect().center()
        text = written(*self._degrees(QPointF(place)), self.furniture.readout.system)
        QGuiApplication.clipboard().setText(text)
        self._tell(wording.copied(text))

    def _degrees(self, pixel: QPointF) -> tuple[float, float]:
        lon, lat = to_degrees(self.navigation.viewport.to_world((pixel.x(), pixel.y()))).tolist()
        return lon, lat

    def _on_instrument_changed(self) -> None:
        if self.instruments.held is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

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

    def _on_sheet_closed(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _on_gestured(self) -> None:
        if self._following.pause():
            self._tell_following()
            self.followed.emit(False)

    def _on_follow_chip_clicked(self) -> None:
        if self._following.paused:
            self._following.resume(self._shown.place_of_worker(self._following.worker))
            self.followed.emit(True)
        else:
            self._following.stop()
        self._tell_following()

    def _tell_following(self) -> None:
        self.follow_chip.tell(self._shown.name_of_worker(self._following.worker), self._following.paused)
        self._lay_out()

    def _tell(self, text: str) -> None:
        self.notice = text
        if text:
            self._forget_notice.start()
        self.update()

    def _on_notice_read(self) -> None:
        self._tell("")
