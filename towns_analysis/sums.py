"""Find the sums that a report implies, by rules of the language: totals and parts, counts and the things counted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from heapq import merge
from itertools import groupby, pairwise, takewhile
from operator import attrgetter
from typing import Any

from .figures import FROM, Figure, Relation, averaged, same_head, summed
from .vocabulary import entries

__all__ = ["sums"]

_OF_WHICH = re.compile(r"其中|(?<!其)中(?:，|已?有|的)[^，。；]*$|包括")
_NESTED = re.compile("以上|以下|规模|规上")
_THEN = re.compile("[比较](?:[上去]年|(?:19|20)?\\d\\d年)(?:同期)?的?[约近]?$")  # 28.6亿元，比上年的25.9亿元增长10.4%
_PLACE = re.compile("(?<![农乡通全各到进中城])(?:村|社区|街道|镇|乡|小组)(?![镇村庄民居道公路级])")
_NUMERALS = "一二三四五六七八九十"
_ORDINAL = re.compile(f"(?:^|(?<=[，。；：\n]))([{_NUMERALS}])是")
_ITEMS = re.compile(r"(?P<items>[^，。；：！？（）()\n]*?)(?P<more>等)?(?P<all>共计?|合计|总共)?$")
_BACK = 60  # figures before 其中 that may be what it divides
_FAR = 2  # sentences: in the second before 其中 nothing can be what it divides
_NEAR = Decimal("0.05")
_JOINT = re.compile("[和与及]")


def sums(fs: list[Figure], text: str) -> Iterator[Relation]:
    """Yield the totals and parts, and the counts and things counted, of one report."""
    yield from _defined(fs)
    yield from _of_which(fs)
    yield from _bare_lists(fs)
    yield from _totals(fs)
    yield from _numbered(fs, text)
    yield from _items(fs)


def _defined(fs: list[Figure]) -> Iterator[Relation]:
    """Yield the wholes that are their parts by definition; far apart in a text, a part is only within its whole."""
    done = set()
    lines = {line: list(group) for line, group in groupby(fs, key=attrgetter("line"))}
    for name, names in _parts("sum"):
        for whole in (f for f in fs if f.level and f.measures(name) and not _THEN.search(f.before)):
            near = [f for f in _reach(lines[whole.line], whole) if f.kin == whole.kin and f is not whole]
            groups = [[f for f in near if f.measures(part)] for part in names]
            if all(len(group) == 1 for group in groups):
                parts = sorted((part for (part,) in groups), key=lambda f: f.at)
                done |= {(whole, part) for part in parts}
                yield summed("total and parts", whole, parts, not FROM.search(whole.before))
                yield from _growth(fs, whole, parts)
    for outer, (inner,) in _parts("within"):
        wholes: defaultdict[Any, list[Figure]] = defaultdict(list)
        for f in fs:
            if f.measures(outer) and not _THEN.search(f.before):
                wholes[f.kin].append(f)
        for part in (f for f in fs if f.level and f.measures(inner)):
            nearest = next((f for f in _nearest(wholes[part.kin], part) if _one_setting(f, part)), None)
            if nearest is not None and (nearest, part) not in done:
                of_which = nearest.sentence == part.sentence and _OF_WHICH.search(part.before) is not None
                yield summed("part and whole", nearest, [part], of_which)


@cache
def _parts(relation: str) -> list[tuple[str, list[str]]]:
    """Return the wholes and their parts that ``vocabulary/parts.txt`` names."""
    return [(row["whole"], row["parts"].split()) for row in entries("parts") if row["relation"] == relation]


def _reach(line: list[Figure], whole: Figure) -> list[Figure]:
    """Return the figures of a line from the sentence of a whole on that are in its reach."""
    first, last = (bisect_left(line, at, key=attrgetter("sentence")) for at in (whole.sentence, whole.sentence + 2))
    return [f for f in line[first:last] if _in_reach(f, whole)]


def _nearest(found: list[Figure], part: Figure) -> Iterator[Figure]:
    """Return figures from the nearest to a part on, of two as near the one before it."""
    after = bisect_left(found, part.at, key=attrgetter("at"))
    sides = range(after - 1, -1, -1), range(after, len(found))
    return merge(*(map(found.__getitem__, side) for side in sides), key=lambda f: abs(f.at - part.at))


def _in_reach(part: Figure, whole: Figure) -> bool:
    """Whether a part stands in the sentence of a whole, or in the next one of its line if 其中 opens it."""
    ahead = part.sentence - whole.sentence
    return part.line == whole.line and (ahead == 0 or (ahead == 1 and _OF_WHICH.match(part.lead) is not None))


def _one_setting(f: Figure, g: Figure) -> bool:
    one, other = (x.row.period.removesuffix("年") for x in (f, g))
    return bool(f.row.place == g.row.place and (one == other or not one or not other))


def _growth(fs: list[Figure], whole: Figure, parts: list[Figure]) -> Iterator[Relation]:
    """Yield that the growth of a whole is that of its parts, weighted by what they were before."""
    rates = [rate for f in (whole, *parts) if (rate := _rate_of(f, fs)) is not None]
    n = len(parts)

    def mean(*values: Any) -> Any:
        before = sum(level / (1 + growth / 100) for level, growth in zip(values[:n], values[n:], strict=True))
        return 100 * (sum(values[:n]) / before - 1)

    if len(rates) == n + 1 and all(r.value > -100 for r in rates):
        words = " and ".join(f"{{{i}}} with growth {{{i + n}}}" for i in range(n)) + ": {implied}, stated {stated}"
        yield Relation("growth of parts", rates[0], (*parts, *rates[1:]), mean, words)


def _rate_of(level: Figure, fs: list[Figure]) -> Figure | None:
    """Return the growth in percent that the sentence states next after a level, of the same subject."""
    next_ = bisect_right(fs, level.at, key=attrgetter("at"))
    after = fs[next_] if next_ < len(fs) else level
    same = (after.sentence, after.row.subject) == (level.sentence, level.row.subject)
    rate = (after.row.kind, after.row.unit) == ("growth_rate", "percent")
    return after if same and rate and not averaged(after) else None


def _of_which(fs: list[Figure]) -> Iterator[Relation]:
    """Yield what 其中 divides: what stands between it and the next one, of what it points back to."""
    within = _parts("within")
    for i, first in enumerate(fs):
        if first.level and _OF_WHICH.search(first.before):
            rest = (fs[j] for j in range(i + 1, len(fs)))
            later = takewhile(lambda f: f.sentence == first.sentence and not _OF_WHICH.search(f.before), rest)  # noqa: B023
            parts = [first, *(f for f in later if f.kin == first.kin and same_head(f, first))]
            whole = _whole_of(parts, (fs[j] for j in range(i - 1, max(i - _BACK, 0) - 1, -1)))
            if whole and not any(whole.measures(outer) and first.measures(inner) for outer, (inner,) in within):
                yield from _parted(whole, _divided(whole, parts))


def _divided(whole: Figure, parts: list[Figure]) -> list[Figure]:
    """Leave out what 其中 does not divide: 签约项目14个，其中超亿元4个；开工项目10个，竣工项目7个."""
    listed = "：" in parts[0].before or sum(p.value for p in parts) <= whole.value
    return parts if listed else list(takewhile(lambda f: f is parts[0] or "；" not in f.before, parts))


def _whole_of(parts: list[Figure], back: Iterator[Figure]) -> Figure | None:
    """Return what 其中 points back to: best of the same indicator, then not less than a part, then the nearest."""
    first, most = parts[0], max(p.value for p in parts)
    indicators = {p.row.indicator for p in parts} - {""}
    same_line = takewhile(lambda f: f.line == first.line and first.sentence - f.sentence < _FAR, back)
    near = [f for f in same_line if f.kin == first.kin and _in_reach(first, f) and not _THEN.search(f.before)]
    heads = [f for f in near if any(same_head(f, p) for p in parts)]
    return max(heads, key=lambda f: (f.row.indicator in indicators, f.value >= most), default=None)


def _parted(whole: Figure, parts: list[Figure]) -> Iterator[Relation]:
    """Yield a sum where the parts seem complete; else that they are within their whole, together if they are places."""
    gap = abs(sum(p.value for p in parts) - whole.value)
    places = all(_PLACE.search(p.row.subject) for p in parts)
    nested = any(_NESTED.search(p.row.subject) for p in parts)
    if len(parts) == 1 or nested:
        yield from (summed("part and whole", whole, [part], True) for part in parts)
    elif gap <= min(abs(p.value) for p in parts) / 10:
        yield summed("total and parts", whole, parts, places and len(parts) > 2 and gap <= whole.value / 50)
    else:
        yield summed("part and whole", whole, parts, places)


def _bare_lists(fs: list[Figure]) -> Iterator[Relation]:
    """Yield a count of things followed by two counts of things of that name: 25家入园企业，11家企业…，13家企业…."""
    for whole, one, other in zip(fs, fs[1:], fs[2:], strict=False):
        alike = whole.sentence == other.sentence and whole.row.unit == one.row.unit == other.row.unit and whole.level
        name = one.row.subject
        if alike and name and name == other.row.subject != whole.row.subject and whole.row.subject.endswith(name):
            yield summed("total and parts", whole, [one, other], False)


def _totals(fs: list[Figure]) -> Iterator[Relation]:
    """Yield two parts and the total stated after them: 国税5200万元，地税4300万元，合计9500万元."""
    for one, other, whole in zip(fs, fs[1:], fs[2:], strict=False):
        joined = whole.row.subject == one.row.subject + other.row.subject and one.row.subject and other.row.subject
        if joined and one.sentence == whole.sentence and one.kin == other.kin == whole.kin and whole.level:
            yield summed("total and parts", whole, [one, other], True)


def _numbered(fs: list[Figure], text: str) -> Iterator[Relation]:
    """Yield the totals before a list 一是 … 二是 … and what each of its items says of the same."""
    for begin, items, end in _lists(text):
        first, start, last = (bisect_left(fs, at, key=attrgetter("at")) for at in (begin, items[0], end))
        intro, listed = [f for f in fs[first:start] if f.level], fs[start:last]
        counted = [f for f in intro if f.row.unit == "count" and f.value == len(items)]
        found = []
        for whole in (f for f in intro if f not in counted):
            alike = [[f for f in listed if a <= f.at < b and f.kin == whole.kin] for a, b in pairwise([*items, end])]
            named = [next((f for f in item if same_head(f, whole)), None) for item in alike]
            inner = {part: [f for f in item if f.at > part.at] for part, item in zip(named, alike, strict=True) if part}
            if len(inner) == len(items):
                found.append(summed("total and parts", whole, list(inner), False, inner=inner))
        least = min(map(_miss, found), default=1)
        for relation in found:
            certain = bool(counted) and (_miss(relation) < _NEAR or least < _NEAR / 5)  # one sum confirms the list
            yield replace(relation, certain=certain)


def _miss(relation: Relation) -> Decimal:
    """Return by how much of itself a whole differs from the sum of its parts."""
    whole = relation.stated.value
    return abs(relation.point / whole - 1) if whole else Decimal(1)


def _lists(text: str) -> Iterator[tuple[int, list[int], int]]:
    """Yield of each list 一是, 二是 … where its line begins, where its items begin, and where the line ends."""
    for line in re.finditer("[^\n]+", text):
        marks = list(_ORDINAL.finditer(text, *line.span()))
        firsts = [i for i, mark in enumerate(marks) if mark[1] == "一"]
        for i, j in pairwise([*firsts, len(marks)]):
            items = [m.start(1) for m, numeral in zip(marks[i:j], _NUMERALS, strict=False) if m[1] == numeral]
            if len(items) > 1:
                yield line.start(), items, line.end()


def _items(fs: list[Figure]) -> Iterator[Relation]:
    """Yield a count that follows the things it counts: 甲、乙、丙三个区, 甲和乙两个镇, 甲、乙等8个."""
    for f in fs:
        match = _ITEMS.search(f.before)
        if match is None or f.row.unit != "count" or not f.level:
            continue
        items = [item for item in match["items"].split("、") if item.strip("0123456789")]
        joined = len(_JOINT.findall(items[-1])) if items else 0
        n = len(items) + (joined if f.value != len(items) else 0)
        if n > 1 and (n >= f.value or match["more"]):
            sense = "<=" if match["more"] and n < f.value else "="
            certain = bool(match["more"] or match["all"]) and not _JOINT.search(match["items"])
            words = f"{n} listed, stated {{stated}}"
            yield Relation("count and items", f, (), lambda n=Decimal(n): n, words, sense, certain)
