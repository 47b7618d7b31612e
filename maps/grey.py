"""A map without its colours: nothing on it may pass for live."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtGui import QImage, QPainter


def greyed(width: float, height: float, ratio: float, paint: Callable[[QPainter], None]) -> QImage:
    """What ``paint`` paints, ``width × height`` logical pixels of ``ratio`` device pixels, in greys."""
    image = QImage(math.ceil(width * ratio), math.ceil(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    with QPainter(image) as painter:
        paint(painter)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    grey.setDevicePixelRatio(ratio)
    return grey
