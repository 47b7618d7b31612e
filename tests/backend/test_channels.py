from __future__ import annotations

from backend.channels import RELOAD_EVERY, Channel, Channels, digest_of_token, new_token
from tests.backend.clocks import Hands

PHONE = Channel("phone", "device", "手机", "g1")


def test_a_token_opens_its_channel_and_nothing_else_does() -> None:
    token = new_token()
    channels = Channels(lambda: [(digest_of_token(token), PHONE)])
    assert channels.find(token) == PHONE
    assert channels.find("") is None
    assert channels.find(digest_of_token(token)) is None


def test_a_channel_added_later_is_found_and_strangers_do_not_wear_the_database_out() -> None:
    hands, kept, looks = Hands(), [], []

    def load() -> list[tuple[str, Channel]]:
        looks.append(1)
        return list(kept)

    channels = Channels(load, hands.monotonic)
    kept.append((digest_of_token("t"), PHONE))
    for _ in range(100):
        assert channels.find("t") is None
    assert len(looks) == 1
    hands.pass_by(RELOAD_EVERY)
    assert channels.find("t") == PHONE
    for _ in range(100):
        channels.find("stranger")
    assert len(looks) == 2


def test_a_channel_of_this_process_needs_no_database() -> None:
    channels = Channels(list)
    channels.admit("fleet token", Channel("fleet", "fleet"))
    assert channels.find("fleet token") == Channel("fleet", "fleet")
