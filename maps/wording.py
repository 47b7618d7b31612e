"""What the map says in words, in the language of the running program."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from domain.candidates import AreaTarget, Candidate
from domain.positions import WORKER_STATES
from domain.region import Level
from domain.worker import WorkerState
from maps.scene import SILENT


def minutes(seconds: float) -> str:
    """A travel time: whole minutes, rounded up, at least one."""
    template = QCoreApplication.translate("MapWording", "{minutes} min")
    return template.format(minutes=max(1, -int(-seconds // 60)))


def age(seconds: float) -> str:
    """How old something is, in one unit."""
    if seconds < 120:
        return QCoreApplication.translate("MapWording", "{seconds} s").format(seconds=max(0, int(seconds)))
    if seconds < 7200:
        return QCoreApplication.translate("MapWording", "{minutes} min").format(minutes=int(seconds // 60))
    if seconds < 2 * 86400:
        return QCoreApplication.translate("MapWording", "{hours} h").format(hours=int(seconds // 3600))
    return QCoreApplication.translate("MapWording", "{days} d").format(days=int(seconds // 86400))


def clock(at: float, zone: str) -> str:
    """The local time of day of a city time."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).strftime("%H:%M:%S")


def stopped(at: float, seconds: float, zone: str) -> str:
    """That the picture is not live: since what moment of the city, and for how long."""
    template = QCoreApplication.translate("MapWording", "Picture stopped at {clock} · {age} ago")
    return template.format(clock=clock(at, zone), age=age(seconds))


def worker_state(look: int) -> str:
    """A worker's state, or that he is silent."""
    if look == SILENT:
        return QCoreApplication.translate("MapWording", "silent")
    return state_name(WORKER_STATES[look])


def state_name(state: WorkerState) -> str:
    match state:
        case WorkerState.OFF_DUTY:
            return QCoreApplication.translate("MapWording", "off duty")
        case WorkerState.FREE:
            return QCoreApplication.translate("MapWording", "free")
        case WorkerState.HEADING:
            return QCoreApplication.translate("MapWording", "on the way")
        case WorkerState.ON_SCENE:
            return QCoreApplication.translate("MapWording", "on scene")
        case WorkerState.BUSY:
            return QCoreApplication.translate("MapWording", "busy")
        case WorkerState.RESTING:
            return QCoreApplication.translate("MapWording", "resting")


def direction(heading: float) -> str:
    """One of the eight winds for degrees clockwise from north."""
    translate = QCoreApplication.translate
    winds = (
        translate("MapWording", "north"),
        translate("MapWording", "north-east"),
        translate("MapWording", "east"),
        translate("MapWording", "south-east"),
        translate("MapWording", "south"),
        translate("MapWording", "south-west"),
        translate("MapWording", "west"),
        translate("MapWording", "north-west"),
    )
    return winds[round(heading / 45) % 8]


def level_name(level: Level) -> str:
    match level:
        case Level.CITY:
            return QCoreApplication.translate("MapWording", "city")
        case Level.DISTRICT:
            return QCoreApplication.translate("MapWording", "district")
        case Level.STREET:
            return QCoreApplication.translate("MapWording", "street")
        case Level.COMMUNITY:
            return QCoreApplication.translate("MapWording", "community")
        case Level.GRID:
            return QCoreApplication.translate("MapWording", "grid")


def aiming(level: Level) -> str:
    """Which level a drop on the ground means, and how to change it."""
    template = QCoreApplication.translate("MapWording", "Aiming at: {level}  ·  Ctrl: one up  ·  Shift: one down")
    return template.format(level=level_name(level))


def obstacle(code: str) -> str:
    """Why somebody is not among the best, or cannot be given an incident."""
    match code:
        case "resting":
            return QCoreApplication.translate("MapWording", "resting; can be asked, but ranks lower")
        case "silent":
            return QCoreApplication.translate("MapWording", "has not been heard of for a while")
        case "no_road":
            return QCoreApplication.translate("MapWording", "no road leads from there to here")
        case "no_position":
            return QCoreApplication.translate("MapWording", "position unknown, so no travel time")
        case "out_of_scope":
            return QCoreApplication.translate("MapWording", "outside your area; ask the centre above")
        case "role_cannot":
            return QCoreApplication.translate("MapWording", "this role does not take incidents")
        case "off_duty":
            return QCoreApplication.translate("MapWording", "off duty; choose somebody on duty, or the area beside him")
        case "already_has" | "no_change":
            return QCoreApplication.translate("MapWording", "has it already; nothing would change")
        case "nobody":
            return QCoreApplication.translate("MapWording", "nobody is on duty here; drop it on a larger area")
        case "unknown_region":
            return QCoreApplication.translate("MapWording", "this area is not in the city's tree")
        case _:
            return QCoreApplication.translate("MapWording", "cannot take it now")


def refused(name: str, code: str) -> str:
    """That somebody, or an area, was not given what was let go there, and why."""
    template = QCoreApplication.translate("MapWording", "Not given to {name}: {why}")
    return template.format(name=name, why=obstacle(code)) if name else obstacle(code)


def consequence(area: str, target: AreaTarget, worker: str) -> str:
    """What a drop on an area would mean."""
    if target.obstacle and target.obstacle != "no_change":
        return f"{area}: {obstacle(target.obstacle)}"
    if target.obstacle:
        return f"{area} → {worker}: {obstacle(target.obstacle)}"
    match target.sentence_code:
        case "own":
            template = QCoreApplication.translate("MapWording", "Send to {area} → {worker}")
        case "inside":
            template = QCoreApplication.translate("MapWording", "Send to {area} → {worker}, best placed there")
        case _:
            template = QCoreApplication.translate("MapWording", "Send to {area} → {worker}, in charge above it")
    return template.format(area=area, worker=worker)


def promise(candidate: Candidate) -> tuple[str, str, str]:
    """Travel time, open incidents, and whether the deadline holds (``✓``, ``✗`` or nothing)."""
    time = minutes(candidate.seconds) if candidate.seconds is not None else "—"
    return time, str(candidate.load), {True: "✓", False: "✗", None: ""}[candidate.holds]


def in_hand(load: int) -> str:
    """How many open incidents somebody has."""
    return QCoreApplication.translate("MapWording", "in hand: {count}").format(count=load)


def resume(worker: str) -> str:
    return QCoreApplication.translate("MapWording", "Resume following {worker}").format(worker=worker)


def following(worker: str) -> str:
    return QCoreApplication.translate("MapWording", "Following {worker}").format(worker=worker)


def schematic() -> str:
    """Where the lines of the map come from."""
    return QCoreApplication.translate("MapWording", "Schematic map · WGS-84")


def waiting() -> str:
    return QCoreApplication.translate("MapWording", "The map appears as soon as the city is here.")


def distance(metres: float) -> str:
    if metres >= 1000:
        return QCoreApplication.translate("MapWording", "{count} km").format(count=f"{metres / 1000:g}")
    return QCoreApplication.translate("MapWording", "{count} m").format(count=f"{metres:g}")


def length(metres: float) -> str:
    """A measured length: whole metres, from a kilometre on with two digits after the point."""
    if metres >= 1000:
        return QCoreApplication.translate("MapWording", "{count} km").format(count=f"{metres / 1000:.2f}")
    return QCoreApplication.translate("MapWording", "{count} m").format(count=f"{metres:.0f}")


def measured(metres: float, square_metres: float) -> str:
    """What a measuring tape says: how long, and how large what it encloses."""
    if not square_metres:
        return length(metres)
    if square_metres >= 1e5:
        size = QCoreApplication.translate("MapWording", "{count} km²").format(count=f"{square_metres / 1e6:.2f}")
    else:
        size = QCoreApplication.translate("MapWording", "{count} m²").format(count=f"{square_metres:.0f}")
    return QCoreApplication.translate("MapWording", "{length} · encloses {area}").format(
        length=length(metres), area=size
    )


def nobody_to_follow() -> str:
    return QCoreApplication.translate("MapWording", "Select somebody first, on the map or among the people.")


def no_pile(selected: bool) -> str:
    if selected:
        return QCoreApplication.translate("MapWording", "No other incident lies on the selected one.")
    return no_incident()


def no_incident() -> str:
    """That what was asked for is about an incident, and none is selected."""
    return QCoreApplication.translate("MapWording", "Select an incident first, on the map or in the queue.")


def outside_the_city(coordinates: str) -> str:
    template = QCoreApplication.translate("MapWording", "{coordinates} lies outside this city.")
    return template.format(coordinates=coordinates)


def measure_advice() -> str:
    return QCoreApplication.translate(
        "MapWording", "Click from point to point; double click ends, Backspace takes back, Esc puts the tape away."
    )


def draw_advice() -> str:
    return QCoreApplication.translate(
        "MapWording", "Draw around what you mean, with Shift a box; Enter takes all in view, Esc puts the pen away."
    )


def copied(coordinates: str) -> str:
    return QCoreApplication.translate("MapWording", "Copied: {coordinates}").format(coordinates=coordinates)


def marked(place: str, number: int) -> str:
    """That a place is kept; ``number``: the key that goes there, where there is one (1 to 9)."""
    if 1 <= number <= 9:
        template = QCoreApplication.translate("MapWording", "Marked: {place}. {number} on the map goes there.")
        return template.format(place=place, number=number)
    return QCoreApplication.translate("MapWording", "Marked: {place}").format(place=place)
