"""Families of names and slogans that begin with a Chinese numeral, as tables of patterns."""

from __future__ import annotations

from .patterns import SMALL, WORD, Rule

# What comes in a counted number of points to keep: 六个坚持, 两个维护.
POINTS = "|".join(
    """
    坚持 意识 自信 维护 确立 全面 至上 必然 转变 提升 加强 聚焦 突出 推进 强化 严格 杜绝 不放过
    一律 必须 务必 严禁 结合 统筹 带头 到位 文明 满意 更加 毫不 先行 率先 巩固 不摘 不变 不准 围绕
    着力 深化 伟大 革命 覆盖 责任 转化 注重 优先 办 走在前 最严 服从 合格 严 统一 凡是 关键 相结合
    深入 自觉 过硬 不能 不得 倍增 融合 同步 贯穿 打造 争 先锋 有
    """.split()
)
# What comes in a counted number of great ones (三大目标); what does not is a name (三大攻坚战, 四大班子).
COUNTED_GREAT = (
    "目标|任务|产业|工程|领域|板块|战略|平台|重点|方面|群体|园区|基地|市场|片区|中心|系统|问题|"
    "优势|特色|品牌|环节|举措|抓手|突破|支柱|亮点|项目"
    "|机制|要素|渠道|功能|核心|主导|主要|关键|体系|模块|主题|任务|类别|组团|景区|商圈|难题|短板|"
    "保障|措施|场景|示范|民生|专项|攻坚任务|单元|载体"
)
# Schools and hospitals are told apart by number: 第二中学, 二十八小学, 第二人民医院.
BY_NUMBER = (
    "(?:(?:高级|初级|实验|完全|中心|示范|机关|职业|附属|人民|妇幼|中医|社会|儿童|农业|技工|公办){0,2}"
    "(?:中学|小学|幼儿园|初中|高中|医院|中专|职校|福利院|敬老院|附中|附小|水厂|污水处理厂))"
)
CHINESE_NAMES = (
    Rule("school", "name", f"[二三四五六七八九十百]{{1,4}}{BY_NUMBER}"),
    Rule("sectors", "name", "[一二](?:、[二三]){1,2}产业?"),
    Rule(
        "congress",
        "name",
        (
            "(?:[一二三四五六七八九十]{1,3})(?:大(?=[精报以召会代的，。、和”关党]|$|期)|中全会)|"
            "[一二三四五六七八九十]{1,3}届(?:历次|各次)?(?:[一二三四五六七八九]中(?:、[一二三四五六七八九]中){0,6}全会"
            "|[一二三四五六七八九]中(?=[、，]))"
        ),
    ),
    Rule("five-year-plan", "name", "十[一二三四五六]五(?:规划|时期|期间)?|[七八九]五(?=普法|规划|期间|计划)"),
)
SLOGANS = (
    Rule("slogan", "name", f"{SMALL}个(?:{POINTS}|一(?![个名家条]))"),
    Rule(
        "one-and-two",
        "idiom",
        f"一(?!{WORD}?[次年月周天日]){WORD}{{1,2}}[两二三四五六七八九十多](?![甲乙级等类星]){WORD}(?<![个名家条项处套件场次])",
    ),
    Rule(
        "again-and-again",
        "idiom",
        "(?<=(?P<verb>(?![处所座名个套台辆项家间部栋条块支件份例宗艘期场次人])[\\u4e00-\\u9fff]))一(?P=verb)",
    ),
    Rule(
        "great",
        "name",
        (
            f"[一二三四五六七八九十两]{{1,3}}大(?!类|项|块|片|步|桶|桌|件|小|多|于|家|堆|约|专|学|米|"
            f"队|门类|{COUNTED_GREAT})"
        ),
    ),
)
