"""The picture a worker takes on the scene: a small drawn street with what he found, or the same place put right."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (640, 480)
HORIZON = 250
QUALITY = 82
_FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
Dice = random.Random
_ASPHALT: tuple[Colour, ...] = ((78, 82, 88), (92, 95, 99), (70, 74, 82))
_WALLS: tuple[Colour, ...] = ((176, 160, 140), (150, 152, 158), (192, 178, 164), (138, 146, 150), (168, 140, 122))
_SHOPS: tuple[Colour, ...] = ((178, 44, 40), (28, 92, 160), (24, 120, 92), (206, 140, 30), (112, 60, 130))


#: What stands on it, before and after.
_STAMPS = {"zh": ("处置前", "处置后"), "en": ("BEFORE", "AFTER")}


def picture(subject: str, lines: tuple[str, ...], seed: int, after: bool, language: str = "zh") -> bytes:
    """A JPEG of 640×480. ``subject`` is a key of ``SUBJECTS`` (others show the street alone); ``lines`` are written
    into the corner as phones do (what, when, where, who); ``after``: the matter is settled. Same arguments, same bytes.
    """
    dice = Dice(f"{subject}/{seed}")
    image = _ground(dice)
    draw = ImageDraw.Draw(image)
    _buildings(draw, dice)
    _street(draw, dice)
    _trees(draw, dice)
    paint = SUBJECTS.get(subject)
    if paint is not None and not after:
        paint(draw, dice)
    elif after:
        _put_right(draw, dice)
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    _write(image, lines, _STAMPS[language][after], (46, 139, 98) if after else (196, 84, 36))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _ground(dice: Dice) -> Image.Image:
    top = dice.choice(((112, 156, 206), (150, 164, 178), (176, 182, 186), (98, 138, 190)))
    column = Image.new("RGB", (1, HORIZON))
    for y in range(HORIZON):
        share = y / HORIZON
        column.putpixel((0, y), tuple(int(c + (226 - c) * share * 0.8) for c in top))
    image = Image.new("RGB", SIZE, dice.choice(((148, 144, 136), (160, 152, 142))))
    image.paste(column.resize((SIZE[0], HORIZON)), (0, 0))
    return image


def _buildings(draw: Draw, dice: Dice) -> None:
    x = -30
    while x < SIZE[0]:
        width, height = dice.randint(90, 190), dice.randint(80, 215)
        wall = dice.choice(_WALLS)
        top = HORIZON + 20 - height
        draw.rectangle((x, top, x + width, HORIZON + 24), fill=wall)
        for row in range(top + 12, HORIZON - 30, 26):
            for column in range(x + 10, x + width - 16, 24):
                tone = dice.choice(((74, 88, 104), (94, 106, 118), (206, 190, 140)))
                draw.rectangle((column, row, column + 13, row + 15), fill=tone)
        if dice.random() < 0.7:
            draw.rectangle((x + 4, HORIZON - 20, x + width - 4, HORIZON - 4), fill=dice.choice(_SHOPS))
            draw.rectangle((x + 8, HORIZON - 3, x + width - 8, HORIZON + 24), fill=(196, 204, 208))
        x += width + dice.randint(2, 26)


def _street(draw: Draw, dice: Dice) -> None:
    middle = dice.randint(270, 370)
    draw.polygon([(middle - 50, HORIZON + 24), (middle + 50, HORIZON + 24), (690, 480), (-50, 480)],
                 fill=dice.choice(_ASPHALT))  # fmt: skip
    draw.line([(middle - 50, HORIZON + 24), (-50, 480)], fill=(196, 192, 182), width=6)
    draw.line([(middle + 50, HORIZON + 24), (690, 480)], fill=(196, 192, 182), width=6)
    for part in range(6):
        near, far = 0.10 + part * 0.17, 0.17 + part * 0.17
        y1, y2 = HORIZON + 24 + near**1.6 * 206, HORIZON + 24 + far**1.6 * 206
        width = 2 + near * 6
        draw.polygon([(middle - width / 2, y1), (middle + width / 2, y1), (middle + width, y2), (middle - width, y2)],
                     fill=(224, 222, 210))  # fmt: skip


def _trees(draw: Draw, dice: Dice) -> None:
    for side in (0, 1):
        for _ in range(dice.randint(1, 2)):
            x = dice.randint(6, 120) if side == 0 else dice.randint(520, 634)
            crown = dice.randint(34, 60)
            foot = HORIZON + dice.randint(30, 70)
            draw.rectangle((x - 4, foot - 90, x + 4, foot), fill=(92, 72, 54))
            for _ in range(7):
                dx, dy = dice.randint(-crown, crown) // 2, dice.randint(-crown, crown) // 2
                green = (dice.randint(48, 78), dice.randint(98, 132), dice.randint(52, 72))
                y = foot - 112 + dy
                draw.ellipse((x + dx - crown // 2, y - crown // 2, x + dx + crown // 2, y + crown // 2), fill=green)


def _rubbish(draw: Draw, dice: Dice) -> None:
    for _ in range(26):
        x, y = dice.gauss(420, 46), dice.gauss(392, 16)
        size = dice.randint(14, 34)
        tone = dice.choice(((38, 40, 44), (206, 206, 200), (66, 104, 160), (150, 110, 70), (186, 60, 50)))
        draw.ellipse((x - size / 2, y - size / 2.6, x + size / 2, y + size / 2.6), fill=tone)


def _hole(draw: Draw, dice: Dice) -> None:
    x, y = dice.randint(420, 520), dice.randint(360, 400)
    draw.ellipse((x - 62, y - 24, x + 62, y + 24), fill=(54, 54, 56))
    draw.ellipse((x - 50, y - 18, x + 50, y + 18), fill=(16, 16, 18))
    draw.arc((x - 62, y - 24, x + 62, y + 24), 0, 360, fill=(128, 122, 110), width=5)


def _water(draw: Draw, dice: Dice) -> None:
    for _ in range(9):
        x, y = dice.gauss(330, 90), dice.gauss(410, 22)
        wide = dice.randint(50, 130)
        draw.ellipse((x - wide, y - wide / 5, x + wide, y + wide / 5), fill=(104, 122, 136))
    for _ in range(12):
        x, y = dice.gauss(330, 80), dice.gauss(408, 18)
        draw.line((x - 26, y, x + 26, y), fill=(168, 184, 196), width=2)


def _cars(draw: Draw, dice: Dice) -> None:
    for place in range(3):
        x, y, scale = 420 + place * 60 - place * place * 14, 330 + place * 40, 0.7 + place * 0.35
        paint = dice.choice(((180, 34, 34), (226, 226, 226), (40, 44, 50), (60, 92, 150), (120, 122, 126)))
        wide, high = 100 * scale, 34 * scale
        draw.rounded_rectangle((x, y, x + wide, y + high), 9, fill=paint)
        draw.polygon([(x + wide * 0.18, y), (x + wide * 0.3, y - high * 0.7), (x + wide * 0.72, y - high * 0.7),
                      (x + wide * 0.86, y)], fill=(66, 78, 90))  # fmt: skip
        for wheel in (0.2, 0.78):
            middle = x + wide * wheel
            draw.ellipse((middle - 11 * scale, y + high - 10 * scale, middle + 11 * scale, y + high + 12 * scale),
                         fill=(24, 24, 26))  # fmt: skip


def _bikes(draw: Draw, dice: Dice) -> None:
    tone = dice.choice(((42, 132, 206), (240, 188, 20), (30, 166, 110)))
    for place in range(8):
        x, y = 330 + place * 34 + dice.randint(-6, 6), 372 + dice.randint(-8, 8)
        for wheel in (0, 36):
            draw.ellipse((x + wheel - 12, y - 12, x + wheel + 12, y + 12), outline=(30, 30, 32), width=3)
        draw.line([(x, y), (x + 15, y - 22), (x + 36, y), (x + 12, y - 4), (x + 15, y - 22)], fill=tone, width=4)


def _sign(draw: Draw, dice: Dice) -> None:
    tilt = dice.choice((-46, 52))
    draw.line((470, 420, 470 + tilt, 250), fill=(112, 116, 120), width=9)
    x, y = 470 + tilt, 232
    face = dice.choice(_SHOPS)
    draw.polygon([(x - 70, y + 14), (x + 66, y - 22), (x + 76, y + 24), (x - 60, y + 60)], fill=face)
    draw.line((x - 44, y + 36, x + 52, y + 10), fill=(240, 240, 236), width=6)


def _branch(draw: Draw, dice: Dice) -> None:
    draw.line((150, 430, 520, 360), fill=(86, 66, 48), width=20)
    for _ in range(34):
        x = dice.randint(240, 540)
        y = 440 - (x - 150) * 0.19 + dice.gauss(0, 22)
        size = dice.randint(16, 36)
        tone = (dice.randint(42, 76), dice.randint(92, 128), dice.randint(46, 66))
        draw.ellipse((x - size, y - size / 2, x + size, y + size / 2), fill=tone)


def _smoke(draw: Draw, dice: Dice) -> None:
    for flame, tone in ((34, (246, 196, 60)), (24, (236, 110, 34)), (14, (204, 54, 30))):
        for _ in range(6):
            x, y = dice.gauss(200, 16), dice.gauss(300, 9)
            draw.polygon([(x - flame / 2, y + flame / 2), (x, y - flame), (x + flame / 2, y + flame / 2)], fill=tone)
    for step in range(26):
        x, y, size = 200 + step * 3.4 + dice.gauss(0, 8), 268 - step * 9.5, 18 + step * 2.4
        grey = 66 + step * 4
        draw.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=(grey, grey, grey + 2))


def _wires(draw: Draw, dice: Dice) -> None:
    draw.rectangle((96, 130, 108, 420), fill=(120, 112, 104))
    for _ in range(7):
        low = dice.randint(210, 400)
        draw.line([(102, 150), (230, low), (430, low - 24), (640, 150)], fill=(26, 26, 28), width=3, joint="curve")


def _stall(draw: Draw, dice: Dice) -> None:
    for place in range(3):
        x = 320 + place * 104
        tone = dice.choice(_SHOPS)
        draw.polygon([(x - 52, 306), (x, 270), (x + 52, 306)], fill=tone)
        draw.line((x, 306, x, 396), fill=(92, 92, 96), width=4)
        draw.rectangle((x - 46, 362, x + 46, 396), fill=(150, 118, 84))
        for fruit in range(9):
            left = x - 42 + fruit * 9
            draw.ellipse((left, 354, left + 9, 363), fill=dice.choice(((206, 60, 40), (236, 170, 40), (110, 150, 50))))


def _rubble(draw: Draw, dice: Dice) -> None:
    for _ in range(60):
        x = dice.gauss(430, 60)
        y = 400 - abs(60 - abs(x - 430)) * dice.random() * 0.9
        size = dice.randint(8, 22)
        tone = dice.choice(((172, 98, 72), (150, 144, 136), (186, 176, 160)))
        draw.polygon([(x, y), (x + size, y + 3), (x + size - 4, y + size * 0.7), (x - 3, y + size * 0.6)], fill=tone)


def _lamp(draw: Draw, dice: Dice) -> None:
    draw.line((520, 440, 520, 120), fill=(96, 100, 104), width=9)
    draw.line((520, 124, 440, 96), fill=(96, 100, 104), width=7)
    draw.polygon([(416, 94), (452, 88), (456, 104), (420, 110)], fill=(58, 60, 64))
    draw.line((440, 108, 448 + dice.randint(-6, 6), 168), fill=(30, 30, 32), width=2)


def _people(draw: Draw, dice: Dice) -> None:
    for place in range(dice.randint(4, 7)):
        x, y = 250 + place * 44 + dice.randint(-10, 10), 330 + dice.randint(-6, 20)
        coat = dice.choice(((44, 60, 100), (150, 40, 44), (60, 62, 66), (190, 150, 70), (70, 110, 90)))
        draw.ellipse((x - 9, y - 20, x + 9, y), fill=(222, 186, 156))
        draw.rounded_rectangle((x - 14, y, x + 14, y + 52), 6, fill=coat)
        draw.rectangle((x - 11, y + 50, x + 11, y + 96), fill=(40, 42, 50))


def _put_right(draw: Draw, dice: Dice) -> None:
    x, y = dice.randint(420, 480), 390
    draw.ellipse((x - 90, y - 26, x + 90, y + 26), fill=(112, 116, 120))
    for side in (-116, 104):
        draw.polygon([(x + side, y + 16), (x + side + 13, y - 34), (x + side + 26, y + 16)], fill=(226, 92, 28))
        draw.rectangle((x + side + 7, y - 10, x + side + 20, y - 2), fill=(244, 244, 240))


SUBJECTS: dict[str, Callable[[Draw, Dice], None]] = {
    "rubbish": _rubbish, "hole": _hole, "water": _water, "cars": _cars, "bikes": _bikes, "sign": _sign,
    "branch": _branch, "smoke": _smoke, "wires": _wires, "stall": _stall, "rubble": _rubble, "lamp": _lamp,
    "people": _people,
}  # fmt: skip


def _write(image: Image.Image, lines: tuple[str, ...], mark: str, colour: Colour) -> None:
    small, large = _font(19), _font(22)
    top = SIZE[1] - 14 - 26 * len(lines)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        at = (14, top + 26 * row)
        draw.text(at, line, font=small, fill=(250, 250, 248), stroke_width=2, stroke_fill=(20, 24, 30))
    draw.rounded_rectangle((14, 14, 112, 50), 6, fill=colour)
    draw.text((30, 17), mark, font=large, fill=(255, 255, 255))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(str(_FONT), size)
    except OSError:  # without the shipped font the picture still says its digits
        return ImageFont.load_default(size)
