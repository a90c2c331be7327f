"""What the data says, and how it is found."""

import csv
import pickle
from collections import Counter
from copy import copy

import pytest

import hfdata as hf
from hfdata import dataset
from hfdata.dataset import NotReported, Unknown, folder

HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"


@pytest.fixture(scope="module")
def both(two_releases):
    return hf.load(two_releases, strict=True)


# Haifeng's release, as a careful reading finds it


def test_the_release_prints_54_figures_in_six_domains(data):
    assert Counter(f.indicator.domain for f in data) == {
        "environment": 8,
        "education": 9,
        "culture": 9,
        "health": 3,
        "welfare": 18,
        "safety": 7,
    }
    assert list(data.domains) == ["environment", "education", "culture", "health", "welfare", "safety"]


def test_34_numeral_expressions_are_not_figures(data):
    assert Counter(s.reason for s in data.release(HAIFENG).set_aside) == {
        "date": 9,
        "name": 8,
        "ordinal": 6,
        "idiom": 9,
        "age": 1,
        "label": 1,
    }


def test_fourteen_figures_are_lower_limits_and_one_is_an_upper_limit(data):
    assert Counter(f.bound for f in data) == {"exact": 39, "at_least": 14, "at_most": 1}
    assert all("余" in f.quote for f in data if f.bound == "at_least")
    assert [f.quote for f in data if f.bound == "at_most"] == ["近30万元"]


def test_what_is_planned_or_under_way_is_not_done(data):
    unfinished = {(f.status, f.indicator.id, f.quote) for f in data if f.status != "done"}

    assert unfinished == {
        ("under_way", "education.kindergarten-investment", "2000余万元"),
        ("planned", "culture.public-performances", "30场"),
        ("planned", "culture.opera-performances", "6场"),
        ("planned", "culture.film-screenings", "50场"),
    }


@pytest.mark.parametrize(
    ("indicator", "quote", "value", "low", "high", "unit"),
    [
        ("education.safety-accidents", "没有发生一例", 0, 0, 0, "例"),
        ("health.specialist-clinics", "每周一次", 1, 1, 1, "次/周"),
        ("education.city-commended-teachers", "三名", 3, 3, 3, "人"),
        ("education.county-commendations", "16人次", 16, 16, 16, "人次"),
        ("education.kindergarten-investment", "2000余万元", 20_000_000, 20_000_000, None, "元"),
        ("welfare.service-centre-investment", "近30万元", 300_000, 0, 300_000, "元"),
        ("safety.losses-recovered", "300余万元", 3_000_000, 3_000_000, None, "元"),
    ],
)
def test_figures_whose_wording_needs_care(data, indicator, quote, value, low, high, unit):
    figure = data.figure(indicator, release=HAIFENG)

    assert (figure.quote, figure.value, figure.low, figure.high) == (quote, value, low, high)
    assert figure.unit_name() == unit


def test_every_quote_stands_where_it_is_said_to(data, sources):
    text = (sources / f"{HAIFENG}.txt").read_bytes().decode("utf-8")

    assert all(text[f.span.start : f.span.end] == f.quote for f in data)
    assert all(text[s.span.start : s.span.end] == s.quote for s in data.release(HAIFENG).set_aside)


def test_a_quote_is_a_few_characters_never_a_sentence(data):
    assert max(len(f.quote) for f in data) <= 8
    assert max(len(s.quote) for s in data.release(HAIFENG).set_aside) <= 20


def test_the_release_gives_no_address_and_none_is_invented(data):
    assert data.release(HAIFENG).release.source.url is None


# What may be derived from it


@pytest.mark.parametrize(
    ("derive", "value"),
    [
        (lambda q: q("welfare.opinions-collected") / q("welfare.households-covered"), "13.1 条/户"),
        (lambda q: q("welfare.opinions-collected") / q("welfare.evening-talks"), "83 条/场"),
        (lambda q: hf.distinct(q("welfare.disability-living"), q("welfare.disability-nursing")), "688–961 人"),
        (lambda q: hf.distinct(*(q(f"welfare.{i}") for i in ROSTERS)), "773–2113 人"),
        (lambda q: q("health.village-clinics") + q("health.service-stations"), "27 处"),
        (lambda q: sum(q(f"education.merit-teachers-{n}") for n in ("first", "second", "third")), "16 人"),
        (lambda q: q("culture.public-performances") / 10, "12.1 场"),
        (lambda q: q("culture.film-screenings") / 10, "40 场"),
        (lambda q: q("culture.film-screenings.planned") / 3, "16.7 场"),
        (lambda q: q("safety.public-cameras") + q("safety.private-cameras"), "≥2300 个"),
        (lambda q: q("safety.public-cameras").share_of(q("safety.private-cameras")), "0–100%"),
    ],
)
def test_derived_numbers(data, derive, value):
    assert str(derive(hf.Story(data, release=HAIFENG).__getitem__)) == value


ROSTERS = (
    "subsistence-allowance",
    "extreme-poverty",
    "subsistence-margin",
    "disability-living",
    "disability-nursing",
    "children-in-need",
)


def test_a_share_is_bounded_only_by_the_convention(data):
    story = hf.Story(data, release=HAIFENG, limits="convention")

    assert str(story["safety.public-cameras"].share_of(story["safety.private-cameras"])) == "9.1–16.7%"


# Finding things


def test_an_indicator_is_found_by_id_or_by_name_in_either_language(data):
    names = ("welfare.subsistence-allowance", "低保对象", "Subsistence allowance recipients")

    assert len({data[name].indicator.id for name in names}) == 1
    assert all(name in data for name in names)
    assert set(names) <= set(data._ipython_key_completions_())


def test_a_near_miss_is_suggested(data):
    with pytest.raises(Unknown, match="did you mean 低保对象"):
        data["低保对像"]
    with pytest.raises(Unknown, match="did you mean haifeng-2023-11-01"):
        data.figures(release="haifeng-2023-11-02")


def test_a_miss_that_is_near_nothing_lists_what_there_is(data):
    with pytest.raises(Unknown, match=r"no domain 'transport'; there are: environment, education, .*safety"):
        data.figures(domain="transport")


@pytest.mark.parametrize("name", ["welfare", "兜底保障", "Social welfare"])
def test_a_domain_is_found_by_id_and_by_name_in_both_languages(name, data):
    assert set(data.figures(domain=name)["domain"]) == {"welfare"}
    assert data.domain(name) == data.welfare
    assert set(data.figures(domain=[name, "health"])["domain"]) == {"welfare", "health"}


@pytest.mark.parametrize(
    ("mistake", "answer"),
    [
        (lambda data: data[3], "no indicator '3'"),
        (lambda data: data[["低保对象"]], "no indicator"),
        (lambda data: data.figures(domain="Social wellfare"), "did you mean Social welfare"),
        (lambda data: data.figures(domain=3), "no domain '3'"),
        (lambda data: data.figures(release=data.release("haifeng-2023-11-01")), "no release '<Release"),
        (lambda data: data.welfare["低保"], "no indicator in welfare '低保'; did you mean 低保对象"),
        (lambda data: data.figure("低保对象", release="haifeng-2023-11-01", status="plan"), "did you mean planned"),
    ],
)
def test_a_slip_is_answered_in_words(mistake, answer, data):
    with pytest.raises(Unknown, match=answer):
        mistake(data)


def test_what_lies_outside_the_domain_asked_for_is_not_called_unreported(data):
    frame = data.figures(indicator="低保对象", domain="health")

    assert frame.empty
    assert frame.attrs["not_reported"] == []


def test_the_done_figure_is_meant_unless_a_status_is_named(data):
    assert data.figure("culture.film-screenings").value == 400
    assert data.figure("culture.film-screenings", status="planned").value == 50
    assert data.figure("education.kindergarten-investment").status == "under_way"


def test_what_a_release_does_not_report_is_said(both):
    with pytest.raises(NotReported, match=r"welfare\.meal-points is not reported by haifeng-2023-11-01"):
        both.figure("welfare.meal-points", release=HAIFENG)
    with pytest.raises(NotReported, match="as planned"):
        both.figure("culture.venues", release=HAIFENG, status="planned")


def test_of_two_releases_one_must_be_named(both):
    with pytest.raises(Unknown, match="example-2024-03-05, haifeng-2023-11-01"):
        both.release()
    assert both.release(EXAMPLE).place.name_zh == "示例街道"


# The tidy frame


def test_one_row_per_figure_in_the_order_of_the_sources(both):
    frame = both.figures()

    assert len(frame) == 81
    assert list(dict.fromkeys(frame["release"])) == [EXAMPLE, HAIFENG]
    assert frame.groupby("release")["start"].apply(lambda s: s.is_monotonic_increasing).all()


def test_the_frame_holds_what_the_file_holds(data, files):
    frame = data.figures()
    rows = list(csv.DictReader(files[f"releases/{HAIFENG}/figures.csv"].decode().splitlines()))

    for name in ("indicator", "bound", "status", "period", "quote"):
        assert list(frame[name]) == [r[name] for r in rows], name
    for name in ("value", "start", "end"):
        assert list(frame[name]) == [float(r[name]) for r in rows], name
    for name in ("start_date", "end_date"):
        assert list(frame[name].dt.strftime("%Y-%m-%d").fillna("")) == [r[name] for r in rows], name


def test_filters_take_what_is_named(both):
    def rows(**asked):
        return len(both.figures(**asked))

    assert rows(release=EXAMPLE) == 27
    assert rows(release=[HAIFENG, EXAMPLE]) == 81
    assert rows(domain="health") == 5
    assert rows(indicator="卫生室") == rows(indicator=["health.village-clinics", "Village clinics"]) == 2
    assert rows(status="planned") == 4
    assert rows(release=HAIFENG, domain="culture", status="planned") == 3
    assert rows(indicator=[]) == 0


def test_the_frame_names_what_was_asked_for_and_is_not_reported(both):
    frame = both.figures(
        release=EXAMPLE, indicator=["卫生室", "社区卫生服务站", "health.specialist-clinics"], lang="en"
    )

    assert list(frame["indicator"]) == ["health.village-clinics"]
    assert frame.attrs["not_reported"] == ["Community health service stations", "Visiting-specialist clinics"]


def test_the_convention_fills_upper_ends_and_nothing_else(both):
    stated, habit = both.figures(), both.figures(limits="convention")
    filled = habit["high"].notna() & stated["high"].isna()

    assert stated.drop(columns="high").equals(habit.drop(columns="high"))
    assert set(habit.loc[filled, "quote"]) >= {"400余处", "2000余万元", "240余人"}
    assert not set(habit.loc[filled, "quote"]) & {"超过90件", "约120处", "不足8千米"}
    assert habit.attrs["limits"] == "convention"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"lang": "fr"}, "no language 'fr'; there are: zh, en"),
        ({"limits": "guess"}, "no kind of limits 'guess'; there are: stated, convention"),
        ({"status": "finished"}, "no status 'finished'; there are: done, under_way, planned"),
        ({"domain": ""}, "no domain ''"),
        ({"indicator": "welfare"}, "no indicator 'welfare'"),
    ],
)
def test_what_does_not_exist_is_refused(data, asked, says):
    with pytest.raises(Unknown, match=says):
        data.figures(**asked)


# Digests


def digests(files, release=HAIFENG):
    data = dataset.from_files(files, "data")
    return {domain: data.digest(release, domain) for domain in (None, *data.domains)}


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        (f"releases/{HAIFENG}/figures.csv", ",28000,", ",29000,", {"safety"}),
        (f"releases/{HAIFENG}/figures.csv", "Two of the five are named.", "Two are named.", {"environment"}),
        (f"releases/{HAIFENG}/checks.csv", ",<=,66,", ",<=,71,", {"environment"}),
        (f"releases/{HAIFENG}/set_aside.csv", "进一步,466,469,idiom", "进一步,466,469,name", set()),
        (f"releases/{HAIFENG}/release.toml", "大众网", "示例日报", "all"),
        (f"releases/{HAIFENG}/release.toml", "[source]", "# remark\n[source]", None),
        ("indicators.csv", "Waste piles cleared", "Piles cleared", {"environment"}),
        ("units.csv", "camera,个,cameras", "camera,个,video cameras", {"safety"}),
        ("units.csv", "person,人,persons", "person,人,people", {"education", "culture", "welfare", "safety"}),
        ("places.csv", "Wudi County", "Wudi", "all"),
        ("domains.csv", "Health care", "Health", "all"),
    ],
)
def test_a_digest_changes_with_what_a_report_reads(files, file, old, new, changed):
    before = digests(files)
    files[file] = files[file].decode().replace(old, new, 1).encode()
    after = digests(files)

    expected = set(before) if changed == "all" else set() if changed is None else {None, *changed}
    assert {d for d in before if before[d] != after[d]} == expected


def test_another_release_changes_no_digest(files, two_releases):
    assert digests(files) == digests(folder.read(two_releases))


# Looking at it


def test_a_dataset_says_what_it_holds(both):
    assert "81 figures in 2 release(s)" in repr(both)
    assert "海丰街道 / Haifeng Subdistrict, 54 figures" in repr(both)


def test_a_dataset_can_be_copied_and_travels_between_processes(data):
    for again in (copy(data), pickle.loads(pickle.dumps(data))):
        assert again.digest(HAIFENG) == data.digest(HAIFENG)


@pytest.mark.parametrize("error", [Unknown("domain", "x", ("y",)), NotReported("a.b", "c")])
def test_errors_travel_between_processes(error):
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
