"""Whether one year was written over every other one in a text, and the signs of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .evidence import REVIEW, Clue
from .timewords import Plans, plain_year

__all__ = ["hidden_year"]

_SAME_ENDS = re.compile(r"(?<!\d)(20\d\d)年?[至到—–~-]{1,2}\1(?!\d)年?")
_QUANTITY = re.compile(r"(?<![\d.])20\d\d(?=[亩人户家个吨株头]|多?[万亿]|公里|公顷|平方|千米|元)")
_YEARS = re.compile(r"(?<![\d.])20\d\d(?=年|实现|[—–至-])")
_PLAN_HEAD = re.compile(r"(20\d\d)年(?:度)?(?:的)?(?:工作|发展)?(?:打算|思路|计划|安排|设想|目标)")
_REVIEWED = re.compile(rf"(20\d\d)年[^\n。，；]{{0,12}}(?:{REVIEW})")
_OPENING = re.compile(r"(20\d\d)年[^。；\n，]{0,12}“?(十[一二三四五]?五)”?[^。；\n，]{0,8}开局之年")
_SIGNED = re.compile(r"([一二]\S{3})年[一二三四五六七八九十]{1,2}月")


def hidden_year(text: str, overwritten: str, plans: Plans) -> tuple[str, list[Clue]]:
    """Return the year that was written over every other one, or '', and the signs of it.

    A text is scrubbed if it prints one 20xx year only and besides a span with equal ends (2024年至2024年), that year
    as a quantity (2024亩), a plan for the very year that it reviews or, if it is printed at least three times, a
    review of that year signed before it in Chinese numerals, or that year as the first of a plan that began in
    another. `overwritten` is what the whole file shows. One year alone is no sign: an ordinary report may print no
    other.
    """
    printed = Counter(_YEARS.findall(text))
    only = overwritten or next(iter(printed), "")
    if not only or printed.keys() - {only}:
        return "", []
    signs = list(_signs(text, only, plans, often=printed[only] > 2))
    if not signs and not overwritten:
        return "", []
    if printed[only] > 1 and (once := _YEARS.search(text)):
        signs.append((once, f"one year for everything, {printed[only]} times"))
    note = "{}: overwritten, no evidence"
    return only, [Clue(*m.span(), "scrubbing", "implied", note=note.format(n), status="destroyed") for m, n in signs]


def _signs(text: str, only: str, plans: Plans, often: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Find the signs that the year `only` stands for others."""
    yield from ((m, "the two ends of a span are one year") for m in _SAME_ENDS.finditer(text))
    yield from ((m, "a year stands for a quantity") for m in _QUANTITY.finditer(text) if m[0] == only)
    reviewed = next((m for m in _REVIEWED.finditer(text) if m[1] == only), None)
    if reviewed:
        yield from ((m, "a plan for the very year that is reviewed") for m in _PLAN_HEAD.finditer(text) if m[1] == only)
    if reviewed and often:
        signed = min((year for m in _SIGNED.finditer(text) if (year := plain_year(m[1]))), default=int(only))
        if signed < int(only):
            yield reviewed, f"reviewed in {signed} already"
    for m in _OPENING.finditer(text) if often else ():
        if m[1] == only and m[2] in plans and plans[m[2]][0] != int(only):
            yield m, f"the year given for the first of {m[2]} is not {plans[m[2]][0]}"
