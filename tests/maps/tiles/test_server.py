"""A real server in this process: it answers, refuses, lies, goes down and comes back."""

from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from maps.tiles.cache import TileCache
from maps.tiles.grid import Address
from maps.tiles.opening import Network, base_of, open_base
from maps.tiles.source import LARGEST, Answer, TileSource
from maps.tiles.trouble import Kind, TileTrouble
from tests.maps.tiles.making import Served, colour_of, picture, serving, town_tile

TILE, OTHER = Address(3, 5, 2), Address(3, 6, 2)
TILES = {tile: picture(colour_of(tile)) for tile in (TILE, OTHER)}


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def network(tmp_path: Path, clock: Clock) -> Iterator[Network]:
    network = Network(TileCache(tmp_path / "tiles.sqlite"), lambda name: "k3y", clock, clock, silent=1.0)
    yield network
    network.close()


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(TILES) as served:
        yield served


@pytest.fixture
def source(served: Served, network: Network) -> Iterator[TileSource]:
    (source,) = open_base(base_of(served.template)[0], network)
    yield source
    source.close()


def got(source: TileSource, tile: Address = TILE) -> list[Answer]:
    return list(source.answers(tile))


def trouble_of(source: TileSource, tile: Address = TILE) -> TileTrouble:
    with pytest.raises(TileTrouble) as caught:
        got(source, tile)
    return caught.value


def test_a_tile_is_fetched_once_and_then_kept(source: TileSource, served: Served, clock: Clock) -> None:
    assert got(source) == [Answer(TILES[TILE], clock.now)]
    clock.now += 3600
    assert got(source) == [Answer(TILES[TILE], clock.now - 3600)]
    assert served.asked == ["/3/5/2.png"]


def test_connections_are_kept_open(source: TileSource, served: Served) -> None:
    for _ in range(2):
        got(source)
        got(source, OTHER)
    assert len(served.connections) == 1


def test_an_old_tile_is_shown_at_once_and_then_asked_about(source: TileSource, served: Served, clock: Clock) -> None:
    served.headers = {"ETag": '"v1"', "Cache-Control": "public, max-age=1000"}
    got(source)
    clock.now += 1001
    first, second = got(source)
    assert first == Answer(TILES[TILE], clock.now - 1001, stale=True)
    assert second == Answer(TILES[TILE], clock.now)
    assert served.sent[-1]["if-none-match"] == '"v1"'
    clock.now += 999  # the server said it is still right: for as long as it said before
    assert len(got(source)) == 1
    served.headers["ETag"], served.tiles["/3/5/2.png"] = '"v2"', picture((9, 9, 9))
    clock.now += 2
    assert got(source)[1] == Answer(picture((9, 9, 9)), clock.now)


def test_the_line_goes_down_and_the_map_stands(source: TileSource, served: Served, clock: Clock) -> None:
    got(source)
    served.down()
    clock.now += 8 * 86400
    answers = []
    with pytest.raises(TileTrouble) as caught:
        for answer in source.answers(TILE):
            answers.append(answer)
    assert answers == [Answer(TILES[TILE], clock.now - 8 * 86400, stale=True)]
    assert caught.value.kind is Kind.LINE
    assert trouble_of(source, OTHER).kind is Kind.LINE
    served.up()
    assert trouble_of(source, OTHER).kind is Kind.LINE  # not asked again so soon
    clock.now += 61
    assert got(source, OTHER) == [Answer(TILES[OTHER], clock.now)]
    assert got(source)[1] == Answer(TILES[TILE], clock.now)


def test_a_server_that_is_down_is_not_hammered(source: TileSource, served: Served, clock: Clock) -> None:
    served.status = 503
    for _ in range(600):  # ten minutes of a view that asks every second
        trouble_of(source)
        clock.now += 1
    assert 8 <= len(served.asked) <= 20


def test_many_that_fail_at_once_are_one_failure(source: TileSource, served: Served, network: Network) -> None:
    served.hold.clear()
    served.status = 500
    threads = [threading.Thread(target=trouble_of, args=(source, Address(3, number, 0))) for number in range(4)]
    for thread in threads:
        thread.start()
    while len(served.asked) < 4:
        threading.Event().wait(0.005)
    served.hold.set()
    for thread in threads:
        thread.join()
    assert network.patience_with(f"127.0.0.1:{served.port}").wait < 1.3


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, Kind.REFUSED), (403, Kind.REFUSED), (418, Kind.REFUSED), (429, Kind.BUSY), (500, Kind.SERVER),
     (502, Kind.SERVER), (400, Kind.SERVER)],
)  # fmt: skip
def test_a_server_that_refuses(source: TileSource, served: Served, status: int, kind: Kind) -> None:
    served.status = status
    trouble = trouble_of(source)
    assert trouble.kind is kind
    assert "127.0.0.1" in str(trouble)


def test_a_refused_key_is_not_tried_every_second(source: TileSource, served: Served, clock: Clock) -> None:
    served.status = 403
    for _ in range(100):
        trouble_of(source)
        clock.now += 1
    assert len(served.asked) <= 4


def test_a_busy_server_is_left_alone_as_long_as_it_asks(source: TileSource, served: Served, clock: Clock) -> None:
    served.status, served.headers = 429, {"Retry-After": "120"}
    trouble_of(source)
    clock.now += 119
    trouble_of(source)
    assert len(served.asked) == 1
    clock.now += 2
    trouble_of(source)
    assert len(served.asked) == 2


def test_where_the_server_has_nothing_it_is_not_asked_again(source: TileSource, served: Served, clock: Clock) -> None:
    nowhere = Address(3, 0, 0)
    assert got(source, nowhere) == [Answer(None, clock.now)]
    clock.now += 3600
    assert got(source, nowhere) == [Answer(None, clock.now - 3600)]
    assert len(served.asked) == 1


def test_a_sign_in_page_is_no_tile_and_is_not_kept(source: TileSource, served: Served, clock: Clock) -> None:
    served.status, served.body = 200, b"<html>Please sign in</html>"
    assert trouble_of(source).kind is Kind.CONTENT
    served.status = 0
    clock.now += 61
    assert got(source) == [Answer(TILES[TILE], clock.now)]


def test_what_is_endless_is_left(source: TileSource, served: Served) -> None:
    served.status, served.body = 200, bytes(LARGEST + 10)
    assert trouble_of(source).kind is Kind.TOO_LARGE


def test_a_silent_server_is_not_waited_for(served: Served, tmp_path: Path, clock: Clock) -> None:
    network = Network(TileCache(tmp_path / "t.sqlite"), lambda name: "", clock, clock, silent=0.05)
    (source,) = open_base(base_of(served.template)[0], network)
    served.hold.clear()
    assert trouble_of(source).kind is Kind.SLOW
    source.close()
    network.close()


def test_closing_ends_a_wait(served: Served, tmp_path: Path, clock: Clock) -> None:
    network = Network(TileCache(tmp_path / "t.sqlite"), lambda name: "", clock, clock, silent=30.0)
    (source,) = open_base(base_of(served.template)[0], network)
    served.hold.clear()
    thread = threading.Thread(target=trouble_of, args=(source,))
    thread.start()
    while not served.asked:
        threading.Event().wait(0.005)
    source.close()
    thread.join(5)
    assert not thread.is_alive()
    network.close()


def test_a_server_that_leads_elsewhere(source: TileSource, served: Served, clock: Clock) -> None:
    served.status, served.headers = 302, {"Location": "file:///etc/passwd"}
    assert trouble_of(source).kind is Kind.LINE
    clock.now += 61
    served.headers = {"Location": "/again"}
    assert trouble_of(source).kind is Kind.LINE
    assert len(served.asked) < 8


def test_through_the_proxy_of_the_machine(
    served: Served, network: Network, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """The proxy is asked for the whole address, with the name and password it wants."""
    served.tiles["http://gis.example/3/5/2.png"] = TILES[TILE]
    monkeypatch.setenv("http_proxy", f"http://desk:p%40ss@127.0.0.1:{served.port}")
    monkeypatch.setenv("no_proxy", "")
    (source,) = open_base(base_of("http://gis.example/{z}/{x}/{y}.png")[0], network)
    assert got(source) == [Answer(TILES[TILE], clock.now)]
    assert served.asked == ["http://gis.example/3/5/2.png"]
    assert served.sent[0]["proxy-authorization"] == "Basic ZGVzazpwQHNz"
    source.close()


def test_vector_tiles_packed_by_the_server(served: Served, network: Network, clock: Clock) -> None:
    served.tiles["/3/5/2.pbf"] = gzip.compress(town_tile())
    served.headers = {"Content-Encoding": "gzip"}
    (source,) = open_base(base_of(served.address + "/{z}/{x}/{y}.pbf")[0], network)
    assert got(source) == [Answer(town_tile(), clock.now)]
    source.close()


def test_the_key_goes_to_the_server_and_nowhere_else(
    served: Served, network: Network, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    base, key = base_of(served.template + "?tk=s3cret")
    assert key == "s3cret"
    (source,) = open_base(base, network)
    got(source)
    assert served.asked == ["/3/5/2.png?tk=k3y"]
    served.status = 403
    trouble = trouble_of(source, OTHER)
    source.close()
    network.close()
    for where in (caplog.text, str(trouble), repr(base), (tmp_path / "tiles.sqlite").read_bytes().decode("latin-1")):
        assert "k3y" not in where
        assert "s3cret" not in where


def test_without_the_key_nothing_is_asked(served: Served, tmp_path: Path, clock: Clock) -> None:
    network = Network(TileCache(tmp_path / "t.sqlite"), lambda name: "", clock, clock)
    with pytest.raises(TileTrouble) as caught:
        open_base(base_of(served.template + "?key={key}")[0], network)
    assert caught.value.kind is Kind.NO_KEY
    assert served.asked == []
    network.close()
