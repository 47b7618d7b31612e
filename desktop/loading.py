"""What a program with a window does first, before Qt or anything heavy is loaded, to be loaded quickly and small."""

from __future__ import annotations

import builtins
import ctypes
import gc
import os
import sys
from contextlib import suppress

#: glibc's names for ``mallopt``.
MMAP_THRESHOLD, ARENA_MAX = -3, -8


def load_quickly() -> None:
    """First thing of a desk or an export. Looking for garbage would take a tenth of the time that loading takes; who
    stays for long has it looked for again (``desktop.memory``)."""
    gc.disable()
    load_lean()


def load_lean() -> None:
    """No team of threads for algebra that nobody does (a backend that is started inherits this), one store of memory
    for threads that take turns anyway (each of its own would keep its own holes), and plain imports."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    libc("mallopt", ARENA_MAX, 1)
    import_plainly()


def import_plainly() -> None:
    """Loading PySide6 hooks every later import of the process: the whole source of each module, Qt's or not, is read
    and kept, only to see whether "PySide6" stands in it, for a syntax (``from __feature__ import``) that nobody here
    uses. It costs a fifth of the start and 30 MB. Taken away between PySide6 and its QtCore, which puts a hook of its
    own (for types that are made when first used) over what it finds; later nothing is changed."""
    if "PySide6.QtCore" in sys.modules:
        return
    import PySide6 as PySide6

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def libc(name: str, *numbers: int) -> None:
    """A function of the C library, where there is one of this name (glibc's are meant)."""
    with suppress(OSError, TypeError, AttributeError):
        getattr(ctypes.CDLL(None), name)(*numbers)
