"""Lines as short text: Google's encoded polyline, precision 5, latitude first."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_SCALE = 100_000


def encode_polyline(points: ArrayLike) -> str:
    """The text of a line: ``points`` float ``(n, 2)`` longitude, latitude in degrees, kept to about a metre."""
    degrees = np.asarray(points, float).reshape(-1, 2)
    steps = np.diff(np.rint(degrees[:, ::-1] * _SCALE).astype(np.int64), axis=0, prepend=0)
    text: list[str] = []
    for step in steps.ravel().tolist():
        rest = ~(step << 1) if step < 0 else step << 1
        while rest >= 32:
            text.append(chr((32 | rest & 31) + 63))
            rest >>= 5
        text.append(chr(rest + 63))
    return "".join(text)


def decode_polyline(text: str, scale: int = _SCALE) -> NDArray[np.float64]:
    """The line in a text, float64 ``(n, 2)`` longitude, latitude. ``scale``: steps in a degree (10 to the power of the
    precision). Raises ValueError when it is not a whole line."""
    steps: list[int] = []
    step = shift = 0
    for sign in text:
        bits = ord(sign) - 63
        if not 0 <= bits < 64 or shift > 30:
            raise ValueError("this is not an encoded polyline")
        step |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            steps.append(~(step >> 1) if step & 1 else step >> 1)
            step = shift = 0
    if shift or len(steps) % 2:
        raise ValueError("an encoded polyline ends in the middle of a point")
    return np.cumsum(np.asarray(steps, np.int64).reshape(-1, 2), axis=0)[:, ::-1] / scale
