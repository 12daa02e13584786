"""What a report says of its own year: the evidence, each piece with its words, its rule and the years it allows."""

from __future__ import annotations

import re
from typing import NamedTuple

from .sections import planned_spans
from .timewords import Anchors, Facts, Plans, TimeWord

__all__ = ["HISTORY", "REVIEW", "Clue", "Page", "clues", "ends_a_year"]

REVIEW = "总结|小结|回顾|报告|汇报|述职|完成情况"
_TITLE = re.compile(f"{REVIEW}|材料|情况|要点|计划|打算|安排|思路")
_STAGE = re.compile(
    r"[^。；\n，“五]{0,14}?(?:(?P<first>(?:开局|起步)之?年?|第一年|头一年)|(?P<last>收官之?年?|最后一年|末年)|第(?P<nth>[二三四五])年)"
)
_DRAFT_BEFORE = re.compile("编制|制定|谋划|起草|描绘|展望|迎接|研究")
_DRAFT_AFTER = re.compile("[^，。；]{0,5}(?:谋划|编制)")
_BASE = re.compile("[比较是为与同从自]$")
_DONE = re.compile("[^，。；]{0,8}?(?:开工|动工|竣工|完工|完成|召开|举行|举办|投产|通车|开业|签订|成立|通过)")
_TO_COME = re.compile("将|拟|计划|预计|力争|争取|确保|去年|上年|前年|明年")
HISTORY = re.compile("[^，。；]{0,12}?(?:列入|列为|评为|成立|建镇|设立|始建|荣获|获得|命名|撤)")
_GOAL = re.compile("[^。；]{0,6}?(?:力争|目标|将|争取)")
_HEADING = re.compile("[^，。；\n]{1,45}")
_ITEM = re.compile("[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]")
_YEAR_END = re.compile("年终|年末|一年来")


class Clue(NamedTuple):
    """One piece of evidence at [start, end) of the plain text; `low` and `high` are the years it allows the report."""

    start: int
    end: int
    rule: str
    strength: str
    low: int | None
    high: int | None
    note: str
    status: str = "used"


class Page(NamedTuple):
    """One report, read: its plain text, its time words and the years they hang on."""

    text: str
    words: list[TimeWord]
    anchors: Anchors


def clues(page: Page, known: Facts) -> list[Clue]:
    """Return the evidence of a report for its year."""
    signed, title = _signatures(page), _titles(page)
    if any(c.low for c in title):
        about = "signed in {}, about that year or the one before"
        signed = [c._replace(low=c.high - 1, note=about.format(c.high)) if c.high else c for c in signed]
    sure = any(c.low and c.low == c.high for c in signed + title)
    found = [*signed, *title, *([] if sure else _printed_most(page, signed)), *_plans(page, known.plans)]
    return [*found, *_looked_back_on(page), *_outside(page, known), *_after_signature(page, signed)]


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the short lines without a full stop among the first and the last of a report."""
    ends = [line.span() for line in re.finditer("[^\n]+", text)]
    return [
        (a, b) for a, b in dict.fromkeys(ends[:5] + ends[-4:]) if b - a <= 70 and not re.search("[。；]", text[a:b])
    ]


def _signatures(page: Page) -> list[Clue]:
    """Read the signatures: a date with its month on a short line at either end, or a year alone there.

    A report signed from April on is of that year; before, it may be of the year before.
    """
    out = []
    for a, b in _lines(page.text):
        for w in page.words:
            dated = w.day or (w.month and w.end >= b - 1) or (w.kind == "year" and (w.start, w.end) == (a, b))
            if not (a <= w.start and w.end <= b and dated) or w.kind not in ("year", "hidden"):
                continue
            if w.kind == "hidden" or w.low is None:
                out.append(Clue(w.start, w.end, "signature", "printed", None, None, "overwritten year", "destroyed"))
                continue
            early = 1 <= w.month <= 3
            note = "signed early in a year: of that year or the one before" if early else "year of the signature"
            rule = "early signature" if early else "signature"
            out.append(Clue(w.start, w.end, rule, "printed", w.low - early, w.low, note))
    return out


def _titles(page: Page) -> list[Clue]:
    """Read the title: a year in a heading at the beginning that names a report, a summary or a plan."""
    hidden = []
    first = _HEADING.match(page.text)
    heads = [(0, first.end())] if first else []
    for a, b in dict.fromkeys(heads + [(a, b) for a, b in _lines(page.text) if a <= 200 and b - a <= 45]):
        line = page.text[a:b]
        for w in page.words if not _ITEM.match(line) else ():
            whole = page.text[w.start : w.end] == line.strip("（）") and not w.month and page.text[b : b + 1] in "\n"
            if w.start < a or w.end > b or w.day or not (whole or _TITLE.search(line)):
                continue
            if w.kind == "hidden":
                hidden.append(Clue(w.start, w.end, "title", "printed", None, None, "overwritten year", "destroyed"))
            elif w.kind == "year" and w.low:
                planned = not (whole or "半年" in line or re.search(REVIEW + "|材料|情况", line))
                note = "a plan: of that year or the one before" if planned else "year in the title"
                return [Clue(w.start, w.end, "title", "printed", w.low - planned, w.low, note)]
    return list(dict.fromkeys(hidden))


def _printed_most(page: Page, signed: list[Clue]) -> list[Clue]:
    """Return the year printed most: printed if the report looks back on no later one, else an assumption."""
    planned = bytearray(len(page.text))
    for a, b in planned_spans(page.text):
        planned[a:b] = b"1" * (b - a)
    stamps = {c.start for c in signed}
    dated: dict[int, list[TimeWord]] = {}
    for w in page.words:
        done = w.kind == "year" and w.start not in stamps and not planned[w.start]
        if done and w.low and _reviews(page.text, w):
            dated.setdefault(w.low, []).append(w)
    if not dated:
        return []
    year = max(dated, key=lambda y: (len(dated[y]), y))
    first = dated[year][0]
    note = f"year printed most: {len(dated[year])} of {sum(map(len, dated.values()))} times"
    sure = "printed" if year == max(dated) else "assumption"
    return [Clue(first.start, first.end, "printed most", sure, year, year, note)]


def _reviews(text: str, w: TimeWord) -> bool:
    """Whether a printed year dates what was done, and is neither a base, nor to come, nor old history."""
    before = text[max(w.start - 4, 0) : w.start]
    planned = _TO_COME.search(before) or _GOAL.match(text, w.end)
    return not (_BASE.search(before) or planned or HISTORY.match(text, w.end))


def _plans(page: Page, plans: Plans) -> list[Clue]:
    """Read the plans: no earlier than their first year (the year before, where drawn up); a stage gives the year."""
    out = []
    for w in page.words:
        if w.kind != "plan":
            continue
        first = plans[w.name][0]
        drawn = _DRAFT_BEFORE.search(page.text, max(w.start - 8, 0), w.start) or _DRAFT_AFTER.match(page.text, w.end)
        note = f"{w.name} is drawn up from {first - 1} on" if drawn else f"{w.name} begins in {first}"
        stage = _STAGE.match(page.text, w.end)
        stages = _stage(page, w, stage, plans[w.name]) if stage else []
        low = min(first - bool(drawn), *(c.low or first for c in stages)) if stages else first - bool(drawn)
        out += [Clue(w.start, w.end, "plan named", "implied", low, None, note), *stages]
    return out


def _stage(page: Page, w: TimeWord, stage: re.Match[str], years: tuple[int, int]) -> list[Clue]:
    """今年是十二五开局之年: the year that the sentence speaks of, or a printed year that contradicts it."""
    year = years[0] if stage["first"] else years[1] if stage["last"] else years[0] + "一二三四五".index(stage["nth"])
    subject = page.anchors.before(w.start)
    start = subject.start if subject else w.start
    note = f"{page.text[w.start : stage.end()]} is {year}"
    if subject and subject.kind == "year":
        status, note = "used" if subject.low == year else "conflict", f"{note}, printed {subject.low}"
        return [Clue(start, stage.end(), "plan stage", "implied", None, None, note, status)]
    year -= subject.offset if subject else 0
    return [Clue(start, stage.end(), "plan stage", "implied" if subject else "assumption", year, year, note)]


def _looked_back_on(page: Page) -> list[Clue]:
    """Return the latest year that figures are compared with (比96年增加): the report is no older."""
    bases = [
        w for w in page.words
        if w.kind in ("year", "short") and w.low and _BASE.search(page.text[max(w.start - 1, 0) : w.start])
        and not page.text.startswith(("起", "开始"), w.end)
    ]  # fmt: skip
    if not bases:
        return []
    w = max(bases, key=lambda b: (b.low or 0, -b.start))
    return [Clue(w.start, w.end, "year looked back on", "implied", w.low, None, f"compares with {w.low}")]


def _outside(page: Page, known: Facts) -> list[Clue]:
    """Campaigns, rankings and institutions of the vocabulary, each at its first mention."""
    out, seen = [], set()
    for m in known.pattern.finditer(page.text):
        low, high, note = known.known[m[0]]
        if note in seen:
            continue
        seen.add(note)
        if low:
            out.append(Clue(*m.span(), "vocabulary: first year", "implied", low, None, f"{m[0]}: {note}"))
        if high:
            out.append(Clue(*m.span(), "vocabulary: last year", "assumption", None, high, f"{m[0]}: {note}"))
    return out


def _after_signature(page: Page, signed: list[Clue]) -> list[Clue]:
    """Find events reported as done on a later day than the signature's: one of the two dates is wrong."""
    stamps = [w for w in page.words if w.day and any(w.start == c.start for c in signed)]
    out = []
    for w in page.words if stamps else ():
        stamp = stamps[-1]
        done = w.day and w.start != stamp.start and _DONE.match(page.text, w.end)
        if not done or not _later(w, page.anchors.before(w.start) if w.name == "inside" else w, stamp):
            continue
        floor = max(page.text.rfind(mark, max(w.start - 30, 0), w.start) for mark in "，。；\n")
        if not _TO_COME.search(page.text, floor + 1, done.end()):
            event = page.text[w.start : done.end()]
            note = f"{event} is after the signature of {stamp.month}-{stamp.day}: in another year, or a date is wrong"
            out.append(Clue(w.start, done.end(), "event after signature", "printed", None, None, note, "conflict"))
    return out


def _later(w: TimeWord, year: TimeWord | None, stamp: TimeWord) -> bool:
    """Whether the day `w` of `year` comes after the signature, as far as their years are printed."""
    if year is not None and year.low and stamp.low and year.low != stamp.low:
        return year.low > stamp.low
    return (year is None or year.offset == 0) and (w.month, w.day) > (stamp.month, stamp.day)


def ends_a_year(page: Page) -> bool:
    """Whether a report closes a year: signed from October on, or a yearly summary (年终, 一年来) by its first words."""
    signed = _signatures(page)
    months = [w.month for w in page.words if w.month and any(w.start == c.start for c in signed)]
    return any(month >= 10 for month in months) or bool(_YEAR_END.search(page.text, 0, 600))
