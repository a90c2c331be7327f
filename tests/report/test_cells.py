from __future__ import annotations

import json

import pytest

from hfdata.report import cells
from hfdata.report.cells import NotAReport


def one(output: dict, *tags: str) -> tuple[cells.Block, ...]:
    cell = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": "secret", "outputs": [output]}
    return cells.blocks(json.dumps({"cells": [cell]}).encode(), "zh")


def display(**data: object) -> dict:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def test_only_prose_of_the_pages_language_is_kept(sample):
    made = sample.notebook(*sample.pair("中文", "English"), sample.prose("both"))

    assert [block.text for block in cells.blocks(made, "en")] == ["English", "both"]


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters", "hide"])
def test_what_is_tagged_away_is_not_shown(tag):
    assert one(display(**{"text/plain": "1"}), tag) == ()


def test_code_is_never_shown():
    assert "secret" not in repr(one(display(**{"text/plain": "1"})))


def test_html_and_scripts_of_an_output_are_never_shown():
    output = display(**{"text/html": "<script>", "application/javascript": "alert(1)", "text/plain": "words"})

    assert [block.text for block in one(output)] == ["words"]


def test_charts_of_one_cell_stand_together():
    chart = display(**{cells.VEGALITE[0]: {"mark": "bar"}, "text/plain": "alt"})
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "",
        "outputs": [chart, chart, display(**{"text/plain": "x"})],
    }

    found = cells.blocks(json.dumps({"cells": [cell]}).encode(), "zh")
    assert [type(block).__name__ for block in found] == ["Drawing", "Text"]
    assert found[0].alts == ("alt", "alt")


def test_a_long_output_is_cut_and_says_how_long_it_was():
    block = one({"output_type": "stream", "name": "stdout", "text": "x" * 50_000})[0]

    assert (len(block.text), block.total) == (cells.LONGEST_TEXT, 50_000)


def test_warnings_of_libraries_are_not_shown():
    assert one({"output_type": "stream", "name": "stderr", "text": "warning"}) == ()


def test_a_picture_is_shown_only_if_it_is_one():
    assert type(one(display(**{"image/png": "iVBORw0KGgo=", "text/plain": "a"}))[0]).__name__ == "Raster"
    assert type(one(display(**{"image/png": '"><script>', "text/plain": "a"}))[0]).__name__ == "Text"


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"cells": 3}', b'{"cells": [{"cell_type": "code"}, 1]}'])
def test_what_is_no_notebook_is_named(raw):
    with pytest.raises(NotAReport, match="welfare: not a notebook"):
        cells.blocks(raw, "zh", "welfare")
