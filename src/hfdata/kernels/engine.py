"""The papermill engine ``hfdata-fork``: ``papermill --engine hfdata-fork in.ipynb out.ipynb``.

Unlike papermill's own, it calls a notebook finished only if every code cell ran and the kernel was there at the end;
what went wrong otherwise is written into the cell in which it went wrong.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.validator import ValidationError, validate
from papermill.engines import Engine, NotebookExecutionManager

from .conversation import Conversation, KernelGone, Reply, TimeIsUp, Unfinished
from .outputs import Limits, Output
from .start import Kernel, start_here

ANSWER = 20.0  # seconds for an idle kernel to answer
EXIT_GRACE = 2.0  # seconds for a kernel's exit hooks, once all its cells have run


@dataclass(slots=True)
class Account:
    """What happened, told cell by cell; indices count all cells of the executed notebook from 0.

    ``kind`` is None while nothing went wrong, else one of: error, exit, input, timeout, died, start. ``notebook`` is
    the notebook as it is being executed, which papermill returns to nobody if it fails. ``shown`` are the outputs of
    each cell; with ``apart`` only errors go into the notebook, which papermill copies, checks and spells out.
    """

    ran: list[int] = field(default_factory=list)
    cell: int | None = None
    kind: str | None = None
    cause: str = ""
    notebook: Any = None
    shown: dict[int, list[Output]] = field(default_factory=dict)
    apart: bool = False

    def show(self, index: int, outputs: Iterable[Output]) -> None:
        """Keep what a cell has shown."""
        self.shown[index] = list(outputs)
        mine = (o for o in self.shown[index] if not self.apart or o["output_type"] == "error")
        self.notebook.cells[index].outputs = [nbformat.from_dict(o) for o in mine]  # type: ignore[no-untyped-call]

    def bring_up_to_date(self) -> None:
        """Put into the notebook what later cells have changed in the displays of earlier ones."""
        for index, outputs in self.shown.items() if not self.apart else ():
            for old, new in zip(self.notebook.cells[index].outputs, outputs, strict=False):
                if old != new:
                    old.update(nbformat.from_dict(new))  # type: ignore[no-untyped-call]

    def failed(self) -> bool:
        """Whether anything went wrong."""
        return self.kind is not None

    def fail(self, kind: str, cause: str, cell: int | None = None) -> None:
        """Note the first thing that went wrong."""
        if self.kind is None:
            self.kind, self.cause, self.cell = kind, cause, cell


class ForkEngine(Engine):  # type: ignore[misc]
    """Runs the cells of a notebook on one fresh kernel.

    Engine arguments, all optional: ``start`` (gives the kernel), ``seconds`` (for the whole notebook), ``limits``,
    ``account``; papermill's own ``start_timeout`` and
    ``execution_timeout`` (per cell) hold too.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        start: Callable[[], Kernel] = start_here,
        seconds: float = math.inf,
        limits: Limits | None = None,
        account: Account | None = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        **_: object,
    ) -> None:
        """Execute all cells, or up to the first that fails; papermill calls this."""
        account = account if account is not None else Account()
        account.notebook = nb_man.nb
        began = time.monotonic()
        deadline = began + seconds
        kernel = start()
        grace = 0.0
        try:
            with Conversation(kernel.channels, kernel.gone, kernel.watch, limits) as talk:
                _get_ready(talk, kernel, nb_man.nb, min(deadline, began + start_timeout), account)
                if account.failed():
                    _write_cause(nb_man, account)
                    return
                for index, cell in enumerate(nb_man.nb.cells):
                    nb_man.cell_start(cell, index)
                    until = min(deadline, time.monotonic() + (execution_timeout or math.inf))
                    if cell.cell_type == "code":
                        _run_cell(talk, cell, index, until, account)
                    if account.failed():
                        _write_cause(nb_man, account)
                    nb_man.cell_complete(cell, cell_index=index)
                    if account.failed():
                        return
                if _is_there(talk, deadline, account):
                    talk.shut_down()
                    grace = EXIT_GRACE
        finally:
            kernel.close(grace)
            account.bring_up_to_date()


def _get_ready(
    talk: Conversation, kernel: Kernel, nb: nbformat.NotebookNode, deadline: float, account: Account
) -> None:
    """Wait for the kernel and bring it to the state in which the first cell finds it."""
    try:
        nb.metadata["language_info"] = talk.wait_until_ready(deadline)["language_info"]
        if kernel.prepare:
            reply = talk.run(kernel.prepare, deadline, silent=True)
            if reply.content["status"] != "ok":
                account.fail("start", f"the kernel could not be prepared: {reply.content.get('evalue', '')}")
    except KernelGone as gone:
        said = kernel.last_words()
        account.fail("start", f"the kernel did not start: {gone}" + (f"\n{said}" if said else ""))
    except TimeIsUp:
        account.fail("start", "the kernel did not start in time")


def _is_there(talk: Conversation, deadline: float, account: Account) -> bool:
    """See whether the kernel outlived its last cell, which a thread or a signal may have ended meanwhile."""
    try:
        talk.assert_alive(min(deadline, time.monotonic() + ANSWER))
    except KernelGone as gone:
        account.fail("died", f"the kernel is gone after the last cell: {gone}")
    except TimeIsUp:
        account.fail("died", "the kernel no longer answers after the last cell")
    return not account.failed()


def _run_cell(talk: Conversation, cell: nbformat.NotebookNode, index: int, deadline: float, account: Account) -> None:
    """Execute one code cell, put into it what it showed, and note how it went."""
    cell.outputs = []
    if not cell.source.strip():
        account.ran.append(index)
        return
    if "skip-execution" in cell.metadata.get("tags", []):
        account.fail("error", "it is tagged skip-execution, so not every cell would have run", index)
        return
    began = time.monotonic()
    try:
        reply = talk.run(cell.source, deadline)
    except Unfinished as early:
        account.show(index, early.outputs)
        ran = time.monotonic() - began
        if isinstance(early, KernelGone):
            account.fail("died", f"the kernel is gone: {early}", index)
        else:
            account.fail("timeout", f"not finished when the time was up (the cell had run for {ran:.1f} s)", index)
        return
    unfit = [output for output in reply.outputs if not _fits(output)]
    account.show(index, (output for output in reply.outputs if output not in unfit))
    cell.execution_count = reply.content.get("execution_count")
    if found := _what_is_wrong(reply, unfit):
        account.fail(*found, index)
    else:
        account.ran.append(index)


def _fits(output: Output) -> bool:
    """Whether a notebook may hold this output: not, for one, if its MIME type promises text and it is a mapping."""
    try:
        validate(output, ref="output", version=4, version_minor=5)
    except ValidationError:
        return False
    return True


def _what_is_wrong(reply: Reply, unfit: list[Output]) -> tuple[str, str] | None:
    """Return (kind, cause) if the cell did not simply succeed."""
    shown = next((o for o in reply.outputs if o["output_type"] == "error"), None)
    if reply.content["status"] != "ok" or shown:
        error = shown or reply.content
        name, value = error.get("ename", reply.content["status"]), error.get("evalue", "")
        if name == "SystemExit":
            return "exit", f"sys.exit({value}) ended the notebook before its end"
        if name == "StdinNotImplementedError":
            return "input", "it asks for input, and a run has nobody to answer; make it a parameter"
        return "error", f"{name}: {value}" if value else str(name)
    if unfit:
        return "error", f"it shows what no notebook can hold: {', '.join(unfit[0].get('data', ()))}"
    if reply.asked_to_exit:
        return "exit", "exit() or quit() ended the kernel before the notebook's end"
    return None


def _write_cause(nb_man: NotebookExecutionManager, account: Account) -> None:
    """Leave the cause where papermill looks for failures, which takes a dead kernel and sys.exit(0) for success."""
    index = account.cell if account.cell is not None else 0
    if not nb_man.nb.cells:
        return
    cell = nb_man.nb.cells[index]
    nb_man.cell_exception(cell, cell_index=index)
    errors = [o for o in cell.get("outputs", ()) if o.output_type == "error" and o.ename != "SystemExit"]
    if cell.cell_type == "code" and not errors:
        name = {"exit": "NotebookExit", "timeout": "TimeIsUp", "died": "KernelGone", "start": "KernelGone"}
        error = {"ename": name.get(account.kind or "", "NotRun"), "evalue": account.cause, "traceback": [account.cause]}
        cell.outputs.append(nbformat.from_dict({"output_type": "error", **error}))  # type: ignore[no-untyped-call]
