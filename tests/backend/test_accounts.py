from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.accounts import OWN_ACCOUNT, OWN_ROLE, Accounts, hash_secret
from backend.accounts_command import UserOptions, manage
from backend.channels import Channel, digest_of_token
from backend.cityfile import save_pack
from backend.store.people import Account, People
from backend.store.store import Store
from domain.refusal import Refusal
from tests.domain.small_city import GRIDS, small_city


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    save_pack(tmp_path / "small", small_city())
    store = Store.open(f"sqlite:///{tmp_path / 'small' / 'city.sqlite'}", "small")
    yield People(store)
    store.close()


@pytest.mark.asyncio
async def test_who_signs_in_is_whom_the_account_says(people: People) -> None:
    people.add_account(Account("anna", "安娜", "dispatcher", GRIDS[0], hash_secret("correct horse")))
    accounts = Accounts(people.account, "own token")
    for _ in range(2):  # the second time from memory
        actor = await accounts.sign_in("anna", "correct horse")
        assert (actor.id, actor.name, actor.role, actor.scope) == ("anna", "安娜", "dispatcher", GRIDS[0])
    for user, secret in (("anna", "correct horsE"), ("anna", ""), ("bert", "correct horse"), ("", "")):
        with pytest.raises(Refusal) as refused:
            await accounts.sign_in(user, secret)
        assert refused.value.code == "sign_in"


@pytest.mark.asyncio
async def test_the_installations_own_token_is_a_supervisor_whatever_name_comes_with_it(people: People) -> None:
    accounts = Accounts(people.account, "own token")
    for user in ("", "anna", OWN_ACCOUNT):
        actor = await accounts.sign_in(user, "own token")
        assert (actor.id, actor.role) == (OWN_ACCOUNT, OWN_ROLE)
        assert await accounts.still_holds(actor)


@pytest.mark.asyncio
async def test_without_a_token_of_its_own_an_empty_secret_opens_nothing(people: People) -> None:
    with pytest.raises(Refusal):
        await Accounts(people.account, "").sign_in("", "")


@pytest.mark.asyncio
async def test_a_new_password_ends_the_old_one_at_once(people: People) -> None:
    people.add_account(Account("anna", "", "viewer", "", hash_secret("first password")))
    accounts = Accounts(people.account, "t")
    actor = await accounts.sign_in("anna", "first password")
    people.change_account("anna", secret=hash_secret("second password"))
    with pytest.raises(Refusal):
        await accounts.sign_in("anna", "first password")
    assert await accounts.still_holds(actor)
    people.change_account("anna", role="admin")
    assert not await accounts.still_holds(actor)
    people.remove_account("anna")
    assert not await accounts.still_holds(actor)


class Shell:
    """``main.py user`` without the process: what it printed, and its exit code."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data = data
        self._capsys = capsys

    def __call__(self, action: str, password: str = "long enough", **fields: str) -> tuple[int, str]:
        code = manage(UserOptions(action, self._data, fields.pop("city", "small"), **fields), lambda: password)  # type: ignore[arg-type]
        printed = self._capsys.readouterr()
        return code, printed.out + printed.err


@pytest.fixture
def user(tmp_path: Path, people: People, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


@pytest.mark.asyncio
async def test_accounts_are_made_and_changed_on_the_command_line(user: Shell, people: People) -> None:
    assert user("add", name="anna", role="dispatcher", scope=GRIDS[0], title="安娜")[0] == 0
    actor = await Accounts(people.account, "").sign_in("anna", "long enough")
    assert (actor.role, actor.scope, actor.name) == ("dispatcher", GRIDS[0], "安娜")
    assert user("passwd", password="another one", name="anna")[0] == 0
    assert user("role", name="anna", role="leader")[0] == 0
    assert user("scope", name="anna", scope="")[0] == 0
    actor = await Accounts(people.account, "").sign_in("anna", "another one")
    assert (actor.role, actor.scope) == ("leader", "")
    assert "leader" in user("list")[1]
    assert user("remove", name="anna")[0] == 0
    assert people.accounts() == []


@pytest.mark.parametrize(
    ("action", "password", "fields", "says"),
    [
        ("add", "short", {"name": "bert"}, "at least 8"),
        ("add", "long enough", {"name": "bert", "role": "king"}, "no role king"),
        ("add", "long enough", {"name": "bert", "scope": "999"}, "no area 999"),
        ("add", "long enough", {"name": " bert"}, "visible characters"),
        ("add", "long enough", {"name": OWN_ACCOUNT}, "choose another name"),
        ("add", "long enough", {"name": "anna"}, "exists already"),
        ("passwd", "long enough", {"name": "nobody"}, "no account nobody"),
        ("role", "", {"name": "nobody", "role": "viewer"}, "no account nobody"),
        ("remove", "", {"name": "nobody"}, "no channel nobody"),
        ("token", "", {"name": "phone", "kind": "device"}, "belongs to a worker"),
        ("token", "", {"name": "phone", "kind": "radio"}, "no kind radio"),
        ("list", "", {"city": "atlantis"}, "no prepared city"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(
    user: Shell, people: People, action: str, password: str, fields: dict[str, str], says: str
) -> None:
    user("add", name="anna")
    before = people.accounts()
    code, printed = user(action, password, **fields)
    assert code == 2 and says in printed and len(printed.splitlines()) == 1
    assert people.accounts() == before


def test_a_token_is_shown_once_and_kept_as_a_digest(user: Shell, people: People) -> None:
    code, printed = user("token", name="phone-1", kind="device", worker="g1", title="一号手机")
    token = printed.splitlines()[0]
    assert code == 0
    assert people.channels() == [(digest_of_token(token), Channel("phone-1", "device", "一号手机", "g1"))]
    assert token not in user("list")[1]
    assert user("token", name="phone-1", kind="device", worker="g1")[0] == 2
    assert user("remove", name="phone-1")[0] == 0
    assert people.channels() == []
