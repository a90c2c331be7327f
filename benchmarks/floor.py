"""The floor: the same charts and pages from plain functions in one warm process; no kernel, no isolation, no cache.

python benchmarks/floor.py OUT        # prints the seconds it took once everything was imported and warm
"""

from __future__ import annotations

import ast
import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from hfdata import dataset, report
from hfdata.dataset import folder
from hfdata.runs.deciding import keys
from hfdata.runs.planning import notebooks, plan
from hfdata.runs.rendering import pages, place, sheet


def execute(notebook: bytes, values: dict[str, Any], shell: InteractiveShell) -> bytes:
    """Run a notebook's cells as one program; what a cell displays, and its last expression, become its outputs."""
    table = json.loads(notebook)
    names: dict[str, Any] = {}
    for cell in table["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), "<cell>", "exec"), names)  # the project's own notebooks
        if "parameters" in cell["metadata"].get("tags", []):
            names |= values
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
        shown = [(output["data"], output["metadata"]) for output in shell.display_pub.outputs]
        shell.display_pub.outputs.clear()
        if value is not None:
            shown.append(shell.display_formatter.format(value))
        cell["outputs"] = [{"output_type": "display_data", "data": d, "metadata": m} for d, m in shown if d]
    return json.dumps(table).encode()


def main(out: Path) -> None:
    """Execute and render the default set; time all but the first report, which warms everything up."""
    shell = InteractiveShell.instance()
    shell.display_pub = CapturingDisplayPublisher()
    where = folder.default()
    files = folder.read(where)
    data = dataset.from_files(files, str(where))
    made_of = keys.Ingredients(data, files, where)
    runs = plan.plan(notebooks.find([]), plan.Grid(), tuple(data.releases), out)
    desk = sheet.Desk(pickle.dumps(data), made_of.pins, out, "")
    beside = frozenset(run.name for run in runs)
    began = 0.0
    for run in (runs[0], *runs):
        executed = execute(run.notebook.source, dict(run.parameters), shell)
        there = place.Place(run.name, run.notebook.stem, run.parameters, beside, shared=True)
        page = sheet.Sheet(desk, there, executed, made_of.read(run), f"{run.name}.ipynb")
        for name, content in report.page(executed, pages.context(page)).items():
            path = out / Path(run.name).parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        began = began or time.perf_counter()
    print(f"{time.perf_counter() - began:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
