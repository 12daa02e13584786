"""Where a report tells of problems: below a heading that says so, or after a sentence that announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .hindrances import Hindrances

__all__ = ["LONGEST_HEAD", "MARK", "SENTENCE", "Item", "Layout"]

LONGEST_HEAD = 32
_NEAR = 8  # characters between an announcement and its colon
SENTENCE = re.compile("[^。！？!?\n]+[。！？!?]?")
_LINE = re.compile("[^\n]+")
_CUT = re.compile("[。，；：]")
# which group matches is the kind of the mark
MARK = re.compile(
    r"(?:(?<=[\n。；：:;，])|^)(?:([一二三四五六七八九十]{1,3}是|第[一二三四五六七八九]，|首先|其次|再次|一方面|另一方面)|([一二三四五六七八九十]{1,3}[、．])"
    r"|([（(][一二三四五六七八九十\d]{1,3}[）)]|[㈠-㈩])|(\d{1,2}[、.．](?!\d))|([①-⑳]|——))，?"
)
_HEADING = re.compile(
    r"(?:(第[一二三四五六七八九十]+(?:部分|章|节|篇))|([一二三四五六七八九十]{1,3}、)|([（(][一二三四五六七八九十]{1,3}[）)])|(\d{1,2}[、.．]))"
)


@dataclass(frozen=True)
class Item:
    """A numbered item, or a line or part of one without number."""

    start: int
    end: int
    marked: bool
    problems: bool


class Layout:
    """Which parts of a text tell of problems: below a heading that says so, or after a sentence that announces them."""

    def __init__(self, words: Hindrances) -> None:
        self._problems, self._over, self._close = (words.pattern[role] for role in ("problems", "over", "close"))
        self._level: int | None = None  # depth of the heading below which problems are told
        self._goes_on = False  # the line before announced a list of problems

    def items(self, text: str) -> Iterator[Item]:
        """Yield the items of a plain text in its order."""
        for line in _LINE.finditer(text):
            yield from self._line(text, *line.span())

    def _line(self, text: str, start: int, end: int) -> Iterator[Item]:
        mark = _HEADING.match(text, start, end)
        depth = (mark.lastindex or 1) - 1 if mark else 0
        title = text[start:end].removesuffix("。") if mark else text[start:end]
        heading = len(title) <= LONGEST_HEAD and not _CUT.search(title)
        if self._level is not None and (mark or heading) and depth <= self._level:
            self._level = None
        tells = self._tells(title) if heading else None
        if tells is not None:
            self._level, self._goes_on = depth if tells else None, False
            return
        marks = list(MARK.finditer(text, start, end))
        marks = [m for m in marks if m.lastindex == marks[0].lastindex]
        listed = bool(marks) and marks[0].start() == start
        self._goes_on = self._goes_on and (listed or self._level is not None)
        yield from self._items(text, start, end, marks)

    def _tells(self, title: str) -> bool | None:
        """Whether a heading speaks of problems, or of what is done: 针对存在问题的整改措施; None if of neither."""
        problems, over = list(self._problems.finditer(title)), list(self._over.finditer(title))
        if not problems or not over:
            return bool(problems) if problems or over else None
        last = over[-1].start()
        return problems[-1].end() > last or title[last - 1] in "和与及、"

    def _items(self, text: str, start: int, end: int, marks: list[re.Match[str]]) -> Iterator[Item]:
        """Divide a line at its marks, and where it begins or ceases to tell of problems."""
        told = self._goes_on or self._level is not None
        begins = [(m.end(), True) for m in marks]
        if not marks or marks[0].start() > start:
            begins.insert(0, (start, False))
        stops = [m.start() for m in marks if m.start() > start]
        for (cut, marked), stop in zip(begins, [*stops, end], strict=True):
            for sentence in SENTENCE.finditer(text, cut, stop):
                a, b = sentence.span()
                closes = self._close.match(text, a, b)
                found = self._problems.search(text, a, b)
                if told and closes and not self._goes_on and self._level is None:
                    turn = a
                elif not told and not closes and found:
                    colon = text.find("：", found.end() - 1, found.end() + _NEAR) + 1
                    turn = colon if 0 < colon < b else text.rfind("，", a, found.start()) + 1 or a
                    self._goes_on = b >= end and text[end - 1 : end] == "："
                else:
                    continue
                if turn > cut:
                    yield Item(cut, turn, marked, told)
                cut, told, marked = turn, not told, marked and not told
            if cut < stop:
                yield Item(cut, stop, marked, told)
