"""When to try again: reconnecting as data, and one pure function over it."""

from __future__ import annotations

import msgspec


class ReconnectPolicy(msgspec.Struct, frozen=True):
    """Seconds. The first wait is about ``first``, each further one ``factor`` times longer, never above ``longest``;
    every wait is spread by ``jitter`` (a share of it, either way) so that a room full of desks does not come back in
    one instant. Only a link that was live for ``steady`` seconds starts the count anew: a server that accepts and
    closes is not knocked on faster than one that is away.

    The defaults bring a desk back within ``longest * (1 + jitter)`` = 1.8 s of the backend's return."""

    first: float = 0.2
    factor: float = 1.6
    longest: float = 1.2
    jitter: float = 0.5
    steady: float = 5.0


def next_delay(policy: ReconnectPolicy, attempt: int, uptime: float, random: float) -> float:
    """Seconds to wait before trying again.

    ``attempt``: tries that failed in a row before this one (0 for the first). ``uptime``: how long the last link was
    live. ``random``: in [0, 1)."""
    failures = 0 if uptime >= policy.steady else attempt
    # 64 doublings are beyond any wait; the cap keeps the power finite after a weekend without a backend
    wait = min(policy.longest, policy.first * policy.factor ** min(failures, 64))
    return wait * (1 + policy.jitter * (2 * random - 1))


def next_attempt(policy: ReconnectPolicy, attempt: int, uptime: float) -> int:
    """The count of failures in a row after one more, where a steady link wipes out what was before it."""
    return 1 if uptime >= policy.steady else attempt + 1
