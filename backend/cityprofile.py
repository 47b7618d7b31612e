"""The profile of a city: what it is, how many there are of everything, its rules and how its days go."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from backend.geography.features import Anchor, District, Features, Merge
from backend.geography.posts import Post
from domain.category import Category
from domain.city import Rules
from domain.flow_check import check_workflow
from domain.incident import Source
from domain.names import Name
from domain.refusal import Refusal
from domain.region import Level
from domain.workcalendar import WorkCalendar, check_calendar
from domain.worker import Department, Role
from domain.workflow import Workflow

RESOURCES = Path(__file__).parent.parent / "resources"
#: The profile of a city that ``load`` made, beside its pack.
_PROFILE = "profile.json"

T = TypeVar("T")

#: Told how far the work is (0..1) and what is being done, in Chinese and English.
Progress = Callable[[float, str, str], None]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which outlines of ``resources/geography/outlines.geojson``, and the numbers asked for. A place is one
    ``district`` (its code), or a ``city`` (its code) of several ``districts``. ``estates``, ``schools``, ``markets``,
    ``hospitals``: how many there are; 0: as many as a place of so many residents has."""

    streets: int
    communities: int
    grids: int
    residents: int
    household: float = 2.6
    estates: int = 0
    schools: int = 0
    markets: int = 0
    hospitals: int = 0
    district: str = ""
    city: str = ""
    districts: tuple[District, ...] = ()


class Staffing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people there are, and their posts."""

    count: int
    posts: tuple[Post, ...]


class Rhythm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and where incidents happen. ``hours``: 24 weights from local midnight; ``weekend``: factor on free days;
    ``per_day``: incidents a day by source; ``clustering``: share of reports that repeat one nearby within a day."""

    hours: tuple[float, ...]
    per_day: dict[str, float]
    weekend: float = 0.8
    clustering: float = 0.06


class Behaviour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the simulated people act. Shares are 0..1; pairs are the shortest and longest usual time in seconds.

    ``decline``: tasks declined; ``silent``: people whose phone goes quiet at some moment, ``silent_seconds`` long;
    ``accept_seconds``: until a task is accepted or declined; ``self_handled``: of the small matters workers find, how
    many they settle on the spot; ``handling_spread``: time on the scene, as factors of the category's; ``rest_share``:
    of a shift spent resting, in breaks of ``rest_seconds``; ``fix_seconds``: between two positions; speeds in m/s by
    mode; ``photo``: reports that bring a picture; ``rework``: works that are not done properly the first time."""

    decline: float = 0.04
    silent: float = 0.01
    silent_seconds: tuple[float, float] = (240.0, 1500.0)
    accept_seconds: tuple[float, float] = (8.0, 75.0)
    self_handled: float = 0.6
    handling_spread: tuple[float, float] = (0.5, 1.8)
    rest_share: float = 0.1
    rest_seconds: tuple[float, float] = (600.0, 1800.0)
    fix_seconds: float = 10.0
    foot: float = 1.3
    ebike: float = 4.5
    car: float = 8.5
    photo: float = 0.85
    rework: float = 0.03


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``resources/cities``. ``workflow``, ``categories``, ``calendar`` name files in folders so called.
    ``merged`` and ``left_out`` correct the official lists; ``words``: first parts of names the city has of its own, by
    the keys of ``resources/geography/words.toml``."""

    code: str
    name: Name
    note: Name
    workflow: str
    categories: str
    calendar: str
    cameras: int
    place: Place
    staff: Staffing
    roles: tuple[Role, ...]
    departments: tuple[Department, ...]
    figures: dict[str, float]
    rhythm: Rhythm
    behaviour: Behaviour = Behaviour()
    streets: tuple[Anchor, ...] = ()
    merged: tuple[Merge, ...] = ()
    left_out: tuple[str, ...] = ()
    features: Features = Features()
    road_names: tuple[Name, ...] = ()
    words: dict[str, tuple[str, ...]] = {}


class ProfileError(Refusal):
    """A data file of a city cannot be used; the sentence says which file, which field, and what is wrong."""

    def __init__(self, sentence: str, code: str = "bad_profile", **facts: str) -> None:
        super().__init__(code, sentence, facts=facts or {"said": sentence})


def profiles() -> list[str]:
    """Names of the cities that ship with the program."""
    return sorted(path.stem for path in (RESOURCES / "cities").glob("*.toml"))


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile called so, or the one in this file. Raises ProfileError."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = RESOURCES / "cities" / f"{name_or_path}.toml"
        if not path.exists():
            shipped = ", ".join(profiles())
            sentence = f"there is no city {str(name_or_path)!r}; there are {shipped}, or give a file (.toml)"
            raise ProfileError(sentence, "unknown_city", city=str(name_or_path), known=shipped)
    profile = _read(path, Profile)
    _check(profile, path)
    return profile


def keep_profile(folder: Path, profile: Profile) -> None:
    """Keep the profile of a city that does not ship. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _PROFILE).write_bytes(msgspec.json.format(msgspec.json.encode(profile)))


def kept_profile(folder: Path) -> Profile | None:
    """The profile that was kept with a city; None when there is none that can be read."""
    try:
        return msgspec.json.decode((folder / _PROFILE).read_bytes(), type=Profile)
    except (OSError, msgspec.DecodeError):
        return None


def load_workflow(code: str) -> Workflow:
    """``resources/workflows/<code>.toml``. Raises ProfileError."""
    path = RESOURCES / "workflows" / f"{code}.toml"
    workflow = _read(path, Workflow)
    try:
        check_workflow(workflow)
    except ValueError as error:
        raise ProfileError(f"{path}: {error}") from error
    return workflow


def load_calendar(code: str) -> WorkCalendar:
    """``resources/calendars/<code>.toml``, or the file ``code`` names. Raises ProfileError."""
    path = _list_of("calendars", code)
    calendar = _read(path, WorkCalendar)
    try:
        check_calendar(calendar)
    except ValueError as error:
        raise ProfileError(f"{path}: {error}") from error
    return calendar


def load_categories(code: str) -> list[Category]:
    """``resources/categories/<code>.toml``, or the file ``code`` names: groups of items; what an item lacks it takes
    from its group.

    A list may build on another (``base``): a group then takes from it the items whose codes begin as its ``take`` says,
    or the list, by ``whole = true``, everything with its groups.

    Raises ProfileError."""
    path = _list_of("categories", code)
    table = _table(path)
    base = load_categories(table["base"]) if "base" in table else []
    found = list(base) if table.get("whole") else []
    for group in table.get("groups", ()):
        usual = {key: value for key, value in group.items() if key not in ("name", "items", "take")}
        name, begins = _converted(group.get("name"), Name, path), tuple(group.get("take", ()))
        found += [msgspec.structs.replace(one, group=name) for one in base if one.code.startswith(begins)]
        found += [_converted({"group": name, **usual, **item}, Category, path) for item in group.get("items", ())]
    if not found:
        raise ProfileError(f"{path}: there are no categories; give [[groups]] with items")
    if len({category.code for category in found}) != len(found):
        raise ProfileError(f"{path}: two categories share one code")
    return found


def _list_of(folder: str, code: str) -> Path:
    """A list that ships, by its name, or a file of somebody's own."""
    return Path(code) if code.endswith(".toml") else RESOURCES / folder / f"{code}.toml"


def rules_of(profile: Profile) -> Rules:
    """Workflow, categories and calendar the profile names, with its roles and departments. Raises ProfileError."""
    return Rules(
        load_workflow(profile.workflow),
        load_categories(profile.categories),
        list(profile.roles),
        list(profile.departments),
        load_calendar(profile.calendar),
    )


def _check(profile: Profile, path: Path) -> None:
    def no(field: str, sentence: str) -> ProfileError:
        return ProfileError(f"{path}: {field}: {sentence}")

    if len(profile.rhythm.hours) != 24:
        raise no("rhythm.hours", f"needs 24 weights, one for each hour, and has {len(profile.rhythm.hours)}")
    strange = set(profile.rhythm.per_day) - {source.value for source in Source}
    if strange:
        raise no("rhythm.per_day", f"knows no source {', '.join(sorted(strange))}; there are {', '.join(Source)}")
    for role in profile.roles:
        if role.level not in set(Level):
            raise no(f"roles.{role.code}.level", f"is {role.level!r}; it must be one of {', '.join(Level)}")
    for share in ("decline", "silent", "self_handled", "rest_share", "photo", "rework"):
        if not 0 <= getattr(profile.behaviour, share) <= 1:
            raise no(f"behaviour.{share}", "must be from 0 to 1")
    if min(profile.place.streets, profile.place.communities, profile.place.grids, profile.place.residents) < 1:
        raise no("place", "all counts must be at least 1")


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise ProfileError(f"{path}: there is no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: {error}") from error


def _read(path: Path, kind: type[T]) -> T:
    return _converted(_table(path), kind, path)


def _converted(table: Any, kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        named = f" ({table['code']})" if isinstance(table, dict) and "code" in table else ""
        raise ProfileError(f"{path}{named}: {error}") from error
