"""A process that keeps the contract of ``main.py serve`` towards its desk and does nothing else: progress on standard
error, the address on standard output, ``backend.json`` and a lock in its folder, ``/health``; it ends with the desk.

    python small_process.py FOLDER [--fail SENTENCE | --fail-unless-aside SENTENCE]
        --with-parent --progress json [--port N]
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fail", default="")
    parser.add_argument("--fail-unless-aside", default="")
    parser.add_argument("--set-aside", action="store_true")
    parser.add_argument("--with-parent", action="store_true", required=True)
    parser.add_argument("--progress", required=True)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    print(json.dumps({"progress": 0.5, "zh": "正在准备城市", "en": "Preparing the city"}), file=sys.stderr)
    if options.fail:
        print("Traceback (most recent call last):\n  File nowhere", file=sys.stderr)
        print(options.fail, file=sys.stderr)
        return 3
    if options.fail_unless_aside and not options.set_aside:
        print(options.fail_unless_aside, file=sys.stderr)
        return 2
    options.folder.mkdir(parents=True, exist_ok=True)
    lock = (options.folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another backend serves this folder.", file=sys.stderr)
        return 4
    server = Server(("127.0.0.1", options.port), Health)
    url = f"ws://127.0.0.1:{server.server_port}/ws"
    note = options.folder / "backend.json"
    note.write_text(json.dumps({"url": url, "token": f"token-{os.getpid()}", "pid": os.getpid(), "epoch": "e"}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening on {url}", flush=True)
    sys.stdin.buffer.read()
    note.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
