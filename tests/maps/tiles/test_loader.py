"""Work beside the screen: the best first, nothing in vain, no thread that waits for nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from maps.tiles.loader import Loader
from maps.tiles.trouble import Kind, TileTrouble


class Bench:
    """Work that waits until it is let go, one key at a time."""

    def __init__(self, threads: int = 1) -> None:
        self.go = threading.Semaphore(0)
        self.begun: list[int] = []
        self.given: list[tuple[int, str]] = []
        self.over: list[tuple[int, TileTrouble | None]] = []
        self.changed = threading.Condition()
        self.loader: Loader[int, str] = Loader(self.work, self.deliver, self.done, threads)

    def work(self, key: int) -> Iterator[str]:
        with self.changed:
            self.begun.append(key)
            self.changed.notify_all()
        self.go.acquire(timeout=10)
        yield "old"
        if key == 13:
            raise TileTrouble(Kind.LINE, "x")
        if key == 14:
            raise KeyError(key)
        yield "new"

    def deliver(self, key: int, result: str) -> None:
        self.given.append((key, result))

    def done(self, key: int, trouble: TileTrouble | None) -> None:
        with self.changed:
            self.over.append((key, trouble))
            self.changed.notify_all()

    def wait(self, what: str, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(getattr(self, what)) >= count, 10)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.go.release(1000)
    bench.loader.close(2.0)


def test_the_first_wanted_is_the_first_done(bench: Bench) -> None:
    bench.loader.want([3, 1, 2])
    bench.go.release(3)
    bench.wait("over", 3)
    assert bench.begun == [3, 1, 2]
    assert bench.given == [(3, "old"), (3, "new"), (1, "old"), (1, "new"), (2, "old"), (2, "new")]


def test_what_is_no_longer_wanted_is_never_begun(bench: Bench) -> None:
    bench.loader.want([1, 2, 3])
    bench.wait("begun", 1)
    bench.loader.want([4])
    bench.go.release(2)
    bench.wait("over", 2)
    assert bench.begun == [1, 4]


def test_what_is_being_done_is_not_begun_again(bench: Bench) -> None:
    bench.loader.want([1])
    bench.wait("begun", 1)
    bench.loader.want([1, 2])
    bench.go.release(2)
    bench.wait("over", 2)
    assert bench.begun == [1, 2]


def test_trouble_is_told_after_what_there_was(bench: Bench) -> None:
    bench.loader.want([13])
    bench.go.release()
    bench.wait("over", 1)
    assert bench.given == [(13, "old")]
    assert bench.over[0][1] is not None
    assert bench.over[0][1].kind is Kind.LINE


@pytest.mark.logs("A map tile could not be made")
def test_a_fault_ends_one_tile_not_all(bench: Bench) -> None:
    bench.loader.want([14, 2])
    bench.go.release(2)
    bench.wait("over", 2)
    assert (2, "new") in bench.given


def test_threads_end_with_the_work(bench: Bench) -> None:
    def tile_threads() -> int:
        return sum(thread.name == "tiles" for thread in threading.enumerate())

    assert tile_threads() == 0
    bench.loader.want([1, 2])
    assert tile_threads() == 1
    bench.go.release(2)
    bench.wait("over", 2)
    while tile_threads():
        threading.Event().wait(0.002)
    bench.loader.want([3])
    bench.go.release()
    bench.wait("over", 3)


def test_after_the_end_nothing_is_delivered(bench: Bench) -> None:
    bench.loader.want([1, 2])
    bench.wait("begun", 1)
    bench.go.release(5)
    bench.loader.close(2.0)
    before = list(bench.over)
    bench.loader.want([3])
    assert bench.over == before
    assert 2 not in bench.begun
