"""A map server that says what it has: asked beside the screen, told in words, and a layer of it made a base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from widgets.layer_offer import LayerLine, LayersShown

if TYPE_CHECKING:
    from maps.tiles.level_sets import LevelSet
    from maps.tiles.wmts import Server


def layers_shown(server: Server) -> LayersShown:
    """What a server has, for the sheet."""
    from maps.tiles.wmts import Choosable
    from maps.tiles.wording import sentence

    lines = []
    for one in server.layers:
        layer = one.layer
        if isinstance(one, Choosable):
            styles = tuple((style.id, style.title or style.id) for style in one.styles)
            lines.append(LayerLine(layer.id, layer.title, levels_in_words(one.levels), styles, one.formats))
        else:
            lines.append(LayerLine(layer.id, layer.title, refused=sentence(one.trouble)))
    return LayersShown(server.title if server.title == server.name else f"{server.title} ({server.name})", tuple(lines))


def levels_in_words(levels: LevelSet) -> str:
    """How a layer is cut."""
    mercator = levels.cut.value == "mercator"
    if not levels.usual:
        template = (
            QCoreApplication.translate("BaseChoice", "{name}: {count} levels of its own, in web mercator")
            if mercator
            else QCoreApplication.translate("BaseChoice", "{name}: {count} levels of its own, in degrees")
        )
        return template.format(name=levels.id, count=len(levels.names))
    template = (
        QCoreApplication.translate("BaseChoice", "{name}: web mercator, levels {least} to {most}")
        if mercator
        else QCoreApplication.translate("BaseChoice", "{name}: degrees, levels {least} to {most}")
    )
    return template.format(name=levels.id, least=levels.least, most=levels.most)
