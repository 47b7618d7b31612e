"""Everything the figures' views are shown at once, and what today's numbers are compared with, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QCoreApplication

from domain.casefilter import CaseFilter
from domain.day_figures import DayFigures
from domain.indicators import Catalogue, Indicator, Reading
from domain.period import DAY, Period
from domain.picture import Picture
from domain.usual import Counted, Expected, PastDay, at_time, until
from widgets import filter_words, wording

#: Worse by more than this share (of a number) or by so many points (of a share) is worth a colour.
WORTH_A_LOOK = 0.15
POINTS_WORTH_A_LOOK = 0.03
#: Of fewer cases than this a percentage says nothing.
ENOUGH = 20


class FiguresNow(msgspec.Struct, frozen=True):
    """``figures`` of what is ``chosen`` in ``picture``. ``expected``: a usual day, None when none is known; ``past``:
    whole days that are over, the newest first; ``week``: figures of the last seven days by code; ``load``: people with
    how many cases in hand are chosen, None for all; ``begun``: city time from which on anything is known at all, None
    while that is not known."""

    picture: Picture
    catalogue: Catalogue
    figures: DayFigures
    chosen: CaseFilter
    language: str
    expected: Expected | None = None
    past: tuple[PastDay, ...] = ()
    week: dict[str, Counted] = {}
    load: int | None = None
    begun: float | None = None

    def usual_so_far(self) -> float | None:
        """Arrivals of a usual day until now, of that part of it of which anything is known; None when that is not
        known."""
        if self.expected is None or self.begun is None:
            return None
        since, now = self.figures.since, self.figures.now
        return usual_until(self.expected, now - since) - usual_until(self.expected, max(0.0, self.begun - since))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.picture.city.rules.calendar.zone)

    @property
    def narrowed(self) -> bool:
        """Whether the figures are of a part of the city's cases: then nothing is known to compare them with."""
        return bool(self.chosen.without("behind", "standings"))

    def reading(self, code: str) -> Reading | None:
        """A figure of the period; that of a week is the backend's where the picture does not reach so far."""
        reading = self.figures.readings.get(code)
        if reading is None or self.figures.period is not Period.WEEK or reading.indicator.moment:
            return reading
        counted = self.week.get(code)
        if counted is None or self.narrowed:
            return None
        return msgspec.structs.replace(reading, value=counted.value, part=counted.part, whole=counted.whole)


class Comparison(msgspec.Struct, frozen=True):
    """``text``: with what and how much, short; ``worse``: by so much that somebody should look."""

    text: str
    worse: bool = False


def number(indicator: Indicator, value: float | None) -> str:
    """A figure's value as it is read."""
    if value is None:
        return "–"
    match indicator.kind:
        case "share":
            return f"{value * 100:.1f} %" if 0 < value < 1 else f"{value * 100:.0f} %"
        case "mean":
            return wording.span(value)
        case "count":
            return f"{value:.0f}"


def exact(indicator: Indicator, value: float | None) -> str:
    """The same with all its digits."""
    return f"{value * 100:.2f} %" if indicator.kind == "share" and value is not None else number(indicator, value)


def comparison(now: FiguresNow, reading: Reading) -> Comparison | None:
    """What a figure of today was at this time yesterday, all of yesterday (a share or a mean), or usually is; None when
    nothing of the kind is known."""
    if now.narrowed or now.figures.period is not Period.TODAY or reading.value is None:
        return None
    code, indicator, figures = reading.indicator.code, reading.indicator, now.figures
    seconds = figures.now - figures.since
    yesterday = now.past[0] if now.past and abs(now.past[0].start + DAY - figures.since) < 2 * 3600 else None
    before: float | None = None
    if yesterday is not None:
        name = QCoreApplication.translate("Comparison", "yesterday by now {number}")
        if code in ("arrived", "closed"):
            before = until(getattr(yesterday, code), seconds)
        elif code in ("open", "late"):
            before = at_time(getattr(yesterday, code), seconds)
        elif code in yesterday.figures:
            before, name = yesterday.figures[code].value, QCoreApplication.translate("Comparison", "yesterday {number}")
    elif code == "arrived":
        name, before = QCoreApplication.translate("Comparison", "usual by now {number}"), now.usual_so_far()
    if before is None:
        return None
    change, worse = _change(indicator, before, reading.value)
    return Comparison(f"{name.format(number=number(indicator, before))} {change}".strip(), worse)


def usual_until(expected: Expected, seconds: float) -> float:
    """Arrivals of a usual day in its first ``seconds``."""
    hour, rest = divmod(max(0.0, seconds) / 3600, 1)
    whole = min(int(hour), 24)
    return sum(expected.arrived[:whole]) + (expected.arrived[whole] * rest if whole < 24 else 0.0)


def _change(indicator: Indicator, before: float, value: float) -> tuple[str, bool]:
    """How a value has changed, with an arrow, and whether that is bad enough to be shown in colour."""
    if indicator.kind == "share":
        moved, step, limit = (value - before) * 100, 0.05, POINTS_WORTH_A_LOOK * 100
        text = f"{abs(moved):.1f}"
    elif before >= (ENOUGH if indicator.kind == "count" else 1e-9):
        moved, step, limit = (value - before) / before * 100, 0.5, WORTH_A_LOOK * 100
        text = f"{abs(moved):.0f} %"
    else:
        return ("" if round(value) == round(before) else "↑" if value > before else "↓", False)
    if abs(moved) < step:
        return "→", False
    worse = (moved < -limit and indicator.good == "high") or (moved > limit and indicator.good == "low")
    return f"{'↑' if moved > 0 else '↓'}{text}", worse


def usual_words(now: FiguresNow) -> str:
    """With what the day is compared, as a sentence."""
    if now.expected is None:
        return QCoreApplication.translate("Comparison", "Nothing to compare with yet")
    if now.expected.days:
        text = QCoreApplication.translate("Comparison", "Usual day: mean of the last {days} days")
        return text.format(days=now.expected.days)
    return QCoreApplication.translate("Comparison", "Usual day: what the city's profile expects")


def period_words(now: FiguresNow) -> str:
    """The period of the figures and when they were counted."""
    figures = now.figures
    clock = wording.clock(figures.now, now.zone)
    if figures.period is Period.TODAY:
        text = QCoreApplication.translate("Comparison", "today 00:00 – {time}")
        return text.format(time=clock)
    text = QCoreApplication.translate("Comparison", "{period} until {time}")
    return text.format(period=filter_words.period(figures.period), time=clock)
