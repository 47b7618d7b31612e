"""Memory of pictures that is used again: a large picture in fresh memory takes longer to come by than to fill."""

from __future__ import annotations

from PySide6.QtGui import QImage

#: What is larger than this (bytes) goes back to the system.
MOST = 48 << 20


class SpareImage:
    """Keeps the memory of one picture that nobody shows any more."""

    def __init__(self) -> None:
        self._image: QImage | None = None

    def take(self, width: int, height: int) -> QImage:
        """A picture (RGB32) of this size, of pixels nobody knows yet."""
        image, self._image = self._image, None
        if image is not None and (image.width(), image.height()) == (width, height):
            return image
        return QImage(width, height, QImage.Format.Format_RGB32)

    def put(self, image: QImage) -> None:
        """Whoever shares its pixels keeps them: the next to draw gets pixels of its own."""
        self._image = image if image.sizeInBytes() <= MOST else None

    def clear(self) -> None:
        self._image = None
