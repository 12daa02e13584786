"""The words of a plain text that date something: years in any numerals, masks, plans, 今年 and its kin."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from .numerals import parse_number
from .sections import planned_spans
from .vocabulary import VocabularyError, entries

__all__ = ["Anchors", "Facts", "Plans", "TimeWord", "facts", "plain_year", "time_words"]

_ZERO = "〇零0OoОΟ⚪⭕"  # also what scanners and typists put for 〇: a Latin, a Greek and a Cyrillic letter, a circle
_NUMBER = "[一二三四五六七八九十廿]{1,3}"
_MONTH = rf"(?:\d{{1,2}}|{_NUMBER})月(?:(?:\d{{1,2}}|{_NUMBER})[日号]|份|[上中下]旬|[底初末中])?"
_PART = rf"(?:度|年?[底末初中](?![心国小学型等])|[上下]半年|以来|来|{_MONTH})?"
_WORD = re.compile(
    r"(?P<first>(?<!\d)(?:19|20)\d\d)年?(?:[至到—–~-]{1,2})(?P<last>(?:19|20)\d\d)(?:年|(?![\d万亿%亩元]))"
    rf"|(?P<arabic>(?<![\d.])(?:19|20)\d\d)(?:年{_PART}|(?=实现|完成|全|预计))"
    rf"|(?P<hanzi>[一二][{_ZERO}一二三四五六七八九]{{3}})(?:年{_PART}|(?=\n|$))"
    rf"|(?P<mask>20[xX×*]{{2}}|[xX×*]{{1,4}}|某)年{_PART}"
    r"|(?P<short>(?<![\d.])(?:[06-9]\d(?<=[比较是为从自与同到在至，。；、（\n]\d\d)|[0-9]\d(?=年[度底末初]|年[上下]半年))"
    rf"(?!年(?:代|来|前|间|以|的?历史)))年{_PART}"
    r"|“?(?P<plan>(?<![二三四五六七八九百千万])十[一二三四五]|(?<![二三四五六七八九百千万])十|(?<!十)[一二三四五六七八九])[·•〃.・]?五(?P<closed>”)?(?P<tail>期间|时期|规划|计划|末|以来)?"
    rf"|(?P<relative>(?<!以)前|今|本|去|上|明|来|后)年(?!级|轻){_PART}"
    rf"|(?P<inside>(?<![健安完])全年|[上下]半年|年[内底末初]|一年来|(?<![\d.])(?=\d+月[\d底初末中上下份]){_MONTH})"
    r"|(?P<now>目前|当前|(?<![表体实出])现[在有])|(?P<recent>近(?:[几两三]年来?|年来?)|(?:几|这些|多)年来)"
)
_OFFSET = {"前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
_DATE = re.compile(rf"(\d{{1,2}}|{_NUMBER})月(?:(\d{{1,2}}|{_NUMBER})[日号])?")
_NEXT = re.compile("明年|来年|新的?一年")
_HEAD = re.compile(r"((?:19|20)\d\d|[xX×*]{2,4})年度?[^。，\n]{0,6}(?:打算|思路|计划|安排|设想|目标|展望)")
_PLANNED = re.compile("(?:的)?(?:主要)?(?:工作|发展)?(?:的)?(?:打算|思路|计划|安排|设想|目标)")

Plans = dict[str, tuple[int, int]]


class Facts(NamedTuple):
    """The vocabulary of dated evidence: years of the plans, a pattern of the other words, their entries."""

    plans: Plans
    pattern: re.Pattern[str]
    known: dict[str, tuple[int | None, int | None, str]]


@lru_cache(maxsize=8)
def facts(path: str | None = None) -> Facts:
    """Read ``evidence.txt``, with the reader's own file or folder added."""
    plans: Plans = {}
    known: dict[str, tuple[int | None, int | None, str]] = {}
    for row in entries("evidence", path):
        low, high = (_fact_year(row[end], path) for end in ("first", "last"))
        for word in row["words"].split():
            if row["kind"] == "plan" and low and high:
                plans[word] = (low, high)
            known[word] = (low, high, f"{row['note']}; {row['source']}")
    others = sorted(known.keys() - plans.keys(), key=len, reverse=True)
    return Facts(plans, re.compile("(?<!原)(?:" + "|".join(map(re.escape, others)) + ")"), known)


def _fact_year(cell: str, path: str | os.PathLike[str] | None) -> int | None:
    if cell != "-" and not re.fullmatch(r"\d{4}", cell):
        raise VocabularyError(f"{path or 'evidence.txt'}: a year is '{cell}', expected four digits or -")
    return None if cell == "-" else int(cell)


class TimeWord(NamedTuple):
    """One word that dates something, at [start, end) of the plain text.

    `kind` is ``year`` (printed, in `low` and `high`), ``short`` (two digits), ``span``, ``equal`` (a span whose ends
    were overwritten), ``hidden`` (overwritten or masked), ``plan`` (five-year plan, named `name`), ``relative``
    (`offset` years from the report's own, or the year of the heading in `low` and `high`; `name` is its first
    character, ``now``, or ``inside`` for 全年, 年底 and months, which may belong to a year printed before) or
    ``recent`` (近年来). `month` and `day` are 0 where they are not printed.
    """

    start: int
    end: int
    kind: str
    low: int | None = None
    high: int | None = None
    offset: int = 0
    name: str = ""
    month: int = 0
    day: int = 0


def time_words(text: str, hidden: str, plans: Plans) -> list[TimeWord]:
    """Return the time words of a plain text in which the year `hidden` (or '') stands for any year."""
    later = _NextYear(text, hidden)
    found = (_word(match, hidden, plans, later) for match in _WORD.finditer(text))
    return [word for word in found if word is not None]


def _word(m: re.Match[str], hidden: str, plans: Plans, later: _NextYear) -> TimeWord | None:
    start, end, kind = m.start(), m.end(), str(m.lastgroup)
    if m["plan"]:
        return _plan(m, plans)
    if m["first"]:
        first, last = int(m["first"]), int(m["last"])
        if hidden in (m["first"], m["last"]):
            return TimeWord(start, end, "equal" if first == last else "hidden")
        return TimeWord(start, end, "span", first, last) if first <= last else None
    date = _DATE.search(m[0])
    month, day = (int(parse_number(part) or 0) if part else 0 for part in (date.groups() if date else ("", "")))
    if kind == "recent":
        return TimeWord(start, end, "recent")
    if kind in ("relative", "inside", "now"):
        offset, year = later.at(start) if kind == "inside" else (_OFFSET.get(m["relative"], 0), None)
        return TimeWord(start, end, "relative", year, year, offset, m["relative"] or kind, month, day)
    if m["mask"] or (hidden and m["arabic"] == hidden):
        planned = later.at(start)[0] or bool(_PLANNED.match(m.string, end))
        return TimeWord(start, end, "hidden", offset=int(planned), month=month, day=day)
    year = _year(m)
    return TimeWord(start, end, "short" if m["short"] else "year", year, year, 0, "", month, day) if year else None


def _year(m: re.Match[str]) -> int | None:
    """Return the calendar year of two digits, four digits or four numerals, None if it is none."""
    if m["short"]:
        return int(m["short"]) + (1900 if m["short"] >= "50" else 2000)
    if m["arabic"]:
        return int(m["arabic"])
    return plain_year(m["hanzi"])


def plain_year(numerals: str) -> int | None:
    """Return the year of four Chinese numerals, in which other characters may stand for 〇, or None.

    Examples
    --------
    >>> [plain_year(text) for text in ("二〇一一", "二O一一", "一九九八", "一二三四")]
    [2011, 2011, 1998, None]
    """
    year = parse_number("".join("〇" if c in _ZERO else c for c in numerals))
    return int(year) if year is not None and 1900 <= year < 2100 else None


def _plan(m: re.Match[str], plans: Plans) -> TimeWord | None:
    """Return a named five-year plan; bare 十五 is a number, and 七五普法 a campaign of its own count."""
    years = plans.get(f"{m['plan']}五")
    quoted = m[0].startswith("“") and (m["closed"] or m["tail"])
    named = quoted or m["tail"] or len(m["plan"]) == 2  # no number is written 十二五
    if years is None or not named or m.string.startswith("普法", m.end()):
        return None
    low, high = (years[1], years[1]) if m["tail"] == "末" or m.string.startswith("末", m.end()) else years
    return TimeWord(m.start(), m.end(), "plan", low, high, name=f"{m['plan']}五")


class _NextYear:
    """Where the text plans the next year: sections under 明年, 新的一年, or a hidden year with 打算."""

    def __init__(self, text: str, hidden: str) -> None:
        self._spans: list[tuple[int, int, int | None]] = []
        for a, b in planned_spans(text):
            head = text[a : a + 46].split("\n", 1)[0]
            year = _HEAD.search(head)
            if "半年" not in head and (_NEXT.search(head) or year):
                known = year is not None and year[1].isdigit() and year[1] != hidden
                self._spans.append((a, b, int(year[1]) if year and known else None))

    def at(self, position: int) -> tuple[int, int | None]:
        """Return 1 where `position` lies in a plan for another year, else 0, and that year if its heading prints it."""
        i = bisect_right(self._spans, position, key=lambda span: span[0])
        _, end, year = self._spans[i - 1] if i else (0, 0, None)
        return (1, year) if position < end else (0, None)


def _sentence_before(text: str, position: int, longest: int = 80) -> int:
    """Return where the sentence that `position` stands in begins, at most `longest` characters before."""
    floor = max(0, position - longest)
    return max(floor, *(text.rfind(mark, floor, position) + 1 for mark in "。；\n"))


class Anchors:
    """The year that the words before a place in the sentence speak of."""

    _BASE = re.compile("[比较与同从自占]$")

    def __init__(self, text: str, words: list[TimeWord]) -> None:
        self._text = text
        self._words = [w for w in words if w.kind in ("year", "hidden") or (w.kind == "relative" and len(w.name) == 1)]

    def before(self, position: int) -> TimeWord | None:
        """Return the last year before `position` in its sentence that is no base of a comparison."""
        floor = _sentence_before(self._text, position)
        first, last = (bisect_left(self._words, at, key=lambda w: w.start) for at in (floor, position))
        for word in reversed(self._words[first:last]):
            if word.name != "上" and not self._BASE.match(self._text[max(word.start - 1, 0) : word.start]):
                return word
        return None
