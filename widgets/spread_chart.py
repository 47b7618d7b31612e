"""How the work is spread over the people on duty: how many have how much in hand, never who."""

from __future__ import annotations

from domain.day_figures import HEAVIEST, Load
from widgets.bar_plot import BarPlot, Series


class SpreadChart(BarPlot):
    """One bar for each number of cases in hand from one on; touched, it chooses the cases these people hold. Who has
    none is not drawn: on a quiet day that is nearly everybody."""

    _load: Load | None = None

    def show_load(self, load: Load, selected: int | None = None) -> None:
        """``selected``: a number of cases in hand."""
        self._load = load
        labels = [(slot - 0.5, _held(slot)) for slot in range(1, HEAVIEST + 1)]
        people = tuple(float(count) for count in load.people[1:])
        chosen = None if selected is None else (selected - 1, 0)
        self._show((Series(people, self._look.quiet.name()),), labels, (), chosen)

    def _hint(self, slot: int, series: int) -> str:
        if self._load is None:
            return ""
        template = self.tr("{people} people with {count} cases in hand, {cases} cases in all")
        held = slot + 1
        return template.format(people=self._load.people[held], count=_held(held), cases=self._load.cases[held])


def _held(count: int) -> str:
    return f"{count}+" if count == HEAVIEST else str(count)
