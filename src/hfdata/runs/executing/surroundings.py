"""What every run finds around it: the same environment and the same modules, whoever starts it where."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .job import Job

ENVIRONMENT = {
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "HFDATA_PICTURES": "0",  # the page draws every chart itself
}
_OF_A_TERMINAL = ("COLUMNS", "LINES", "LANGUAGE", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONINSPECT", "NO_COLOR")

PRELOAD = (  # what notebooks import, and what that imports late or does once; the fork server has it ready
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.io.formats.html",
    "pyarrow.pandas_compat",
    "altair",
    "narwhals._interchange.dataframe",
    "narwhals._pandas_like.dataframe",
    "hfdata.charts.rehearsal:rehearse",
    "hfdata.dataset",
    "hfdata.dataset.frame",
    "hfdata.inventory",
    "hfdata.prose",
    "hfdata.quantity",
)
# What the workers import that are forked from the same process; not what draws pages: the first process that does is
# started beside, a second is rare, and until all this is imported no cell can run.
WORKERS = ("hfdata.runs.executing.execute",)


def environment() -> dict[str, str]:
    """Return the environment in which every kernel starts: this process's, less what would show in results."""
    return {**{name: value for name, value in os.environ.items() if name not in _OF_A_TERMINAL}, **ENVIRONMENT}


@contextmanager
def with_its_data(job: Job) -> Iterator[Job]:
    """Put down the data that *job* brings along for as long as it runs; without room for it, all data must do."""
    with ExitStack() as stack:
        if job.data is not None:
            try:
                folder = stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="hfdata-data-", ignore_cleanup_errors=True)
                )
                (path := Path(folder, "data.zip")).write_bytes(job.data)
                job = replace(job, env={**job.env, "HFDATA_DATA": str(path)})
            except OSError:
                pass
        yield job
