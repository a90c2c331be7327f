"""A tidy frame has the same columns and types whatever it holds."""

import pandas as pd
import pytest

import hfdata as hf
from hfdata.dataset import frame


@pytest.fixture(scope="module")
def both(two_releases):
    return hf.load(two_releases)


def test_columns_are_those_promised(both):
    assert " ".join(both.figures().columns) == (
        "release place domain indicator name value bound low high label unit status kind period start_date end_date "
        "quote start end note"
    )


def test_an_empty_frame_has_the_same_columns_and_types(both):
    full, empty = both.figures(), both.figures(release="example-2024-03-05", indicator="safety.private-cameras")

    assert len(empty) == 0
    assert empty.dtypes.equals(full.dtypes)
    assert dict(full.dtypes.astype(str)) == frame.COLUMNS


def test_no_limit_is_nan_and_no_date_is_nat(both):
    rows = both.figures().set_index("quote")

    assert pd.isna(rows.loc["400余处", "high"])
    assert pd.isna(rows.loc["约120处", "low"])
    assert rows.loc["近30万元", "low"] == 0
    assert pd.isna(rows.loc["36605条", "start_date"])
    assert rows.loc["36605条", "end_date"] == pd.Timestamp("2023-11-01")


def test_words_are_in_the_language_asked_for(both):
    zh, en = (both.figures(lang=lang).query("quote == '近30万元'").iloc[0] for lang in ("zh", "en"))

    assert (zh["name"], zh["label"], zh["unit"]) == ("综合性助残服务机构建设投资", "≤30万", "元")
    assert (en["name"], en["label"], en["unit"]) == (
        "Integrated disability-service centre: investment",
        "≤300,000",
        "CNY",
    )
    assert zh["note"].startswith("“近”为上限")
    assert en["note"].startswith("“Nearly” states")


def test_the_frame_says_which_language_limits_and_sources_it_has(both):
    attrs = both.figures(release="haifeng-2023-11-01", lang="en").attrs

    assert (attrs["lang"], attrs["limits"], attrs["not_reported"]) == ("en", "stated", [])
    assert attrs["sources"]["haifeng-2023-11-01"]["publisher"] == "大众网"
