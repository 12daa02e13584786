"""Statements of what holds a town back: where they stand, what cause they name, what is asked for."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from dataclasses import dataclass

import pandas as pd

from .claims import extract_claims
from .hindrances import GENERAL, Hindrance, Hindrances, hindrances
from .problems import LONGEST_HEAD, MARK, SENTENCE, Item, Layout
from .reading.setting import Setting, places, printed_place
from .reports import Texts, as_reports
from .schema import as_described
from .text import plain_text
from .vocabulary import Vocabulary, entries

__all__ = ["categories", "extract_constraints"]

_CLAUSE = re.compile("[^，；：。！？!?\n]{1,200}")  # longer is no language, and would cost more than its length
_TRAIL = re.compile(r"(?:等等|，|、|：|；|:|;|。)+$")


@dataclass
class _Statement:
    start: int
    end: int
    category: str
    remedy: tuple[int, int] | None = None


def extract_constraints(texts: Texts, *, vocabulary: Vocabulary = None) -> pd.DataFrame:
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
    >>> found = extract_constraints(text)
    >>> found[["quote", "category"]].values.tolist()
    [['用地指标严重不足，缺口200亩', 'land_quota'], ['干部队伍年龄老化', 'personnel']]
    >>> found[["severity_claims", "remedy"]].values.tolist()[0]
    ['text:19-23', '建议上级单列指标']
    """
    words = hindrances(vocabulary)
    names = places(None if vocabulary is None else os.fspath(vocabulary))
    rows: list[tuple[object, ...]] = []
    for report in as_reports(texts):
        plain = plain_text(report.source, report.start, report.end)
        setting = Setting(plain.text, report.place or printed_place(plain.text, names), names)
        claims = extract_claims(report, vocabulary=vocabulary)
        keys, starts = claims["claim"].tolist(), claims["start"].tolist()
        found = [s for item in Layout(words).items(plain.text) for s in _Reader(plain.text, item, words).read()]
        for statement in sorted(found, key=lambda s: (s.start, -s.end)):
            start, end = plain.span(statement.start, statement.end)
            measures = " ".join(keys[bisect_left(starts, start) : bisect_left(starts, end)])
            remedy = "".join(report.source[slice(*plain.span(*statement.remedy))].split()) if statement.remedy else ""
            place = plain.printed(report.source, setting.at(statement.start), statement.end)
            quote = report.source[start:end]
            rows.append((report.id, place, start, end, quote, statement.category, measures, remedy))
    return as_described("constraints", rows)


def categories(vocabulary: Vocabulary = None) -> pd.DataFrame:
    """List the codes of `extract_constraints`: ``category``, ``zh``, ``en``, ``definition``.

    Examples
    --------
    >>> categories().set_index("category").loc["procedures", ["zh", "en"]].tolist()
    ['审批手续', 'procedures']
    """
    table = pd.DataFrame(entries("constraints", vocabulary))
    return table.drop_duplicates("category")[["category", "zh", "en", "definition"]].reset_index(drop=True)


# ------------------------------------------------------------------------------------------- reading an item


class _Reader:
    """Read one item clause by clause."""

    def __init__(self, text: str, item: Item, words: Hindrances) -> None:
        self.text, self.item, self.words = text, item, words
        self.found: list[_Statement] = []
        self.topic = ""  # what the head of the item names
        self.whole: _Statement | None = None  # the statement of the item's head, which covers the item
        self.now: _Statement | None = None

    def read(self) -> list[_Statement]:
        """Return the statements of the item."""
        listed = self.item.problems and self.item.marked
        for number, sentence in enumerate(SENTENCE.finditer(self.text, self.item.start, self.item.end)):
            if number > 0 or not self._is_head(*sentence.span()):
                self._sentence(*sentence.span())
            if self.whole is None and not listed:
                self.now = None
        if listed and not self.found:
            self._fallback()
        for statement in self.found:
            statement.end = self._trimmed(statement.start, statement.end)
        return [s for s in self.found if s.end > s.start]

    def _is_head(self, a: int, b: int) -> bool:
        """Whether a first sentence is short and names what the whole item is about."""
        if not self.item.marked or b - a > LONGEST_HEAD or b >= self.item.end:
            return False
        head = self.text[a:b].rstrip("。")
        found = [] if self.words.says("relieved", head) else self.words.read(head, self.item.problems)
        categories = {h.category for h in found}
        if len(categories) == 1 and GENERAL not in categories:
            self.topic = categories.pop()
            self.whole = self._begin(a, b, self.topic)
        elif self.item.problems and not found:
            self.topic = self.words.factor(head)
        return self.topic != ""

    def _begin(self, a: int, b: int, category: str) -> _Statement:
        statement = _Statement(a, b, category)
        self.found.append(statement)
        return statement

    def _trimmed(self, a: int, b: int) -> int:
        return a + len(_TRAIL.sub("", self.text[a:b]))

    def _sentence(self, a: int, b: int) -> None:
        problems, begin, seen = self.item.problems, a, False
        for clause in _CLAUSE.finditer(self.text, a, b):
            (start, end), words = clause.span(), clause[0]
            told = self.whole or self.now
            if told and (told.remedy or self.words.is_remedy(words, problems)):
                if told.remedy is None:
                    self._remedy(told, a if told.start < a and not seen else start, b)
                return
            if mark := MARK.match(self.text, start, end):
                start, words = mark.end(), self.text[mark.end() : end]
            if mark or self.text[start - 1] in "；;":
                self.now, begin, problems = None, start, problems or seen
            problems = problems or self.words.says("turn", words)
            found = self.words.read(words, problems, follows=told is not None)
            if self.now and self.now.category == "macro_shock":
                found = [h for h in found if h.category != "economic_base"]  # what a shock does to the economy
            if turn := self.words.pattern["but"].match(words):
                begin = start + turn.end()
            seen = seen or bool(found)
            self._add(start, end, found, begin)
        if self.whole:
            self.whole.end = max(self.whole.end, b)

    def _remedy(self, told: _Statement, start: int, sentence_end: int) -> None:
        told.remedy = start, self._trimmed(start, self.item.end if self.whole else sentence_end)
        told.end = max(told.end, start)
        self.now = None

    def _add(self, start: int, end: int, found: list[Hindrance], begin: int) -> None:
        """Add a clause to the statements."""
        now, categories = self.now, {h.category for h in found}
        if not found:
            follows = now and not self.whole and start - now.end <= 1 and now.category != GENERAL
            if now and follows and (self.item.problems or self.words.is_effect(self.text[start:end])):
                now.end = end
            return
        if self.topic and self.whole is None:
            self.whole = self._begin(begin, end, self.topic)
        category = found[0].category
        if len(categories) > 1:
            for h in found:
                self.now = self._begin(start + h.start, start + h.end, h.category)
        elif self.whole and category in (self.whole.category, GENERAL):
            self.now = None
        elif now and now.category == category:
            now.end = end
        else:
            first = self.item.problems and not self.found and category != GENERAL
            self.now = self._begin(begin if first else start, end, category)

    def _fallback(self) -> None:
        """Take an item below a heading of problems as a statement even where no word of the vocabulary says so."""
        words = self.text[self.item.start : self.item.end]
        is_heading = "，" not in words and self.words.pattern["problems"].search(words)
        if len(words) > 3 and not is_heading and not self.words.is_remedy(words, True):
            self._begin(self.item.start, self.item.end, self.topic or self.words.factor(words) or GENERAL)
