"""A file is whole or not there, whatever happens in the middle."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.export.writing import NotWritten, check_target, sweep, write_whole

ROOT = Path(__file__).parents[3]
NAMELESS = pytest.mark.parametrize("nameless", [True, False], ids=["nameless", "beside"])


@pytest.fixture(autouse=True)
def _words(qapp: object) -> None:
    """Sentences are the application's."""


def as_on_other_systems(monkeypatch: pytest.MonkeyPatch, nameless: bool) -> None:
    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@NAMELESS
def test_it_is_written_and_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool) -> None:
    as_on_other_systems(monkeypatch, nameless)
    path = tmp_path / "鼓楼.bin"
    for content in (b"one", b"another" * 100_000, b""):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert os.listdir(tmp_path) == [path.name]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


@NAMELESS
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EDQUOT, "no room"),
        (errno.EIO, "could not be written"),
        (errno.EROFS, "may be written"),
    ],
)
def test_a_disk_that_does_not_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool, code: int, words: str
) -> None:
    as_on_other_systems(monkeypatch, nameless)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"before")
    real, written = os.write, []

    def full(file: int, content: memoryview) -> int:
        if written:
            raise OSError(code, os.strerror(code))
        written.append(real(file, content[:10]))
        return written[0]

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(NotWritten, match=words):
        write_whole(path, bytes(1000))
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.pdf"]


@NAMELESS
def test_killed_in_the_middle(tmp_path: Path, nameless: bool) -> None:
    """SIGKILL after the content was written and before it was in place."""
    program = (
        "import os, sys, time\n"
        + ("" if nameless else "del os.O_TMPFILE\n")
        + "def wait(file): print('there', flush=True); time.sleep(60)\n"
        "os.fsync = wait\n"
        "from pathlib import Path\n"
        "from desktop.export.writing import write_whole\n"
        "write_whole(Path(sys.argv[1]), bytes(100000))\n"
    )
    path = tmp_path / "a.pdf"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"there\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    if not nameless:
        assert len(os.listdir(tmp_path)) == 1
        sweep(path, process.pid)
    assert os.listdir(tmp_path) == []


def test_a_file_system_without_nameless_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: os.PathLike[str], flags: int, *more: int) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "not supported")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    write_whole(tmp_path / "a", b"content")
    assert (tmp_path / "a").read_bytes() == b"content"
    assert os.listdir(tmp_path) == ["a"]


def test_where_it_cannot_go_is_said_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotWritten, match="does not exist"):
        check_target(tmp_path / "nowhere" / "a.pdf")
    with pytest.raises(NotWritten, match="is a folder"):
        check_target(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotWritten, match="Nothing may be written"):
        check_target(tmp_path / "a.pdf")


def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="too long"):
        write_whole(tmp_path / ("a" * 300), b"")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_went_away(tmp_path: Path) -> None:
    with pytest.raises(NotWritten):
        write_whole(tmp_path / "gone" / "a", b"")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
