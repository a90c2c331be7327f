"""What is counted and what is only described: cells for a matrix."""

from __future__ import annotations

import hfdata as hf
from hfdata import inventory

TOLD = [(("老年人免费查体", "Check-ups for older people"), ("“完成”", "“completed”"))]
HERE = "haifeng-2023-11-01"


def test_figures_come_with_their_number_and_period(data):
    cells = inventory.reported(hf.Story(data, release=HERE, lang="en"), "culture").set_index(["row", "column"])

    number = cells.loc[("Public-benefit cultural performances (planned)", "How many")]
    when = cells.loc[("Public-benefit cultural performances (planned)", "When")]

    assert (number["state"], number["text"]) == ("reported", "30 sessions")
    assert (when["state"], when["text"]) == ("reported", "October–December 2023")


def test_what_has_words_and_no_number_is_told_in_part(data):
    cells = inventory.reported(hf.Story(data, release=HERE, lang="zh"), "health", told=TOLD, only=HERE)

    last = cells[cells["row"] == "老年人免费查体"]

    assert list(last["state"]) == ["partly", "not_reported", "not_reported"]
    assert list(last["text"]) == ["“完成”", "", ""]
    assert (cells.attrs["counted"], cells.attrs["described"], cells.attrs["dated"]) == (3, 1, 0)


def test_words_of_one_release_are_not_put_into_the_mouth_of_another(two_releases):
    story = hf.Story(hf.load(two_releases), release="example-2024-03-05", lang="en")

    cells = inventory.reported(story, "health", told=TOLD, only=HERE)

    assert "Check-ups for older people" not in set(cells["row"])
    assert cells.attrs["described"] == 0


def test_a_domain_without_figures_has_no_cells(data):
    assert inventory.reported(hf.Story(data, release=HERE, lang="en"), "no-such-domain").empty
