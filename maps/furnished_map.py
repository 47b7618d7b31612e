"""The map with everything that stands on it: buttons and sheets, instruments in the hand, whom it follows, what it
says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QHideEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.city import City
from domain.coordinates import written
from domain.look import Tokens
from domain.picture import Changes, Picture
from maps import chrome, wording
from maps.commons import Commons
from maps.following import Following
from maps.furniture import Furniture
from maps.ground_store import GroundStore
from maps.instruments import Instruments
from maps.layer_choice import LayerChoice
from maps.layer_sheet import LayerSheet
from maps.layers.table import BY_CODE
from maps.map_view import MapView
from maps.projection import to_degrees, to_world
from maps.tools import Tools

if TYPE_CHECKING:
    from maps.tiles.tiled_base import TiledBase

#: How long (ms) a sentence over the map stays to be read.
NOTICE = 4000
#: On a map narrower than this (logical pixels) the sheet of layers lies over the buttons.
NARROW = 280


class FurnishedMap(MapView):
    """``notice`` is the sentence that lies over it just now: why something was refused, what was copied. ``followed``:
    whether it goes along with a worker again, or no longer."""

    area_drawn = Signal(object)
    base_requested = Signal()
    followed = Signal(bool)

    def __init__(
        self, tokens: Tokens, language: str = "zh", parent: QWidget | None = None, commons: Commons | None = None
    ) -> None:
        super().__init__(tokens, language, parent, commons)
        self.notice, self._warns = "", False
        self.navigation.gestured.connect(self._on_gestured)
        self._following = Following(self.navigation)
        self.instruments = Instruments(self.navigation, self)
        self.instruments.changed.connect(self._on_instrument_changed)
        self.instruments.area_drawn.connect(self.area_drawn)
        self.furniture = Furniture(self._shown, self.navigation, self.instruments, self)
        self.furniture.told.connect(lambda text: self._tell(text, warns=False))
        self.furniture.buttons.layers_requested.connect(self.turn_layers)
        self._sheet: LayerSheet | None = None
        self._variants: dict[str, tuple[tuple[str, str], ...]] = {}
        self.follow_chip = self.furniture.follow_chip
        self.follow_chip.clicked.connect(self._on_follow_chip_clicked)
        self._forget_notice = QTimer(self)
        self._forget_notice.setSingleShot(True)
        self._forget_notice.setInterval(NOTICE)
        self._forget_notice.timeout.connect(self._on_notice_read)

    # --- what the desk tells it ---------------------------------------------------------------------------------------

    def open_city(self, city: City, store: GroundStore | None = None) -> None:
        super().open_city(city, store)
        self.instruments.take(None)
        self.furniture.overview.open()
        self.follow_worker("")

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        super().refresh(picture, changes, now)
        self._following.step(self._shown.place_of_worker(self._following.worker))
        self.furniture.overview.update()
        self.furniture.stand_aside()

    def select_incident(self, id_: str) -> None:
        super().select_incident(id_)
        self.furniture.stand_aside()

    def select_worker(self, id_: str) -> None:
        super().select_worker(id_)
        self.furniture.stand_aside()

    def set_link(self, live: bool, age_s: float, heard_at: float) -> None:
        super().set_link(live, age_s, heard_at)
        self.furniture.overview.live = live

    def set_language(self, language: str) -> None:
        super().set_language(language)
        self._tell_following()

    def follow_worker(self, id_: str) -> None:
        """Keep a worker in the middle until a hand moves the map (empty: no longer)."""
        self._following.start(id_)
        self._following.step(self._shown.place_of_worker(id_))
        self._tell_following()

    @property
    def selected_worker(self) -> str:
        """Name of the selected worker, empty when there is none."""
        return self._shown.name_of_worker(self._shown.worker) if self._shown.worker else ""

    @property
    def follows_selected(self) -> bool:
        """Whether the selected worker is the one it follows, also while a gesture holds it up."""
        return bool(self._shown.worker) and self._following.worker == self._shown.worker

    def turn_following(self) -> None:
        """Follow the selected worker, or no longer; says so when nobody is selected."""
        worker = self._shown.worker
        if worker:
            self.follow_worker("" if self.follows_selected else worker)
        else:
            self._tell(wording.nobody_to_follow())

    def show_place(self, lon: float, lat: float, zoom: float = 17.0) -> None:
        super().show_place(lon, lat, zoom)
        if not self.navigation.reaches(*to_world(lon, lat).tolist()):
            self._tell(wording.outside_the_city(written(lon, lat, self.furniture.readout.system)))

    def show_overlay(self, index: int, zoom: float = 15.0) -> None:
        """Bring an overlay grid (its number in the city) into the middle, with the lines of its kind, and mark it."""
        overlays = self._shown.terrain.overlays if self._shown.terrain is not None else None
        if overlays is None or not 0 <= index < len(overlays.all):
            return
        kind = overlays.grid(index).kind
        if not self.shows(f"overlay_{kind}"):
            self.turn_layer(f"overlay_{kind}")
        x, y = overlays.place(index)
        self._shown.pin = x, y
        self._go((x, y), zoom)

    def measure_from(self, lon: float, lat: float) -> None:
        """Take the measuring tape and begin at a place (WGS-84 degrees)."""
        if self.instruments.held is not self.instruments.tape:
            self.furniture.use("measure")
        self.instruments.tape.put_away()
        self.instruments.tape.add(to_world(lon, lat))
        self.update()

    # --- layers and base ----------------------------------------------------------------------------------------------

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
        """A layer on or off; says so when it will show nothing until an incident is selected."""
        self.set_layers(self.layers.switch(code, not self.shows(code)))
        about_selected = code == "beside" or (code == "reach" and self._shown.reach is None)
        if about_selected and self.shows(code) and not self._shown.incident:
            self._tell(wording.no_incident())

    def set_base(self, base: TiledBase | None) -> None:
        super().set_base(base)
        if self._sheet is not None:
            self._sheet.show_base(self._base_name())
            self._lay_out()

    def _base_name(self) -> str | None:
        return self.base.base.title(self._shown.language) if self.base is not None else None

    def _on_sheet_closed(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- drawing and layout -------------------------------------------------------------------------------------------

    def _paint_over(self, painter: QPainter, tools: Tools) -> None:
        self.instruments.paint(painter, tools)
        advice = self.instruments.advice
        if advice and not self.notice:
            chrome.paint_notice(painter, advice, tools.style.text, 14.0, self.navigation.viewport, tools.letters)
        if self.notice:
            color = tools.style.warn if self._warns else tools.style.text
            chrome.paint_notice(painter, self.notice, color, 14.0, self.navigation.viewport, tools.letters)

    def _legend_corner(self, size: tuple[float, float]) -> tuple[float, float]:
        return 12.0, self._shown.keys_end  # below the keys of layers; the foot is taken by overview and scale

    def _on_dressed(self, tools: Tools) -> None:
        self.furniture.dress(tools)
        self._lay_out()

    def _lay_out(self) -> None:
        self.furniture.lay_out()
        if self._sheet is not None:
            buttons = self.furniture.buttons.geometry()
            right = buttons.x() - 8 if self.width() > NARROW else self.width() - 8
            self._sheet.fit(QRect(QPoint(8, 8), QPoint(right, buttons.bottom())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget_notice.stop()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._tell_following()
        super().changeEvent(event)

    # --- keys, and what answers them ----------------------------------------------------------------------------------

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
        self._tell(wording.copied(text), warns=False)

    def _degrees(self, pixel: QPointF) -> tuple[float, float]:
        lon, lat = to_degrees(self.navigation.viewport.to_world((pixel.x(), pixel.y()))).tolist()
        return lon, lat

    def _on_instrument_changed(self) -> None:
        if self.instruments.held is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)
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

    def _tell(self, text: str, warns: bool = True) -> None:
        self.notice, self._warns = text, warns
        if text:
            self._forget_notice.start()
        self.update()

    def _on_notice_read(self) -> None:
        self._tell("")
