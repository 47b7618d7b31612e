"""A city made from its profile: ground, people, cameras and rules."""

from __future__ import annotations

import msgspec

from backend.cityprofile import Profile, ProfileError, Progress, rules_of
from backend.geography.camera_codes import is_made_up
from backend.geography.cameras import cameras
from backend.geography.generate import Wish, generate
from backend.geography.given_overlays import carried_over, with_given
from backend.geography.landmarks import Numbers
from backend.geography.naming import Style
from backend.geography.official import Corrections, official_city, official_tree
from backend.geography.overlays import overlays
from backend.geography.posts import MADE_UP
from backend.geography.staff import staff
from backend.geography.tree import outline_of, walk
from backend.simulator.arrivals import QUIETEST
from domain.cameras import Camera, Cameras
from domain.city import City
from domain.region import Level
from domain.usual import Usual


def prepare_city(profile: Profile, seed: int, progress: Progress) -> City:
    """The whole city; the same profile and seed give the same city, byte for byte.

    Raises ProfileError."""
    rules = rules_of(profile)
    place = profile.place
    try:
        corrections = Corrections(profile.merged, profile.left_out, profile.streets)
        if place.city:
            tree = official_city(place.city, profile.name, place.districts, corrections)
        else:
            tree = official_tree(place.district, corrections)
    except ValueError as error:
        raise ProfileError(f"city {profile.code}: {error}") from error
    streets = [branch for branch in walk(tree) if branch.level is Level.STREET]
    found = (len(streets), sum(len(street.children) for street in streets))
    if found != (place.streets, place.communities):
        raise ProfileError(
            f"city {profile.code}: the lists give {found[0]} streets and {found[1]} communities, "
            f"the profile asks for {place.streets} and {place.communities}; correct place or merged"
        )
    wish = Wish(
        outline_of(tree),
        tree,
        place.grids,
        place.residents,
        profile.features,
        Style(roads=profile.road_names, heads=profile.words),
        household=place.household,
        numbers=Numbers(place.estates, place.schools, place.markets, place.hospitals),
    )
    try:
        geography = generate(wish, seed, lambda share, chinese, english: progress(0.85 * share, chinese, english))
        progress(0.86, "安排人员", "Assigning people")
        people = staff(geography.regions, profile.staff.count, rules.roles, profile.staff.posts, seed)
    except ValueError as error:
        raise ProfileError(f"city {profile.code}: {error}") from error
    progress(0.9, "布设摄像头", "Placing cameras")
    eyes = cameras(geography, profile.cameras, place.district, seed)
    progress(0.97, "划分警格、应急格、安监格、党建网格", "Joining grids for police, emergency, safety, party")
    over = overlays(geography.regions, geography.outlines, people, rules.roles, seed)
    progress(1.0, "城市就绪", "The city is ready")
    note, usual = profile.note.zh, usual_of(profile)
    return City(profile.code, profile.name, seed, geography, rules, people, eyes, profile.figures, note, usual, over)


def usual_of(profile: Profile) -> Usual:
    """What the profile's rhythm expects, by the hour and by source."""
    rhythm, total = profile.rhythm, sum(profile.rhythm.per_day.values())
    weights = sum(rhythm.hours) or 1.0
    hours = tuple(round(max(total * weight / weights, QUIETEST), 3) for weight in rhythm.hours)
    return Usual(hours, rhythm.weekend, dict(rhythm.per_day))


def with_views(city: City, profile: Profile) -> City:
    """A city of before cameras looked anywhere: its made-up ones are made anew on the ground it has, those that were
    loaded stay as they are."""
    eyes = cameras(city.geography, profile.cameras, profile.place.district, city.seed)
    loaded = loaded_cameras(city.cameras)
    return msgspec.structs.replace(city, cameras=eyes + loaded if loaded else eyes)


def loaded_cameras(every: Cameras) -> list[Camera]:
    """Those of a city that somebody brought in; they come after the made-up ones."""
    return [camera for camera in every if not is_made_up(camera.code)]


def with_loaded(fresh: City, old: City) -> City:
    """A city made anew with the people, cameras and overlay grids that were loaded into the ``old`` one. Who answered
    for a grid that is no more answers for what lay above it."""
    known = {region.code for region in fresh.geography.regions}
    above = {region.code: region.parent for region in old.geography.regions}

    def standing(code: str) -> str:
        while code and code not in known:
            code = above.get(code, "")
        return code

    ids = {worker.id for worker in fresh.workers}
    joined = [worker for worker in old.workers if worker.id not in ids and not worker.phone.startswith(MADE_UP)]
    first = len(fresh.workers)
    for place, worker in enumerate(joined):
        regions = tuple(dict.fromkeys(code for code in map(standing, worker.regions) if code))
        fresh.workers.append(msgspec.structs.replace(worker, index=first + place, regions=regions))
    eyes = loaded_cameras(old.cameras)
    if eyes:
        moved = [msgspec.structs.replace(camera, region=standing(camera.region)) for camera in eyes]
        # Where none is made up any more they were replaced, and stay so.
        fresh.cameras = Cameras.of(moved) if len(eyes) == len(old.cameras) else fresh.cameras + moved
    given = carried_over(old, fresh)
    if given:
        fresh.overlays = with_given(fresh.overlays, fresh.geography.regions, given)
    return fresh
