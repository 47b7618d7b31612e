"""Where the map was, and what it showed."""

from __future__ import annotations

from typing import Any

from maps.canvas import MapCanvas
from maps.layer_choice import AS_SHIPPED, LayerChoice


class MapMemory:
    """Keeps the middle (world coordinates) and the zoom level of a map, unless it shows the whole city, and which
    layers were chosen."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas

    def state(self) -> dict[str, Any]:
        navigation, layers = self._canvas.navigation, self._canvas.layers
        kept: dict[str, Any] = {} if layers == AS_SHIPPED else {"layers": layers.state()}
        if not navigation.at_home:
            view = navigation.destination
            kept.update(x=view.x, y=view.y, zoom=view.zoom)
        return kept

    def restore(self, state: dict[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what is neither a place nor a choice of layers."""
        self._canvas.set_layers(LayerChoice.of(state["layers"]) if "layers" in state else AS_SHIPPED)
        if "x" in state:
            self._canvas.navigation.centre(float(state["x"]), float(state["y"]), float(state["zoom"]), glide=False)
