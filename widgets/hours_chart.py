"""Arrivals and closings of the day by hour, against a usual day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from domain.usual import Expected
from widgets.bar_plot import BarPlot, Series
from widgets.look import Look, mixed

ARRIVED, CLOSED = 0, 1


class HoursChart(BarPlot):
    """Two bars an hour; of the closings the late ones in the colour of what is wrong. The axis ends with the day; a
    dashed line shows the arrivals of a usual day."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._expected: Expected | None = None
        look.changed.connect(self._recolor)

    def show_hours(
        self,
        arrived: Sequence[int],
        closed: Sequence[int],
        on_time: Sequence[int] = (),
        expected: Expected | None = None,
        selected: tuple[int, int] | None = None,
    ) -> None:
        """Counts of each hour; ``on_time`` of the closings; ``selected``: an hour and ``ARRIVED`` or ``CLOSED``."""
        self._expected = expected
        late = tuple(all_ - good for all_, good in zip(closed, on_time, strict=True)) if on_time else ()
        colors = self.colors
        self._show(
            (Series(tuple(arrived), colors[ARRIVED]), Series(tuple(closed), colors[CLOSED], late)),
            [(hour, f"{hour:02d}") for hour in range(0, 25, 3)],
            expected.arrived if expected is not None else (),
            selected,
        )

    @property
    def colors(self) -> tuple[str, str]:
        """Of arrivals and of closings, for the legend."""
        return self._look.quiet.name(), mixed(self._look.quiet, self._look.panel, 0.5).name()

    def _recolor(self) -> None:
        if self._series:
            arrived, closed = self._series
            colors = self.colors
            self._series = (
                Series(arrived.values, colors[ARRIVED]),
                Series(closed.values, colors[CLOSED], closed.bad),
            )
            self._draw()

    def _hint(self, slot: int, series: int) -> str:
        one = self._series[series]
        span = f"{slot:02d}:00–{slot + 1:02d}:00"
        if series == CLOSED:
            late = one.bad[slot] if one.bad else 0
            return self.tr("{span}: {count} closed, {late} of them late").format(
                span=span, count=f"{one.values[slot]:.0f}", late=f"{late:.0f}"
            )
        text = self.tr("{span}: {count} arrived").format(span=span, count=f"{one.values[slot]:.0f}")
        if self._expected is not None:
            text += self.tr(", usual {count}").format(count=f"{self._expected.arrived[slot]:.1f}")
        return text
