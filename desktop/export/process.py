"""The process beside a desk that makes its files: started, fed, listened to, ended."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from desktop.export.pipe import Request, Told, encode_request

log = logging.getLogger(__name__)

#: Milliseconds the process may take to end when nothing holds it.
END_MS = 3000


class ExportProcess(QObject):
    """``command`` starts it (program first). ``told(Told)`` is about a request; ``ended(sentence)``: it is gone
    although nobody asked for it, with its last words. A request after an end starts another one."""

    told = Signal(object)
    ended = Signal(str)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._process: QProcess | None = None
        self._pid = 0
        self._sent = ""
        self._rest = b""
        self._words: deque[str] = deque(maxlen=20)

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """0 when there is none; the last one after its end."""
        return self._pid

    def knows(self, digest: str) -> bool:
        """Whether the process has the city pack with this digest already."""
        return self._process is not None and digest == self._sent

    def ask(
        self, request: Request, pack: bytes = b"", digest: str = "", header: bytes = b"", state: bytes = b""
    ) -> None:
        """Gives a request; ``pack`` may be left out when the process ``knows`` it."""
        process = self._process or self._start()
        self._pid = int(process.processId()) or self._pid
        if pack:
            self._sent = digest
        process.write(encode_request(request, pack, header, state))

    def stop(self) -> None:
        """Ends the process at once, whatever it does: no file that is not whole stays behind."""
        process, self._process, self._sent = self._process, None, ""
        if process is None:
            return
        process.blockSignals(True)
        process.kill()
        process.waitForFinished(END_MS)
        process.deleteLater()

    def _start(self) -> QProcess:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.remove("QT_SCALE_FACTOR")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_errors)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_trouble)
        self._process, self._rest, self._sent = process, b"", ""
        self._words.clear()
        process.start(self._command[0], self._command[1:])
        return process

    def _on_output(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            try:
                told = msgspec.json.decode(line, type=Told)
            except msgspec.DecodeError:
                log.info("export: %s", line.decode(errors="replace"))
                continue
            self.told.emit(told)

    def _on_errors(self) -> None:
        if self._process is not None:
            for line in bytes(self._process.readAllStandardError().data()).decode(errors="replace").splitlines():
                self._words.append(line)
                log.info("export: %s", line)

    def _on_trouble(self, trouble: QProcess.ProcessError) -> None:
        if trouble is QProcess.ProcessError.FailedToStart:
            self._on_finished()

    def _on_finished(self) -> None:
        self._on_output()
        self._on_errors()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
            self.ended.emit(self._words[-1] if self._words else process.errorString())
