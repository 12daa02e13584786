"""Decide unit, kind, sign and bound of a number from the words right around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cues import Cue
from .quantities import Mention

__all__ = [
    "AIMED",
    "AMONG",
    "CLAUSE_END",
    "CURRENCIES",
    "GENERIC",
    "LIST_GAP",
    "RANK_ORDER",
    "Claim",
    "Span",
    "bound_of",
    "kind_of",
    "text_currency",
    "unit_of",
    "written_currency",
]

Span = tuple[int, int]

AMONG = re.compile("[^，。；]{0,8}(?:中[^，。；]{0,6}|）)第")  # 在全市32个镇中列第9位: what is ranked stands before
CLAUSE_END = re.compile(r"[，,。；;：:！？!?（）()\n]")
CURRENCIES = {"CNY", "USD", "HKD", "TWD"}
GENERIC = re.compile(r"(?:投资|投资额|投入|资金)$")
LIST_GAP = re.compile(r"[、，,和及与]{1,2}(?:其中)?$")
RANK_ORDER = re.compile(r"(?:位居|位列|名列|排名|排位|跃居|排|居|列)[^，。；\d]{0,12}第$")
_PLACED = re.compile(r"(?:第|前|居|列|(?<!安)排)$")
_INDEX = re.compile(
    r"(?:(?P<ratio>倍差|收入之?比)|性别比|百万吨死亡率)(?:已|由|从|为|是|达到|达|在|缩小|扩大|下降|上升|降|升|控制|到|至|：)*$"
)
_NOUN_NEXT = re.compile(
    r"(?!以|左右|上下|之|大关|台阶|现金|支持|扶持|奖励|补贴|到位|用于)[\u4e00-\u9fa5]{1,4}(?:[，。；、]|$)"
)
_MONEY_WORD = re.compile(
    "[资款税费债利价值额金产拨奖]|投入|收入|支出|捐|补助|支|预算|结余|盈余|赤字|存|贷|薪|工程|项目|销售|GDP|争取|贸易|自筹"
)
_FAR_BOUND = re.compile(r"(?:约(?:可|需要?)|(?P<least>至少))[^，。；、\d]{0,6}$")
_BEYOND_BY = re.compile(
    r"(?:(?P<down>低于|少于|落后于?)|高出|高于|超出|超过|多于)[^，。；\d]{0,12}(?:平均|平均数|平均线|水平|同期|上年|去年|[省市县区镇乡村])$"
)
_REFERENCE = re.compile(r"的[^，。；]{0,6}(?:标准|水平|要求|底线)")
AIMED = re.compile(r"[，、](?:力争|争取|确保|预计|可望|有望)(?:达到|实现)?$")
_PLACES_NEXT = re.compile("[位名]次")
_PART_NEXT = re.compile("的(?:工程量|工作量|任务|进度|农户|群众|村民?|面积|企业|人口|份额)")
_POINTS_NEXT = re.compile(r"[和、]\d[\d.]*个?百分点")  # 提高4和7个百分点
_GREW = re.compile(r"(?:增长|增幅|增速|增长率|递增|涨幅|同比(?:上升|下降|降低))(?:了|达|达到|为|是|分别|依次|均|各)*$")
_CROWD = re.compile("人口|人数|户数|人次|企业|公司|学生|教师|职工|党员")
_PERSON_NOUN = re.compile(
    r"(?:多|余)?(?:(?P<household>农户|户|家庭|居民户|贫困户)"
    r"|(?P<person>人|农民|群众|村民|居民|党员|干部|职工|劳动力|学生|师生|民工|妇女|老人|员工|名|民兵|儿童|青年|代表|(?:农业|农村|城镇|流动|贫困)人口))"
)
_PEOPLE = re.compile("(?:总人口|人口|华侨|侨胞|同胞|劳动力|党员|职工)(?:约|近|有|达|为|共)?$")
_LEFT_UNITS = (
    ("m3", re.compile(r"(?:土方|石方|土石方|砌石|方量)[^，。；]{0,3}$")),
    (
        "count",
        re.compile(
            r"(?:苗木|树苗|种苗|鱼苗|果树|生猪|家禽|蛋鸡|肉鸡|肉鸭|出栏|存栏|饲养量|宣传单|传单)[^，。；]{0,3}$"
        ),
    ),
    ("visit", re.compile(r"人次[^，。；]{0,4}$")),
    ("household", re.compile(r"(?:户数|农户|用户)[^，。；]{0,3}$")),
    (
        "person",
        re.compile(
            r"(?:人口|人数|人员|劳动力|侨胞|同胞|农民|党员|职工|学生|户籍|常住|男性?|女性?|劳力|从业|务工|外来|居民|群众"
            r"|在校生|游客|华侨)[^，。；]{0,4}$"
        ),
    ),
)
_RATE = re.compile(
    r"(?:(?<!万吨死亡)率|比重|比例|覆盖面|占比|普及面|完好度|满意度|达标面)(?:已|都|均|分别|约|可|能|只|仅|也|由|从|为|达到|达|是"
    r"|在|提高|上升|下降|保持|稳定|超过|不足|近|高|到|至|了|控制|由原来的|：|:)*$"
)
_INCOME = re.compile(r"人均(?:年)?(?:纯|可支配|年纯)?收入(?:达到|达|为|是)?$")
_PART_OF = re.compile(r"占[^，。；]{0,20}$")
_NAMED_RATE = re.compile(r"自然增长率[^，。；]{0,4}$")
_SHARE = re.compile(
    r"占(?!地|道|用|领|全)|占全|比重|比例|(?:计划|任务|目标|指标|预算|进度)的$|完成[^，。；]*(?:计划|任务|目标|指标|预算)数?$"
)
_SHORT_OF = re.compile(r"(?:不足|不到|不及|(?P<over>超过))[^，。；]*的$")
_RANKED = re.compile(r"(?:第|前|居|列|排|名|位|强[镇乡县市区村]?)$")
_MOVED_PLACE = re.compile(r"(?:前移|后移|上升|提升|下降|前进|进位|后退)了?$")
_SIGNED = re.compile(r"(?:同比|增长|增幅|环比|同期|上年|去年|率)(?:为|：)?(?P<sign>[-+])$")
_GROWTH_NEXT = re.compile(r"的?(?:年均|年|平均|复合)?(?:速度|增速|增长率|增幅|增长|递增|幅度|涨幅|增长速度|速率)")
_MOVED_OBJECT = re.compile(
    r"(?:(?P<up>净增|增加)|减少|压缩|压减|削减|降低)(?!到|至|了?值|的)(?:了)?[^，。；、值到至]{2,8}$"
)
_CURRENCY = re.compile(r"(?:(?P<TWD>新?台币)|(?P<HKD>港币)|(?P<USD>美金)|(?P<CNY>人民币))[^，。；\d]{0,3}$")
_TAIWAN = re.compile("台币|水保局|营建署|公尺|清洁队|[乡镇]公所|岁入|水利署|国发会|[乡镇]代会|前瞻计划")
_HONG_KONG = ("香港特别行政区", "区议会")
_COLONS = ("：", ":", "∶")
_MORE = ("多一点", "多，", "多。", "还多", "多跌", "多涨", "多到", "有余")
_ENDS = "，。；、,;和以左"
_RANK_ENDS = "，。；、,;）)"


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


def text_currency(text: str) -> str:
    """Return the currency that a bare 元 means in this text."""
    return "TWD" if _TAIWAN.search(text) else "HKD" if any(w in text for w in _HONG_KONG) else "CNY"


def written_currency(before: str, default: str) -> str:
    """Return the currency that stands right before the number, else the text's own."""
    match = _CURRENCY.search(before)
    return match.lastgroup or default if match else default


def unit_of(
    m: Mention, clause: str, written: str, right: str, cue: Cue, last: Claim | None, listed: bool, in_ratio: bool
) -> tuple[str, bool]:
    """Return the unit, and whether a lost mark was restored; '' if the number measures nothing.

    `last` is the claim before it in the sentence, `listed` tells whether only a list mark stands between them,
    `in_ratio` whether the number is one of those of a structure such as 5.2：53.6：41.2.
    """
    if not m.unit:
        return _missing(m, clause, written, right, cue, last, listed, in_ratio)
    if m.spelling == "位" and not _RANKED.search(clause) and not _MOVED_PLACE.search(clause):
        if last is None or last.unit != "rank" or not LIST_GAP.search(clause):
            return ("person" if right[:1] not in _RANK_ENDS else "count"), False
    elif m.spelling == "名" and _PLACED.search(clause):
        return "rank", False
    return m.unit, False


def _missing(
    m: Mention, clause: str, written: str, right: str, cue: Cue, last: Claim | None, listed: bool, in_ratio: bool
) -> tuple[str, bool]:
    """Supply a unit that is not written: rank, person noun, money or people after 万 and 亿, a lost percent sign."""
    if clause.endswith("第"):
        ranked = RANK_ORDER.search(clause) and right[:1] in _RANK_ENDS
        return ("rank" if ranked else ""), False
    if not in_ratio and right[:1] in _COLONS and right[1:2].isdigit():
        return "", False  # 性别比108：100, 大小畜比重由1：28调整为1：22
    noun = _PERSON_NOUN.match(right)
    if noun and (m.low >= 10 or m.bound):
        return noun.lastgroup or "", False
    if "万" in written or "亿" in written:
        if last is not None and cue.reached and cue.length == len(clause):
            return last.unit, False  # 由初建时的4000人猛增到3.2万
        counted = _NOUN_NEXT.match(right) is not None and _MONEY_WORD.search(clause) is None
        return next(
            (unit for unit, pattern in _LEFT_UNITS if pattern.search(clause)), "count" if counted else "CNY"
        ), False
    if index := _INDEX.search(clause):
        return ("times" if index["ratio"] else "count"), False
    if _INCOME.search(clause) and (not right or right[0] in _ENDS):
        return "CNY", True
    if _POINTS_NEXT.match(right):
        return "pp", False
    if m.low >= 100 and (not right or right[0] in _ENDS) and _PEOPLE.search(clause):
        return "person", False
    return _percent(m, clause, right, cue, last, listed, in_ratio)


def _percent(
    m: Mention, clause: str, right: str, cue: Cue, last: Claim | None, listed: bool, in_ratio: bool
) -> tuple[str, bool]:
    """Restore the sign of a rate of growth, of a named rate or of a share."""
    grew = cue.sign != 0 and not cue.reached
    ends = not right or right[0] in _ENDS
    if grew and m.low < 200 and (ends or right[0] in "（）") and _GREW.search(clause) and not _CROWD.search(clause):
        return "percent", True
    if m.low > 100:
        return "", False
    if in_ratio:
        return "percent", False
    if _PART_NEXT.match(right):
        return "percent", True  # 已完成70的工程量
    goes_on = last is not None and last.repaired and (listed or (cue.reached and cue.length == len(clause)))
    goes_on = goes_on or (listed and ends and last is not None and last.unit == "percent")  # 18.7%、44.1和3%
    if goes_on or _RATE.search(clause) or (ends and ((grew and "." in m.digits) or _PART_OF.search(clause))):
        return "percent", True
    return "", False


def kind_of(m: Mention, unit: str, clause: str, right: str, cue: Cue) -> tuple[str, int]:
    """Return the kind of the claim and its sign."""
    if unit == "rank":
        return ("change", cue.sign or 1) if _MOVED_PLACE.search(clause) else ("rank", 1)
    if unit == "pp":
        return "change", cue.sign or _beyond(clause) or _moved(clause) or 1
    if unit == "times":
        grown = cue.sign != 0 and not cue.reached and m.spelling != "番"
        return ("growth_rate", cue.sign) if grown else ("multiple", 1)
    return _percent_kind(m, clause, right, cue) if unit == "percent" else _amount_kind(clause, right, cue)


def _amount_kind(clause: str, right: str, cue: Cue) -> tuple[str, int]:
    """Return kind and sign of an amount: a change says by how much, a level how much there is."""
    if cue.reached:
        return "level", 1
    if cue.sign:
        return "change", cue.sign
    if beyond := _beyond(clause):
        return "change", beyond
    if _PLACES_NEXT.match(right) and (place := _MOVED_PLACE.search(clause)):
        return "change", -1 if place[0].startswith(("后", "下")) else 1
    moved = _moved(clause)
    return ("change", moved) if moved else ("level", 1)


def _beyond(clause: str) -> int:
    """Return the side on which an amount lies that is told as a difference: 高出全县平均水平380元."""
    if "于" not in clause and "超" not in clause and "高出" not in clause and "落后" not in clause:
        return 0
    beyond = _BEYOND_BY.search(clause)
    return 0 if beyond is None else -1 if beyond["down"] else 1


def _moved(clause: str) -> int:
    """Return the sign of a movement whose object stands before the number: 减少文件48份."""
    if not ("增" in clause or "减" in clause or "缩" in clause or "降" in clause):
        return 0
    verb = _MOVED_OBJECT.search(clause)
    return 0 if verb is None else 1 if verb["up"] else -1


def _percent_kind(m: Mention, clause: str, right: str, cue: Cue) -> tuple[str, int]:
    """Return kind and sign of a percentage: a rate of growth, a share, or the level of a named rate."""
    if clause.endswith(("-", "+")) and (signed := _SIGNED.search(clause)):
        sign = -1 if signed["sign"] == "-" else 1
        return ("level" if _NAMED_RATE.search(clause) else "growth_rate"), sign
    if cue.sign and not cue.reached and not _NAMED_RATE.search(clause):
        return "growth_rate", cue.sign
    if not cue.reached and _GROWTH_NEXT.match(right):
        return "growth_rate", 1
    if not cue.reached and not clause.endswith(("占", "的", "率")) and _moved(clause) < 0 and not _SHARE.search(clause):
        return "growth_rate", -1
    part = m.spelling == "成" or (m.spelling == "分之" and (m.digits[1:3] != "分之" or m.digits[0] not in "百千"))
    structure = not m.spelling and (clause[-1:] in _COLONS or right[:1] in _COLONS)
    return ("share" if part or structure or right.startswith("的") or _SHARE.search(clause) else "level"), 1


def bound_of(m: Mention, unit: str, kind: str, clause: str, right: str, before: str, after: str) -> str:
    """Return the bound; `before` and `after` are what the cue words right around the number say."""
    if unit == "rank":
        return "at_most" if clause.endswith("前") else ""
    if m.chinese and clause.endswith("上") and m.digits[0] in "百千万亿":
        return "at_least"
    bound = m.bound or ("" if before and right[:1] == "的" and _REFERENCE.match(right) else before) or after
    if bound:
        return bound
    if right.startswith(_MORE):
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
