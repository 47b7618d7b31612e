"""What columns are called in the files people bring: field → names, most telling first.

Compared without case, spaces and punctuation. Seen in Socrata 311 exports, 911 logs and Chinese hotline sheets."""

from __future__ import annotations

from collections.abc import Mapping

from backend.load.tables import POINT_COLUMNS

Names = Mapping[str, tuple[str, ...]]

REPORT_NAMES: Names = {
    "lon": ("lon", "lng", "long", "longitude", "经度", "x坐标", "坐标x", "lonwgs84", POINT_COLUMNS[0], "x"),
    "lat": ("lat", "latitude", "纬度", "y坐标", "坐标y", "latwgs84", POINT_COLUMNS[1], "y"),
    "place": ("location", "coordinates", "point", "geom", "thegeom", "geometry", "wkt", "geocodedcolumn", "坐标",
              "经纬度", "位置坐标"),
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
        "事发地址", "详细地址", "地址", "地点", "位置", "twp", "township", "neighborhood",
    ),
    "id": (
        "id", "uniquekey", "caseid", "incidentid", "servicerequestid", "casenumber", "incidentnumber", "callnumber",
        "srnumber", "案件编号", "事件编号", "工单编号", "工单号", "编号", "案件号",
    ),
    "reporter": ("reporter", "caller", "reportername", "姓名", "来电人", "诉求人", "上报人"),
    "phone": ("phone", "telephone", "mobile", "联系电话", "来电号码", "电话", "手机号"),
    "severity": ("severity", "priority", "level", "严重程度", "等级", "紧急程度"),
}  # fmt: skip

WORKER_NAMES: Names = {
    "id": ("id", "workerid", "employeeid", "staffid", "工号", "人员编号", "编号"),
    "name": ("name", "fullname", "姓名", "名字", "人员姓名", "网格员"),
    "phone": ("phone", "mobile", "telephone", "手机", "手机号", "电话", "联系电话", "联系方式"),
    "role": ("role", "position", "title", "角色", "岗位", "职务", "人员类型", "类别"),
    "region": ("grid", "grids", "region", "gridcode", "area", "网格编码", "所属网格", "负责网格", "网格", "区域",
               "社区"),
    "mode": ("mode", "vehicle", "交通工具", "出行方式"),
    "shift": ("shift", "hours", "班次", "值班时间", "工作时间"),
    "department": ("department", "部门", "所属部门"),
}  # fmt: skip

OVERLAY_NAMES: Names = {
    "kind": ("kind", "overlay", "overlaykind", "gridtype", "type", "网格类型", "类型", "格类"),
    "grids": ("grids", "basegrids", "members", "基础网格", "包含网格", "所辖网格", "覆盖网格", "下辖网格"),
    "officer_id": ("officerid", "officercode", "工号", "警号", "人员编号"),
    "phone": ("phone", "mobile", "telephone", "联系电话", "手机号", "手机", "电话", "联系方式"),
    "officer": ("officer", "officername", "responsible", "责任人", "负责人", "民警", "警员", "书记", "格长", "联系人",
                "姓名"),
    "code": ("code", "overlaycode", "gridcode", "id", "网格编码", "编码", "代码", "编号"),
    "name_en": ("nameen", "englishname", "英文名称", "英文名"),
    "name": ("name", "title", "网格名称", "名称"),
}  # fmt: skip

CAMERA_NAMES: Names = {
    "lon": ("lon", "lng", "longitude", "经度", POINT_COLUMNS[0], "x"),
    "lat": ("lat", "latitude", "纬度", POINT_COLUMNS[1], "y"),
    "id": ("code", "cameraid", "id", "国标编码", "设备编码", "编码", "编号"),
    "name": ("name", "title", "点位名称", "名称", "地址"),
    "heading": ("heading", "azimuth", "direction", "bearing", "方位角", "朝向", "监视方向"),
    "angle": ("angle", "fov", "fieldofview", "视场角", "水平视角"),
}
