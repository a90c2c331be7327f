"""An analyst opens a notebook in a real JupyterLab, with no network, and everything draws."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHART = "application/vnd.vegalite.v5+json"
LOADING = "import hfdata as hf; data = hf.load()"
STATE = """() => {
    const cells = jupyterapp.shell.currentWidget.content.widgets.filter(w => w.model.type === 'code');
    const outputs = cells.flatMap((w, n) => w.model.outputs.toJSON().map(o => [n, o]));
    return {
        ran: cells.filter(w => w.model.executionCount !== null).length,
        all: cells.filter(w => w.model.sharedModel.getSource().trim()).length,
        errors: outputs.map(([n, o]) => o).filter(o => o.output_type === 'error' || o.name === 'stderr')
            .map(o => JSON.stringify(o)),
        charts: outputs.filter(([n, o]) => o.data && CHART in o.data).map(([n, o]) => n),
        status: jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status,
    };
}""".replace("CHART", repr(CHART))
SHOW = """async (n) => {
    const panel = jupyterapp.shell.currentWidget.content;
    const cell = panel.widgets.filter(w => w.model.type === 'code')[n];
    await panel.scrollToCell(cell);
    cell.node.setAttribute('data-shown', n);
}"""

pytestmark = pytest.mark.lab


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The notebooks as they come from a clone, in a Lab that has trusted none of them."""
    folder = tmp_path_factory.mktemp("lab")
    for notebook in NOTEBOOKS:
        shutil.copy(notebook, folder)
    (folder / "executed").mkdir()
    return folder


@pytest.fixture(scope="module")
def lab(browser, folder, tmp_path_factory):
    """The address of a JupyterLab started as `make lab` starts it; not where there is no browser to open it."""
    port = free_port()
    home = tmp_path_factory.mktemp("home")  # no settings, no trust of whoever runs the tests
    env = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")} | {"HOME": str(home)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    flags = [f"--ServerApp.port={port}", "--IdentityProvider.token=", f"--notebook-dir={folder}"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen([*command, *flags], env=env, stdout=log, stderr=log, cwd=home)
    address = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/api").read()
            break
        except OSError:
            assert server.poll() is None, (home / "log").read_text()
            time.sleep(0.2)
    yield address
    server.terminate()
    server.wait(20)


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def page(context, lab):
    """A page from which every request that is not to the Lab itself is refused and noted."""
    page = context.new_page()
    page.refused = []

    def only_lab(route):
        if route.request.url.startswith((lab, "data:", "blob:")):
            route.continue_()
        else:
            page.refused.append(route.request.url)
            route.abort()

    page.route("**/*", only_lab)
    yield page
    page.close()


def opened(page, lab, path):
    page.goto(f"{lab}/lab/tree/{path}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 3", timeout=60_000)


def drawn(page, charts):
    """How many of the cells that hold a chart show it, when scrolled to."""
    count = 0
    for n in charts:
        page.evaluate(SHOW, n)
        mark = page.locator(f"[data-shown='{n}'] .vega-embed :is(svg, canvas)").first
        mark.wait_for(timeout=20_000)
        box = mark.bounding_box()
        count += bool(box and box["width"] > 100 and box["height"] > 40)
    return count


@pytest.mark.parametrize("name", [n.stem for n in NOTEBOOKS])
def test_run_all_draws_every_chart_without_network_or_trust(page, lab, name):
    opened(page, lab, f"{name}.ipynb")
    page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'", timeout=90_000
    )

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).first.click()
    page.wait_for_function(
        f"() => {{ const s = ({STATE})(); return s.ran === s.all && s.status === 'idle'; }}", timeout=120_000
    )

    state = page.evaluate(STATE)
    assert state["errors"] == []
    assert drawn(page, state["charts"]) == len(state["charts"])
    if name not in ("compare", "sources", "tutorial"):
        assert len(state["charts"]) >= 2
    assert page.refused == []
    assert page.locator(".jp-Dialog").count() == 0
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def test_an_executed_notebook_from_reports_draws_without_being_run(page, lab, folder):
    shutil.copy(ROOT / "reports" / "haifeng-2023-11-01" / "en" / "welfare.ipynb", folder / "executed")

    opened(page, lab, "executed/welfare.ipynb")

    charts = page.evaluate(STATE)["charts"]
    assert len(charts) >= 3
    assert drawn(page, charts) == len(charts)


def test_hovering_a_mark_shows_what_it_stands_for(page, lab, folder):
    shutil.copy(ROOT / "reports" / "haifeng-2023-11-01" / "en" / "welfare.ipynb", folder / "executed" / "hover.ipynb")
    opened(page, lab, "executed/hover.ipynb")
    first = page.evaluate(STATE)["charts"][0]
    drawn(page, [first])

    box = page.locator(f"[data-shown='{first}'] .vega-embed :is(svg, canvas)").first.bounding_box()
    tip = page.locator("#vg-tooltip-element.visible")
    for step in range(4, 40):
        page.mouse.move(box["x"] + 8, box["y"] + box["height"] * step / 44)
        if tip.count():
            break
    assert tip.count() == 1
    assert "persons" in tip.inner_text()


def test_no_prompt_asks_for_news(page, lab):
    opened(page, lab, "welfare.ipynb")
    time.sleep(3)

    assert page.locator(".Toastify__toast").count() == 0


PAPER = """(n) => {
    const drawn = document.querySelector(`[data-shown='${n}'] .vega-embed canvas`);
    return Array.from(drawn.getContext('2d').getImageData(2, 2, 1, 1).data);
}"""


def ran(page, lab, folder, name, *sources):
    """Open a notebook of these cells and run all of them."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(made, folder / name)
    opened(page, lab, name)
    page.wait_for_function(f"() => ({STATE})().status === 'idle'", timeout=90_000)
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(
        f"() => {{ const s = ({STATE})(); return s.ran === s.all && s.status === 'idle'; }}", timeout=120_000
    )


def test_on_a_dark_lab_charts_have_their_own_paper_with_no_theme_asked_for(page, lab, folder):
    tiles = "hf.charts.tiles(data.figures(domain='safety'), title='治安')"
    ran(page, lab, folder, "dark.ipynb", LOADING, "1", "2", tiles)
    page.evaluate("() => { jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'}); }")
    page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
    try:
        assert drawn(page, [3]) == 1
        assert page.evaluate(PAPER, 3) == [255, 255, 255, 255]
    finally:
        page.evaluate("() => { jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'}); }")
        page.wait_for_selector("body[data-jp-theme-light='true']", state="attached")
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [('data["低', "低保对象"), ('data.figures(domain="he', "health"), ('data.releases["', "haifeng-2023-11-01")],
)
def test_tab_completes_words_of_the_data(page, lab, folder, typed, offered):
    ran(page, lab, folder, "tab.ipynb", LOADING, "1", "2", "3")

    page.locator(".jp-Notebook .jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(typed)
    page.keyboard.press("Tab")

    # With one word on offer JupyterLab writes it at once; with several it shows them.
    page.wait_for_function(
        "(word) => [...document.querySelectorAll('.jp-Completer-match, .jp-mod-active .cm-line')]"
        ".some(e => e.textContent.includes(word))",
        arg=offered,
        timeout=30_000,
    )
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
