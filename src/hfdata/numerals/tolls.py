"""What happened, counted without measure words: 两死一伤, 三金两银."""

from __future__ import annotations

import re

from .found import Found
from .value import number

N_CN = "[一二两三四五六七八九十百]{1,4}"
TOLL = re.compile(
    f"{N_CN}(?=死(?:亡)?[，、]?{N_CN}(?:轻|重)?伤|(?:轻|重)伤[，、]?{N_CN}(?:轻|重)伤|金(?:牌)?[，、]?{N_CN}[银铜]|银(?:牌)?[，、]?{N_CN}铜|胜[，、]?{N_CN}[平负])|"
    f"(?:(?<=[一二两三四五六七八九十]死)|(?<=[一二两三四五六七八九十]死亡))[，、]?{N_CN}(?=(?:轻|重)?伤)|"
    f"(?:(?<=[一二两三四五六七八九十][轻重]伤))[，、]?{N_CN}(?=[轻重]?伤)|"
    f"(?<=[一二两三四五六七八九十]金){N_CN}(?=银)|(?<=[一二两三四五六七八九十][金银]){N_CN}(?=铜)|(?<=[一二两三四五六七八九十]胜){N_CN}(?=[平负])|"
    f"(?<=[一二两三四五六七八九十]平){N_CN}(?=负)"
)


def toll(text: str, at: int, floor: int) -> Found | None:
    """两死一伤, 三金两银一铜: what happened is counted without measure words."""
    match = TOLL.match(text, at)
    if not match or text[at - 1 : at] in tuple("第九五") + tuple("十百千万"):
        return None
    return Found(at, match.end(), number(match[0]), "exact", "", match[0], rule="a toll or a score")
