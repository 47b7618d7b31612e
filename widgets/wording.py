"""Times and counts in words, in the language of the running program."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from domain.region import Level, RegionTree

MINUTE, HOUR, DAY = 60, 3600, 86400
_USUAL = {Level.COMMUNITY: " Community", Level.STREET: " Street"}


def span(seconds: float) -> str:
    """A length of time, short: ``04:07`` below an hour, then hours and minutes, then days and hours."""
    whole = int(abs(seconds))
    if whole < HOUR:
        return f"{whole // MINUTE:02d}:{whole % MINUTE:02d}"
    if whole < DAY:
        template = QCoreApplication.translate("Wording", "{hours} h {minutes:02d}")
        return template.format(hours=whole // HOUR, minutes=whole % HOUR // MINUTE)
    template = QCoreApplication.translate("Wording", "{days} d {hours} h")
    return template.format(days=whole // DAY, hours=whole % DAY // HOUR)


def remaining(seconds: float) -> str:
    """What is left of a deadline; a minus sign when it has passed."""
    return ("−" if seconds < 0 else "") + span(seconds)


def minutes(seconds: float) -> str:
    """A travel time: whole minutes, rounded up, at least one."""
    template = QCoreApplication.translate("Wording", "{minutes} min")
    return template.format(minutes=max(1, -int(-seconds // MINUTE)))


def age(seconds: float) -> str:
    """How old something is: tenths below ten seconds, then seconds, minutes, hours, days."""
    if seconds < 10:
        return QCoreApplication.translate("Wording", "{seconds:.1f} s").format(seconds=max(0.0, seconds))
    if seconds < 2 * MINUTE:
        return QCoreApplication.translate("Wording", "{seconds:.0f} s").format(seconds=seconds)
    if seconds < 2 * HOUR:
        return QCoreApplication.translate("Wording", "{minutes:.0f} min").format(minutes=seconds // MINUTE)
    if seconds < 2 * DAY:
        return QCoreApplication.translate("Wording", "{hours:.0f} h").format(hours=seconds // HOUR)
    return QCoreApplication.translate("Wording", "{days:.0f} d").format(days=seconds // DAY)


def distance(metres: float) -> str:
    """Metres below a kilometre, then kilometres with a tenth."""
    if metres < 995:
        return QCoreApplication.translate("Wording", "{metres:.0f} m").format(metres=metres)
    return QCoreApplication.translate("Wording", "{kilometres:.1f} km").format(kilometres=metres / 1000)


def clock(at: float, zone: ZoneInfo) -> str:
    """Local time of day with seconds."""
    return datetime.fromtimestamp(at, zone).strftime("%H:%M:%S")


def moment(at: float, now: float, zone: ZoneInfo) -> str:
    """Local time for a list: the hour and minute today, the date before that when it was another day."""
    then, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone)
    return then.strftime("%H:%M:%S" if then.date() == today.date() else "%m-%d %H:%M")


def day(at: float, zone: ZoneInfo) -> str:
    """Local date, ISO order."""
    return datetime.fromtimestamp(at, zone).strftime("%Y-%m-%d")


def midnight(now: float, zone: ZoneInfo) -> float:
    """When the local day of ``now`` began, in seconds since 1970."""
    local = datetime.fromtimestamp(now, zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def place_names(tree: RegionTree, code: str, language: str, count: int = 3, short: bool = False) -> list[str]:
    """Names from ``code`` upwards, at most ``count``; what a name repeats of the one above it is left out; ``short``:
    so is what a community or street is called in English anyway. Empty for what lies outside the city."""
    names = [(region.level, tree.own_name(region, language)) for region in tree.lineage(code)[:count]]
    usual = _USUAL if short and language.startswith("en") else {}
    return [name.removesuffix(usual.get(level, "")) for level, name in names]
