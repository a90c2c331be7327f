"""The bundled typeface covers what readers of this repository see, is ours by name, and can be built again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hfdata import fonts
from hfdata.words import WORDS

ROOT = Path(__file__).resolve().parents[1]
FILES = [fonts.folder() / f"HFSansSC-{style}.otf" for style in ("Regular", "Bold")]


def drawn():
    """Yield the texts of this repository that may be drawn: data, notebooks, words of charts and pages."""
    for pattern in ("data/**/*.csv", "data/**/*.toml", "src/hfdata/report/**/*.py", "src/hfdata/words.py"):
        yield from ((path, path.read_text("utf-8-sig")) for path in ROOT.glob(pattern))
    for path in ROOT.glob("notebooks/*.ipynb"):
        yield path, "".join("".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"])


def test_every_character_of_data_notebooks_and_labels_can_be_drawn():
    lacking = {path.name: found for path, text in drawn() if (found := fonts.missing(text))}

    assert lacking == {}, "rebuild the typeface: make fonts FONT=NotoSansCJK-Regular.ttc"


def test_words_of_charts_can_be_drawn():
    assert fonts.missing("".join("".join(pair) for pair in WORDS.values())) == set()


def test_level_one_of_gb_2312_latin_and_signs_are_covered():
    level_one = [bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)][:3755]

    assert fonts.missing("".join(pair.decode("gb2312") for pair in level_one)) == set()
    assert fonts.missing("".join(map(chr, range(0x20, 0x7F)))) == set()
    assert fonts.missing("≥≤×−–—…·→←↑↓“”‘’（）《》、，。；：？！％＋＝±°²³①⑩■□●○◆▲") == set()


def test_a_character_outside_is_named_and_measured_as_one_em():
    assert fonts.missing("海丰𠮷") == {"𠮷"}
    assert fonts.width("𠮷", 20) == 20


def test_what_is_not_drawn_needs_no_glyph_and_no_room():
    assert fonts.missing("\u200f\u202e\n\x00") == set()
    assert fonts.width("\u202e", 20) == 0


def test_digits_stand_in_columns():
    for bold in (False, True):
        assert len({fonts.width(digit, 10, bold=bold) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_family_is_ours_so_that_an_installed_noto_cannot_replace_it(path):
    ttlib = pytest.importorskip("fontTools.ttLib")
    names = ttlib.TTFont(path)["name"]

    assert names.getDebugName(1) == fonts.FAMILY == "HF Sans SC"
    assert not any("Noto" in (names.getDebugName(i) or "") for i in (1, 2, 3, 4, 6))
    assert "SIL Open Font License" in names.getDebugName(13)
    assert "Adobe" in names.getDebugName(0)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_widths_are_those_the_font_itself_gives(path):
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(path)
    advance = {chr(c): font["hmtx"][glyph][0] for c, glyph in font.getBestCmap().items()}

    for text in ("海丰街道", "36,605", "Waste piles cleared", "≥400"):
        own = sum(advance[c] for c in text) / font["head"].unitsPerEm
        assert fonts.width(text, 1, bold=path.stem.endswith("Bold")) == pytest.approx(own, abs=1e-3)


def test_the_licence_travels_with_the_files():
    licence = (fonts.folder() / "OFL.txt").read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name 'Source'" in licence
    assert sum(path.stat().st_size for path in FILES) < 2_000_000


def test_a_missing_font_file_is_one_clear_message():
    run = [sys.executable, "-m", "hfdata.fonts.build", "nowhere.ttc"]

    made = subprocess.run(run, capture_output=True, text=True)

    assert made.returncode == 1
    assert made.stderr.startswith("nowhere.ttc: no such font file")


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(tmp_path):
    source = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
    if not source.is_file():
        pytest.skip("needs Noto Sans CJK: apt-get install fonts-noto-cjk")
    build = pytest.importorskip("hfdata.fonts.build")

    first, second = (
        build.build(source, source.with_name("NotoSansCJK-Bold.ttc"), tmp_path, out) for out in _two(tmp_path)
    )

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def _two(folder):
    for name in ("a", "b"):
        (folder / name).mkdir()
        yield folder / name
