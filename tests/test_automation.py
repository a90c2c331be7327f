"""What docs/automation.md says can be copied: its files parse, and its commands are ones that hfdata has."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

import hfdata as hf
from hfdata.cli import main
from hfdata.runs import call
from hfdata.runs.request import Request, Summary

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "automation.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = sorted(set(re.findall(r"hfdata ((?:run|audit|runs)\b[^`#&|\n]*)", PAGE)))


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCKS if found == kind]


@pytest.mark.parametrize("command", COMMANDS)
def test_hfdata_has_every_option_that_is_used(command):
    words = re.split(r"\s>\s", command)[0].replace("$(head -n 1 hosts.txt)", "host").replace("$(hostname)", "host")
    name, *options = shlex.split(words.strip(" \"',)"), posix=True)
    context = main.commands[name].make_context(name, [each.strip("\",'") for each in options], resilient_parsing=False)

    assert isinstance(context, click.Context)


def test_the_dags_are_python():
    dags = [text for text in blocks("py") if "airflow" in text]

    assert len(dags) == 2
    assert all(ast.parse(text) for text in blocks("py"))


def test_papermill_finds_the_engine_that_the_dag_names():
    from importlib.metadata import entry_points

    (engine,) = re.findall(r'engine_name="(.+)"', PAGE)
    assert engine in entry_points(group="papermill.engine").names


def test_the_yaml_is_yaml_and_the_workflow_has_steps_that_do_something():
    workflow, cluster = (list(yaml.safe_load_all(text)) for text in blocks("yaml"))

    assert all(step.keys() & {"run", "uses"} for step in workflow[0]["jobs"]["reports"]["steps"])
    assert [each["kind"] for each in cluster] == ["Service", "Deployment", "Deployment"]


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_reads_the_makefile():
    (text,) = blocks("make")
    said = subprocess.run(
        ["make", "--no-print-directory", "-n", "-f", "-", "reports"], input=text, capture_output=True, text=True
    )

    assert (said.returncode, said.stdout) == (0, "hfdata run --data data --out reports\n")


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_the_shell_reads_the_scripts():
    for text in blocks("sh"):
        assert subprocess.run(["sh", "-n"], input=text, text=True).returncode == 0


def test_a_line_of_the_crontab_has_five_times_and_a_command():
    lines = [line for text in blocks("crontab") for line in text.splitlines() if not line.startswith("#")]

    assert [len(line.split(maxsplit=5)) for line in lines] == [6]
    assert all(re.fullmatch(r"[\d*/,-]+", field) for line in lines for field in line.split(maxsplit=5)[:5])


def test_the_example_in_python_asks_for_what_it_says(monkeypatch):
    asked: list[Request] = []

    def run(request: Request, tell: object) -> Summary:
        asked.append(request)
        return Summary(failures={"x": "y"})

    monkeypatch.setattr(call, "bring_up_to_date", run)
    (code,) = (text for text in blocks("py") if "hf.run" in text)
    with pytest.raises(SystemExit) as left:
        exec(code, {"__name__": "__main__"})

    expected = Request(["welfare", "health"], [("lang", "zh"), ("lang", "en")], out=Path("reports"))
    assert (asked, left.value.code) == ([expected], 1)


def test_values_of_python_are_spelt_as_on_the_command_line(monkeypatch):
    monkeypatch.setattr(call, "bring_up_to_date", lambda request, tell: request)
    asked = hf.run(parameters={"a": True, "b": 7, "c": [1, "二"], "d": None, "e": ("x", 1.5)})

    texts = [("a", "True"), ("b", "7"), ("c", '[1, "二"]'), ("d", "None"), ("e", "x"), ("e", "1.5")]
    assert asked.parameters == texts
