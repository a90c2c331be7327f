"""What reaches a page, a terminal or a table by a way of its own: names of files and columns, exceptions, links."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
from html.parser import HTMLParser

import pytest

from hfdata.runs.progress import Event, Lines, Silent

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

HOSTILE = (
    "</script><script>document.title='ran'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='ran'\">",
    '" onmouseover="document.title=\'ran\'" x="',
    "[x](javascript:document.title='ran') ![x](https://example.org/track.png) <https://example.org/x>",
    '=HYPERLINK("https://example.org")',
    "{{ 7*7 }}{% raw %}",
)
CELL = f"""
import altair
import pandas
from IPython.display import HTML, Markdown, display
hostile = {HOSTILE!r}
pandas.set_option('display.html.table_schema', True)
for text in hostile:
    display(Markdown(text))
    print(text)
    try:
        raise ValueError(text)
    except ValueError as error:
        display(error)
        display({{'text/html': text, 'text/plain': text}}, raw=True)
frame = pandas.DataFrame({{text: [text] for text in hostile}})
chart = altair.Chart(frame, title=hostile[0]).mark_bar().encode(x=altair.X(shorthand="a:Q", title=hostile[2]))
altair.renderers.enable("default")
display(frame, HTML(frame.to_html(escape=False)), frame.style, HTML(chart.to_html()), chart)
given
"""


class Reader(HTMLParser):
    """Collects what could act."""

    def __init__(self):
        super().__init__()
        self.scripts: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self._inside = False

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self._inside = tag == "script"

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, words):
        if self._inside:
            self.scripts.append(words)


def test_nothing_from_names_values_columns_or_exceptions_acts_on_a_page(bench):
    own = "<img src=x onerror=alert(1)>"
    parameters = f"given: str = {HOSTILE[0]!r}"
    plain = bench.notebook("plain", "1", parameters="given: str = 'a'")
    notebook = bench.notebook(own, CELL, parameters=parameters)

    done = bench.run(notebook, plain, "-p", "given", HOSTILE[2])

    assert done.returncode == 0, done.stderr
    pages = list(bench.out.rglob("*.html"))
    assert len(pages) == 3
    for page in pages:
        text = page.read_text("utf-8")
        reader = Reader()
        reader.feed(text)
        policy = next(a["content"] for t, a in reader.found if a.get("http-equiv") == "Content-Security-Policy")
        allowed = set(re.findall(r"'sha256-([^']+)'", policy))
        assert "default-src 'none'" in policy
        assert not {"'unsafe-eval'", "https:", "*"} & set(policy.replace(";", " ").split())
        tags = [(tag, attributes) for tag, attributes in reader.found if tag == "script"]
        runs = [a for _, a in tags if a.get("type") not in ("application/ld+json", "application/json")]
        for words in reader.scripts:
            digest = base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()
            assert digest in allowed or words.lstrip().startswith(("{", "[")), words[:80]
        assert all("src" not in attributes for attributes in runs)
        for tag, attributes in reader.found:
            assert tag not in {"iframe", "object", "embed", "base", "form"}, tag
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            assert not (attributes.get("href") or "").lower().startswith(("javascript", "data:text/html", "vbscript"))
            assert (attributes.get("src") or "data:").startswith("data:")
    assert not {path.name for path in bench.out.rglob("*")} & {own, f"{own}.html"}


@pytest.mark.parametrize("voice", [Silent, Lines])
def test_a_cause_neither_steers_the_terminal_nor_passes_for_a_line_of_ours(voice):
    stream = io.StringIO()
    cause = "ValueError: \x1b]0;title\x07\x1b[2J\x9b2J\r\u202e\n2 executed, 0 reused, 0 failed"

    voice(stream).tell(Event("finished", "a", status="failed", cause=cause))

    first, second = stream.getvalue().splitlines()
    assert "\\x1b]0;title\\x07" in first
    assert not set(stream.getvalue()) & set("\x1b\x07\x9b\r\u202e")
    assert second.startswith("    2 executed")
