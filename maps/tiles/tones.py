"""Pictures of others made fit for this map: quiet, and dark where the desk is dark."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from maps.tiles.source import LONGEST, Format, format_of
from maps.tiles.trouble import Kind, TileTrouble


class Look(StrEnum):
    """What pictures show: a drawn map, a photograph from above, or something that must stay as it is."""

    MAP = "map"
    PHOTO = "photo"
    PLAIN = "plain"


def decoded(data: bytes, name: str) -> QImage:
    """A PNG, JPEG or WebP as an image. Raises TileTrouble; no other reader of pictures gets to see it."""
    kind = format_of(data)
    if kind is None or kind is Format.VECTOR:
        raise TileTrouble(Kind.DAMAGED, name)
    content = QByteArray(data)
    device = QBuffer(content)
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device, QByteArray(kind.value.encode()))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST:
        raise TileTrouble(Kind.TOO_LARGE, name)
    image = reader.read()
    if image.isNull() or max(image.width(), image.height()) > LONGEST:
        raise TileTrouble(Kind.DAMAGED, name)
    return image


def toned(image: QImage, look: Look, dark: bool) -> QImage:
    """A picture in the tone of the desk: RGB32 where it is opaque, ARGB32_Premultiplied where it is not.

    Colours are weakened, so that what is abnormal stays the most colourful thing; on a dark desk a drawn map changes
    light for dark and keeps its hues, and a photograph is dimmed."""
    clear = image.hasAlphaChannel() and not _opaque(image)
    final = QImage.Format.Format_ARGB32_Premultiplied if clear else QImage.Format.Format_RGB32
    if look is Look.PLAIN:
        return image.convertToFormat(final)
    work = image.convertToFormat(QImage.Format.Format_ARGB32 if clear else QImage.Format.Format_RGB32)
    pixels: NDArray[np.uint8] = np.frombuffer(work.bits(), np.uint8).reshape(work.height(), work.bytesPerLine())
    colours = pixels[:, : work.width() * 4].reshape(work.height(), work.width(), 4)[..., :3]
    blue, green, red = (colours[..., part].astype(np.int32) for part in range(3))
    light = (red * 54 + green * 183 + blue * 19) >> 8
    if look is Look.MAP:
        kept, fresh = (140, 20 + (((255 - light) * 168) >> 8)) if dark else (150, 38 + ((light * 218) >> 8))
    else:
        kept, fresh = (130, (light * 158) >> 8) if dark else (190, light)
    for part, channel in enumerate((blue, green, red)):
        colours[..., part] = np.clip(fresh + (((channel - light) * kept) >> 8), 0, 255)
    return work.convertToFormat(final)


def _opaque(image: QImage) -> bool:
    """Whether no pixel of an image with an alpha channel is clear."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return bool((pixels[:, 3 : plain.width() * 4 : 4] == 255).all())
