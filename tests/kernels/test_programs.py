"""Forked kernels for programs that know nothing of us: nbclient, papermill, jupyter_client."""

import os
import subprocess
import sys
import time

import nbformat
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

WHO = "import os; open(f'/proc/{os.getppid()}/cmdline').read().split(chr(0))[2]"


@pytest.fixture
def notebook(tmp_path):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in ("x = 1", WHO, "x")])
    made.cells[0].metadata.tags = ["parameters"]
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = tmp_path / "in.ipynb"
    nbformat.write(made, path)
    return path


def run(notebook, *command, **env):
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=notebook.parent,
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr


def parent_and_x(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.outputs[0].data["text/plain"] for cell in cells if cell.cell_type == "code" and cell.outputs]


FORK = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "hfdata-fork", "HFDATA_KERNELS_PRELOAD": "json"}


def test_papermill_gets_forked_kernels_by_one_variable(notebook):
    code, said = run(notebook, "papermill", "in.ipynb", "out.ipynb", "-p", "x", "5", **FORK)

    assert code == 0, said
    assert parent_and_x(notebook.with_name("out.ipynb")) == ["'hfdata.kernels.server'", "5"]


def test_papermill_without_it_keeps_the_ordinary_kernel(notebook):
    assert run(notebook, "papermill", "in.ipynb", "out.ipynb")[0] == 0
    assert parent_and_x(notebook.with_name("out.ipynb"))[0] != "'hfdata.kernels.server'"


def test_papermills_engine_gets_forked_kernels(notebook):
    code, said = run(notebook, "papermill", "--engine", "hfdata-fork", "in.ipynb", "out.ipynb", "-p", "x", "5")

    assert code == 0, said
    assert parent_and_x(notebook.with_name("out.ipynb")) == ["'hfdata.kernels.server'", "5"]


@pytest.mark.parametrize("cell", ["import os; os.kill(os.getpid(), 9)", "import sys; sys.exit(0)", "exit()"])
def test_the_engine_makes_papermill_fail_where_it_would_call_it_done(notebook, cell):
    made = nbformat.read(notebook, as_version=4)
    made.cells[1].source = cell
    nbformat.write(made, notebook)

    assert run(notebook, "papermill", "--engine", "hfdata-fork", "in.ipynb", "out.ipynb")[0] != 0


def test_nbclient_gets_forked_kernels(notebook):
    code, said = run(notebook, "jupyter", "execute", "in.ipynb", "--inplace", **FORK)

    assert code == 0, said
    assert parent_and_x(notebook)[0] == "'hfdata.kernels.server'"


def test_a_kernel_can_be_interrupted_and_restarted_as_a_notebook_does(monkeypatch):
    from jupyter_client.manager import start_new_kernel
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    KernelProvisionerFactory.clear_instance()
    for name, value in FORK.items():
        monkeypatch.setenv(name, value)
    manager, client = start_new_kernel()
    try:
        assert client.execute("x = 1", reply=True)["content"]["status"] == "ok"
        client.execute("while True: pass")
        time.sleep(0.5)
        manager.interrupt_kernel()
        assert client.get_shell_msg(timeout=20)["content"]["ename"] == "KeyboardInterrupt"
        # ipykernel drops what arrives while it is still clearing its queue after an error.
        while (status := client.execute("x", reply=True, timeout=20)["content"]["status"]) == "aborted":
            time.sleep(0.05)
        assert status == "ok"
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=30)
        assert client.execute("x", reply=True, timeout=20)["content"]["ename"] == "NameError"
    finally:
        client.stop_channels()
        began = time.monotonic()
        manager.shutdown_kernel(now=True)
        KernelProvisionerFactory.clear_instance()
    assert not manager.has_kernel
    assert time.monotonic() - began < 3
