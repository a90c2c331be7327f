"""Markdown to HTML: raw HTML stays text, no picture is fetched, numbers lead to the sources page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import fsum

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FIGURE = re.compile(r"#[a-z0-9-]+(\.[a-z0-9_-]+)+\Z")  # "#welfare.subsistence-allowance", "….planned"
FETCHABLE = re.compile(r"(https?|mailto):", re.IGNORECASE)
OWN_PAGE = re.compile(r"[\w.-]+\.ipynb\Z")
NUMBER = re.compile(
    r"((?:[≥≤≈<>]|约|about )?\s?(?:CNY )?[−-]?\d[\d,.]*(?:\s?[–—-]\s?\d[\d,.]*)?"
    r"(?:[万亿%]+|\s(?:million|billion|trillion)\b)?)\s*(.*)\Z",
    re.DOTALL,
)
SEAM = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[≥≤\d])|(?<=[\d%]) (?=[\u4e00-\u9fff])")
UNIT = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")
RANGE = re.compile(r"\d{4}-\d\d-\d\d|\d[\d,.]*[–—]\d(?:[\d,.]*\d)?%?")
PHRASE = re.compile(r"[^，。：；、！？\s]+[，。：；、！？]*|[ \t\n]+")
LONG, LONGER = 4.2, 6.2  # ems: where one key number is wider, all of its list are set smaller
SHORT = 16  # a link this short is kept on one line: "≥400 处" must not part from its unit

_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (level 1–6, its text as HTML) or a stretch of prose (level 0)."""

    level: int
    html: Markup
    text: str


def pieces(text: str, *, sources: str | None) -> Iterator[Piece]:
    """Split Markdown at its headings and render each part.

    *sources* is the address of the page that ``#indicator`` links lead to; ``""`` keeps them on this page,
    ``None`` drops the link and keeps the words.
    """
    tokens = _reader.parse(text)
    _mend(tokens, sources)
    start = at = 0
    while at < len(tokens):
        if tokens[at].type == "heading_open":
            if at > start:
                yield _prose(tokens[start:at])
            inline = tokens[at + 1]
            html = Markup(bind(_reader.renderer.render([inline], _reader.options, {})))
            yield Piece(int(tokens[at].tag[1]), html, plain(inline))
            at += 3
            start = at
        else:
            at += 1
    if at > start:
        yield _prose(tokens[start:])


def plain(token: Token) -> str:
    """Give the words of an inline token without its mark-up."""
    return "".join(
        child.meta.get("words", child.content)
        if child.type in ("text", "code_inline", "html_inline")
        else " "
        if child.type in ("softbreak", "hardbreak")
        else ""
        for child in token.children or ()
    )


def bind(headline: str) -> str:
    r"""Keep a number and the Chinese around it on one line, so that a headline breaks at its punctuation.

    >>> bind("登记 100%，化解 6,729 件").split(" ")
    ['登记\xa0100%，化解\xa06,729\xa0件']
    """
    return SEAM.sub("\u00a0", headline)


def whole(words: str) -> Markup:
    r"""Write plain words with each number and its Chinese measure word, and each range or ISO date, on one line.

    >>> whole("773—2,113 人")
    Markup('<span class="nb">773—2,113</span>\xa0人')
    """
    return Markup(RANGE.sub(r'<span class="nb">\g<0></span>', escape(UNIT.sub("\u00a0", words))))


def fits(headline: str, room: float) -> bool:
    """Tell whether every phrase of a headline fits on a line of *room* ems; then it should break between phrases only.

    >>> fits("送到村里的演出和电影：办了多少，还要办多少？", 10), fits("救助名册上的数，到底是多少个人？", 10)
    (False, True)
    """
    return all(ems(phrase) <= room for phrase in PHRASE.findall(headline))


def ems(words: str) -> float:
    """Estimate how wide words are in a reader's own typeface."""
    return fsum(1.0 if c > "\u2e7f" or c in "≥≤—" else 0.58 for c in words)


def split_number(label: str) -> tuple[str, str]:
    """Part a number from what follows it; the number is empty where there is none.

    >>> split_number("≥400 处"), split_number("36,605 items"), split_number("none")
    (('≥400', '处'), ('36,605', 'items'), ('', 'none'))
    """
    found = NUMBER.match(label)
    return (found[1].strip(), found[2]) if found else ("", label)


def key_numbers(text: str) -> list[tuple[str, str]]:
    """List the key numbers of a text, each with what it counts: items that begin with a bold link.

    >>> key_numbers("- **[773 人](#welfare.a)** 低保在保")
    [('773 人', '低保在保')]
    """
    found = []
    tokens = _reader.parse(text)
    for at, token in enumerate(tokens):
        if token.type == "bullet_list_open" and (items := _key_items(tokens, at)):
            found += [_key_words(item) for item in items]
    return found


def first_words(text: str) -> str:
    """Give the first paragraph of a text as plain words; empty if there is none."""
    tokens = _reader.parse(text)
    pairs = pairwise(tokens)
    return next((plain(after) for token, after in pairs if token.type == "paragraph_open" and token.level == 0), "")


def _prose(tokens: list[Token]) -> Piece:
    text = " ".join(plain(token) for token in tokens if token.type == "inline")
    return Piece(0, Markup(_reader.renderer.render(tokens, _reader.options, {})), text)


def _mend(tokens: list[Token], sources: str | None) -> None:
    """Point links where they belong, turn pictures into their words, and mark lists of key numbers."""
    for at, token in enumerate(tokens):
        if token.type == "bullet_list_open" and (items := _key_items(tokens, at)):
            widest = max(_split_key(item) for item in items)
            size = " longer" if widest > LONGER else " long" if widest > LONG else ""
            token.attrSet("class", f"keys{size}{' odd' if len(items) % 2 else ''}")
        elif token.type == "table_open":
            token.attrSet("class", "data")
    for token in tokens:
        if token.type == "inline":
            token.children = list(_links(token.children or [], sources))
            for child in token.children:
                if child.type == "text":
                    child.meta = {"words": child.content}
                    child.type, child.content = "html_inline", str(whole(child.content))


def _links(children: list[Token], sources: str | None) -> Iterator[Token]:
    keep = True
    for at, child in enumerate(children):
        if child.type == "image":
            yield Token("text", "", 0, content=child.content)
        elif child.type == "link_open":
            keep = _aim(child, sources)
            if keep:
                words = ""
                for inner in children[at + 1 :]:
                    if inner.type == "link_close":
                        break
                    words += inner.content
                if child.meta.get("figure"):
                    child.attrSet("class", "n" if len(words) <= SHORT else "l")
                yield child
        elif child.type != "link_close" or keep:
            yield child


def _aim(link: Token, sources: str | None) -> bool:
    """Rewrite the address of a link; tell whether it still leads anywhere."""
    href = str(link.attrGet("href") or "")
    if FIGURE.match(href):
        link.meta = {"figure": True}
        if sources is not None:
            link.attrSet("href", sources + href)
        return sources is not None
    if OWN_PAGE.match(href):
        link.attrSet("href", href.removesuffix(".ipynb") + ".html")
        return True
    if FETCHABLE.match(href):
        link.attrSet("rel", "noopener noreferrer")
    return FETCHABLE.match(href) is not None or href.startswith("#")


def _key_items(tokens: list[Token], at: int) -> list[Token]:
    """Return the inline tokens of a list's items if every one begins with a bold link, else nothing."""
    level, items = tokens[at].level, []
    for token in tokens[at + 1 :]:
        if token.level == level:
            break
        if token.type == "inline":
            kinds = [child.type for child in token.children or () if child.type != "text" or child.content]
            if kinds[:2] != ["strong_open", "link_open"]:
                return []
            items.append(token)
    return items


def _key_words(item: Token) -> tuple[str, str]:
    children = item.children or []
    end = next(at for at, child in enumerate(children) if child.type == "strong_close")
    number = "".join(child.content for child in children[:end])
    return number.strip(), "".join(child.content or " " for child in children[end + 1 :]).strip()


def _split_key(item: Token) -> float:
    """Set the number of a key number apart from its unit, so that it can be large; return its width in ems."""
    for child in item.children or ():
        if child.type == "strong_close":
            break
        if child.type == "text":
            number, rest = split_number(child.content)
            if number:
                child.type, child.meta = "html_inline", {"words": child.content}
                child.content = f"<b>{escape(number)}</b> {escape(rest)}".strip()
                return ems(number)
    return 0.0
