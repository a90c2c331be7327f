"""One quote, one reading: value, bound and unit as printed."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from hfdata import numerals
from hfdata.model import Bounds


@pytest.mark.parametrize(
    ("quote", "value", "bound", "unit"),
    [
        ("400余处", "400", "at_least", "处"),
        ("400 余处", "400", "at_least", "处"),
        ("2 000 个", "2000", "exact", "个"),
        ("110至150人", "110", "at_least", "人"),
        ("3000-8000", "3000", "at_least", ""),
        ("2000余万元", "20000000", "at_least", "元"),
        ("3千余人次", "3000", "at_least", "人次"),
        ("万余条", "10000", "at_least", "条"),
        ("十余处", "10", "at_least", "处"),
        ("百余名", "100", "at_least", "名"),
        ("三名", "3", "exact", "名"),
        ("两处", "2", "exact", "处"),
        ("没有发生一例", "0", "exact", "例"),
        ("无一起", "0", "exact", "起"),
        ("零投诉", "0", "exact", ""),
        ("半数", "50", "exact", "%"),
        ("近三成", "30", "at_most", "%"),
        ("七成以上", "70", "at_least", "%"),
        ("三分之二", "0.666667", "exact", ""),
        ("1/2以上", "0.5", "at_least", ""),
        ("105/100", "1.05", "exact", ""),
        ("4.6万平方米", "46000", "exact", "平方米"),
        ("13.42%", "13.42", "exact", "%"),
        ("百分之三十", "30", "exact", "%"),
        ("近30万元", "300000", "at_most", "元"),
        ("约16万", "160000", "about", ""),
        ("不少于20家", "20", "at_least", "家"),
        ("不足5%", "5", "at_most", "%"),
        ("3%以内", "3", "at_most", "%"),
        ("300元左右", "300", "about", "元"),
        ("十来个", "10", "about", "个"),
        ("数百人", "100", "at_least", "人"),
        ("近百人", "100", "at_most", "人"),
        ("上千名", "1000", "at_least", "名"),
        ("几十家", "10", "at_least", "家"),
        ("每周一次", "1", "exact", "次"),
        ("45千米", "45", "exact", "千米"),
        ("1.2亿千瓦时", "120000000", "exact", "千瓦时"),
        ("2.3个百分点", "2.3", "exact", "个百分点"),
        ("100元/月", "100", "exact", "元/月"),
        ("3—5万元", "30000", "at_least", "元"),
        ("20%—30%", "20", "at_least", "%"),
        ("两三百人", "200", "about", "人"),
        ("2\u200b00余人", "200", "at_least", "人"),
        ("兩百餘戶", "200", "at_least", "户"),
    ],
)  # fmt: skip
def test_a_quote_reads_as_printed(quote, value, bound, unit):
    read = numerals.read(quote)

    assert (read.value, read.bound, read.unit) == (Decimal(value), bound, unit)


@pytest.mark.parametrize("quote", ["", "若干", "共98处", "3户5人", "达到80%", "进一步"])
def test_what_is_not_one_number_is_refused_with_a_remedy(quote):
    with pytest.raises(numerals.UnreadableQuote, match="Quote exactly what is printed") as caught:
        numerals.read(quote)
    assert isinstance(caught.value, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("wording", "low", "high"),
    [
        ("", 400, 400),
        ("余", 400, None),
        ("以上", 400, None),
        ("近", None, 400),
        ("以内", None, 400),
        ("约", None, None),
    ],
)
def test_wording_decides_which_limits_are_known(wording, low, high):
    assert numerals.bounds(Decimal(400), wording) == Bounds(Decimal(400), low, high)


@pytest.mark.parametrize("bound", ["exact", "at_least", "at_most", "about"])
def test_a_bound_names_its_own_limits(bound):
    assert numerals.bounds(Decimal(1), bound).nominal == 1


def test_unknown_wording_is_refused_never_guessed():
    with pytest.raises(numerals.UnknownWording, match="乌泱泱"):
        numerals.bounds(Decimal(1), "乌泱泱")
