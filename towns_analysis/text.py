r"""Bring a report into one plain form for reading, with the way back to every offset of its source.

The plain form has half-width digits, simplified characters, no white space inside a line, and
hard-wrapped lines joined; ``\n`` stays where a line really ends. Only the reading uses it: spans
and quotes are always those of the untouched source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["PlainText", "plain_text"]

_WIDE = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if chr(c) not in "！（），：；？"}
_FORMS = (
    _WIDE
    | dict.fromkeys("○◯Ｏ", "〇")
    | {"〜": "~", "﹪": "%", "﹒": ".", "﹕": ":", "‐": "-", "−": "-", "﹣": "-", "↑": "+", "↓": "-"}
)
_OTHER_FORM = re.compile(f"[{re.escape(''.join(_FORMS))}]")
_GROUP_COMMA = re.compile(
    r"，(?=[０-９]{3}(?![０-９])|\d{3}(?:，\d{3}){0,3}(?:\.\d+)?[万亿元亩人户个公吨平米斤头只株辆座台次件])"
)
# where a percent sign may be lost the comma may separate: 城镇化率达到49，300人受益
_GROUP_HEAD = re.compile(r"(?:(?<![０-９])[０-９]{1,3}|(?<![\d.．])(?<!占)(?<!增长)(?<!下降)(?<!降到)\d{1,3})$")
_PERCENT_HEAD = re.compile(r"(?:率|比重|增长|增幅|占)[^，。；\d]{0,6}\d{1,3}$")
_HEAD_LENGTH = 14
_BANKERS = str.maketrans("壹贰叁参肆伍陆柒捌玖拾佰仟", "一二三三四五六七八九十百千")
# 叁拾伍万元, 3仟元, but not 队伍, 大陆, 拾金不昧
_FINANCIAL = re.compile(  # begins with one class, so that the search skips to it
    r"[壹贰叁参肆伍陆柒捌玖拾仟佰](?:(?<![仟佰])(?<![队入退落行大着登内][伍陆])(?:(?<!参)|(?=[拾佰仟]))"
    r"(?:[壹贰叁参肆伍陆柒捌玖拾佰仟零万亿]{1,16}(?=[元圆亩人户%斤吨])|(?=[元圆]))"
    r"|(?<=[0-9０-９一二三四五六七八九][仟佰]))"
)
_MISREAD_POINT = re.compile(r"[。·•・‧](?=\d)(?<=\d.)(?=\d{1,2}(?:[%％米吨]|[万亿][元亩]|个百分点|公[里斤顷]))")
# 投资2，1亿元, but not 增长12，3万元
_MISREAD_COMMA = re.compile(
    r"[，,。·•・](?=\d)(?:(?<=[^率长占降到\d.．]\d.)|(?<=[^率长占降到\d.．]\d\d.))(?=\d{1,2}(?:倍|亩|万?[人户]|[亿万][元亩吨斤]|公[里顷]|平方))"
)
_LISTED_POINT = re.compile(  # 工业投资3、19亿元
    r"、(?<=\d、)(?=\d{1,2}(?:[%％]|亿元|万[元亩吨]|个百分点|平方公里|公[里顷]|亩))"
)
_BEFORE_POINT = re.compile(r"[\u4e00-\u9fa5](?<![第各和及与为])(\d{1,6})$")
_LIST_BEFORE = re.compile(r"分别|各|依次|(?<=[\u4e00-\u9fa5])、|\d[\d.]*[%％亿万元亩吨]?[和及]")
_MINUS = re.compile(r"[—–](?<=[长幅速率为].)(?=\d)")  # 增长—3.2%
_CHINESE_POINT = re.compile(
    r"[・·•‧](?<=[一二三四五六七八九〇零].)(?=[一二三四五六七八九〇零]{1,2}[%％万亿公平米吨亩元倍人户甲，。；、])"
)
# 一七、四六二人, 三、二〇〇、〇〇〇元, 补助款1、250万元: groups of three digits
_GROUPED = re.compile(
    r"[一二三四五六七八九\d](?<=[\u4e00-\u9fa5、，].)(?<![一二三四五六七八九十百千万亿〇零].)"
    r"(?<!各.)(?<!别.)(?<!各有.)(?<!别有.)(?<!别为.)(?<!别是.)"
    r"(?:[〇零一二三四五六七八九]{0,2}(?:、[〇零一二三四五六七八九]{3}){1,3}|\d{0,2}(?:、\d{3}){1,3})(?=万?[元人户公甲村邻头只栋株辆座])"
)
_GROUP_MARK = re.compile(
    r"、(?<=[〇零一二三四五六七八九\d]、)(?:[〇零一二三四五六七八九]{3}|\d{3})(?![〇零一二三四五六七八九\d十百千])"
)
_GROUP_DIGITS = str.maketrans("〇零一二三四五六七八九、", "00123456789,")
_BLANK = r"[\s\u3000\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f]"  # and marks that are not seen
_SPACE = re.compile(f"{_BLANK}{_BLANK}*")  # begins with one class, so that the search skips to it
_PAGE_LINE = re.compile(
    r"\n[ \t\u3000]*(?:[-–—－]?[ ]?\d{1,3}[ ]?[-–—－]?|第 ?\d{1,3} ?页(?:[ ，,]?共 ?\d{1,3} ?页)?)[ \t\u3000]*(?=\n)"
)
_BEGUN = re.compile(r"\d|19|20|.*,.*")
_SPACED = re.compile(r"\d{3}(?![\d.])|\d(?![\d.%％])")
_BLANKS = (" ", "\xa0")
_GROUP_APART = re.compile(r"\d{4}(?!年)")  # 3 3200亩: the number of an item
_DIGITS, _CELLS = re.compile(r"[\d.,]+"), 6  # two cells of a column have as many digits or more
_NUMBER_END = re.compile(r"[\d.,]+$")
_COMMA = re.compile("[，,；;]")
_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", ".": "。"}
# every branch begins with a literal, so that the search skips to the characters that can begin one
_HALF = re.compile(
    r",(?<!\d,)|,(?!\d{3}(?!\d))|;|:(?<!\d:)|:(?!\d)|\(|\)|\.(?<=[\u4e00-\u9fa5%]\.)(?!\d|[一二三四五六七八九〇]+[%万亿公平米吨亩元倍])"
)
_LINE_END = "。！？；：!?;"
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．）)](?!\d)|[㈠-㈩①-⑳]"
    r"|第[一二三四五六七八九十百]{1,3}[章节篇部条]|[●◆■•·※*-])"
)
# the title of a document, and who is addressed or who speaks
_DOCUMENT, _ADDRESS = (
    re.compile(
        "(?:报告|总结|汇报|讲话|计划|要点|情况|简介|概况|安排|打算|思路|规划|纲要|公报|意见|方案|草案|年鉴|镇情|乡情|致辞|(?:大会|会议|次会)上）?)(?:[（(][^（()）]{1,10}[）)])?$"
    ),
    re.compile("各位|同志|[（(]|.{0,8}(?:镇长|乡长|主任|书记|人民政府)"),
)
_DAY = re.compile(
    r"[（(—-]*(?:(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?|二〇[〇一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)[）)]?"
)
_YEAR_ALONE = re.compile(
    r"[【（]?(?:19|20)\d\d年[】）]?[ \t]*(?:[：:]|[\r\n]|$)"
)  # the heading of an entry of a chronicle
_HEADING_END = re.compile(
    "(?<![，,。；;])(?:回顾|打算|安排|目标|任务|措施|问题|情况|思路|建议|计划|重点|成效|做法|工作)$"
)
_TITLE = 60  # characters
_QUANTITY = re.compile(r"\d[\d.,]*[ ]?(?:[万亿%％元亩吨户]|公[里顷斤]|平方|个[^月])")
_HEADING = 10  # a line shorter than this, or with the mark of an item, may be the heading of a line that begins so
_WRAPPED = 20  # a line shorter than this that ends without punctuation is a heading, not a wrapped line


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain text of one report and its way back to the source.

    Attributes
    ----------
    text
        The plain text.
    origin
        Offset in the source of the first character.
    cuts, shifts
        From position ``cuts[i]`` of `text` on, ``shifts[i]`` source characters have been left out; the first is 0.
    traditional
        Whether the source is in traditional characters, which `text` is not.
    """

    text: str
    origin: int
    cuts: list[int]
    shifts: list[int]
    traditional: bool

    def back(self, position: int) -> int:
        """Return the source offset of the character at `position`."""
        return self.origin + position + self.shifts[bisect_right(self.cuts, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source of a span of the text that is not empty."""
        i = bisect_right(self.cuts, start)
        first = self.origin + start + self.shifts[i - 1]
        if i == len(self.cuts) or self.cuts[i] >= end:
            return first, first + end - start
        return first, self.back(end - 1) + 1

    def printed(self, source: str, words: str, near: int) -> str:
        """Return words of the text, the last before `near` or the first after it, as the source prints them."""
        if not (self.traditional and words):
            return words
        at = self.text.rfind(words, 0, near)
        at = self.text.find(words, near) if at < 0 else at
        return words if at < 0 else "".join(source[slice(*self.span(at, at + len(words)))].split())


def plain_text(source: str, start: int = 0, end: int | None = None) -> PlainText:
    """Return the plain form of ``source[start:end]``."""
    raw = source[start:end]
    traditional = _traditional().search(raw) is not None
    raw = _simplified(raw) if traditional else raw
    raw = _GROUP_COMMA.sub(_group_comma, raw)
    raw = _OTHER_FORM.sub(lambda match: _FORMS[match[0]], raw)
    raw = _MINUS.sub("-", _CHINESE_POINT.sub("点", raw))
    raw = _MISREAD_COMMA.sub(".", _MISREAD_POINT.sub(".", raw))
    raw = _LISTED_POINT.sub(_listed_point, raw)
    if _GROUP_MARK.search(raw):
        raw = _GROUPED.sub(lambda match: match[0].translate(_GROUP_DIGITS), raw)
    raw = _FINANCIAL.sub(lambda match: match[0].translate(_BANKERS), raw)
    return _without_space(raw, start, traditional)


def _listed_point(match: re.Match[str]) -> str:
    """Read 3、19亿元 as 3.19亿元 where no list stands there and the two are no neighbours: 3、4万元 may be a range."""
    text, at = match.string, match.start()
    first = _BEFORE_POINT.search(text, max(0, at - 8), at)
    if first is None or _LIST_BEFORE.search(text, max(0, at - 20), first.start(1)):
        return "、"
    rest = _DIGITS.match(text, at + 1)
    return "、" if rest is None or int(first[1]) + 1 == int(rest[0].rstrip(".,")) else "."


def _group_comma(match: re.Match[str]) -> str:
    """Read 23，450万元 as 23,450: a full-width comma between groups of digits."""
    begin, end = max(0, match.start() - _HEAD_LENGTH), match.start()
    apart = _PERCENT_HEAD.search(match.string, begin, end)
    return "," if not apart and _GROUP_HEAD.search(match.string, begin, end) else "，"


def _simplified(text: str) -> str:
    out = str(_converter().convert(text))
    if len(out) == len(text):
        return out
    return "".join(c if len(s := _converter().convert(c)) != 1 else s for c in text)


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    """Return the characters that have another simplified form: one of them makes a text traditional."""
    characters = [chr(c) for c in range(0x4E00, 0xA000)]
    simple = str(_converter().convert("\n".join(characters))).split("\n")
    return re.compile(f"[{''.join(c for c, s in zip(characters, simple, strict=True) if c != s)}]")


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _without_space(raw: str, origin: int, traditional: bool) -> PlainText:
    """Cut white space and page-number lines out of `raw`; keep a mark where a line or a number ends."""
    raw = _PAGE_LINE.sub(lambda m: "\n" + " " * (len(m[0]) - 1), raw) if "\n" in raw else raw
    cuts, shifts = [0], [0]

    def cut(match: re.Match[str]) -> str:
        mark = _mark(raw, *match.span())
        shifts.append(shifts[-1] + len(match[0]) - len(mark))
        cuts.append(match.end() - shifts[-1])
        return mark

    text = _SPACE.sub(cut, raw)
    return PlainText(_HALF.sub(lambda match: _FULL[match[0]], text), origin, cuts, shifts, traditional)


def _mark(raw: str, a: int, b: int) -> str:
    """Return what stands for the white space ``raw[a:b]``: a line end, a space between numbers, or nothing."""
    before, after = raw[a - 1 : a], raw[b : b + 1]
    broken = "\n" in raw[a:b] or "\r" in raw[a:b]
    if before.isdigit() and (after.isdigit() or after in "万亿元%％亩户人个公吨"):
        return _between_digits(raw, a, b, broken) if after.isdigit() else ""
    if (
        before == "."
        and after.isdigit()
        and raw[a - 2 : a - 1].isdigit()
        and (broken or raw[a - 3 : a - 2] not in ("", "\n", "。", "；", ";", "："))
    ):
        return ""
    if broken and before in "万亿" and raw[a - 2 : a - 1].isdigit() and not _ITEM.match(raw, b):
        return ""  # 8万 at the end of a line, 台 on the next
    if broken:
        return "\n" if before in _LINE_END or _ITEM.match(raw, b) or not _wrapped(raw, a, b) else ""
    apart = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return " " if apart else ""


def _between_digits(raw: str, a: int, b: int, broken: bool) -> str:
    """Join the digits of one number, 4 120 and 1 0 2 6, but keep a year, a decimal or a table column apart.

    Within a line only one plain space joins, where a group of three digits, a digit alone or the rest of a number or
    year that has begun follows.
    """
    head = _NUMBER_END.search(raw, max(0, a - 12), a)
    whole = head[0] if head else ""
    if len(whole) == 4 and whole[:2] in ("19", "20") and whole.isdigit():
        return " "
    if broken:
        apart = _is_page(raw, a) or not (len(whole) + _digits_at(raw, b) < _CELLS or _wrapped(raw, a, b))
        return " " if apart else ""
    if "." in whole or raw[a:b] not in _BLANKS:
        return " "
    if len(whole) == 1 and raw[b + 1 : b + 2] == "亿":  # 5 9亿元 may be 5.9
        return " "
    begun = _BEGUN.fullmatch(whole) and not _GROUP_APART.match(raw, b)
    return "" if begun or (len(whole) < 4 and _SPACED.match(raw, b)) else " "


def _is_first(raw: str, a: int) -> bool:
    """Whether the line that ends at `a` is the first of its text, and no longer than a title."""
    return a < _TITLE and "\n" not in raw[:a].strip()


def _digits_at(raw: str, at: int) -> int:
    found = _DIGITS.match(raw, at)
    return len(found[0]) if found else 0


def _is_page(raw: str, a: int) -> bool:
    """Whether the line that ends at `a` is a page number alone."""
    begin = raw.rfind("\n", max(0, a - 4), a)
    return (begin >= 0 or a < 4) and raw[max(begin, 0) : a].strip().isdigit()


def _wrapped(raw: str, a: int, b: int) -> bool:
    """Whether the line that ends at `a` goes on at `b`: it is long, or no shorter than the next one."""
    floor = max(0, a - _WRAPPED)
    begin = max(floor, raw.rfind("\n", floor, a) + 1)
    if _DOCUMENT.search(raw, max(0, a - 16), a) and (
        raw.endswith(("上", "上）"), 0, a) or _ADDRESS.match(raw, b) or _is_first(raw, a)
    ):
        return False
    if _DAY.fullmatch(raw, begin, a) or _YEAR_ALONE.match(raw, b):
        return False
    if _ITEM.match(raw, begin) and _HEADING_END.search(raw, begin, a):
        return False
    if a - begin >= _HEADING and not _ITEM.match(raw, begin) and _QUANTITY.match(raw, b):
        return True
    begin = max(begin, raw.rfind("\r", floor, a) + 1)
    line = a - begin + 1
    if line >= _WRAPPED or _COMMA.search(raw, begin, a):
        return True
    stop = raw.find("\n", b, b + _WRAPPED)
    return stop >= 0 and line >= stop - b and raw.count("\n", a, b) == 1
