"""The map under a hand: moved, pointed at, its incidents taken up and let go; changes nothing by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
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
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from domain.candidates import Flight
from domain.city import City
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import chrome, dragging, wording
from maps.dropping import DropZone
from maps.flight_view import AreaOf
from maps.following import Following
from maps.ground_store import GroundStore
from maps.hand import NOTCH, Hand, steer
from maps.layer_choice import LayerChoice
from maps.layer_sheet import LayerSheet
from maps.map_view import MapView
from maps.target import Target
from maps.tools import Tools

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
    followed = Signal(bool)

    def __init__(self, tokens: Tokens, language: str = "zh", parent: QWidget | None = None) -> None:
        super().__init__(tokens, language, parent)
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
        self._hand = Hand(self.navigation)
        self._following = Following(self.navigation)
        self._buttons = chrome.Buttons(self)
        self._buttons.zoom_requested.connect(self.navigation.zoom_middle)
        self._buttons.home_requested.connect(self.navigation.home)
        self._buttons.layers_requested.connect(self.turn_layers)
        self._sheet: LayerSheet | None = None
        self.follow_chip = chrome.FollowChip(self)
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
        self.follow_worker("")

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        super().refresh(picture, changes, now)
        self._following.step(self._shown.place_of_worker(self._following.worker))
        self._drops.look_again()

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

    def set_language(self, language: str) -> None:
        super().set_language(language)
        self._tell_following()

    @property
    def sheet(self) -> LayerSheet:
        """The sheet of layers; made when it is first asked for."""
        if self._sheet is None:
            self._sheet = LayerSheet(self)
            self._sheet.chosen.connect(self.set_layers)
            self._sheet.closed.connect(self._on_sheet_closed)
        return self._sheet

    def turn_layers(self) -> None:
        """The sheet of layers over the map's edge, with the keys; a second time it goes."""
        if self.sheet.isVisible():
            self.sheet.put_away()
            return
        self.sheet.show_choice(self.layers)
        self._lay_out()
        self.sheet.open()

    def set_layers(self, choice: LayerChoice) -> None:
        super().set_layers(choice)
        if self._sheet is not None:
            self._sheet.show_choice(choice)

    def explanation(self, place: QPoint) -> str:
        """What there is to say about a pixel of the map, as rich text; empty where there is nothing."""
        return self._shown.explanation(place.x(), place.y(), self.navigation.viewport)

    # --- drawing ------------------------------------------------------------------------------------------------------

    def _aim(self) -> tuple[Target | None, tuple[float, float] | None]:
        return self._drops.target, self._drops.pointer

    def _paint_over(self, painter: QPainter, tools: Tools) -> None:
        if self.notice:
            chrome.paint_notice(painter, self.notice, tools.style.warn, 14.0, self.navigation.viewport, tools.letters)
        if self.hasFocus():
            painter.setPen(QPen(tools.style.selection, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _on_dressed(self, tools: Tools) -> None:
        self._buttons.dress(tools.style, tools.ratio)
        self.follow_chip.dress(tools.style)
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
        self._buttons.adjustSize()
        self._buttons.move(self.width() - self._buttons.width() - 12, self.height() - self._buttons.height() - 40)
        if self._sheet is not None:
            right = self._buttons.x() - 8 if self.width() > NARROW else self.width() - 8
            self._sheet.fit(QRect(QPoint(8, 8), QPoint(right, self._buttons.geometry().bottom())))
        self.follow_chip.move((self.width() - self.follow_chip.width()) // 2, 14)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Map"))
        self.setAccessibleDescription(
            self.tr(
                "Arrows move the map, + and − zoom, 0 shows the whole city, F follows the selected worker, L opens "
                "the layers."
            )
        )

    # --- mouse and keys -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hand.press(event.position(), self._thing(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._set_hover(self._thing(event.position()))
            return
        picked = self._hand.move(event.position(), QApplication.startDragDistance())
        if picked is not None:
            self._drag(picked.id)
        elif self._hand.panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._hand.down:
            clicked, target = self._hand.release()
            self.unsetCursor()
            if clicked:
                self._click(target, event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.navigation.zoom(1.0, event.position().x(), event.position().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.navigation.zoom(turned * NOTCH, event.position().x(), event.position().y())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if steer(self.navigation, event):
            return
        worker = self._shown.worker
        if event.key() == Qt.Key.Key_F and worker:
            self.follow_worker("" if self._following.worker == worker else worker)
        elif event.key() == Qt.Key.Key_M:
            self._ask_menu()
        elif event.key() == Qt.Key.Key_L:
            self.turn_layers()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            self._ask_menu()
            return
        target = self._thing(QPointF(event.pos()))
        if target is not None and target.kind == "incident":
            self.menu_requested.emit(target.id, event.globalPos())

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
            area = self._shown.area(place.x(), place.y(), self.navigation.viewport)
            if area is not None:
                self.region_selected.emit(area.id)
        elif target.kind == "incident":
            # Clicking a pile again and again goes through it.
            pile = target.members
            step = pile.index(self._shown.incident) + 1 if self._shown.incident in pile else 0
            self.incident_selected.emit(pile[step % len(pile)])
        elif target.kind == "worker":
            self.worker_selected.emit(target.id)

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
