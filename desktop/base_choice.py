"""Choosing what lies under everything on the maps: the sheet of base maps, and what leads to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.actions import Actions, Group
from desktop.bases import Bases
from desktop.desk_window import DeskWindow
from desktop.layer_server import layers_shown
from desktop.views import Views
from desktop.walls import Walls
from maps.canvas import MapCanvas

if TYPE_CHECKING:
    from maps.tiles.wmts import Server
    from widgets.base_lines import BasesShown, BaseWish
    from widgets.base_sheet import BaseSheet


class BaseChoice(QObject):
    """Shows the bases on the desk's map and on its walls, and asks ``bases`` for what is touched."""

    def __init__(self, bases: Bases, views: Views, window: DeskWindow, walls: Walls, actions: Actions) -> None:
        super().__init__(window)
        self._bases, self._views, self._window = bases, views, window
        bases.told.connect(window.toast.tell)
        bases.changed.connect(self._tell)
        bases.refused.connect(self._on_refused)
        bases.offered.connect(self._on_offered)
        walls.opened.connect(lambda wall: bases.serve(wall.map))
        self._serve(views.map)
        views.maps.came.connect(self._serve)
        views.look.changed.connect(self._tell)
        actions.add("base", Group.FIND, lambda: self.tr("Base map: the city's own, a file or a server"), self.open)

    def _serve(self, canvas: MapCanvas) -> None:
        self._bases.serve(canvas)
        canvas.base_requested.connect(self.open)
        canvas.tile_file_dropped.connect(self._on_dropped)

    @cached_property
    def sheet(self) -> BaseSheet:
        from widgets.base_sheet import BaseSheet  # nobody's start waits for it

        sheet = BaseSheet(self._views.look, self._window)
        sheet.chosen.connect(self._bases.choose)
        sheet.add_requested.connect(self._on_add)
        sheet.layer_requested.connect(self._on_layer)
        sheet.key_given.connect(self._bases.keep_key)
        sheet.forget_requested.connect(self._bases.forget)
        self._bases.added.connect(sheet.show_added)
        return sheet

    def open(self) -> None:
        self._window.activateWindow()
        self.sheet.open_with(self._shown())

    def _on_dropped(self, path: str) -> None:
        self.open()
        self.sheet.offer(path)

    def _on_add(self, wish: BaseWish) -> None:
        from maps.tiles.asking import is_service, layer_in

        if is_service(wish.text) and not layer_in(wish.text)[1]:
            self._bases.ask(wish.text, wish.key)
        else:
            self._bases.add(wish.text, wish.title, wish.key, wish.datum, wish.look)

    def _on_offered(self, server: Server) -> None:
        """One layer with nothing to choose is tried at once."""
        only = server.layers[0] if len(server.layers) == 1 else None
        shown = layers_shown(server)
        plain = only is not None and len(shown.lines[0].formats) == 1 >= len(shown.lines[0].styles)
        if only is not None and plain:
            self._on_layer(only.layer.id, "", "")
        else:
            self.sheet.show_layers(shown)

    def _on_layer(self, layer: str, style: str, format_: str) -> None:
        wish = self.sheet.wish()
        self._bases.add_layer(layer, style, format_, wish.title, wish.datum, wish.look)

    def _on_refused(self, sentence: str) -> None:
        if "sheet" in vars(self) and self.sheet.isVisible():
            self.sheet.show_answer(sentence, trouble=True)
        else:
            self._window.toast.tell(sentence)

    def _tell(self) -> None:
        if "sheet" in vars(self) and self.sheet.isVisible():
            self.sheet.show_bases(self._shown())

    def _shown(self) -> BasesShown:
        from maps.tiles.base import is_address
        from maps.tiles.template import template_of
        from widgets.base_lines import BaseLine, BasesShown

        book, language = self._bases.book, self._views.look.language
        lines = [BaseLine("", self.tr("The city's own ground"), self.tr("always there, needs no network"))]
        for base in book.bases:
            where = template_of(base.sheets[0])[0].server if is_address(base.sheets[0]) else base.sheets[0]
            lines.append(BaseLine(base.id, base.title(language), where, base.key, book.removable(base)))
        sentence, trouble = self._state()
        return BasesShown(tuple(lines), book.now.chosen, sentence, trouble)

    def _state(self) -> tuple[str, bool]:
        """How the chosen base does, in a sentence."""
        from maps.tiles.tiled_base import State
        from maps.tiles.trouble import TileTrouble
        from maps.tiles.wording import note_of, sentence, sentence_while_shown

        bases = self._bases
        if bases.trouble is not None:
            return sentence(bases.trouble), True
        if bases.opening:
            return self.tr("Opening …"), False
        if bases.shown is None:
            return self.tr("Roads, water, green and built-up land as this city has them."), False
        status = bases.shown.status
        if status.state is State.TROUBLE and status.kind is not None:
            return sentence_while_shown(TileTrouble(status.kind, status.detail)), True
        return note_of(bases.shown)
