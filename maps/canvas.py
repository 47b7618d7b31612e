"""The live map of a city: shows the picture, lets incidents be picked up and dropped, changes nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
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
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from domain.candidates import Flight
from domain.city import City
from domain.drag import INCIDENT_MIME, incident_in
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import chrome, dragging, wording
from maps.dropping import DropAim, refusal
from maps.flight_view import AreaOf, FlightView
from maps.following import Following
from maps.frame import Frame
from maps.ground_image import GroundImage
from maps.hand import Hand
from maps.layers.table import LIVE_LAYERS
from maps.marks import Gathering, Marks
from maps.navigation import Navigation
from maps.pointing import area_at, thing_at
from maps.scene import Scene
from maps.target import Target
from maps.terrain import Terrain
from maps.tools import Tools
from maps.tooltips import text_for

#: Half a period (ms) of what blinks; how long (ms) a refusal stays to be read; pixels an arrow key moves the ground.
BLINK, NOTICE, STRIDE = 500, 4000, 90.0


class MapCanvas(QWidget):
    """A map of ``open_city``'s city showing ``refresh``'s picture. Ids and codes are those of the domain."""

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
        super().__init__(parent)
        self._tokens, self._language = tokens, language
        self._terrain: Terrain | None = None
        self._picture: Picture | None = None
        self._scene = Scene()
        self._gathering = Gathering()
        self._flight: FlightView | None = None
        self._incident = self._worker = ""
        self._pending: frozenset[str] = frozenset()
        self._hover: Target | None = None
        self._live, self._age = True, 0.0
        self._shine = True
        self._notice = ""
        self._tools: Tools | None = None
        self.navigation = Navigation(self)
        self.navigation.moved.connect(self._on_moved)
        self.navigation.gestured.connect(self._on_gestured)
        self._ground = GroundImage(self)
        self._ground.refreshed.connect(self.update)
        self._aim = DropAim(self._drop_target, self)
        self._aim.changed.connect(self.update)
        self._aim.pushed.connect(lambda dx, dy: self.navigation.pan(dx, dy))
        self._hand = Hand(self.navigation)
        self._buttons = chrome.Buttons(self)
        self._buttons.zoom_requested.connect(self._zoom_middle)
        self._buttons.home_requested.connect(lambda: self.navigation.home())
        self._follow_chip = chrome.FollowChip(self)
        self._following = Following(self.navigation)
        self._follow_chip.clicked.connect(self._on_follow_chip)
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK)
        self._blink.timeout.connect(self._on_blink)
        self._forget_notice = QTimer(self)
        self._forget_notice.setSingleShot(True)
        self._forget_notice.setInterval(NOTICE)
        self._forget_notice.timeout.connect(lambda: self._tell(""))
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)
        self._name()

    # --- what the desk tells it ---------------------------------------------------------------------------------------

    def open_city(self, city: City) -> None:
        """Show this city, all of it."""
        self._terrain = Terrain(city)
        self._picture, self._scene, self._flight, self._hover = None, Scene(), None, None
        self._following.stop()
        self._ground.open(self._terrain)
        self.navigation.open(self._terrain.bounds)
        self.update()

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        """Take what changed; ``now`` is city time."""
        if picture is not self._picture:
            self._picture = picture
            changes = Changes(reset=True)
        self._scene.refresh(picture, changes, now)
        self._following.step(self._scene)
        red = self._scene.matters.severity == 1
        self._set_blinking(bool((red & self._scene.matters.waits).any()))
        if self._flight is not None and changes.reset:
            self.set_flight(self._flight.flight, picture, self._flight.area_of)
        self._aim.look_again()
        self.update()

    def tick(self, now: float) -> None:
        """City time went on: ages and deadlines."""
        if self._picture is not None:
            self._scene.tick(self._picture, now)
            self.update()

    def set_flight(self, flight: Flight | None, picture: Picture | None = None, area_of: AreaOf | None = None) -> None:
        """An incident is in the air (None: no longer). ``area_of(region code)`` says what a drop on an area would mean."""
        crew = self._scene.crew
        self._flight = FlightView(flight, crew, area_of) if flight is not None else None
        if flight is None:
            self._aim.leave()
        self._aim.look_again()
        self.update()

    def set_pending(self, ids: Iterable[str]) -> None:
        """Incidents with an order on its way that is not confirmed yet."""
        self._pending = frozenset(ids)
        self.update()

    def select_incident(self, id_: str) -> None:
        self._incident = id_
        self.update()

    def select_worker(self, id_: str) -> None:
        self._worker = id_
        self.update()

    def show_region(self, code: str) -> None:
        """Go there; an unknown code leaves the map where it is."""
        bounds = self._terrain.bounds_of(code) if self._terrain is not None else None
        if bounds is not None:
            self.navigation.show(bounds)

    def show_incident(self, id_: str, zoom: float = 15.5) -> None:
        """Bring an incident into the middle, at least this near."""
        row = self._scene.matters.row.get(id_)
        if row is not None:
            self._go(self._scene.matters.world[row].tolist(), zoom)

    def show_worker(self, id_: str, zoom: float = 15.5) -> None:
        """Bring a worker into the middle, at least this near."""
        row = self._scene.crew.row.get(id_)
        if row is not None and self._scene.crew.known[row]:
            self._go(self._scene.crew.world[row].tolist(), zoom)

    def follow_worker(self, id_: str) -> None:
        """Keep a worker in the middle until a hand moves the map (empty: no longer)."""
        self._following.start(id_)
        self._following.step(self._scene)
        self._tell_following()

    def set_link(self, live: bool, age_s: float) -> None:
        """Whether the picture is live, and for how many seconds nothing came."""
        self._live, self._age = live, age_s
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._redress()

    def set_language(self, language: str) -> None:
        """Language of names that come with the data; words of the map itself follow Qt's translators."""
        self._language = language
        self._redress()

    # --- drawing ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        tools = self._dressed()
        painter = QPainter(self)
        if self._live or self._picture is None:
            self._paint(painter, tools)
        else:
            painter.drawImage(QPointF(0, 0), self._grey(tools))
            zone = self._picture.city.rules.calendar.zone
            text = wording.stopped(self._scene.now, self._age, zone)
            chrome.paint_stopped(painter, text, self.navigation.viewport, tools.letters, tools.style)
        painter.end()

    def _paint(self, painter: QPainter, tools: Tools) -> None:
        viewport, style = self.navigation.viewport, tools.style
        self._ground.fit(viewport, tools.letters, self._language)
        self._ground.paint(painter, viewport, style, tools.ratio)
        if self._terrain is None:
            painter.setPen(style.quiet)
            painter.setFont(style.font(14))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, wording.waiting())
            return
        if self._picture is not None:
            frame = self._frame(self._terrain, self._picture, tools)
            for layer in LIVE_LAYERS:
                layer(painter, frame)
        chrome.paint_scale(painter, viewport, tools.letters, style)
        if self._notice:
            chrome.paint_notice(painter, self._notice, style.warn, 14.0, viewport, tools.letters)

    def _frame(self, terrain: Terrain, picture: Picture, tools: Tools) -> Frame:
        viewport, marks = self.navigation.viewport, self._marks()
        return Frame(
            viewport=viewport,
            terrain=terrain,
            scene=self._scene,
            picture=picture,
            style=tools.style,
            letters=tools.letters,
            language=self._language,
            worker_sprites=tools.workers,
            incident_sprites=tools.incidents(viewport.zoom, len(marks.rows)),
            marks=marks,
            incident=self._incident,
            worker=self._worker,
            pending=self._pending,
            flight=self._flight,
            target=self._aim.target if self._aim.pointer is not None else self._hover,
            pointer=self._aim.pointer,
            shine=self._shine,
        )

    def _grey(self, tools: Tools) -> QImage:
        size = self.size() * tools.ratio
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(tools.ratio)
        painter = QPainter(image)
        self._paint(painter, tools)
        painter.end()
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        grey.setDevicePixelRatio(tools.ratio)
        return grey

    def _dressed(self) -> Tools:
        """The tools for the screen the map is on now."""
        ratio = self.devicePixelRatioF()
        if self._tools is None or self._tools.ratio != ratio:
            self._tools = Tools(self._tokens, QFontInfo(self.font()).family(), ratio)
            self._ground.forget()
            self._buttons.dress(self._tools.style, ratio)
            self._follow_chip.dress(self._tools.style)
            self._lay_out()
        return self._tools

    def _redress(self) -> None:
        self._tools = None
        self._ground.forget()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._name()
            self._redress()
            self._tell_following()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.navigation.resize(event.size().width(), event.size().height())
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        self.navigation.stop()
        self._ground.stop()
        self._ground.forget()

    def _lay_out(self) -> None:
        self._buttons.adjustSize()
        self._buttons.move(self.width() - self._buttons.width() - 12, self.height() - self._buttons.height() - 40)
        self._follow_chip.move((self.width() - self._follow_chip.width()) // 2, 14)

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
        held = self._hand.move(event.position(), QApplication.startDragDistance())
        if held is not None and held.kind == "incident":
            self._hand.let_go()
            self._drag(held.id)
        elif self._hand.panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._hand.down:
            return
        clicked, target = self._hand.release(event.position())
        self.unsetCursor()
        if clicked:
            self._click(target, event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.navigation.zoom(1.0, event.position().x(), event.position().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.navigation.zoom(turned * 0.6, event.position().x(), event.position().y())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stride = STRIDE * (3 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        match event.key():
            case Qt.Key.Key_Left:
                self.navigation.pan(stride, 0)
            case Qt.Key.Key_Right:
                self.navigation.pan(-stride, 0)
            case Qt.Key.Key_Up:
                self.navigation.pan(0, stride)
            case Qt.Key.Key_Down:
                self.navigation.pan(0, -stride)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_middle(0.6)
            case Qt.Key.Key_Minus:
                self._zoom_middle(-0.6)
            case Qt.Key.Key_0 | Qt.Key.Key_Home:
                self.navigation.home()
            case Qt.Key.Key_F if self._worker:
                self.follow_worker("" if self._following.worker == self._worker else self._worker)
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        id_, place = self._incident, event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            target = self._thing(QPointF(event.pos()))
            id_ = target.id if target is not None and target.kind == "incident" else ""
        elif id_ in self._scene.matters.row:
            world = self._scene.matters.world[self._scene.matters.row[id_]]
            place = self.mapToGlobal(QPointF(*self.navigation.viewport.to_pixels(world).tolist())).toPoint()
        if id_:
            self.menu_requested.emit(id_, place)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._explain(event)
            return True
        return super().event(event)

    def _click(self, target: Target | None, place: QPointF) -> None:
        if target is None:
            if self._terrain is not None:
                area = area_at(place.x(), place.y(), self.navigation.viewport, self._terrain, 0, None)
                if area is not None:
                    self.region_selected.emit(area.id)
        elif target.kind == "incident":
            # Clicking a pile again and again goes through it.
            members = target.members
            step = members.index(self._incident) + 1 if self._incident in members else 0
            self.incident_selected.emit(members[step % len(members)])
        elif target.kind == "worker":
            self.worker_selected.emit(target.id)

    def _explain(self, event: QHelpEvent) -> None:
        text = ""
        target = self._thing(QPointF(event.pos()))
        if self._terrain is not None and self._picture is not None:
            if target is None:
                target = area_at(event.x(), event.y(), self.navigation.viewport, self._terrain, 0, None)
            if target is not None:
                text = text_for(target, self._picture, self._scene, self._terrain, self._language)
        QToolTip.showText(event.globalPos(), text, self)

    # --- incidents in the air -----------------------------------------------------------------------------------------

    def _drag(self, id_: str) -> None:
        incident = self._picture.incidents.get(id_) if self._picture is not None else None
        if incident is None:
            return
        self.drag_started.emit(id_)
        dragging.drag(self, incident, self._dressed().style)
        self._aim.leave()
        self.drag_ended.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        id_ = incident_in(bytes(event.mimeData().data(INCIDENT_MIME).data()))
        if not id_:
            event.ignore()
            return
        self.navigation.stop()
        self._set_hover(None)
        self._tell("")
        event.acceptProposedAction()
        if self._flight is None or self._flight.incident != id_:
            self.drag_entered.emit(id_)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        target = self._aim.move(event.position(), event.modifiers(), self.width(), self.height())
        if refusal(target, self._flight) is None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        # Let go over what cannot take it: Qt says "leave". The reason stays for a moment.
        code = refusal(self._aim.target, self._flight)
        if code and not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._tell(wording.obstacle(code))
        self._aim.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        id_ = incident_in(bytes(event.mimeData().data(INCIDENT_MIME).data()))
        target = self._aim.move(event.position(), event.modifiers(), self.width(), self.height())
        code = refusal(target, self._flight)
        self._aim.leave()
        if not id_ or target is None or code is not None:
            self._tell(wording.obstacle(code) if code else "")
            event.ignore()
            return
        event.acceptProposedAction()
        if target.kind == "worker":
            self.worker_drop_requested.emit(id_, target.id)
        else:
            self.region_drop_requested.emit(id_, target.id)

    def _drop_target(self, x: float, y: float, steps: int) -> Target | None:
        if self._terrain is None or self._flight is None:
            return None
        viewport = self.navigation.viewport
        worker = thing_at(x, y, viewport, self._terrain, self._scene, self._marks(), self._flight)
        return worker or area_at(x, y, viewport, self._terrain, steps, self._flight)

    # --- small matters ------------------------------------------------------------------------------------------------

    def _thing(self, place: QPointF) -> Target | None:
        if self._terrain is None:
            return None
        return thing_at(place.x(), place.y(), self.navigation.viewport, self._terrain, self._scene, self._marks())

    def _marks(self) -> Marks:
        alone = (self._incident, self._flight.incident if self._flight is not None else "")
        return self._gathering.of(self._scene.matters, self.navigation.viewport.zoom, alone)

    def _go(self, place: list[float], zoom: float) -> None:
        self.navigation.centre(place[0], place[1], max(zoom, self.navigation.viewport.zoom))

    def _zoom_middle(self, steps: float) -> None:
        self.navigation.zoom(steps, self.width() / 2, self.height() / 2)

    def _set_hover(self, target: Target | None) -> None:
        if target != self._hover:
            self._hover = target
            pointed = target is not None and target.kind != "camera"
            self.setCursor(Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor)
            self.update()

    def _set_blinking(self, blinking: bool) -> None:
        if blinking and not self._blink.isActive():
            self._blink.start()
        elif not blinking:
            self._blink.stop()
            self._shine = False

    def _on_blink(self) -> None:
        self._shine = not self._shine
        self.update()

    def _on_moved(self) -> None:
        self._aim.look_again()
        self.update()

    def _on_gestured(self) -> None:
        if self._following.pause():
            self._tell_following()
            self.followed.emit(False)

    def _on_follow_chip(self) -> None:
        if self._following.paused:
            self._following.resume(self._scene)
            self.followed.emit(True)
        else:
            self._following.stop()
        self._tell_following()

    def _tell_following(self) -> None:
        row = self._scene.crew.row.get(self._following.worker)
        worker = self._scene.crew.workers[row] if row is not None else None
        self._follow_chip.tell(worker.title(self._language) if worker is not None else "", self._following.paused)
        self._lay_out()

    def _tell(self, text: str) -> None:
        self._notice = text
        if text:
            self._forget_notice.start()
        self.update()
