"""Where the map was."""

from __future__ import annotations

from typing import Any

from maps.canvas import MapCanvas


class MapMemory:
    """Keeps the middle (world coordinates) and the zoom level of a map; nothing while it shows the whole city."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas

    def state(self) -> dict[str, Any]:
        navigation = self._canvas.navigation
        if navigation.at_home:
            return {}
        view = navigation.destination
        return {"x": view.x, "y": view.y, "zoom": view.zoom}

    def restore(self, state: dict[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what is not a place."""
        if state:
            self._canvas.navigation.centre(float(state["x"]), float(state["y"]), float(state["zoom"]), glide=False)
