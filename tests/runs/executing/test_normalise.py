import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata.runs.executing.normalise import named, normalise, without_places


def notebook(*outputs, metadata=None, **cell):
    code = {
        "cell_type": "code",
        "id": "c",
        "metadata": {},
        "source": "",
        "execution_count": 1,
        "outputs": list(outputs),
    }
    return {"cells": [code | cell], "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}


def kept(*args, **kwargs):
    return json.loads(normalise(notebook(*args, **kwargs)))


def shown(mime, value):
    output = {"output_type": "display_data", "data": {mime: value}, "metadata": {}}
    return kept(output)["cells"][0]["outputs"][0]["data"].get(mime)


def test_what_describes_one_execution_is_left_out_and_the_parameters_stay():
    facts = {"papermill": {"start_time": "now", "output_path": "/x", "parameters": {"lang": "zh"}}, "widgets": {}}
    plain = kept(metadata=facts | {"kernelspec": {"name": "zhang", "display_name": "Z"}, "title": "kept"})

    assert plain["metadata"]["papermill"] == {"parameters": {"lang": "zh"}}
    assert plain["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in plain["metadata"]["language_info"]
    assert plain["metadata"]["title"] == "kept"


def test_a_cell_keeps_its_tags_and_loses_its_times():
    metadata = {"tags": ["hide"], "papermill": {"duration": 1}, "execution": {"iopub.status.busy": "now"}}

    raw = notebook()
    raw["cells"][0]["metadata"] = metadata

    assert json.loads(normalise(raw))["cells"][0]["metadata"] == {"tags": ["hide"]}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/tmp/ipykernel_4711/123.py:1: FutureWarning", "cell-123.py:1: FutureWarning"),
        ("in /home/li/.venv/lib/python3.12/site-packages/pandas/io/sql.py:7", "in site-packages/pandas/io/sql.py:7"),
        ('File "/usr/lib/python3.11/json/decoder.py", line 3', 'File "lib/json/decoder.py", line 3'),
        ("\x1b[32m/x/site-packages/a.py\x1b[39m", "\x1b[32msite-packages/a.py\x1b[39m"),
        ("<object at 0x7f2a9c3d10>", "<object at 0x…>"),
        ("0x7f2a9c3d10 is a number", "0x7f2a9c3d10 is a number"),
        ("/data/figures.csv", "/data/figures.csv"),
    ],
)
def test_places_are_left_out_and_nothing_else(text, left):
    assert without_places(text) == left


@given(st.text(alphabet="ab /x0.'", max_size=60))
def test_text_without_a_place_is_left_alone(text):
    assert without_places(text) == text


@pytest.mark.parametrize(
    "text", ["x" * 200_000, "ipykernel_1/" * 20_000, "/site-packages" * 15_000, "at 0x1f" * 30_000]
)
def test_it_takes_no_longer_for_text_that_almost_fits(text):
    began = time.process_time()
    without_places(text)

    assert time.process_time() - began < 1


def test_random_ids_are_numbered_in_their_order():
    one, two = "altair-viz-" + "a1" * 16, "altair-viz-" + "b2" * 16

    assert shown("text/html", f"{two} {one} {two}") == "altair-viz-1 altair-viz-2 altair-viz-1"
    assert shown("text/html", '<style>#T_a1b2c_row0{}</style><table id="T_a1b2c">') == (
        '<style>#T_00001_row0{}</style><table id="T_00001">'
    )


def test_data_that_looks_like_an_id_is_data():
    spec = {"data": {"values": ["altair-viz-" + "a1" * 16, "<x at 0x7f2a9c3d10>"]}}

    assert shown("application/vnd.vegalite.v5+json", spec) == spec


def test_a_view_of_a_model_that_is_gone_is_left_out():
    assert shown("application/vnd.jupyter.widget-view+json", {"model_id": "x"}) is None


def test_cells_without_ids_are_numbered_and_double_ids_told_apart():
    cells = [{"id": "a"}, {}, {"id": "a"}, {"id": ""}]

    assert [cell["id"] for cell in named({"cells": cells})["cells"]] == ["a", "cell-2", "cell-3", "cell-4"]


def test_the_injected_cell_has_a_name_of_its_own():
    raw = notebook()
    raw["cells"][0] |= {"id": "random", "metadata": {"tags": ["injected-parameters"]}}

    assert json.loads(normalise(raw))["cells"][0]["id"] == "injected-parameters"


def test_a_lone_surrogate_survives_as_json_spells_it():
    raw = normalise(notebook({"output_type": "stream", "name": "stdout", "text": "a\ud800b"}))

    assert json.loads(raw.decode("utf-8"))["cells"][0]["outputs"][0]["text"] == "a\ud800b"
