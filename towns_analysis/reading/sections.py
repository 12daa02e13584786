"""Sections of a report: which parts speak of plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..vocabulary import any_of, words_by_role
from .goals import Goals
from .years import NEXT, YEAR

__all__ = ["NO_TITLE", "Sections", "planned_spans", "title_year"]

_MARK = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]{1,3}、|[壹贰叁参肆伍陆柒捌玖拾]{1,2}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．]"
)
_LINE_ENDS = re.compile("\n|。(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])[^。，；：、\n]{2,24}(?:。|$))")
# 2023年共安排29个项目 and 1995年是完成“八五”计划的最后一年 are no headings
_TELLS = re.compile(r"[，了]|年是|(?<!\d)(?!(?:19|20)\d\d)\d")
_LONGEST, _LONGEST_UNMARKED = 46, 25
_LOOKS_BACK = re.compile(
    "(?:各位代表|同志们)?[，！!：:]?(?:一年来|过去的?一年|回顾|几年来|五年来)|(?:(?:存在|主要|突出|面临|当前)的?)*(?:(?:困难|问题|不足|短板|差距)[和与及、]?)+[：:]|附[：:件表]|另[：:]"
)
# the year of a document by its title, and whether the document looks back on it: 石桥镇2013年工作总结
_TITLE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年(?:度|上半年|第?[一二三四]季度)?[^，。；：\n\d]{0,16}?(?:(总结|回顾|汇报|情况)|报告|公报)"
)
_CLOSED = re.compile(r"[（(]?((?:19|20)\d\d)年1[0-2]月(?:\d{1,2}日)?[）)]?$")  # a report signed at the end of a year
_PLAN_TITLE = re.compile("规划(?:纲要)?(?:（[^）]*）)?$")
_OF_WORK = re.compile("工作|重点|措施")
_NEXT = ("二", "三", "四", "五", "六", "七", "第", "贰", "叁", "（", "(")
_FIRST = ("第一", "一、", "壹、", "（一", "(一")
_YEAR_NAMED = re.compile(rf"{YEAR}|今年|{NEXT}")
_TITLE_LINES, _LONGEST_TITLE = 3, 46
NO_TITLE = 9999  # the year of a title that prints none, later than any
_GOES_ON = re.compile(r"(?:重点|主要)?(?:任务|措施|举措)$|^.{0,5}(?:重点任务|主要任务|工作重点|保障措施)")


class Sections:
    """Patterns of headings, and of sentences that announce goals, compiled from ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        plan, goal = any_of(words["plan_name"]), any_of(words["goal"])
        topic = any_of([*words["plan_name"], *words["plan_topic"]])
        time = any_of(words["plan_time"])
        self._plan = re.compile(
            rf"(?:{time}|{YEAR}度?|(?<!\d)(?:1[01]\d|[089]\d)年度?)[^，。；\n]{{0,20}}{topic}"
            rf"|(?:工作|发展){plan}|{goal}目标|{any_of(words['plan_heading'])}|{time}(?:一[段个]?时[期间])?$"
            rf"|今年[^，。；\n]{{0,6}}(?:{plan}|目标|任务|重点)|今年的?(?:主要|重点)?工作$|工作任务$"
            rf"|[一二三四五六七八九十]五[”\"]?(?:时期|期间)?的?(?:目标|任务|工作)"
            r"|(?:20[xX×]{2}|[xX×]{2,4})年度?[^，。；\n]{0,8}(?:打算|设想|思路)$"
        )
        self._past = re.compile(any_of(words["review_heading"]) + "|主要工作$")
        self._title = re.compile(f"(?!.*{plan}).*{any_of(words['document'])}(?:（[^）]*）)?$")  # 2012年政府工作报告
        self._goals = Goals(words)

    def planned(self, text: str) -> list[tuple[int, int]]:
        """Return the spans whose heading announces plans, each up to the next heading of its level or above."""
        spans: list[tuple[int, int]] = []
        start, level = -1, 9
        own = title_year(text)
        drawn_up = self._is_plan(text[:_LONGEST_TITLE].split("\n", 1)[0])
        lines = list(_lines(text))
        for i, (at, line) in enumerate(lines):
            title = line.split("。", 1)[0]
            if len(title) <= _LONGEST:
                mark = _MARK.match(title)
                depth = _depth(mark[0] if mark else "")
                goes_on = depth == level and _GOES_ON.search(title) and not _YEAR_NAMED.search(title)
                ends = mark and depth <= level and not goes_on
                ends = ends and not (drawn_up and not self._past.search(title))
                if start >= 0 and (ends or _LOOKS_BACK.match(line)):
                    spans.append((start, at))
                    start = -1
                opens = start < 0 and (mark or _is_title(title)) and self._announces(title, *own)
                if opens and not (title.startswith(_FIRST) and self._leads_to_plan(title, lines, i)):
                    start, level = at, depth
        if start >= 0:
            spans.append((start, len(text)))
        return sorted([*spans, *self._goals.spans(text)])

    def _announces(self, title: str, year: int, reviewed: bool) -> bool:
        """Whether a heading is of plans; one of the year's work is not where the document looks back on that year."""
        if not self._plan.search(title) or self._past.search(title) or self._title.match(title):
            return False
        return not (reviewed and (f"{year}年" in title or "今年" in title) and self._of_work(title))

    def _leads_to_plan(self, title: str, lines: list[tuple[int, str]], i: int) -> bool:
        """Whether the first heading is of a year of work before a later one's: 一、2001年的工作, 二、2002年的任务."""
        if not self._of_work(title):
            return False
        own, first = _YEAR_NAMED.search(title), title[:2]
        for later in range(i + 1, len(lines)):
            line = lines[later][1]
            if line.startswith(first):
                return False
            head = line.split("。", 1)[0]
            if len(head) <= _LONGEST and head[:1] in _NEXT and self._plan.search(head):
                named = _YEAR_NAMED.search(head)
                if named and not (own and own[0] == named[0]):
                    return True
        return False

    def _is_plan(self, title: str) -> bool:
        """Whether a document is a plan by its title: 某镇第十二个五年规划（摘要）."""
        return _PLAN_TITLE.search(title) is not None and not self._past.search(title)

    def _of_work(self, title: str) -> bool:
        """Whether a heading is one of plans by a word only that is said of work done as well: 2013年重点工作."""
        return self._plan.search(_OF_WORK.sub("", title)) is None


def title_year(text: str) -> tuple[int, bool]:
    """Return the year that a report's title prints, or its signature at the end of a year, and whether it looks back.

    It is `NO_TITLE` where none is printed there.
    """
    for line in text[: _TITLE_LINES * _LONGEST_TITLE].split("\n")[:_TITLE_LINES]:
        line = line.split("。", 1)[0]
        found = _TITLE.search(line) if len(line) <= _LONGEST_TITLE else None
        if found:
            return int(found[1]), found[2] is not None
        if closed := _CLOSED.match(line):
            return int(closed[1]), True
    return NO_TITLE, False


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each line; a heading within a line (…。二、2015年工作任务。…) begins one as well."""
    begin = 0
    for end in _LINE_ENDS.finditer(text):
        yield begin, text[begin : end.start() + (end[0] == "。")]
        begin = end.end()
    yield begin, text[begin:]


def _is_title(line: str) -> bool:
    """Whether a line without a mark may be a heading."""
    return len(line) <= _LONGEST_UNMARKED and _TELLS.search(line) is None


def _depth(mark: str) -> int:
    """Return how deep a heading with this mark stands: none, 第一部分 or 壹、, 一、, （一）, 1、."""
    if not mark or mark[0] in "第壹贰叁参肆伍陆柒捌玖拾":
        return 0
    return 2 if mark[0] in "（(" else 3 if mark[0].isdigit() else 1


@lru_cache(maxsize=1)
def _packaged() -> Sections:
    return Sections()


def planned_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of plans by the packaged vocabulary."""
    return _packaged().planned(text)
