"""The situation as a workbook: overview with charts, incidents, areas, people. A text is a text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from desktop.export import say
from desktop.export.content import Area, Content, Figure, Share
from desktop.export.plain import plain
from domain.look import LIGHT
from widgets import words

#: A cell that begins like this would become a formula when somebody edits it or saves it as CSV: it is marked as text.
_RISKY = ("=", "+", "-", "@", "\t", "|", "%")
#: Excel's own limits.
_LONGEST, _MOST_ROWS = 32_000, 1_048_000
_BAND, _QUIET, _LINE = "#12345b", "#586878", "#d3dae1"


class Column(msgspec.Struct, frozen=True):
    """One column of a list: heading, width in letters, how its cells look (a name of ``Formats``), and its value."""

    head: str
    width: float
    look: str
    value: Callable[[Any], Any]


class Formats:
    """The looks of cells, by name."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "vcenter"}

        def made(**more: Any) -> Any:
            return book.add_format({**base, **more})

        self.title = made(font_size=18, bold=True, font_color="#ffffff", bg_color=_BAND)
        self.band = made(font_color="#ffffff", bg_color=_BAND)
        self.quiet = made(font_color=_QUIET)
        self.head = made(bold=True, font_color="#ffffff", bg_color=_BAND, text_wrap=True, border=1, border_color=_LINE)
        self.part = made(bold=True, font_size=12, bottom=2, bottom_color=_BAND)
        self.value = made(bold=True, font_size=14, align="right", quote_prefix=True)
        looks: dict[str, dict[str, Any]] = {
            "text": {},
            "wrap": {"text_wrap": True},
            "number": {"num_format": "#,##0"},
            "share": {"num_format": "0.0%"},
            "place": {"num_format": "0.000000"},
            "time": {"num_format": "yyyy-mm-dd hh:mm:ss"},
            "hours": {"num_format": "0.0"},
            "bad": {"font_color": LIGHT.bad, "bold": True, "num_format": "0.0"},
        }
        rim = {"bottom": 1, "bottom_color": _LINE}
        self._looks = {name: made(**rim, **look) for name, look in looks.items()}
        self._quoted = {name: made(**rim, **look, quote_prefix=True) for name, look in looks.items()}
        self.severity = [made(**rim, bold=True, font_color=color) for color in LIGHT.severity]

    def look(self, name: str, risky: bool = False) -> Any:
        return (self._quoted if risky else self._looks)[name]


def make_workbook(content: Content) -> bytes:
    """The bytes of the XLSX."""
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(made, options)
    heads, formats = say.headings(), Formats(book)
    book.set_properties(
        {
            "title": f"{content.city} {content.title}",
            "subject": content.moment,
            "comments": content.source_line,
            "created": content.local(content.situation.moment),
        }
    )
    overview = book.add_worksheet(_tab(heads["summary"]))
    _overview(book, overview, content, heads, formats)
    tables: list[tuple[str, Sequence[Any], list[Column]]] = [
        (heads["incidents"], [row for row in content.rows if row.open], _incident_columns(content, heads)),
        (heads["done"], [row for row in content.rows if not row.open], _closed_columns(content, heads)),
        (heads["areas"], content.areas, _area_columns(heads)),
        (heads["streets"], content.streets, _area_columns(heads)),
        (heads["staff"], content.staff, _staff_columns(heads)),
    ]
    for name, things, columns in tables:
        if things:
            _table(book.add_worksheet(_tab(name)), formats, columns, things)
    book.close()
    return made.getvalue()


# --- lists ------------------------------------------------------------------------------------------------------------


def _incident_columns(content: Content, heads: dict[str, str]) -> list[Column]:
    return [
        Column(heads["severity"], 11, "severity", lambda row: row.severity),
        Column(heads["title"], 30, "text", lambda row: row.title),
        Column(heads["stage"], 9, "text", lambda row: row.stage),
        Column(heads["left_hours"], 11, "left", lambda row: row.remaining / 3600),
        Column(heads["due"], 19, "time", lambda row: content.local(row.due_at)),
        Column(heads["received"], 19, "time", lambda row: content.local(row.received_at)),
        Column(heads["street"], 14, "text", lambda row: row.area),
        Column(heads["place"], 38, "text", lambda row: row.place),
        Column(heads["address"], 30, "text", lambda row: row.address),
        Column(heads["group"], 18, "text", lambda row: row.group),
        Column(heads["category"], 18, "text", lambda row: row.category),
        Column(heads["source"], 14, "text", lambda row: row.source),
        Column(heads["worker"], 12, "text", lambda row: row.worker),
        Column(heads["department"], 12, "text", lambda row: row.department),
        Column(heads["supervised"], 8, "text", lambda row: heads["yes"] if row.supervised else ""),
        Column(heads["case"], 18, "text", lambda row: row.case),
        Column(heads["id"], 12, "text", lambda row: row.id),
        Column(heads["lon"], 12, "place", lambda row: row.lon),
        Column(heads["lat"], 12, "place", lambda row: row.lat),
    ]


def _closed_columns(content: Content, heads: dict[str, str]) -> list[Column]:
    closed = Column(
        heads["closed_at"], 19, "time", lambda row: None if row.closed_at is None else content.local(row.closed_at)
    )
    in_time = Column(
        heads["on_time"], 9, "text",
        lambda row: heads["yes"] if row.closed_at is not None and row.closed_at <= row.due_at else "",
    )  # fmt: skip
    outcome = Column(heads["outcome"], 40, "wrap", lambda row: row.outcome)
    columns = _incident_columns(content, heads)
    return [*columns[:3], closed, in_time, *columns[4:], outcome]


def _area_columns(heads: dict[str, str]) -> list[Column]:
    return [
        Column(heads["area"], 24, "text", lambda area: area.name),
        Column(heads["level"], 9, "text", lambda area: area.level),
        Column(heads["code"], 18, "text", lambda area: area.code),
        Column(heads["open"], 9, "number", lambda area: area.open),
        Column(heads["late"], 9, "number", lambda area: area.late),
        Column(heads["in_time"], 11, "number", lambda area: area.open - area.late),
        Column(heads["urgent"], 10, "number", lambda area: area.urgent),
        Column(heads["came"], 10, "number", lambda area: area.arrived),
        Column(heads["done"], 10, "number", lambda area: area.closed),
        Column(heads["on_time"], 10, "share", lambda area: area.share),
        Column(heads["on_duty"], 10, "number", lambda area: area.on_duty),
        Column(heads["grids"], 9, "number", lambda area: area.grids),
    ]


def _staff_columns(heads: dict[str, str]) -> list[Column]:
    return [
        Column(heads["name"], 12, "text", lambda one: one.name),
        Column(heads["role"], 16, "text", lambda one: one.role),
        Column(heads["state"], 10, "text", lambda one: words.state(one.state)),
        Column(heads["load"], 10, "number", lambda one: one.load),
        Column(heads["area"], 60, "text", lambda one: one.area),
        Column(heads["age"], 12, "number", lambda one: one.age),
        Column(heads["lon"], 12, "place", lambda one: one.lon),
        Column(heads["lat"], 12, "place", lambda one: one.lat),
    ]


def _table(sheet: Worksheet, formats: Formats, columns: list[Column], things: Sequence[Any]) -> None:
    """A list with a heading that stays and filters."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.head, formats.head)
    sheet.set_row(0, 30)
    for line, thing in enumerate(things[:_MOST_ROWS], 1):
        for number, column in enumerate(columns):
            _cell(sheet, line, number, column.value(thing), column.look, formats)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(things)), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Worksheet, line: int, number: int, value: Any, look: str, formats: Formats) -> None:
    if look == "severity":
        sheet.write_string(line, number, words.severity(value), formats.severity[int(value) - 1])
    elif look == "left":
        sheet.write_number(line, number, round(value, 2), formats.look("bad" if value < 0 else "hours"))
    elif value is None:
        sheet.write_blank(line, number, None, formats.look(look))
    elif isinstance(value, datetime):
        sheet.write_datetime(line, number, value, formats.look(look))
    elif isinstance(value, str):
        write_text(sheet, line, number, value, look, formats)
    else:
        sheet.write_number(line, number, value, formats.look(look))


def write_text(sheet: Worksheet, line: int, number: int, text: str, look: str, formats: Formats) -> None:
    """A text and nothing else, whatever it looks like."""
    words_ = plain(text, _LONGEST)
    sheet.write_string(line, number, words_, formats.look(look, risky=words_.startswith(_RISKY)))


# --- overview ---------------------------------------------------------------------------------------------------------


def _overview(book: Workbook, sheet: Worksheet, content: Content, heads: dict[str, str], formats: Formats) -> None:
    sheet.hide_gridlines(2)
    for first, last, width in ((0, 0, 24), (1, 1, 12), (2, 2, 34), (3, 3, 3), (4, 6, 12), (7, 7, 3), (8, 15, 11)):
        sheet.set_column(first, last, width)
    for line in range(3):
        sheet.set_row(line, 30 if line == 0 else 17, formats.band)
    sheet.write_string(0, 0, f"{content.city}  {content.title}", formats.title)
    sheet.write_string(1, 0, f"{heads['moment']}  {content.moment}   {heads['period']}  {content.period}", formats.band)
    sheet.write_string(2, 0, content.source_line, formats.band)
    line = 4
    if content.warning:
        sheet.write_string(line, 0, content.warning, formats.look("bad"))
        line += 1
    for sentence in content.story:
        sheet.write_string(line, 0, sentence)
        line += 1
    line = _figures(sheet, line + 1, content.figures, heads, formats)
    hours = _hours(book, sheet, content, heads, formats)
    for title, shares in (
        (heads["groups"], content.groups),
        (heads["sources"], content.sources),
        (heads["stages"], content.stages),
        (heads["crew"], content.people),
    ):
        line = _shares(sheet, line + 1, title, shares, heads, formats)
    _area_chart(book, sheet, content, heads, hours)
    sheet.write_string(line + 1, 0, heads["notes"], formats.part)
    for number, note in enumerate(content.notes, 2):
        sheet.write_string(line + number, 0, note, formats.quiet)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _figures(sheet: Worksheet, line: int, figures: Sequence[Figure], heads: dict[str, str], formats: Formats) -> int:
    for number, head in enumerate((heads["figure"], heads["value"], heads["note"])):
        sheet.write_string(line, number, head, formats.head)
    for figure in figures:
        line += 1
        sheet.set_row(line, 20)
        write_text(sheet, line, 0, figure.label, "text", formats)
        sheet.write_string(line, 1, figure.value, formats.value)
        write_text(sheet, line, 2, figure.note, "text", formats)
    return line + 1


def _shares(
    sheet: Worksheet, line: int, title: str, shares: Sequence[Share], heads: dict[str, str], formats: Formats
) -> int:
    for number, head in enumerate((title, heads["count"], heads["late_part"])):
        sheet.write_string(line, number, head, formats.head)
    for share in shares:
        line += 1
        write_text(sheet, line, 0, share.name, "text", formats)
        sheet.write_number(line, 1, share.count, formats.look("number"))
        sheet.write_number(line, 2, share.late, formats.look("number"))
    return line + 1


def _hours(book: Workbook, sheet: Worksheet, content: Content, heads: dict[str, str], formats: Formats) -> int:
    """The day by hour as cells and as a chart beside them; the line after the chart."""
    top, counted, name = 4, content.situation, sheet.get_name()
    for number, head in enumerate((heads["hour"], heads["arrived"], heads["closed"])):
        sheet.write_string(top, 4 + number, head, formats.head)
    for hour in range(24):
        line = top + 1 + hour
        sheet.write_string(line, 4, f"{hour:02d}:00", formats.look("text"))
        sheet.write_number(line, 5, counted.arrived[hour], formats.look("number"))
        sheet.write_number(line, 6, counted.closed[hour], formats.look("number"))
    chart = book.add_chart({"type": "column"})
    for column, color in ((5, "#8b9bab"), (6, LIGHT.good)):
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, top + 1, 4, top + 24, 4],
                "values": [name, top + 1, column, top + 24, column],
                "fill": {"color": color},
                "gap": 60,
            }
        )
    _dress(chart, heads["hours"])
    chart.set_size({"width": 640, "height": 300})
    sheet.insert_chart(top, 8, chart)
    return top + 16


def _area_chart(book: Workbook, sheet: Worksheet, content: Content, heads: dict[str, str], line: int) -> None:
    areas: Sequence[Area] = content.areas[:20]
    if not areas:
        return
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    name = _tab(heads["areas"])
    for column, color in ((4, LIGHT.bad), (5, "#8b9bab")):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, len(areas), 0],
                "values": [name, 1, column, len(areas), column],
                "fill": {"color": color},
                "gap": 40,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    _dress(chart, heads["areas"])
    chart.set_size({"width": 640, "height": 120 + 22 * len(areas)})
    sheet.insert_chart(line, 8, chart)


def _dress(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": "top"})
    chart.set_chartarea({"border": {"color": _LINE}})


def _tab(name: str) -> str:
    """A name a sheet may have."""
    return "".join("-" if sign in "[]:*?/\\'" else sign for sign in plain(name, 31)) or "-"
