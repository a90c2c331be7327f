"""Whatever call of a whole run fails, from the lock to the manifest: files are old or new, and the next run heals."""

from __future__ import annotations

import errno
import io
import itertools
import os
import shutil

import pytest

from hfdata.errors import HfdataError

pytestmark = pytest.mark.faults

CALLS = ("write", "fsync", "rename", "replace", "link", "mkdir", "unlink", "open", "utime", "ftruncate")


class FaultyDisk:
    """Fails one call that would change something, or it and all that follow; what only reads goes through."""

    def __init__(self, patch: pytest.MonkeyPatch, working: int, *, for_good: bool):
        self.left, self.for_good, self.failed = working, for_good, 0
        for name in CALLS:
            patch.setattr(os, name, self._failing(name, getattr(os, name)))
        patch.setattr(io, "open", self._opening(io.open))

    def _strike(self, name: object) -> None:
        self.left -= 1
        if self.left < 0 and (self.for_good or not self.failed):
            self.failed += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(name))

    def _failing(self, name, real):
        def call(*args, **kwargs):
            if name != "open" or args[1] & (os.O_WRONLY | os.O_RDWR):
                self._strike(args[0])
            return real(*args, **kwargs)

        return call

    def _opening(self, real):
        def call(file, mode="r", *args, **kwargs):
            if set(mode) & set("wax+"):
                self._strike(file)
            return real(file, mode, *args, **kwargs)

        return call


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_any_call_of_a_run_may_fail(for_good, bench):
    one = {"notebooks": ["health"], "parameters": [("lang", "zh")]}
    bench.run(bench.desk(), **one)
    old = bench.files()
    kept = bench.root / "kept"
    kept.mkdir()
    for folder in ("out", "cache"):
        shutil.copytree(bench.root / folder, kept / folder)
    (bench.notebooks / "health.ipynb").write_bytes(bench.notebook("new words"))
    codes, said = [], set()
    for n in itertools.count():
        for folder in ("out", "cache"):
            shutil.rmtree(bench.root / folder)
            shutil.copytree(kept / folder, bench.root / folder)
        with pytest.MonkeyPatch.context() as patch:
            disk = FaultyDisk(patch, n, for_good=for_good)
            try:
                codes.append(bench.run(bench.desk(), **one).exit_code)
            except HfdataError as error:  # what the command line says in one message
                codes.append(error.exit_code)
                said.add(os.strerror(errno.ENOSPC) in str(error))
        during = bench.files()
        assert bench.run(bench.desk(), **one).exit_code == 0
        new = bench.files()

        shown = {name: content for name, content in during.items() if not name.startswith(".")}
        assert all(content in (old.get(name), new.get(name)) for name, content in shown.items()), f"call {n}"
        assert b"new words" in new["haifeng-2023-11-01/zh/health.html"]
        assert [name for name in new if name.startswith(".")] == [], f"call {n}"
        if codes[-1] == 0 and not for_good:
            assert shown.keys() == new.keys()
        if not disk.failed:
            break
    assert len(codes) > 20
    assert set(codes) == {0, 1, 2}
    assert codes[-1] == 0
    assert said == {True}
