"""What a live layer is given to draw one frame with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from domain.drawn_area import Corners
from domain.help_beside import GridHelp
from domain.picture import Picture
from domain.reach import Reach
from domain.ties import Tie
from domain.trails import Trails
from maps.badges import Badges
from maps.crowd_signs import CrowdSigns
from maps.crowds import Crowds
from maps.flight_view import FlightView
from maps.heat import ShownHeat
from maps.lettering import Lettering, Occupied
from maps.marks import Marks
from maps.scene import Scene
from maps.sprites import IncidentSprites, WorkerSprites
from maps.style import Style
from maps.target import Target
from maps.terrain import Terrain
from maps.viewport import Viewport


@dataclass(slots=True)
class Frame:
    """One frame. ``target`` is what the pointer is over; ``flight`` what an incident in the air would mean,
    ``pointer`` where it is just now (logical pixels), ``shine`` whether what blinks is on just now, ``trails`` where
    workers have been (None: nobody remembers), ``crowds`` who of them is drawn in a crowd, ``heat`` how dense incidents
    lie, ``reach`` who can be at a place in time, ``ties`` what belongs to the selected incident, ``drawn`` the area
    that is chosen, ``pin`` a world place that was asked for, ``closing`` world places ``(n, 2)`` along a road that is
    about to be closed, ``plan`` worker by incident of a proposal."""

    viewport: Viewport
    terrain: Terrain
    scene: Scene
    picture: Picture
    style: Style
    letters: Lettering
    language: str
    worker_sprites: WorkerSprites
    incident_sprites: IncidentSprites
    badges: Badges
    marks: Marks
    crowds: Crowds
    crowd_signs: CrowdSigns
    incident: str = ""
    worker: str = ""
    pending: frozenset[str] = frozenset()
    flight: FlightView | None = None
    target: Target | None = None
    pointer: tuple[float, float] | None = None
    shine: bool = True
    trails: Trails | None = None
    heat: ShownHeat | None = None
    reach: Reach | None = None
    ties: tuple[Tie, ...] = ()
    drawn: Corners = ()
    pin: tuple[float, float] | None = None
    closing: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    plan: dict[str, str] = field(default_factory=dict)
    beside: tuple[GridHelp, ...] = ()
    taken: Occupied = field(default_factory=Occupied)
    #: Where the next key to colours may stand: pixels from the top.
    key_top: float = 12.0

    @property
    def ratio(self) -> float:
        return self.letters.ratio

    def inside(self, pixels: NDArray[np.float64], room: float = 24.0) -> NDArray[np.bool_]:
        """Which pixel places ``(n, 2)`` are in view or at most ``room`` outside."""
        across, down = self.viewport.width + room, self.viewport.height + room
        x, y = pixels[:, 0], pixels[:, 1]
        return (x > -room) & (y > -room) & (x < across) & (y < down)


LiveLayer = Callable[[QPainter, Frame], None]
