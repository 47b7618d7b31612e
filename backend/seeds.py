"""One seed, one city: what is kept for one is never opened, and never replaced, as another."""

from __future__ import annotations

from domain.refusal import Refusal

#: The city of whoever names no seed and has none yet.
USUAL = 1


def other_seed(where: str, kept: str, wanted: str) -> Refusal:
    """What is kept belongs to the city of another seed: other ground, other people, other incidents."""
    return Refusal(
        "other_seed",
        f"{where} holds the city of seed {kept} with its incidents, not the one of seed {wanted}. Nothing was changed. "
        f"Start with --seed {kept} (or without --seed) to go on with it, or with another --data for seed {wanted}.",
        facts={"where": where, "kept": kept, "wanted": wanted},
    )
