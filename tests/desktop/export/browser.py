"""A real Chromium that can reach nothing: whatever it asks for goes to a proxy that refuses, and is counted."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import msgspec
import psutil
import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Seconds a page may take, and what is left of a browser afterwards.
PATIENCE, LEAVING = 90.0, 10.0
#: Whom Chromium calls on its own account, whatever it is told.
ITS_OWN = (".google.com", ".googleapis.com", ".gvt1.com")
#: It starts without anything of the person's and leaves nothing behind.
MANNERS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--no-first-run", "--disable-default-apps", "--disable-breakpad",
    "--hide-scrollbars", "--password-store=basic", "--enable-logging=stderr", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip


class Shown(msgspec.Struct):
    """What became of a page: its elements at last, a picture of it, what it said in its console, and the requests that
    left the browser for the page."""

    dom: str
    picture: Path
    said: list[str]
    asked: list[str]


@cache
def browser() -> str:
    """The command of a Chromium that runs; empty when there is none. Ubuntu's ``chromium-browser`` may be a stub that
    only says where to get one."""
    for found in filter(None, map(shutil.which, NAMES)):
        try:
            said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if said.returncode == 0 and "Chrom" in said.stdout:
            return found
    return ""


NEEDS_BROWSER = pytest.mark.skipif(
    not browser(), reason="no Chromium that runs here: ./test installs it where the system offers the package chromium"
)


@contextmanager
def refusal() -> Iterator[tuple[int, list[str]]]:
    """The port of a proxy that closes whatever comes, and the first line of each request so far."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            while True:
                try:
                    guest = server.accept()[0]
                except OSError:
                    return  # it is over
                with guest:
                    guest.settimeout(2)
                    try:
                        asked.append(guest.recv(2000).split(b"\r\n")[0].decode(errors="replace"))
                    except OSError as problem:
                        asked.append(f"? {problem}")

        thread = threading.Thread(target=refuse, name="refusal", daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def show(page: Path, folder: Path, size: tuple[int, int] = (1400, 900)) -> Shown:
    """Opens a file in a browser of its own, waits until it is at rest, and ends every process of it."""
    picture, profile = folder / "shown.png", folder / "profile"
    with refusal() as (port, asked):
        command = [
            browser(), *MANNERS, f"--proxy-server=http://127.0.0.1:{port}", f"--user-data-dir={profile}",
            f"--window-size={size[0]},{size[1]}", "--virtual-time-budget=3000", "--dump-dom",
            f"--screenshot={picture}", page.as_uri(),
        ]  # fmt: skip
        around = {**os.environ, "HOME": str(folder)}
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=around, start_new_session=True)
        try:
            dom, said = process.communicate(timeout=PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            _nobody_is_left(profile)
        console = [line for line in said.splitlines() if "CONSOLE" in line]
        others = [line for line in asked if not any(host in line for host in ITS_OWN)]
    return Shown(dom, picture, console, others)


def _nobody_is_left(profile: Path) -> None:
    end = time.monotonic() + LEAVING
    while left := [
        one for one in psutil.process_iter(["cmdline"]) if str(profile) in " ".join(one.info["cmdline"] or ())
    ]:
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        if time.monotonic() > end:
            raise AssertionError(f"a browser does not go: {left}")
        time.sleep(0.05)
