"""Citations name the publication and the dataset, and invent nothing."""

from dataclasses import replace

import pytest

import hfdata as hf
from hfdata import citation
from hfdata.dataset import Unknown

HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"


@pytest.fixture(scope="module")
def both(two_releases):
    return hf.load(two_releases)


@pytest.mark.parametrize(
    ("release", "style", "source"),
    [
        (
            HAIFENG,
            "gbt7714",
            "刘蕊. 无棣县举行“身边的变化—基本公共服务品质提升”系列主题新闻发布会——海丰街道专场[N]. 大众网, 2023-11-03.",
        ),
        (
            EXAMPLE,
            "gbt7714",
            "示例县举行公共服务新闻发布会——示例街道专场[EB/OL]. 示例日报, 2024-03-05. https://example.org/bulletins/17.",
        ),
        (
            EXAMPLE,
            "plain",
            "(2024-03-05). 示例县举行公共服务新闻发布会——示例街道专场. 示例日报. https://example.org/bulletins/17",
        ),
    ],
)
def test_the_source_is_cited_with_what_is_known_of_it(both, release, style, source):
    assert hf.cite(both, release=release, style=style).splitlines()[0] == source


def test_no_address_is_invented(data):
    for style in citation.STYLES:
        assert "http" not in hf.cite(data, style=style)


def test_the_dataset_is_cited_with_its_version(data):
    assert hf.cite(data).splitlines()[1] == (
        f"hfdata. 海丰街道基本公共服务数据（2023-11-01）[DS]. {hf.__version__} 版. {citation.YEAR}. CC0 1.0."
    )


def test_bibtex_has_two_entries_whose_braces_match(both):
    text = hf.cite(both, release=HAIFENG, style="bibtex")

    assert text.startswith(f"@article{{{HAIFENG},\n")
    assert f"@dataset{{hfdata-{HAIFENG},\n" in text
    assert text.count("{") == text.count("}")
    assert "url" not in text


def test_bibtex_writes_special_characters_as_text(data):
    release = data.release(HAIFENG)
    source = replace(release.release.source, title="A {brace & 100 % of #1_$", author="")

    text = citation._bibtex(replace(release.release, source=source))

    assert r"title = {{A \{brace \& 100 \% of \#1\_\$}}," in text
    assert "author" not in text


def test_an_unknown_style_or_release_is_refused(both):
    with pytest.raises(Unknown, match="no citation style 'apa'; there are: gbt7714, plain, bibtex"):
        hf.cite(both, release=HAIFENG, style="apa")
    with pytest.raises(Unknown, match="no release"):
        hf.cite(both)
