"""Rules that look at what stands around a numeral before they say what it is."""

from __future__ import annotations

import re
from decimal import Decimal

from ..model import Reason
from . import units
from .aside import Aside
from .characters import table
from .dates import SPAN_OF_TIME
from .figure import figure_at
from .found import Found
from .names import BY_NUMBER
from .patterns import NUMERALS as C
from .patterns import TO, N
from .qualifiers import BEFORE, BEFORE_MULTIPLIER, NOT_BEFORE
from .units import FREQUENT, OFTEN_ENDS, unit_at

# --- what stands before -------------------------------------------------------------------------------------------


def _back(text: str, at: int, floor: int, length: int) -> str:
    return text[max(floor, at - length) : at]


OFTEN = re.compile(r"每(?:周|个?月|年|天|日|个?季度|季|旬|个?学期|学年|个?星期|半年|半个?月|晚|两周|两年|两个月)$")


def frequency(text: str, at: int, floor: int) -> Found | None:
    """每周一次: once, per week; the period belongs to the quote."""
    if text[at - 1 : at] not in OFTEN_ENDS or not (before := OFTEN.search(text, max(floor, at - 5), at)):
        return None
    found = figure_at(text, at, at)
    if not found or found.unit not in FREQUENT:
        return None
    return found._replace(start=before.start(), rule="so many times per period")


DENIAL = re.compile(
    r"(?:(?:没有|从未|尚未|均未|并未|未|无|没)|不(?=再?[发出产造新]))(?P<verb>(?:再)?(?:发生|出现|接到|收到|产生|新增|发现|造成)?过?)$"
)
HARM = re.compile(
    "(?:孩子|学生|儿童|老人|村民|群众|居民|职工|工人|党员|家庭|贫困户|脱贫户|农户|旅客|游客|人员)?(?:因灾|因此|因学|因病)?(?:掉队|掉线|落下|伤亡|死亡|受伤|感染|溺亡|遇难|失联|辍学|失学|返贫|致贫|上访|中毒|漏)"
)
DENIED = table("例 起 件 宗 次 桩 场")
DENIED_WITH_VERB = table("人 名 户 个 处 人次")
NOTHING = re.compile(
    "零(?:投诉|事故|发生|感染|伤亡|差错|案件|上访|死亡|增长|舞弊|违规|复发|返贫|火灾|发案|疫情|"
    "非访|信访|失误|违纪|欠薪|辍学|新增|确诊|病例|火情|拖欠|警情|隐患|积压|逾期|违法|污染事件"
    "|溺亡|输入|扩散|漏管|脱管|越级上访|进京|案发|犯罪|举报|退件|诉讼|失误率|重复|污水直排|复阳|"
    "溺水|亡人|事件|涝灾|险情|差评|流失|断供|纠纷|冲突|涉毒|吸毒|酒驾|肇事|旷课|漏报|瞒报|误报|失守|聚集|涉诉|失联|爆炸|裁员)"
)


AT_ONCE = re.compile(f"一次性?(?:死亡|伤亡|亡)(?={N})|一例外")  # 一次死亡3人以上 is a class of accidents


def denial(text: str, at: int, floor: int) -> Found | None:
    """没有发生一例 and 零投诉 report a zero."""
    if text[at] == "零" and (match := NOTHING.match(text, at) or _naught(text, at)):
        return Found(at, match.end(), Decimal(0), "exact", "", "零", rule="zero by denial")
    if text[at] != "一" or not (before := DENIAL.search(text, max(floor, at - 8), at)):
        return None
    if AT_ONCE.match(text, at):
        return None
    unit = unit_at(text, at + 1)
    harmed = HARM.match(text, at + 1 + len(unit))
    if unit not in DENIED and not (unit in DENIED_WITH_VERB and (before["verb"] or harmed)):
        return None
    return Found(before.start(), at + 1 + len(unit), Decimal(0), "exact", unit, "一", rule="zero by denial")


NAUGHT = re.compile("零(?=[，。；、,;）)]|的[，。；]|$)")


def _naught(text: str, at: int) -> re.Match[str] | None:
    """降至零, 均为零: a zero that is stated."""
    return NAUGHT.match(text, at) if text[at - 1 : at] in tuple("为至到于是") else None


HALF_BEFORE = re.compile("(?:将近|接近|超过|不足|不到|过|超|近|约)$")


HALVES = re.compile("靠|是[^，。；]{1,10}[，、；]?[^，。；]{0,4}一半")  # 一半是海水一半是火焰


def half(text: str, at: int, floor: int) -> Found | None:
    """半数, and 一半 where it is a share: half of them, 50 %."""
    word = "半数" if text[at] == "半" else "一半"
    if not text.startswith(word, at):
        return None
    start, end, bound = at, at + 2, "exact"
    before = HALF_BEFORE.search(text, max(floor, at - 3), at)
    if before:
        start, bound = before.start(), (BEFORE | BEFORE_MULTIPLIER)[before[0]]
    if text.startswith("以上", end):
        end, bound = end + 2, "at_least"
    if word == "一半" and HALVES.match(text, end):
        return None
    return Found(start, end, Decimal(50), bound, "%", word, rule="half")  # type: ignore[arg-type]


ORDINAL_WORDS = (
    "(?:季度|个|届|次|批次|批|期|名|位|条|款|项|章|节|轮|代|场|例|家|站|天|年|集|版|季|种|组|辆|座|"
    "所|方阵|阶段|产业|层|道|块|步|只|间|件|处|户|号|页|卷|册|篇|课|讲|套|幅|张|枚|棒|梯队|大|样|"
    "责任人|小组)?"
)
ORDINAL = re.compile(
    f"(?:[0-9]+|{C}+)(?:(?:、|—|-|~|至|到)第?(?:[0-9]+|{C}+)(?![等级类])){{0,8}}{ORDINAL_WORDS}".replace(C, f"[{C}]")
)


FIRST = re.compile("(?P<idiom>一(?:时间|线|手))|一书记")
INSTITUTION = re.compile(f"(?:[0-9]+|[{C}]+){BY_NUMBER}")


def ordinal(text: str, at: int, floor: int) -> Aside | None:
    """第七届, 第11个, 第四季度 (a date), 第二中学 (a name)."""
    if at <= floor or text[at - 1] != "第" or not (match := ORDINAL.match(text, at)):
        return None
    if word := FIRST.match(text, at):
        return Aside(at - 1, word.end(), "idiom" if word["idiom"] else "name", f"the word 第{word[0]}")
    if named := INSTITUTION.match(text, at):
        return Aside(at - 1, named.end(), "name", "a school or hospital by number")
    kind: Reason = "date" if match[0].endswith("季度") else "ordinal"
    return Aside(at - 1, match.end(), kind, "behind 第")


WEEKDAY = re.compile("(?:周|星期|礼拜)$")
WEEKDAYS = re.compile(
    f"[一二三四五六](?:(?:{TO}|、|和)(?:周|星期|礼拜)?[一二三四五六]|{TO}(?:周|星期|礼拜)?[日天]){{0,6}}(?![{C}])"
)


def weekday(text: str, at: int, floor: int) -> Aside | None:
    """周五, 星期三, 周一至周五."""
    if text[at - 1 : at] not in ("周", "期", "拜") or not (before := WEEKDAY.search(text, max(floor, at - 2), at)):
        return None
    earlier = text[max(0, before.start() - 1) : before.start()]
    if earlier and (earlier in "一两半几个" + C or earlier.isdigit()):
        return None
    match = WEEKDAYS.match(text, at)
    return Aside(before.start(), match.end(), "date", "a day of the week") if match else None


PER = re.compile(f"(?:[0-9]+(?:\\.[0-9]+)?[百千万]{{0,2}}|{N})(?:余|多)?({SPAN_OF_TIME})?")


PER_MORE = table(
    "每增加 每减少 每新增 每超过 每超出 每提高 每降低 每延长 每缩短 每下降 每上升 每推迟"
)  # 每增加1人，补助200元


def per(text: str, at: int, floor: int) -> Aside | None:
    """每千人, 每10万人口, 每3天: what a rate is counted by."""
    if text[at - 3 : at] in PER_MORE and (more := PER.match(text, at)) and (unit := unit_at(text, more.end())):
        return Aside(at, more.end() + len(unit), "label", "what a rate is counted by")
    if at <= floor or text[at - 1] != "每" or not (match := PER.match(text, at)):
        return None
    if match[1]:
        return Aside(at - 1, match.end(), "date", "a period behind 每")
    if text[at] == "一" and match.end() == at + 1:
        return Aside(at, at + 1 + len(unit_at(text, at + 1)), "idiom", "每一")
    return Aside(at - 1, match.end() + len(unit_at(text, match.end())), "label", "what a rate is counted by")


SHORTENED = re.compile(
    "(?:缩短|压缩|延长|缩减|压减|节省|节约|提前|减少)了?$"
)  # 缩短近6个月: how much, not how long ago
RECENT = re.compile(
    f"(?:[0-9]{{1,3}}|[{C}]{{1,3}})(?:余|多|几)?(?:个?(?:半)?{SPAN_OF_TIME})(?!级|轻|检|度)|(?:[2-3]|[两二三])个?季度"
)
TOP = re.compile(f"(?:[0-9]{{1,3}}|[{C}]{{1,2}})(?:名|强|位|甲|列|茅|席|(?=[，。、；的]))")


NO_FRONT = table("学前 提前 目前 当前 眼前 空前 超前 从前 面前 跟前 生前 年近")


def recent(text: str, at: int, floor: int) -> Aside | None:
    """前5个月, 近3年 (dates); 前三名 (a rank)."""
    if (
        at <= floor
        or text[at - 1] not in "前近后首头"
        or (text[at - 1] == "近" and text[at - 2 : at - 1] in tuple("附最邻接将"))
        or text[at - 2 : at] in NO_FRONT
        or (text[at - 1] == "近" and SHORTENED.search(text, max(floor, at - 4), at - 1))
    ):
        if at > floor and text[at - 1] == "近" and text[at - 2 : at - 1] == "最" and (match := RECENT.match(text, at)):
            return Aside(at, match.end(), "date", "a period up to now")
        return None
    if text[at] in "五六七八九" and text[at + 1 : at + 2] == "旬":
        return None  # 近七旬 is an age
    if match := RECENT.match(text, at):
        return Aside(at - 1, match.end(), "date", "a period counted from an end")
    if text[at - 1] in "前后" and (match := TOP.match(text, at)) and (text[at - 1] == "前" or match[0][-1] in "名位"):
        return Aside(at - 1, match.end(), "ordinal", "a rank")
    return None


AGE = re.compile(
    f"(?:[0-9]{{1,3}}|[{C}]{{1,4}})(?:周岁|岁|月龄)?(?:{TO}(?:[0-9]{{1,3}}|[{C}]{{1,4}}))?(?:余|"
    f"多|来|几)?(?:周岁|岁|月龄)(?:半)?"
    "(?:[（(]含[)）])?(?:及以上|及以下|或以上|以上|以下|以内|左右|之间|往上|开外|出头)?|[五六七八九]旬(?!末|初)(?:以上)?|"
    "[一二三四五六七八九]?十[一二三四五六七八九]?(?:出头|开外)(?=的|，|。|、|$)"
)
AGE_BEFORE = re.compile(
    "(?:年满|未满|不满|已满|满|不超过|超过|未超过|不低于|低于|高于|近|约|超|逾|年逾|年近|年过|年仅)$"
)


def age(text: str, at: int, floor: int) -> Aside | None:
    """65岁以上, 18—65周岁, 满18岁, 八旬."""
    if not (match := AGE.match(text, at)):
        return None
    before = AGE_BEFORE.search(text, max(floor, at - 4), at)
    return Aside(before.start() if before else at, match.end(), "age", "an age")


HOTLINE = re.compile(
    "(?:1(?:10|19|20|22|14)|12[0-9]{3}|95[0-9]{3}|96[0-9]{3,4}|100(?:00|10|86))(?![0-9,.十百千万亿余多%]|[-—~至到][0-9])"
)


def hotline(text: str, at: int, floor: int) -> Aside | None:
    """12345, 110: telephone numbers that everybody knows, unless something is counted with them (110人)."""
    if text[at] not in "19" or not (match := HOTLINE.match(text, at)):
        return None
    unit = unit_at(text, match.end())
    if unit and unit not in units.NOUN_UNITS and text[match.end() : match.end() + 2] not in ("处警", "件工"):
        return None
    return Aside(at, match.end(), "label", "a well-known telephone number")


# --- counts -------------------------------------------------------------------------------------------------------


def about(text: str, at: int, floor: int) -> bool:
    """Tell whether a bare multiplier at *at* is a quantity by its qualifier (上百, 数千, 近万, 千余)."""
    if text[at] not in "十百千万亿":
        return False
    if text[at + 1 : at + 2] in ("余", "来") or (text[at + 1 : at + 2] == "多" and text[at] != "十"):
        return True
    word = text[at - 1 : at] if at > floor else ""
    if not word or word not in "上数几近超约逾过成破":
        return False
    return not (text[at - 2 : at - 1] and text[at - 2 : at - 1] in NOT_BEFORE.get(word, ""))


COUNTED = table("台 套 个 条 处 辆 所 家 名 人 盏 块 张 部 只 件 副 座 户 亩 公里 组 批 场 次 人次 平方米")


def counted(text: str, at: int) -> bool:
    """Tell whether what stands at *at* is a whole number of two digits or more with a measure word behind it."""
    found = figure_at(text, at, at)
    return bool(found and found.unit in COUNTED and len(found.number) > 1 and "." not in found.number)
