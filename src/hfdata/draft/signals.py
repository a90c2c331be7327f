"""What a passage says of how far its project is: opened, begun, approved, or with time still to run."""

from __future__ import annotations

import re
from collections.abc import Iterator

OPENED = (
    "已(?:经)?(?:正式|全面|顺利|全线|如期)?(?:全部|全面|全线|全段)?(?:建成|竣工|投用|投入使用|投入运营|通车|完工|启用|交付|开放|开园|投产|贯通)(?!后|项目|的)|"
    "正式(?:全部|全面|全线)?(?:建成|竣工|投用|投入使用|投入运营|通车|完工|启用|交付|开放|开园|投产|贯通)(?!后|项目|的)|"
    "全[面线](?:建成|竣工|投用|投入使用|投入运营|通车|完工|启用|交付|开放|投产|贯通)(?!后|项目|的)|"
    "顺利(?:全部|全面|全线)?(?:建成|竣工|投用|投入使用|通车|完工|启用|交付|投产|贯通)(?!后|项目|的)|"
    "如期(?:全部|全面|全线)?(?:建成|竣工|投用|投入使用|通车|完工|启用|交付|投产|贯通)(?!后|项目|的)|"
    "建成并?(?:投用|投入使用|投入运营|开放|通车|试通水|运行)(?!后|项目|的)|现已?(?:入住|接收|接待|开放|全段完工)|具备通车条件|"
    "年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:建成|竣工|投用|投入使用|投入运营|通车|完工|启用|投产|开园|贯通)(?!后|之?前|项目|的)|"
    "月(?:[0-9]{1,2}日|底)?(?:建成|竣工|投用|投入使用|投入运营|通车|完工|启用|投产|开园|贯通)(?!后|之?前|项目|的)"
)
BEGUN = (
    "开始(?:建设|施工|动工)|开工(?!前|率|数|条件|准备|时间|倒计时|项目|企业|复工|报告|令|手续|后|的)|动工(?!前|后)|破土|奠基|启动(?:建设|施工)|吊装|合龙|"
    "首[根桩](?=[^，。；]{0,6}(?:桩|钻|浇))|浇筑|封顶(?!线)|施工(?:现场|进度|单位|人员|方|作业|已|正|同步)|建设者|(?<=[0-9一二三四五六])标段|"
    "建设(?:进展)?顺利|形象进度|进展顺利|主体(?:工程|结构)?(?:已|基本|全部|全面)?(?:完工|完成)|主体(?:结构)?施工|"
    "进入[^，。；]{0,8}(?:阶段|尾声|冲刺)|热火朝天|紧锣密鼓|倒排工期|全面铺开|完成总(?:工程|进度|产值)|"
    "总工程量|扫尾"
)
APPROVED = (
    "初步设计[^，。；]{0,16}(?:批|通过|评审)|可行性研究[^，。；]{0,16}(?:批|通过|评审)|可研[^，。；]{0,12}(?:批|通过|评审)|立项(?:批复|通过|核准)|"
    "获(?:得)?[^，。；]{0,14}(?:批复|核准)|批复(?:消息|文件)|招标公告|招标已|前期工作|开工(?:前|倒计时|准备|条件)|尚未开工|拟(?:建|用地|选址|新建)|"
    "待建|选址(?:意见|公示)|规划公示|批前公示|土地预审|用地预审"
)
UNFINISHED = "建设(?:总)?(?:工期|期限|周期|年限)|总工期|建设规模(?:为|[：:])|估算(?:项目)?总?投资|近期规划|项目估算"
SIGNAL = re.compile("|".join((OPENED, BEGUN, APPROVED, UNFINISHED)))
# Where one may begin: two characters pass over most of a text.
STARTS = re.compile(
    "[已正全顺如建现具月开动破奠启吊合首浇封施标形进主热紧倒完总扫初可立获批招前尚拟待选规土用估近项]"
    "(?=[经正全顺如建竣投通完启交开式面线利期成已入接具备0-9底工始作土基动装龙根桩筑顶设象展主体火锣排成工尾步行研项得复标公未建用选址划地算目同单人现进方业性批段]|$)|"
    "年(?=[0-9建竣投通完启开])"
)
KINDS = tuple(
    (kind, re.compile(words)) for kind, words in zip("obau", (OPENED, BEGUN, APPROVED, UNFINISHED), strict=True)
)


def signals(text: str) -> Iterator[tuple[int, str, str]]:
    """Find every signal of *text*, in order: where, its kind (opened, begun, approved, unfinished) and its words."""
    end = 0
    for start in STARTS.finditer(text):
        at = start.start()
        if at >= end and (match := SIGNAL.match(text, at)):
            end = match.end()
            yield at, _kind(text, at), match[0]


def _kind(text: str, at: int) -> str:
    return next(kind for kind, pattern in KINDS if pattern.match(text, at))
