"""Give the items of a list to the numbers that follow it: 产、销、利分别达到12亿元、11亿元、9000万元."""

from __future__ import annotations

import re

from .measures import CLAUSE_END, GENERIC, Claim, Span
from .phrases import Phrases

__all__ = ["distribute", "join_listed"]

_GAP = re.compile("[、，,和及与：:∶]{1,2}(?:其中)?(?:翻了?)?第?[+-]?")
_BACK = 24  # claims before a list that may be what its numbers are of
_EACH = re.compile("分别|依次|各")
_AND = re.compile(r"、|和(?![谐平])|(?<!普)及(?!格)|(?<!参)与|以及")
_TWO = re.compile(
    "(?:存(?P<loans>贷款余额)(?:分别|各)?|城(?P<rural>乡(?:常住)?居民[^，。；、\\d分]{0,10}收入)(?:[^，。；、\\d分低高]{0,6}分别[^，。；、\\d低高]{0,6}?)?)"
    "(?:达到?|为|是)?$"
)
_EACH_SHARE = re.compile(
    "分别约?占(?!地)[^，。；]*$|(?<![分别约均各])占(?![地比])[^，。；、]{1,12}?(?:的?比[重例]|的?份额)(?:分别|依次|各)?[由从]?$"
)
_EACH_OF = re.compile("(?:分别|各自)(?:实现|完成|创造|创|上缴|取得|获得)(?P<what>[^，。；、\\d]{2,12})$")
_LEVELS = set("省市县区旗州乡镇村")
_ITEM_MARK = re.compile("[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])")  # 一、本镇辖24里、386邻
_COMMA = re.compile("、")
_PREDICATE_END = re.compile(
    r"(?:分别|各自|依次|各)?(?:同比|环比|占|完成|实现|达到|达|为|是|增长|比.*|[位名]?[居列排](?:全?[国省市县区镇])?第?)*$"
)
_ONE_YEAR = r"(?:(?:19|20)\d\d(?:年[度底末]?)?|[前去今]年)"
_YEARS = re.compile(rf"{_ONE_YEAR}(?:[、和及与]{_ONE_YEAR})+(?<=[年度底末])")
_SHARES = re.compile("(?:占(?![地用比补道])|[高低快慢]于|高出|超过)[^，。；]{2,}的?$")
_BOUND_ALL = re.compile("分别(?:均?已?)?(?:突破|超过|超|逾|不足|不到)了?$")
_QUARTERS = re.compile("(?:第?[一二三四](?:季度)?[、和])+第?[一二三四]季度")
_SOME_YEARS = re.compile(r"(?:连续|近)?(?P<count>[两二三四五])年来?(?=[^。；\d]{0,14}(?:分别|依次))")
_SPAN = re.compile(r"((?:19|20)\d\d)年?[至到—–~-]{1,2}((?:19|20)\d\d)年?")
_LISTED = re.compile("(?P<first>[\u4e00-\u9fa5]+)、(?:(?P<last>[\u4e00-\u9fa5]+)、)*$(?<![一二三四五六七八九十]、)")
_NO_SUM = re.compile("均|都|皆|各|分别|等")
_SUMMED, _COUNTED = re.compile("共|合计|总[计和]|之和"), re.compile("(?:村|组|社区|企业|项目)$")
_LONGEST_LIST, _REACH = 40, 30  # characters
_SHORT = 5  # characters of an item that is only a part of a name
_RATIOS = {"percent", "times", "pp"}


def distribute(text: str, phrases: Phrases, sentence: list[Claim]) -> None:
    """Give each run of numbers of a sentence the items before it, or the subjects of the run before it, one by one."""
    i = 0
    previous: list[Claim] = []
    while i < len(sentence) - 1:
        j = i + 1
        each = _EACH.search(text, sentence[i].head[0], sentence[i].start)
        moved = sentence[i].kind in ("growth_rate", "change")
        gap = phrases.moved_gap if moved and each else phrases.joined_gap if sentence[i].kind == "growth_rate" else _GAP
        while j < len(sentence) and gap.fullmatch(text, sentence[j - 1].end, sentence[j].start):
            apart = sentence[j].unit != sentence[i].unit and not _both_rates(sentence[i], sentence[j])
            if apart and (not each or _counts_what_follows(sentence[j])):
                break
            j += 1
        run = sentence[i:j]
        if len(run) > 1 and not _give_years(text, phrases, run, sentence[max(0, i - 1) : i]):
            begin, end = run[0].head
            what = _EACH_OF.search(text, begin, end)
            items = _items(text, (begin, what.start() if what else end), len(run))
            if items:
                _give_items(text, phrases, run, items)
                if what:
                    _add(text, phrases, run, what.span("what"))
            else:
                _give_subjects(text, phrases, run, previous, sentence[max(0, i - _BACK) : i])
        if each and len(run) > 1:
            _go_on(text, run, previous)
        if len(run) > 1:
            previous = run
            for claim in run[1:]:
                claim.base_period = claim.base_period or (run[0].base_period if claim.kind == run[0].kind else "")
        i = j


def join_listed(text: str, phrases: Phrases, sentence: list[Claim]) -> None:
    """Give a figure of several things together all of them: 工业、农业、服务业产值合计8.5亿元 is not 服务业产值.

    What each of them has, or one number a thing, is no sum, nor is what a list only gives examples of (等).
    """
    ends = {end for claim in sentence for _, end in claim.subject}
    sums: dict[tuple[Span, ...], tuple[Span, ...]] = {}
    for claim in sentence:
        begin, end = claim.subject[0] if len(claim.subject) == 1 else (0, 0)
        if text[begin - 1 : begin] != "、" or claim.kind != "level" or claim.unit in _RATIOS or begin - 1 in ends:
            continue
        before = _LISTED.search(text, max(claim.head[0], begin - _LONGEST_LIST), begin)
        if before is None or end > claim.start or _NO_SUM.search(text, begin, claim.start):
            continue
        own = text[begin:end]
        first, at, verbal = phrases.before_number(before["first"])
        beside = before["last"] or _AND.split(first)[-1]
        summed = _SUMMED.search(text, begin, claim.start) or _of_a_kind(phrases, beside, own)
        if summed and first and not verbal and not GENERIC.fullmatch(own):
            sums[claim.subject] = ((before.start() + at, end),)
    for claim in sentence:
        claim.subject = sums.get(claim.subject, claim.subject)


def _of_a_kind(phrases: Phrases, beside: str, own: str) -> bool:
    """Whether two things that are listed share the head of the last, or are as short: 国税、地税收入, 行政村、社区."""
    head = phrases.whole.search(own)
    if head is None:
        return _COUNTED.search(own) is not None and abs(len(beside) - len(own)) < 2
    return beside.endswith(head[0]) or abs(len(beside) + len(head[0]) - len(own)) < 2


def _go_on(text: str, run: list[Claim], previous: list[Claim]) -> None:
    """Give a run the years of the run before it, and to all its numbers the bound that stands before the first."""
    some = _SOME_YEARS.search(text, max(0, run[0].start - _REACH), run[0].start)
    if some and len(run) == max(2, "两二三四五".index(some["count"]) + 1):
        for claim in run:
            claim.period = some[0]  # 三年分别为3120吨、3340吨和3510吨 are not all of the last of them
    years = [claim.period for claim in previous]
    if len(set(years)) == len(years) == len(run) and len({claim.period for claim in run}) == 1:
        for claim, year in zip(run, years, strict=True):
            claim.period = year  # 2010年、2011年产值分别为15亿元、17亿元，税收分别为1亿元、2亿元
    if _BOUND_ALL.search(text, run[0].head[0], run[0].start):
        for claim in run[1:]:
            claim.bound = claim.bound or run[0].bound


def _give_years(text: str, phrases: Phrases, run: list[Claim], before: list[Claim]) -> bool:
    """Give each number its year of a list of years: 2010年、2011年分别完成税收3200万元和4100万元."""
    begin, end = run[0].head
    listed = _YEARS.search(text, begin, end)
    years = re.findall(_ONE_YEAR, listed[0]) if listed else []
    if listed is None and _EACH.search(text, begin, run[0].start) and (listed := _SPAN.search(text, begin, end)):
        years = [f"{year}年" for year in range(int(listed[1]), int(listed[2]) + 1)]  # 2006年至2008年分别完成
    if listed is None and (listed := _QUARTERS.search(text, begin, end)):
        years = [f"{quarter}季度" for quarter in re.findall("[一二三四](?=[季、和])", listed[0])]
    if listed is None or len(years) != len(run):
        return False
    compared = text[listed.start() - 1 : listed.start()] in ("比", "较")
    clause = text[listed.end() : end]
    phrase, at, _ = phrases.before_number(clause)
    if phrase:
        at += listed.end()
    elif not compared:
        phrase, at, _ = phrases.before_number(text[begin : listed.start()])
        at += begin
    for claim, year in zip(run, years, strict=True):
        if compared:
            claim.period, claim.base_period = before[-1].period if before else "", year
        else:
            claim.period = year
        if phrase:
            claim.subject = ((at, at + len(phrase)),)
    return True


def _counts_what_follows(claim: Claim) -> bool:
    """Whether a number is no item of the list before it: …3亿元和2000万元，两项指标."""
    return bool(claim.subject) and claim.subject[-1][0] >= claim.end


def _both_rates(first: Claim, second: Claim) -> bool:
    return {first.unit, second.unit} == {"percent", "times"} and first.kind == second.kind == "growth_rate"


def _items(text: str, head: Span, wanted: int) -> list[Span]:
    """Split the last clause before a list of numbers into as many items as there are numbers, or none."""
    floor, end = head
    cut = max((c.end() for c in CLAUSE_END.finditer(text, floor, end) if c.end() < end), default=floor)
    mark = _ITEM_MARK.match(text, cut, end)
    cut = mark.end() if mark else cut
    each = _EACH_SHARE.search(text, cut, end)
    if each is None and _SHARES.search(text, cut, end):
        return []
    end = each.start() if each else end  # 种植业、养殖业分别占总产值的52%、36%
    if wanted == 2 and (two := _TWO.search(text, cut, end)) and two.lastgroup:
        return [(two.start(), two.start() + 1), two.span(two.lastgroup)]
    last = cut + len(_PREDICATE_END.sub("", text[cut:end]))
    for joint in (_AND, _COMMA):  # 非织造布、新材料及医药、食品产值: 及 joins no items
        pieces = _pieces(text, cut, last, joint)
        if len(pieces) == wanted:
            return pieces
    return []


def _pieces(text: str, at: int, end: int, joint: re.Pattern[str] = _AND) -> list[Span]:
    """Split what 和 and its kin join."""
    pieces: list[Span] = []
    for match in joint.finditer(text, at, end):
        if match.start() > at:
            pieces.append((at, match.start()))
        at = match.end()
    return [*pieces, (at, end)] if end > at else pieces


def _give_items(text: str, phrases: Phrases, run: list[Claim], items: list[Span]) -> None:
    found = [phrases.before_number(text[a:b]) for a, b in items]
    (begin, first), last = items[0], items[-1]
    middle = [text[a:b] for a, b in items[1:-1]]
    single = all(len(item) == 1 for item in middle)
    ranks = _LEVELS.issuperset((*middle, text[last[0]]))  # 中央、省、市补助资金
    if last[1] - last[0] > 2 and single and (first - begin == 1 or text[first - 1] == "一" or ranks):
        if text.startswith("其中", begin) and first - begin > len("其中"):
            items[0] = (begin + len("其中"), first)
        for claim, item in zip(run, items, strict=True):  # 一、二、三产业增加值, 猪、牛、羊存栏: the last names it
            claim.subject = (item,) if item == last else (item, (last[0] + 1, last[1]))
    elif items[1][1] - items[1][0] == 1:  # 规模以上企业产、销、利: the topic belongs to each
        start = begin + found[0][1]
        topic = (start, start + phrases.trimmed(text[start : first - 1]))
        for claim, (_, b) in zip(run, items, strict=True):
            claim.subject = (topic, (b - 1, b))
    else:
        alike = len({claim.unit for claim in run}) == 1
        shared = _shared_head(phrases, last, [(phrase, at) for phrase, at, _ in found]) if alike else None
        for claim, item, (phrase, at, _) in zip(run, items, found, strict=True):
            own = (item[0] + at, item[0] + at + len(phrase)) if phrase else item
            claim.subject = (own, shared) if shared and item != last else (own,)


def _add(text: str, phrases: Phrases, run: list[Claim], what: Span) -> None:
    """Give each what all of them reach: 工业、农业分别完成产值3亿元、2亿元."""
    noun, at, _ = phrases.before_number(text[slice(*what)])
    if noun:
        for claim in run:
            claim.subject = (*claim.subject, (what[0] + at, what[0] + at + len(noun)))


def _shared_head(phrases: Phrases, last: Span, found: list[tuple[str, int]]) -> Span | None:
    """Return what the last item says for the others too: 总产值 in 工业和农业总产值, but not in 粮食和总产值."""
    (*others, (phrase, at)) = found
    head = phrases.shared.search(phrase)
    if head is None or any(not 0 < len(other) <= _SHORT or phrases.whole.search(other) for other, _ in others):
        return None
    begin = min(len(others[0][0]), head.start())
    return (last[0] + at + begin, last[0] + at + len(phrase)) if begin else None


def _give_subjects(text: str, phrases: Phrases, run: list[Claim], previous: list[Claim], before: list[Claim]) -> None:
    """Give a run without items the subjects of the run before it or, after 分别, of the amounts before it."""
    floor, end = run[0].head
    own, at, _ = phrases.before_number(text[floor:end])
    each = _EACH.search(text, floor, run[0].start)
    topic = each is not None and floor + at + len(own) <= each.start() and phrases.shared.search(own)
    if own and (run[0].unit not in _RATIOS or topic):
        return  # 产值3507万元、6542万元, 城乡居民收入分别增长12%和13%: one subject of their own
    if run[0].unit in _RATIOS:
        found = _of_ratios(text, run, previous, before, each is not None, bool(own))
    else:
        found = _of_changes(run, previous, before, each is not None)
    if not found and each and before and before[-1].subject:
        joined = _pieces(text, *before[-1].subject[-1])
        if len(joined) == len(run):  # 收入和支出均为2.5倍，年均增长分别达32%和31%
            for claim, piece in zip(run, joined, strict=True):
                claim.subject = (piece,)
    undated = found and run[0].period == found[-1].period
    for claim, source in zip(run, found, strict=False):
        claim.subject = source.subject
        if undated:
            claim.period = source.period  # the rates of what 2010年、2011年 were


def _of_ratios(
    text: str, run: list[Claim], previous: list[Claim], before: list[Claim], each: bool, own: bool
) -> list[Claim]:
    """Return what the rates or shares of a run are of: the run before it, unless as many amounts stand between."""
    since = previous[-1].end if previous else 0
    amounts = [c for c in before if c.unit not in _RATIOS and not (text[c.end - 1] == "项" and _counts_what_follows(c))]
    if len(previous) == len(run) > sum(claim.start >= since for claim in amounts):
        return previous
    levels = [c for c in before if c.unit == "percent" and c.kind in ("level", "share")][-len(run) :]
    if each and run[0].unit == "pp" and levels:
        return levels  # 办结率99%，满意率96%，分别提高0.3和2.6个百分点
    unlike = list({claim.subject: claim for claim in amounts}.values())  # 甲由1亿元增加到2亿元，乙由3万元增加到5万元
    amounts = (unlike if len(unlike) >= len(run) else amounts)[-len(run) :]
    apart = not own and len({claim.subject for claim in amounts}) == len(run)  # 产值3亿元、税收2亿元，增长12%和15%
    return amounts if each or apart or _both_rates(*run[:2]) else []


def _of_changes(run: list[Claim], previous: list[Claim], before: list[Claim], each: bool) -> list[Claim]:
    """Return what the changes of a run are of: 存款93亿元、贷款62亿元，比年初增加5亿元和3亿元."""
    if len(previous) == len(run):
        return previous
    levels = [claim for claim in before if claim.kind == "level"] if run[0].kind == "change" else []
    alike = [claim for claim in levels if {claim.unit} == {c.unit for c in run}][-len(run) :]
    if len({claim.subject for claim in alike}) == len(run):
        return alike
    last = {claim.unit: claim for claim in levels}
    return [last.get(claim.unit, claim) for claim in run] if each and last else []
