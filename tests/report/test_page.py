from __future__ import annotations

import gzip
import json
import pickle
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from hfdata import report
from hfdata.report import static, words
from hfdata.report.records import anchored

VOID = {"meta", "link", "img", "input", "br", "hr", "path"}


class Reader(HTMLParser):
    """Collects elements, ids and what is left open."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html.decode())

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    @property
    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.found if a.get("id")]


@pytest.fixture(scope="session")
def pages(welfare, sample, data, pictures):
    """Read pages: (notebook, language) → Reader."""
    made = {("welfare", lang): files["welfare.html"] for lang, files in welfare.items()}
    for name in ("sources", "overview"):
        for lang in ("zh", "en"):
            notebook = getattr(sample, name)(data, lang)
            made[name, lang] = report.page(notebook, sample.context(data, name, lang), pictures=pictures)[
                f"{name}.html"
            ]
    return {key: (raw, Reader(raw)) for key, raw in made.items()}


def test_every_element_is_closed_and_every_id_is_its_own(pages):
    for _, page in pages.values():
        assert page.open == []
        assert len(page.ids) == len(set(page.ids))


def test_headings_begin_with_one_h1_and_skip_no_level(pages):
    for _, page in pages.values():
        levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_fetched(pages):
    for _, page in pages.values():
        for tag, attributes in page.found:
            assert "src" not in attributes
            if tag == "link" and attributes["rel"] != "alternate":
                assert attributes["href"].startswith("data:")
        assert not re.search(r"@import|url\((?!#)", page.text[0])


def test_the_policy_names_each_script_by_its_hash_and_nothing_unsafe(pages):
    for raw, page in pages.values():
        policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv"))
        scripts = re.findall(rb"<script>(.*?)</script>", raw, re.DOTALL)
        assert scripts
        for script in scripts:
            assert f"'{static.content_hash(script.decode())}'" in policy
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert "unsafe" not in rules["script-src"]
        assert "nonce" not in policy


def test_a_page_says_its_language_and_leads_to_its_twin(pages):
    for (name, lang), (_, page) in pages.items():
        code, other = {"zh": ("zh-CN", "en"), "en": ("en", "zh")}[lang]
        assert page.all("html")[0]["lang"] == code
        twins = {a["hreflang"]: a["href"] for a in page.all("link") if a["rel"] == "alternate"}
        assert twins[code] == f"{name}.html"
        assert f"../{other}/{name}.html" in twins.values()
        assert f"../{other}/{name}.html" in [a.get("href") for a in page.all("a")]


def test_a_page_can_be_previewed(pages):
    for _, page in pages.values():
        said = {a.get("name") or a.get("property"): a["content"] for a in page.all("meta") if "content" in a}
        assert 10 <= len(said["description"]) <= 220
        assert said["og:description"] == said["description"]
        assert said["og:title"]


def test_every_chart_has_all_its_parts(welfare):
    for files in welfare.values():
        page = Reader(files["welfare.html"])
        assert len(page.all("figure")) == 3
        pictures = [a for a in page.all("svg") if a.get("role") == "img"]
        assert len(pictures) == 6
        assert all(a["aria-label"] for a in pictures)
        for name in ("rosters", "centre", "talks"):
            assert f"fig-{name}" in page.ids
            for kind in ("csv", "svg"):
                assert f"welfare/{name}.{kind}" in [a.get("href") for a in page.all("a")]
                assert f"welfare/{name}.{kind}" in files
        assert len(page.all("caption")) == 4
        assert all(a["scope"] in ("col", "row") for a in page.all("th"))
        assert len(page.all("figcaption")) == 3


def test_downloads_are_whole(welfare):
    csv = welfare["zh"]["welfare/rosters.csv"].decode("utf-8-sig").splitlines()
    picture = ET.fromstring(welfare["zh"]["welfare/rosters.svg"])

    assert len(csv) == 4
    assert "773" in csv[1]
    assert picture.find("{http://www.w3.org/2000/svg}title").text == "低保最多"


def test_each_number_in_the_text_has_its_row_on_the_sources_page(pages):
    for lang in ("zh", "en"):
        rows = set(pages["sources", lang][1].ids)
        for name in ("welfare", "overview"):
            links = [
                a["href"] for a in pages[name, lang][1].all("a") if (a.get("href") or "").startswith("sources.html#")
            ]
            assert links
            assert {link.partition("#")[2] for link in links} <= rows


def test_the_sources_page_lists_every_figure_with_where_it_is_printed(pages, data):
    raw, page = pages["sources", "zh"]
    text = raw.decode()
    for figure in data.release("haifeng-2023-11-01").figures:
        assert figure.anchor in page.ids
        assert figure.indicator.id in page.ids
        assert f'<q lang="zh-CN">{figure.quote}</q>' in text
        assert f"第 {figure.span.start}—{figure.span.end} 字符" in text


def test_metadata_is_a_dataset_that_keeps_limits(pages):
    raw, _ = pages["sources", "en"]
    facts = json.loads(re.search(rb'<script type="application/ld\+json">(.*?)</script>', raw, re.DOTALL)[1])
    variables = {v["propertyID"]: v for v in facts["variableMeasured"]}

    assert (facts["@type"], len(facts["variableMeasured"])) == ("Dataset", 54)
    assert variables["environment.waste-piles-cleared"]["minValue"] == 400
    assert "maxValue" not in variables["environment.waste-piles-cleared"]
    assert "value" not in variables["environment.waste-piles-cleared"]
    assert variables["welfare.service-centre-investment"]["maxValue"] == 300000
    assert variables["welfare.subsistence-allowance"]["value"] == 773
    assert 50 <= len(facts["description"]) <= 5000


def test_the_footer_says_how_to_check_and_how_to_complain(pages, data):
    for (name, lang), (raw, _) in pages.items():
        foot = raw.decode().split("<footer")[1]
        digest = data.digest("haifeng-2023-11-01", name if name in data.domains else None)
        assert foot.count(digest) == 2
        for said in ("GB/T 7714", f"hfdata run {name} -p lang {lang}", "altair 6.3.0", "/issues"):
            assert said in foot


def test_the_same_input_gives_the_same_bytes(welfare, sample, data):
    again = report.page(sample.welfare(data, "zh"), sample.context(data, "welfare", "zh"))

    assert again == welfare["zh"]


def test_a_page_is_light(pages):
    for raw, _ in pages.values():
        assert len(raw) <= 150_000
        assert len(gzip.compress(raw)) <= 25_000


def test_what_a_page_is_told_and_what_it_yields_travel_between_processes(sample, data):
    told = sample.context(data)
    card = report.card(sample.welfare(data), told, name="兜底保障", href="x.html")

    assert pickle.loads(pickle.dumps((told, card))) == (told, card)


def test_a_page_outside_a_set_points_at_nothing_that_is_not_there(sample, data):
    alone = sample.context(data, pages=(), home=None, other_language=None, sources=None, assets=None)
    page = Reader(report.page(sample.welfare(data), alone)["welfare.html"])
    links = [a["href"] for a in page.all("a") if "download" not in a and a.get("href")]

    assert all(link.startswith(("#", "https://")) for link in links)


def test_a_single_file_holds_everything(sample, data, pictures):
    raw = report.single_file(
        sample.welfare(data), sample.context(data), bundle="let a = '</script><!--';", pictures=pictures
    )
    page = Reader(raw)
    links = [a["href"] for a in page.all("a")]

    assert page.open == []
    assert all(link.startswith(("#", "data:", "https://")) for link in links)
    assert {link[1:] for link in links if link.startswith("#")} <= {*page.ids}
    assert raw.count(b"</script>") == raw.count(b"<script")


def test_two_figures_never_share_an_address(sample, data):
    rows = sample.context(data, "sources").rows
    doubled = anchored((*rows, *rows))

    assert len({name for name, _ in anchored(rows)}) == len(rows) == 54
    assert dict(doubled).keys() > dict(anchored(rows)).keys()


def test_every_word_is_there_in_both_languages_and_used():
    templates = "".join(static.read(name) for name in ("page.html", "figure.html", "explorer.html", "index.html"))
    code = "".join(p.read_text("utf-8") for p in Path(static.__file__).parent.glob("*.py") if p.name != "words.py")
    for key, pair in words.WORDS.items():
        assert all(pair), key
        asked = (f"w.{key}", f"zh.{key}", f'w["{key}"]', f'"{key}"', f'f"{key.split("_")[0]}_{{')
        assert any(each in templates + code for each in asked), key


@pytest.mark.slow
def test_hostile_words_stay_words(sample, data, pictures):
    files = report.page(sample.hostile(data), sample.hostile_context(data), pictures=pictures)
    page = Reader(files["environment.html"])

    assert page.open == []
    assert len(page.all("script")) == 2  # ours, and the metadata
    assert {tag for tag, _ in page.found}.isdisjoint({"img", "iframe", "object", "embed", "base"})
    assert not [a for _, a in page.found for key in a if key.startswith("on")]
    assert all(
        re.fullmatch(r"environment(/[a-z0-9-]+)?\.(html|csv|svg|js)|environment/charts\.js", name) for name in files
    )
    for name, raw in files.items():
        if name.endswith(".svg"):
            ET.fromstring(raw)


def test_a_page_of_other_parameters_says_so_at_its_head(sample, data, pictures):
    told = sample.context(data, parameters=(("lang", "zh"), ("limits", "convention")))
    raw = report.page(sample.welfare(data), told, pictures=pictures)["welfare.html"].decode()

    assert "<b>limits = convention</b>" in raw.split("</main>")[0]
