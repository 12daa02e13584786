"""Decide unit, kind, sign and bound of a number from the words right around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..vocabulary import any_of, words_by_role
from .cues import Cue
from .quantities import Mention

__all__ = [
    "AHEAD",
    "AIMED",
    "AMONG",
    "CLAUSE_END",
    "CURRENCIES",
    "GENERIC",
    "LIST_GAP",
    "RANK_ORDER",
    "Claim",
    "Measures",
    "Span",
    "bound_of",
    "written_currency",
]

Span = tuple[int, int]

AMONG = re.compile(
    "(?:[^，。；]{0,8}(?:中[^，。；]{0,6}|）)|[^，。；]{0,4}(?:[镇乡街县市区村]|街道))第"
)  # 在全市32个镇中列第9位: what is ranked stands before
CLAUSE_END = re.compile(r"[，,。；;：:！？!?（）()\n]")
CURRENCIES = {"CNY", "USD", "HKD", "TWD"}
GENERIC = re.compile(r"(?:投资|投资额|投入|资金)$")
LIST_GAP = re.compile(r"[、，,和及与]{1,2}(?:其中)?$")
RANK_ORDER = re.compile(r"(?:全[国省市县区州旗]|增速|增幅|总量|排|居|列)[^，。；\d]{0,12}(?:\d+个[^，。；\d]{1,6})?第$")
AHEAD = re.compile(r"(?:居|列|排|进入|跻身|保持|稳居)[^，。；\d]{0,12}前$")  # 居全县前三
_PLACED = re.compile(r"(?:第|前|居|列|(?<!安)排|百强[镇乡县市区村街]?)$")
_FAR_BOUND = re.compile(r"(?:约(?:可|需要?)|(?P<least>至少))[^，。；、\d]{0,6}$")
_BEYOND_BY = re.compile(
    r"(?:(?P<down>低于|少于|慢于|落后于?)|高出|高于|快于|超出|超过|超(?=全)|多于)(?:[^，。；\d]{0,12}(?:平均|平均数|平均线|水平|目标|预期|进度|计划|指标|任务|同期|上年|去年|季度"
    r"|[省市县区镇乡村])|前?\d[\d—–~至到-]*月份?)$"
)
# above what was planned, and short of it: 超出预算300万元, 距计划短少110元
_EXCEEDS = re.compile(
    "超额(?:完成)?[^，。；\\d]{0,8}$|超出?[^，。；\\d]{0,6}(?:计划|任务|预算|目标|指标|定额)数?$"
    "|[比较][^，。；\\d]{0,8}(?:计划|任务|预算|目标|指标)数?[^，。；\\d]{0,2}超出?$|^，超出$"
)
_FALLS_SHORT = re.compile(
    "[比较距离][^，。；\\d]{0,10}(?:目标|计划|任务|标准|指标|进度|要求)数?[^，。；\\d]{0,3}(?:差|短少?|欠)$"
)
_REFERENCE = re.compile(r"的[^，。；]{0,6}(?:标准|水平|要求|底线)")
AIMED = re.compile(r"[，、](?:力争|争取|确保|预计|可望|有望)(?:达到|实现)?$")
_NEXT_RANK = re.compile("[、，和及]第")
_PLACES_NEXT = re.compile("[位名]次")
_POINTS_NEXT = re.compile(r"(?:[和、]\d[\d.]*){1,4}个?百分点")  # 提高4和7个百分点
_INDEX_IS = "(?:[已由从为是达在降升到至：]|缩小|扩大|下降|上升|控制)*$"
_RATE_IS = "(?:[已都均约可能只仅也由从为达是在近高到至了：:]|分别|提高|上升|下降|保持|稳定|超过|不足|控制|由原来的)*$"
_GAPS = {
    "mu": 3,
    "t": 3,
    "m3": 3,
    "count": 3,
    "visit": 4,
    "household": 3,
    "person": 4,
}  # characters between such a word and the number
_INCOME = re.compile(r"人均(?:年)?(?:纯|可支配|年纯)?收入(?:达到|达|为|是)?$")
_PART_OF = re.compile(r"占[^，。；]{0,20}$")
_OF_ANOTHER = re.compile("^(?!.*(?:率|水平)).*[^年月期底末初前来率在去]的$")
_RATE_BEFORE = re.compile("率(?:达|达到|为|约|近|超)*$")
_SHARE = re.compile(
    r"占(?!地|道|用|领|全)|占全|比重|比例|(?:计划|任务|目标|指标|预算|进度|总投资|总量|总额|总数)的$|完成[^，。；]*(?:计划|任务|目标|指标|预算)数?$|^，完成$|恢复[到至][^，。；]{0,8}的$|相当于[^，。；]*的$"
)
_OF_PLAN = re.compile(r"(?:完成|[占为达])[^，。；]*(?:计划|任务|目标|预算|进度)数?的?$")
_PER_MILLE = re.compile(
    r"(?:出生率|死亡率|自然增长率|自增率|容积率|总和生育率)[^，。；\d]{0,6}$"
)  # % or ‰: nobody can tell
_RATE_FROM = re.compile(  # 降幅由21%收窄至4%
    r"(?:增幅|增速|涨幅|(?P<down>降幅|跌幅))(?:[由从][^，。；\d]{0,8}|(?:收窄|扩大|缩小|回落|放缓|加快|回升|提高|上升|提升|下降)[到至为](?:全年的?|年末的?)?)$"
)
_RATE_WANTED = re.compile(  # 增速预计达到8%
    "(?:增幅|增速|涨幅|增长率)(?:预计|有望|力争|确保|目标|预期|计划|可望|争取|要|可|将)(?:分别)?(?:达到?|为|保持在|不低于|是|在)?$"
)
_AGAINST_LAST = re.compile("(?:(?P<down>低于|少于)|高于|高出|超过|多于)(?:上年|去年)(?:同期)?$")
_PEOPLE_OF = re.compile("[，、](?:城镇|农村|乡村|镇区|农业|非农业|男|女|外来|常住|户籍)(?:人口|性)?[约近为有]*")
_PRICED = re.compile(r"(?:[价钱费薪]|工资|每斤)[^，。；]{0,6}(?:，[^，。；]{0,6})?$")
_BUILT = re.compile(r"(?:建筑|厂房|住房|用房|校舍|面积|违|楼|馆|市场)[^，。；、\d]{0,6}$")
_SHORT_OF = re.compile(r"(?:不足|不到|不及|(?P<over>超过|刚过))[^，。；]*的$")
_RANKED = re.compile(
    r"(?:第|前|居|列|(?<!安)排|(?<![单席岗职床车])位|名|强[镇乡县市区村]?)$|(?:排名|排位|位次|名次)[^，。；\d]{0,8}$"
)
_SIGNED = re.compile(r"[\u4e00-\u9fa5（，：](?P<sign>[-+])$")
_BELOW_ZERO = re.compile("(?:[为达是余额润差值率温：]|净流入(?:人口)?|净增|增加|增长|年初|上年|资产|最低|最高)-$|零下$")
_CURRENCY = re.compile(
    r"(?:(?P<TWD>新?台币)|(?P<HKD>港币)|(?P<USD>美金)|(?P<CNY>人民币))[^，。；\d]{0,3}$"
    r"|(?:(?P<TWD1>NT\$)|(?P<HKD1>HK\$)|(?P<USD1>(?:US)?\$|USD)|(?P<CNY1>[¥￥]|RMB))$"
)
_CURRENCY_MARKS = set("币金$D¥￥B")
_COLONS = ("：", ":", "∶")
_MORE = ("多一点", "还要多", "多，", "多。", "还多", "多跌", "多涨", "多到", "有余")
_ENDS = "，。；、,;和以左"
_RANK_ENDS = "，。；、,;）)和及"


@dataclass(slots=True)
class Claim:
    """A claim as it is being read; offsets are those of the plain text, `head` is the text before its cue words."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    kind: str
    bound: str
    head: Span
    repaired: bool = False
    status: str = ""
    subject: tuple[Span, ...] = ()
    indicator: str = ""
    place: str = ""
    period: str = ""
    base_period: str = ""
    destroyed: bool = False


class Measures:
    """Patterns compiled from ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        known = {role: any_of(found) for role, found in words.items()}
        noun = f"(?P<household>{known['household_after']})|(?P<person>{known['person_after']})"
        self._person_after = re.compile(f"[多余]?(?:{noun})")
        self._people = re.compile(f"{known['people']}[约近有达为共]?$")
        self._units = [(u, re.compile(f"{known['unit_' + u]}[^，。；值额]{{0,{gap}}}$")) for u, gap in _GAPS.items()]
        self._units.append(("", re.compile(f"{known['unit_unknown']}[^，。；]{{0,3}}$")))
        self._degree = re.compile(f"(?:{known['degree']}|(?P<place>{known['coordinate']}))[^，。；]{{0,8}}$")
        self._money = re.compile(known["money"])
        not_counted = f"以|左右|上下|之|大关|台阶|{known['money_after']}"
        self._noun_after = re.compile(f"(?!{not_counted})[\u4e00-\u9fa5]{{1,4}}(?:[，。；、]|$)")
        self._thing = re.compile(f"(?!{not_counted}|元|的|资金|投入)[\u4e00-\u9fa5]{{4}}")
        self._index = re.compile(f"(?:(?P<times>{known['index_times']})|{known['index']}){_INDEX_IS}")
        self._rate = re.compile(f"(?<!万吨死亡)(?<!汇){known['rate']}{_RATE_IS}")
        self._named_rate = re.compile(known["named_rate"] + "[^，。；]{0,4}$")
        self._grew = re.compile(known["lost_growth"] + "(?:了|达|达到|为|是|分别|依次|均|各)*$")
        self._growth_after = re.compile(
            f"(?:以上|左右|以内)?的?(?:年均|年|平均|复合|较快|高|稳步|快速|持续|平稳)?{known['growth_after']}(?!到|至|为)"
        )
        self._crowd, self._part = re.compile(known["crowd"]), re.compile("的" + known["part"])
        self._place = re.compile(f"(?:{known['place_up']}|(?P<down>{known['place_down']}))了?$")
        self._object_up = tuple(words["object_up"])
        self._object = re.compile(
            any_of(words["object_up"] + words["object_down"]) + "(?!到|至|了?值|的)了?[^，。；、值到至]{2,12}$"
        )
        wards = {"邻": r"(?<=\d邻)(?!居|里|近)"}  # 32里786邻
        near = {w: rf"(?<![公\d一二三四五六七八九十百千余多]{w})" for w in words["taiwan"] if w[0] == "里"}  # 7公里长
        self._taiwan = re.compile(any_of(dict.fromkeys(words["taiwan"], "") | near | wards))
        self._hong_kong = re.compile(known["hong_kong"])
        self._other_units, self._no_thing = tuple(words["other_unit"]), tuple(words["no_thing"])
        self._task = ("的", *words["task"])

    def currency(self, text: str) -> str:
        """Return the currency that a bare 元 means in this text."""
        if "人民币" in text and "台币" not in text:
            return "CNY"
        return "TWD" if self._taiwan.search(text) else "HKD" if self._hong_kong.search(text) else "CNY"

    def unit_of(
        self, m: Mention, clause: str, text: str, right: str, cue: Cue, last: Claim | None, listed: bool, in_ratio: bool
    ) -> tuple[str, bool]:
        """Return the unit, and whether a lost mark was restored; '' if the number measures nothing.

        `text` is the number's own, `last` is the claim before it in the sentence, `listed` tells whether only a
        list mark stands between them, `in_ratio` whether it is part of a structure such as 5.2：53.6：41.2.
        """
        if not m.unit:
            return self._missing(m, clause, text, right, cue, last, listed, in_ratio)
        if m.spelling == "位" and not _RANKED.search(clause) and not self._place.search(clause):
            if last is None or last.unit != "rank" or not (LIST_GAP.search(clause) or cue.reached):
                return ("person" if right[:1] not in _RANK_ENDS else "count"), False
        elif m.spelling == "名" and (_PLACED.search(clause) or self._place.search(clause)):
            return "rank", False
        elif m.spelling == "度" and (degree := self._degree.search(clause)):
            return ("" if degree["place"] else "count"), False
        elif m.spelling == "个" and right[:1] == "点" and (cue.sign or "." in m.digits):
            return "pp", False  # 下降3.2个点
        elif m.spelling == "块" and _PRICED.search(clause):
            return "CNY", False  # 收购价跌了4块多
        elif m.spelling == "方" and _BUILT.search(clause):
            return "m2", False  # 建筑面积3.2万方
        return m.unit, False

    def _missing(
        self, m: Mention, clause: str, text: str, right: str, cue: Cue, last: Claim | None, listed: bool, in_ratio: bool
    ) -> tuple[str, bool]:
        """Supply a unit that is not written: rank, person noun, money or people after 万 and 亿, a lost percent."""
        if clause.endswith(("第", "前")):
            return ("rank" if right[:1] in _RANK_ENDS and _in_order(clause, last) else ""), False
        if right.startswith(self._other_units) or (not in_ratio and right[:1] in _COLONS and right[1:2].isdigit()):
            return "", False  # 1.2万两黄金, 性别比108：100, 大小畜比重由1：28调整为1：22
        noun = self._person_after.match(right)
        if noun and (m.low >= 10 or m.bound):
            return noun.lastgroup or "", False
        if "万" in text or "亿" in text:
            alike = listed and last is not None and last.unit == "person" and not self._noun_after.match(right)
            return (last.unit if alike and last else self._large(clause, right, cue, last)), False
        if index := self._index.search(clause):
            return ("times" if index["times"] else "count"), False
        if _INCOME.search(clause) and (not right or right[0] in _ENDS):
            return "CNY", True
        if _POINTS_NEXT.match(right):
            return "pp", False
        if m.low >= 100 and (not right or right[0] in _ENDS) and self._people.search(clause):
            return "person", False
        return self._percent(m, clause, right, cue, last, listed, in_ratio)

    def _large(self, clause: str, right: str, cue: Cue, last: Claim | None) -> str:
        """Return the unit of a number in 万 or 亿 without one: that of the last claim, money, or of what is counted."""
        if last is not None and last.unit == "person" and ("其中" in clause or _PEOPLE_OF.fullmatch(clause)):
            return last.unit  # 受灾人口12.3万人（其中较重的有5.12万）, 城镇人口2.9万，农村1.6万
        if last is not None and cue.reached and cue.length == len(clause):
            return last.unit  # 由初建时的4000人猛增到3.2万
        told = clause.endswith(self._no_thing) and not self._thing.match(right)  # 全镇有3万多旅外乡亲
        money = self._money.search(clause) or told or (last and last.unit in CURRENCIES)
        counted = not money or (self._noun_after.match(right) and not self._money.search(clause))
        units = (unit for unit, pattern in self._units if pattern.search(clause))
        return next(units, "count" if counted else "CNY")

    def _percent(
        self, m: Mention, clause: str, right: str, cue: Cue, last: Claim | None, listed: bool, in_ratio: bool
    ) -> tuple[str, bool]:
        """Restore the sign of a rate of growth, of a named rate or of a share."""
        grew = cue.sign != 0 and not cue.reached
        ends = not right or right[0] in _ENDS
        of_growth = (
            grew and (m.low < 200 or "." in m.digits) and (ends or right[0] in "（）") and self._grew.search(clause)
        )
        if of_growth and not self._crowd.search(clause):
            return "percent", True
        if ends and m.low < 300 and _OF_PLAN.search(clause):
            return "percent", True  # 完成年度计划92.13
        if m.low > 100 or _PER_MILLE.search(clause):
            return "", False
        if in_ratio:
            return "percent", False
        if self._part.match(right):
            return "percent", True  # 已完成70的工程量
        goes_on = last is not None and last.repaired and (listed or (cue.reached and cue.length == len(clause)))
        goes_on = goes_on or (listed and ends and last is not None and last.unit == "percent")  # 18.7%、44.1和3%
        if goes_on or self._rate.search(clause) or (ends and ((grew and "." in m.digits) or _PART_OF.search(clause))):
            return "percent", True
        return "", False

    def kind_of(self, m: Mention, unit: str, clause: str, right: str, cue: Cue) -> tuple[str, int]:
        """Return the kind of the claim and its sign."""
        if unit == "rank":
            return ("change", cue.sign or 1) if self._place.search(clause) else ("rank", 1)
        if unit == "pp":
            return "change", -1 if clause.endswith("-") else cue.sign or _beyond(clause) or self._moved(clause) or 1
        if unit == "times":
            grown = cue.sign != 0 and not cue.reached and m.spelling != "番"
            rate = "growth_rate" if m.unit else "change"  # 收入比为2.35，比上年缩小0.08
            return (rate, cue.sign) if grown else ("multiple", 1)
        return self._percent_kind(m, clause, right, cue) if unit == "percent" else self._amount_kind(clause, right, cue)

    def _amount_kind(self, clause: str, right: str, cue: Cue) -> tuple[str, int]:
        """Return kind and sign of an amount: a change says by how much, a level how much there is."""
        if clause.endswith(("-", "零下")) and _BELOW_ZERO.search(clause):
            return ("change" if cue.sign and not cue.reached else "level"), -1
        if cue.reached:
            return "level", 1
        if cue.sign:
            return "change", cue.sign
        if not right.startswith(self._task) and (against := _against_plan(clause)):
            return "change", against
        if beyond := _beyond(clause):
            return "change", beyond
        if _PLACES_NEXT.match(right) and (place := self._place.search(clause)):
            return "change", -1 if place["down"] else 1
        moved = self._moved(clause)
        return ("change", moved) if moved else ("level", 1)

    def _moved(self, clause: str) -> int:
        """Return the sign of a movement whose object stands before the number: 减少文件48份."""
        verb = self._object.search(clause)
        return 0 if verb is None else 1 if verb[0].startswith(self._object_up) else -1

    def _percent_kind(self, m: Mention, clause: str, right: str, cue: Cue) -> tuple[str, int]:
        """Return kind and sign of a percentage: a rate of growth, a share, or the level of a named rate."""
        if clause.endswith(("-", "+")) and (signed := _SIGNED.search(clause)):
            sign = -1 if signed["sign"] == "-" else 1
            return ("level" if self._named_rate.search(clause) else "growth_rate"), sign
        if cue.sign and not cue.reached and not self._named_rate.search(clause):
            return "growth_rate", cue.sign
        if not (right.startswith(self._task) or clause.endswith("的")) and (against := _against_plan(clause)):
            return "growth_rate", against
        if _RATE_WANTED.search(clause):
            return "growth_rate", 1
        rate = _RATE_FROM.search(clause) if "幅" in clause or "增速" in clause else _AGAINST_LAST.search(clause)
        if rate is not None:
            return "growth_rate", -1 if rate["down"] else 1
        if not cue.reached and self._growth_after.match(right):
            return "growth_rate", 1
        shared = _SHARE.search(clause) is not None
        if not cue.reached and not shared and not clause.endswith(("占", "的", "率")) and self._moved(clause) < 0:
            return "growth_rate", -1
        part = (m.spelling == "成" and not _RATE_BEFORE.search(clause)) or (
            m.spelling == "分之" and (m.digits[1:3] != "分之" or m.digits[0] not in "百千万")
        )
        structure = not m.spelling and (clause[-1:] in _COLONS or right[:1] in _COLONS)
        of_another = not cue.reached and _OF_ANOTHER.search(clause) is not None  # 超过总产量的40%
        return (
            "share"
            if part or structure or of_another or right.startswith(("的", "以上的", "左右的")) or shared
            else "level"
        ), 1


def _in_order(clause: str, last: Claim | None) -> bool:
    """Whether a number after 第 or 前 is a place in an order: 居全县第三, 在全县22个乡镇第三, 居全县前三."""
    if clause.endswith("前"):
        return AHEAD.search(clause) is not None
    if last is not None and last.unit == "rank" and _NEXT_RANK.fullmatch(clause):
        return True
    crowd = last is not None and last.unit == "count" and AMONG.fullmatch(clause)
    return bool(crowd or RANK_ORDER.search(clause))


def _against_plan(clause: str) -> int:
    """Return the side of a plan on which an amount or a percentage lies, 0 if it is not told from one."""
    if "超" in clause and _EXCEEDS.search(clause):
        return 1
    return -1 if clause.endswith(("差", "少", "短", "欠")) and _FALLS_SHORT.search(clause) else 0


def _beyond(clause: str) -> int:
    """Return the side on which an amount lies that is told as a difference: 高出全县平均水平380元."""
    if "于" not in clause and "超" not in clause and "高出" not in clause and "落后" not in clause:
        return 0
    beyond = _BEYOND_BY.search(clause)
    return 0 if beyond is None else -1 if beyond["down"] else 1


def written_currency(before: str, default: str) -> str:
    """Return the currency that stands right before the number, else the text's own."""
    near = before[-8:]
    match = None if _CURRENCY_MARKS.isdisjoint(near) else _CURRENCY.search(near)
    return (match.lastgroup or default)[:3] if match else default


def bound_of(m: Mention, unit: str, kind: str, clause: str, right: str, before: str, after: str) -> str:
    """Return the bound; `before` and `after` are what the cue words right around the number say."""
    if unit == "rank":
        return "at_most" if clause.endswith("前") else ""
    if m.chinese and clause.endswith("上") and m.digits[0] in "百千万亿":
        return "at_least"
    before = "" if (before, after) == ("at_most", "approx") else before  # 控制在177公顷左右
    before = "" if kind == "change" and before == "at_least" and clause.endswith("超出") else before
    bound = m.bound or ("" if before and right[:1] == "的" and _REFERENCE.match(right) else before) or after
    if bound:
        return bound
    if right.startswith(_MORE) or right == "多":
        return "at_least"
    if ("约需" in clause or "约可" in clause or "至少" in clause) and (far := _FAR_BOUND.search(clause)):
        return "at_least" if far["least"] else "approx"  # 每村至少培育1个
    if m.group == "ratio":
        if right.startswith(("多", "余", "强")):
            return "at_least"
        if clause.endswith("的") and (short := _SHORT_OF.search(clause)):
            return "at_least" if short["over"] else "at_most"
        if kind == "share":
            return "approx" if "约占" in clause else ""
    return bound
