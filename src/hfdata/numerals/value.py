"""What number a run of digits and numeral characters writes."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from .characters import DIGITS, MULTIPLIERS

LONGEST = 40  # characters; anything longer is a code or an accident, and is never computed with

VALUE = {character: value for value, character in enumerate(DIGITS)} | {"〇": 0, "两": 2}
PLAIN = re.compile(f"[0-9]{{1,{LONGEST}}}(?:\\.[0-9]{{1,{LONGEST}}})?")
PART = re.compile(
    r"([0-9][0-9,]*(?:\.[0-9]+)?)([十百千万亿]*)|"
    r"([零〇一二三四五六七八九十百千万亿两]+)(?:点([零〇一二三四五六七八九]+)([万亿]*))?"
)


class NotANumber(ValueError):
    """The characters do not write one number in any way this package knows."""


@lru_cache(maxsize=1024)  # 一, 两, 三 … stand in every text
def number(written: str) -> Decimal:
    """Read digits, Chinese numerals and their mixtures; multipliers are expanded.

    >>> [int(number(w)) for w in ("1,250", "4.6万", "一百二十三", "二〇二三", "3万5千", "1.2万亿", "两千三")]
    [1250, 46000, 123, 2023, 35000, 1200000000000, 2300]

    Raises:
        NotANumber: for anything else, or more than `LONGEST` characters.
    """
    if PLAIN.fullmatch(written):
        return _plain(Decimal(written))
    if len(written) > LONGEST or not (parts := list(PART.finditer(written))) or not _covers(parts, written):
        raise NotANumber(written)
    return _plain(sum((_part(part) for part in parts), Decimal(0)))


def _plain(value: Decimal) -> Decimal:
    """Drop the zeros that multiplying left behind, so that 4.6万 is 46000 and not 46000.0."""
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _covers(parts: list[re.Match[str]], written: str) -> bool:
    ends = [0, *(part.end() for part in parts)]
    return ends[-1] == len(written) and all(part.start() == end for part, end in zip(parts, ends, strict=False))


def _part(part: re.Match[str]) -> Decimal:
    figures, multipliers, chinese, fraction, scale = part.groups()
    if figures:
        return Decimal(figures.replace(",", "")) * _product(multipliers)
    if fraction:
        tail = "".join(str(VALUE[c]) for c in fraction)
        return Decimal(f"{whole(chinese)}.{tail}") * _product(scale)
    return Decimal(whole(chinese))


def _product(multipliers: str) -> int:
    product = 1
    for character in multipliers:
        product *= MULTIPLIERS[character]
    return product


def whole(written: str) -> int:
    """Read a Chinese whole number, by place (一百二十三), digit by digit (二〇二三) or cut short (两千三).

    >>> [whole(w) for w in ("十", "一万零五十", "三十万", "一〇三", "百", "万亿")]
    [10, 10050, 300000, 103, 100, 1000000000000]
    """
    if len(written) > 1 and not any(c in MULTIPLIERS for c in written):
        return int("".join(str(VALUE[c]) for c in written))
    head, big, tail = written.rpartition("亿")
    if big:
        return _scaled(head, 100_000_000, tail)
    head, big, tail = written.rpartition("万")
    if big:
        return _scaled(head, 10_000, tail)
    return _below_ten_thousand(written)


def _scaled(head: str, scale: int, tail: str) -> int:
    left = whole(head) if head else 1
    if not tail:
        return left * scale
    if len(tail) == 1 and tail in VALUE:  # 三万五 is 35000, 三万零五 is 30005
        return left * scale + VALUE[tail] * scale // 10
    return left * scale + whole(tail)


def _below_ten_thousand(written: str) -> int:
    total, last, cut_short = 0, 10, False
    digit: int | None = None
    for before, character in pairwise(" " + written):
        if character in VALUE:
            digit = VALUE[character]
            cut_short = before in "百千"
        else:
            scale = MULTIPLIERS[character]
            total, digit, last = total + (1 if digit is None else digit) * scale, None, scale
    if digit is not None:
        total += digit * last // 10 if cut_short else digit
    return total
