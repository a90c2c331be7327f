"""Reports in an object store: each object whole, a report's page after all it links to, the manifest last of all.

A store replaces one object at a time and knows no lock: docs/reliability.md says what follows from that. An upload
that fails is undone as far as the store lets one; one that is cut short is completed by the next run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from . import lock
from .publish import NotPublished, Sums, is_plain, order, sha256

if TYPE_CHECKING:
    from ..planning.where import Url
    from ..stop import Signals

AT_ONCE = 500  # objects that are read together
PROBE = ".probe-"


class StoreRefused(lock.OutputUnusable):
    """An object store cannot be read or written to."""

    def __init__(self, path: str, reason: str, advice: str) -> None:
        super().__init__(path, reason)
        self.args, self.advice = (path, reason, advice), advice

    def __str__(self) -> str:
        return f"--out {self.path}: {self.reason}. Nothing was run.\n{self.advice}"


class HalfPublished(NotPublished):
    """A store failed in the middle of a report, and again when what was there before was put back."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. Old and new objects of this report now lie side by side; run again"


@dataclass(slots=True)
class Store:
    """Objects whose names begin with a URL.

    Sums come from reading, once: as long as a listing says the same of an object (size, tag, time), its sum is
    believed to be the same. Where *cache* is None nothing is believed.
    """

    url: Url
    fs: Any
    root: str
    cache: Path | None
    _marks: dict[str, str] | None = None  # what the listing says of each object; "" for what was written since
    _sums: dict[str, tuple[str, str]] = field(default_factory=dict)  # mark and sha256

    @property
    def identity(self) -> str:
        """What the run log calls it."""
        return str(self.url)

    def where(self, name: str) -> str:
        """Return the address of an object."""
        return str(self.url / name)

    @contextmanager
    def locked(self, waiting: Callable[[str], None], signals: Signals) -> Iterator[None]:
        """Keep other runs away that share the cache folder; those of other machines cannot be."""
        with ExitStack() as stack:
            if self.cache is not None:
                with suppress(lock.OutputUnusable):  # then it is as with another machine
                    stack.enter_context(lock.held(self.cache, waiting, signals))
                self._recall()
            try:
                yield
            finally:
                self._keep()

    def begin(self) -> None:
        """See, before anything runs, that objects can be written and removed. Raises StoreRefused."""
        probe = self._key(f"{PROBE}{uuid4().hex[:8]}")
        try:
            self.fs.pipe_file(probe, b"hfdata sees whether it may write here\n")
            self.fs.rm_file(probe)
        except Exception as error:  # fsspec passes on whatever its many back ends raise
            raise self._refused("takes no objects", error) from error

    def publish(self, files: Mapping[str, bytes], stale: Iterable[str] = ()) -> Sums:
        """Make *files* appear and *stale* ones disappear; return the files' sha256.

        Objects that are there with the same content are not touched. Raises NotPublished, with everything as before.
        """
        sums = {name: sha256(content) for name, content in files.items()}
        stale = list(stale)
        wrong = next((name for name in [*files, *stale] if not is_plain(name)), None)
        if wrong is not None:
            raise NotPublished(self.where(wrong), "is not a place inside the output folder")
        try:
            self.learn(files)
            changed = sorted((name for name in files if self.sha256(name) != sums[name]), key=order)
            gone = [name for name in stale if name not in files and self.has(name)]
            before = self._contents(name for name in [*changed, *gone] if self.has(name))
        except StoreRefused as error:
            raise NotPublished(str(self.url), error.reason) from error
        try:
            for _, together in groupby(changed, key=lambda name: order(name)[0]):
                self.fs.pipe({self._key(name): files[name] for name in together})
            for name in gone:
                self.fs.rm_file(self._key(name))
        except BaseException as error:
            whole = self._put_back(changed, before)
            if isinstance(error, Exception):
                reason = f"the store failed ({_words(error)})"
                raise (NotPublished if whole else HalfPublished)(str(self.url), reason) from error
            raise
        self._note(changed, sums, gone)
        return sums

    def _put_back(self, changed: Sequence[str], before: Mapping[str, bytes]) -> bool:
        """Undo an upload as far as the store lets one, the page first; tell whether all is as it was."""
        whole = True
        for name in dict.fromkeys([*reversed(changed), *before]):
            try:
                if name in before:
                    self.fs.pipe_file(self._key(name), before[name])
                else:
                    with suppress(FileNotFoundError):
                        self.fs.rm_file(self._key(name))
                    self._listed().pop(name, None)
            except Exception:
                whole = False
        self._note(before, {name: sha256(content) for name, content in before.items()}, ())
        return whole

    def _note(self, written: Iterable[str], sums: Sums, gone: Iterable[str]) -> None:
        marks = self._listed()
        for name in written:
            marks[name], self._sums[name] = "", ("", sums[name])
        for name in gone:
            marks.pop(name, None)

    def sha256(self, name: str) -> str | None:
        """Return the sum of an object as it is now; None if it is not there. Raises StoreRefused."""
        if not self.has(name):
            return None
        self.learn([name])
        return self._sums[name][1] if name in self._sums else None

    def holds(self, sums: Mapping[str, str]) -> bool:
        """Tell whether every object is there as it was published."""
        self.learn(sums)
        return all(self.sha256(name) == wanted for name, wanted in sums.items())

    def learn(self, names: Iterable[str]) -> None:
        """Read the objects of which no sum is known, many at a time. Raises StoreRefused."""
        marks = self._listed()
        unknown = [n for n in dict.fromkeys(names) if n in marks and self._sums.get(n, (None,))[0] != marks[n]]
        for first in range(0, len(unknown), AT_ONCE):
            found = self._contents(unknown[first : first + AT_ONCE])
            self._sums |= {name: (marks[name], sha256(content)) for name, content in found.items()}

    def has(self, name: str) -> bool:
        """Tell whether there is such an object."""
        return name in self._listed()

    def read(self, name: str) -> bytes | None:
        """Return an object's content; None if it is not there. Raises StoreRefused."""
        return self._contents([name]).get(name) if self.has(name) else None

    def names(self) -> set[str]:
        """Return the names of all objects."""
        return {name for name in self._listed() if not name.startswith(PROBE)}

    def _contents(self, names: Iterable[str]) -> dict[str, bytes]:
        names = list(names)
        keys = [self._key(name) for name in names]
        try:
            found = self.fs.cat_ranges(keys, None, None, on_error="return") if keys else []
        except Exception as error:
            raise self._refused("cannot be read", error) from error
        for content in found:
            if isinstance(content, Exception) and not isinstance(content, FileNotFoundError):
                raise self._refused("cannot be read", content) from content
        return {name: bytes(c) for name, c in zip(names, found, strict=True) if not isinstance(c, Exception)}

    def _listed(self) -> dict[str, str]:
        if self._marks is None:
            try:
                self.fs.invalidate_cache()
                found = self.fs.find(self.root, detail=True)
            except FileNotFoundError:
                found = {}
            except Exception as error:
                raise self._refused("cannot be listed", error) from error
            self._marks = {
                key.removeprefix(self.root).lstrip("/"): sha256(repr(sorted(info.items())).encode())[:16]
                for key, info in found.items()
            }
        return self._marks

    def _key(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _refused(self, what: str, error: Exception) -> StoreRefused:
        advice = "Check the address and the credentials (fsspec's back end reads its own environment and files)."
        return StoreRefused(str(self.url), f"{what} ({_words(error)})", advice)

    def _recall(self) -> None:
        with suppress(OSError, ValueError, TypeError, AttributeError):
            table = json.loads((self._memory()).read_bytes())
            self._sums = {name: (str(mark), str(known)) for name, (mark, known) in table.items()}

    def _keep(self) -> None:
        """Write down the sums that reading has confirmed; what was written in this run is read once by the next."""
        if self.cache is None or self._marks is None:
            return
        sure = {n: pair for n, pair in self._sums.items() if pair[0] and self._marks.get(n) == pair[0]}
        with suppress(OSError):  # costs time at the next run
            beside = self._memory().with_suffix(".part")
            beside.write_text(json.dumps(sure), "utf-8")
            beside.replace(self._memory())

    def _memory(self) -> Path:
        assert self.cache is not None
        return self.cache / "sums.json"


def opened(url: Url, cache: Path | None) -> Store:
    """Return the store at *url*; *cache* is the folder of results. Raises StoreRefused where nothing can open it."""
    try:
        import fsspec
    except ImportError as error:
        raise StoreRefused(str(url), "needs fsspec", "Install it: pip install 'hfdata[cluster]'") from error
    try:
        # Folders are made by who has them: for the others the option would be unknown.
        fs, root = fsspec.core.url_to_fs(url.text, **({"auto_mkdir": True} if url.text.startswith("local:") else {}))
    except ImportError as error:
        raise StoreRefused(str(url), f"needs another package ({error})", "Install it beside hfdata.") from error
    except Exception as error:
        advice = "Name a folder, or an address that fsspec knows: s3://bucket/reports"
        raise StoreRefused(str(url), f"cannot be opened ({_words(error)})", advice) from error
    kept = None if cache is None else cache / "stores" / sha256(url.text.encode())[:16]
    return Store(url, fs, root.rstrip("/"), kept)


def _words(error: BaseException) -> str:
    said = " ".join(str(error).split()) or "no reason given"
    return f"{type(error).__name__}: {said}"
