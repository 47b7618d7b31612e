"""How many people have which role, as a city profile says it."""

from __future__ import annotations

import msgspec

#: Telephone numbers of generated people begin so: 100 is no mobile prefix in China, nobody can be called by mistake.
MADE_UP = "100"


class Post(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people have a role: ``each`` for every region of the role's level, or ``count`` altogether; ``rest``
    takes what is left of the whole staff. ``covers``: how many regions of that level one of them answers for.
    ``shifts``: share of day, early, late and night duty; all but those on day duty
    answer for the whole street. ``foot`` and ``car``: share of people without an e-bike."""

    role: str
    each: int = 0
    count: int = 0
    rest: bool = False
    covers: int = 1
    shifts: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    foot: float = 0.1
    car: float = 0.0
