"""The live map of a city: shows the picture, lets incidents be picked up and dropped, changes nothing by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontInfo,
    QHelpEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
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
from maps.ground_image import GroundImage
from maps.ground_store import GroundStore
from maps.hand import NOTCH, Hand, steer
from maps.navigation import Navigation
from maps.presentation import Presentation
from maps.projection import to_world
from maps.target import Target
from maps.tools import Tools

#: Half a period (ms) of what blinks; how long (ms) a refusal stays to be read.
BLINK, NOTICE = 500, 4000


class MapCanvas(QWidget):
    """A map of ``open_city``'s city showing ``refresh``'s picture. Ids and codes are those of the domain.

    ``ground_unkept(write)``: calling ``write``, in any thread, keeps the first view's ground for the next start.
    ``navigation`` moves it; ``notice`` is the sentence that lies over it just now, why something was refused."""

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
    ground_unkept = Signal(object)

    def __init__(self, tokens: Tokens, language: str = "zh", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._tools: Tools | None = None
        self._shown = Presentation(language)
        self._live, self._age, self._heard_at = True, 0.0, 0.0
        self.notice = ""
        self.navigation = Navigation(self)
        self.navigation.moved.connect(self._on_moved)
        self.navigation.gestured.connect(self._on_gestured)
        self._ground = GroundImage(self)
        self._ground.refreshed.connect(self.update)
        self._ground.unkept.connect(self.ground_unkept)
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
        self.follow_chip = chrome.FollowChip(self)
        self.follow_chip.clicked.connect(self._on_follow_chip_clicked)
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK)
        self._blink.timeout.connect(self._on_blink)
        self._forget_notice = QTimer(self)
        self._forget_notice.setSingleShot(True)
        self._forget_notice.setInterval(NOTICE)
        self._forget_notice.timeout.connect(self._on_notice_read)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)
        self._name()

    # --- what the desk tells it ---------------------------------------------------------------------------------------

    def open_city(self, city: City, store: GroundStore | None = None) -> None:
        """Show this city, all of it; ``store`` keeps its drawn ground between two starts."""
        terrain = self._shown.open(city)
        self.follow_worker("")
        self._ground.open(terrain, store)
        self.navigation.open(terrain.bounds)
        self.update()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take what changed; ``now`` is city time."""
        self._shown.refresh(picture, changes, now)
        self._following.step(self._shown.place_of_worker(self._following.worker))
        self._set_blinking(self._shown.blinks)
        self._drops.look_again()
        self.update()

    def tick(self, now: float) -> None:
        """City time went on: ages and deadlines."""
        self._shown.tick(now)
        self.update()

    def set_flight(self, flight: Flight | None, picture: Picture | None = None, area_of: AreaOf | None = None) -> None:
        """An incident is in the air (None: no longer). ``area_of(region code)`` says what a drop on an area would
        mean."""
        self._shown.set_flight(flight, area_of)
        if flight is None:
            self._drops.clear()
        self._drops.look_again()
        self.update()

    def set_pending(self, ids: Iterable[str]) -> None:
        """Incidents with an order on its way that is not confirmed yet."""
        self._shown.pending = frozenset(ids)
        self.update()

    def set_filter(self, ids: Iterable[str] | None) -> None:
        """Only these incidents stand out; the others stay as faint signs that nobody can pick. None: all alike."""
        self._shown.filter = None if ids is None else frozenset(ids)
        self.update()

    def select_incident(self, id_: str) -> None:
        self._shown.incident = id_
        self.update()

    def select_worker(self, id_: str) -> None:
        self._shown.worker = id_
        self.update()

    def show_region(self, code: str) -> None:
        """Go there; an unknown code leaves the map where it is."""
        bounds = self._shown.terrain.bounds_of(code) if self._shown.terrain is not None else None
        if bounds is not None:
            self.navigation.show(bounds)

    def show_incident(self, id_: str, zoom: float = 15.5) -> None:
        """Bring an incident into the middle, at least this near."""
        self._go(self._shown.place_of_incident(id_), zoom)

    def show_place(self, lon: float, lat: float, zoom: float = 17.0) -> None:
        """Bring a place (WGS-84 degrees) into the middle, at least this near."""
        x, y = to_world(lon, lat).tolist()
        self._go((x, y), zoom)

    def show_worker(self, id_: str, zoom: float = 15.5) -> None:
        """Bring a worker into the middle, at least this near."""
        self._go(self._shown.place_of_worker(id_), zoom)

    def follow_worker(self, id_: str) -> None:
        """Keep a worker in the middle until a hand moves the map (empty: no longer)."""
        self._following.start(id_)
        self._following.step(self._shown.place_of_worker(id_))
        self._tell_following()

    def set_link(self, live: bool, age_s: float, heard_at: float) -> None:
        """Whether the picture is live, for how many seconds nothing came, and the city time of what came last."""
        self._live, self._age, self._heard_at = live, age_s, heard_at
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._undress()

    def set_language(self, language: str) -> None:
        """Language of names that come with the data; words of the map itself follow Qt's translators."""
        self._shown.language = language
        self._tell_following()
        self._undress()

    def explanation(self, place: QPoint) -> str:
        """What there is to say about a pixel of the map, as rich text; empty where there is nothing."""
        return self._shown.explanation(place.x(), place.y(), self.navigation.viewport)

    def hide_buttons(self) -> None:
        """For a map that nobody touches."""
        self._buttons.hide()

    def finish(self) -> None:
        """Draw the ground to its end now, for a picture of the map that is wanted at once."""
        self._ground.finish()

    @property
    def drawing(self) -> bool:
        """Whether the ground is still being drawn for the view as it is now."""
        return self._ground.busy

    # --- drawing ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        tools = self._dressed()
        with QPainter(self) as painter:
            self._prepare(painter)
            if self._live or self._shown.picture is None:
                self._paint(painter, tools)
                return
            painter.drawImage(QPointF(0, 0), self._grey(tools))
            text = wording.stopped(self._heard_at, self._age, self._shown.zone)
            chrome.paint_stopped(painter, text, self.navigation.viewport, tools.letters, tools.style)

    def _prepare(self, painter: QPainter) -> None:
        """What a map of another kind does to the painter of its widget first."""

    def _paint(self, painter: QPainter, tools: Tools) -> None:
        viewport, style = self.navigation.viewport, tools.style
        self._ground.fit(self.navigation.destination, tools.letters, self._shown.language)
        self._ground.paint(painter, viewport, style, tools.ratio)
        if self._shown.terrain is None:
            painter.setPen(style.quiet)
            painter.setFont(style.font(14))
            whole = QRectF(0, 0, viewport.width, viewport.height)
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, wording.waiting())
            return
        self._shown.paint(painter, viewport, tools, self._drops.target, self._drops.pointer)
        chrome.paint_scale(painter, viewport, tools.letters, style)
        if self.notice:
            chrome.paint_notice(painter, self.notice, style.warn, 14.0, viewport, tools.letters)

    def _grey(self, tools: Tools) -> QImage:
        """The whole map without its colours: nothing on it may pass for live."""
        viewport = self.navigation.viewport
        size = QSize(math.ceil(viewport.width * tools.ratio), math.ceil(viewport.height * tools.ratio))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(tools.ratio)
        with QPainter(image) as painter:
            self._paint(painter, tools)
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        grey.setDevicePixelRatio(tools.ratio)
        return grey

    def _dressed(self) -> Tools:
        """The tools for the screen the map is on now."""
        ratio = self.devicePixelRatioF()
        if self._tools is None or self._tools.ratio != ratio:
            self._tools = Tools(self._tokens, QFontInfo(self.font()).family(), ratio)
            self._ground.outdate()
            self._buttons.dress(self._tools.style, ratio)
            self.follow_chip.dress(self._tools.style)
            self._lay_out()
        return self._tools

    def _undress(self) -> None:
        self._tools = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._name()
            self._tell_following()
            self._undress()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.navigation.resize(event.size().width(), event.size().height())
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        self._set_blinking(self._shown.blinks)

    def hideEvent(self, event: QHideEvent) -> None:
        self.navigation.stop()
        self._ground.stop()
        self._drops.clear()
        self._blink.stop()
        self._forget_notice.stop()

    def _lay_out(self) -> None:
        self._buttons.adjustSize()
        self._buttons.move(self.width() - self._buttons.width() - 12, self.height() - self._buttons.height() - 40)
        self.follow_chip.move((self.width() - self.follow_chip.width()) // 2, 14)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Map"))
        self.setAccessibleDescription(
            self.tr("Arrows move the map, + and − zoom, 0 shows the whole city, F follows the selected worker.")
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
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        id_, place = self._shown.incident, event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            target = self._thing(QPointF(event.pos()))
            id_ = target.id if target is not None and target.kind == "incident" else ""
        else:  # by key: beside the selected incident
            world = self._shown.place_of_incident(id_)
            if world is not None:
                place = self.mapToGlobal(QPointF(*self.navigation.viewport.to_pixels(world).tolist()).toPoint())
        if id_:
            self.menu_requested.emit(id_, place)

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

    def _go(self, place: tuple[float, float] | None, zoom: float) -> None:
        if place is not None:
            self.navigation.centre(*place, max(zoom, self.navigation.viewport.zoom))

    def _set_hover(self, target: Target | None) -> None:
        if target != self._shown.hover:
            self._shown.hover = target
            pointed = target is not None and target.kind != "camera"
            self.setCursor(Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor)
            self.update()

    def _set_blinking(self, blinking: bool) -> None:
        if blinking and self.isVisible():
            if not self._blink.isActive():
                self._blink.start()
        else:
            self._blink.stop()
            self._shown.shine = False

    def _on_blink(self) -> None:
        self._shown.shine = not self._shown.shine
        self.update()

    def _on_moved(self) -> None:
        self._drops.look_again()
        self.update()

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
