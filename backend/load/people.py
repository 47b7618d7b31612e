"""Workers and cameras out of tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from backend.load.columns import Mapping
from backend.load.refused import Refused
from backend.load.tables import Row, Table
from domain.cameras import UNKNOWN
from domain.city import Camera, City
from domain.datum import Datum, to_wgs84
from domain.placing import Placer
from domain.refusal import Refusal
from domain.region import Level, RegionTree
from domain.worker import Department, Mode, Role, Worker

_MODES = {
    "foot": Mode.FOOT, "walk": Mode.FOOT, "步行": Mode.FOOT, "徒步": Mode.FOOT,
    "ebike": Mode.EBIKE, "bike": Mode.EBIKE, "电动车": Mode.EBIKE, "电动自行车": Mode.EBIKE, "电瓶车": Mode.EBIKE,
    "car": Mode.CAR, "汽车": Mode.CAR, "机动车": Mode.CAR,
}  # fmt: skip
_SHIFT = re.compile(r"^(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|至|到|to)\s*(\d{1,2})[:：](\d{2})$")
_USUAL_SHIFT = (8 * 60, 18 * 60)


#: What a city has lists of, each with a code and a name.
Known = TypeVar("Known", Role, Department)


class Recruiter:
    """Reads workers of one city; each is given his place in the file as his column in position blocks."""

    def __init__(self, city: City, mapping: Mapping) -> None:
        self._mapping = mapping
        self._tree = RegionTree(city.geography.regions)
        self._by_name = {title: region.code for region in self._tree for title in (region.name_en, region.name)}
        self._roles = _by_words(city.rules.roles)
        self._departments = _by_words(city.rules.departments)
        self._usual = usual_role(city.rules.roles)
        self._grids = [region.code for region in self._tree.at_level(Level.GRID)]

    def workers(self, table: Table) -> Iterator[Worker | Refused]:
        """In the order of the file. A row without a name, or whose area, role, department or way of getting about
        nobody knows here, is refused; where it says nothing of them the usual ones are meant. Where the file has no
        column for areas, people are spread over the grids in turn."""
        index = 0
        for row in table.rows:
            try:
                worker = self._worker(row, index)
            except Refusal as refusal:
                yield Refused(row, refusal.code, refusal.sentence)
                continue
            yield worker
            index += 1

    def _worker(self, row: Row, index: int) -> Worker:
        if row.fault:
            raise Refusal(row.fault, row.why)
        cell = {field: self._mapping.get(row.cells, field) for field in self._mapping.columns}
        if not cell.get("name"):
            raise Refusal("no_name", "The row has no name; every worker needs one.")
        role = _known("role", cell.get("role", ""), self._roles) or self._usual
        department = _known("department", cell.get("department", ""), self._departments)
        return Worker(
            id=(cell.get("id") or made_up("P", cell["name"], cell.get("phone", "")))[:64],
            index=index,
            name=cell["name"][:60],
            role=role.code,
            regions=self._regions(cell.get("region", ""), index),
            phone=cell.get("phone", "")[:64],
            mode=_mode(cell.get("mode", "")),
            department=department.code if department is not None else "",
            shift=_shift(cell.get("shift", "")),
        )

    def _regions(self, text: str, index: int) -> tuple[str, ...]:
        if "region" not in self._mapping.columns:
            return (self._grids[index % len(self._grids)],)
        words = [word.strip() for word in re.split(r"[,，、;；|]", text) if word.strip()]
        codes = tuple(dict.fromkeys(word if word in self._tree else self._by_name.get(word, "") for word in words))
        if not codes or not all(codes):
            raise Refusal(
                "unknown_region", f"{text!r} does not name areas of this city; give their codes or names, with commas."
            )
        return codes


def usual_role(roles: Sequence[Role]) -> Role:
    """The role of somebody of whom nothing is said: the first that can be given an incident."""
    return next((role for role in roles if role.handles), roles[0])


def _by_words(every: Sequence[Known]) -> dict[str, Known]:
    """By all that a file may call them: code and both names."""
    return {text.lower(): one for one in every for text in (one.name.en, one.name.zh, one.code) if text}


def _known(field: str, text: str, by_words: dict[str, Known]) -> Known | None:
    """The one that is called so; None where nothing is said. Raises Refusal ``unknown_role`` or
    ``unknown_department``."""
    if not text:
        return None
    found = by_words.get(text.lower())
    if found is None:
        every = ", ".join(f"{one.code} ({one.name.zh})" for one in dict.fromkeys(by_words.values()))
        raise Refusal(
            f"unknown_{field}",
            f"{text!r} is no {field} of this city; there are {every or 'none'}. Correct the row, or leave the column "
            f"out with --map {field}= (nothing behind it).",
        )
    return found


def _mode(text: str) -> Mode:
    """How somebody gets about, an e-bike where nothing is said. Raises Refusal ``unknown_mode``."""
    mode = _MODES.get(text.lower()) if text else Mode.EBIKE
    if mode is None:
        raise Refusal(
            "unknown_mode",
            f"{text!r} is no known way of getting about; there are foot (步行), ebike (电动车), car (汽车). "
            "Correct the row, or leave the column out with --map mode= (nothing behind it).",
        )
    return mode


def _shift(text: str) -> tuple[int, int]:
    """``22:00-06:00`` in minutes after midnight; the usual day when nothing is said. Raises Refusal ``wrong_shift``."""
    if not text.strip():
        return _USUAL_SHIFT
    match = _SHIFT.match(text.strip())
    if match is None or int(match[1]) > 24 or int(match[3]) > 24 or int(match[2]) > 59 or int(match[4]) > 59:
        raise Refusal("wrong_shift", f"{text!r} is not a shift; write it like 08:00-18:00.")
    return int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])


def made_up(letter: str, *said: str) -> str:
    """An id for who has none: the same one when the file comes again."""
    return letter + hashlib.blake2b("\x1f".join(said).encode(), digest_size=5).hexdigest()


def read_cameras(table: Table, mapping: Mapping, city: City, datum: Datum) -> Iterator[Camera | Refused]:
    """Cameras of a file, each in the grid it stands in. A row without a position or outside the city is refused."""
    placer = Placer(city.geography)
    for row in table.rows:
        try:
            if row.fault:
                raise Refusal(row.fault, row.why)
            lon, lat = mapping.place(row.cells)
            if datum is not Datum.WGS84:
                moved = to_wgs84([lon], [lat], datum)
                lon, lat = float(moved[0][0]), float(moved[1][0])
            region = placer.grid_at(lon, lat)
            if not region:
                raise Refusal("outside", f"{lon:.6f}, {lat:.6f} lies in no grid of this city.")
            heading, angle = (_degrees(mapping.get(row.cells, field), field) for field in ("heading", "angle"))
        except Refusal as refusal:
            yield Refused(row, refusal.code, refusal.sentence)
            continue
        code = mapping.get(row.cells, "id") or made_up("C", f"{lon:.6f}", f"{lat:.6f}")
        name = mapping.get(row.cells, "name") or code
        looks_to = UNKNOWN if heading is None else round(heading) % 360
        yield Camera(code, name, lon, lat, region, looks_to, min(round(angle or 0), 360))


def _degrees(text: str, field: str) -> float | None:
    """Whole degrees of a view; None when nothing is given. Raises Refusal for what is no angle."""
    if not text:
        return None
    try:
        degrees = float(text.rstrip("°度 "))
    except ValueError as error:
        raise Refusal("bad_view", f"{text!r} is no {field} in degrees.") from error
    if not 0 <= degrees <= 360:
        raise Refusal("bad_view", f"{text!r} is no {field} between 0 and 360 degrees.")
    return degrees
