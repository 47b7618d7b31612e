"""The situation on one sheet as a PNG: key figures, map, what hurts most, the day, legend, source."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop.export import say
from desktop.export.canvas import MIDDLE, RIGHT, Canvas
from desktop.export.content import Content, Figure, Row
from desktop.export.legend import paint_legend
from desktop.export.map_frame import frame_of
from desktop.export.order import ExportOrder
from domain.look import THEMES, Tokens
from domain.picture import Picture
from maps.area_colours import AreaColours
from maps.snapshot import Frame, SnapshotMap
from maps.style import Style

HEAD, TILES, FOOT, SIDE, GAP, EDGE = 70.0, 88.0, 58.0, 420.0, 12.0, 18.0
ROW = 46.0
#: Below this logical width the map has the sheet for itself.
NARROW = 1000.0
#: Which figures stand on a sheet, as many as there is room for.
ORDER = (0, 1, 2, 3, 4, 5, 6, 7, 9, 8)
#: zlib's level: a level more makes a few per cent less and takes twice as long.
_QUALITY = 80


class Layout(msgspec.Struct, frozen=True):
    """Where things go, logical pixels; ``ratio`` device pixels a logical one."""

    width: float
    height: float
    ratio: float
    tokens: Tokens
    map: Frame
    map_at: tuple[float, float]
    side: float

    @property
    def dark(self) -> bool:
        return self.tokens.dark


def layout(order: ExportOrder) -> Layout:
    """A larger picture is a sharper one: letters grow with it, from 1920 × 1080 on."""
    width, height = order.size
    ratio = max(1.0, min(width / 1920, height / 1080)) * order.scale
    across, down = width / ratio, height / ratio
    side = SIDE if across >= NARROW and order.details else 0.0
    tokens = THEMES[order.theme]
    room = across - 2 * EDGE - (side + GAP if side else 0.0), down - HEAD - TILES - FOOT - GAP
    frame = frame_of(order, max(room[0], 80.0), max(room[1], 80.0), ratio)
    return Layout(across, down, ratio, tokens, frame, (EDGE, HEAD + TILES), side)


def draw_sheet(
    content: Content, picture: Picture, maps: SnapshotMap, order: ExportOrder, colours: AreaColours | None = None
) -> bytes:
    """The bytes of the PNG; its resolution stands in it."""
    plan = layout(order)
    map_image = maps.draw(plan.map, picture, content.situation.moment, order.people, order.details, colours)
    image = QImage(*order.size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(plan.ratio)
    image.fill(QColor(plan.tokens.panel if plan.dark else "#ffffff"))
    with QPainter(image) as painter:
        canvas = Canvas(painter, plan.tokens, maps.family)
        _head(canvas, content, plan)
        _tiles(canvas, content.figures, plan)
        _map(canvas, map_image, plan)
        if plan.side:
            _side(canvas, content, plan)
        _foot(canvas, content, plan, maps.tools(plan.map).style, order.people)
    image.setDevicePixelRatio(1.0)
    per_metre = round(order.dpi / 0.0254)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    image.setText("Title", f"{content.city} {content.title}")
    image.setText("Creation Time", content.moment)
    image.setText("Source", content.source_line)
    content_ = QByteArray()
    with_buffer = QBuffer(content_)
    with_buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not image.save(with_buffer, "PNG", _QUALITY):  # type: ignore[call-overload]
        raise MemoryError("the picture could not be encoded")
    return bytes(content_.data())


def _head(canvas: Canvas, content: Content, plan: Layout) -> None:
    tokens, width = plan.tokens, plan.width
    canvas.fill(QRectF(0, 0, width, 5), tokens.accent)
    left = EDGE
    wide = canvas.text(
        QRectF(left, 12, width * 0.55, 34), f"{content.city}  {content.title}", 24, tokens.text, bold=True
    )
    canvas.text(QRectF(left, 44, width * 0.55, 18), content.other_title, 12, tokens.quiet)
    canvas.text(QRectF(width * 0.5, 12, width * 0.5 - EDGE, 34), content.moment, 22, tokens.text, RIGHT, True)
    canvas.text(QRectF(width * 0.5, 44, width * 0.5 - EDGE, 18), content.period, 12, tokens.quiet, RIGHT)
    if content.warning:
        room = QRectF(left + wide + 18, 16, max(width * 0.72 - left - wide - 18, 60.0), 26)
        text_width = min(canvas.width(content.warning, 13, True) + 24, room.width())
        room.setWidth(text_width)
        canvas.fill(room, tokens.warn, 4)
        canvas.text(
            room.adjusted(12, 0, -12, 0), content.warning, 13, "#ffffff" if not plan.dark else "#101418", MIDDLE, True
        )


def _tiles(canvas: Canvas, figures: tuple[Figure, ...], plan: Layout) -> None:
    tokens = plan.tokens
    count = max(2, min(len(figures), int((plan.width - 2 * EDGE) // 176)))
    chosen = [figures[number] for number in ORDER[:count]]
    wide = (plan.width - 2 * EDGE - GAP * (count - 1)) / count
    for place, figure in enumerate(chosen):
        box = QRectF(EDGE + place * (wide + GAP), HEAD, wide, TILES - GAP)
        canvas.fill(box, tokens.raised if plan.dark else "#f3f5f8", 5)
        color = {"bad": tokens.bad, "warn": tokens.warn, "good": tokens.good}.get(figure.tone, tokens.text)
        inner = box.adjusted(12, 6, -8, -6)
        canvas.text(QRectF(inner.left(), inner.top(), inner.width(), 16), figure.label, 12, tokens.quiet)
        canvas.text(QRectF(inner.left(), inner.top() + 16, inner.width(), 30), figure.value, 25, color, bold=True)
        canvas.text(QRectF(inner.left(), inner.top() + 47, inner.width(), 16), figure.note, 11, tokens.quiet)


def _map(canvas: Canvas, image: QImage, plan: Layout) -> None:
    left, top = plan.map_at
    painter = canvas.painter
    image.setDevicePixelRatio(plan.ratio)
    painter.drawImage(QPointF(left, top), image)
    painter.setPen(QPen(QColor(plan.tokens.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, top, plan.map.width, plan.map.height))


def _side(canvas: Canvas, content: Content, plan: Layout) -> None:
    """What hurts most, as many rows as fit; below it the day by hour and the areas."""
    left, top = plan.width - EDGE - plan.side, plan.map_at[1]
    whole = plan.map.height
    charts = 320.0 if whole > 620 else 150.0 if whole > 420 else 0.0
    heads, tokens = say.headings(), plan.tokens
    rows = content.worst[: max(1, int((whole - charts - 30) // ROW))]
    canvas.text(QRectF(left, top, plan.side, 22), heads["worst"], 14, tokens.text, bold=True)
    if not rows:
        canvas.text(QRectF(left, top + 30, plan.side, 20), heads["none"], 13, tokens.quiet)
    for place, row in enumerate(rows):
        _row(canvas, row, QRectF(left, top + 28 + place * ROW, plan.side, ROW), plan)
    if charts:
        _hours(canvas, content, QRectF(left, top + whole - charts, plan.side, 140), plan)
    if charts > 200:
        _areas(canvas, content, QRectF(left, top + whole - charts + 160, plan.side, charts - 160), plan)


def _row(canvas: Canvas, row: Row, box: QRectF, plan: Layout) -> None:
    tokens = plan.tokens
    canvas.severity(box.left() + 9, box.top() + 13, 14, row.severity)
    time = say.due(row.remaining, row.phase)
    color = {"late": tokens.bad, "soon": tokens.warn}.get(row.phase, tokens.text)
    wide = canvas.width(time, 13, True) + 6
    canvas.text(QRectF(box.right() - wide, box.top() + 2, wide, 20), time, 13, color, RIGHT, True)
    canvas.text(QRectF(box.left() + 24, box.top() + 2, box.width() - 30 - wide, 20), row.title, 14, tokens.text)
    stage = " · ".join(part for part in (row.stage, row.worker) if part)
    wide = min(canvas.width(stage, 11.5) + 2, box.width() * 0.45)
    canvas.text(QRectF(box.right() - wide, box.top() + 22, wide, 18), stage, 11.5, tokens.quiet, RIGHT)
    canvas.text(QRectF(box.left() + 24, box.top() + 22, box.width() - 34 - wide, 18), row.place, 11.5, tokens.quiet)
    canvas.line(box.left(), box.bottom() - 2, box.right(), box.bottom() - 2, tokens.line, 0.6)


def _hours(canvas: Canvas, content: Content, box: QRectF, plan: Layout) -> None:
    tokens, heads, counted = plan.tokens, say.headings(), content.situation
    canvas.text(QRectF(box.left(), box.top(), box.width(), 20), heads["hours"], 13, tokens.text, bold=True)
    most = max(1, *counted.arrived, *counted.closed)
    base, top = box.bottom() - 18, box.top() + 28
    step = box.width() / 24
    for hour in range(24):
        left = box.left() + hour * step
        for place, (count, color) in enumerate(
            ((counted.arrived[hour], tokens.quiet), (counted.closed[hour], tokens.good))
        ):
            tall = (base - top) * count / most
            if count:
                canvas.fill(QRectF(left + 2 + place * (step - 4) / 2, base - tall, (step - 4) / 2 - 0.5, tall), color)
        if hour % 6 == 0:
            canvas.text(QRectF(left, base + 2, 40, 14), f"{hour:02d}:00", 10.5, tokens.quiet)
    canvas.line(box.left(), base, box.right(), base, tokens.line)
    now = box.left() + min(counted.hour, 24.0) * step
    canvas.line(now, top, now, base, tokens.accent, 1.0)
    canvas.text(QRectF(box.left(), box.top() + 20, 60, 12), str(most), 10.5, tokens.quiet)
    _key(canvas, box, ((heads["arrived"], tokens.quiet), (heads["closed"], tokens.good)), tokens)


def _key(canvas: Canvas, box: QRectF, parts: tuple[tuple[str, str], ...], tokens: Tokens) -> None:
    """Names of colours, at the right of a heading's line."""
    right = box.right()
    for name, color in reversed(parts):
        wide = canvas.width(name, 11)
        canvas.text(QRectF(right - wide - 1, box.top(), wide + 1, 20), name, 11, tokens.quiet)
        canvas.fill(QRectF(right - wide - 14, box.top() + 6, 9, 9), color, 2)
        right -= wide + 26


def _areas(canvas: Canvas, content: Content, box: QRectF, plan: Layout) -> None:
    tokens, heads = plan.tokens, say.headings()
    canvas.text(QRectF(box.left(), box.top(), box.width(), 20), heads["areas"], 13, tokens.text, bold=True)
    _key(canvas, box, ((heads["open"], tokens.quiet), (heads["late_part"], tokens.bad)), tokens)
    rows = content.areas[: int((box.height() - 26) // 18)]
    most = max([1, *(area.open for area in rows)])
    name = min(130.0, max([60.0, *(canvas.width(area.name, 12) + 8 for area in rows)]))
    for place, area in enumerate(rows):
        top = box.top() + 25 + place * 18
        canvas.text(QRectF(box.left(), top, name, 16), area.name, 12, tokens.text)
        room = box.width() - name - 46
        canvas.fill(QRectF(box.left() + name, top + 4, max(room * area.open / most, 0.5), 9), tokens.quiet, 2)
        if area.late:
            canvas.fill(QRectF(box.left() + name, top + 4, room * area.late / most, 9), tokens.bad, 2)
        canvas.text(QRectF(box.right() - 40, top, 40, 16), str(area.open), 12, tokens.text, RIGHT, True)


def _foot(canvas: Canvas, content: Content, plan: Layout, style: Style, people: bool) -> None:
    tokens, top = plan.tokens, plan.height - FOOT
    paint_legend(canvas, style, QRectF(EDGE, top + 4, plan.width - 2 * EDGE, 20), people)
    line = QRectF(EDGE, top + 30, plan.width - 2 * EDGE, 18)
    source = canvas.width(content.source_line, 11)
    canvas.text(line, content.source_line, 11, tokens.quiet, RIGHT)
    canvas.text(line.adjusted(0, 0, -source - 20, 0), "  ".join(content.notes), 11, tokens.quiet)
