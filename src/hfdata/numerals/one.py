"""一 with a measure word: counted where something is delivered or recorded, an article elsewhere."""

from __future__ import annotations

import re

from .aside import PUNCTUATION, Aside, aside
from .characters import table
from .found import Found
from .patterns import HAN
from .units import FREQUENT

# 一 with a measure word is an article more often than a count. It counts behind words that deliver or record …
ONE_COUNTS = re.compile(
    "新建|新修|新开|新设|新办|成立|造成|查封|捣毁|配套|建起|救出|转移|改建|扩建|建成|建有|修建|兴建|设立|设置|设有|"
    "配备|配有|配置|购置|购买|添置|新增|增设|"
    "增加|完成|查处|侦破|破获|抓获|捐赠|捐建|荣获|获得|引进|落户|救助|安置|现有|共有|拥有|辖有|"
    "下设|包括|其中"
    "|仅有|只有|分别|安装|打掉|捣毁|评为|评选|开通|投放|发放|赠送|组建|举办|编制|印发|签订|选派|"
    "派驻|聘请|招聘|招募|收治|确诊|死亡|受伤|扣押|缴获|收缴|查获|至少|不少于|发生|召开|接报|各有|建设|"
    "投用|认定|入选|申报|立项|结题|授权|租赁|培养|储备|维修|更换|拆除|清理|取缔|关停|整改|缴纳|"
    "奖励|补助|资助|派出|出动|调配|调集|设(?!计|施|备|想|法|定|身|问)|"
    "(?<![所富享如惟固稀特没])有(?![的关效序力机利望待时些所意益害无助])|"
    "获(?![取知悉益])|建(?![议档言筑国党军立])|配(?![合方比音])|驻(?![村地守京点])|聘(?![任用])"
)
# … unless what follows is no thing one can count.
EVERY = re.compile("每(?:半年|半个?月|两?[天日周月年旬]|个?季度|个?月|个?星期|个?学期)")
ABSTRACT = re.compile(
    "体系|机制|格局|模式|梦想|品牌|道路|新路|路子|之路|篇章|氛围|局面|画卷|力量|屏障|防线|窗口|名片|整体|"
    "闭环|样板|标杆|高地|热潮|堡垒|重要|主要|关键|有效|良好|充满|过硬|高素质|最|特色鲜明|亮丽|"
    "方面|部分|不可|更加|较大|能打|想干|懂|作为|切实|全新|崭新|独特|之一|共同|新|"
    "特别|特殊|别样|深深|浓浓|满满|暖|沉甸甸|实实在在|关爱|关怀|爱心|温馨|心意|责任|信心|希望|惊喜|"
    "安心|快乐|幸福|机会|体验|牵挂|感动|收获|保障|底气|担当|情|美好|理想|难得|宝贵|意想不到|好"
)
ARTICLE_BEFORE = "这那某另每同任上下首头唯第其何哪该又再是如像为以用从把当作"
AT_END = table("处 所 座 名 个 套 台 辆 项 家 间 部 栋 条 块 支 件 份 人 例 起 宗 艘 架 期 场 次")
CASUALTY = re.compile("[\u4e00-\u9fff]{0,4}?(?:轻伤|重伤|受伤|死亡|身亡|遇难|失踪|被困|落水|溺水|溺亡|获救|生还)")
STOREYS = re.compile("层[，、（(]?(?:地下|地上|局部|裙楼)$")  # 地上六层、地下一层
EACH = re.compile(
    "(?:[人户村班校]均|每(?:个|所|家|名|位|支|座|栋|条|处)?(?:[村镇乡县市区户校班组店站点车楼桌人]|社区|网格|街道|单位|支部|小区|村庄|乡镇|学校|班级|企业|家庭|窗口|部门)"
    "(?:都|均|各|要|必须|至少|应)?(?:有|设|建|配|选|安排|派|配备|设立|确定|明确|选派|选定)?)$"
)  # 每户一份, 户均一亩
TOO = re.compile("(?:和|及|与|、|以及)$")
COUNTED_TOO = re.compile(
    "[一二两三四五六七八九十0-9]+[处所座名个套台辆项家间部栋条块支件份例起宗艘][^，。；！？\n]{1,20}(?:和|及|与|、|以及)$"
)
CLAUSES = re.compile("[，。；：！？、,;:!?\n]")
SENTENCE_PARTS = re.compile("[，。；：！？,;:!?\n]")
COUNTED_INCIDENT = re.compile(
    "(?:案件|事故|纠纷|案|警情|火灾|投诉|信访|事件|[少多增减])$"
)  # 查处案件一起, 比去年少一起
RECEIVED = re.compile("接到|收到|接报|受理|接获")  # 共接到一起投诉; 接到一个电话 is an article
CASES = table("起 件 例 宗")
INCIDENT = re.compile(
    "(?:[\u4e00-\u9fff]{0,4}[“《][^”》]{1,14}[”》])?[\u4e00-\u9fff]{0,8}?(?:案|事故|纠纷|事件|警情|火灾|投诉|信访)"
)


def one(text: str, found: Found, floor: int) -> Found | Aside:
    """一处, 一名: counted where something is delivered or recorded, an article elsewhere."""
    before = text[found.start - 1 : found.start] if found.start else ""
    after = text[found.end : found.end + 12]
    if found.qualifiers:
        return found
    if found.unit == "层" and STOREYS.search(text, max(0, found.start - 12), found.start):
        return found._replace(rule="一 of storeys")
    if before and before in ARTICLE_BEFORE:
        return aside(found, "idiom", "一 behind a pronoun or a verb of being")
    if after.startswith(found.unit) and found.unit:
        return aside(found._replace(end=found.end + len(found.unit)), "idiom", "一 with a doubled measure word")
    if found.unit in ("人", "名") and CASUALTY.match(after):
        return found._replace(rule="一 who came to harm")
    if (
        found.unit == "起"
        and not INCIDENT.match(after)
        and not COUNTED_INCIDENT.search(text, max(0, found.start - 2), found.start)
    ):
        return aside(found, "idiom", "一起: together")
    clause = CLAUSES.split(text[max(floor, found.start - 12) : found.start])[-1]
    if found.unit in FREQUENT and EVERY.search(clause):
        return found._replace(rule="一次 and how often")
    if EACH.search(clause) and found.unit and not ABSTRACT.search(CLAUSES.split(after)[0]):
        return found._replace(rule="一 for each")
    if not after or (after[0] in PUNCTUATION and after[0] not in "“‘《〈"):  # 走出一条“…”之路 goes on
        if (found.unit in AT_END and before and HAN.match(before)) or before in ("”", "》", "）"):
            return found._replace(rule="一 behind what it counts", doubt="一 may be an article")
        return aside(found, "idiom", "一 that counts nothing")
    following = CLAUSES.split(after)[0]
    if found.unit in CASES and RECEIVED.search(clause):
        return found._replace(rule="一 received", doubt="一 may be an article")
    if found.unit in AT_END and _counted_too(text, found, floor) and not ABSTRACT.search(following):
        return found._replace(rule="一 beside another count", doubt="一 may be an article")
    if found.unit in AT_END and ONE_COUNTS.search(clause) and (found.unit == "起" or not ABSTRACT.search(following)):
        return found._replace(rule="一 behind a verb of delivery", doubt="一 may be an article")
    return aside(found, "idiom", "一 as an article")


def _counted_too(text: str, found: Found, floor: int) -> bool:
    """新建一座桥和一座泵站: the second 一 counts as the first does, behind the same verb of delivery."""
    if not TOO.search(text, max(0, found.start - 2), found.start):
        return False
    lead = SENTENCE_PARTS.split(text[max(0, found.start - 40) : found.start])[-1]
    return bool(COUNTED_TOO.search(lead) and ONE_COUNTS.search(lead))
