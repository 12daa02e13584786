"""What claims say of towns: place, indicator, period, each value in a standard unit with its years and sources."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, cast

import pandas as pd

from .details import claim_details, source_of
from .facts import LEVELS, Dates, Fact, factor_of, reconcile, stated_fact, unfit
from .intervals import bounds, rounding_interval
from .reports import Reports, by_id
from .schema import as_described, whole_table
from .text import plain_text
from .vocabulary import indicators

__all__ = ["left_out", "tidy_towns"]

_YEAR_BEFORE = re.compile(r"(?:上一?年|去年)(?:度|底|末|同期)?|同期")
_TIMES: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("multiple", "times"): lambda multiple: multiple,
    ("growth_rate", "percent"): lambda growth: 1 + growth / 100,
    ("growth_rate", "times"): lambda growth: 1 + growth,
}
_MAY_BE_A_LOSS = re.compile("利润|盈利|收益|亏|结余|差额|增长率")
_FROM_TO = 6  # characters between the ends of 3平方公里扩大到5平方公里, 由23%提高到31%
# where a year of its own is printed with it, 从96年的1.5平方公里, it is dated
_LED_FROM = re.compile(
    r"(?:[由从]|(?<![现正所存内])在)(?![^，。；]*(?:[\d一二三四五六七八九〇]年|[去上]年|年[初底末]))[^，。；]{0,24}$"
)
_LED_TO = re.compile(
    r"[^，。；、\d的]{0,5}(?:到|至|(?<![作约])为)|的?基础上|、[^，。；\d]{0,6}\d[^，。；]{0,20}(?:到|至)"
)
_PASSED = 16  # characters between a level and the mark that it has passed
_CLAUSE, _CLAUSE_END = 80, re.compile("[，,。；;]")  # the most characters of a clause that are read
_AVERAGE = re.compile(r"年均|每年|年平均|年递增|逐年|连续[^，。；]{1,3}年")
# another figure than was told then
_LIKE_FOR_LIKE = re.compile("同口径|可比口径|可比增|剔除(?!价格|物价)|扣除(?!价格|物价|涨价)")
# a base that no word of time names: 比十年前, 环比, 五年增长60%
_OTHER_BASE = re.compile(
    "[四五六七八]普|(?<![同可])比(?![重例值率])|较(?![大快好高低多少强])|月均|逐月|累计|(?<![一二三四五六七八九十\\d])[二三四五六七八九十两2-9]年"
)


# what was planned, and the growth of another time, which turned to this one's or is told beside it
_PLANNED = re.compile(r"超(?!市)[^，,。；;\d]{0,10}(?:任务|计划(?!生)|预算|目标|指标)|超额|[超短]收|年初(?:预算|计划)")
_BARE = re.compile("(?:净?增长?|增加|下降|减少|提高|降低)[了达为]?")
_CHANGED = re.compile("[增减降提]")
_RATE_THEN = re.compile(
    "(?:[由从][^，,。；;]{0,10}|[高低快慢]于(?:上年|去年)(?:同期)?的?)(?:增长|下降|增幅|降幅|回落)?$"
)
_TURNED = re.compile(
    "(?:的?(?:增[幅速长]|降幅))?(?:转|变为|收窄|扩大|提高|回升|回落|放缓|加快|缩小|提升)|的?(?:增[幅速长]|降幅|水平)"
)


class _LeftOut(Exception):
    """Why a claim implies no fact."""


def tidy_towns(claims: pd.DataFrame, dating: pd.DataFrame, reports: Reports = None) -> pd.DataFrame:
    """Arrange what claims state, and what they imply of an earlier year, by place, indicator and period.

    Statements of one fact that are compatible become one row; nothing is summed or averaged. `left_out` says of each
    other claim why it is in no row, destroyed ones among them.

    Parameters
    ----------
    claims, dating
        What `extract_claims` and `date_reports` return of the same reports. For a table without assumptions pass
        ``date_reports(..., assumptions=False)`` and keep the rows whose ``year_strength`` is not ``assumption``.
    reports
        What the claims were extracted from; by default the packaged reports, where the quotes are theirs. The text
        tells 增长9% (on the year before) from 年均增长9%; without it, a rate that prints no base implies nothing.

    Returns
    -------
    DataFrame
        ``place``, ``indicator``; ``subject`` as printed, for an indicator may be said of a part or a project;
        ``period`` as printed, in brackets if understood, the base's for a derived row; ``value`` and its strict
        rounding interval ``value_low``, ``value_high`` (or the stated range) in ``unit``, the indicator's own;
        ``open_below`` and ``open_above`` where an approximator opens it further; ``year_low``, ``year_high``;
        ``year_status`` (fixed, interval, open, conflict, destroyed or undated; a conflict is also what a report
        tells as done after the year of its title or signature); ``year_from`` (statement: words date it;
        report: nothing does, and it is assumed to be of the report's year or of its heading's, or of one that
        the sentences before it speak of; a plan of that or a later one, but not the total cost of a project);
        ``year_strength``; ``status`` of the claim, never mixed; ``derived`` (a base implied by a level and its
        multiple, growth or change); ``agreement``; ``sources``, ids of claims. Agreement is empty for one
        statement, ``agree`` for several whose digits are compatible (the most precise is shown), ``differ`` for
        one row between several that are not (no value, all ends), and ``several`` where a report says different
        values under the same words, of parts or of two times: then each has its row. ``price_basis``,
        ``growth_base`` (of a derived row), ``months``, ``scope`` and ``population_basis`` are those of
        `claim_details`; a base that follows from growth at comparable prices is in the prices of the level.
        ``fact`` is the claim that states the fact first, the same where a base is also stated.

    Raises
    ------
    TypeError, ValueError
        An argument is no DataFrame, or lacks a column.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "2010年，全镇财政收入达到4.22亿元，是96年的15.7倍。"
    >>> table = tidy_towns(ta.extract_claims(text), ta.date_reports(text))
    >>> table[["period", "value_high", "year_low", "derived"]].round({"value_high": -3}).values.tolist()
    [['2010年', 422500000.0, 2010, False], ['96年', 26997000.0, 1996, True]]
    """
    facts, _ = _facts(claims, dating, reports)
    rows = [vars(f) | {"sources": " ".join(f.sources)} for f in facts]
    return as_described("towns", pd.DataFrame(rows).replace([math.inf, -math.inf], None))


def left_out(claims: pd.DataFrame, dating: pd.DataFrame, reports: Reports = None) -> pd.DataFrame:
    """Return the claims that are in no row of `tidy_towns`, in the order given, with the reason of each.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "工业总产值增长9%。"
    >>> left_out(ta.extract_claims(text), ta.date_reports(text))["reason"].tolist()
    ['growth_rate without the level it leads to']
    """
    _, reasons = _facts(claims, dating, reports)
    return pd.DataFrame(list(reasons.items()), columns=["claim", "reason"], dtype="str")


def _facts(claims: pd.DataFrame, dating: pd.DataFrame, reports: Reports) -> tuple[list[Fact], dict[str, str]]:
    """Return the facts in the order of the claims, and why each other claim is in none."""
    claims, dating, texts = whole_table("claims", claims), whole_table("dating", dating), by_id(reports)
    details = claim_details(claims, reports).drop(columns="claim")
    rows: list[Any] = list(claims.assign(**details, **rounding_interval(claims)).itertuples(index=False))
    order = {r.claim: i for i, r in enumerate(rows)}
    dates, known = Dates(dating), {str(r["indicator"]): r for r in indicators().to_dict("records")}
    reasons = {r.claim: reason for r in rows if (reason := unfit(r, known))}
    fit = [r for r in rows if r.claim not in reasons]
    facts = [stated_fact(r, dates, known, source_of(r, texts)) for r in fit if r.kind in LEVELS]
    levels: defaultdict[Any, list[Fact]] = defaultdict(list)
    led_to: defaultdict[Any, list[Fact]] = defaultdict(list)
    for f in facts:
        for topic in (_topic(f), (*_topic(f), f.subject_start)):
            levels[topic].append(f)
        led_to[_topic(f)[:-1]].append(f)  # 由18650元提高到20500元 may start from what is and end in what is planned
    for f in facts:
        text = source_of(f, texts)
        near = () if text else _near(led_to[_topic(f)[:-1]], "start", f.end, f.end + _FROM_TO)
        if (text and _leads_on(f, text)) or any(_is_from(f, g) for g in near):  # dated no later than what it grew to
            f.year_low, f.year_status = -math.inf, "conflict" if f.year_status == "conflict" else "open"
    for row in fit:
        if row.kind not in LEVELS:
            try:
                facts.append(_derive(row, levels, dates, source_of(row, texts)))
            except _LeftOut as reason:
                reasons[row.claim] = str(reason)
    facts = sorted(reconcile(facts), key=lambda f: (order[f.sources[0]], f.derived, order[f.claim]))
    return facts, {claim: reasons[claim] for claim in order if claim in reasons}


def _topic(row: Any) -> tuple[str, ...]:
    """Return what a claim has in common with the level that it leads to."""
    return row.report, row.place, row.indicator, row.subject, row.period, row.status


def _leads_on(f: Fact, text: str) -> bool:
    """Whether the words around a level say that something has grown from it: 由23%提高到31%, 从8.6%降至0."""
    start, end = int(f.start), int(f.end)
    if _LED_TO.match(plain_text(text, end, end + _CLAUSE).text) is None:
        return False
    return _LED_FROM.search(plain_text(text, max(start - _CLAUSE, 0), start).text) is not None


def _near(facts: list[Fact], end: str, low: float, high: float) -> list[Fact]:
    """Return the facts of one topic, in text order, that begin or end from `low` to `high`; all if it has no place."""
    if pd.isna(low):
        return facts
    return facts[bisect_left(facts, low, key=attrgetter(end)) : bisect_right(facts, high, key=attrgetter(end))]


def _is_from(f: Fact, g: Fact) -> bool:
    """Whether two levels on one subject follow each other as in 由23%提高到31%."""
    same = (f.occurrences, f.part, f.unit, f.span) == (g.occurrences, g.part, g.unit, g.span)
    return same and 0 <= g.start - f.end <= _FROM_TO


# -------------------------------------------------------------------------------------------- derived rows


def _derive(row: Any, levels: Mapping[Any, list[Fact]], dates: Dates, text: str) -> Fact:
    """Return the fact that a multiple, growth rate or change implies of its base."""
    level = _level(row, levels)
    if level is None:
        raise _LeftOut(f"{row.kind} without the level it leads to")
    before = _near(levels[_topic(row)], "end", level.start - _FROM_TO, level.start)
    if not row.base_period and any(_is_from(f, level) and (not text or _leads_on(f, text)) for f in before):
        raise _LeftOut(f"{row.kind} from a level that is stated itself")
    base = _base(row, level, dates, text)
    times, size = _TIMES.get((row.kind, row.unit)), factor_of(row.unit.replace("pp", "percent"), level.unit)
    if pd.isna(row.low) or pd.isna(level.value_low) or (times is None and (row.kind != "change" or size is None)):
        raise _LeftOut(f"{row.kind} in {row.unit}, of a level in {level.unit}: gives no interval")
    if times and (level.value_low <= 0 or times(row.low) <= 0):
        raise _LeftOut(f"{row.kind} with a level, or from a base, that may be 0 or less")

    def inverse(now: Any, by: Any) -> Any:
        return now / times(by) if times else now - by * size

    if (
        times is None
        and inverse(level.value, row.value) <= 0 < level.value
        and not _MAY_BE_A_LOSS.search(level.subject)
    ):
        raise _LeftOut("change larger than the level that it leads to")
    low, high = cast("tuple[float, float]", bounds(inverse, (level.value_low, level.value_high), (row.low, row.high)))
    return level.replace(
        **base, claim=row.claim, value=inverse(level.value, row.value), value_low=low, value_high=high, derived=True,
        open_below=level.open_below or row.open_above, open_above=level.open_above or row.open_below,
        sources=[level.claim, row.claim], price_basis=row.price_basis or level.price_basis, growth_base=row.growth_base,
        months=level.months if row.growth_base in ("same_period", "") else pd.NA,
    )  # fmt: skip


def _is_past_rate(row: Any, clause: str, text: str) -> bool:
    """Whether a rate is that of another time: 由上年下降12.4%转为增长7.3%, 高于上年同期12.4%的增幅."""
    return _RATE_THEN.search(clause) is not None and _TURNED.match(text, int(row.end)) is not None


def _level(row: Any, levels: Mapping[Any, list[Fact]]) -> Fact | None:
    """Return the level on the same subject that is printed last before the claim, or first after it."""
    if pd.isna(row.start):
        found = levels[_topic(row)]
        return found[0] if len(found) == 1 else None
    same = levels[_topic(row) if pd.isna(row.subject_start) else (*_topic(row), row.subject_start)]
    before = bisect_left(same, row.start, key=attrgetter("start"))
    passed = before > 1 and _is_passed(same[before - 2], same[before - 1])
    return same[max(before - 1 - passed, 0)] if same else None


def _is_passed(level: Fact, mark: Fact) -> bool:
    """Whether a level is followed by a mark that it has passed: 总产值11.2亿元，首次突破10亿元."""
    near = 0 <= mark.start - level.end <= _PASSED and level.unit == mark.unit
    return bool(near and mark.open_above and not level.open_above and mark.value <= level.value)


def _clause_of(near: str) -> str:
    """Return the clause before a figure, with that of the change it goes on from: 十年减少8127人，下降18.3%."""
    before, clause = ["", *_CLAUSE_END.split(near)][-2:]
    return before + clause if _BARE.fullmatch(clause) and _CHANGED.search(before) else clause


def _base(row: Any, level: Fact, dates: Dates, text: str) -> dict[str, Any]:
    """Return the period and years of what a claim compares with; `text` is empty where it is not at hand."""
    words, near = row.base_period, text[max(int(row.start) - _CLAUSE, 0) : int(row.start)] if text else ""
    clause = _clause_of(near)
    year_before = _YEAR_BEFORE.fullmatch("".join(words.split()))
    if _AVERAGE.search(clause + words):
        raise _LeftOut("growth_rate that is an average of several years")
    if row.kind == "growth_rate" and not text and not year_before:
        far = "a year that is not printed, or far back: may be an average, which the text would tell"
        raise _LeftOut(f"growth_rate on {far}")
    if _LIKE_FOR_LIKE.search(clause):
        raise _LeftOut(f"{row.kind} on a base that is counted otherwise")
    if (not words and _PLANNED.search(clause)) or (row.kind == "growth_rate" and _is_past_rate(row, clause, text)):
        raise _LeftOut(f"{row.kind} on what was planned, or of another time")
    if not words and _OTHER_BASE.search(clause):
        raise _LeftOut(f"{row.kind} on a base that is not read")
    if words and not year_before:
        base = dates.of(row.report, words, row.start, compared=True)
        if base["year_from"] != "statement":
            raise _LeftOut(f"{row.kind} on a base that nothing dates: {words}")
        return base | {"period": words}
    if not words and level.status == "planned" and math.isinf(level.year_high):
        raise _LeftOut(f"{row.kind} of a plan that nothing dates")
    if not words and (row.kind != "growth_rate" or (level.span and level.year_low != level.year_high)):
        raise _LeftOut(f"{row.kind} that prints no base")
    return {
        "period": words or "(上年)",
        "span": f"{level.span} the year before" if level.span else "",
        "year_low": level.year_low - 1,
        "year_high": level.year_high - 1,
        "year_strength": level.year_strength if words else "assumption",
    }
