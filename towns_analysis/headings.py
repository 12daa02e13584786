"""Find where the reports of one file begin, by their headings, and which of them have lost theirs."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from .reading.numerals import parse_number

__all__ = ["Opening", "first_line", "headings", "skipped"]

_TITLE_LENGTH = 60
_BLANK = r"[ \t\u3000]"
_NUMBER = r"([一二三四五六七八九十]{1,3}|\d{1,2})"
# 第一篇：题目, 第2篇 题目, 第三篇题目, 篇四：题目. 第一部分 is mostly a section of one report, so it opens none.
_HEADING = re.compile(
    rf"^{_BLANK}*(?:第{_NUMBER}篇|篇{_NUMBER}(?={_BLANK}*[：:]))"
    rf"(?:{_BLANK}*[：:]|{_BLANK}|(?![章，、：:]|文章|报道|论文|[^\r\n]*，))"
    rf"([^\r\n。！？；]{{0,{_TITLE_LENGTH}}})\r?$",
    re.MULTILINE,
)


class Opening(NamedTuple):
    """Where a report begins, the number its heading gives it, and its title."""

    start: int
    number: int
    title: str


def headings(source: str) -> list[Opening]:
    r"""Return the headings that open a report, without those of a table of contents.

    Examples
    --------
    >>> headings("第一篇：年终总结\n人口4.2万。\n第2篇 交流材料\n面积119平方公里。")
    [Opening(start=0, number=1, title='年终总结'), Opening(start=17, number=2, title='交流材料')]
    """
    kept: list[Opening] = []
    coming: set[int] = set()
    until = len(source)
    for match in reversed(list(_HEADING.finditer(source))):
        number = int(parse_number(match[1] or match[2]) or 0)
        # a line of a table of contents: nothing stands below it, and its number comes again
        if number not in coming or source[match.end() : until].strip():
            kept.append(Opening(match.start(), number, match[3].strip()))
        coming.add(number)
        until = match.start()
    return kept[::-1]


def skipped(openings: list[Opening], source: str) -> list[tuple[int, int, int]]:
    """Return each number that the openings skip, with the span in which its report may begin.

    Examples
    --------
    >>> skipped([Opening(0, 1, "甲"), Opening(90, 3, "丙")], "")
    [(2, 0, 90)]
    """
    before = [] if openings and not source[: openings[0].start].strip() else [Opening(0, 0, "")]
    return [
        (number, last.start, following.start)
        for last, following in pairwise(before + openings)
        for number in range(last.number + 1, following.number)
    ]


def first_line(text: str) -> str:
    r"""Return the first line that is not blank, as a title, or nothing where it is too long for one.

    Examples
    --------
    >>> first_line(" 工作总结 \n人口4.2万。")
    '工作总结'
    """
    line = text.lstrip().partition("\n")[0].strip()
    return line if len(line) <= _TITLE_LENGTH else ""
