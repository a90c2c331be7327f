"""The short way says what the long way says: one pattern for the usual figure, the rules for everything."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hfdata.numerals.characters import fold
from hfdata.numerals.sweep import NEXT, rules
from hfdata.numerals.usual import UNIT, usual

TEXTS = sorted(Path(__file__).parents[1].glob("texts/*.txt"))
HAN = st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
                      "定行学法所民得经之进着等部度家电力里如水化高自理起小物现加量都体制机当使点从业本去把性好应开合因由其前外天日社形"
                      "全表间样与关各新线内数正明利比但气第向道命此变条只没结问意建月公无系最立代想已通并提题党程展果料位入常文总次品"
                      "活设及管特件长求老头基资边流路级少图山接知组见计每满近约超逾足季周旬期晚日号栋层岁型价站")  # fmt: skip
WORDS = st.sampled_from(
    ["约", "近", "超过", "不足", "逾", "至少", "达", "不到", "附近", "签约", "最近", "高于", "过", "每天", "≥"]
)
PLACES = st.sampled_from([*"，、（“ \n,:;。-/", ""])
NUMBERS = st.sampled_from(["3", "12", "110", "120", "12345", "2023", "400", "3.5", "1,200", "0.5", "2.0", "100"])
SCALES = st.sampled_from(["", "余", "多", "万", "千", "亿", "余万", "万余", "多万", "百", "几"])
ENDS = st.sampled_from([*"，。；、）的\n（/-—~至", "以上", "左右，", "以内。", "以下的", "的乡镇9个", "项目7个", ""])


@settings(max_examples=300)
@given(
    HAN,
    WORDS | HAN | PLACES,
    NUMBERS,
    SCALES,
    st.sampled_from(UNIT.split("|")),
    ENDS | st.tuples(HAN, HAN).map("".join),
)
def test_the_usual_figure_is_what_the_rules_say(han, before, number, scale, unit, behind):
    text = fold(f"{han}{before}{number}{scale}{unit}{behind}")
    at = text.index(number, len(han) + len(before))

    found = usual(text, at, 0)

    assert found is None or found[:5] == rules(text, at, 0)[:5]


def test_most_figures_of_real_texts_are_usual_and_read_alike():
    short = figures = 0
    for path in TEXTS:
        text, floor = fold(path.read_text(encoding="utf-8")), 0
        while match := NEXT.search(text, floor):
            slow = rules(text, match.start(), floor)
            fast = usual(text, match.start(), floor) if match[0].isascii() else None
            assert fast is None or fast[:5] == slow[:5], text[match.start() - 9 : slow.end]
            short, figures = short + (fast is not None), figures + (len(slow) > 5)
            floor = max(slow.end, match.start() + 1)

    assert short > 0.7 * figures
