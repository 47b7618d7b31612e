"""Who of the grids beside an incident's own is free to help, and how soon he could be there."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

import msgspec

from domain.candidates import Flight
from domain.picture import Picture
from domain.worker import WorkerState


class Helper(msgspec.Struct, frozen=True):
    """Somebody who is free. ``seconds``: by road, None when unknown."""

    worker: str
    seconds: float | None


class GridHelp(msgspec.Struct, frozen=True):
    """The free people of one grid, the soonest first."""

    region: str
    helpers: tuple[Helper, ...]


def help_beside(picture: Picture, grids: Iterable[str], flight: Flight | None) -> tuple[GridHelp, ...]:
    """The free people of each grid who may be given the incident; ``flight`` knows how long each would need. The grid
    that can help soonest comes first, those where nobody is free come last."""
    found = [GridHelp(grid, _free(picture, grid, flight)) for grid in grids]
    return tuple(sorted(found, key=lambda one: _soonest(one.helpers)))


def _free(picture: Picture, grid: str, flight: Flight | None) -> tuple[Helper, ...]:
    helpers = []
    for key in picture.columns.ids_for([grid]):
        worker = picture.workers[key]
        role = picture.roles.get(worker.role)
        if worker.state is not WorkerState.FREE or (role is not None and not role.handles):
            continue
        candidate = flight.candidates.get(key) if flight is not None else None
        if candidate is None or candidate.allowed:
            helpers.append(Helper(key, candidate.seconds if candidate is not None else None))
    return tuple(sorted(helpers, key=lambda one: (inf if one.seconds is None else one.seconds, one.worker)))


def _soonest(helpers: tuple[Helper, ...]) -> tuple[bool, float]:
    seconds = helpers[0].seconds if helpers else None
    return not helpers, inf if seconds is None else seconds
