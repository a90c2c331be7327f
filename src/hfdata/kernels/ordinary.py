"""The ordinary kernel: a new Python process that imports everything itself."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .words import how_it_ended


class OrdinaryKernel:
    """``python -m ipykernel_launcher`` and the folder that its sockets and its connection file live in."""

    def __init__(self, *, env: Mapping[str, str], cwd: str, arguments: list[str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hfk-", dir="/tmp"))
        self.connection: dict[str, Any] = {
            "transport": "ipc",
            "ip": str(self.folder / "k"),
            **{f"{name}_port": n for n, name in enumerate(("shell", "iopub", "stdin", "hb", "control"), start=1)},
            "key": secrets.token_hex(16),
            "signature_scheme": "hmac-sha256",
        }
        file = self.folder / "connection.json"
        file.write_text(json.dumps(self.connection), encoding="utf-8")
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", str(file), *(arguments or [])]
        self._errors = (self.folder / "errors").open("w+b")
        self._process = subprocess.Popen(
            command,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=self._errors,
            stderr=self._errors,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self.watch: int | None = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else None

    def gone(self) -> str | None:
        """Say how the kernel ended; None while it lives."""
        code = self._process.poll()
        return None if code is None else how_it_ended(code)

    def last_words(self) -> str:
        """Return the end of what the process wrote to its standard error."""
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode("utf-8", "replace").strip()

    def close(self, grace: float = 0.0) -> None:
        """Give the kernel *grace* seconds to leave by itself, then end it and remove its folder."""
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self.watch is not None:
            os.close(self.watch)
            self.watch = None
        self._errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
