"""Words that tell a service domain, a module for each domain: what decides, what tells, what only hints.

A word goes where its domain is. DECIDES: it names the domain (医院), or something that no other domain has (明厨亮灶).
TELLS: something in it (挂号). HINTS: it stands in other passages too (床位). What looks like a word of a domain and is
none goes to `misleading`. A word may stand in one place only.
"""

from __future__ import annotations

from . import culture, economy, education, environment, health, misleading, other, safety, welfare

DECIDING, SURER, TELLING, HINTING = 2.0, 1.5, 1.0, 0.5
MODULES = {
    "environment": environment,
    "education": education,
    "culture": culture,
    "health": health,
    "welfare": welfare,
    "safety": safety,
    "economy": economy,
    "other": other,
}


def _words() -> dict[str, tuple[str, float]]:
    """Give each word its domain and weight; those that mislead have neither."""
    found = dict.fromkeys(misleading.MISLEADING.split(), ("", 0.0))
    for domain, module in MODULES.items():
        found |= dict.fromkeys(module.DECIDES.split(), (domain, DECIDING))
        found |= dict.fromkeys(module.TELLS.split(), (domain, TELLING))
        found |= dict.fromkeys(module.HINTS.split(), (domain, HINTING))
    # 养老 decides, and 养老床位, 养老待遇, … that begin with it are surer than words that name a part only.
    for word, (domain, weight) in found.items():
        if weight == TELLING and any(found.get(word[:n]) == (domain, DECIDING) for n in range(2, len(word))):
            found[word] = (domain, SURER)
    return found


WORDS = _words()
# What befalls a place as a whole: while it lasts, buses, wires and trees are part of it.
EMERGENCIES = frozenset(
    """
    台风 强台风 热带风暴 风暴潮 台风过境 暴雨 大暴雨 特大暴雨 强降雨 暴风雨 洪水 洪灾 洪涝 洪涝灾害 水灾 抗洪 山洪
    山洪灾害 汛情 险情 灾情 旱灾 旱情 抗旱 地震 抗震 抗震救灾 震级 余震 雪灾 暴雪 抗雪 冰雪灾害 冻雨 泥石流 龙卷风
    冰雹 降雪 雨雪冰冻 低温雨雪冰冻 凝冻 森林火灾 草原火灾
    """.split()
)
# One character that labels a line: 路：修了31条.
LABELS = {
    "路": "environment", "桥": "environment", "水": "environment", "气": "environment", "暖": "environment", "厕": "environment",
    "房": "environment", "电": "other", "粮": "economy", "田": "economy", "钱": "economy", "医": "health", "药": "health",
    "学": "education", "书": "culture", "戏": "culture", "老": "welfare", "警": "safety", "火": "safety",
}  # fmt: skip
