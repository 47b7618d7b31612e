"""The real backend as its own process, to be reported to, killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from domain.city import City, pack_city

ROOT = Path(__file__).parents[2]


class BackendProcess:
    """``main.py serve`` over ``city`` with its data in ``data``. ``start`` returns when it listens; the port stays."""

    def __init__(self, data: Path, city: City, *options: str) -> None:
        self.folder = data / city.code
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "city.pack").write_bytes(pack_city(city))
        self.url = ""
        self._command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(data), "--city", city.code]
        self._options = options
        self._process: subprocess.Popen[str] | None = None

    @property
    def token(self) -> str:
        """What signs a desk of this installation in."""
        return str(self._note["token"])

    @property
    def fleet_token(self) -> str:
        """What the workers' doors know a fleet by."""
        return str(self._note["fleet_token"])

    @property
    def http(self) -> str:
        """Address of all doors but the desks'."""
        return str(self._note["http"])

    def measured(self, name: str) -> float:
        """One of its own figures, as ``/metrics`` tells it."""
        with urllib.request.urlopen(f"{self.http}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return float(next(line.split()[1] for line in lines if line.startswith(f"grid_command_{name} ")))

    def start(self) -> None:
        port = self.url.rpartition(":")[2].partition("/")[0] or "0"
        with (self.folder / "backend.log").open("a") as log:
            self._process = subprocess.Popen(
                [*self._command, "--port", port, *self._options],
                stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
            )  # fmt: skip
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        assert first.startswith("listening on "), (self.folder / "backend.log").read_text()
        self.url = first.removeprefix("listening on ").strip()

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self._end(subprocess.Popen.kill)

    def stop(self) -> None:
        self._end(subprocess.Popen.terminate)

    def report(self, lon: float, lat: float, text: str, external: str) -> str:
        """A resident's report through the public door; the id of the incident it became."""
        form = {"service_code": "other", "lat": lat, "long": lon, "description": text}
        request = urllib.request.Request(
            f"{self.http}/open311/v2/requests.json",
            urllib.parse.urlencode(form).encode(),
            {"Authorization": f"Bearer {self.fleet_token}", "Idempotency-Key": external},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)[0]["service_request_id"])

    @property
    def _note(self) -> dict[str, object]:
        note: dict[str, object] = json.loads((self.folder / "backend.json").read_text())
        return note

    def _end(self, how: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            how(process)  # type: ignore[operator]
            process.wait(20)
            assert process.stdout is not None
            process.stdout.close()
