"""Which city the files go into: one that ships, one that is there, or a new one made from what they say."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from backend import cityfile, cityprofile
from backend.load.categories import categories_from
from backend.load.columns import Mapping
from backend.load.opening import Opened, datum_of, open_file, zone_of
from backend.load.options import Kind, LoadOptions
from backend.load.osm import Extract, read_extract
from backend.load.place import Given, make_place
from backend.load.regions import Area, read_areas
from backend.load.survey import Survey, survey
from backend.load.telling import Tally, Teller
from backend.newer_rules import with_newer_rules
from backend.seeds import USUAL
from domain.category import Category
from domain.city import City
from domain.datum import Datum, to_wgs84
from domain.refusal import Refusal
from domain.region import Level

File = tuple[Path, Kind]
_GROUND = (Kind.REGIONS, Kind.ROADS)


class Founder:
    """Opens or makes the city of a data folder. ``surveys``: what a first reading found, by file."""

    def __init__(self, options: LoadOptions, files: Sequence[File], teller: Teller, tally: Tally) -> None:
        self._options, self._files, self._teller, self._tally = options, files, teller, tally
        self.surveys: dict[Path, Survey] = {}
        #: Whether the city was made just now, so that nobody has met its people yet.
        self.new = False

    def city(self, folder: Path) -> City:
        """The city of the folder, made or changed by what the files say of its ground, and kept there.

        Raises Refusal or Stopped; the folder is then as it was."""
        options = self._options
        ground = [(path, kind) for path, kind in self._files if kind in _GROUND]
        ruled = bool(options.categories or options.calendar)
        if options.city in cityprofile.profiles():
            if ruled:
                raise Refusal(
                    "shipped_city",
                    f"{options.city} has its own categories and calendar; load yours under a new --city, or name them "
                    "in a profile file of your own (docs/cities.md).",
                )
            if ground:
                raise Refusal(
                    "shipped_city", f"{options.city} has its own ground; load regions and roads under a new --city."
                )
            profile = cityprofile.load_profile(options.city)
            return cityfile.open_city(folder, profile, options.seed, self._teller.progress)[0]
        with contextlib.suppress(FileNotFoundError):
            city, _, _ = cityfile.read_pack(folder)
            return self._changed(city, ground, folder) if ground or ruled else city
        return self._made(folder)

    def survey(self, path: Path, opened: Opened) -> Survey:
        """A first reading of a file of reports, done once."""
        if path not in self.surveys:
            self._teller.columns(path, opened.mapping)
            self.surveys[path] = survey(
                *opened, time.time(), lambda share: self._teller.progress(share, "", f"Reading {path.name}")
            )
        return self.surveys[path]

    def _changed(self, city: City, ground: Sequence[File], folder: Path) -> City:
        if any(kind is Kind.REGIONS for _, kind in ground):
            raise Refusal(
                "regions_stand",
                f"The city {city.code} has its regions, and its incidents lie in them; load others under a new --city.",
            )
        if self._options.categories or self._options.calendar:
            city = self._ruled(city)
        for path, _ in ground:
            city.geography.roads = self._extract(path).roads
            city.geography.road_names_en = []
        cityfile.save_pack(folder, city)
        what = [
            name
            for name, new in (("roads", ground), ("rules", self._options.categories or self._options.calendar))
            if new
        ]
        self._teller.say(f"{city.code} has new {' and '.join(what)}; desks show them after the backend starts again.")
        return city

    def _ruled(self, city: City) -> City:
        """The city under its new categories and calendar. Categories that are listed no more stay known: cases of
        before bear them."""
        options, rules = self._options, city.rules
        zone = options.zone or rules.calendar.zone
        calendar = cityprofile.load_calendar(options.calendar) if options.calendar else rules.calendar
        categories = cityprofile.load_categories(options.categories) if options.categories else rules.categories
        return with_newer_rules(
            city,
            msgspec.structs.replace(
                rules, categories=categories, calendar=msgspec.structs.replace(calendar, zone=zone)
            ),
        )

    def _made(self, folder: Path) -> City:
        options, teller = self._options, self._teller
        areas = [area for path, kind in self._files if kind is Kind.REGIONS for area in self._areas(path)]
        extracts = [self._extract(path) for path, kind in self._files if kind is Kind.ROADS]
        if len(extracts) > 1:
            raise Refusal("one_network", "A city has one road network; join the extracts (osmium merge) and try again.")
        points, named = self._reports()
        teller.say(f"Making the city {options.city} from {', '.join(path.name for path, _ in self._files)} …")
        given = Given(
            code=options.city,
            title=options.title,
            areas=areas,
            extract=extracts[0] if extracts else None,
            points=points,
            categories=self._categories(named),
            calendar=cityprofile.load_calendar(options.calendar) if options.calendar else None,
            zone=options.zone,
            workers=options.workers,
        )
        begun = time.monotonic()
        city, profile = make_place(given, USUAL if options.seed is None else options.seed, teller.progress)
        cityprofile.keep_profile(folder, profile)
        cityfile.save_pack(folder, city)
        self.new = True
        counts = Counter(region.level for region in city.geography.regions)
        zone = city.rules.calendar.zone
        told = options.zone or options.calendar or zone == "Asia/Shanghai"
        teller.say(
            f"{options.city}: {counts[Level.STREET]} streets, {counts[Level.COMMUNITY]} communities, "
            f"{counts[Level.GRID]} grids, {len(city.workers)} workers, {len(city.geography.roads.nodes)} road nodes, "
            f"in {time.monotonic() - begun:.1f} s; time zone {zone}"
            + ("" if told else " by its longitude (--zone says it better)")
            + "."
        )
        return city

    def _reports(self) -> tuple[np.ndarray, Counter[str]]:
        """Where the reports of all files are (WGS-84), and what they call themselves."""
        found: list[np.ndarray] = [np.zeros((0, 2))]
        named: Counter[str] = Counter()
        for path, kind in self._files:
            if kind is not Kind.REPORTS:
                continue
            opened = open_file(path, kind, self._options.columns, zone_of(self._options.zone))
            datum = datum_of(self._options.datum, opened.mapping, path)
            one = self.survey(path, opened)
            named += one.categories
            points = one.points
            if datum is not Datum.WGS84 and len(points):
                points = np.stack(to_wgs84(points[:, 0], points[:, 1], datum), axis=1)
            found.append(points)
        return np.concatenate(found), named

    def _categories(self, named: Counter[str]) -> list[Category]:
        """Those the reports use; where they use none, the ones asked for or none."""
        asked = self._options.categories
        known = cityprofile.load_categories(asked or "emergency")
        return categories_from(named, known) or (known if asked else [])

    def _areas(self, path: Path) -> list[Area]:
        found, left_out = read_areas(path, self._datum(path))
        for number, why in left_out:
            self._teller.say(f"{path.name}: feature {number} is left out. {why}")
        self._count(len(found) + len(left_out), len(found))
        return found

    def _datum(self, path: Path) -> Datum:
        return datum_of(self._options.datum, Mapping({}), path)

    def _extract(self, path: Path) -> Extract:
        if self._datum(path) is not Datum.WGS84:
            self._teller.say(f"{path.name}: OpenStreetMap is always in WGS-84; --datum is about the other files.")
        extract = read_extract(path, lambda ways: self._teller.progress(0.0, "", f"{path.name}: {ways} ways"))
        self._teller.say(
            f"{path.name}: {len(extract.roads.nodes)} nodes, {len(extract.roads.start)} segments, "
            f"{len(extract.roads.names)} names."
        )
        self._count(extract.read, extract.read - extract.left_out)
        return extract

    def _count(self, read: int, added: int) -> None:
        self._tally.read += read
        self._tally.added += added
        self._tally.refused += read - added
