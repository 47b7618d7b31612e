"""This machine's clock beside the backend's: whoever reads times on this desk must be able to trust them."""

from __future__ import annotations

from domain.trouble import Trouble

#: Clocks that differ by less than this agree (seconds): a message takes a moment, and nobody here works by the second.
AGREE = 60.0
#: With these the backend says itself that its clock is the wrong one.
_BACKEND_IS_WRONG = frozenset({"clock_impossible", "city_behind", "clock_jumped"})


def apart(here: float, there: float) -> tuple[Trouble, ...]:
    """What to say when the desk's clock shows ``here`` and the backend's ``there`` (seconds since 1970, UTC; 0: it did
    not say). Told by the minute, so that it is not news every second."""
    if not there or abs(here - there) < AGREE:
        return ()
    facts = {"desk_at": _minute(here), "backend_at": _minute(there), "apart_s": _minute(abs(here - there))}
    sentence = (
        "The clocks of this machine and of the backend's differ by more than a minute; all times here are the "
        "backend's. Set the wrong one right."
    )
    return (Trouble("clocks_apart", sentence, facts),)


def with_clocks(told: tuple[Trouble, ...], here: float, there: float) -> tuple[Trouble, ...]:
    """What the backend told, and that the clocks are apart unless it says why."""
    if any(one.code in _BACKEND_IS_WRONG for one in told):
        return told
    return (*told, *apart(here, there))


def from_the_future(here: float, heard_at: float) -> tuple[Trouble, ...]:
    """What to say when a kept picture was written down at ``heard_at``, later than this machine's clock shows now."""
    if here - heard_at > -AGREE:
        return ()
    sentence = (
        "This machine's clock shows an earlier time than when the picture was kept, so its age is not known. Set the "
        "clock right."
    )
    return (Trouble("kept_in_future", sentence, {"desk_at": _minute(here), "kept_at": _minute(heard_at)}),)


def _minute(seconds: float) -> str:
    return str(round(seconds / 60) * 60)
