"""What a report says of its own year: the evidence, each piece with its words, its rule and the years it allows.

And whether one year was written over every other one, which is then no evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from operator import attrgetter
from typing import NamedTuple

from .reading.years import TO, arabic_years, year_of
from .timewords import PLAN, Facts, Page, Plans, TimeWord

__all__ = ["HISTORY", "Clue", "clues", "ends_a_year", "hidden_year", "overwritten_year"]

_REVIEW = "总结|小结|回顾|报告|汇报|述职|完成情况"
_REPORTED = re.compile(f"{_REVIEW}|材料|情况")
_TITLE = re.compile(f"{_REVIEW}|材料|情况|要点|计划|打算|安排|思路")
_STAGE = re.compile(
    r"[^。；\n，“五]{0,14}?(?:(?P<first>(?:开局|起步)之?年?|第一年|头一年)|(?P<last>收官之?年?|最后一年|末年)|第(?P<nth>[二三四五])年)"
)
_DRAFT_BEFORE = re.compile("编制|制定|谋划|起草|描绘|展望|迎接|研究")
_DRAFT_AFTER = re.compile(
    "[^，。；]{0,5}(?:谋划|编制)|(?:时期|期间)，|(?:时期|期间)?(?:经济社会|国民经济[^，。；]{0,8})?(?:发展|工作)?的?(?:规划的?)?(?:主要|总体|奋斗|预期)?(?:目标|思路|奠定|打下|打好|开好局|起好步|展望|设想)"
)
_BASES = set("比较是为同从自由")  # before a year that figures are compared with or have grown from
_WITH = re.compile("[^，。；\n]{0,12}(?:相比|比较|持平|相当)")  # 与2012年相比, but not 2012年总结与2013年思路
_CARRIED_OUT = re.compile("落实|实施|贯彻|执行|总结|完成")
_DRAWN_UP = re.compile("[^\n。，；]{0,20}规划(?:纲要)?(?=\n)")  # 桥头镇“十三五”规划
_DONE = re.compile("[^，。；]{0,8}?(?:开工|动工|竣工|完工|完成|召开|举行|举办|投产|通车|开业|签订|成立|通过)")
_TO_COME = re.compile("将|拟|计划|预计|力争|争取|确保|去年|上年|前年|明年")
HISTORY = re.compile(
    "[^，。；]{0,12}?(?:列入|列为|评为|成立|建镇|设立|始建|荣获|获得|命名|撤|合并|并入|更名|改[称镇乡]|授予|称号|通车)|，[^，。；]{0,6}被(?:[评列授命]|确定)"
)
_GOAL = re.compile("[^。；]{0,6}?(?:力争|目标|将|争取)")
_HEADING = re.compile("[^，。；\n]{1,45}")
_ITEM = re.compile("[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]")
_TITLE_ENDS = 60
_YEAR_END = re.compile("年终|年末|一年来")
# each begins with a literal, so that the search skips to it
_SAME_ENDS = re.compile(rf"(20(?<!\d20)\d\d)年?{TO}\1(?!\d)年?")
# 2024年收入3亿元，比2024年增长12%; 从2024年的1.6平方公里扩展到2024年的3.2平方公里
_PART_OF_IT = "(?!的?(?:[上下]半年|计划|预算|预期|目标|任务)|第?[一二三四]季|初|年初|[底末]|\\d)"
_ITSELF = re.compile(
    rf"(20(?<![\d.]20)\d\d)年{_PART_OF_IT}[^。；\n]{{1,40}}[比较]\1年{_PART_OF_IT}[^，。；\n]{{0,12}}[增减降提多少高低翻]"
    rf"|(?<=[从由])(20\d\d)年{_PART_OF_IT}[^，。；\n]{{1,16}}[到至为]\2年{_PART_OF_IT}的"
)
_ROUND = "2000"  # 投资2000万元 is no sign
_QUANTITY = re.compile(r"20(?<![\d.]20)\d\d(?=[亩人户家个吨株头]|多?[万亿]|公里|公顷|平方|千米|元)")
_YEARS = re.compile(r"20(?<![\d.]20)\d\d(?=年|实现|[—–至-])")
_PLAN_HEAD = re.compile(
    rf"(20\d\d)年度?的?(?:工作|发展|主要|奋斗|预期|总体|重点)*(?:{PLAN}|任务|总体要求)"
    r"(?![^，。；\n]{0,6}(?:完成|执行|落实|实现|情况))"
)
_LOOKED_AT = re.compile("围绕|制定|按照|根据|完成|对照|[比较占超]$")  # before a plan that is told of in a review
_REVIEWED = re.compile(rf"(20\d\d)年[^\n。，；]{{0,12}}(?:{_REVIEW})")
_DELIVERED = re.compile(r"报告(?!.{0,8}(?:总结|回顾))")  # 2013年政府工作报告 may review 2012 and plan for 2013
# 二、今年的主要任务 of a report of the year before
_THIS_YEARS = re.compile(
    rf"\n[^\n。，；]{{0,6}}今年的?(?:主要|工作|政府|总体|预期)*(?:{PLAN}|任务|重点)[^\n。]{{0,8}}(?=\n|$)"
)
_LAST_YEARS = re.compile("去年的?工作|过去的?一年")
_REVIEW_HEAD = re.compile(
    r"\n[^\n。，；\d]{0,6}((?:19|20)\d\d)年度?[^\n。，；\d]{0,10}(?:回顾|总结|主要工作|完成情况|工作情况)"
)
_OPENING = re.compile(r"(20\d\d)年[^。；\n，]{0,12}“?(十[一二三四五]?五)”?[^。；\n，]{0,8}开局之年")
_SIGNED = re.compile(r"([一二]\S{3})年[一二三四五六七八九十]{1,2}月")


class Clue(NamedTuple):
    """One piece of evidence at [start, end) of the plain text; `low` and `high` are the years it allows the report."""

    start: int
    end: int
    rule: str
    strength: str
    low: float = -inf
    high: float = inf
    note: str = ""
    status: str = "used"


def clues(page: Page, known: Facts) -> Iterator[Clue]:
    """Find the evidence of a report for its year."""
    stamps, title = _stamps(page), _titles(page)
    signed = [_signature(w, titled=any(c.low > 0 for c in title)) for w in stamps]
    yield from signed + title
    if not any(c.low == c.high for c in signed + title):
        yield from _printed_most(page, stamps, {c.start for c in title})
    early = any(c.rule == "early signature" for c in signed)
    yield from _plans(page, known.plans, {c.high for c in title}, early)
    yield from _looked_back_on(page)
    yield from _outside(page, known)
    yield from _after_signature(page, stamps)


def ends_a_year(page: Page) -> bool:
    """Whether a report closes a year: signed from October on, or a yearly summary (年终, 一年来) by its first words."""
    return any(w.month >= 10 for w in _stamps(page)) or bool(_YEAR_END.search(page.text, 0, 600))


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the short lines without a full stop among the first and the last of a report."""
    lines = [line.span() for line in re.finditer("[^\n]+", text)]
    ends = dict.fromkeys(lines[:5] + lines[-4:])
    return [(a, b) for a, b in ends if b - a <= 70 and not re.search("[。；]", text[a:b])]


def _stamps(page: Page) -> list[TimeWord]:
    """Return the dates of signatures: with a month, on a short line at either end, or a year alone there."""
    return [
        w
        for a, b in _lines(page.text)
        for w in page.within(a, b)
        if (w.kind in ("year", "hidden") and (w.day or (w.month and w.end >= b - 1)))
        or (w.kind == "year" and (w.start, w.end) == (a, b) and not page.heads)
    ]


def _signature(w: TimeWord, titled: bool) -> Clue:
    """Return the years that a signature allows: that year, or the one before if it is from January to March."""
    if w.kind == "hidden":
        return _overwritten(w, "signature")
    early = 1 <= w.month <= 3
    note = "signed early in a year: of that year or the one before" if early else "year of the signature"
    if titled:
        note = f"signed in {w.low}, about that year or the one before"
    rule = "early signature" if early else "signature"
    return Clue(w.start, w.end, rule, "printed", w.low - (early or titled), w.low, note)


def _overwritten(w: TimeWord, rule: str) -> Clue:
    return Clue(w.start, w.end, rule, "printed", note="overwritten year", status="destroyed")


def _titles(page: Page) -> list[Clue]:
    """Read the title: a year in a heading at the beginning that names a report, a summary or a plan."""
    found = []
    first = _HEADING.match(page.text)
    lines = [(a, b) for a, b in _lines(page.text) if a <= 200 and b - a <= 45]
    for a, b in dict.fromkeys([first.span(), *lines] if first else lines):
        line = page.text[a:b]
        for w in page.within(a, b) if not _ITEM.match(line) else ():
            alone = page.text[w.start : w.end] == line.strip("（）") and not w.month and page.text[b : b + 1] in "\n"
            whole = alone and not page.heads
            if w.end > b or w.day or not (whole or _TITLE.search(line)):
                continue
            if w.kind == "hidden":
                found.append(_overwritten(w, "title"))
            elif w.kind == "year":
                return _title(page, w, line, whole)
    return list(dict.fromkeys(found))


def _title(page: Page, w: TimeWord, line: str, whole: bool) -> list[Clue]:
    """Return the year in a title, and the heading under which a report that was delivered in it reviews the last."""
    planned = not (whole or "半年" in line or _REPORTED.search(line))
    note = "a plan: of that year or the one before" if planned else "year in the title"
    head = _reviewed(page, w.low - 1) if "报告" in line else None
    if head or ("报告" in line and _plans_for(page, w.low)):
        planned, note = True, "delivered in that year: of it or the one before"
    title = Clue(w.start, w.end, "title", "printed", w.low - planned, w.low, note)
    return [title, head] if head else [title]


def _plans_for(page: Page, year: float) -> bool:
    """Whether a report plans for a year under a heading, and so reviews the one before."""
    text = arabic_years(page.text)
    named = str(int(year)) in _PLAN_HEAD.findall(text)
    return named or (_THIS_YEARS.search(text) is not None and _LAST_YEARS.search(text) is not None)


def _reviewed(page: Page, year: float) -> Clue | None:
    """Return the heading under which a report reviews a year: 一、2012年工作回顾."""
    for head in _REVIEW_HEAD.finditer(arabic_years(page.text)):
        if head[1] == str(int(year)):
            return Clue(*head.span(1), "review heading", "printed", year, year, f"reviews {head[1]} under a heading")
    return None


def _printed_most(page: Page, stamps: list[TimeWord], titles: set[int]) -> Iterator[Clue]:
    """Find the year printed most beside the title: printed if the report looks back on no later one, else assumed."""
    planned = bytearray(len(page.text))
    for a, b in page.planned:
        planned[a:b] = b"1" * (b - a)
    done = [w for w in page.words if w.kind == "year" and not planned[w.start] and _reviews(page.text, w)]
    done = [w for w in done if w not in stamps and w.start not in titles]
    times = Counter(w.low for w in done)
    if times:
        year = max(times, key=lambda y: (times[y], y))
        first = next(w for w in done if w.low == year)
        often = times.total() > 1  # one year alone may be of the town's history
        strength = "printed" if year == max(times) and often else "assumption"
        note = f"year printed most: {times[year]} of {times.total()} times"
        yield Clue(first.start, first.end, "printed most", strength, year, year, note)


def _reviews(text: str, w: TimeWord) -> bool:
    """Whether a printed year dates what was done, and is neither a base, nor to come, nor old history."""
    planned = _TO_COME.search(text, max(w.start - 4, 0), w.start) or _GOAL.match(text, w.end)
    aimed = text[w.start - 1 : w.start] == "到" and text[w.end - 1] == "年"  # 到2015年，总产值达到40亿元
    return not (_is_base(text, w) or planned or aimed or HISTORY.match(text, w.end))


def _plans(page: Page, plans: Plans, titled: set[float], early: bool) -> Iterator[Clue]:
    """Read the plans: no earlier than their first year; a stage gives the year.

    One that is drawn up, or named among what is to come, may be named in the year before. A report that names
    a plan and not the next one is taken to be no later than its last year.
    """
    named = [w for w in page.words if w.kind == "plan"]
    for w in named:
        low: float = plans[w.name][0]
        note = f"{w.name} begins in {low}"
        if low - 1 in titled or _to_come(page.text, w) or any(a <= w.start < b for a, b in page.planned):
            low -= 1
            note = f"{w.name} is drawn up from {low} on"
        if stage := _STAGE.match(page.text, w.end):
            clue = _stage(page, w, stage, *plans[w.name])
            if early and clue.low == clue.high:  # 今年 may be the year of the signature
                clue = clue._replace(low=clue.low - 1)
            low = min(low, clue.low) if clue.low > -inf else plans[w.name][0] - 1
            yield clue
        high = inf
        if _is_title_of_plan(page.text, w):
            low, high, note = plans[w.name][0] - 1, plans[w.name][0], f"{w.name} is drawn up or begins"
        yield Clue(w.start, w.end, "plan named", "implied", low, high, note)
    if named:
        latest = max(named, key=lambda w: plans[w.name])
        last, note = plans[latest.name][1], f"names no plan after {latest.name}"
        yield Clue(latest.start, latest.end, "silence", "assumption", high=last, note=note)


def _is_title_of_plan(text: str, w: TimeWord) -> bool:
    """Whether a text is the plan itself by its first line: 桥头镇“十三五”规划."""
    first = w.start < _TITLE_ENDS and "\n" not in text[: w.start].strip()
    return bool(first and _DRAWN_UP.match(text, w.start) and not _CARRIED_OUT.search(text, 0, w.start))


def _to_come(text: str, w: TimeWord) -> bool:
    """Whether a plan is being drawn up, or is to come."""
    return bool(_DRAFT_BEFORE.search(text, max(w.start - 8, 0), w.start) or _DRAFT_AFTER.match(text, w.end))


def _stage(page: Page, w: TimeWord, stage: re.Match[str], first: int, last: int) -> Clue:
    """今年是十二五开局之年: the year that the sentence speaks of, or a printed year that contradicts it."""
    year = first if stage["first"] else last if stage["last"] else first + "一二三四五".index(stage["nth"])
    note = f"{page.text[w.start : stage.end()]} is {year}"
    subject = page.year_before(w.start)
    if subject is None:
        return Clue(w.start, stage.end(), "plan stage", "assumption", year, year, note)
    clue = Clue(subject.start, stage.end(), "plan stage", "implied", note=note)
    if subject.kind == "year":
        status = "used" if subject.low == year else "conflict"
        return clue._replace(note=f"{note}, printed {subject.low}", status=status)
    return clue._replace(low=year - subject.offset, high=year - subject.offset)


def _looked_back_on(page: Page) -> Iterator[Clue]:
    """Find the latest year that figures are compared with (比96年增加): the report is no older."""
    compared = [w for w in page.words if w.kind in ("year", "short") and _is_base(page.text, w)]
    bases = [w for w in compared if not page.text.startswith(("起", "开始"), w.end)]
    if bases:
        w = max(bases, key=attrgetter("low"))
        yield Clue(w.start, w.end, "year looked back on", "implied", w.low, note=f"compares with {w.low}")


def _is_base(text: str, w: TimeWord) -> bool:
    """Whether figures are compared with a year."""
    before = text[w.start - 1 : w.start]
    return before in _BASES or (before == "与" and _WITH.match(text, w.end) is not None)


def _outside(page: Page, known: Facts) -> Iterator[Clue]:
    """Find campaigns, rankings and institutions of the vocabulary, each at its first mention."""
    mentions = reversed(list(known.pattern.finditer(page.text)))
    for (low, high, note), m in {known.known[m[0]]: m for m in mentions}.items():
        if low > -inf:
            yield Clue(*m.span(), "vocabulary: first year", "implied", low, note=f"{m[0]}: {note}")
        if high < inf:
            yield Clue(*m.span(), "vocabulary: last year", "assumption", high=high, note=f"{m[0]}: {note}")


def _after_signature(page: Page, stamps: list[TimeWord]) -> Iterator[Clue]:
    """Find events reported as done on a later day than the signature's: one of the two dates is wrong."""
    signed = [w for w in stamps if w.day]
    for w in page.words if signed else ():
        stamp, done = signed[-1], w.day and _DONE.match(page.text, w.end)
        if not done or w == stamp or not _later(page, w, stamp):
            continue
        floor = max(page.text.rfind(mark, max(w.start - 30, 0), w.start) for mark in "，。；\n")
        if not _TO_COME.search(page.text, floor + 1, done.end()):
            event = page.text[w.start : done.end()]
            note = f"{event} is after the signature of {stamp.month}-{stamp.day}: in another year, or a date is wrong"
            yield Clue(w.start, done.end(), "event after signature", "printed", note=note, status="conflict")


def _later(page: Page, w: TimeWord, stamp: TimeWord) -> bool:
    """Whether the day `w` comes after the signature, as far as their years are printed."""
    year = page.year_before(w.start) if w.name == "inside" else w
    if year is not None and year.low != stamp.low and min(year.low, stamp.low) > 0:
        return year.low > stamp.low
    return (year is None or year.offset == 0) and (w.month, w.day) > (stamp.month, stamp.day)


# ------------------------------------------------------------------------------------------------------ scrubbing


@lru_cache(maxsize=8)
def overwritten_year(source: str) -> str:
    """Return the one 20xx year that a text prints if a span has that year at both ends (2024年至2024年), or ''."""
    years = set(_YEARS.findall(source)) if _SAME_ENDS.search(source) else set()
    return years.pop() if len(years) == 1 else ""


def hidden_year(text: str, source: str, plans: Plans) -> tuple[str, list[Clue]]:
    """Return the year that was written over every other one, or '', and the signs of it.

    A text is scrubbed if it prints one 20xx year only and besides a span with equal ends (2024年至2024年), that year
    as a quantity (2024亩) or compared with itself (2024年收入3亿元，比2024年增长12%), a plan for the very year that it
    reviews or, if it is printed at least three times, a review of that year signed before it in Chinese numerals, or
    that year as the first of a plan that began in another; or if the `source` of all the file prints one year only and
    a span of it. One year alone is no sign: an ordinary report may print no other.
    """
    printed, overwritten = Counter(_YEARS.findall(text)), overwritten_year(source)
    only = overwritten or next(iter(printed), "")
    if not only or printed.keys() - {only}:
        return "", []
    signs = list(_signs(text, only, plans, often=printed[only] > 2))
    if not signs and not overwritten:
        return "", []
    if printed[only] > 1 and (once := _YEARS.search(text)):
        signs.append((once, f"one year for everything, {printed[only]} times"))
    notes = [(m, f"{sign}: overwritten, no evidence") for m, sign in signs]
    return only, [Clue(*m.span(), "scrubbing", "implied", note=note, status="destroyed") for m, note in notes]


def _signs(text: str, only: str, plans: Plans, often: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Find the signs that the year `only` stands for others."""
    yield from ((m, "the two ends of a span are one year") for m in _SAME_ENDS.finditer(text))
    yield from ((m, "a year stands for a quantity") for m in _QUANTITY.finditer(text) if m[0] == only != _ROUND)
    yield from ((m, "a year is compared with itself") for m in _ITSELF.finditer(text))
    reviewed = [m for m in _REVIEWED.finditer(text) if m[1] == only]
    if not all(_DELIVERED.search(m[0]) for m in reviewed):
        plan = "a plan for the very year that is reviewed"
        heads = (m for m in _PLAN_HEAD.finditer(text) if m[1] == only)
        yield from ((m, plan) for m in heads if not _LOOKED_AT.search(text, max(m.start() - 8, 0), m.start()))
    if reviewed and often:
        signed = min((year for m in _SIGNED.finditer(text) if (year := year_of(m[1]))), default=int(only))
        if signed < int(only):
            yield reviewed[0], f"reviewed in {signed} already"
    for m in _OPENING.finditer(text) if often else ():
        if m[1] == only and m[2] in plans and plans[m[2]][0] != int(only):
            yield m, f"the year given for the first of {m[2]} is not {plans[m[2]][0]}"
