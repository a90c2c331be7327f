"""Words that a number counts or measures in; the longest that fits is the unit, printed as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from .characters import table

# Measure words: they stand between a number and what is counted.
COUNTS = """
人 人次 人份 名 位 户 户次 口 家 家次 个 处 条 件 件次 项 项次 套 栋 幢 座 所 间 台 台次 台套 台件 辆 辆次 艘 艘次
架 架次 列 列次 起 例 例次 宗 次 场 场次 期 批 批次 本 册 部 篇 份 张 枚 块 片 面 支 只 头 匹 羽 尾 株 棵 颗 盏 根
把 杆 顶 床 桶 袋 箱 包 盒 瓶 桌 堂 节 轮 轮次 趟 班 班次 车次 趟次 站次 点次 处次 对 双 组 队 种 类 大类 小类 门类
门 款 版 幅 首 出 则 桩 笔 单 票 股 伙 帮 团 层 道 步 圈 环 排 行 摞 堆 垛 丛 束 眼 孔 扇 标箱 标准箱 标段 网格 点位
席 席位 车位 泊位 床位 座位 机位 铺位 餐位 学位 方面 环节 步骤 领域 部门 单位 社区 小区 村庄 乡镇 镇街 街道 区县
县区 县市 市县 县市区 村居 片区 园区 倍 成 折 遍 回 顿 餐 碗 杯 针 针次 剂 剂次 管 粒 贴 副 尊 通 封 页 字 句 段 章
卷 集 讲 课次 株次 头次 羽次 亩次 宗次 频次 档 栏 样本 窗口 盘 筐 车 船 节次 招 样 员 屏 大项 小项 分项 子项 大 届 枝 航次 个次 路 车道 号人 穴 垄 棚 具 部次 辆次 台班 捆 串 缸 罐 窝 人口 标台 标辆 标准台 大块 件套 套件
"""
# Nouns that Arabic numerals take without a measure word (17市); behind Chinese numerals most are names (三县, 两区).
NOUNS = """
国 国家 地区 省份 城市 省市 省 市 县 区 镇 乡 村 州 旗 盟 校 社 站 馆 园 站点 网点 据点 学校 企业 支部 小组 专班
岗位 平台 志愿者 党员 干部 群众 师生 线 岛 桥 塔 池 闸 泵站 亭 岗 村社 校区 院区 港区 办 街
"""
MEASURES = """
元 角 块钱 毛 毛钱 人民币 美元 欧元 港元 港币 日元 英镑 澳元 加元 韩元 卢布 米 厘米 毫米 分米 微米 纳米 公里 千米 里 华里
海里 英里 英寸 寸 尺 丈 英尺 延米 延长米 车道公里 线公里 皮长公里 芯公里 平方米 平方公里 平方千米 平方厘米 平方 平米
立方米 立方 方 立方厘米 亩 公顷 顷 标立方米 标方 标准立方米 吨 公斤 担 千克 克 毫克 微克 斤 市斤 吨公里 人公里
吨标准煤 吨标煤 载重吨 总吨 吨油当量 蒸吨 克拉 升 毫升 公升 千瓦 千瓦时 千瓦小时 兆瓦 兆瓦时 瓦 吉瓦 吉瓦时 度 千伏
伏 千伏安 兆伏安 安培 马力 千卡 焦耳 千焦 吉焦 帕 千帕 兆帕 百帕 摄氏度 ℃ ° 分贝 赫兹 千赫 兆赫 兆 字节 比特 流明 %
‰ ㎡ ㎥ ㎞ ㎏ ㎝ ㎜ m² m³ m2 m3 km km² km2 kg g mg μg ug ml mL L cm mm kW kw KW kWh kwh KWh MW MWh GW GWh KM Km KG Kg dB kw TB GB MB
KB Mbps Gbps km/h mg/L μg/m³ mg/m³ μg/m3 mg/m3 ug/m³ hm² ha t m m/s m³/s m³/d t/d t/h TEU 点 分 个百分点 百分点 个点 个基点 基点 BP bp
"""
DURATIONS = """
年 年度 周年 载 个年头 年头 年时间 个月 个季度 季度 个半月 天 日 昼夜 个昼夜 个日夜 日夜 夜 晚 个晚上 周 个周 星期
个星期 礼拜 个礼拜 旬 小时 个小时 个钟头 钟头 分钟 秒 秒钟 刻钟 毫秒 工作日 日历天 个工作日 个自然日 自然日 个交易日 交易日
世纪 个世纪 年代 个学期 学期 个学年 学年 个周期 个赛季 赛季 个寒暑 个春秋 岁
"""
# Durations that count work done, not when it was done.
WORK = "工时 课时 学时 工日 人天 人日 机时 核时 标准工时 个工时 个课时 个学时 个工日"

# What is counted per period, and how the period ends: 每周一次, 每月3场.
FREQUENT = table("次 场 期 回 趟 遍 节 课 顿 轮 场次 课时 堂")
OFTEN_ENDS = tuple("周月年天日度季旬期晚")

# A multiplier in front of these belongs to the unit: 45千米 is 45 km, 百分点 is one word.
OWN_MULTIPLIER = ("千米", "千克", "千瓦", "千伏", "千卡", "千赫", "千焦", "千帕", "千字节", "百分", "百帕", "千兆")

# A number before one of these has no unit of its own: 人民 does not begin with the measure word 人.
NOT_A_UNIT = table(
    """
    人民 人大 人代会 单元 年轻 元旦 元宵 天津 家家 台湾 点对点 小时候 只有 只要 只需 单独
    方可 方能 方案 方式 方法 方便 方向 方得 方才 方为 方针 担任 担当 担保 大学 大队 大专 大米 大小 大概 大约 大于 大家 市民 市区 市级 市直 村民 村级 国民 县城 县级 县直 镇区 镇级 省级 区级 区直 乡亲 校园 站台 馆藏 大关 成立 成为 成功 成果 成效
    成员 成长 人口粮 人口岸 办公 办理 办事 办法 办学 办结 办案 办证 办好 办成 办完 办起 办班 办厂 街坊 街区 街头 街舞 街景
    """
)

COUNT_UNITS = frozenset(COUNTS.split())
NOUN_UNITS = frozenset(NOUNS.split())
DURATION_UNITS = frozenset(DURATIONS.split())
MEASURE_UNITS = frozenset(MEASURES.split())
UNITS = COUNT_UNITS | NOUN_UNITS | MEASURE_UNITS | DURATION_UNITS | frozenset(WORK.split())


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Index words by their first character, longer ones first."""
    index: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=len, reverse=True):
        index[word[0]] = (*index.get(word[0], ()), word)
    return index


STARTING, NOT_STARTING = _by_first(UNITS), _by_first(NOT_A_UNIT)
# What a number joins over a typesetter's blank (2023 年, 30 万元, 400 余处).
JOINED = "".join(sorted({w[0] for w in UNITS if w[0] >= "一"} | set("余多来万亿千百年月日号时点分秒周岁级届旬%‰℃")))
LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZμ")
MONEY = table("元 角 块钱 美元 欧元 港元 港币 日元 英镑 澳元 加元 韩元 卢布")
DENOMINATORS = UNITS | table("月 年 天 日 人 户 期 周 季 季度 秒 时 车 床 生")  # what may stand behind a slash: 元/月

# What one of these is in the first of its row.
SAME_KIND: tuple[dict[str, str], ...] = (
    {
        "米": "1",
        "千米": "1000",
        "公里": "1000",
        "km": "1000",
        "延米": "1",
        "厘米": "0.01",
        "毫米": "0.001",
        "里": "500",
    },
    {
        "平方米": "1",
        "平方公里": "1000000",
        "公顷": "10000",
        "平米": "1",
        "㎡": "1",
        "km²": "1000000",
        "平方千米": "1000000",
    },
    {"亩": "1", "顷": "100"},
    {"吨": "1", "公斤": "0.001", "千克": "0.001", "斤": "0.0005", "克": "0.000001", "kg": "0.001", "t": "1"},
    {"立方米": "1", "方": "1", "升": "0.001", "立方": "1", "m³": "1"},
    {"千瓦时": "1", "度": "1", "kWh": "1"},
    {"人": "1", "名": "1", "位": "1", "口": "1", "人口": "1"},
    {"元": "1", "块钱": "1", "角": "0.1"},
)


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """Give *value*, printed in *unit*, in the unit *to*; None where one cannot become the other.

    >>> convert(Decimal(4500), "米", "千米"), convert(Decimal(3), "名", "人"), convert(Decimal(3), "户", "人")
    (Decimal('4.5'), Decimal('3'), None)
    """
    if unit == to:
        return value
    for row in SAME_KIND:
        if unit in row and to in row:
            turned = value * Decimal(row[unit]) / Decimal(row[to])
            return turned.quantize(Decimal(1)) if turned == turned.to_integral_value() else turned.normalize()
    return None


SLASHED = re.compile(r"/[\u4e00-\u9fffA-Za-z³²·.]{1,6}")
LETTERS = re.compile(r"[A-Za-zμ]+[0-9²³]?(?:/[A-Za-z]+[²³0-9]?)?")
ALSO = re.compile(
    "[（(](?:次|套|间|台|个|户|人|名|处|家|件|起|条|辆|场|座|栋|所|项|只|批|宗|份|组|期|点|路)[）)]"
)  # 套（间）
# What makes 成 the beginning of a word (成立, 成员) and not a tenth; 四成分散供养 is one.
NO_SHARE = re.compile("[立为功员果效绩本都长年熟品套吉就因交衣语]|群(?!众)|分(?!散|别|布|流|批|期|给|户|摊|配|享)")


def unit_at(text: str, at: int) -> str:
    """Give the unit that is printed at *at*, the longest that is known, or nothing.

    >>> unit_at("300人次的", 3)
    '人次'
    """
    first = text[at : at + 1]
    if first in LATIN:
        letters = LETTERS.match(text, at)
        return letters[0] if letters and letters[0] in UNITS else ""
    for word in STARTING.get(first, ()):
        if text.startswith(word, at):
            break
    else:
        return ""
    length = len(word)
    if any(len(other) > length and text.startswith(other, at) for other in NOT_STARTING.get(first, ())):
        return ""
    if word == "个点" and text[at + 2 : at + 3] in tuple("位子亮击钟"):
        return "个"  # 30个点位
    if word == "成" and NO_SHARE.match(text, at + 1):
        return ""
    behind = text[at + length : at + length + 1]
    if behind in ("（", "(") and (also := ALSO.match(text, at + length)):
        return word + also[0]
    if behind == "/" and (slashed := SLASHED.match(text, at + length)):
        return word + _per(slashed[0])
    return word


def unit_per(text: str, at: int) -> str:
    """Give the denominator that is printed at *at* (2亿/公里), or nothing."""
    slashed = SLASHED.match(text, at)
    return _per(slashed[0]) if slashed else ""


def _per(slashed: str) -> str:
    """Keep of "/平方米以上" what is a denominator."""
    for length in range(len(slashed), 1, -1):
        if all(part in DENOMINATORS for part in re.split("[/·.]", slashed[1:length])):
            return slashed[:length]
    return ""
