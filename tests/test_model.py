"""Records hold facts, check themselves and cannot be changed."""

from dataclasses import FrozenInstanceError

import pytest

from hfdata.model import Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 3)])
def test_a_span_is_never_empty_or_backwards(start, end):
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_span_holds_itself_and_what_lies_inside():
    assert Span(3, 8).holds(Span(3, 8))
    assert not Span(3, 8).holds(Span(7, 9))


def test_records_do_not_change():
    with pytest.raises(FrozenInstanceError):
        Span(3, 8).start = 4
