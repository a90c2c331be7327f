"""Where data is, and the bytes of its files: a folder, a zip or a URL look the same from here on."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .schema import CONTEXT as CONTEXT_TABLE
from .schema import PER_RELEASE, SHARED, SLUG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .schema import Table

Files = dict[str, bytes]  # path inside the data folder, with "/", → bytes
_HERE = Path(__file__).resolve().parents[1]
RELEASE_FILES = ("release.toml", *(f"{t.name}.csv" for t in PER_RELEASE))
SHARED_FILES = tuple(f"{t.name}.csv" for t in SHARED)
PACKED_FILES = ("releases.parquet", *(f"{t.name}.parquet" for t in PER_RELEASE))  # all releases in one package
CONTEXT = re.compile(r"context/[a-z0-9]+(-[a-z0-9]+)*\.csv")
STAMP = (1980, 1, 1, 0, 0, 0)  # a zip holds times; the same data should give the same bytes
LARGEST = 512 * 1024 * 1024  # bytes of one file


class NoData(DataError):
    """There is no data where it was looked for."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why

    def __str__(self) -> str:
        return (
            f"{printable(self.where)}: {self.why}. Nothing was loaded.\n"
            "Name a folder with domains.csv, indicators.csv, units.csv, places.csv and releases/: hf.load(PATH), "
            "--data PATH or HFDATA_DATA=PATH."
        )


def printable(name: str) -> str:
    """Return a file's name as any terminal can write it: bytes that are not UTF-8 show as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def default() -> Path:
    """Return the data folder that ``hf.load()`` means: HFDATA_DATA, else the checkout's, else the installed copy.

    The working folder is never looked at: what a notebook shows must not depend on where it was started.
    """
    if named := os.environ.get("HFDATA_DATA"):
        return Path(named)
    checkout = _HERE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / "data" / "indicators.csv").is_file():
        return checkout / "data"
    return _HERE / "_bundled" / "data"


def meant() -> str:
    """Return what ``hf.load()`` means as it is written: HFDATA_DATA may be a URL, which no path can hold."""
    return os.environ.get("HFDATA_DATA") or str(default())


def notebooks() -> Path:
    """Return the folder of the eight notebooks: the checkout's, else the installed copy."""
    checkout = _HERE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / "notebooks").is_dir():
        return checkout / "notebooks"
    return _HERE / "_bundled" / "notebooks"


def lock() -> Path:
    """Return the lock file that names the versions a report is made with."""
    checkout = _HERE.parents[1] / "requirements" / "run.txt"
    return checkout if checkout.is_file() else _HERE / "_bundled" / "requirements" / "run.txt"


def read(where: str | os.PathLike[str]) -> Files:
    """Return every file of a data folder that hfdata knows, by its path inside the folder.

    *where* is a folder, its datapackage.json, a zip of it, a file that ``hfdata export`` wrote as JSON, or
    a URL of a folder or a zip that fsspec opens.
    NoData where there is none or it cannot be read.
    """
    text = os.fspath(where)
    if not text:  # Path("") would be the working folder
        raise NoData("''", "names nothing")
    if "://" in text:
        return _read_url(text)
    path = Path(text)
    if path.name == "datapackage.json":
        path = path.parent
    try:
        if not path.exists():
            raise NoData(text, "there is no such folder")
        if path.is_dir():
            return _read_folder(path)
        if zipfile.is_zipfile(path):
            return _read_zip(text, path.read_bytes())
        if path.suffix == ".json":
            return _read_json(path)
    except OSError as error:
        which = f"{error.filename}: " if error.filename and str(error.filename) != text else ""
        raise NoData(text, f"cannot be read ({which}{error.strerror or error})") from error
    raise NoData(text, "is neither a folder, nor a datapackage.json, a zip or an exported .json")


def written_to(where: str | os.PathLike[str], names: Iterable[str], since: int) -> str:
    """Name the first of the files *names* that is gone or was written to after *since* (``time.time_ns()``).

    "" if none was, and for a URL, which does not tell. Not the time of modification, which whoever restores a file sets
    back, but that of the last change of any kind, which the system alone sets.
    """
    path = Path(where)
    if "://" in os.fspath(where):
        return ""
    if path.name == "datapackage.json":
        path = path.parent
    for each in [path / name for name in names] if path.is_dir() else [path]:
        try:
            changed = each.stat().st_ctime_ns > since
        except OSError:
            changed = True
        if changed:
            return str(each)
    return ""


def _read_folder(path: Path) -> Files:
    files = {n: _bytes(path / n) for n in (*SHARED_FILES, *PACKED_FILES) if (path / n).is_file()}
    if (context := path / "context").is_dir():
        names = sorted(f"context/{printable(each.name)}" for each in context.iterdir())
        files |= {n: _bytes(path / n) for n in names if CONTEXT.fullmatch(n)}
    releases = path / "releases"
    if releases.is_dir():
        for folder in sorted(releases.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                files |= release_files(folder, f"releases/{printable(folder.name)}/")
    return files


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise NoData(str(path), f"has more than {LARGEST} bytes")
    return path.read_bytes()


def release_files(folder: Path, prefix: str = "") -> Files:
    """Return the files of one release, each under *prefix*; an empty folder shows as a release.toml that is empty."""
    found = {f"{prefix}{n}": _bytes(folder / n) for n in RELEASE_FILES if (folder / n).is_file()}
    return found or {f"{prefix}release.toml": b""}


def _known(names: Iterable[str]) -> dict[str, str]:
    """Map the paths hfdata knows to the names that hold them; a zip of the folder itself has one leading part more."""
    names = list(names)
    at_top = (n.removesuffix("domains.csv") for n in sorted(names, key=len) if n.split("/")[-1] == "domains.csv")
    prefix = next(at_top, "")
    known = {}
    for name in names:
        parts = name.removeprefix(prefix).split("/")
        ours = len(parts) == 3 and parts[0] == "releases" and parts[2] in RELEASE_FILES
        if ours or "/".join(parts) in (*SHARED_FILES, *PACKED_FILES) or CONTEXT.fullmatch("/".join(parts)):
            known["/".join(parts)] = name
    return dict(sorted(known.items()))


def by_release(files: Mapping[str, bytes]) -> dict[str, Files]:
    """Return the files of each release by their names in its folder."""
    found: dict[str, Files] = {}
    for name, raw in files.items():
        parts = name.split("/")
        if len(parts) == 3:
            found.setdefault(parts[1], {})[parts[2]] = raw
    return dict(sorted(found.items()))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return *files* as a zip; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), content)
    return made.getvalue()


def _read_zip(where: str, raw: bytes) -> Files:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            known = _known(names)
            for name in known.values():
                if archive.getinfo(name).file_size > LARGEST:
                    raise NoData(where, f"{name} would unpack to more than {LARGEST} bytes")
                if names.count(name) > 1:
                    raise NoData(where, f"{name} is in it twice; which one counts cannot be told")
            return {short: archive.read(name) for short, name in known.items()}
    except NoData:
        raise
    except Exception as error:  # zipfile passes on whatever its decompressors raise at damaged bytes
        raise NoData(where, f"is not a zip that can be read ({type(error).__name__}: {error})") from error


def _read_json(path: Path) -> Files:
    """Read what ``hfdata export FILE.json`` wrote back as the files it came from; their rows are checked as ever."""
    try:
        package = json.loads(path.read_bytes().decode("utf-8-sig"))
        files = {f"{t.name}.csv": table(t, package[t.name]) for t in SHARED}
        for name, rows in package.get("context", {}).items():
            if not CONTEXT.fullmatch(f"context/{name}.csv"):
                raise ValueError(f"{name!r} does not name a table of context")
            files[f"context/{name}.csv"] = table(CONTEXT_TABLE, rows)
        for one in package["releases"]:
            prefix = f"releases/{one['id']}/"
            if not SLUG.fullmatch(one["id"]) or f"{prefix}release.toml" in files:
                raise ValueError(f"{one['id']!r} is not a release's id, or is there twice")
            files[f"{prefix}release.toml"] = manifest(one)
            files |= {f"{prefix}{t.name}.csv": table(t, one[t.name]) for t in PER_RELEASE}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoData(str(path), f"is not JSON that hfdata exported ({type(error).__name__}: {error})") from error
    return files


def table(kind: Table, rows: list[dict[str, str]]) -> bytes:
    """Write *rows* as the CSV file of a table. Errors: TypeError for a cell that is not text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(kind.header)
    for row in rows:
        cells = [row[name] for name in kind.header]
        if not all(isinstance(cell, str) for cell in cells):
            raise TypeError(f"{kind.name} holds cells that are not text")
        writer.writerow(cells)
    return text.getvalue().encode()


def manifest(one: dict[str, Any]) -> bytes:
    """Write the release.toml of a release given as plain values, its dates as ISO 8601."""
    source = {name: value for name, value in one["source"].items() if value not in (None, "")}
    published = source.pop("published")
    lines = [f"{name} = {json.dumps(one[name], ensure_ascii=False)}" for name in ("id", "place", "paragraphs")]
    lines += [f"event_date = {one['event_date']}", "[source]", f"published = {published}"]
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in source.items()]
    return "\n".join(lines).encode()


def _read_url(url: str) -> Files:
    try:
        import fsspec
    except ImportError as error:
        raise NoData(url, "needs fsspec: pip install 'hfdata[cluster]'") from error
    try:
        fs, root = fsspec.core.url_to_fs(url.removesuffix("datapackage.json"))
        if url.endswith(".zip") and fs.isfile(root):
            return _read_zip(url, fs.cat_file(root))
        names = {n.removeprefix(root).lstrip("/"): n for n in fs.find(root)}
        return {short: fs.cat_file(names[name]) for short, name in _known(names).items()}
    except NoData:
        raise
    except Exception as error:  # fsspec passes on whatever its many back ends raise
        raise NoData(url, f"cannot be read ({type(error).__name__}: {error})") from error
