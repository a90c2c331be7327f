"""What a notebook lets one set: read from its ``parameters`` cell, never by running it; values typed by declaration."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from ...dataset.tables import suggestion
from ...errors import HfdataError

Value = int | float | bool | str | list[object] | None

TYPES: dict[str, str] = {  # annotation: what a value looks like on the command line
    "int": "a whole number such as 12",
    "float": "a number such as 12.5 (not nan, not inf)",
    "bool": "true or false",
    "str": "text",
}
_INT = re.compile(r"[+-]?[0-9]{1,4000}")
_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_CHOICES = re.compile(r"([\w.-]+(?:\s*\|\s*[\w.-]+)+)\s*[:：]\s*")


class BadValue(HfdataError):
    """A value that does not fit the type its parameter declares."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(name, value, expected)
        self.name, self.value, self.expected = name, value, expected

    def __str__(self) -> str:
        return f"{self.name}: {self.value} does not fit; it takes {self.expected}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One line of a ``parameters`` cell.

    ``type`` is one of int, float, bool, str, Optional[…] or list[…] of these, or "" where the notebook says something
    else, which can then not be set from outside. ``default`` is None both for None and for a default that is computed
    (``computed``). ``choices`` is empty where any value of the type will do.
    """

    name: str
    type: str
    default: Value
    choices: tuple[str, ...]
    meaning: str
    computed: bool = False

    @property
    def item(self) -> str:
        """The type without its ``Optional[…]``."""
        return self.type[len("Optional[") : -1] if self.optional else self.type

    @property
    def optional(self) -> bool:
        """Whether ``None`` is a value."""
        return self.type.startswith("Optional[")

    @property
    def expects(self) -> str:
        """What a value looks like, in words."""
        if self.choices:
            more = f" or one of {len(self.choices) - 8} more" if len(self.choices) > 8 else ""
            return " or ".join(self.choices[:8]) + more
        if not self.type:
            return "no value from outside: its type is not int, float, bool, str, Optional[…] or list[…]"
        words = TYPES[self.item] if self.item in TYPES else f"a JSON list such as {_LISTS[self.item]}"
        return f"{words}, or None" if self.optional else words


_LISTS = {"list[int]": "[1, 2]", "list[float]": "[0.5, 1]", "list[bool]": "[true]", "list[str]": '["a", "b"]'}


def declared(source: str) -> dict[str, Parameter]:
    """Parameters of a ``parameters`` cell's *source*, in its order.

    >>> declared('lang: str = "zh"  # zh | en: wording')["lang"].choices
    ('zh', 'en')
    """
    lines = source.splitlines()
    found: dict[str, Parameter] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, kind = node.target.id, _annotation(node.annotation)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, kind = node.targets[0].id, None
        else:
            continue  # an import, say: it declares nothing
        default, computed = _literal(node.value)
        if kind is None:
            kind = type(default).__name__ if type(default).__name__ in TYPES else ""
        comment = _comment(lines, node)
        choices, meaning = _choices(comment) if kind == "str" else ((), comment)
        found[name] = Parameter(name, kind, default, choices, meaning, computed)
    return found


def _annotation(node: ast.expr) -> str:
    """Spell an annotation our way, "" if it is none of ours; papermill knows ``Optional`` only in quotes."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)
    text = re.sub(r"\s|typing\.", "", text)
    if text.endswith("|None"):
        text = f"Optional[{text[:-5]}]"
    text = text.replace("List[", "list[")
    return text if re.fullmatch(r"(Optional\[)?(list\[)?(int|float|bool|str)\]{0,2}", text) and _balanced(text) else ""


def _balanced(text: str) -> bool:
    return text.count("[") == text.count("]")


def _literal(node: ast.expr | None) -> tuple[Value, bool]:
    try:
        return (ast.literal_eval(node), False) if node is not None else (None, True)
    except ValueError:
        return None, True


def _comment(lines: list[str], node: ast.stmt) -> str:
    assert node.end_lineno is not None  # set by ast.parse
    rest = lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode().strip()
    return rest.removeprefix("#").strip() if rest.startswith("#") else ""


def _choices(comment: str) -> tuple[tuple[str, ...], str]:
    if match := _CHOICES.match(comment):
        return tuple(word.strip() for word in match[1].split("|")), comment[match.end() :]
    return (), comment


def from_text(parameter: Parameter, text: str) -> Value:
    """Read a command-line *text* as the declared type: ``007`` stays text for a str, and is 7 only for an int.

    Raises BadValue; it never guesses from the look of a value.
    """
    if parameter.optional and text == "None":
        return None
    kind = parameter.item
    if kind.startswith("list["):
        try:
            value = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise BadValue(parameter.name, shown(text), parameter.expects) from None
        return from_value(parameter, value)
    if kind == "int" and _INT.fullmatch(text):
        return int(text)
    if kind == "float" and _FLOAT.fullmatch(text):
        return from_value(parameter, float(text))
    if kind == "bool" and text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if kind == "str":
        return from_value(parameter, text)
    raise BadValue(parameter.name, shown(text), parameter.expects)


def from_value(parameter: Parameter, value: object) -> Value:
    """Check a *value* that has a type already (TOML, JSON, Python) against the declared one; raises BadValue."""
    if parameter.optional and (value is None or value == "None"):
        return None
    kind = parameter.item
    if kind.startswith("list[") and isinstance(value, list):
        return [_scalar(parameter, kind[5:-1], item) for item in value]
    return _scalar(parameter, kind, value)


_FITS: dict[str, Callable[[object], bool]] = {
    "int": lambda v: type(v) is int,
    "bool": lambda v: type(v) is bool,
    "float": lambda v: type(v) in (int, float) and math.isfinite(float(v)),  # type: ignore[arg-type]
    "str": lambda v: isinstance(v, str) and unwritable(v) is None,
}


def _scalar(parameter: Parameter, kind: str, value: object) -> int | float | bool | str:
    try:
        good = kind in _FITS and _FITS[kind](value)
    except OverflowError:  # an int beyond every float
        good = False
    if not good:
        reason = unwritable(value) if kind == "str" and isinstance(value, str) else None
        raise BadValue(parameter.name, shown(value), parameter.expects + (f" ({reason})" if reason else ""))
    if parameter.choices and value not in parameter.choices:
        near = suggestion(str(value), parameter.choices) if len(str(value)) < 100 else ""
        raise BadValue(parameter.name, shown(value), parameter.expects + near)
    if kind == "float":
        return float(value) + 0.0  # type: ignore[arg-type]  # -0.0 and 0.0 are one run
    return value  # type: ignore[return-value]


def unwritable(text: str) -> str | None:
    """Say why *text* cannot be written into a notebook, None if it can."""
    if "\0" in text:
        return "it holds a NUL character"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"character {error.start + 1} is half of a pair, not a character; was it UTF-8?"
    return None


def shown(value: object) -> str:
    """Spell a value for an error message: in full if short, never a megabyte, never a control character."""
    text = ascii(value) if isinstance(value, str) and unwritable(value) else repr(value)
    return text if len(text) <= 60 else f"{text[:40]}… ({len(text)} characters)"


def _no_constant(word: str) -> None:
    raise ValueError(word)
