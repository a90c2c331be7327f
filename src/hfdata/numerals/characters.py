"""Which characters write numbers, and how their variants fold to one form without moving any offset."""

from __future__ import annotations

import re

from ..model import Span

DIGITS = "零一二三四五六七八九"  # their index is their value
MULTIPLIERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
CHINESE = DIGITS + "〇两" + "".join(MULTIPLIERS)

# Variant and its folded form, one character for one character, so that an offset into the folded text is an offset
# into the text. The Chinese comma stays: it ends a clause and never groups thousands. 陆 伍 and the other bank
# numerals stay: in a press text they are surnames.
WIDTHS = """
０0 １1 ２2 ３3 ４4 ５5 ６6 ７7 ８8 ９9 ％% ﹪% ٪% ℅% ．. ：: ∶: ﹕: ／/ ⁄/ －- ﹣- −- ‐- ‑- ‒— –— ―— ─— ━— ～~ 〜~ ∼~
＋+ ＜< ＞> ＝= ≧≥ ≦≤ ○〇 ◯〇 Ο〇 О〇 「“ 」” 『“ 』” ＂"
"""
TRADITIONAL = """
兩两 萬万 億亿 餘余 幾几 個个 戶户 處处 條条 項项 臺台 輛辆 艘艘 間间 場场 劃划 計计 預预 將将 還还 過过 達达 約约
數数 發发 會会 員员 歲岁 週周 頭头 號号 屆届 級级 類类 種种 總总 體体 實实 續续 專专 單单 統统 後后 畝亩 頃顷 噸吨
時时 點点 鐘钟 鍾钟 課课 門门 張张 雙双 對对 筆笔 樓楼 層层 棟栋 區区 縣县 鎮镇 鄉乡 國国 際际 災灾 險险 費费 補补
貼贴 醫医 療疗 學学 術术 農农 漁渔 業业 務务 團团 隊队 隻只 組组 織织 準准 來来 為为 爲为 與与 產产 経经 經经 濟济
設设 備备 貨货 運运 線线 橋桥 題题 據据 塊块 顆颗 節节 齡龄 滿满 鄰邻 領领 導导 關关 係系 轉转 變变 進进 圖图 書书
館馆 無无 沒没 僅仅 從从 東东 車车 馬马 風风 雲云 報报 環环 願愿 電电 視视 頻频 網网 開开 聯联 勞劳 動动 護护 衛卫
礙碍 殘残 龍龙 陽阳 陰阴 極极 廠厂 廳厅 廣广 飛飞 館馆 魚鱼 鳥鸟 麥麦 黃黄 黨党 齊齐 龜龟 職职 聽听 貧贫 資资 賽赛
贈赠 貸贷 購购 質质 賠赔 買买 賣卖 責责 貢贡 財财 敗败 優优 價价 億亿 儲储 協协 參参 徑径 徵征 復复 應应 懷怀 戰战
擔担 擴扩 擇择 擊击 損损 據据 攝摄 敵敌 斷断 書书 條条 樣样 標标 構构 槍枪 樂乐 機机 權权 歷历 歸归 殺杀 氣气 決决
況况 測测 淨净 減减 漢汉 潔洁 濕湿 灣湾 燈灯 營营 獎奖 檔档 櫃柜 據据 彙汇 匯汇 滙汇 厭厌 壇坛 塵尘 奧奥 婦妇 媽妈
孫孙 寫写 將将 屍尸 岡冈 峽峡 嶺岭 幹干 廟庙 廠厂 憂忧 拋抛 掃扫 揮挥 換换 搶抢 撥拨 撲扑 數数 暢畅 曉晓 東东 極极
榮荣 橫横 檢检 歐欧 殼壳 滅灭 漲涨 澤泽 瀏浏 為为 焦焦 煙烟 煤煤 爭争 牆墙 狀状 獻献 環环 異异 當当 痊痊 盡尽 礦矿
禦御 稅税 窮穷 竊窃 節节 糾纠 紅红 約约 純纯 紛纷 結结 絡络 網网 緩缓 緣缘 繪绘 罰罚 羅罗 聲声 肅肃 腦脑 臨临 莊庄
葉叶 蓋盖 蓮莲 薦荐 處处 號号 補补 裡里 裏里 覽览 觀观 訓训 託托 註注 詐诈 詳详 誌志 語语 誤误 說说 請请 諸诸 謀谋
謝谢 警警 豐丰 財财 貿贸 賊贼 賓宾 賺赚 跡迹 輕轻 農农 遊游 違违 選选 郵邮 醫医 釐厘 鋪铺 錢钱 鎖锁 閉闭 閒闲 陳陈
陸陆 陽阳 際际 隱隐 雜杂 雞鸡 電电 霧雾 韓韩 項项 預预 頒颁 飲饮 騙骗 騰腾 驅驱 魯鲁 鴻鸿 麗丽 齡龄 獲获 獨独 現现
療疗 盤盘 眾众 確确 碼码 禮礼 禁禁 積积 穩稳 競竞 範范 築筑 簽签 糧粮 紀纪 級级 納纳 紙纸 細细 終终 給给 絕绝 維维
綜综 綠绿 編编 緊紧 練练 縮缩 績绩 繼继 義义 習习 聖圣 興兴 舉举 艙舱 華华 藝艺 藥药 蘇苏 虛虚 蟲虫 術术 衝冲 裝装
複复 規规 訂订 記记 訪访 許许 訴诉 診诊 評评 試试 詢询 該该 認认 調调 論论 諮咨 講讲 證证 識识 譽誉 議议 讓让 貴贵
賬账 趕赶 躍跃 軍军 輔辅 輪轮 辦办 遞递 遠远 適适 遷迁 選选 邊边 鄧邓 醒醒 釋释 鋼钢 錄录 鍋锅 鐵铁 長长 閱阅 闢辟
陸陆 隨随 離离 難难 靜静 響响 頂顶 順顺 顆颗 額额 顯显 飯饭 養养 駐驻 驗验 體体 鬥斗 鬧闹 鮮鲜 壓压 壞坏 壯壮 夠够
奪夺 寶宝 審审 寬宽 屬属 島岛 幫帮 幣币 庫库 廢废 強强 彈弹 後后 從从 徹彻
"""
FOLD = {pair[0]: pair[1] for pair in (WIDTHS + TRADITIONAL).split()}
FOLDED = re.compile(f"[{re.escape(''.join(FOLD))}]")

# Printed by some editors between characters, seen by nobody.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")

# Digits and Chinese numerals that touch are one number (3万5千) unless a Chinese digit follows figures (12345一键).
NUMERAL = re.compile(f"[0-9０-９]+(?:[十百千万亿萬億]+[0-9０-９]*)*|[{CHINESE}兩萬億]+")


def table(words: str) -> frozenset[str]:
    """Give the words of a table, which is one string so that it reads like a table."""
    return frozenset(words.split())


def digits(text: str) -> list[Span]:
    """Give every maximal run of numeral characters of *text*, in order: what a scan has to account for.

    >>> digits("共400余处，两名")
    [Span(start=1, end=4), Span(start=7, end=8)]
    """
    return [Span(run.start(), run.end()) for run in NUMERAL.finditer(text)]


def fold(text: str) -> str:
    """Write full-width digits, dashes and traditional characters the one way the rules know; same length as *text*.

    >>> fold("２０００餘萬元")
    '2000余万元'
    """
    return FOLDED.sub(lambda match: FOLD[match[0]], text)  # str.translate asks for every character: ten times slower
