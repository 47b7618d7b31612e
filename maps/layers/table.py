"""Which layers there are, from the lowest to the highest. A new layer is a file beside this one and a line here."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from domain.overlay import OverlayKind
from maps.frame import LiveLayer
from maps.ground_view import GroundLayer
from maps.layers import (
    aim,
    areas,
    beside,
    borders,
    cameras,
    closures,
    crowds,
    drawn,
    flight,
    heat,
    incidents,
    labels,
    land,
    landmarks,
    overlays,
    piles,
    plan,
    reach,
    roads,
    routes,
    selection,
    ties,
    tiles,
    trails,
    veil,
    worker_names,
    workers,
)
from maps.layers.layer import Group, Layer

#: Drawn once into the ground picture of a view.
GROUND_LAYERS: tuple[Layer[GroundLayer], ...] = (
    Layer("land", QT_TRANSLATE_NOOP("MapLayers", "Land"), land.paint, fixed=True),
    Layer("built", QT_TRANSLATE_NOOP("MapLayers", "Built-up land"), landmarks.paint_built),
    Layer("parks", QT_TRANSLATE_NOOP("MapLayers", "Parks and hills"), landmarks.paint_parks),
    Layer("water", QT_TRANSLATE_NOOP("MapLayers", "Water"), landmarks.paint_water),
    Layer("estates", QT_TRANSLATE_NOOP("MapLayers", "Housing estates"), landmarks.paint_estates),
    tiles.LAYER,
    Layer(
        "figures",
        QT_TRANSLATE_NOOP("MapLayers", "Areas by a figure"),
        areas.paint,
        shown=False,
        group=Group.AREAS,
    ),
    Layer("roads", QT_TRANSLATE_NOOP("MapLayers", "Roads"), roads.paint),
    Layer("borders", QT_TRANSLATE_NOOP("MapLayers", "Borders"), borders.paint, group=Group.AREAS),
    Layer(
        "overlay_party",
        QT_TRANSLATE_NOOP("MapLayers", "Party grids"),
        overlays.lines_of(OverlayKind.PARTY),
        shown=False,
        group=Group.AREAS,
        signs=overlays.signs_of(OverlayKind.PARTY),
    ),
    Layer(
        "overlay_safety",
        QT_TRANSLATE_NOOP("MapLayers", "Safety grids"),
        overlays.lines_of(OverlayKind.SAFETY),
        shown=False,
        group=Group.AREAS,
        signs=overlays.signs_of(OverlayKind.SAFETY),
    ),
    Layer(
        "overlay_emergency",
        QT_TRANSLATE_NOOP("MapLayers", "Emergency grids"),
        overlays.lines_of(OverlayKind.EMERGENCY),
        shown=False,
        group=Group.AREAS,
        signs=overlays.signs_of(OverlayKind.EMERGENCY),
    ),
    Layer(
        "overlay_police",
        QT_TRANSLATE_NOOP("MapLayers", "Police grids"),
        overlays.lines_of(OverlayKind.POLICE),
        shown=False,
        group=Group.AREAS,
        signs=overlays.signs_of(OverlayKind.POLICE),
    ),
    Layer(
        "reach", QT_TRANSLATE_NOOP("MapLayers", "Who can be there in time"), reach.paint, shown=False, group=Group.HELP
    ),
    Layer(
        "cameras_afar",
        QT_TRANSLATE_NOOP("MapLayers", "Numbers of cameras, from afar"),
        cameras.paint_afar,
        shown=False,
        group=Group.PEOPLE,
    ),
    Layer("cameras", QT_TRANSLATE_NOOP("MapLayers", "Cameras"), cameras.paint, group=Group.PEOPLE),
    Layer(
        "heat", QT_TRANSLATE_NOOP("MapLayers", "Heat of incidents"), heat.paint, shown=False, group=Group.INCIDENTS
    ),
    Layer("labels", QT_TRANSLATE_NOOP("MapLayers", "Names"), labels.paint),
)

#: Drawn over it in every frame.
LIVE_LAYERS: tuple[Layer[LiveLayer], ...] = (
    Layer("veil", QT_TRANSLATE_NOOP("MapLayers", "Veil while an incident is in the air"), veil.paint, fixed=True),
    Layer("drawn", QT_TRANSLATE_NOOP("MapLayers", "Area drawn on the map"), drawn.paint, fixed=True),
    Layer("aim", QT_TRANSLATE_NOOP("MapLayers", "Aim of a drop"), aim.paint, fixed=True),
    Layer("closures", QT_TRANSLATE_NOOP("MapLayers", "Closed roads"), closures.paint, fixed=True),
    Layer(
        "beside",
        QT_TRANSLATE_NOOP("MapLayers", "Help from the grids beside"),
        beside.paint,
        shown=False,
        group=Group.HELP,
    ),
    Layer("routes", QT_TRANSLATE_NOOP("MapLayers", "Routes"), routes.paint, group=Group.HELP),
    Layer(
        "trails",
        QT_TRANSLATE_NOOP("MapLayers", "Ways of all workers in view"),
        trails.paint_all,
        shown=False,
        group=Group.PEOPLE,
    ),
    Layer(
        "trail", QT_TRANSLATE_NOOP("MapLayers", "Way of the selected worker"), trails.paint_selected, group=Group.PEOPLE
    ),
    Layer("crowds", QT_TRANSLATE_NOOP("MapLayers", "Crowds of workers"), crowds.paint, group=Group.PEOPLE),
    Layer("plan", QT_TRANSLATE_NOOP("MapLayers", "Proposed assignment"), plan.paint, fixed=True),
    Layer("workers", QT_TRANSLATE_NOOP("MapLayers", "Workers"), workers.paint, group=Group.PEOPLE),
    Layer("worker_names", QT_TRANSLATE_NOOP("MapLayers", "Workers' names"), worker_names.paint, group=Group.PEOPLE),
    Layer(
        "beside_words", QT_TRANSLATE_NOOP("MapLayers", "Words of the grids beside"), beside.paint_words_of, fixed=True
    ),
    Layer("ties", QT_TRANSLATE_NOOP("MapLayers", "Look-alikes and merged reports"), ties.paint, group=Group.INCIDENTS),
    Layer("piles", QT_TRANSLATE_NOOP("MapLayers", "Opened pile of incidents"), piles.paint, fixed=True),
    Layer("selection", QT_TRANSLATE_NOOP("MapLayers", "Selection"), selection.paint, fixed=True),
    Layer("incidents", QT_TRANSLATE_NOOP("MapLayers", "Incidents"), incidents.paint, fixed=True, group=Group.INCIDENTS),
    Layer("reach_key", QT_TRANSLATE_NOOP("MapLayers", "Key to who can be there"), reach.paint_key_of, fixed=True),
    Layer("heat_key", QT_TRANSLATE_NOOP("MapLayers", "Key to the heat"), heat.paint_key_of, fixed=True),
    Layer("flight", QT_TRANSLATE_NOOP("MapLayers", "Incident in the air"), flight.paint, fixed=True),
)

AnyLayer = Layer[GroundLayer] | Layer[LiveLayer]
#: All of them by code.
BY_CODE: dict[str, AnyLayer] = {
    **{layer.code: layer for layer in GROUND_LAYERS},
    **{layer.code: layer for layer in LIVE_LAYERS},
}
