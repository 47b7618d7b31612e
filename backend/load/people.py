"""Workers and cameras out of tables."""

from __future__ import annotations

from collections.abc import Iterator

from backend.load.columns import Mapping
from backend.load.refused import Refused
from backend.load.tables import Table
from domain.city import Camera, City
from domain.datum import Datum, to_wgs84
from domain.placing import Placer
from domain.refusal import Refusal
from domain.region import Level, RegionTree
from domain.worker import Mode, Worker

CAMERA_NAMES: dict[str, tuple[str, ...]] = {
    "lon": ("lon", "lng", "longitude", "经度", "x"),
    "lat": ("lat", "latitude", "纬度", "y"),
    "id": ("code", "id", "cameraid", "编码", "编号", "国标编码", "设备编码"),
    "name": ("name", "title", "名称", "点位名称", "地址"),
}
_MODES = {
    "foot": Mode.FOOT, "walk": Mode.FOOT, "步行": Mode.FOOT,
    "ebike": Mode.EBIKE, "bike": Mode.EBIKE, "电动车": Mode.EBIKE,
    "car": Mode.CAR, "汽车": Mode.CAR, "机动车": Mode.CAR,
}  # fmt: skip


def read_workers(table: Table, mapping: Mapping, city: City, first_index: int) -> Iterator[Worker | Refused]:
    """Workers of a file in its order; their places in position blocks go on from ``first_index``. A row without a
    name, or whose area is not of this city, is refused."""
    tree = RegionTree(city.geography.regions)
    by_name = {region.name: region.code for region in tree} | {region.name_en: region.code for region in tree}
    roles = {text.lower(): role for role in city.rules.roles for text in (role.code, role.name.zh, role.name.en)}
    usual = next((role for role in city.rules.roles if role.handles), city.rules.roles[0])
    index = first_index
    for row in table.rows:
        name = mapping.get(row.cells, "name")
        if row.fault or not name:
            yield Refused(row, row.fault or "no_name", "The row has no name; every worker needs one.")
            continue
        words = [word.strip() for word in mapping.get(row.cells, "region").replace("、", ",").replace(";", ",").split(",")]
        codes = tuple(word if word in tree else by_name.get(word, "") for word in words if word)
        if not codes or not all(codes):
            yield Refused(row, "unknown_region", f"{words} does not name areas of this city; give codes or names.")
            continue
        role = roles.get(mapping.get(row.cells, "role").lower(), usual)
        yield Worker(
            id=mapping.get(row.cells, "id") or f"P{index + 1:05d}",
            index=index,
            name=name,
            role=role.code,
            regions=codes,
            phone=mapping.get(row.cells, "phone"),
            mode=_MODES.get(mapping.get(row.cells, "mode").lower(), Mode.EBIKE),
            department=mapping.get(row.cells, "department"),
        )
        index += 1


def read_cameras(table: Table, mapping: Mapping, city: City, datum: Datum) -> Iterator[Camera | Refused]:
    """Cameras of a file, each in the grid it stands in. A row without a position or outside the city is refused."""
    placer = Placer(city.geography)
    for row in table.rows:
        try:
            if row.fault:
                raise Refusal(row.fault, "The line does not have the cells its header promises.")
            lon, lat = mapping.place(row.cells)
        except Refusal as refusal:
            yield Refused(row, refusal.code, refusal.sentence)
            continue
        if datum is not Datum.WGS84:
            moved = to_wgs84([lon], [lat], datum)
            lon, lat = float(moved[0][0]), float(moved[1][0])
        region = placer.grid_at(lon, lat)
        if not region:
            yield Refused(row, "outside", f"{lon}, {lat} lies in no {Level.GRID} of this city.")
            continue
        code = mapping.get(row.cells, "id") or f"C{row.number:06d}"
        yield Camera(code, mapping.get(row.cells, "name") or code, lon, lat, region)
