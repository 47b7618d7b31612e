"""Which column of a file means what: found by name and by content, or given by the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from backend.load.tables import POINT_COLUMNS
from domain.refusal import Refusal

#: Field → names it goes by, most telling first; compared without case, spaces and punctuation.
REPORT_NAMES: dict[str, tuple[str, ...]] = {
    "lon": ("lon", "lng", "long", "longitude", "经度", "x坐标", "坐标x", "lonwgs84", POINT_COLUMNS[0], "x"),
    "lat": ("lat", "latitude", "纬度", "y坐标", "坐标y", "latwgs84", POINT_COLUMNS[1], "y"),
    "place": ("location", "coordinates", "point", "geom", "thegeom", "geocodedcolumn", "坐标", "经纬度", "位置坐标"),
    "time": (
        "timeutc", "time", "timestamp", "occurredat", "reportedat", "createddate", "createdat", "calltime", "opened",
        "requesteddatetime", "datetime", "date", "发生时间", "上报时间", "受理时间", "来电时间", "登记时间",
        "时间", "日期",
    ),
    "category": (
        "category", "type", "calltype", "complainttype", "casetitle", "eventtype", "servicename", "requesttype",
        "title",
        "事件类别", "案件类别", "类别", "小类名称", "小类", "问题类型", "诉求类型", "类型", "分类",
    ),
    "text": (
        "text", "description", "desc", "descriptor", "details", "detail", "notes", "narrative", "statusnotes",
        "问题描述", "事件描述", "诉求内容", "内容", "描述", "详情",
    ),
    "title": ("title", "subject", "summary", "headline", "标题", "主题", "诉求标题", "事件标题"),
    "address": (
        "address", "addr", "incidentaddress", "locationaddress", "streetaddress", "street", "intersection",
        "地址", "详细地址", "事发地址", "地点", "位置", "twp", "township", "neighborhood",
    ),
    "id": (
        "id", "uniquekey", "caseid", "incidentid", "servicerequestid", "casenumber", "incidentnumber", "callnumber",
        "案件编号", "事件编号", "工单编号", "工单号", "编号", "案件号",
    ),
    "reporter": ("reporter", "caller", "reportername", "姓名", "来电人", "诉求人", "上报人"),
    "phone": ("phone", "telephone", "mobile", "联系电话", "来电号码", "电话", "手机号"),
    "severity": ("severity", "priority", "level", "严重程度", "等级", "紧急程度"),
}  # fmt: skip

WORKER_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "workerid", "employeeid", "staffid", "工号", "编号", "人员编号"),
    "name": ("name", "fullname", "姓名", "名字", "人员姓名", "网格员"),
    "phone": ("phone", "mobile", "telephone", "手机", "手机号", "电话", "联系电话", "联系方式"),
    "role": ("role", "position", "title", "角色", "岗位", "职务", "人员类型", "类别"),
    "region": ("grid", "grids", "region", "gridcode", "网格", "网格编码", "所属网格", "负责网格", "区域"),
    "mode": ("mode", "vehicle", "交通工具", "出行方式"),
    "department": ("department", "部门", "所属部门"),
}

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


class Mapping(msgspec.Struct, frozen=True):
    """Field → column. Fields that no column carries are absent."""

    columns: dict[str, str]

    def get(self, cells: dict[str, str], field: str) -> str:
        """The cell of a field, empty when there is none."""
        return cells.get(self.columns.get(field, ""), "")

    def place(self, cells: dict[str, str]) -> tuple[float, float]:
        """Longitude and latitude in the file's own datum. Raises Refusal ``no_place`` or ``wrong_coordinates``."""
        if "lon" in self.columns and "lat" in self.columns:
            words = [self.get(cells, "lon").replace(",", "."), self.get(cells, "lat").replace(",", ".")]
        else:
            cell = self.get(cells, "place")
            words = _NUMBER.findall(cell)[:2]
            if not cell.lstrip().upper().startswith(("POINT", "SRID")):
                words.reverse()  # "(latitude, longitude)" is how tables write it; only WKT is x y
        if len(words) < 2 or not all(words):
            raise Refusal("no_place", "The row has no position.")
        try:
            lon, lat = float(words[0]), float(words[1])
        except ValueError as error:
            raise Refusal("no_place", f"{words} is not a position in degrees.") from error
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise Refusal("wrong_coordinates", f"{lon}, {lat} is not a longitude and latitude in degrees.")
        if abs(lon) < 0.01 and abs(lat) < 0.01:
            raise Refusal("wrong_coordinates", "The position is 0, 0: it was never measured.")
        return lon, lat


def find_columns(
    columns: Sequence[str],
    sample: Iterable[dict[str, str]],
    names: dict[str, tuple[str, ...]],
    given: dict[str, str],
) -> Mapping:
    """The mapping of a file. What the user gave wins; then whole names, then names that contain one.

    Raises Refusal ``unknown_column`` when ``given`` names a field or column that does not exist."""
    for field, column in given.items():
        if field not in names:
            raise Refusal("unknown_column", f"There is no field {field!r}; fields are {', '.join(names)}.")
        if column not in columns:
            raise Refusal("unknown_column", f"The file has no column {column!r}; it has {', '.join(columns)}.")
    rows = list(sample)
    plain = {column: _plain(column) for column in columns}
    found = dict(given)
    for exact in (True, False):
        for field, synonyms in names.items():
            if field in found:
                continue
            for synonym in map(_plain, synonyms):
                column = next((c for c in columns if _matches(plain[c], synonym, exact) and _fits(field, c, rows)), "")
                if column and not (exact is False and column in found.values()):
                    found[field] = column
                    break
    return Mapping(found)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _matches(column: str, synonym: str, exact: bool) -> bool:
    return column == synonym if exact else len(synonym) > 2 and synonym in column


def _fits(field: str, column: str, rows: list[dict[str, str]]) -> bool:
    """Whether the column's content can be this field at all."""
    values = [row[column] for row in rows if row.get(column)]
    if not values:
        return field not in {"lon", "lat", "place", "time"}
    if field in {"lon", "lat"}:
        limit = 180.0 if field == "lon" else 90.0
        return sum(_degrees(value, limit) for value in values) >= 0.5 * len(values)
    if field == "place":
        return sum(len(_NUMBER.findall(value)) >= 2 for value in values) >= 0.5 * len(values)
    if field == "time":
        return sum(bool(re.search(r"\d{4}|\d[:/]\d", value)) for value in values) >= 0.5 * len(values)
    return True


def _degrees(value: str, limit: float) -> bool:
    try:
        return abs(float(value.replace(",", "."))) <= limit
    except ValueError:
        return False
