"""Where a report tells of problems: below a heading that says so, or after a sentence that announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .hindrances import Hindrances

__all__ = ["LONGEST_HEAD", "MARK", "SENTENCE", "Item", "Layout"]

LONGEST_HEAD = 32
SENTENCE = re.compile("[^。！？!?\n]+[。！？!?]?")
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
        self._problems, self._over = words.pattern("problems"), words.pattern("over")
        self._close = words.pattern("close")
        self._level: int | None = None  # depth of the heading below which problems are told
        self._goes_on = False  # the line before announced a list of problems

    def items(self, text: str) -> Iterator[Item]:
        """Yield the items of a plain text in its order."""
        at = 0
        for line in text.split("\n"):
            yield from self._line(text, at, at + len(line))
            at += len(line) + 1

    def _line(self, text: str, start: int, end: int) -> Iterator[Item]:
        mark = _HEADING.match(text, start, end)
        depth = (mark.lastindex or 1) - 1 if mark else None
        title = text[start:end].removesuffix("。") if mark else text[start:end]
        heading = 0 < len(title) <= LONGEST_HEAD and not _CUT.search(title)
        if self._level is not None and (depth is not None or heading) and (depth or 0) <= self._level:
            self._level = None
        if heading and self._problems.search(text, start, end) and not self._ends(text, start, end):
            self._level, self._goes_on = depth or 0, False
            return
        if heading and self._over.search(text, start, end):
            self._level, self._goes_on = None, False
            return
        marks = list(MARK.finditer(text, start, end))
        marks = [m for m in marks if m.lastindex == marks[0].lastindex]
        told = self._level is not None or (self._goes_on and bool(marks) and marks[0].start() == start)
        yield from self._parts(text, start, end, marks, told)

    def _ends(self, text: str, start: int, end: int) -> bool:
        """Whether a heading speaks of what is done about problems: 针对存在问题的整改措施."""
        last = list(self._over.finditer(text, start, end))
        return (
            bool(last)
            and not any(m.end() > last[-1].start() for m in self._problems.finditer(text, start, end))
            and (text[last[-1].start() - 1] not in "和与及、")
        )

    def _parts(self, text: str, start: int, end: int, marks: list[re.Match[str]], told: bool) -> Iterator[Item]:
        cuts = [(start, start, False)] * (not marks or marks[0].start() > start)
        cuts += [(m.start(), m.end(), True) for m in marks]
        ends = [a for a, _, _ in cuts[1:]] + [end]
        self._goes_on = told and self._goes_on
        for (_, begin, marked), stop in zip(cuts, ends, strict=True):
            cut = begin
            for sentence in SENTENCE.finditer(text, begin, stop):
                a, b = sentence.span()
                if told and self._level is None and not self._goes_on and self._close.match(text, a, b):
                    yield Item(cut, a, marked, told)
                    cut, told, marked = a, False, False
                if not told and not self._close.match(text, a, b) and (found := self._problems.search(text, a, b)):
                    clause = text.rfind("，", a, found.start()) + 1 or a
                    if clause > cut:
                        yield Item(cut, clause, marked, told)
                    cut, told = clause, True
                    self._goes_on = b >= end and text[end - 1 : end] == "："
            if cut < stop:
                yield Item(cut, stop, marked, told)
