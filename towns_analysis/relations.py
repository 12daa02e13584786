"""Find what figures imply of each other that is no sum: growth, shares, plans, prices, coverage, restated facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise, takewhile
from operator import attrgetter
from typing import Any

from .figures import FROM, Figure, Relation, averaged, summed

__all__ = ["other_relations"]

_BASE_OF = re.compile("[比较与同][^，。；]*$|(?:高|低)[出于][^，。；]*$")
_OTHER_BASE = re.compile("[比较]")
_HIGHER = re.compile("[县市省国区]")
_TO = re.compile(r"(?:到|至|为|达)[^，。；]*$")
_SHARE = re.compile(
    r"占(?:全[镇乡]|了|到|其|其中)?(?P<whole>[^，。；]{0,14}?)(?:总[量数额]?)?(?:的?(?:比重|比例|份额)[^，。；]*|的|达|为)?$"
)
# before the whole of a share: 占总人口4725人的33%, 完成年度预算6.8亿元的45.6%
_OF_WHOLE = re.compile("占(?!地)[^，。；]*$|完成[^，。；]*(?:计划|任务|预算|目标)数?$")
_AMONG = re.compile("[^，。；]{0,6}中[，有]")  # 33个村中，…的5个，占15%
_EACH = re.compile("[人户亩]均[^，。；]*$")
# a change that is none on the year before: 超收42万元, 环比增加42万元, 其中新增1.2亿元
_NOT_ON_YEAR = re.compile("(?:超|多收|短收|环比|每月|其中|计划|预算)[^，。；]*$")
_DONE = re.compile(r"已[^，。；]*$|完成[^，。；]*$")
_PART_DONE = re.compile(r"^(?!.*中已)[^，。；]*已[^，。；]*$")
_YEARLY = re.compile(r"(?:[年今][内度年]|[本当]年)[^，。；]*计划[^，。；]*$")
_COVERED = "覆盖|普及|参保|参合|入户|硬化|绿化|城[镇市]化|供养|机械化|机耕机收|合格|及格|满意|就业|通车|通电|入住"
_BACK = 40  # figures of a sentence before one that it may be told with
_FEW = 2  # digits of a value that two sentences may state by chance
_AREA = ("mu", "ha", "m2", "km2")


def other_relations(fs: list[Figure]) -> Iterator[Relation]:
    """Yield the relations of one report that are no sums."""
    for _, group in groupby(fs, key=lambda f: f.sentence):
        sentence = list(group)
        for rule in (_rates, _shares, _done, _prices, _yields, _quotas):
            yield from rule(sentence)
    yield from _coverage(fs)
    yield from _restated(fs)


def _rates(sentence: list[Figure]) -> Iterator[Relation]:
    """Yield what level, base, change, multiple and growth of one subject imply of each other."""
    for (subject, *_), group in groupby(sentence, key=lambda f: (f.row.subject, f.row.place, f.row.indicator)):
        run = list(group) if subject else []
        for i, level in enumerate(run):
            later = list(takewhile(lambda f: f.row.kind not in ("level", "share", "rank"), run[i + 1 :]))
            if level.row.kind == "level" and later:
                base = run[i - 1] if i and run[i - 1].kin == level.kin else None
                if base and level.row.bound == "at_least" and not base.row.bound and level.value <= base.value:
                    level, base = base, None  # 总产值11.2亿元，首次突破10亿元，增长17.8%
                of_base = later[0].row.kind == "multiple" and later[0].before == "的"  # 是2005年1200万元的3倍
                if of_base or _BASE_OF.search(level.before):  # 538万元，比上年的456万元增加82万元
                    yield from (*_compared(base, later), *_moved(level, base, later[0])) if base else ()
                elif base and FROM.search(base.before) and _TO.search(level.before):
                    yield from _moved(base, level, later[0])
                elif not FROM.search(level.before):
                    yield from _compared(level, later)


def _moved(base: Figure, level: Figure, by: Figure) -> Iterator[Relation]:
    """Yield what 由甲增加到乙 implies of the growth, change or multiple stated next."""
    kind, unit, of = by.row.kind, by.row.unit, level.row.unit
    if averaged(by) or averaged(base) or averaged(level) or _OTHER_BASE.search(by.before):
        return
    if kind == "change" and (unit == of or (unit, of) == ("pp", "percent")):
        yield Relation("from and to", by, (base, level), lambda a, b: b - a, "{1} - {0} = {implied}, stated {stated}")
    elif kind in ("growth_rate", "multiple") and unit in ("percent", "times") and of != "percent":
        size, less = 100 if unit == "percent" else 1, 1 if kind == "growth_rate" else 0
        words = "from {0} to {1}: {implied}, stated {stated}"
        yield Relation(
            "from and to", by, (base, level), lambda a, b: size * (b / a - less), words, certain=unit == "percent"
        )


def _compared(level: Figure, by: list[Figure]) -> Iterator[Relation]:
    """Yield what 达甲，增加乙，增长丙 imply of each other, or of the base if there is nothing to compare it with."""
    changes = (f for f in by if f.row.kind == "change" and f.row.unit == level.row.unit)
    change = next((f for f in changes if not _NOT_ON_YEAR.search(f.before)), None)
    rates = (f for f in by if (f.row.kind, f.row.unit) == ("growth_rate", "percent") and not averaged(f))
    rates = (f for f in rates if not _NOT_ON_YEAR.search(f.before))
    growth = next(rates, None)
    if change and growth and growth.row.base_period == change.row.base_period and change.lenient[1] < level.lenient[0]:
        words = "{1} in {0}: {implied}, stated {stated}"
        yield Relation("level, change and growth", growth, (level, change), lambda a, b: 100 * b / (a - b), words)
    elif change:
        fell = change.value < 0 and "-" not in change.row.quote  # 3亿元，减少1000万元: the base was more
        words = f"{{0}} {'+' if fell else '-'} {{1}} = {{implied}} before"
        yield Relation("level and change", level, (level, change), lambda a, b: a - b, words, "")
    if (by[0].row.kind, by[0].row.unit) == ("multiple", "times"):
        words = "{0} / {1} = {implied} before"
        yield Relation("level and multiple", level, (level, by[0]), lambda a, b: a / b, words, "")


def _shares(sentence: list[Figure]) -> Iterator[Relation]:
    """Yield that a part, over the whole that 占 names, is the share stated."""
    for i, share in enumerate(sentence):
        if i > 1 and share.before == "的" and share.row.unit == "percent":
            yield from _share_of(sentence[i - 2], sentence[i - 1], share)
            continue
        match = _SHARE.search(share.before)
        if not match or not i or share.row.unit != "percent" or _HIGHER.search(match["whole"]):
            continue
        part = next((f for f in reversed(sentence[max(i - 2, 0) : i]) if f.level and not _EACH.search(f.before)), None)
        if part is None or part.row.subject != share.row.subject or "分别" in share.before:
            continue
        wholes = [f for f in sentence[max(i - _BACK, 0) : i] if f.level and f.kin == part.kin and f is not part]
        name = match["whole"]
        named = [f for f in wholes if name and (f.row.subject.endswith(name) or name.endswith(f.row.subject or "?"))]
        divided = "其中" in part.before or _AMONG.match(part.before)
        whole = named[-1:] or (wholes if not name and len(wholes) == 1 and divided else [])
        if whole:
            yield _share(part, whole[0], share)


def _share_of(part: Figure, whole: Figure, share: Figure) -> Iterator[Relation]:
    """Yield what is the share of a whole stated with it: 完成投资3.1亿元，占年度计划6.8亿元的45.6%."""
    alike = part.level and whole.level and part.row.unit == whole.row.unit and part.row.subject == share.row.subject
    if alike and "，" not in whole.before[1:] and _OF_WHOLE.search(whole.before):
        yield _share(part, whole, share)


def _share(part: Figure, whole: Figure, share: Figure) -> Relation:
    words = "{0} / {1} = {implied}, stated {stated}"
    return Relation("share", share, (part, whole), lambda a, b: 100 * a / b, words)


def _done(sentence: list[Figure]) -> Iterator[Relation]:
    """Yield that what is done is not above what is planned for it, and the plan of a year not above the whole plan."""
    for i, done in enumerate(sentence):
        earlier = [f for f in reversed(sentence[max(i - _BACK, 0) : i]) if f.row.unit == done.row.unit and f.level]
        plans = [f for f in earlier if f.row.status == "planned"]
        if not done.level or not earlier:
            continue
        apart = "；" in done.before
        if done.row.status == "actual" and done.row.unit == "CNY" and plans and not apart and _DONE.search(done.before):
            yield summed("planned and done", plans[0], [done], False)
        elif done.row.status == "planned" and plans and _YEARLY.search(done.before) and _of_the_whole(plans[0], done):
            yield summed("planned and done", plans[0], [done], True)
        elif earlier[0] is sentence[i - 1] and earlier[0].kin == done.kin and _PART_DONE.search(done.before):
            yield summed("part and whole", earlier[0], [done], True)


def _of_the_whole(plan: Figure, part: Figure) -> bool:
    """Whether a plan is for all that a part is of, and none of 总投资1.5亿元的安置小区等12个项目，年度计划5.6亿元."""
    return "总" in plan.before and not part.lead[len(plan.lead) :].lstrip("0123456789.,万亿元约近多余").startswith("的")


def _prices(sentence: list[Figure]) -> Iterator[Relation]:
    """Yield the price of land that an area and a sum of money stated next imply."""
    for area, money in pairwise(sentence):
        amounts = all(f.row.kind in ("level", "change") for f in (area, money))
        if amounts and area.row.unit in _AREA and money.row.unit == "CNY" and area.value and "；" not in money.before:
            unit = f"CNY/{area.row.unit}"
            words = "{0} / {1} = {implied}"
            yield Relation("unit price", money, (money, area), lambda a, b: a / b, words, "", unit=unit)


def _yields(sentence: list[Figure]) -> Iterator[Relation]:
    """Yield that area times 亩产 is the output stated."""
    for area, rate, output in zip(sentence, sentence[1:], sentence[2:], strict=False):
        units = (area.row.unit, rate.row.unit, output.row.unit)
        if units == ("mu", "kg", "t") and rate.measures("亩产|单产"):
            words = "{0} × {1} = {implied}, stated {stated}"
            yield Relation("yield", output, (area, rate), lambda a, b: a * b / 1000, words, certain=False)


def _quotas(sentence: list[Figure]) -> Iterator[Relation]:
    """Yield what is missing where a sentence sets quotas against as many demands."""
    quotas, demands = ([f for f in sentence if f.level and f.row.status == s] for s in ("quota", "demand"))
    if len(quotas) == len(demands) and {f.row.unit for f in quotas} == {f.row.unit for f in demands}:
        for quota, demand in zip(quotas, demands, strict=True):
            words = "{0} granted, {stated} needed: {rest} missing"
            yield Relation("quota and demand", demand, (quota,), lambda a: a, words, "<=", False)


def _coverage(fs: list[Figure]) -> Iterator[Relation]:
    """Yield that a coverage is not above 100 percent."""
    for f in fs:
        if f.row.unit == "percent" and f.row.kind == "level" and f.measures(f"(?:{_COVERED})(?:水平)?[率面]$"):
            yield Relation("coverage", f, (), lambda: 100, "{stated}, of 100", ">=")


def _restated(fs: list[Figure]) -> Iterator[Relation]:
    """Yield the facts that two sentences state alike: the same indicator, place and value, in digits that tell."""
    alike: defaultdict[Any, list[Figure]] = defaultdict(list)
    for f in fs:
        telling = f.row.kind == "share" or len(f.value.normalize().as_tuple().digits) > _FEW
        if f.row.indicator and telling:
            alike[f.kin, f.row.indicator, f.row.place, f.value].append(f)
    for same in alike.values():
        for f in same:
            later = bisect_right(same, f.sentence, key=attrgetter("sentence"))
            if later < len(same):
                yield Relation("restated", f, (same[later],), lambda a: a, "{0}, stated {stated}")
