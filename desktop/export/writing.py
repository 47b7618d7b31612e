"""A file comes to be whole or not at all: whoever looks sees the old one, or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication

#: Errors that say: this file system has no files without a name.
_NAMELESS_UNKNOWN = {errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL}


class NotWritten(Exception):
    """The file was not written; the message is a sentence for a person, in the language of the program."""


def check_target(path: Path) -> None:
    """Looks whether a file can be written there, before any work is done. Raises NotWritten."""
    folder = path.parent
    if not folder.is_dir():
        raise NotWritten(
            QCoreApplication.translate(
                "ExportProblem", "The folder {folder} does not exist. Make it, or choose another."
            ).format(folder=folder)
        )
    if path.is_dir():
        raise NotWritten(
            QCoreApplication.translate("ExportProblem", "{path} is a folder. Give the name of a file.").format(
                path=path
            )
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritten(_sentence(path, errno.EACCES))


def write_whole(path: Path, content: bytes) -> None:
    """Puts ``content`` at ``path`` in one step, durable before it is seen. Raises NotWritten; nothing is left then.

    Where the file system can, the file has no name until it is complete, so that not even a process that is killed
    leaves anything behind."""
    try:
        folder = os.open(path.parent, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            if not _write_nameless(folder, path, content):
                _write_beside(path, content)
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as problem:
        raise NotWritten(_sentence(path, problem.errno or 0, problem.strerror or str(problem))) from problem


def _write_nameless(folder: int, path: Path, content: bytes) -> bool:
    """False when this file system knows no nameless files."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        file = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except OSError as problem:
        if problem.errno in _NAMELESS_UNKNOWN:
            return False
        raise
    try:
        _pour(file, content)
        place = f"/proc/self/fd/{file}"
        try:
            # a folder's number makes Python follow the link in /proc, which is what gives the file its name
            os.link(place, path.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
        except FileExistsError:
            beside = _beside(path)
            os.link(place, beside.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
            _put_in_place(beside, path)
    finally:
        os.close(file)
    return True


def _write_beside(path: Path, content: bytes) -> None:
    beside = _beside(path)
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        try:
            _pour(file, content)
        finally:
            os.close(file)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _put_in_place(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _pour(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def sweep(path: Path, pid: int) -> None:
    """What a process that was killed in the middle may have left, on file systems that know no nameless files."""
    with contextlib.suppress(OSError):
        _beside(path, pid).unlink(missing_ok=True)


def _beside(path: Path, pid: int = 0) -> Path:
    return path.with_name(f".{path.name[:60]}.{pid or os.getpid()}.part")


def _sentence(path: Path, code: int, reason: str = "") -> str:
    match code:
        case errno.ENOSPC | errno.EDQUOT:
            text = QCoreApplication.translate(
                "ExportProblem", "There is no room for {path}. Make room on that disk, or choose another folder."
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            text = QCoreApplication.translate(
                "ExportProblem", "Nothing may be written to {path}. Choose another folder, or ask for the right to."
            )
        case errno.ENAMETOOLONG:
            text = QCoreApplication.translate("ExportProblem", "The name {path} is too long. Give a shorter one.")
        case _:
            text = QCoreApplication.translate(
                "ExportProblem", "{path} could not be written ({reason}). Check the disk, or choose another folder."
            )
    return text.format(path=path, reason=reason)
