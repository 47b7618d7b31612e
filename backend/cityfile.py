"""A city from its profile: reads the data files, has the geography made, and keeps the result as one pack."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import structlog

from backend.geography.features import Anchor, District, Features, Merge
from backend.geography.posts import Post
from backend.newer_rules import with_newer_rules
from backend.seeds import USUAL, other_seed
from domain.category import Category
from domain.city import City, Rules, digest_of, is_current, pack_city, unpack_city
from domain.incident import Source
from domain.names import Name
from domain.refusal import Refusal
from domain.region import Level
from domain.workcalendar import WorkCalendar, check_calendar
from domain.worker import Department, Role
from domain.workflow import Workflow, check_workflow

RESOURCES = Path(__file__).parent.parent / "resources"
PACK = "city.pack"
#: The profile of a city that ``load`` made, beside its pack.
_PROFILE = "profile.json"

T = TypeVar("T")

#: Told how far the work is (0..1) and what is being done, in Chinese and English.
Progress = Callable[[float, str, str], None]

log = structlog.stdlib.get_logger("backend.cityfile")


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


def prepare_city(profile: Profile, seed: int, progress: Progress) -> City:
    """The whole city; the same profile and seed give the same city, byte for byte.

    Raises ProfileError."""
    # Only the first start needs what makes geography; every later one is a second faster without it.
    from backend import citymaking

    return citymaking.prepare_city(profile, seed, progress)


def rules_of(profile: Profile) -> Rules:
    """Workflow, categories and calendar the profile names, with its roles and departments. Raises ProfileError."""
    return Rules(
        load_workflow(profile.workflow),
        load_categories(profile.categories),
        list(profile.roles),
        list(profile.departments),
        load_calendar(profile.calendar),
    )


def open_city(folder: Path, profile: Profile, seed: int | None, progress: Progress) -> tuple[City, bytes, str]:
    """The city kept in ``folder``, its pack and digest; made and kept there when missing, damaged or of an older format
    (what was loaded into it comes along). A kept one takes the rules that the profile names now. ``seed``: None for
    whichever is kept.

    Raises Refusal ``other_seed`` or ``other_city`` when another one is kept there: its incidents must not meet this
    one's ground. Raises OSError when the disk does not take it."""
    path = folder / PACK
    try:
        pack = path.read_bytes()
        city = unpack_city(pack)
        if city.code != profile.code:
            sentence = f"{path} holds the city {city.code}, not {profile.code}; choose another --data."
            facts = {"file": str(path), "kept": city.code, "wanted": profile.code}
            raise Refusal("other_city", sentence, facts=facts)
        if seed is not None and city.seed != seed:
            raise other_seed(str(folder), str(city.seed), str(seed))
        if is_current(pack):
            return _brought_up(folder, city, pack, profile)
        log.info("city_of_older_format", file=str(path))
        from backend.citymaking import with_loaded  # as above

        fresh = with_loaded(prepare_city(profile, city.seed, progress), city)
        return fresh, *save_pack(folder, fresh)
    except FileNotFoundError:
        log.info("city_prepared_first_time", file=str(path))
    except ValueError as error:
        log.warning("city_pack_damaged", file=str(path), error=str(error))
    city = prepare_city(profile, USUAL if seed is None else seed, progress)
    return city, *save_pack(folder, city)


def _brought_up(folder: Path, city: City, pack: bytes, profile: Profile) -> tuple[City, bytes, str]:
    """A kept city with what it lacks of the present program: newer rules, and overlay grids where they are made up."""
    newer = with_newer_rules(city, rules_of(profile))
    if profile.code in profiles() and not newer.overlays.fits(newer.geography.regions):
        from backend.geography.overlays import overlays  # only the first start of a newer program needs it

        ground = newer.geography
        over = overlays(ground.regions, ground.outlines, newer.workers, newer.rules.roles, newer.seed)
        newer = msgspec.structs.replace(newer, overlays=over)
    if newer is not city:
        try:
            kept = save_pack(folder, newer)
            log.info("newer_rules_taken", file=str(folder / PACK))
            return newer, *kept
        except OSError as error:
            log.warning("newer_rules_not_kept", file=str(folder / PACK), error=error.strerror)
    return city, pack, digest_of(pack)


def read_pack(folder: Path) -> tuple[City, bytes, str]:
    """The city kept in ``folder``, its pack and digest. Raises FileNotFoundError, or Refusal ``city_damaged``."""
    pack = (folder / PACK).read_bytes()
    try:
        return unpack_city(pack), pack, digest_of(pack)
    except ValueError as error:
        facts = {"file": str(folder / PACK), "said": str(error)}
        raise Refusal("city_damaged", f"{folder / PACK}: {error}.", facts=facts) from error


def save_pack(folder: Path, city: City) -> tuple[bytes, str]:
    """Keep a city in ``folder`` so that a crash leaves the old pack or the new one; its pack and digest.

    Raises OSError."""
    pack = pack_city(city)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{PACK}.new"
    try:
        with fresh.open("wb") as file:
            file.write(pack)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / PACK)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return pack, digest_of(pack)


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
