"""Statements of what holds a town back: where they stand, what cause they name, what is asked for."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from .claims import extract_claims
from .context import Setting, places, printed_place
from .hindrances import GENERAL, Hindrance, Hindrances, any_of, hindrances
from .reports import Report, as_reports
from .text import PlainText, plain_text

__all__ = ["extract_constraints"]

COLUMNS = ["report", "place", "start", "end", "quote", "category", "severity_claims", "remedy"]

# which group matches is the kind of the mark
_MARK = re.compile(
    r"(?:(?<=[\n。；：:;，])|^)(?:([一二三四五六七八九十]{1,3}是|第[一二三四五六七八九]，|首先|其次|再次|一方面|另一方面)|([一二三四五六七八九十]{1,3}[、．])"
    r"|([（(][一二三四五六七八九十\d]{1,3}[）)]|[㈠-㈩])|(\d{1,2}[、.．](?!\d))|([①-⑳]|——))，?"
)
_HEADING = re.compile(
    r"(?:(第[一二三四五六七八九十]+(?:部分|章|节|篇))|([一二三四五六七八九十]{1,3}、)|([（(][一二三四五六七八九十]{1,3}[）)])|(\d{1,2}[、.．]))"
)
_CLAUSE = re.compile("[^，；：。！？!?\n]+")
_SENTENCE = re.compile("[^。！？!?\n]+[。！？!?]?")
_CUT = re.compile("[。，；：]")
_LONGEST_HEAD = 32
_ADVERBS = re.compile(r"(?:也|并|已|还|进而|这|都|势必|必然|在?一定程度上?|极大地?|又)*")
_CAUSE = re.compile("因素|障碍|瓶颈|原因")
_TRAIL = re.compile(r"(?:等等|，|、|：|；|:|;|。)+$")


@dataclass
class _Statement:
    start: int
    end: int
    category: str
    remedy: tuple[int, int] | None = None


def extract_constraints(
    texts: str | Report | Iterable[str | Report], *, vocabulary: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Extract the statements of what holds a town back, one row each, with the span it stands in.

    Parameters
    ----------
    texts
        A string, a `Report`, or several of them.
    vocabulary
        Your own vocabulary folder or file, added to the packaged one: ``constraints.txt`` holds the codes with their
        patterns, ``hindrances.txt`` the words that say that something is lacking.

    Returns
    -------
    DataFrame
        The constraints table in text order: ``report``, ``place``, ``start``, ``end``, ``quote``
        (``source[start:end]``), ``category`` (the cause or scarce factor named, not its effect), ``severity_claims``
        (claims inside the quote that measure it, separated by spaces), ``remedy`` (the words of the remedy that the
        same item asks for or plans). A statement inside a longer one of another category has its own row.

    Raises
    ------
    VocabularyError
        An entry of your vocabulary is malformed.
    TypeError
        `texts` is neither text nor reports.

    Examples
    --------
    >>> text = "存在的问题：一是用地指标严重不足，缺口200亩，建议上级单列指标。二是干部队伍年龄老化。"
    >>> extract_constraints(text)[["quote", "category", "severity_claims", "remedy"]].values.tolist()
    [['用地指标严重不足，缺口200亩', 'land_quota', 'text:18-22', '建议上级单列指标'], ['干部队伍年龄老化', 'personnel', '', '']]
    """
    words = hindrances(vocabulary)
    names = places(None if vocabulary is None else os.fspath(vocabulary))
    rows: list[tuple[object, ...]] = []
    for report in as_reports(texts):
        plain = plain_text(report.source, report.start, report.end)
        setting = Setting(plain.text, report.place or printed_place(plain.text), names)
        claims = extract_claims(report, vocabulary=vocabulary)
        for statement in sorted(_statements(plain.text, words), key=lambda s: (s.start, -s.end)):
            rows.append(_row(report, plain, statement, setting.at(statement.start), claims))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"start": "int64", "end": "int64"})


def _row(report: Report, plain: PlainText, s: _Statement, place: str, claims: pd.DataFrame) -> tuple[object, ...]:
    start, end = plain.back(s.start), plain.back(s.end - 1) + 1
    first, last = bisect_left(claims["start"].tolist(), start), bisect_left(claims["start"].tolist(), end)
    remedy = (
        "".join(report.source[plain.back(s.remedy[0]) : plain.back(s.remedy[1] - 1) + 1].split()) if s.remedy else ""
    )
    measures = " ".join(claims["claim"].iloc[first:last])
    return report.id, place, start, end, report.source[start:end], s.category, measures, remedy


# ------------------------------------------------------------------------------------------- where problems are told


@dataclass(frozen=True)
class _Item:
    """A numbered item, or a line or part of one without number."""

    start: int
    end: int
    marked: bool
    problems: bool


class _Layout:
    """Which parts of a text tell of problems: below a heading that says so, or after a sentence that announces them."""

    def __init__(self, words: Hindrances) -> None:
        self._problems, self._over = any_of(words.words("problems")), any_of(words.words("over"))
        self._close = any_of(words.words("close"))
        self._level: int | None = None  # depth of the heading below which problems are told
        self._goes_on = False  # the line before announced a list of problems

    def items(self, text: str) -> Iterator[_Item]:
        """Yield the items of a plain text in its order."""
        at = 0
        for line in text.split("\n"):
            yield from self._line(text, at, at + len(line))
            at += len(line) + 1

    def _line(self, text: str, start: int, end: int) -> Iterator[_Item]:
        mark = _HEADING.match(text, start, end)
        depth = (mark.lastindex or 1) - 1 if mark else None
        title = text[start:end].removesuffix("。")
        heading = 0 < len(title) <= _LONGEST_HEAD and not _CUT.search(title) and (mark is not None or title[-1] != "。")
        if self._level is not None and (depth is not None or heading) and (depth or 0) <= self._level:
            self._level = None
        if heading and self._problems.search(text, start, end) and not self._ends(text, start, end):
            self._level, self._goes_on = depth or 0, False
            return
        if heading and self._over.search(text, start, end):
            self._level, self._goes_on = None, False
            return
        marks = list(_MARK.finditer(text, start, end))
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

    def _parts(self, text: str, start: int, end: int, marks: list[re.Match[str]], told: bool) -> Iterator[_Item]:
        cuts = [(start, start, False)] * (not marks or marks[0].start() > start)
        cuts += [(m.start(), m.end(), True) for m in marks]
        ends = [a for a, _, _ in cuts[1:]] + [end]
        self._goes_on = told and self._goes_on
        for (_, begin, marked), stop in zip(cuts, ends, strict=True):
            cut = begin
            for sentence in _SENTENCE.finditer(text, begin, stop):
                a, b = sentence.span()
                if told and self._level is None and not self._goes_on and self._close.match(text, a, b):
                    yield _Item(cut, a, marked, told)
                    cut, told, marked = a, False, False
                if not told and not self._close.match(text, a, b) and (found := self._problems.search(text, a, b)):
                    clause = text.rfind("，", a, found.start()) + 1 or a
                    if clause > cut:
                        yield _Item(cut, clause, marked, told)
                    cut, told = clause, True
                    self._goes_on = b >= end and text[end - 1 : end] == "："
            if cut < stop:
                yield _Item(cut, stop, marked, told)


# ------------------------------------------------------------------------------------------- reading an item


def _statements(text: str, words: Hindrances) -> Iterator[_Statement]:
    effect, remedy, request = (any_of(words.words(role)) for role in ("effect", "remedy", "request"))
    for item in _Layout(words).items(text):
        yield from _ItemReader(text, item, words, effect, remedy, request).read()


class _ItemReader:
    """Read one item clause by clause."""

    def __init__(
        self,
        text: str,
        item: _Item,
        words: Hindrances,
        effect: re.Pattern[str],
        remedy: re.Pattern[str],
        request: re.Pattern[str],
    ) -> None:
        self.text, self.item, self.words = text, item, words
        self.effect, self.remedy, self.request = effect, remedy, request
        self.found: list[_Statement] = []
        self.whole: _Statement | None = None  # the statement of the item's head, which covers the item
        self.now: _Statement | None = None

    def read(self) -> list[_Statement]:
        """Return the statements of the item."""
        topic = ""
        for number, sentence in enumerate(_SENTENCE.finditer(self.text, self.item.start, self.item.end)):
            a, b = sentence.span()
            if not (number == 0 and (topic := self._head(a, b))):
                self._sentence(a, b, topic)
            if self.whole is None and not self.item.problems:
                self.now = None
        if not self.found and self.item.problems and self.item.marked:
            self._fallback(topic)
        for statement in self.found:
            words = self.text[statement.start : statement.end]
            statement.end -= len(words) - len(_TRAIL.sub("", words))
        return [s for s in self.found if s.end > s.start]

    def _head(self, a: int, b: int) -> str:
        """Read a short first sentence that names what the whole item is about; return its category if it has no more."""
        if not self.item.marked or b - a > _LONGEST_HEAD or b >= self.item.end:
            return ""
        head = self.text[a:b].rstrip("。")
        found = [] if self.words.is_relieved(head) else self.words.read(head, self.item.problems)
        if len({h.category for h in found}) == 1 and found[0].category != GENERAL:
            self.whole = self._begin(a, b, found[0].category)
            return found[0].category
        return self.words.factor(head) if self.item.problems and not found else ""

    def _begin(self, a: int, b: int, category: str) -> _Statement:
        statement = _Statement(a, b, category)
        self.found.append(statement)
        return statement

    def _sentence(self, a: int, b: int, topic: str) -> None:
        problems, begin = self.item.problems, a
        for clause in _CLAUSE.finditer(self.text, a, b):
            start, end = clause.span()
            words = clause[0]
            told = self.whole or self.now
            if told and told.remedy is None and self._is_remedy(words, problems):
                told.remedy = (start, self._remedy_end(start, b))
                told.end = max(told.end, start)
                self.now = None
                return
            if told and told.remedy:
                return
            if mark := _MARK.match(self.text, start, end):
                start, words = mark.end(), self.text[mark.end() : end]
            if mark or self.text[start - 1] in "；;":
                self.now, begin = None, start
            problems = problems or self.words.turns(words)
            follows = self.now is not None
            found = [] if follows and self._is_effect(words) else self.words.read(words, problems, follows)
            if words.startswith(("但", "然而", "不过")):
                begin = start + len("但") if words[0] == "但" else start + 2
            self._add(start, end, found, begin, topic)
        if self.whole is not None:
            self.whole.end = max(self.whole.end, b)

    def _add(self, start: int, end: int, found: list[Hindrance], begin: int, topic: str) -> None:
        """Add a clause to the statements."""
        categories = list(dict.fromkeys(h.category for h in found))
        if not categories:
            if self.now is not None and (self.item.problems or self._is_effect(self.text[start:end])):
                self.now.end = end
            return
        if topic and self.whole is None:
            self.whole = self._begin(begin, end, topic)
        if len(categories) > 1:
            for h in found:
                self.now = self._begin(start + h.start, start + h.end, h.category)
            return
        category = categories[0]
        if self.whole is not None and category in (self.whole.category, GENERAL):
            self.now = None
        elif self.now is not None and self.now.category == category:
            self.now.end = end
        else:
            first = self.item.problems and self.whole is None and not self.found
            self.now = self._begin(begin if first else start, end, category)

    def _fallback(self, topic: str) -> None:
        """An item below a heading of problems is a statement even where no word of the vocabulary says so."""
        a, b = self.item.start, self.item.end
        words = self.text[a:b]
        if not self._is_remedy(words, True) and len(words) > 3:
            self._begin(a, b, topic or self.words.factor(_CLAUSE.findall(words)[0]) or GENERAL)

    def _is_remedy(self, words: str, problems: bool) -> bool:
        if self.request.match(words):
            return True
        return bool(self.remedy.match(words)) and not self.words.read(words, problems)

    def _remedy_end(self, start: int, sentence_end: int) -> int:
        words = self.text[start : self.item.end if self.whole is not None else sentence_end]
        return start + len(_TRAIL.sub("", words))

    def _is_effect(self, words: str) -> bool:
        begin = _ADVERBS.match(words)
        return bool(begin and self.effect.match(words, begin.end())) and not _CAUSE.search(words)
