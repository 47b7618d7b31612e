"""Everything a map draws with, made for one theme, one type family and one device pixel ratio."""

from __future__ import annotations

from domain.look import Tokens
from maps.badges import Badges
from maps.crowd_signs import CrowdSigns
from maps.lettering import Lettering
from maps.sprites import IncidentSprites, WorkerSprites
from maps.style import Style

#: Below the first zoom level, or with more marks than this below the second, incidents are drawn smaller.
FAR, NEAR, CROWD = 12.6, 14.0, 150


class Tools:
    """Style, lettering, badges and sprites that fit each other."""

    def __init__(self, tokens: Tokens, family: str, ratio: float) -> None:
        self.ratio = ratio
        self.style = Style(tokens, family)
        self.letters = Lettering(self.style, ratio)
        self.badges = Badges(self.letters)
        self.workers = WorkerSprites(self.style, ratio)
        self.crowds = CrowdSigns(self.letters)
        self._incidents = IncidentSprites(self.style, ratio), IncidentSprites(self.style, ratio, 0.8)

    def incidents(self, zoom: float, marks: int) -> IncidentSprites:
        return self._incidents[1 if zoom < FAR or (zoom < NEAR and marks > CROWD) else 0]
