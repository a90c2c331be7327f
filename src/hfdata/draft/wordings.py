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
    "拿|发放|整合|创建|继|尽|竭|安装|修|铺设|提供|容纳|购置|配备|延长|缩短|降低|减少|拥有|成立|承办|承接|运营|种植|培训|吸引|接待|"
    "服务|形成|给予|补助|奖励|开通|开放|打通|延伸|辐射|节约|节省|贡献|满足|解决|改善|缓解|启用|举行|进入|迁|搬|栽|补种|轮训|资助|救助|慰问"
)
# 计划 behind these is the name of a programme, or a plan that is compared with.
NAMED = "".join(
    f"(?<!{word})"
    for word in (
        "行动 发展 工作 培养 招生 招聘 人才 完成 超 超出 年度 按 列入 纳入 培训 采购 教学 改善 提升 攻坚 振兴 倍增 培育 "
        "支持 青南 西部 国培 特岗 村官 千人 万人 托举 育苗 雏鹰 雨露 阳光 帮扶 关爱 保障 救助 成长 助学 资助 专项 占 比 原 英才 春蕾 强基 筑基 三年 五年 百日 引智"
    ).split()
)
BY_THEN = "年底前"
ONCE_BUILT = "建成后"
PRESSING = "推进"  # 加快建设 is what a plan says too
OF_A_THING = "正在…的"  # 正在建设的敬老院 says nothing of what other clauses count
NUMBER = "[近约超逾不]?[过足]?[0-9一二三四五六七八九十两百千]"
CUES = (
    Cue("计划", PLANNED, (
        f"{NAMED}计划(?!生育|经济|单列|书|表|外|内|完成率|总数|的[0-9]|覆盖|惠及|实施以来|资助|培养|[”》]|"
        "已|目前|全部|均|圆满|顺利|如期|志愿者|"
        "[0-9.]+(?:倍|%|个百分点))"
    )),
    # How many may be admitted or hired is a plan's number, whatever has been done.
    Cue("招收计划", PLANNED, f"(?:招生|招聘|招录|招收|招募|录取|用工|培训)计划(?:总数|数|人数)?(?=[为是共：:]?{NUMBER})"),
    Cue("拟", PLANNED, "(?<![模虚草比起])拟(?!人|态|合|稿|定了|订了|制了)"),
    Cue("将", PLANNED, (
        f"(?<![即大小名老干武主上中少])将(?:(?:于)?[0-9一二三四五六七八九十]+(?:年(?!级)|月|日)|"
        f"(?={VERBS}))|(?<=[，,。；我们市县区镇年街道局月期院校司])将(?={VERBS})"
    )),
    Cue("要", PLANNED, (
        "(?<![重主需纲摘首只若简纪提险必概想索紧不])要(?=[花建完达实新改确做办打赶把在对使让全着继加"
        "抓推强提扩凑立到扎聚围坚深持拿投开安培引修铺装种栽补招评选送演救帮发收迁搬拆清治查巡跑换接通架挖增减降用保控力再服达突实])"
    )),
    Cue("预计", PLANNED, (
        "预计|预期|有望|即将(?![^，。；0-9]{1,12}的[^，。；0-9]{1,8}[，。；])|打算|定于|拟于|届时|赶在(?![^，。；]{0,14}前[^，。；]{0,8}了)|准备(?=在|于|进入|接入|新建|投|用|建|实施|开|再)|待(?=建|开工|改造|安置|拆|(?:全部|全面|整体|项目|工程|全线)(?:建成|完工|投用|竣工|完成|通车))|"
        "(?:还没|尚未|未)开工|还没开建"
    )),
    Cue("力争", PLANNED, (
        "力争|争取(?=在|到?今年|年|明年|实现|完成|早日|尽早|于|使|让|达|用|[0-9])|努力(?=实现|完成|"
        "达到)"
    )),
    Cue("明年", PLANNED, "明年|后年|来年|明春|今冬明春|下学期|下个月|下月|下季度|下一步|下步|接下来|今后|下一?阶段|未来(?=[一二三两五几0-9])"),
    Cue("目标", PLANNED, (
        "(?:目标|任务)(?=是|为|：|:|达到?)|规划(?=建设(?!办|局|科|委|管理|部门|所)|完成|新增|布局|实施|打造|改造|投入|设置|新建|投资|总投资|用地|到|建筑|总建筑|占地)|"
        f"(?<!完成)(?<!完成年度)(?<!完成全年)(?:目标任务|(?<=[年度总])任务数?)(?={NUMBER})"
    )),
    Cue("规定", PLANNED, (
        "(?:(?<=[》则案策见知中还确也并])|(?<=[》则案策见知中]还))规定(?=[，,：:]|[对每凡])|(?<=[》则案策见知例划法])[还也]?(?:明确|提出|要求|指出)(?=[，,：:到])|可以?(?:获得|享受|领取|申领|领到)(?![了的])"
    )),
    # What a rule demands or allows: 每校不得少于3人, 最高可报销80%.
    Cue("须", PLANNED, (
        "(?:必须|务必|务求|应当|均应|均须)(?![^，。；0-9]{1,10}的[^，。；0-9]{0,8}[0-9])|(?:(?<=[，,。；人员校院所户村镇乡街道区县市构位门数])[须应](?=[在于达按不由配设从有自与以能做把将对每])|不得(?=[少低超高多大小]|突破)|"
        "原则上|一律(?=[调下上不按实为降减免取停不执给提])|(?:最多|最高|至多|每[人户年月日次]|均|即|也)可(?=[购报申补贷减免提抵兑借预选拨住])|"
        "(?:少|低)于[^，。；]{0,12}的[，,]?(?:一律|不得|不予|应|须|要|将))"
    )),
    # Imperatives: what somebody is told to do well is not done.
    Cue("办好", PLANNED, f"(?<![被已经])(?<!每年)(?:办好|抓好|做好|建好|落实好|实施好|组织好|筹办好|开展好)(?=[这以全]?{NUMBER})|争创|力保(?=[^，。；]{{0,10}}{NUMBER})"),
    Cue("对谁", PLANNED, (
        "(?<![非平])凡(?:是|年满|[^，。；]{1,20}的[，,])|符合(?:申[请领])?(?:条件|规定|标准|政策|要求|资格)的[^，。；0-9]{0,12}[，,]?"
        "(?=[^，。；0-9]{0,10}(?:给予|每|可|按|享受|予以|发放|补|奖))(?![^。；]{0,30}[了已共])|"
        "的[，,](?=(?:每[人户名年月床张次]|按[每照]|给予|一次性|最高|可按|可享|不予|应当|由[^，。；]{1,8}给予))"
    )),
    Cue("预算", PLANNED, "(?<!已)预算(?:安排|列支)|(?<!已)安排[^，。；0-9]{0,6}预算资金"),
    Cue("据规划", PLANNED, "(?:据|按照?)规划(?=[，,])|(?<![仅只])用(?=[一二三两五六十0-9]{1,2}年(?:左右|的)?时间)(?![^，。；]{0,24}[了已])"),
    Cue("到年底", PLANNED, (
        "到(?:今年|本)?(?:年底|年末|月底|季度末|学期末)[，,]?(?=[^，。；]{0,24}(?:达|实现|建成|完成|超过|力争))(?![^。；]{0,30}(?:已|累计|共|了))"
    )),
    Cue("要求", PLANNED, "(?:要求|强调)(?=[，,：:][^，。；]{0,6}(?:要|必须|务必|各|确保|严格|加强|坚持|进一步|抓|做好|把))"),
    Cue("几年内", PLANNED, "(?<=[一二三两五十0-9])(?<![近前去过这连].)年(?:之|以)?内(?=[，,新建完改实全基达培引解打创投形建力使让将])(?![，,]?[^，。；]{0,6}(?:累计|已|共|先后))"),
    Cue("年底完成", PLANNED, (
        "(?:今年|年底|月底|年内)(?:底|内)?(?:全部|全面|基本|全线)?"
        "(?:完成|建成|通车|竣工|完工|投用|贯通|开工)(?=[ \n]|$|(?<!今年..)(?<!今年....)[，。；])"
    )),
    Cue(ONCE_BUILT, PLANNED, (
        "(?:建成|投产|投用|竣工|完工|运营|达产|开通|投入使用|全部完成)(?:投产|投用|使用|运营)?以?后"
        "(?=[^。；]{0,12}(?:可|将|能|预计))"
    )),
    Cue("确保", PLANNED, (
        "确保(?=[^，。；]{0,16}(?:年内|年底|月底|[月日]前|保持在|稳定在|控制在|不低于|不少于|不超过|达到))"
    )),
    Cue(BY_THEN, PLANNED, (
        "(?:年底|月底|季度|年|月|[0-9]日|春节|国庆节?|汛期|供暖季|"
        "开学)(?:之)?前(?=[^，。；]{0,10}(?:完成(?!了)|建成(?!了)|投|竣工|通车|交付|全部|实现(?!了)|达|完工|启用|"
        "开工))|年内(?=[^，。；]{0,10}(?:完成|建成|投|竣工|通车|交付|全部|实现|达|完工|启用|开工|"
        "做完|封顶))|(?<![此以目提日从面空眼当先往向产学会生婚孕超])前(?=(?:可|能|要|将|全部|全面|基本|就能){0,2}"
        "(?:(?:完成|建成|投用|投入|竣工|通车|交付|完工|启用|开工|贯通|封顶)(?!了)|修完|修好|建好|建完|做完|办完|办好|搬完|装完|改完|到位))"
    )),
    Cue(OF_A_THING, UNDER_WAY, "(?:正在|在建)[^，。；、0-9]{0,6}的"),
    Cue("正在", UNDER_WAY, (
        "正在|在建|现正|正(?=有序|加紧|加快|全力|抓紧|积极|稳步|火热|紧张|进行|筹|逐步|推进|施工|"
        "建设|实施|办理|处于)|正[^，。；0-9]{1,3}着|(?:处于|进入)[^，。；]{0,6}(?:阶段|尾声)|(?<=[所个处家座项条栋户])在(?=改造|施工|装修|建设|修|扩建)|(?:仍在|还在)(?=建|施工|改|装|进行|办|推进|审|修|加紧|抓紧|加快|调试|实施|整|扩|铺)|在办(?!公|理)|续建项目|尚未(?:完成|完工|竣工)"
    )),
    Cue("建设中", UNDER_WAY, (
        "(?:建设|施工|推进|进行|实施|办理|审批|整改|安装|改造|招标|装修|调试|审理|洽谈|筹备|"
        "申报)(?:之)?中(?=[，,。；;、）)的]|$)|已(?:开工(?!数)|进场|动工|全面施工|全面动工)|开工建设(?=[，,。；;]|$)"
    )),
    Cue(PRESSING, UNDER_WAY, "(?:加快|全力|稳步|有序|扎实|积极|持续|加速|统筹|抓紧)(?:推进|建设|实施|施工)(?![，,。；;])", weak=True),
    Cue("已", DONE, (
        "(?<!不)已(?!开工|进场|动工|全面施工|全面动工|建项目|婚|知)|截至|截止|现有|现共有|现已|今年以来|年以来|月以来|实际(?!情况|需|问题|出发|行动|困难|工作|上)|业已|(?:去年|上年)(?![0-9年初底]{0,3}月?(?:正式|全面)?(?:开工|动工|启动|奠基))|过去"
    )),
    Cue("同比", DONE, "同比|比上年|较上年|上年同期|比去年|较去年|与去年|与上年", weak=True),
    Cue("了", DONE, "(?<![为除到罢好])了(?=[近约超过逾]{0,2}[0-9一二三四五六七八九十两百千])"),
    Cue("目前", DONE, "目前|现在|眼下"),
    Cue("完成", DONE, (
        f"累计|共计|合计|总计|共有|拥有|(?<![将拟要可能])建成(?={NUMBER})|完成(?:了|率)|全部完成|全面完成|建成了|投入使用|投用(?!后)|竣工|被评为|荣获|"
        "完工(?=[0-9])|获评|获得|达到了|发放了|开展了|举办了|共(?:出动|派出|检查|查处|接待|收到|受理|发现|抓获|破获)|昨[日天]|近日"
    ), weak=True),
    Cue("…了", DONE, "(?<=设立|建立|成立|建成|新建|改造|实现|解决|投入|组织)了", weak=True),
)  # fmt: skip
WORDING = re.compile("|".join(f"(?P<c{number}>{cue.pattern})" for number, cue in enumerate(CUES)))
# Where a wording may begin: most characters are passed over without trying every cue, common ones by what follows.
FIRST = frozenset("拟将要待明后今目年月季春正前已了去凡")
PAIRS = (  # a first character, then what may follow it
    "建设成 全力部面线 在建办改施装修扩 发放现 有望序 业已 实施际 进行入 上年 开展工学通 "
    "现有共已正在 改造 处于 安装排 施工 加快速紧 办好理 投产用入 来年 国庆 准备 完成工 接下 "
    "定于 后年 过去 同比 达产到 供暖 下学个月季一步阶 可以获享领申 推进 调试 整改 计划 持续 "
    "打算 审批理 统筹 积极 与去上 规划定 比上去 装修 招生聘录收募标 运营 获评得 举办 近日 "
    "昨日天 截至止 努力 抓好紧 被评 荣获 拥有 累计 洽谈 筹备 申报 确保 稳步 扎实 尚未 赶在 "
    "届时 眼下 竣工 仍在 续建 即将可 预计期算 任务 提出 指出 原则 一律 不得 必须 务必求 "
    "均应须可 也可 录取 符合 据规 按照规 培训 做好 落实 组织 争取创 力争保促 强调 合计 总计 "
    "共计有出派检查接收受发破 较上去 汛期 未来开 还在没 "
    "的，, 应当在于达按不由配设从有自与以能做把将对每 须当在于达按不由配设从有自与以能做把将对每 最多高 至多高 "
    "每人户年月日次 少于 低于 到今本年月季学 用工一二三两五六十0123456789 0日 1日 2日 "
    "3日 4日 5日 6日 7日 8日 9日 "
)
PAIR = frozenset(pair[0] + after for pair in PAIRS.split() for after in pair[1:])
CHARACTER = re.compile(f"[{''.join(FIRST)}{''.join({pair[0] for pair in PAIR if not pair[0].isdigit()})}]|[0-9](?=日)")
BY_GROUP = {f"c{number}": cue for number, cue in enumerate(CUES)}
YEAR = re.compile("(20[0-9]{2})年?(?![0-9])")
PLAN_END = re.compile(
    "(?<![比由从较与自])(?<![比由从较与自]“)十([一二三四五六七])五”?(?:规划)?(?:时期|期)?末(?=[，,]|[^，。；的比分]{2,20}(?:达|实现|建成|完成|超过))"
)
BY_YEAR = re.compile(
    "(?<![截迄直止年月])[到至](20[0-9]{2})年(?:年底|底|末|年末)?(?:之?前)?(?:[，,]|(?=[^，。；]{2,30}))(?![^。；]{0,20}(?:已|累计|了[0-9]|增加到|增至))"
)


def may_begin(text: str, at: int) -> bool:
    """Tell whether a wording may begin at *at*, by one or two characters."""
    return text[at] in FIRST or text[at : at + 2] in PAIR


def wordings(text: str, year: int | None) -> list[tuple[int, int, Cue]]:
    """Find every wording of *text*, in order, with its start and end; a year after *year* is a plan."""
    cues, end = [], 0
    for found in CHARACTER.finditer(text):
        at = found.start()
        if at < end or not may_begin(text, at):
            continue
        if (match := WORDING.match(text, at)) and match.lastgroup:
            end = match.end()
            cues.append((at, end, BY_GROUP[match.lastgroup]))
    later = [m for m in YEAR.finditer(text) if int(m[1]) > year] if year is not None else []
    cues += [(m.start(), m.end(), Cue(f"{m[0]}, after the event", PLANNED, "")) for m in later]
    cues += [(m.start(), m.end(), Cue(f"{m[0]}, a target", PLANNED, "")) for m in _targets(text, year)]
    cues.sort(key=lambda row: row[:2])
    return cues


def _targets(text: str, year: int | None) -> list[re.Match[str]]:
    """Find 到2025年, …, and the end of a five-year plan.

    It is a target where the event was not later; where nobody told, where the text tells of no later year.
    """
    found = {m: int(m[1]) for m in BY_YEAR.finditer(text)}
    found |= {m: 2006 + 5 * "一二三四五六七".index(m[1]) + 4 for m in PLAN_END.finditer(text)}
    if found and year is None:
        aims = {m.start(1) for m in found}
        year = max((int(m[1]) for m in YEAR.finditer(text) if m.start() not in aims), default=0)
    return [m for m, due in found.items() if due >= (year or 0)]
