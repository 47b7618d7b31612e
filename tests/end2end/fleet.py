"""The workers in the field, as the ``/field`` and ``/intake`` doors meet them: one system that speaks for all."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
import uuid
from typing import Any

import numpy as np

from domain.city import City
from domain.positions import UNKNOWN, WORKER_STATES, PositionBlock, encode_positions
from domain.shapes import DEGREE
from domain.worker import WorkerState
from tests.end2end.backend_process import BackendProcess


class Fleet:
    """Speaks over HTTP with the fleet's token; every call returns the answer of the backend or raises HTTPError."""

    def __init__(self, backend: BackendProcess, city: City) -> None:
        self._backend = backend
        self._index = {worker.id: worker.index for worker in city.workers}

    def stand(self, places: dict[str, tuple[float, float]]) -> None:
        """Workers (by id) are seen at these places (degrees) now."""
        rows = np.array([self._index[worker] for worker in places], np.int32)
        degrees = np.array(list(places.values()), np.float64).reshape(-1, 2)
        count = len(rows)
        unknown = np.full(count, UNKNOWN, np.uint16)
        state = np.full(count, WORKER_STATES.index(WorkerState.FREE), np.uint8)
        lon, lat = np.rint(degrees * DEGREE).astype(np.int32).T
        now = float(self.everybody()["clock"]["time"])
        block = PositionBlock(now, rows, lon, lat, unknown, unknown, np.zeros(count, np.uint16), state)
        self._call("/intake/positions", encode_positions(block), "application/octet-stream")

    def everybody(self) -> dict[str, Any]:
        """Everybody with his state, and the city's clock."""
        answer: dict[str, Any] = self._call("/field/fleet")
        return answer

    def task(self, incident: str) -> dict[str, Any]:
        """The task an incident is just now."""
        tasks: list[dict[str, Any]] = self._call("/field/tasks")["tasks"]
        return next(task for task in tasks if task["incident"] == incident)

    def duty(self, worker: str, state: str) -> None:
        self._post("/field/duty", {"worker": worker, "state": state})

    def say(self, incident: str, answer: str, **fields: str) -> dict[str, Any]:
        """``accept``, ``decline``, ``arrive`` or ``report`` for whoever has the incident."""
        said: dict[str, Any] = self._post(f"/field/tasks/{incident}/{answer}", fields)
        return said

    def report_with_photo(self, incident: str, note: str, photo: bytes) -> dict[str, Any]:
        """Report back with a picture (JPEG), as a phone's form does."""
        border = uuid.uuid4().hex
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="note"\r\n\r\n{note}\r\n'.encode(),
            f'--{border}\r\nContent-Disposition: form-data; name="photo"; filename="after.jpg"\r\n'
            f"Content-Type: image/jpeg\r\n\r\n".encode()
            + photo
            + b"\r\n",
            f"--{border}--\r\n".encode(),
        ]
        kind = f"multipart/form-data; boundary={border}"
        said: dict[str, Any] = self._call(f"/field/tasks/{incident}/report", b"".join(parts), kind)
        return said

    def _post(self, path: str, fields: dict[str, str]) -> Any:
        return self._call(path, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _call(self, path: str, body: bytes | None = None, kind: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self._backend.fleet_token}"}
        if kind:
            headers["Content-Type"] = kind
        request = urllib.request.Request(self._backend.http + path, body, headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
