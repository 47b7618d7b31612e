"""Where the map was, and what a person keeps on it."""

from __future__ import annotations

from typing import Any

from domain.coordinates import System
from maps.bookmarks import of_plain, plain
from maps.canvas import MapCanvas
from maps.layer_choice import AS_SHIPPED, LayerChoice


class MapMemory:
    """Keeps the middle (world coordinates) and the zoom level of a map, unless it shows the whole city; which layers
    were chosen; marked places, the overview, the system of coordinates."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas

    def state(self) -> dict[str, Any]:
        navigation, layers, furniture = self._canvas.navigation, self._canvas.layers, self._canvas.furniture
        kept: dict[str, Any] = {} if layers == AS_SHIPPED else {"layers": layers.state()}
        if furniture.marks:
            kept["marks"] = plain(furniture.marks)
        if not furniture.overview.wanted:
            kept["overview"] = False
        if furniture.readout.system is not System.WGS84:
            kept["coordinates"] = furniture.readout.system.value
        if not navigation.at_home:
            view = navigation.destination
            kept.update(x=view.x, y=view.y, zoom=view.zoom)
        return kept

    def restore(self, state: dict[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what is none of this."""
        self._canvas.set_layers(LayerChoice.of(state["layers"]) if "layers" in state else AS_SHIPPED)
        marks, system = of_plain(state.get("marks", [])), System(state.get("coordinates", System.WGS84))
        self._canvas.furniture.remember(marks, bool(state.get("overview", True)), system)
        if "x" in state:
            self._canvas.navigation.centre(float(state["x"]), float(state["y"]), float(state["zoom"]), glide=False)
