"""The last question about a number with its unit: does it count something here?"""

from __future__ import annotations

import re
from decimal import Decimal

from ..model import Reason
from . import units
from .characters import table
from .context import FREQUENT, PUNCTUATION, THRESHOLD, Aside
from .figure import C, Found, figure_at

HAN = re.compile("[\u4e00-\u9fff]")

# 一 with a measure word is an article more often than a count. It counts behind words that deliver or record …
ONE_COUNTS = re.compile(
    "新建|成立|造成|查封|捣毁|配套|建起|救出|转移|改建|扩建|建成|建有|修建|兴建|设立|设置|设有|"
    "配备|配有|配置|购置|购买|添置|新增|增设|"
    "增加|完成|查处|侦破|破获|抓获|捐赠|捐建|荣获|获得|引进|落户|救助|安置|现有|共有|拥有|辖有|"
    "下设|包括|其中"
    "|仅有|只有|分别|安装|打掉|捣毁|评为|评选|开通|投放|发放|赠送|组建|举办|编制|印发|签订|选派|"
    "派驻|聘请|招聘|招募|收治|确诊|死亡|受伤|扣押|缴获|收缴|查获|至少|不少于|每村|每镇|各有|建设|"
    "投用|认定|入选|申报|立项|结题|授权|租赁|培养|储备|维修|更换|拆除|清理|取缔|关停|整改|缴纳|"
    "奖励|补助|资助|派出|出动|调配|调集|设|有|获|建"
)
# … unless what follows is no thing one can count.
EVERY = re.compile("每(?:半年|半个?月|两?[天日周月年旬]|个?季度|个?月|个?星期|个?学期)")
ABSTRACT = re.compile(
    "体系|机制|格局|模式|道路|新路|路子|之路|篇章|氛围|局面|画卷|力量|屏障|防线|窗口|名片|整体|"
    "闭环|样板|标杆|高地|热潮|堡垒|重要|主要|关键|有效|良好|充满|过硬|高素质|最|特色鲜明|亮丽|"
    "方面|部分|不可|更加|较大|能打|想干|懂|作为|切实|全新|崭新|独特|之一|共同|新"
)
ARTICLE_BEFORE = "这那某另每同任上下首头唯第其何哪该又再是如像为以用从把当作"
AT_END = frozenset(
    [
        "处",
        "所",
        "座",
        "名",
        "个",
        "套",
        "台",
        "辆",
        "项",
        "家",
        "间",
        "部",
        "栋",
        "条",
        "块",
        "支",
        "件",
        "份",
        "人",
        "例",
        "起",
        "宗",
        "艘",
        "架",
        "期",
        "场",
        "次",
    ]
)
INCIDENT = re.compile("[\u4e00-\u9fff]{0,8}?(?:案|事故|纠纷|事件|警情|火灾|投诉|信访)")

PLACE_UNITS = frozenset(
    [
        "里",
        "道",
        "台",
        "门",
        "块",
        "间",
        "元",
        "方",
        "尺",
        "角",
        "丈",
        "亩",
        "环",
        "星",
        "塘",
        "顷",
        "桥",
        "塔",
        "岛",
        "河",
        "州",
        "国",
        "县",
        "乡",
        "镇",
        "村",
        "堆",
        "眼",
        "层",
        "面",
        "首",
        "组",
        "队",
        "箱",
        "盘",
        "节",
    ]
)
PLACE = re.compile(
    "(?:社区|村|镇|乡|街|路|桥|河|山|湖|庄|屯|店|堡|营|沟|湾|塘|坝|井|坪|坡|峡|岭|县|区|市|小区|"
    "小学|中学|大道|铺|甸|沱|渠|江|泉|坊|巷|站|岗|子|沟|口|寺|庙|园|桥村|墩|集|洼|庙|房|石)"
)
TOGETHER = re.compile(
    "(?:联动|共建|协同|合一|融合|共治|同创|联合|联建|互动|一体|并举|同步|并行|叠加|联创|同治|齐|"
    "环|曲|字|诀|法|步曲|式|制(?!定|造|度|作|约|成|止)|型|边形|角|通)"
)
NO_COUNT_UNITS = frozenset(
    [
        "里",
        "方",
        "角",
        "分",
        "头",
        "面",
        "线",
        "层",
        "字",
        "度",
        "点",
        "环",
        "石",
        "行",
        "通",
        "眼",
        "尺",
        "寸",
        "丈",
        "级",
        "路",
        "元",
        "圈",
        "年",
    ]
)
REAL = {  # what must follow for these units to count things behind a Chinese numeral
    "面": "锦旗|墙|镜|鼓|红旗|旗|展板|文化墙",
    "头": "牛|猪|羊|驴|耕牛|肉牛|奶牛|生猪|象",
    "行": "字|树|诗",
    "点": "要求|意见|建议|希望|措施|体会|启示|，|：|:|做法|经验",
    "元": "钱|/|的|，|。|、|）|以上|左右",
    "层": "楼|建筑|，|,|高|。|、|的|住宅|别墅|框架|结构|高",
    "分": "，|。|的|、",
    "字": "，|。",
    "方": "土|水|木材|石",
}
TARGETS = re.compile(
    "(?:达到|达|完成|实现|确保|保持在|稳定在|增长|提高到|提高至|突破|发放|拨付|培训|带动|培育|"
    "打造|建成|新建|新增|增收|引进|筹集|到位|控制在|保证|清理|整治|惠及|覆盖)$"
)
CUES = re.compile(
    "(?:达到|达|为|至|到|得分|评分|指数|指标|共|计|约|近|超|超过|是|占|：|:|比|于|有|数|分别|排|"
    "居|第|成绩|率|额|度|值|分|低|高|增|减|每|,|，|、)(?:\\s)?$"
)
ENUMERATED = re.compile(rf"(?:、|和|及|与|或)(?:(?:[0-9]+(?:\.[0-9]+)?|[{C}]+)(?:、|和|及|与|或)){{0,12}}(?=[0-9{C}])")
CLASSES = table("超 超过 不足 低于 高于 不满 大于 小于 不到")
COUNTED_CLASS = re.compile("的[\u4e00-\u9fff]{0,6}[0-9]")  # 超50毫米的乡镇9个
MANY = 15  # how far back a list may look for the word that made it one


def figure(text: str, at: int, floor: int) -> Found | Aside | None:
    """Read the number at *at* and decide whether it counts; None where it is no number with a unit or a multiplier."""
    found = figure_at(text, at, floor)
    if not found:
        return None
    if not found.unit and found.rule == "number with unit":
        found = enumerated(text, found)
    return arabic(text, found, floor) if text[at].isascii() else chinese(text, found, floor)


def aside(found: Found, kind: Reason, why: str, doubt: str = "") -> Aside:
    """Set *found* aside as *kind*."""
    return Aside(found.start, found.end, kind, why, doubt)


def arabic(text: str, found: Found, floor: int) -> Found | Aside | None:
    """Figures in digits count, unless they set a threshold or have neither unit nor cue."""
    if label := threshold(text, found):
        return label
    if found.unit or found.number[-1] in "万亿千百" or found.rule != "number with unit" or found.qualifiers:
        return found
    after = text[found.end : found.end + 1]
    if (after.isascii() and after.isalpha()) or after in tuple("-_/@#"):
        return None
    if "." in found.number or "," in found.number or CUES.search(text, max(0, found.start - 4), found.start):
        if found.number.isdigit() and len(found.number) > 7:
            return None
        return found._replace(doubt=found.doubt or "no unit is printed")
    if HAN.match(after) and len(found.number) <= 4 and not found.number.startswith("0"):
        return found._replace(doubt=found.doubt or "no measure word that is known follows")
    if after in "\t|\n" and len(found.number) <= 7:
        return found._replace(doubt="a number on its own: a table?")
    return None


def threshold(text: str, found: Found) -> Aside | None:
    """1500米以上的村, 100人以上企业: what defines a class. 建成12个以上 and 98%以上 are figures."""
    if (
        text.startswith(("个省级", "个市级", "个国家级", "个县级"), found.end - len(found.unit))
        and "以上" in text[found.end : found.end + 6]
    ):
        return aside(found, "label", "a class by rank")
    if (
        found.qualifiers
        and found.qualifiers[0] in CLASSES
        and found.unit in units.MEASURE_UNITS
        and COUNTED_CLASS.match(text, found.end)
    ):
        return aside(found, "label", "a threshold that defines a class")
    if found.after not in THRESHOLD or found.unit == "%" or found.unit.startswith("个百分点"):
        return None
    following = text[found.end : found.end + 1]
    if found.rule != "number with unit":
        return None
    if not following or following in PUNCTUATION or TARGETS.search(text, max(0, found.start - 4), found.start):
        return None
    if (
        found.unit in units.MEASURE_UNITS
        or following == "的"
        or found.unit in ("人", "户", "张", "头", "座", "层", "")
        or found.bare
    ):
        return aside(found, "label", "a threshold that defines a class")
    return None


def enumerated(text: str, found: Found) -> Found:
    """分别为12、15、20个: the first ones share the unit, and the multiplier, of the last."""
    if not (match := ENUMERATED.match(text, found.end)):
        return found
    last = figure_at(text, match.end(), match.end())
    if not last or not last.unit or last.unit in units.DURATION_UNITS or last.rule not in ("number with unit", "range"):
        return found
    value = found.value
    scale = last.number[len(last.number.rstrip("千百万亿")) :]
    if scale and last.number[0].isdigit() and found.number[-1] not in "百千万亿":
        value *= last.value / Decimal(last.number[: -len(scale)].replace(",", ""))
    return found._replace(
        value=value, unit=last.unit, rule="unit shared in a list", doubt="its unit is printed further on"
    )


def chinese(text: str, found: Found, floor: int) -> Found | Aside | None:
    """Chinese numerals count before a measure word; before anything else they are parts of words."""
    if found.rule in ("percentage in words", "fraction"):
        return found
    if found.bare and not found.qualifiers:
        return bare(text, found)
    if label := threshold(text, found):
        return label
    if not found.unit:
        return found if found.number[-1] in "万亿" or found.bare or found.after else None
    if found.unit == "%" or found.unit in ("倍", "‰"):
        return found
    if found.number == "一":
        return one(text, found, floor)
    if found.number == "二" and not found.qualifiers:
        return aside(found, "ordinal", "二 ranks, 两 counts")
    return many(text, found)


def bare(text: str, found: Found) -> Found | Aside:
    """百姓, 千名干部进万家 are ways of speaking; 亿元 and 千万元 are sums."""
    if (
        found.unit in units.MONEY
        and found.number != "万"
        and not text.startswith(("级", "村", "镇", "企业", "项目", "产业", "县", "大", "以上"), found.end)
    ):
        return found._replace(doubt="only a multiplier is printed")
    if found.unit in units.MONEY:
        return aside(found, "label", "a class of sums")
    if found.number == "十":
        return found
    return aside(found, "idiom", "a multiplier without a number")


def one(text: str, found: Found, floor: int) -> Found | Aside:
    """一处, 一名: counted where something is delivered or recorded, an article elsewhere."""
    before = text[found.start - 1 : found.start] if found.start else ""
    after = text[found.end : found.end + 12]
    if found.qualifiers:
        return found
    if before and before in ARTICLE_BEFORE:
        return aside(found, "idiom", "一 behind a pronoun or a verb of being")
    if after.startswith(found.unit) and found.unit:
        return aside(found._replace(end=found.end + len(found.unit)), "idiom", "一 with a doubled measure word")
    if found.unit == "起" and not INCIDENT.match(after):
        return aside(found, "idiom", "一起: together")
    clause = re.split("[，。；：！？、,;:!?\n]", text[max(floor, found.start - 12) : found.start])[-1]
    if found.unit in FREQUENT and EVERY.search(clause):
        return found._replace(rule="一次 and how often")
    if not after or after[0] in PUNCTUATION:
        if (found.unit in AT_END and before and HAN.match(before)) or before in ("”", "》", "）"):
            return found._replace(rule="一 behind what it counts", doubt="一 may be an article")
        return aside(found, "idiom", "一 that counts nothing")
    following = re.split("[，。；：！？、,;:!?\n]", after)[0]
    if found.unit in AT_END and ONE_COUNTS.search(clause) and not ABSTRACT.search(following):
        return found._replace(rule="一 behind a verb of delivery", doubt="一 may be an article")
    return aside(found, "idiom", "一 as an article")


def many(text: str, found: Found) -> Found | Aside:
    """Two and more: counts, except in place names and fixed ways of speaking."""
    after = text[found.end : found.end + 4]
    if found.value <= 20 and not found.qualifiers:
        if found.unit in PLACE_UNITS and (place := PLACE.match(after)):
            return aside(found._replace(end=found.end + place.end()), "name", "a place name")
        if after.startswith("之") and not after.startswith(("之多", "之间", "之内", "之后", "之前")):
            return aside(found, "idiom", "a set phrase with 之")
        if TOGETHER.match(after) and found.unit in (units.COUNT_UNITS | units.NOUN_UNITS):
            return aside(found, "name", "several in one")
        if found.unit in units.NOUN_UNITS:
            return several(text, found)
    if (
        found.unit in NO_COUNT_UNITS
        and (found.unit not in REAL or not re.match(REAL[found.unit], after))
        and found.value < 100
    ):
        return aside(found, "name", "a set phrase")
    return found


def several(text: str, found: Found) -> Found | Aside:
    """两省, 三县: named together more often than counted."""
    if text[found.start - 1 : found.start] in tuple("等全辖共及和涉跨含有") and found.start:
        return found._replace(doubt="a noun without a measure word")
    return aside(found, "name", "named together")
