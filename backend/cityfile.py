"""A city kept in a folder as a pack: opened, brought up to date, made where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import structlog

from backend.cityprofile import Profile, Progress, profiles, rules_of
from backend.geography.camera_codes import is_made_up
from backend.newer_rules import with_newer_rules
from backend.seeds import USUAL, other_seed
from domain.cameras import UNKNOWN
from domain.city import City, digest_of, is_current, pack_city, unpack_city
from domain.refusal import Refusal

PACK = "city.pack"

log = structlog.stdlib.get_logger("backend.cityfile")


def prepare_city(profile: Profile, seed: int, progress: Progress) -> City:
    """The whole city; the same profile and seed give the same city, byte for byte.

    Raises ProfileError."""
    # Only the first start needs what makes geography; every later one is a second faster without it.
    from backend import citymaking

    return citymaking.prepare_city(profile, seed, progress)


def open_city(folder: Path, profile: Profile, seed: int | None, progress: Progress) -> tuple[City, bytes, str]:
    """The city kept in ``folder``, its pack and digest; made and kept there when missing, damaged or of an older format
    (what was loaded into it comes along). A kept one takes the rules that the profile names now, and what else it lacks
    of this program. ``seed``: None for whichever is kept.

    Raises Refusal ``other_seed`` or ``other_city`` when another one is kept there: its incidents must not meet this
    one's ground. Raises OSError when the disk does not take it."""
    path = folder / PACK
    try:
        pack = path.read_bytes()
        city = unpack_city(pack)
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, ValueError):
            log.warning("city_pack_damaged", file=str(path), error=str(error))
        else:
            log.info("city_prepared_first_time", file=str(path))
        city = prepare_city(profile, USUAL if seed is None else seed, progress)
        return city, *save_pack(folder, city)
    if city.code != profile.code:
        sentence = f"{path} holds the city {city.code}, not {profile.code}; choose another --data."
        facts = {"file": str(path), "kept": city.code, "wanted": profile.code}
        raise Refusal("other_city", sentence, facts=facts)
    if seed is not None and city.seed != seed:
        raise other_seed(str(folder), str(city.seed), str(seed))
    if is_current(pack):
        return _brought_up(folder, city, pack, profile, progress)
    log.info("city_of_older_format", file=str(path))
    from backend.citymaking import with_loaded  # as above

    fresh = with_loaded(prepare_city(profile, city.seed, progress), city)
    return fresh, *save_pack(folder, fresh)


def _brought_up(
    folder: Path, city: City, pack: bytes, profile: Profile, progress: Progress
) -> tuple[City, bytes, str]:
    """A kept city with what it lacks of the present program: newer rules, where made-up cameras look, and overlay grids
    where they are made up."""
    newer = with_newer_rules(city, rules_of(profile))
    if profile.cameras and _looks_nowhere(newer):
        progress(0.5, "补全摄像头朝向", "Finding out where cameras look")
        from backend.citymaking import with_views  # only the first start of a newer program needs it

        newer = with_views(newer, profile)
        log.info("cameras_look_somewhere_now", file=str(folder / PACK))
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


def _looks_nowhere(city: City) -> bool:
    """Whether an earlier program made up its cameras, before they looked anywhere. Loaded ones come after them."""
    return len(city.cameras) > 0 and is_made_up(city.cameras.codes[0]) and city.cameras[0].heading == UNKNOWN


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
