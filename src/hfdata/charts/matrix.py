"""What is and is not reported, as a table of shapes and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from ..errors import MissingColumns
from . import caption, grid, layout, marks, tidy
from .cells import paint
from .layers import unchecked
from .palette import INK, LINE, SOFT, accent
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

STATES = {"reported": "solid", "partly": "under_way", "not_reported": "outside"}


@unchecked
def reported_matrix(
    cells: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    domain: str = "",
) -> alt.LayerChart | Note:
    """Rows × columns of what a release tells: a full dot and words where it does, an empty one where it does not.

    cells: one row per cell with columns ``row``, ``column``, ``state`` (reported | partly | not_reported) and ``text``
    (what is reported, "" for the state's own word), in the order of their first appearance; or, without these
    columns, a table whose index names the rows and whose cells say what is reported, "" where nothing is.

    >>> import pandas as pd
    >>> told = pd.DataFrame({"row": ["Check-ups"], "column": ["Number"], "state": ["not_reported"], "text": [""]})
    >>> chart = reported_matrix(told, lang="en", title="No number of check-ups")
    >>> chart.to_dict()["usermeta"]["hfdata"]["table"]["rows"]
    [['Check-ups', 'not reported']]
    """
    lang = tidy.language(cells, lang)
    if cells.empty:
        return tidy.nothing(cells, lang)
    cells = cells if "state" in cells.columns else _long(cells)
    lacking = tuple(c for c in ("row", "column", "state") if c not in cells.columns)
    unknown = tuple(sorted(set(cells.get("state", ())) - STATES.keys()))
    if lacking or unknown:
        raise MissingColumns("reported_matrix", lacking or tuple(f"state={u!r}" for u in unknown), tuple(STATES))
    lines, columns = (list(dict.fromkeys(map(str, cells[c]))) for c in ("row", "column"))
    spots: list[dict[str, Any]] = []
    told: dict[tuple[str, str], str] = {}
    for record in cells.to_dict("records"):
        row, column = str(record["row"]), str(record["column"])
        text = str(record.get("text") or "") or labels.word(f"state.{record['state']}", lang)
        told[row, column] = text
        tip = labels.word("pair", lang, name=f"{row} · {column}", text=text)
        spots.append(
            {"row": lines.index(row), "column": columns.index(column), "look": STATES[record["state"]],
             "title": clean(text), "tip": clean(tip)}
        )  # fmt: skip
    table = {
        "columns": [{"name": "row", "label": labels.word("column.name", lang), "type": "text"}]
        + [
            {"name": caption.slug(c) if c.isascii() else f"c{i}", "label": c, "type": "text"}
            for i, c in enumerate(columns, 1)
        ],
        "rows": [[r, *(told.get((r, c), "") for c in columns)] for r in lines],
    }
    words = caption.words(
        cells, [], lang=lang, builder="reported_matrix", title=title, subtitle=subtitle or "", note=note, name=name,
        said=[s["tip"] for s in spots], table=table,
    )  # fmt: skip
    looks = [look for look in STATES.values() if any(s["look"] == look for s in spots)]
    datasets = {
        grid.LINES: [{"title": clean(r)} for r in lines],
        grid.COLUMNS: [{"title": clean(c)} for c in columns],
        grid.SPOTS: spots,
    }
    colour = accent({domain})
    plain: dict[str, Any] = {"align": "left", "baseline": "top", "lineBreak": "\n", "aria": False}
    rule = marks.chart(grid.LINES).mark_rule(stroke=LINE.light, strokeWidth=1, aria=False)
    head = marks.chart(grid.LINES).mark_text(
        fontSize=grid.HEAD, fontWeight="bold", lineHeight=grid.HEAD_LINE, fill=INK.light, **plain
    )
    above = marks.chart(grid.COLUMNS).mark_text(fontSize=grid.SPOT, lineHeight=grid.SPOT_LINE, fill=SOFT.light, **plain)
    made = [
        rule.encode(x=marks.START, x2=marks.END, y=marks.at("y")),
        head.encode(x=marks.START, y=marks.at("text_y"), text=alt.Text("text:N")),
        above.encode(x=marks.along("x"), y=marks.at("y"), text=alt.Text("text:N")),
    ]
    for look in looks:
        only = f"datum.look=='{look}'"
        style: dict[str, Any] = {**paint(look, colour), "aria": False}
        dot = marks.chart(grid.SPOTS, only).mark_point(shape="circle", size=110, opacity=1, **style)
        fill = SOFT.light if look == "outside" else INK.light
        said = marks.chart(grid.SPOTS, only).mark_text(
            fontSize=grid.SPOT, lineHeight=grid.SPOT_LINE, fill=fill, **plain
        )
        made.append(dot.encode(x=marks.along("x"), y=marks.at("y")))
        made.append(said.encode(x=marks.along("text_x"), y=marks.at("text_y"), text=alt.Text("text:N")))
    area = marks.chart(grid.SPOTS).mark_rect(fill="transparent")
    made.append(
        area.encode(
            x=marks.along("hit_x"), x2=alt.X2("hit_x2:Q"), y=marks.at("hit_top"), y2=alt.Y2("hit_bottom:Q"),
            description=alt.Description("tip:N"), tooltip=marks.TIP,
        )
    )  # fmt: skip
    return layout.chart(made, datasets, words)


def _long(table: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of a table one below the other."""
    import pandas as pd

    given = [(row, column, table.loc[row, column]) for row in table.index for column in table.columns]
    cells = [(r, c, "reported" if v == v and v not in ("", None) else "not_reported", v or "") for r, c, v in given]
    long = pd.DataFrame(cells, columns=["row", "column", "state", "text"])
    long.attrs.update(table.attrs)
    return long
