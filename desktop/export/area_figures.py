"""The figure that the areas of an export's map are coloured by: counted from the record as a desk counts it."""

from __future__ import annotations

import msgspec
import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.area_catalogue import area_catalogue
from desktop.export.order import ExportOrder
from desktop.export.writing import NotWritten
from domain.area_figures import Areas
from domain.burden import Burdens
from domain.casetable import CaseTable
from domain.narrowing import narrowed
from domain.picture import Changes, Picture
from maps.area_colours import AreaColours


def check_figure(code: str) -> None:
    """Raises NotWritten for a figure there is not."""
    known = [figure.code for figure in area_catalogue().figures]
    if code not in known:
        raise NotWritten(
            QCoreApplication.translate(
                "ExportProblem", "There is no figure “{code}”. Areas can be coloured by: {known}."
            ).format(code=code, known=" ".join(known))
        )


def colours_for(whole: Picture, order: ExportOrder, now: float) -> AreaColours | None:
    """The order's figure of every region of the city at city time ``now``, from the cases the order chooses; None when
    it wants none. Areas it does not choose have no data: nothing of them is in the file. People and what is compared
    with the whole city are of the whole room."""
    code, chosen = order.look.figure, order.chosen
    if not code:
        return None
    tops = [region for region in chosen.regions if region]
    cases = msgspec.structs.replace(chosen, regions=()) if tops else chosen
    counted = narrowed(whole, cases, now) if cases else whole
    table, burdens, everything = CaseTable(counted), Burdens(), Changes(reset=True)
    table.refresh(everything)
    table.catch_up(len(counted.incidents))
    burdens.refresh(counted, everything, now)
    areas = Areas(whole.tree)
    figure = area_catalogue()[code]
    values = areas.values(figure, table, burdens, now)
    if tops:
        inside = {region.code for top in tops for region in whole.tree.subtree(top)}
        values = np.where([region.code in inside for region in whole.tree], values, np.nan)
    return AreaColours(figure, values, areas.depth, now)
