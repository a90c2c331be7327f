"""When a figure holds, as data/README.md tells it."""

from __future__ import annotations

from datetime import date

import pytest

from hfdata import draft

EVENT = date(2023, 11, 1)


@pytest.mark.parametrize(
    ("text", "phrase", "start", "end"),
    [
        ("今年以来，清理400余处。", "今年以来", date(2023, 1, 1), EVENT),
        ("1-10月份，演出121场。", "1-10月份", date(2023, 1, 1), date(2023, 10, 31)),
        ("前5个月新出生569人。", "前5个月", date(2023, 1, 1), date(2023, 5, 31)),
        ("第四季度内计划演出30场。", "第四季度", date(2023, 10, 1), date(2023, 12, 31)),
        ("上半年培训46期。", "上半年", date(2023, 1, 1), date(2023, 6, 30)),
        ("2022年新建3所。", "2022年", date(2022, 1, 1), date(2022, 12, 31)),
        ("2023年新建3所。", "2023年", date(2023, 1, 1), EVENT),
        ("截至目前完成33个。", "截至目前", None, EVENT),
        ("现有床位120张。", "现", EVENT, EVENT),
        ("全年没有发生一例事故。", "全年", date(2023, 1, 1), EVENT),
        ("去年完成5件。", "去年", date(2022, 1, 1), date(2022, 12, 31)),
        ("暑期托管200名。", "暑期", None, None),
        ("10月15日发放300份。", "10月15日", date(2023, 10, 15), date(2023, 10, 15)),
        ("2月30日发放300份。", "2月30日", None, None),
        ("发放300份。", "", None, None),
        ("今年以来开展整治。共清理30处。", "今年以来", date(2023, 1, 1), EVENT),
        ("今年以来开展整治。同时，设置56处。", "", None, None),
        ("同比去年增长3%。", "", None, None),
    ],
)
def test_a_phrase_becomes_dates_and_holds_as_long_as_the_same_work_is_listed(text, phrase, start, end):
    row = draft.read(text, event_date=EVENT).figures[-1]

    assert (row.period, row.start_date, row.end_date) == (phrase, start, end)


def test_without_the_day_of_the_event_phrases_have_no_dates():
    row = draft.read("今年以来，清理400余处。").figures[0]

    assert (row.period, row.start_date, row.end_date) == ("今年以来", None, None)
