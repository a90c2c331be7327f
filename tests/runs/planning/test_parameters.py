"""Parameters are declared by a comment-bearing line and typed by it, never by the look of a value."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata.runs.planning.parameters import BadValue, declared, from_text, from_value

CELL = """\
from typing import Optional

release: str = "haifeng-2023-11-01"  # which release
lang: str = "zh"  # zh | en: 图表和说明的语言 language
population: "Optional[int]" = None  # residents, for rates per 1,000
share: float = 0.5
exact: bool = False  # whether limits are left out
releases: list[str] = ["a"]  # to set side by side
codes: "Optional[list[int]]" = None
plain = "x"
later: int = 5 * 3
odd: dict = {}
"""
KNOWN = declared(CELL)


def test_a_cell_declares_its_parameters_in_order():
    assert list(KNOWN) == [
        "release", "lang", "population", "share", "exact", "releases", "codes", "plain", "later", "odd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "default"),
    [
        ("release", "str", "haifeng-2023-11-01"),
        ("population", "Optional[int]", None),
        ("share", "float", 0.5),
        ("exact", "bool", False),
        ("releases", "list[str]", ["a"]),
        ("codes", "Optional[list[int]]", None),
        ("plain", "str", "x"),
    ],
)
def test_a_line_declares_type_and_default(name, kind, default):
    assert (KNOWN[name].type, KNOWN[name].default) == (kind, default)


def test_the_first_words_of_the_comment_are_the_choices():
    assert KNOWN["lang"].choices == ("zh", "en")
    assert KNOWN["lang"].meaning == "图表和说明的语言 language"


def test_a_comment_without_choices_is_the_meaning():
    assert (KNOWN["population"].choices, KNOWN["population"].meaning) == ((), "residents, for rates per 1,000")


def test_nothing_in_the_cell_is_executed():
    assert declared("x: int = __import__('os').abort()")["x"].computed


@pytest.mark.parametrize("annotation", ["int | None", "typing.Optional[int]", "Optional[int]", "'Optional[ int ]'"])
def test_the_ways_to_say_optional_are_one(annotation):
    assert declared(f"x: {annotation} = None")["x"].type == "Optional[int]"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("release", "007", "007"),
        ("release", "no", "no"),
        ("release", "None", "None"),
        ("release", "", ""),
        ("population", "007", 7),
        ("population", "-3", -3),
        ("population", "None", None),
        ("share", "1", 1.0),
        ("share", "2.5e3", 2500.0),
        ("exact", "true", True),
        ("exact", "False", False),
        ("releases", '["a", "b"]', ["a", "b"]),
        ("releases", "[]", []),
        ("codes", "[1, 2]", [1, 2]),
        ("codes", "None", None),
        ("release", "字" * 350_000, "字" * 350_000),
    ],
)
def test_a_text_is_read_by_the_declared_type(name, text, value):
    read = from_text(KNOWN[name], text)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("population", "1.0"),
        ("population", "1e3"),
        ("population", "1_000"),
        ("population", "１２"),
        ("population", ""),
        ("population", "null"),
        ("population", "9" * 5000),
        ("share", "nan"),
        ("share", "-inf"),
        ("share", "1e999"),
        ("share", "0x10"),
        ("exact", "no"),
        ("exact", "1"),
        ("releases", "a,b"),
        ("releases", "[1]"),
        ("releases", '"a"'),
        ("releases", '[["a"]]'),
        ("releases", "[" * 100_000),
        ("codes", "[true]"),
        ("codes", "[NaN]"),
        ("lang", "fr"),
        ("odd", "{}"),
        ("release", "a\0b"),
        ("release", "\udcff"),
        ("releases", r'["\ud800"]'),
    ],
)
def test_a_text_that_does_not_fit_is_refused_in_one_short_line(name, text):
    with pytest.raises(BadValue) as refused:
        from_text(KNOWN[name], text)

    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message
    assert len(message) < 250
    message.encode()  # printable anywhere


def test_a_refused_word_says_which_words_are_accepted():
    with pytest.raises(BadValue, match="true or false"):
        from_text(KNOWN["exact"], "no")
    with pytest.raises(BadValue, match="zh or en"):
        from_text(KNOWN["lang"], "zh-CN")


@pytest.mark.parametrize(
    ("name", "value"),
    [("population", "7"), ("population", True), ("population", 7.0), ("share", math.nan), ("share", 10**400),
     ("exact", 1), ("release", 7), ("releases", "a"), ("releases", {"a"})],
)  # fmt: skip
def test_a_typed_value_of_another_type_is_refused(name, value):
    with pytest.raises(BadValue):
        from_value(KNOWN[name], value)


def test_a_whole_number_is_a_number():
    assert type(from_value(KNOWN["share"], 3)) is float


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_itself(text):
    assert from_text(KNOWN["release"], text) == text


@given(st.integers())
def test_any_whole_number_is_read_back(number):
    assert from_text(KNOWN["population"], str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_read_back(number):
    assert from_text(KNOWN["share"], repr(number)) == number
