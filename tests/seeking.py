"""How many examples a property is tried with: few where an example is dear, always the same share of what is usual."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

#: Examples of a test that says nothing, in the house's profile (``tests/conftest.py``).
USUAL = 100


def tried(count: int, **others: Any) -> settings:
    """``count`` examples in the house's profile, and as many times more as another profile tries of others."""
    return settings(max_examples=max(1, count * settings.default.max_examples // USUAL), **others)
