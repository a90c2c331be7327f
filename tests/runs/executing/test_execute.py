import json

import nbformat
import pytest

from hfdata.runs.executing.execute import BadParameter, Job, execute

pytestmark = pytest.mark.slow  # starts processes


def notebook(*cells, kernel="python3"):
    """Bytes of a notebook whose first cell declares the parameters."""
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": "python"}
    for number, source in enumerate(cells):
        cell = nbformat.v4.new_code_cell(source, id=f"c{number}")
        cell.metadata.tags = ["parameters"] if number == 0 else []
        made.cells.append(cell)
    return nbformat.writes(made).encode()


def shown(outcome):
    """The outputs of the last cell."""
    return json.loads(outcome.notebook)["cells"][-1]["outputs"]


def test_parameters_arrive_typed():
    outcome = execute(Job(notebook("n: int = 1", "n, type(n).__name__"), {"n": 5}))

    assert outcome.ok
    assert shown(outcome)[0]["data"]["text/plain"] == "(5, 'int')"


def test_a_colleagues_kernel_name_does_not_matter():
    assert execute(Job(notebook("n = 1", "n", kernel="zhang-2019-env"))).ok


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        ("1 / 0", "error", "ZeroDivisionError"),
        ("import sys; sys.exit(0)", "exit", "sys.exit(0)"),
        ("exit()", "exit", "exit()"),
        ("input('?')", "input", "asks for input"),
        ("import os; os._exit(0)", "died", "exit code 0"),
        ("import os; os.kill(os.getpid(), 9)", "died", "SIGKILL"),
        ("raise MemoryError", "error", "MemoryError"),
    ],
)
def test_a_cell_that_does_not_finish_fails_by_name_and_place(cell, kind, words):
    outcome = execute(Job(notebook("n = 1", cell, "'later'"), {"n": 2}))

    assert (outcome.ok, outcome.kind, outcome.cell) == (False, kind, 2)
    assert words in outcome.cause
    assert json.loads(outcome.notebook)["cells"][0]["source"].startswith("# This run failed in cell 2")


@pytest.mark.parametrize(
    ("end", "error"),
    [("time.sleep(60)", "TimeIsUp"), ("time.sleep(1); os._exit(3)", "KernelGone"), ("1 / 0", "ZeroDivisionError")],
)
def test_what_a_cell_showed_before_it_failed_is_kept(end, error):
    cell = f"import os, time; print('as far as this', flush=True); {end}"
    outcome = execute(Job(notebook("'first'", cell), timeout=9))
    first, last = json.loads(outcome.notebook)["cells"][1:]

    assert first["outputs"][0]["data"]["text/plain"] == "'first'"
    assert [output.get("text", output.get("ename")) for output in last["outputs"]] == ["as far as this\n", error]


def test_a_display_can_be_changed_by_a_later_cell():
    show = "from IPython.display import display; shown = display('draft', display_id=True)"
    outcome = execute(Job(notebook("1", show, "shown.update('final')")))

    assert json.loads(outcome.notebook)["cells"][1]["outputs"][0]["data"]["text/plain"] == "'final'"


def test_an_output_that_no_notebook_can_hold_is_a_failure_as_it_is_for_papermill():
    cell = "from IPython.display import display; display({'application/x': {'a': 1}, 'text/plain': 'a'}, raw=True)"
    outcome = execute(Job(notebook("1", cell)))

    assert (outcome.kind, outcome.cell) == ("error", 2)
    assert "no notebook can hold: application/x" in outcome.cause
    nbformat.validate(nbformat.reads(outcome.notebook.decode(), as_version=4))


@pytest.mark.parametrize("name", ["x = 1; y", "", "1x", "class", "a.b"])
def test_a_name_that_is_no_identifier_is_refused(name):
    with pytest.raises(BadParameter, match="identifier"):
        execute(Job(notebook("n = 1"), {name: 1}))


@pytest.mark.parametrize(
    "value", [{1, 2}, object(), (1,), {1: 2}, b"x", [[{"a": {3}}]], pytest.param(10**5000, id="huge")]
)
def test_a_value_that_is_not_plain_data_is_refused(value):
    with pytest.raises(BadParameter):
        execute(Job(notebook("n = 1"), {"n": value}))


def test_what_is_not_a_notebook_is_said():
    assert execute(Job(b"{}")).kind == "notebook"
    assert execute(Job(b"not json")).kind == "notebook"
