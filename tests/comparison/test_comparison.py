"""What may stand side by side, how far two numbers differ, and that nothing is dropped or ranked."""

import ast
import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata import Quantity, dataset
from hfdata.comparison import Comparison, NothingToCompare, change
from hfdata.dataset import Unknown, folder
from hfdata.errors import MixedUnits
from hfdata.prose import Note
from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job
from hfdata.runs.planning.parameters import declared

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "compare.ipynb"
HAIFENG, LATER, EXAMPLE = "haifeng-2023-11-01", "haifeng-2024-11-01", "example-2024-03-05"


@pytest.fixture(scope="module")
def later():
    """Haifeng a year later, invented: every period a year on, some values changed."""
    files = folder.read(ROOT / "data")
    new = {n.replace(HAIFENG, LATER): raw for n, raw in files.items() if HAIFENG in n}
    toml, figures = f"releases/{LATER}/release.toml", f"releases/{LATER}/figures.csv"
    new[toml] = new[toml].replace(HAIFENG.encode(), LATER.encode()).replace(b"= 2023-11-01", b"= 2024-11-01")
    text = re.sub(r"\b2023-(\d\d-\d\d)", r"2024-\1", new[figures].decode())
    for old, value in (
        ("waste-piles-cleared,400", "waste-piles-cleared,479"),
        ("roadside-ditches-cleared,45", "roadside-ditches-cleared,40"),
        ("subsistence-allowance,773", "subsistence-allowance,780"),
        (
            "public-performances,121,exact,done,1-10月份,2024-01-01",
            "public-performances,121,exact,done,1-10月份,2024-02-01",
        ),
    ):
        assert old in text
        text = text.replace(old, value, 1)
    new[figures] = text.encode()
    return dataset.from_files(files | new, "data")


class TestSideBySide:
    def test_only_numbers_of_one_indicator_unit_kind_and_status_stand_together(self, data):
        found = Comparison(data, [HAIFENG], lang="en")

        for group in found.groups:
            assert len({(r.indicator, r.unit, r.kind, r.status) for r in group}) == 1
            assert len({r.origin for r in group}) > 1

    def test_every_number_is_shown_once_either_here_or_there(self, data):
        found = Comparison(data, [HAIFENG])
        shown = [id(r) for g in found.groups for r in g] + [id(r) for r, _ in found.apart]

        assert sorted(shown) == sorted(map(id, found.readings))
        assert len(found.readings) == 54 + 9

    def test_real_peers_stand_beside_haifeng_with_limits_and_periods(self, data):
        frame = Comparison(data, [HAIFENG], lang="en", pace=True).side_by_side()

        assert frame["Value, as printed"].tolist() == [
            "45 km (“45千米”)", "8.2 km (“8200米”)", "≥600 tonnes (“600余吨”)", "≥2,600 tonnes (“2600余吨”)",
            "400 sessions (“400场”)", "185 sessions (“185场”)",
        ]  # fmt: skip
        assert frame["Period and length"].tolist()[1:3] == [
            "as of 15 February 2023; length not stated", "1 January – 1 November 2023; 305 days",
        ]  # fmt: skip
        assert frame["Per month"].tolist()[-2:] == ["40 sessions", "15.4 sessions"]
        assert "none" in frame["Per month"][0]
        assert frame["Place and source"].str.contains("not verified").tolist() == [False, True] * 3

    def test_the_order_is_that_of_the_sources_not_of_the_numbers(self, later):
        for names in ([HAIFENG, LATER], [LATER, HAIFENG]):
            found = Comparison(later, names, peers=False)
            assert [r.release for r in found.groups[0]] == names

    def test_what_does_not_match_is_listed_with_the_reason(self, data):
        frame = Comparison(data, [HAIFENG], lang="en").not_comparable().set_index("Indicator")
        reasons = frame["Why not side by side"]

        assert reasons["opera performances brought to villages"].startswith("another status: done here, planned else")
        assert reasons["straw and brushwood piles cleared"].startswith("no indicator counts the same thing. ")
        assert reasons["Subsistence allowance recipients"].startswith("no other source here reports it")

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("8.2,exact,kilometre", "8.2,exact,site", "another unit: sites here, km in the indicator"),
            ("kilometre,flow", "kilometre,stock", "another kind: stock here, flow in the indicator"),
        ],
    )
    def test_a_peer_of_another_unit_or_kind_is_not_beside_it(self, files, old, new, says):
        peers = files["context/peers.csv"].decode().replace(old, new, 1).encode()
        found = Comparison(dataset.from_files(files | {"context/peers.csv": peers}, "data"), [HAIFENG], lang="en")

        assert says in [why for _, why in found.apart]

    def test_peers_and_other_domains_can_be_left_out(self, data):
        assert Comparison(data, [HAIFENG], peers=False).readings[-1].release == HAIFENG
        only = Comparison(data, [HAIFENG], domain="culture")
        assert {r.indicator.split(".")[0] for r in only.readings} == {"culture"}

    def test_where_nothing_can_stand_together_a_sentence_says_so(self, data):
        found = Comparison(data, [HAIFENG], peers=False, lang="en")

        assert isinstance(found.side_by_side(), Note)
        assert isinstance(found.changes(), Note)
        assert "excerpts" not in found.lead().text

    @pytest.mark.parametrize(
        ("releases", "more", "error"),
        [
            ([], {}, NothingToCompare),
            ([HAIFENG, HAIFENG], {}, NothingToCompare),
            (["nowhere"], {}, Unknown),
            ([HAIFENG], {"domain": "roads"}, Unknown),
            ([HAIFENG], {"lang": "fr"}, Unknown),
        ],
    )
    def test_bad_input_is_named(self, data, releases, more, error):
        with pytest.raises(error):
            Comparison(data, releases, **more)
        assert NothingToCompare("…").exit_code == 3


class TestChanges:
    def test_a_year_on_the_change_keeps_its_limits(self, later):
        frame = Comparison(later, [LATER, HAIFENG], lang="en").changes().set_index("Indicator")
        changes, notes = frame["Change"], frame["Note"]

        assert changes["Subsistence allowance recipients"] == "more by 7 persons"
        assert changes["Roadside ditches cleared"] == "less by 5 km"
        assert changes["Waste piles cleared"] == "sign unknown: the limits allow both more and less"
        assert changes["Village clinics"] == "no change"
        assert notes["Village clinics"] == "as of when is not stated for both"
        assert frame.loc["Roadside ditches cleared", "Earlier"] == "45 km (1 January – 1 November 2023)"

    def test_periods_of_different_length_are_not_subtracted_only_compared_by_month(self, later):
        name = "Public-benefit cultural performances"
        plain, paced = (
            Comparison(later, [HAIFENG, LATER], lang="en", pace=pace).changes().set_index("Indicator").loc[name]
            for pace in (False, True)
        )

        assert (plain["Change"], plain["Note"]) == ("not worked out", "the periods differ in length, so their "
                                                    "difference is no change")  # fmt: skip
        assert paced["Change"] == "more by 1.3 sessions per month"

    @pytest.mark.parametrize(
        ("earlier", "later", "en", "zh"),
        [
            ((321, 321), (400, None), "more by at least 79 sites", "至少多 79 处"),
            ((400, None), (321, 321), "less by at least 79 sites", "至少少 79 处"),
            ((5, 5), (8, 8), "more by 3 sites", "多 3 处"),
            ((8, 8), (5, 5), "less by 3 sites", "少 3 处"),
            ((8, 8), (8, 8), "no change", "没有变化"),
            ((0, 3), (5, 8), "more by 2–8 sites", "多 2—8 处"),
            ((8, 8), (8, None), "the same or more; by how much is unknown", "持平或更多，多多少不明"),
            ((8, 8), (0, 8), "the same, or less by at most 8 sites", "持平，或最多少 8 处"),
            ((8, None), (8, 8), "the same or less; by how much is unknown", "持平或更少，少多少不明"),
            ((8, 8), (0, 10), "sign unknown: between 8 sites less and 2 sites more",
             "增减不明：最多少 8 处，最多多 2 处"),
            ((8, 8), (5, None), "sign unknown: less by at most 3 sites, or more", "增减不明：最多少 3 处，多则不限"),
            ((5, None), (8, 8), "sign unknown: more by at most 3 sites, or less", "增减不明：最多多 3 处，少则不限"),
        ],
    )  # fmt: skip
    def test_a_change_is_said_by_its_limits(self, earlier, later, en, zh):
        def quantity(limits, unit):
            return Quantity(next(x for x in reversed(limits) if x is not None), unit, *limits)

        said = [
            change.said(quantity(earlier, u), quantity(later, u), lang) for u, lang in (("sites", "en"), ("处", "zh"))
        ]
        assert said == [en, zh]

    def test_percentages_differ_in_points_and_units_do_not_mix(self):
        assert change.said(Quantity.exactly(90, "%"), Quantity.exactly(95, "%"), "en") == "more by 5 percentage points"
        with pytest.raises(MixedUnits):
            change.said(Quantity.exactly(1, "人"), Quantity.exactly(1, "户"), "zh")

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=2), st.data())
    def test_whoever_is_told_more_or_less_is_told_so_of_every_member(self, ends, draw):
        limits = [sorted(pair) for pair in ends]
        open_low, open_high = (draw.draw(st.lists(st.booleans(), min_size=2, max_size=2)) for _ in "ab")
        quantities = [
            Quantity(a, "x", None if lo else a, None if hi else b)
            for (a, b), lo, hi in zip(limits, open_low, open_high, strict=True)
        ]
        text = change.said(*quantities, "en")
        one, two = (draw.draw(st.integers(*pair)) for pair in limits)

        if text.startswith("more by"):
            assert two > one
        if text.startswith("less by"):
            assert two < one
        if text == "no change":
            assert two == one

    @pytest.mark.parametrize(
        ("earlier", "later", "why"),
        [
            (("2022-01-01", "2022-11-01"), ("2023-01-01", "2023-11-01"), ""),
            (("2023-01-01", "2023-11-01"), ("2024-01-01", "2024-11-01"), ""),  # a day longer, the same days of the year
            (("2023-01-01", "2023-03-31"), ("2023-04-01", "2023-06-30"), ""),  # quarters
            (("2023-01-01", "2023-10-31"), ("2024-01-01", "2024-12-31"), "length"),
            (("2023-01-01", "2023-06-30"), ("2023-01-01", "2023-12-31"), "overlap"),
            (("2023-01-01", "2023-06-30"), ("2023-01-01", "2023-06-30"), "same"),
            ((None, "2023-06-30"), ("2024-01-01", "2024-06-30"), "unknown"),
        ],
    )
    def test_periods_decide_whether_flows_can_be_subtracted(self, earlier, later, why):
        one, two = (tuple(d and date.fromisoformat(d) for d in pair) for pair in (earlier, later))

        assert change.hindrance(one, two) == why

    def test_values_are_exact_fractions(self):
        assert change.said(Quantity(Decimal("0.1"), "x", Fraction(1, 10), Fraction(1, 10)),
                           Quantity.exactly(Decimal("0.3"), "x"), "en") == "more by 0.2 x"  # fmt: skip


class TestNotebook:
    book = json.loads(NOTEBOOK.read_text("utf-8"))

    def test_it_is_committed_in_one_form_without_outputs(self):
        assert NOTEBOOK.read_text("utf-8") == json.dumps(self.book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        assert not [c for c in self.book["cells"] if c.get("outputs") or c.get("execution_count")]

    def test_its_parameters_are_declared(self):
        code = next(c for c in self.book["cells"] if "parameters" in c["metadata"].get("tags", []))
        found = declared("".join(code["source"]))

        assert list(found) == ["releases", "lang", "domain", "pace", "peers"]
        assert (found["releases"].type, found["releases"].default) == ("list[str]", [HAIFENG])

    def test_its_code_only_asks_and_shows(self):
        unwanted = (ast.FunctionDef, ast.For, ast.While, ast.If, ast.Try, ast.With)
        for cell in (c for c in self.book["cells"] if c["cell_type"] == "code"):
            assert not [n for n in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(n, unwanted)]

    @pytest.mark.slow
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_it_runs_as_it_stands_and_over_two_releases(self, lang, two_releases):
        for releases in ([HAIFENG], [HAIFENG, EXAMPLE]):
            job = Job(NOTEBOOK.read_bytes(), {"lang": lang, "releases": releases, "pace": True},
                      env={"HFDATA_DATA": str(two_releases)})  # fmt: skip
            outcome = execute(job)
            assert outcome.ok, outcome.cause
