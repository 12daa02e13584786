"""The words of a plain text that date something: years in any numerals, masks, plans, 今年 and its kin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from math import inf
from operator import attrgetter
from typing import NamedTuple

from .reading.numerals import parse_number, whole_number
from .reading.sections import planned_spans, title_year
from .reading.years import (
    HANZI,
    NEXT,
    SEASON,
    SHORT,
    SOME_YEARS,
    TO,
    TWO_HANZI,
    arabic_years,
    chronicle,
    year_of,
    years_begin,
)
from .vocabulary import VocabularyError, any_of, entries, read_once

__all__ = ["PLAN", "Facts", "Page", "Plans", "TimeWord", "facts", "page_of"]

_NUMBER = "[一二三四五六七八九十廿]{1,3}"
_TO = rf"\d{{1,2}}(?:月份?)?{TO}(?=\d{{1,2}}月)"
_MONTH = rf"(?:{_TO})?(?:\d{{1,2}}|{_NUMBER})月(?:(?:\d{{1,2}}|{_NUMBER})[日号]|份|[上中下]旬|[底初末中])?"
_PART = rf"(?:度|同期|年?[底末初中](?![心国小学型等])|以来|来|至今|起|全年|{SEASON}|{_MONTH})?"
_WORD = re.compile(
    rf"(?P<first>(?<!\d)(?:19|20)\d\d)年?{TO}(?P<last>(?:19|20)\d\d)(?:年|(?![\d万亿%亩元]))"
    rf"|(?P<arabic>(?<![\d.])(?:19|20)\d\d)(?:年{_PART}|(?=实现|完成|全|预计|[、和及与](?:19|20)\d\d[、年和及与]))"
    rf"|(?P<hanzi>[一二]{HANZI}{{3}})(?:年{_PART}|(?=\n|$))"
    rf"|(?P<mask>(?:19|20)(?:\d[xX×*]|[xX×*]{{1,2}})|[xX×*]{{1,4}}|某)年{_PART}"
    rf"|(?:民国)?(?P<republic>(?:(?<=民国)|(?<=公所))[〇零一二三四五六七八九十百\d]{{1,5}}|(?<![\d.第])1[01]\d)年{_PART}"
    rf"|(?P<short>(?<![\d.])(?:[06-9]{SHORT}\d|[0-9]\d(?=年[度底末初]|年[上下]半年)|[五六七八九]{TWO_HANZI}))"
    rf"年(?!代|来|前|间|以|的?历史){_PART}"
    r"|[“\"]?(?P<plan>(?<![二三四五六七八九百千万])十[一二三四五]?|(?<!十)[一二三四五六七八九])[·•〃.・]?五(?P<closed>[”\"])?(?P<tail>期间|时期|规划|计划|期?末|以来)?"
    r"|(?P<census>第[一二三四五六七八九十]{1,2}次(?:全国)?人口普查|(?<!\d)[四五六七]普(?![通及法查遍惠选]))"
    rf"|(?P<relative>(?<!以)前|今|本|去|(?<!新)上|明|来|下一?(?=年度|年[^内])|新的?一|(?<![产成工])后)年(?!级|轻){_PART}"
    rf"|(?P<inside>(?<![健安完])全年|[上下]半年|(?<![一二三四五六七八九十两几\d])年内|年[底末初]|一年来|前[两二三]季度|[一二三四]季度"
    rf"|(?<![\d.])(?={_TO}|\d+月[\d底末初中上下份]){_MONTH})"
    r"|(?P<ahead>(?:今后|未来)[一二三四五六七八九十两\d]年)|(?P<century>本世纪末)"
    r"|(?P<now>(?<!项)目前(?![期景置沿段])|当前|(?<![表体实出发])现[在有])|(?P<recent>近(?:[几两二三四五六七八九十\d]{1,2}年来?|年来?)|(?:几|这些|多|(?<![\d一二三四五六七八九十])[二三四五六七八九十两\d])年来"
    r"|(?<![\d一二三四五六七八九十])[二三四五六七八九十两\d]年(?=累计|共|间)|过去[二三四五六七八九十两\d]年)"
)
_COUNT = re.compile(r"[二三四五六七八九十两\d](?=年)")  # of the years of 过去五年
_OFFSET = {"前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "明": 1, "来": 1, "下": 1, "新": 1, "后": 2}
_NUMERALS = re.compile(r"\d+|[〇零一二三四五六七八九]+")
_DATE = re.compile(rf"(\d{{1,2}}|{_NUMBER})月(?:(\d{{1,2}}|{_NUMBER})[日号])?")
_RELATIVE = _OFFSET.keys() - {"上"}
_NEXT = re.compile(NEXT)
PLAN = "打算|思路|计划|安排|设想|目标"
_HEAD = re.compile(
    rf"((?:19|20)\d\d|(?<!\d)[089]\d|(?:19|20)\d?[xX×*]{{1,2}}|[xX×*]{{2,4}})年度?[^。，\n]{{0,6}}(?:{PLAN}|展望)"
)
_PLANNED = re.compile(f"的?(?:主要)?(?:工作|发展)?的?(?:{PLAN})")
_BASE_BEFORE, _BASE_AFTER = re.compile("(?<!对)[比较](?!重|例)$|(?:高|低|多|快|慢)于$"), re.compile(r"的[\d.]+倍")
_GROWN_FROM = re.compile(r"的?[^，。；\d]{0,6}\d")
_AIMED = re.compile("(?:力争|争取|确保|计划|规划|打算|预计|今后|未来)[^。；\n]{0,16}[到至]$")
_AHEAD = re.compile(
    r"(?:今后|未来|下一?个?)五年[^。\n]*$|(?<![截增加升提])到(?P<year>(?:19|20)\d\d)年(?![底末])[^。\n]*$"
)
_REPUBLIC = re.compile(r"民国(?:[\d九]|一[〇百])|(?<![\d.第])1[01]\d年度")
_COMPARED = set("比较与同从自占")  # before a year that is the base of a comparison
_LONGEST_SENTENCE = 80  # a year further before is of no account

Plans = dict[str, tuple[int, int]]


class Facts(NamedTuple):
    """The vocabulary of dated evidence: years of plans and censuses, a pattern of the other words, what each says."""

    plans: Plans
    pattern: re.Pattern[str]
    known: dict[str, tuple[float, float, str]]


@read_once
def facts(path: str | None) -> Facts:
    """Read ``evidence.txt``, with the reader's own file or folder added."""
    plans: Plans = {}
    counts: Plans = {}
    known: dict[str, tuple[float, float, str]] = {}
    for row in entries("evidence", path):
        for end in ("first", "last"):
            if not re.fullmatch(r"\d{4}|-", row[end]):
                raise VocabularyError(f"{row.where}: a year is '{row[end]}', expected four digits or -")
        low, high = float(row["first"].replace("-", "-inf")), float(row["last"].replace("-", "inf"))
        for word in row["words"].split():
            known[word] = (low, high, f"{row['note']}; {row['source']}")
            if row["kind"] == "plan" and -inf < low <= high < inf:
                plans[word] = (int(low), int(high))
            elif row["kind"] == "census" and low > -inf:
                counts[word] = (int(low), int(low))
    return Facts(plans | counts, re.compile("(?<!原)" + any_of(known.keys() - plans.keys())), known)


class TimeWord(NamedTuple):
    """One word that dates something, at [start, end) of the plain text.

    `kind` is ``year`` (printed, in `low` and `high`), ``short`` (two digits), ``span``, ``since`` (2014年以来),
    ``equal`` (a span whose ends were overwritten), ``hidden`` (overwritten or masked), ``plan`` (five-year plan,
    named `name`), ``census``, ``relative`` (`offset` years from the report's own, or the year of the heading in `low`
    and `high`; `name` is its first character, ``now``, or ``inside`` for 全年, 年底 and months, which may belong to a
    year printed before) or ``recent`` (近年来; 过去五年 has the `offset` of the year before it), ``ahead`` (今后五年,
    the `offset` of their last) or ``century`` (本世纪末). The `name` of a hidden year tells whether it is compared
    with (``base``) or aimed at (``goal``). Years that nothing bounds are infinite; `month` and `day` are 0 where they
    are not printed.
    """

    start: int
    end: int
    kind: str
    low: float = -inf
    high: float = inf
    offset: int = 0
    name: str = ""
    month: int = 0
    day: int = 0


class Page(NamedTuple):
    """One report, read: its plain text, its time words, those that head entries of a chronicle, the spans of plans."""

    text: str
    words: list[TimeWord]
    heads: list[TimeWord]
    planned: list[tuple[int, int]]

    def within(self, start: int, end: int) -> list[TimeWord]:
        """Return the time words that begin in a span."""
        first, last = (bisect_left(self.words, at, key=attrgetter("start")) for at in (start, end))
        return self.words[first:last]

    def year_before(self, position: int) -> TimeWord | None:
        """Return the last year before `position` in its sentence that is no base of a comparison."""
        floor = max(0, position - _LONGEST_SENTENCE)
        floor = max(floor, *(self.text.rfind(mark, floor, position) + 1 for mark in "。；\n"))
        for w in reversed(self.within(floor, position)):
            dates = w.kind in ("year", "hidden") or w.name in _RELATIVE
            if dates and self.text[w.start - 1 : w.start] not in _COMPARED:
                return w
        i = bisect_left(self.heads, position, key=attrgetter("start"))
        return self.heads[i - 1] if i else None


def page_of(text: str, hidden: str, plans: Plans) -> Page:
    """Read a plain text in which the year `hidden` (or '') stands for any year."""
    planned = planned_spans(text)
    words = _time_words(text, hidden, plans, _years_ahead(text, hidden, planned))
    starts = dict(chronicle(text)) if not hidden else {}
    return Page(text, words, [w for w in words if w.start in starts], planned)


def _time_words(text: str, hidden: str, plans: Plans, ahead: list[TimeWord]) -> list[TimeWord]:
    """Return the time words of a plain text; `ahead` are the sections that plan the next year."""
    republic = _REPUBLIC.search(text) is not None
    found = (_word(m, hidden, plans, _planned_at(ahead, m.start()), republic) for m in _WORD.finditer(text))
    return _spans(text, [word for word in found if word is not None], republic)


def _spans(text: str, words: list[TimeWord], republic: bool) -> list[TimeWord]:
    """Make one span of the years that are told together: 94年至96年, 1995年和1996年，…共."""
    found: list[TimeWord] = []
    for word in words:
        begin = years_begin(text, word.start, word.end) if word.kind in ("year", "short") else word.start
        if begin < word.start:
            numerals = _NUMERALS.findall(text, begin, word.start)[0]
            first: float = _year(numerals, republic and word.kind == "short") or word.low
            while found and found[-1].start >= begin:
                first = found.pop().low
            word = word._replace(start=begin, kind="span", low=min(first, word.low))
        found.append(word)
    return found


def _word(m: re.Match[str], hidden: str, plans: Plans, planned: TimeWord | None, republic: bool) -> TimeWord | None:
    """Return what a match says, None if it is no time word; `planned` is the heading that plans for another year."""
    if m["plan"]:
        return _plan(m, plans)
    if m["census"]:
        return TimeWord(*m.span(), "census", *plans[m[0]]) if m[0] in plans else None
    if m["first"]:
        return _span(m, hidden)
    date = _DATE.search(m[0])
    month, day = map(whole_number, date.groups("")) if date else (0, 0)
    word = TimeWord(*m.span(), str(m.lastgroup), month=month, day=day)
    several = word.kind == "recent" and SOME_YEARS.fullmatch(m[0])
    if several and (planned or _is_ahead(m)):
        word = word._replace(kind="ahead")  # 到2015年，产值35亿元；投资五年累计60亿元
    if word.kind in ("recent", "ahead"):
        count = _COUNT.search(m[0])
        years = whole_number(count[0]) if count else 0
        return word._replace(offset=years if word.kind == "ahead" else -years)
    if word.kind == "inside" and planned:
        return word._replace(kind="relative", low=planned.low, high=planned.high, offset=1, name="inside")
    if word.kind in ("relative", "inside", "now"):
        name = m["relative"][0] if m["relative"] else word.kind
        # 今年 under the heading of a plan is of the year planned for, or still before it
        high = planned.high if planned and name in ("今", "本") else inf
        return word._replace(kind="relative", offset=_OFFSET.get(name, 0), name=name, high=high)
    if m["mask"] or (hidden and m["arabic"] == hidden):
        ahead = planned or _PLANNED.match(m.string, m.end())
        return word._replace(kind="hidden", offset=int(bool(ahead)), name=_side(m, planned is not None))
    return word if word.kind == "century" else _printed(m, word, republic)


def _is_ahead(m: re.Match[str]) -> bool:
    """Whether a number of years is to come: 今后五年，投资五年累计, or 到2015年，…五年累计 in a report of 2010."""
    aim = _AHEAD.search(m.string, max(0, m.start() - _LONGEST_SENTENCE), m.start())
    return aim is not None and (aim["year"] is None or int(aim["year"]) > title_year(m.string)[0])


def _side(m: re.Match[str], planned: bool) -> str:
    """Tell a hidden year that is compared with or grown from, or is aimed at: 是2024年的2.6倍, 力争到2024年."""
    before = m.string[max(m.start() - 24, 0) : m.start()]
    if _BASE_BEFORE.search(before) or (before.endswith(("是", "为")) and _BASE_AFTER.match(m.string, m.end())):
        return "base"
    if before.endswith(("从", "由")) and _GROWN_FROM.match(m.string, m.end()):
        return "base"  # 从2024年的1.6平方公里扩展到3.2平方公里
    return "goal" if _AIMED.search(before) or (planned and before.endswith("到")) else ""


def _printed(m: re.Match[str], word: TimeWord, republic: bool) -> TimeWord | None:
    """Date a word by the year that it prints; two digits are of the Republic where its years are printed."""
    counted = bool(m["republic"] or (republic and m["short"]))
    year = _year(m["republic"] or m["arabic"] or m["hanzi"] or m["short"], counted)
    if year is None:
        return None
    if m[0].endswith(("来", "至今", "起")):
        return word._replace(kind="since", low=year)
    return word._replace(kind="short" if m["short"] else "year", low=year, high=year)


def _year(numerals: str, republic: bool) -> int | None:
    """Return the year of numerals, of the Republic counted from 1912: 97年底 in a report of 民国98年度."""
    if not republic:
        return year_of(numerals)
    count = parse_number(numerals)
    return None if count is None else 1911 + int(count)


def _span(m: re.Match[str], hidden: str) -> TimeWord | None:
    first, last = int(m["first"]), int(m["last"])
    if hidden in (m["first"], m["last"]):
        return TimeWord(*m.span(), "equal" if first == last else "hidden")
    return TimeWord(*m.span(), "span", first, last) if first <= last else None


def _plan(m: re.Match[str], plans: Plans) -> TimeWord | None:
    """Return a named five-year plan; bare 十五 is a number, and 七五普法 a campaign of its own count."""
    name = f"{m['plan']}五"
    quoted = m[0].startswith(("“", '"')) and m["closed"]
    named = quoted or m["tail"] or len(m["plan"]) == 2  # no number is written 十二五
    if name not in plans or not named or m.string.startswith("普法", m.end()):
        return None
    low, high = plans[name]
    last = "末" in m.string[m.end() - 1 : m.end() + 1]  # “七五”期末
    return TimeWord(*m.span(), "plan", high if last else low, high, name=name)


def _years_ahead(text: str, hidden: str, planned: list[tuple[int, int]]) -> list[TimeWord]:
    """Return the sections that plan the next year: under 明年, 新的一年, a year, or a hidden year with 打算."""
    found = []
    for a, b in planned:
        head = text[a : a + 46].split("\n", 1)[0]
        year = _HEAD.search(arabic_years(head))
        if "半年" not in head and (year or _NEXT.search(head)):
            printed = year[1] if year else ""
            known = year_of(printed) if printed.isdigit() and printed != hidden else None
            found.append(TimeWord(a, b, "section", known or -inf, known or inf))
    return found


def _planned_at(ahead: list[TimeWord], position: int) -> TimeWord | None:
    """Return the section of the next year that `position` lies in."""
    i = bisect_right(ahead, position, key=attrgetter("start"))
    return ahead[i - 1] if i and position < ahead[i - 1].end else None
