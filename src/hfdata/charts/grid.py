"""Where tiles and matrices go: columns that a phone has two of and a desktop three."""

from __future__ import annotations

from typing import Any

from .text import px, wrap

TILES, LINES, COLUMNS, SPOTS = "hf_tiles", "hf_lines", "hf_columns", "hf_spots"
GUTTER, TIGHT = 20, 18  # px; below this size of number its unit goes into the words
NUMBER, NUMBER_SMALLEST, UNIT, WORDS, WORDS_LINE = 30, 13, 14, 13, 18
HEAD, HEAD_LINE, SPOT, SPOT_LINE = 14, 19, 12, 16
ABOVE, SHAPE = 12, 16  # px: from a tile's rule to its number; room of a matrix's shape


def place_tiles(datasets: dict[str, list[dict[str, Any]]], width: int, y: int = 0) -> int:
    """Set tiles in two or three columns, in place, and return the height they take.

    A tile's ``number`` is as large as the narrowest allows, its ``unit`` small after it, its ``title`` below in
    ``words``; its rule goes from ``x`` to ``x2`` at ``y``.
    """
    tiles = datasets[TILES]
    columns = min(2 if width < 520 else 4 if len(tiles) == 4 else 3, max(len(tiles), 1))
    column = (width - GUTTER * (columns - 1)) / columns
    sizes = [fitting(t["number"], column - _unit(t)) for t in tiles]
    size = min(
        [s if s >= TIGHT else fitting(t["number"], column) for s, t in zip(sizes, tiles, strict=True)] or [NUMBER]
    )
    for at in range(0, len(tiles), columns):
        line, tallest = tiles[at : at + columns], 0
        for i, tile in enumerate(line):
            x, rule = round(i * (column + GUTTER), 1), y + 8
            tight = fitting(tile["number"], column - _unit(tile)) < TIGHT
            words = wrap(f"{tile['unit']} · {tile['title']}" if tight else tile["title"], column, WORDS, lines=4)
            after = x + px(tile["number"], size, bold=True) * 0.93 + 6
            tile.update(x=x, x2=round(x + column, 1), arrow_x=round(x + column - 8, 1), y=rule, size=size)
            tile.update(upper=rule - 2, lower=rule + 2, cap_top=rule - 6, cap_bottom=rule + 6)
            tile.update(base=rule + ABOVE + size, unit_x=round(after, 1), small="" if tight else tile["unit"])
            tile.update(words="\n".join(words), words_y=rule + ABOVE + size + 12, hit_top=y)
            tallest = max(tallest, len(words))
        y += 8 + ABOVE + size + 12 + tallest * WORDS_LINE + 22
        for tile in line:
            tile["hit_bottom"] = y - 8
    return y - 18


def _unit(tile: dict[str, Any]) -> float:
    return px(tile["unit"], UNIT) + 6 if tile["unit"] else 0


def fitting(text: str, width: float) -> int:
    """Return the largest type size at which *text* fits into *width* px in bold, within reason."""
    return next((s for s in range(NUMBER, NUMBER_SMALLEST, -1) if px(text, s, bold=True) <= width), NUMBER_SMALLEST)


def place_matrix(datasets: dict[str, list[dict[str, Any]]], width: int, y: int = 0) -> int:
    """Set the names of rows on lines of their own and their cells below, under the columns' names, in place."""
    columns = datasets[COLUMNS]
    wide = (width + 8) / len(columns)
    heads = [wrap(c["title"], wide - 8, SPOT, bold=True, lines=3) for c in columns]
    for i, (column, lines) in enumerate(zip(columns, heads, strict=True)):
        column.update(x=round(i * wide, 1), y=y, text="\n".join(lines))
    y += max(map(len, heads)) * SPOT_LINE + 10
    spots: dict[int, list[dict[str, Any]]] = {}
    for spot in datasets[SPOTS]:
        spots.setdefault(spot["row"], []).append(spot)
    for number, line in enumerate(datasets[LINES]):
        lines = wrap(line["title"], width, HEAD, bold=True)
        line.update(y=y, text="\n".join(lines), text_y=y + 9)
        y += 9 + HEAD_LINE * len(lines) + 4
        tallest = 1
        for spot in spots.get(number, ()):
            x = spot["column"] * wide
            words = wrap(spot["title"], wide - 8 - SHAPE, SPOT, lines=4)
            tallest = max(tallest, len(words))
            spot.update(x=round(x + 6, 1), text_x=round(x + SHAPE, 1), y=y + 8, text_y=y + 2, text="\n".join(words))
            spot.update(hit_x=round(x, 1), hit_x2=round(x + wide - 4, 1), hit_top=line["y"])
        y += tallest * SPOT_LINE + 12
        for spot in spots.get(number, ()):
            spot["hit_bottom"] = y
    return y
