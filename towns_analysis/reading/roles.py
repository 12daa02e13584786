"""Tell numbers that measure something from dates, ordinals, names, slogans, criteria and stray pages."""

from __future__ import annotations

import re

from ..vocabulary import any_of, words_by_role
from .measures import AHEAD, RANK_ORDER
from .quantities import Mention

__all__ = ["Roles"]

_DATE_NEXT = re.compile(
    r"[ 、—–~～至到-]*(?:\d{1,2})?(?:月(?!饼|均)|日(?!均)|号(?!称)|年(?!均)|时\d|点(?!多)|世纪|年代|学年|财年)"
)
_ORDINAL_NEXT = re.compile(r"[、.．)）:：](?!\d)")
_WITHIN = re.compile(r"[之以]?[内后前来]|时间内|一|份|左右内")
_SPAN = re.compile(r"时间[^，。；]{0,4}(?:由|为|到|至)$")
_THRESHOLD_NEXT = re.compile(r"(?:[（(]含[）)])?(?:及以上|及其以上|或以上|以上|以下|以内)(?P<of>的)?(?P<next>.?)")
_LIST_ENDS = ("", "，", "。", "；", "、")
_CLAUSE_END = "，,。；;：:、！？!?)）\n”"
_STAKE = re.compile(r"[A-Za-z]\d*\+$")
_SIZE_CLOSED = ("以上，下同）", "以上，含）", "以上）", "以下）", "以内）", "及以上）", "及以下）")
_OVER_THAT = re.compile(r"(?:（含[^）]*）)?的(?:[^，。；、\d]{1,8})?(?:达|有|为|共|占)?\d")
_OF_VILLAGES = re.compile(
    r"的(?:村|企业|农户|户|大户|乡镇|项目)(?:有|达到?|共有?|为|占|发展到|增加到)[约近]?\d|的(?:企业|农户|大户)[约近]?\d"
)
_THING_NEXT = re.compile("(?![的左以之])[\u4e00-\u9fa5]")
_BY_STANDARD, _OF_STANDARD = (
    re.compile("(?:按照?|依照)[^，。；]{0,8}$"),
    re.compile("的?(?:新|国家?|国定|省定)?(?:扶贫|贫困)?标准"),
)
_ANOTHER = re.compile(r"的[^，。；、]{0,12}?(?:\d|[两二三四五六七八九十]+[个家户项])")
_COUNTED_OVER = re.compile(r"[\d两几][个家][过超]$")
_CLASS_OF = re.compile(r"的?(?:项目|企业)[\d两二三四五六七八九十]")
_CLASS_ABOVE = re.compile(r"以[上下]的[^，。；、\d]{1,10}\d")
_CLASS_BELOW = re.compile(r"的?[^，。；、\d到至为增]{0,10}\d")
_PLACES_BEFORE = re.compile("[一二两三四五六七八九十][乡镇村场街]$")
_PLACE_NAME = re.compile("子?(?:镇(?![区域上])|乡(?![镇村土])|村(?![民组级庄里办集])|屯)|子[^女]")
_PLACES_AFTER = re.compile("[一二两三四五六七八九十][乡镇村场街](?![一-龥])")
# redacted, 倒数第, and what is not read by half: 2O00元, l.2亿元, 增长.5%, 3..2亿元, 12’350万元, 35.2/41.6万元
_DAMAGED = re.compile(
    r"[*＊×□_]$|(?:xx|XX|ｘｘ)\.?$|倒数第$|(?:\d|[^A-Za-z\d])[OolI][.。]?$|[^\d.。][.。]$|[.。][.。]$|\d['’‘`/?#？＃·•^=]$"
)
_ODD = set("*＊×□_xXｘ第OolI.。'’‘`/?#？＃·•^=")
_MARKS = {*_ODD, *"、， 度°每数几", *map(chr, range(65, 123))}  # behind which a number may be no whole one
_MASKS, _MORE_MASKS = set("*＊×"), set("*＊×xX□")
_MASKED_YEAR = re.compile("[*＊×xX□]{1,2}年")
_GROUPED = re.compile(
    r"(?:(?P<rate>(?:[率占增升降]|比重|比例|增长|增幅|提高)[^，。；\d]{0,6})|[\u4e00-\u9fa5])\d{1,2}，$"
)
_GROUP_OF = re.compile(r"(?<!\d)村$")
_LOST_POINT = re.compile(r"(?<!\d)\d{1,3} $")
_IN_TURN = re.compile("(?:分别|依次)[^，。；]*$")
_CIRCLE = re.compile("[\u4e00-\u9fa5]{0,6}圈")
_WARM = re.compile("的?(?:年|有效|活动)*积温")
_PLACE_MOVES = ("前移", "上升", "提升", "前进", "后移", "下降", "上升了", "前移了", "提升了")
_PIECE = ("元", "块", "角")
_DIGITS = set("一二三四五六七八九")
_SEVERAL = re.compile("(?<![人户个总项次头件只株位台辆职工员生务划标算])[数几]$")
_BY = 2  # a smaller number after 每 is no base of a rate
_GROUP = 3  # digits
_AVERAGED = re.compile("[均平每密度率比][^，。；]{0,12}$")
_BEGINS = ("", "，", "。", "；", "于", "在", "\n")  # 11.5日召开会议
_DOMAIN = re.compile(r"[a-z]{2,}$")
_LETTER = re.compile(r"[A-Za-z]-?$")
_NOT_COUNTED = tuple("第好“‘每这那某任前初")
_VAGUE = ("数", "几")  # 数十
_SESSION = re.compile("(?:、[一二三四五六七八九十]次)*(?:全会|全体会议|会议|代表大会)")
_EACH = re.compile(r"(?:每|人均|由|从|到|为|收|补|交)[^，。；]{0,4}$")


class Roles:
    """Patterns compiled from ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        self._naming, self._naming_inside = set(words["naming"]), set(words["naming_inside"])
        self._naming_chinese = {*self._naming, *self._naming_inside, *words["naming_chinese"]}
        self._counting, self._counting_measure = set(words["counting"]), set(words["counting_measure"])
        self._name = re.compile(f"(?!{any_of(words['no_name_after'])}){any_of(words['name_after'])}")
        self._number_names = set(words["number_name"])
        self._abstract = re.compile(any_of(words["abstract"]))
        self._lasting = re.compile(any_of(words["lasting"]) + "[^，。；]{0,5}$")
        self._aged = re.compile(any_of(words["aged"]) + "[^，。；]{0,6}$")
        some = r"(?:\d|[两二三四五六七八九十]+[个家户项])"
        noun = rf"(?:[^，。；、\d]{{0,6}})?{any_of(words['sized'])}[^，。；\d]{{0,6}}"
        self._sized = re.compile(rf"的?“?(?:{noun}{some}|\d{{1,4}}[家户个宗项])")
        self._size_of = re.compile(rf"的[^，。；、\d]{{0,4}}{any_of(words['sized'])}")
        self._spent = re.compile(any_of(words["spent"]))
        self._recent, self._recent_days = tuple(words["recent"]), tuple(words["recent_days"])
        self._below, self._over = tuple(words["class_below"]), (*words["class_bound"], *words["class_below"])
        self._class_size, self._amount = tuple(words["class_size"]), tuple(words["amount_noun"])
        self._round, self._no_round = tuple(words["round"]), tuple(words["no_round"])
        self._one_word, self._one_thing = tuple(words["one_word"]), tuple(words["one_thing"])
        self._holidays, self._undivided = set(words["holiday"]), set(words["undivided"])
        self._half_time = tuple(words["half_time"])

    def of(self, m: Mention, left: str, right: str) -> str:
        """Return the role of a number that is no claim, or '' if it measures something.

        `left` and `right` are the text before and after the number within its sentence.
        """
        marked = left[-1:] in _MARKS or right[:1] in _MORE_MASKS or "." in m.digits or m.digits.startswith("00")
        if marked and _unread(m, left, right, self._undivided):
            return "date" if not m.unit and _MASKED_YEAR.match(right) else "other"
        if m.spelling == "个" and m.low % 1 == 0.5 and "." not in m.digits and right.startswith(self._half_time):
            return "date"
        if m.spelling in ("批", "期", "类", "步") and left.endswith("分"):
            return "name"  # 分三批
        if m.chinese:
            return self._chinese(m, left, right)
        if not m.unit:
            return self._bare(m, left, right)
        if m.group == "time":
            return self._time(m, left, right)
        if m.group == "age":
            return "" if self._aged.search(left) and not right.startswith(("以上", "以下")) else "criterion"
        return self._unit(m, left, right)

    def _bare(self, m: Mention, left: str, right: str) -> str:
        """Tell the role of Arabic digits without a unit; '' leaves them to the claims (lost marks, lists)."""
        if right.startswith(".") and _DOMAIN.search(left):
            return "other"
        if (_LETTER.search(left) and not left.endswith("GDP")) or (right[:1].isascii() and right[:1].isalpha()):
            return "name"
        digits = m.digits
        if _DATE_NEXT.match(right):
            return "date"
        if (
            len(digits) == 4
            and digits.isdigit()
            and digits[:2] in ("19", "20")
            and m.high < 3000
            and not right.startswith(("余", "多"))
        ):
            return "date"
        if left.endswith("第"):
            return "" if RANK_ORDER.search(left) and (not right or right[0] in "，。；、,;）)") else "ordinal"
        if left.endswith(("〔", "[", "［")) or right.startswith(("〕", "］")):
            return "ordinal"
        if (not left.strip() and _ORDINAL_NEXT.match(right)) or (
            left.endswith(("；", ";", "：", ":", "（", "(")) and _ORDINAL_NEXT.match(right) and m.low < 40
        ):
            return "ordinal"
        if left.endswith(("“", '"', "‘", "+")) or right.startswith(("+", "”", "’", "-")):
            return "slogan"
        if self._name.match(right) or (digits in self._number_names and right.startswith("人员")):
            return "name"
        below = left.endswith(self._below) and _CLASS_BELOW.match(right) and right.startswith("的")
        return "criterion" if digits[-1] in "万亿" and (below or self._is_threshold(right)) else ""

    def _is_threshold(self, right: str) -> bool:
        """Whether a size class follows: 3000万元以上项目, but not 3000万元以上，."""
        threshold = _THRESHOLD_NEXT.match(right) if right[:1] and right[0] in "（(及或以" else None
        if threshold is None:
            return False
        following = right[threshold.start("of") if threshold["of"] else threshold.start("next") :]
        return bool(following) and following[0] not in _CLAUSE_END and not self._spent.match(following)

    def _time(self, m: Mention, left: str, right: str) -> str:
        if m.spelling == "年" and (
            m.low >= 1900 or m.digits.startswith("0") or (50 <= m.low < 100 and not right.startswith("来"))
        ):
            return "date"
        if left.endswith("第"):
            return "ordinal"
        if left.endswith(self._recent):
            return "date"
        if m.spelling == "日" and (("." in m.digits and left[-1:] not in _BEGINS) or _SPAN.search(left)):
            return ""
        if (
            m.spelling in ("天", "个月", "个工作日")
            and not left.endswith(self._recent_days)
            and not _WITHIN.match(right)
        ):
            return ""
        if self._lasting.search(left) and not right.startswith(("来", "内", "以来", "的发展")):
            return ""
        return "date"

    def _unit(self, m: Mention, left: str, right: str) -> str:
        if left.endswith("第") and m.unit != "rank" and m.spelling != "名":
            return "ordinal"
        if left[-1:].isascii() and m.group != "money" and _LETTER.search(left) and not left.endswith("GDP"):
            return "name"
        if m.group == "money" and right.startswith("户") and not right.startswith("户均"):
            return "name"  # 10万元户36户
        if self._is_criterion(m, left, right):
            return "criterion"
        if (
            right.startswith("水位")
            or (m.spelling == "组" and right.startswith("村民"))
            or (m.spelling in ("组", "队", "社") and _GROUP_OF.search(left))
        ):
            return "name"
        if (left.endswith("+") and _STAKE.search(left)) or (m.spelling == "分" and re.search(r"\d[时点]$", left)):
            return "name"
        if m.spelling in ("℃", "°C", "度") and _WARM.match(right):
            return "criterion"  # ≥10℃积温
        day = m.spelling == "小时" and m.digits == "24"
        if m.spelling in ("千伏", "kV", "KV") or day or (m.spelling == "分钟" and _CIRCLE.match(right)):
            return "name"  # 15分钟便民生活圈
        if _is_quoted(m, left, right):
            return "slogan"
        inside = m.spelling in self._naming_inside and right[:1] not in _CLAUSE_END
        return "name" if m.unit == "count" and len(m.digits) <= 3 and (inside or m.spelling in self._naming) else ""

    def _is_criterion(self, m: Mention, left: str, right: str) -> bool:
        """Whether the number is only the size of what is counted: 3000吨级冷库2座, 50—100万元的村8个, 超亿元企业3家."""
        if m.unit == "percent":
            taxed = left.endswith("税（") and right.startswith("）")  # 增值税（25%）680万元
            return taxed or right.startswith("部分") or _CLASS_ABOVE.match(right) is not None  # 增值税25%部分
        sized = m.group in ("measure", "money") and (right.startswith(self._class_size) or left.endswith("（含"))
        sized = sized or right.startswith("之间的")
        if sized or self._is_threshold(right) or (left.endswith(self._over) and _OVER_THAT.match(right)):
            return True
        if _OF_STANDARD.match(right) and _BY_STANDARD.search(left):
            return True  # 按2300元标准
        if right.startswith(_SIZE_CLOSED) and left.rfind("（") > left.rfind("）"):
            return True  # 养殖场（存栏500头以上）12个
        if m.group == "measure" and left.endswith(self._below) and _CLASS_BELOW.match(right):
            return True  # 人均不足13平方米14户
        if m.low < m.high and (_ANOTHER.match(right) or (m.low == 0 and _THING_NEXT.match(right))):
            return True  # 0—3公里抵边居民
        return m.group == "money" and self._is_class(m, left, right)

    def _is_class(self, m: Mention, left: str, right: str) -> bool:
        """Whether an amount tells which of them are counted."""
        if left.endswith(self._over) and right.startswith("的") and self._size_of.match(right):
            return True  # 收入不足3000元的农户
        if (m.low < m.high or left.endswith("超")) and right.startswith(("项目", "企业")):
            return True  # 4个超500万元项目, 10至500万元项目
        if not left.endswith(self._amount) and _CLASS_OF.match(right):
            return True  # 1—9亿元项目10个
        return _OF_VILLAGES.match(right) is not None or self._is_size(left, right)  # 收入达到50万元的村有6个

    def _is_size(self, left: str, right: str) -> bool:
        """Whether an amount is only how large each of the counted is: 超亿元企业3家, 纳税超500万元的有9家."""
        over = left.endswith(self._over)
        counted = right.startswith(("项目", "企业")) and _COUNTED_OVER.search(left)  # 1个过亿元项目
        sized = (over or left.endswith("达")) and self._sized.match(right)
        return bool(counted or sized or (over and _ANOTHER.match(right)))

    def _chinese(self, m: Mention, left: str, right: str) -> str:
        """Chinese numerals count only with a measure, a ratio, or a classifier that measures here."""
        if not m.unit and left.endswith(("第", "前")):
            return "" if RANK_ORDER.search(left) or AHEAD.search(left) else "ordinal"
        if m.spelling in ("名", "位") and (left.endswith("前") or (left.endswith("第") and RANK_ORDER.search(left))):
            return ""
        if m.group == "ratio":
            return _ratio(m, left, right)
        if _is_named(m, left, right, self._holidays):
            return "name"
        if m.group in ("money", "measure") and self._is_threshold(right):
            return "criterion"  # 收入达万元以上的牧户, 十亿元以上企业9家
        vague = (m.digits[0] in "十百千万亿" and left.endswith(_VAGUE)) or (
            m.digits == "一" and left.endswith(self._one_word)
        )
        if m.unit != "rank" and (vague or left.endswith(_NOT_COUNTED)):
            return "ordinal" if left.endswith("第") else "other"
        if m.digits[0] in "百千万亿" and not m.bound:
            if not left.endswith(self._round) or left.endswith(self._no_round):
                return "name"
            sized = self._is_size(left, right) if m.group == "money" else _OVER_THAT.match(right)
            return "criterion" if sized and left.endswith(self._over) else ""
        small = len(m.digits) == 1 and not m.bound
        if small and left.rfind("“") > left.rfind("”"):
            return "slogan"
        return self._small(m, left, right) if small else self._large(m, left, right)

    def _large(self, m: Mention, left: str, right: str) -> str:
        """Return the role of a Chinese numeral of several characters."""
        if m.group in ("time", "age"):
            measured = m.spelling == "天" and right[:1] not in ("内", "后", "来") and left[-1:] not in ("每", "第")
            return "" if measured else "date"
        if m.unit == "rank":
            return "" if left.endswith(("第", "前", "居", "列")) else "name"
        if "、" in m.digits and m.spelling in ("组", "队", "期", "届", "类", "级", "线"):
            return "name"  # 一、二组
        return "name" if m.unit == "count" and m.spelling in self._naming_chinese else ""

    def _small(self, m: Mention, left: str, right: str) -> str:
        """Return the role of a single Chinese digit: 两个镇 counts, 一个 and 三方面 do not."""
        if m.group == "money":
            named = m.digits in "一二" or m.spelling == "角"
            return "name" if named and not _EACH.search(left) else ""
        if m.group in ("time", "age"):
            return "" if left.endswith(("历时", "为期")) else "date"
        if m.group == "measure":
            one = m.digits == "一" and right.startswith(self._one_thing)  # 浇一亩地电费35元
            counts = m.spelling in self._counting_measure or right.startswith("多")
            return "" if counts and not one else "name"
        if m.unit == "rank":
            return "" if left.endswith(("第", "前", "居", "列", *_PLACE_MOVES)) else "name"
        if _in_list(m, left, right):
            return ""
        if m.digits in "一十" or (m.digits == "二" and m.unit == "count" and left[-1:] != "等"):
            return "name"  # 二次供水; two of a thing are 两
        if m.spelling == "大":
            return "name" if left.endswith(("做", "最")) else ""
        if m.spelling in ("户", "名"):
            return ""
        grouped = m.spelling in "组队" and m.digits != "两"  # 荷花村四组
        return "name" if grouped or m.spelling not in self._counting or self._abstract.match(right) else ""


def _is_quoted(m: Mention, left: str, right: str) -> bool:
    """Whether a count is all that stands in quotation marks, or the count of measures that names them: “稳经济41条”."""
    if m.spelling == "条" and "”" in right[:6] and left.rfind("“") > left.rfind("”"):
        return True
    alone = left.endswith(("“", "‘")) and right.startswith(("”", "’"))
    return alone and m.group in ("classifier", "place", "other")


def _is_named(m: Mention, left: str, right: str, holidays: set[str]) -> bool:
    """Whether a Chinese numeral is part of a name, or 一 only tells the piece: 八家子镇, 一、二、三支路, 34元一公斤."""
    if m.spelling in ("家", "户", "里") and len(m.digits) < 3 and _PLACE_NAME.match(right):
        return True
    if (m.spelling == "次" and _SESSION.match(right)) or right.startswith("班子"):
        return True  # 十二届五次全会, 四套班子
    if m.spelling in ("站", "所") and (right.startswith(("八所", "八站")) or left.endswith(("七站", "七所"))):
        return True  # 七站八所
    if left.endswith(("正月", "腊月")) or (m.digits in holidays and m.spelling in ("村", "镇", "乡", "校", "厂")):
        return True  # 正月十五县上, 八一村
    return m.digits in _DIGITS and (left.endswith(_PIECE) or (left[-1:] == "、" and left[-2:-1] in _DIGITS))


def _unread(m: Mention, left: str, right: str, undivided: set[str]) -> bool:
    """Whether the number is redacted, damaged, or a part of something longer: 1.*3亿, 2O00元, 120度30分, 每100户."""
    before, after = left[-1:], right[:1]
    if after in _MASKS or (not m.unit and after in _MORE_MASKS) or m.digits.startswith("00"):
        return True
    if before in _ODD and _DAMAGED.search(left[-4:]):
        return True
    if m.spelling == "分" and before in ("度", "°"):
        return True
    if before in ("数", "几") and m.digits.rstrip("0万亿") == "1" and _SEVERAL.search(left):
        return True  # 数10家
    if before in ("每", "/") and m.unit in ("person", "household", "") and m.low >= _BY:
        return True
    if (
        before == " "
        and len(m.digits.rstrip("万亿")) == 1
        and m.unit
        and left[-2:-1].isdigit()
        and _LOST_POINT.search(left)
    ):
        return True  # 108 3%
    if before == "，" and m.digits[: _GROUP + 1].isdigit() and len(m.digits) > _GROUP:
        head = _GROUPED.search(left)
        if head is not None and head["rate"] is None:
            return True  # 达2,5000万元
    if m.group == "money" and before.isascii() and before.isalpha() and left[-2:-1].isdigit():
        return True  # 3B0万元
    return ("." in m.digits and _glued(m, left, right, undivided)) or (before == "、" and _spoken(m, left))


def _glued(m: Mention, left: str, right: str, undivided: set[str]) -> bool:
    """Whether it is two numbers, of an item and a figure, or has a point for a comma: 2.35个村, 35.600人."""
    whole, _, decimals = m.digits.partition(".")
    whole_thing = (m.spelling == "元" and "价" not in left) or (m.spelling in undivided and not _AVERAGED.search(left))
    if (
        whole_thing
        and decimals.isdigit()
        and len(decimals) == _GROUP
        and whole != "0"
        and not right.startswith(("/", "点"))
    ):
        return True
    if len(whole) > 2 or left.rstrip("\n")[-1:] not in ("", "；", "：", "。"):
        return False
    counted = m.unit in ("count", "household", "person") and decimals.isdigit()
    return counted or (m.group in ("money", "measure") and len(decimals.rstrip("万亿")) >= _GROUP)


def _spoken(m: Mention, left: str) -> bool:
    """Whether it is the second end of a spoken range, which might be a list as well: 3、4万元."""
    if _IN_TURN.search(left):
        return False  # 分别提高1、2个百分点
    first = left[-2:-1] if left.endswith("、") and not left[-3:-2].isdigit() else ""
    return (
        first.isdigit() and bool(m.unit) and m.digits[:1] == str(int(first) + 1) and m.digits[1:2] in ("", "万", "亿")
    )


def _in_list(m: Mention, left: str, right: str) -> bool:
    """Whether a count stands in a list of things that are counted alike: 民政课二件、建设课一件, 三乡二镇."""
    if m.group == "place" and (_PLACES_BEFORE.search(left) or _PLACES_AFTER.match(right)):
        return True
    number = "[一二两三四五六七八九十\\d]+" + m.spelling
    after = re.match(f"、[^，。；、]{{2,6}}{number}(?:[，。；、]|$)", right)
    return right[:1] in _LIST_ENDS and bool(after or re.search(f"{number}、[^，。；、]{{2,6}}$", left))


def _ratio(m: Mention, left: str, right: str) -> str:
    if m.digits == "半" and (
        right.startswith("”") or left.endswith(("时间", "任务", "双", "不"))
    ):  # 时间过半、任务过半
        return "slogan"
    if m.spelling == "番" and left.rfind("“") > left.rfind("”"):
        return "slogan"  # “三年翻一番”
    if m.spelling == "番" and not left.endswith(("翻", "翻了")):
        return "name"
    if m.spelling == "倍" and m.digits in "百千万" and not m.bound:
        return "name"
    return ""
