"""Wordings that tell whether something is done, under way or planned, as one table, and where they stand in a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Status

DONE: Status = "done"
UNDER_WAY: Status = "under_way"
PLANNED: Status = "planned"


class Cue(NamedTuple):
    """A wording and what it says; a ``weak`` one ends a plan but does not overrule an earlier word of its sentence."""

    name: str
    status: Status
    pattern: str
    weak: bool = False


VERBS = (
    "继续|进一步|持续|于|在|投资(?!额|方|者)|投入|新建|改建|扩建|建设|建成|完成|实施|开展|达|安排|"
    "全面|重点|着力|组织(?:开展|召开|举办|实施)|按照|举办|新增|改造|启动|推进|加快|通过|对|为|会|有|"
    "陆续|分|力争|再|打造|建|办|聚焦|围绕|坚持|以|紧|深入|大力|积极|统筹|争取|依托|引进|培育|扎实|"
    "健全|完善|提升|优化|努力|开工|迎来|惠及|覆盖|带动|实现|采取|同步|向|超过|突破|用|增|扩|不断|"
    "严格|从|认真|抓|强化|加大|多|更|集中|优先|确保|重新|免费|逐步|支持|推动|筹|出台|全力|设|选|招|"
    "拿|发放|整合|创建|继|尽|竭"
)
# 计划 behind these is the name of a programme, or a plan that is compared with.
NAMED = "".join(
    f"(?<!{word})"
    for word in (
        "行动 发展 工作 培养 招生 招聘 人才 完成 超 超出 年度 按 列入 纳入 培训 采购 教学 改善 提升 攻坚 振兴 倍增 培育 "
        "支持 帮扶 关爱 保障 救助 成长 助学 资助 专项 占 比 原 英才 春蕾 强基 筑基 三年 五年 百日 引智"
    ).split()
)
BY_THEN = "年底前"
PRESSING = "推进"  # 加快建设 is what a plan says too
OF_A_THING = "正在…的"  # 正在建设的敬老院 says nothing of what other clauses count
CUES = (
    Cue("计划", PLANNED, (
        f"{NAMED}计划(?!生育|经济|单列|书|表|外|内|完成率|总数|的[0-9]|覆盖|惠及|实施以来|资助|培养|[”》]|"
        "[0-9.]+(?:倍|%|个百分点))"
    )),
    Cue("拟", PLANNED, "(?<![模虚草比起])拟(?!人|态|合|稿|定了|订了|制了)"),
    Cue("将", PLANNED, (
        f"(?<![即大小名老干武主上中少])将(?:(?:于)?[0-9一二三四五六七八九十]+(?:年|月|日)|"
        f"(?={VERBS}))|(?<=[，,。；我们市县区镇年街道局月期院校司])将(?={VERBS})"
    )),
    Cue("要", PLANNED, (
        "(?<![重主需纲摘首只若简纪提险必概想索紧不])要(?=[花建完达实新改确做办打赶把在对使让全着继加"
        "抓推强提扩凑立到扎聚围坚深持拿投开安培引修铺装种栽补招评选送演救帮发收迁搬拆清治查巡跑换接通架挖增减降用保控力再])"
    )),
    Cue("预计", PLANNED, (
        "预计|预期|有望|即将|打算|定于|拟于|届时|赶在|准备(?=在|于|进入|接入|新建|投|用|建|实施|开|再)|待(?=建|开工|改造|安置|拆)|"
        "(?:还没|尚未|未)开工|还没开建"
    )),
    Cue("力争", PLANNED, (
        "力争|争取(?=在|到?今年|年|明年|实现|完成|早日|尽早|于|使|让|达|用|[0-9])|努力(?=实现|完成|"
        "达到)"
    )),
    Cue("明年", PLANNED, "明年|后年|来年|明春|今冬明春|下学期|下个月|下月|下季度|下一步|下步|接下来|今后|下一?阶段|未来(?=[一二三两五几0-9])"),
    Cue("目标", PLANNED, (
        "(?:目标|任务)(?=是|为|：|:|达到?)|规划(?=建设|新建|投资|总投资|用地|到|建筑|总建筑|占地)|"
        "目标任务(?=[0-9])"
    )),
    Cue("规定", PLANNED, (
        "(?:(?<=[》则案策见知中还确也并])|(?<=[》则案策见知中]还))规定(?=[，,：:]|[对每凡])|可以?(?:获得|享受|领取|申领|领到)(?![了的])"
    )),
    Cue("年底完成", PLANNED, (
        "(?:今年|年底|月底|年内)(?:底|内)?(?:全部|全面|基本|全线)?"
        "(?:完成|建成|通车|竣工|完工|投用|贯通|开工)(?=[ \n]|$|(?<!今年..)(?<!今年....)[，。；])"
    )),
    Cue("建成后", PLANNED, (
        "(?:建成|投产|投用|竣工|完工|运营|达产|开通|投入使用|全部完成)(?:投产|投用|使用|运营)?以?后"
        "(?=[^。；]{0,12}(?:可|将|能|预计))"
    )),
    Cue("确保", PLANNED, (
        "确保(?=[^，。；]{0,16}(?:年内|年底|月底|[月日]前|保持在|稳定在|控制在|不低于|不少于|不超过|达到))"
    )),
    Cue(BY_THEN, PLANNED, (
        "(?:年底|月底|季度|年|月|[0-9]日|春节|国庆节?|汛期|供暖季|"
        "开学)(?:之)?前(?=[^，。；]{0,10}(?:完成|建成|投|竣工|通车|交付|全部|实现|达|完工|启用|"
        "开工))|年内(?=[^，。；]{0,10}(?:完成|建成|投|竣工|通车|交付|全部|实现|达|完工|启用|开工|"
        "做完|封顶))|(?<![此以目提日从面空眼当先往向产学会生婚孕])前(?=(?:可|能|要|将|全部|全面|基本|就能){0,2}"
        "(?:完成|建成|投用|投入|竣工|通车|交付|完工|启用|开工|贯通|封顶|修完|修好|建好|建完|做完|办完|办好|搬完|装完|改完|到位))"
    )),
    Cue(OF_A_THING, UNDER_WAY, "(?:正在|在建)[^，。；、0-9]{0,6}的"),
    Cue("正在", UNDER_WAY, (
        "正在|在建|现正|正(?=有序|加紧|加快|全力|抓紧|积极|稳步|火热|紧张|进行|筹|逐步|推进|施工|"
        "建设|实施|办理|处于)|正[^，。；0-9]{1,3}着|(?:处于|进入)[^，。；]{0,6}(?:阶段|尾声)|(?<=[所个处家座项条栋户])在(?=改造|施工|装修|建设|修|扩建)|(?:仍在|还在)(?=建|施工|改|装|进行|办|推进|审|修|加紧|抓紧|加快|调试|实施|整|扩|铺)|在办(?!公|理)|续建项目|尚未(?:完成|完工|竣工)"
    )),
    Cue("建设中", UNDER_WAY, (
        "(?:建设|施工|推进|进行|实施|办理|审批|整改|安装|改造|招标|装修|调试|审理|洽谈|筹备|"
        "申报)(?:之)?中(?=[，,。；;、）)的]|$)|已开工(?!数)|开工建设(?=[，,。；;]|$)"
    )),
    Cue(PRESSING, UNDER_WAY, "(?:加快|全力|稳步|有序|扎实|积极|持续|加速|统筹|抓紧)(?:推进|建设|实施|施工)", weak=True),
    Cue("已", DONE, (
        "(?<!不)已(?!开工|建项目|婚|知)|截至|截止|现有|现共有|现已|今年以来|年以来|月以来|实际(?!情况|需|问题|出发|行动|困难|工作|上)|业已|去年|上年|过去"
    )),
    Cue("同比", DONE, "同比|比上年|较上年|上年同期|比去年|较去年|与去年|与上年", weak=True),
    Cue("了", DONE, "(?<![为除到罢好])了(?=[近约超过逾]{0,2}[0-9一二三四五六七八九十两百千])"),
    Cue("目前", DONE, "目前|现在|眼下"),
    Cue("完成", DONE, (
        "累计|共有|拥有|完成(?:了|率)|全部完成|全面完成|建成了|投入使用|投用(?!后)|竣工|被评为|荣获|"
        "完工(?=[0-9])|获评|获得|达到了|发放了|开展了|举办了|共(?:出动|派出|检查|查处|接待|收到|受理|发现|抓获|破获)|昨[日天]|近日"
    ), weak=True),
    Cue("…了", DONE, "(?<=设立|建立|成立|建成|新建|改造|实现|解决|投入|组织)了", weak=True),
)  # fmt: skip
WORDING = re.compile("|".join(f"(?P<c{number}>{cue.pattern})" for number, cue in enumerate(CUES)))
ANCHOR = re.compile(
    "[可昨近即计拟将要预期有即打准待力争努明后来下接今未目任规年月季春国汛供开正在现仍还续尚建施推进实前确处定届赶眼竣运达完改装"
    "办审整安改招装调洽筹申加全稳扎积持统抓已截业同比较与上去过累共拥完投竣被荣获达发举了]|[0-9](?=日)"
)
BY_GROUP = {f"c{number}": cue for number, cue in enumerate(CUES)}
YEAR = re.compile("(20[0-9]{2})年?(?![0-9])")


def wordings(text: str, year: int | None) -> list[tuple[int, int, Cue]]:
    """Find every wording of *text*, in order, with its start and end; a year after *year* is a plan."""
    cues, end = [], 0
    for anchor in ANCHOR.finditer(text):  # most characters are passed over without trying every cue
        if anchor.start() >= end and (match := WORDING.match(text, anchor.start())) and match.lastgroup:
            end = match.end()
            cues.append((anchor.start(), end, BY_GROUP[match.lastgroup]))
    if year is not None:
        later = [m for m in YEAR.finditer(text) if int(m[1]) > year]
        cues += [(m.start(), m.end(), Cue(f"{m[0]}, after the event", PLANNED, "")) for m in later]
        cues.sort(key=lambda row: row[:2])
    return cues
