"""What a claim takes from its surroundings: the place it speaks of, and the words that date it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .vocabulary import entries

Places = tuple[re.Pattern[str], dict[str, str]]

__all__ = ["Setting", "Timeline", "overwritten_year", "places"]

# The search skips to the characters that can begin a match where a pattern begins with one class of characters.
_TIME = re.compile(
    r"[\d一二xX×今去上前明来全下年目现近“七八九十](?:(?<!\d\d)(?<=\d)(?:(?<=[12])\d\d\d|(?<=[0-26-9])\d)年(?!以上|以下|左右|多|来)(?:度|底|末|初|上半年|下半年)?"
    r"|(?<=[12])\d\d\d(?=实现|完成|全|预计)|(?<=[一二])[〇一二三四五六七八九]{3}年[底末初]?|(?<=[xX×])[xX×]{1,3}年[底末初]?"
    r"|(?<=2)0[xX×]{2}年[底末初]?|(?<=[今去上前明来])(?<!以前)年(?:以来|上半年|年?底)?|(?<=全)年|(?<=[上下])半年|(?<=年)(?:[内底末]|初(?!预算|计划|目标|任务|确定|下达|制定|安排))"
    r"|(?<=目)前|(?<=现)[在有]|(?<=近)年来|(?:(?<=[七八九十])(?<![一二三四五六七八九百千万零].)|(?<=“)[七八九十])[一二三四〃·]?五(?![十百千万亿元个户人])”?(?:期间|末)?)"
)
_ASIDE = 40  # how far before a word of time the bracket may open that it stands in
_BASE = {"比", "较", "是", "为", "同", "与", "占"}
_PLURAL = "|".join(f"{c}个[^，。；、]{{0,4}}[镇乡](?!村)" for c in "两三四五六七八九几各")
_AROUND = "辐射周边|辐射带动周边"
_TO = re.compile("到|至|增|[，。；]")
_CLAUSE = re.compile("[，。；]")
_SAME_ENDS = re.compile(r"((?:19|20)\d\d)年?[至到—–~-]{1,2}\1(?!\d)")
_YEAR = re.compile(r"20(?<!\d20)\d\d(?=年|实现|[—–至-])")
_TITLE_PLACE = re.compile(
    r"(?:^|[\n，。：:“ 　])((?:[\u4e00-\u9fa5]{2,3}?[县市区])?[\u4e00-\u9fa5]{2,3}[镇乡])"
    r"(?=位于|地处|党委|人民政府|政府|辖|总面积|是|全镇|全乡|推进|中心镇"
    r"|现辖|共辖|属|行政|(?:19|20)\d\d年|人大|工作总结|工作报告|基本情况|简介|概况)"
)


def places(path: str | None = None) -> Places:
    """Return a pattern of the town names of the vocabulary (with what resets or leaves them) and name to slug."""
    slugs: dict[str, str] = {}
    for row in entries("places", path):
        if row["level"] == "town":
            slugs |= dict.fromkeys((name for name in (row["zh"], *row["names"].split()) if name != "-"), row["place"])
    names = "|".join(f"{re.escape(n)}(?!级)" for n in sorted(slugs, key=len, reverse=True)) or "(?!)"
    # every branch begins with a literal, so that the search skips to the characters that can begin one
    return re.compile(f"{names}|{_PLURAL}|{_AROUND}|\n"), slugs


def printed_place(text: str) -> str:
    """Return the town that the beginning of a report names as its own, or ''."""
    match = _TITLE_PLACE.search(text, 0, 1500)
    return match[1] if match else ""


class Setting:
    """The place that the text speaks of, walked forward claim by claim."""

    def __init__(self, text: str, home: str, names: Places) -> None:
        pattern, self._slugs = names
        self._text, self.home, self.now, self._around = text, home, home, -99
        self._tokens = pattern.finditer(text)
        self._next = next(self._tokens, None)

    def at(self, position: int) -> str:
        """Return the place at `position`; positions must not fall."""
        while self._next is not None and self._next.start() <= position:
            token = self._next[0]
            if token.startswith("辐射"):
                self._around = self._next.end()
            else:
                self.now = self._slugs.get(token, self.home)
            self._next = next(self._tokens, None)
        if position - self._around < 12 and not _CLAUSE.search(self._text, self._around, position):
            return "周边"
        return self.now


class Timeline:
    """The words that date the claims of a sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.sentence(0, 0)

    def sentence(self, begin: int, end: int) -> None:
        """Go to the sentence at [begin, end)."""
        self._bounds = (begin, end)
        self._words: Iterator[re.Match[str]] | None = None
        self._next: re.Match[str] | None = None
        self._period = ""
        self._base = self._aside = ("", -1)  # words, and where they stand or where the aside ends

    def at(self, since: int, position: int) -> tuple[str, str]:
        """Return the period that the sentence prints before `position`, and the base period printed after `since`.

        Positions must not fall within a sentence. An aside dates nothing after it: 18亿元（2015年12亿元），增长8%.
        """
        if self._words is None:
            self._words = _TIME.finditer(self._text, *self._bounds)
            self._next = next(self._words, None)
        while self._next is not None and self._next.start() < position:
            self._take(self._next)
            self._next = next(self._words, None)
        period = self._aside[0] if position < self._aside[1] else self._period
        return period, self._base[0] if self._base[1] >= since else ""

    def _take(self, time: re.Match[str]) -> None:
        start, near = time.start(), max(time.start() - _ASIDE, self._bounds[0])
        before = self._text[max(start - 2, 0) : start].rstrip("“")[-1:]
        if before in _BASE:
            self._base = (time[0], start)
        elif before in ("从", "由") and (to := _TO.search(self._text, time.end(), self._bounds[1])):
            self._aside = (time[0], to.start())  # 去年收入从前年的540万元上升到588万元
        elif self._text.rfind("（", near, start) > self._text.rfind("）", near, start):
            closed = self._text.find("）", start, start + 2 * _ASIDE)
            self._aside = (time[0], closed if closed >= 0 else self._bounds[1])
        else:
            self._period, self._base = time[0], ("", -1)


@lru_cache(maxsize=8)
def overwritten_year(source: str) -> str:
    """Return the year that stands for every year of a scrubbed text, or ''.

    A text is scrubbed if it prints one 20xx year only and a span whose two ends are that year (2024年至2024年).
    """
    same = _SAME_ENDS.search(source)
    years = {match[0] for match in _YEAR.finditer(source)} if same else set()
    return years.pop() if len(years) == 1 else ""
