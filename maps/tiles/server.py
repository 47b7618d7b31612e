"""Tiles from a server: the only place of the maps that opens a connection; no Qt.

A key is put into an address in the moment it is sent and stands nowhere else: no trouble and no log line holds it.
"""

from __future__ import annotations

import email.utils
import re
import ssl
import threading
import time
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, RemoteDisconnected
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from maps.tiles.cache import Entry, TileCache
from maps.tiles.grid import Address
from maps.tiles.patience import Patience
from maps.tiles.source import LARGEST, About, Answer, format_of, unpacked
from maps.tiles.template import Template
from maps.tiles.trouble import Kind, TileTrouble

AGENT = "GridCommand/0.1 (city desk; tiles are kept locally)"
#: Seconds a silent server is waited for, and for one whole tile.
SILENT, WHOLE = 8.0, 20.0
#: Seconds a tile is taken as right when the server says nothing, and when it has none there.
USUAL_AGE, ABSENT_AGE = 7 * 86400.0, 86400.0
#: However briefly a server wants its tiles kept, they are not asked for again sooner (seconds).
LEAST_AGE = 300.0
#: A document of a server is never larger (bytes): one that lists thousands of layers has some megabytes.
LARGEST_DOCUMENT = 16 * 2**20
_REDIRECTS = 3
_IDLE = 6


Clock = Callable[[], float]


class Got(NamedTuple):
    """What a server answered. ``headers`` with small names."""

    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """Connections kept open between requests, for all threads. ``silent``: seconds nothing may come."""

    def __init__(self, silent: float = SILENT) -> None:
        self._silent = silent
        self._lock = threading.Lock()
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = defaultdict(list)
        self._busy: set[HTTPConnection] = set()
        self._closed = False

    def get(self, url: str, headers: dict[str, str], most: int = LARGEST) -> Got:
        """Raises OSError, HTTPException or ValueError: whatever the line does."""
        for _ in range(_REDIRECTS + 1):
            got = self._get(url, headers, most)
            if got.status not in (301, 302, 303, 307, 308):
                return got
            url = urljoin(url, got.headers.get("location", ""))
            if urlsplit(url).scheme not in ("http", "https"):
                raise HTTPException("it leads to something that is no web address")
        raise HTTPException("it leads in a circle")

    def close(self) -> None:
        """Nobody waits for an answer any more."""
        with self._lock:
            self._closed = True
            idle = [connection for kept in self._idle.values() for connection in kept]
            self._idle.clear()
            busy = list(self._busy)
        for connection in idle:
            connection.close()
        for connection in busy:
            sock = connection.sock
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(2)

    def _get(self, url: str, headers: dict[str, str], most: int) -> Got:
        parts = urlsplit(url)
        where = parts.scheme, parts.netloc
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        proxy = _proxy_for(*where)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **headers}
        if proxy is not None and parts.scheme == "http":
            path, headers = url, {**headers, **_pass_for(proxy)}
        for fresh in (False, True):
            connection = self._taken(where, proxy, fresh)
            whole = False
            try:
                connection.request("GET", path, headers=headers)
                got, whole = self._read(connection.getresponse(), most)
                return got
            except (RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # a connection that was kept may have been closed by the server meanwhile: once more on a new one
                if fresh or not getattr(connection, "used", False) or self._closed:
                    raise
            finally:
                self._given_back(where, connection, whole)
        raise AssertionError("unreachable")

    def _read(self, response: HTTPResponse, most: int) -> tuple[Got, bool]:
        """The answer, and whether the connection can be used again."""
        until, parts, size = time.monotonic() + WHOLE, list[bytes](), 0
        while piece := response.read1(1 << 16):
            parts.append(piece)
            size += len(piece)
            if size > most:
                raise OverflowError("too large")
            if time.monotonic() > until or self._closed:
                raise TimeoutError("too slow")
        if response.length:
            raise HTTPException("the answer is cut short")
        response.close()  # else the connection takes it for unread
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, headers, b"".join(parts)), not response.will_close

    def _taken(self, where: tuple[str, str], proxy: SplitResult | None, fresh: bool) -> HTTPConnection:
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError("closed")
            if self._idle[where] and not fresh:
                connection = self._idle[where].pop()
                connection.used = True  # type: ignore[attr-defined]
            else:
                connection = _connection(*where, proxy, self._silent)
            self._busy.add(connection)
        return connection

    def _given_back(self, where: tuple[str, str], connection: HTTPConnection, whole: bool) -> None:
        with self._lock:
            self._busy.discard(connection)
            if whole and not self._closed and len(self._idle[where]) < _IDLE:
                self._idle[where].append(connection)
                return
        connection.close()


def _proxy_for(scheme: str, netloc: str) -> SplitResult | None:
    """The proxy the machine is set up to use for a server; None for none, and always for this machine itself."""
    host, address = urlsplit(f"//{netloc}").hostname or "", getproxies().get(scheme, "")
    if not address or host in ("localhost", "127.0.0.1", "::1") or proxy_bypass(host):
        return None
    return urlsplit(address if "://" in address else f"http://{address}")


def _pass_for(proxy: SplitResult | None) -> dict[str, str]:
    """How this machine signs in at a proxy, as a header."""
    if proxy is None or not proxy.username:
        return {}
    words = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(words.encode()).decode()}"}


def _connection(scheme: str, netloc: str, proxy: SplitResult | None, silent: float) -> HTTPConnection:
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    if proxy is None:
        return kind(netloc, timeout=silent)
    connection = kind(proxy.netloc.rpartition("@")[2], timeout=silent)
    if scheme == "https":
        connection.set_tunnel(netloc, headers=_pass_for(proxy))
    return connection


class TileServer:
    """The tiles of one template. Raises TileTrouble when it wants a key and there is none."""

    def __init__(self, template: Template, key: str, about: About, line: Line, patience: Patience) -> None:
        if template.wants_key and not key:
            raise TileTrouble(Kind.NO_KEY, template.server)
        self._template, self._key, self._line, self.patience = template, key, line, patience
        self.about = about

    @property
    def name(self) -> str:
        return self._template.server

    def fetch(self, address: Address, known: Entry | None, now: float) -> Entry | None:
        """The tile as it is now; None: what is ``known`` is still right. Raises TileTrouble."""
        begun = self.patience.check()
        headers = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        elif known is not None and known.modified:
            headers["If-Modified-Since"] = known.modified
        try:
            got = self._ask(address, headers)
            entry = self._entry(got, known, now)
        except TileTrouble as trouble:
            if trouble.passing:
                self.patience.failed(trouble, begun)
            raise
        self.patience.succeeded()
        return entry

    def close(self) -> None:
        self._line.close()

    def _ask(self, address: Address, headers: dict[str, str]) -> Got:
        return _asked(self._line, self._template.filled(address, self._key), headers, self.name)

    def _entry(self, got: Got, known: Entry | None, now: float) -> Entry | None:
        age = _age(got.headers, now)
        if got.status == 304 and known is not None:
            return None
        if got.status in (204, 404, 410) or (got.status == 200 and not got.body):
            return Entry(None, "", "", now, now + ABSENT_AGE)
        _check(got, self.name, now)
        data = unpacked(got.body, self.name)
        if format_of(data) is None:
            raise TileTrouble(Kind.CONTENT, self.name)
        etag, modified = (got.headers.get(name, "")[:200] for name in ("etag", "last-modified"))
        return Entry(data, etag, modified, now, now + age)


class KeptServer:
    """A server with what is kept of it: what is kept is shown at once, what is newer follows, and when the line is down
    what is kept stays."""

    def __init__(self, server: TileServer, cache: TileCache, source: str, now: Clock = time.time) -> None:
        self._server, self._cache, self._source, self._now = server, cache, source, now
        self.about = server.about

    @property
    def patience(self) -> Patience:
        return self._server.patience

    def answers(self, address: Address) -> Iterator[Answer]:
        now = self._now()
        kept = self._cache.get(self._source, address, now)
        if kept is not None:
            fresh = kept.fetched <= now + 60 and now < kept.until
            yield Answer(kept.body, kept.fetched, stale=not fresh)
            if fresh:
                return
        entry = self._server.fetch(address, kept, now)
        if entry is None and kept is not None:
            self._cache.renew(self._source, address, now, now + max(kept.until - kept.fetched, LEAST_AGE))
            yield Answer(kept.body, now)
        elif entry is not None:
            self._cache.put(self._source, address, entry, now)
            yield Answer(entry.body, entry.fetched)

    def close(self) -> None:
        """Nobody waits for the server any more. The cache is shared and stays."""
        self._server.close()


def document(url: str, name: str, line: Line) -> bytes:
    """A document of a server, unpacked. Raises TileTrouble; ``name`` is what it calls the server."""
    got = _asked(line, url, {}, name, LARGEST_DOCUMENT)
    if got.status in (400, 404, 405, 410, 501) or (got.status == 200 and not got.body):
        raise TileTrouble(Kind.CAPABILITIES, name)
    _check(got, name, time.time())
    return unpacked(got.body, name, LARGEST_DOCUMENT)


def _asked(line: Line, url: str, headers: dict[str, str], name: str, most: int = LARGEST) -> Got:
    """What a server answers. Raises TileTrouble for whatever the line does."""
    try:
        return line.get(url, headers, most)
    except TimeoutError:
        raise TileTrouble(Kind.SLOW, name) from None
    except ssl.SSLError:
        raise TileTrouble(Kind.SECURITY, name) from None
    except OverflowError:
        raise TileTrouble(Kind.TOO_LARGE, name) from None
    except (OSError, HTTPException, ValueError):
        raise TileTrouble(Kind.LINE, name) from None


def _check(got: Got, name: str, now: float) -> None:
    """Raises TileTrouble when a server refuses or is not well."""
    if got.status in (401, 402, 403, 407, 418):
        raise TileTrouble(Kind.REFUSED, name)
    if got.status == 429:
        raise TileTrouble(Kind.BUSY, name, _retry_after(got.headers, now))
    if got.status != 200:
        raise TileTrouble(Kind.SERVER, f"{name} ({got.status})", _retry_after(got.headers, now))


def _age(headers: dict[str, str], now: float) -> float:
    """Seconds a tile need not be asked for again, as the server wants it."""
    said = re.search(r"max-age\s*=\s*(\d{1,9})", headers.get("cache-control", ""))
    if said:
        return max(float(said.group(1)), LEAST_AGE)
    expires = _date(headers.get("expires", ""))
    return max(expires - now, LEAST_AGE) if expires else USUAL_AGE


def _retry_after(headers: dict[str, str], now: float) -> float:
    said = headers.get("retry-after", "")
    if said.isdigit():
        return min(float(said[:6]), 86400.0)
    date = _date(said)
    return max(0.0, min(date - now, 86400.0)) if date else 0.0


def _date(text: str) -> float:
    """Unix seconds of a date of HTTP, 0 when it is none."""
    try:
        return email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0.0
