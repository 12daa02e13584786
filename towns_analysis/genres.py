"""Who speaks in a report, what kind of text it is, and whether it breaks off, by ``vocabulary/details.txt``."""

from __future__ import annotations

import re
from itertools import chain
from statistics import multimode

import pandas as pd

from .details import Words, words_of
from .reading.numerals import parse_number
from .reports import Texts, as_reports
from .text import plain_text
from .vocabulary import Vocabulary, entries

__all__ = ["report_details"]

_LINE, _SIGNED = 60, 40  # a title and a signature are no longer than this
_NUMERAL = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、）)]|\d{1,2}[、.．)）](?!\d)")
_JOINED = re.compile("[及暨和与]")
_DATE = re.compile(r"[\d〇○一二三四五六七八九十xX×]+[年月][^，。；]{0,8}$")
_ANNOUNCED = re.compile(r"(?:以下|如下|下列)([两二三四五六七八九十]|\d{1,2})(?:大)?(?:个|项|点|条|件|方面|类)")
_LISTS = (
    rf"{_NUMERAL}是",
    rf"第{_NUMERAL}[，、是]",
    rf"(?<![^\n：。；]){_NUMERAL}[、.．](?!\d)",
    rf"[（(]{_NUMERAL}[）)]",
)


def report_details(texts: Texts, *, vocabulary: Vocabulary = None) -> pd.DataFrame:
    r"""Read who speaks in each report, what kind of text it is, and whether it breaks off.

    Parameters
    ----------
    texts
        A string, a `Report`, or several of them.
    vocabulary
        Your own vocabulary folder or ``details.txt``, added to the packaged one.

    Returns
    -------
    DataFrame
        ``report``; ``author_level`` (of the report's place in the vocabulary, else of the signature, else of 我镇 and
        its kin where one level prevails; town stands for 镇, 乡 and 街道, and a city may be a county or a prefecture);
        ``genre`` (by title or first lines, else by 汇报如下 and its kin); ``truncated`` (sentence: the last line ends
        in no full stop, date, signature or source; list: 以下四项 is announced last, and fewer follow). Empty where
        nothing says so.

    Examples
    --------
    >>> text = "年终工作总结\n今年我镇财政收入4.2亿元，比上年增长9%。明年要抓好以下三项工作：一是修路。二是植树。"
    >>> report_details(text).to_numpy().tolist()
    [['text', 'town', 'summary', 'list']]
    """
    words = words_of(vocabulary)
    level = {row["place"]: row["level"] for row in entries("places", vocabulary)}
    rows = []
    for report in as_reports(texts):
        plain = plain_text(report.source, report.start, report.end).text
        lines = [line for line in plain.split("\n") if re.search(r"[^\W\d_]", line)] or [""]
        author = level.get(report.place) or _author(lines, plain, words)
        rows.append((report.id, author, _genre(report.title, lines, plain, words), _broken_off(lines, plain, words)))
    return pd.DataFrame(rows, columns=["report", "author_level", "genre", "truncated"], dtype="str")


def _author(lines: list[str], plain: str, words: dict[str, Words]) -> str:
    names = [line for line in lines[-3:] if len(line) <= _SIGNED and not re.search("[，。；]", line)]
    signed = set(chain.from_iterable(words["author_signature"].all(line) for line in names))
    said = list(signed) if len(signed) == 1 else multimode(words["author_self"].all(plain))
    return said[0] if len(said) == 1 else ""


def _genre(title: str, lines: list[str], plain: str, words: dict[str, Words]) -> str:
    titles = [line for line in (title, *lines[:3]) if len(line) <= _LINE and not _ITEM.match(line)]
    heads = [part for line in titles for part in (_JOINED.split(line)[0], line)]
    named = (words["genre"].last(head) for head in heads)
    return next((genre for genre in named if genre), "") or words["genre_said"].last(plain)


def _broken_off(lines: list[str], plain: str, words: dict[str, Words]) -> str:
    last = lines[-1]
    ends = tuple(w for w, value in words["ending"].value_of.items() if value == "end")
    names = last.endswith((*ends, *words["author_signature"].value_of))
    signed = len(last) <= _SIGNED and (_DATE.search(last) or names or "source" in words["ending"].all(last))
    if last[-1:] not in "。！？!?…”’』」）】》" and not signed:
        return "sentence"
    announced = list(_ANNOUNCED.finditer(plain))
    return "list" if announced and _unfinished(announced[-1], plain[announced[-1].end() :]) else ""


def _unfinished(announced: re.Match[str], rest: str) -> bool:
    """Whether a list begins in `rest`, has fewer items than announced, and no heading follows the last of them."""
    promised = 2 if announced[1] == "两" else int(parse_number(announced[1]) or 0)
    styles = [list(re.finditer(style, rest)) for style in _LISTS]
    begun = [items for items in styles if items and parse_number(items[0][1]) == 1]
    count, end = 0, 0
    for item in min(begun, key=lambda items: items[0].start(), default=[]):
        if parse_number(item[1]) == count + 1:
            count, end = count + 1, item.end()
    return 0 < count < promised and not any(_ITEM.match(line) for line in rest[end:].split("\n")[1:])
