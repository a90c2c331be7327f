"""Build the bundled typeface from Noto Sans CJK SC: ``python -m hfdata.fonts.build FONT [BOLD]``.

FONT is the Regular (``.otf``, ``.ttf`` or a collection that holds the SC face) or a variable font with both weights;
BOLD defaults to the file beside it with "Bold" in its name. Needs fontTools, a development dependency. The same fonts
and the same repository text give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.varLib import instancer

from . import FAMILY, folder

RANGES = [  # first and last code point, and what for
    (0x20, 0x7E, "ASCII"),
    (0xA0, 0xFF, "Latin-1"),
    (0x2010, 0x2027, "dashes, quotation marks, ellipsis, bullet"),
    (0x2030, 0x203B, "per mille, primes, angle quotation marks, reference mark"),
    (0x2190, 0x2199, "arrows"),
    (0x2460, 0x2473, "circled numbers"),
    (0x25A0, 0x25CF, "geometric shapes"),
    (0x3000, 0x3017, "Chinese punctuation"),
    (0xFF01, 0xFF5E, "full-width forms"),
]
SIGNS = "€₂₃℃№√∞∼≈≠≡≤≥−∑☆★✓✔〜￥"
NAMES = "棣鄄莒郯郓兖淄潍滕邹沂沭泗岱崂埠堌圩莘茌倩珂馨傅琨昕琪玥彧晟钰萱"  # rarer characters of places and people
READ = ["data/**/*.csv", "data/**/*.toml", "notebooks/*.ipynb", "src/hfdata/words.py", "src/hfdata/report/**/*.py"]
KEEP = {"head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cmap", "CFF ", "glyf", "loca"}


def level_one() -> set[int]:
    """Return the 3 755 characters of GB 2312 level 1: rows 16 to 55, five cells short in the last."""
    cells = ((row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return {ord(bytes(c).decode("gb2312")) for c in cells if c < (0xD7, 0xFA)}


def wanted(repository: Path) -> set[int]:
    """Return every code point the typeface should draw, including those that the repository's text uses."""
    points = level_one() | {ord(c) for c in SIGNS + NAMES}
    for first, last, _ in RANGES:
        points |= set(range(first, last + 1))
    for pattern in READ:
        for path in repository.glob(pattern):
            points |= {ord(c) for c in path.read_text("utf-8-sig")}
    return {p for p in points if p >= 0x20}


def face(path: Path, weight: int) -> TTFont:
    """Open the simplified Chinese face of *path* at *weight* (400 or 700)."""
    if path.suffix.lower() in {".ttc", ".otc"}:
        names = [font["name"].getDebugName(1) or "" for font in TTCollection(path).fonts]
        number = next((i for i, name in enumerate(names) if name.endswith(" SC") and "Mono" not in name), None)
        if number is None:
            raise SystemExit(f"{path}: none of {', '.join(names)} is a simplified Chinese (SC) face")
        font = TTFont(path, fontNumber=number, recalcTimestamp=False)
    else:
        font = TTFont(path, recalcTimestamp=False)
    return instancer.instantiateVariableFont(font, {"wght": weight}) if "fvar" in font else font


def cut(font: TTFont, points: Iterable[int]) -> None:
    """Reduce *font* in place to the glyphs of *points*, without hinting, features or vertical metrics."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    for tag in set(font.keys()) - KEEP - {"GlyphOrder"}:
        del font[tag]
    segmented = CmapSubtable.newSubtable(12)  # one table, the one that fonts.missing reads
    segmented.platformID, segmented.platEncID, segmented.language = 3, 10, 0
    segmented.cmap = dict(sorted(font.getBestCmap().items()))
    font["cmap"].tables = [segmented]


def rename(font: TTFont, style: str) -> None:
    """Give *font* our family name, keep copyright and licence, and say what was changed."""
    names = font["name"]
    kept = {i: names.getDebugName(i) for i in (0, 13, 14)}
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    text = {
        **{i: value for i, value in kept.items() if value},
        1: FAMILY,
        2: style,
        3: f"hfdata;{postscript}",
        4: f"{FAMILY} {style}",
        5: names.getDebugName(5),
        6: postscript,
        10: "A subset of Noto Sans CJK SC, renamed; hinting, features and vertical metrics removed.",
    }
    names.names = []
    for number, value in sorted(text.items()):
        names.setName(value, number, 3, 1, 0x409)
    font["OS/2"].achVendID = "HFDA"
    if "CFF " in font:
        table = font["CFF "].cff
        table.fontNames = [postscript]
        top = table.topDictIndex[0]
        top.FamilyName, top.FullName = FAMILY, f"{FAMILY} {style}"
        for part in getattr(top, "FDArray", []):
            part.FontName = part.FontName.replace(part.FontName.split("-")[0], FAMILY.replace(" ", ""))


def build(regular: Path, bold: Path, repository: Path, out: Path) -> list[Path]:
    """Write both weights into *out* and return their paths; characters the source font lacks are left out."""
    points, made = wanted(repository), []
    for path, style, weight in ((regular, "Regular", 400), (bold, "Bold", 700)):
        font = face(path, weight)
        cut(font, points)
        rename(font, style)
        target = out / f"{FAMILY.replace(' ', '')}-{style}.otf"
        font.save(target, reorderTables=True)
        made.append(target)
    return made


def main(arguments: list[str]) -> None:
    """Read the command line: FONT, optionally BOLD."""
    if not 1 <= len(arguments) <= 2:
        raise SystemExit("usage: python -m hfdata.fonts.build FONT [BOLD]")
    regular = Path(arguments[0])
    beside = regular.with_name(regular.name.replace("Regular", "Bold"))
    bold = Path(arguments[1]) if len(arguments) > 1 else beside
    for path in (regular, bold):
        if not path.is_file():
            raise SystemExit(f"{path}: no such font file; Debian's package fonts-noto-cjk has it")
    for made in build(regular, bold, Path(__file__).parents[3], folder()):
        print(made, made.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])
