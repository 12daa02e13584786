"""Sections of a report: which parts speak of plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..vocabulary import any_of, words_by_role

__all__ = ["Sections", "planned_spans"]

_MARK = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．]"
)
_LINE_ENDS = re.compile(
    "\n|(?<=。)(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])[^。，；：、\n]{2,24}(?:。|$))"
)
_COUNTS = re.compile(r"(?<!\d)(?!(?:19|20)\d\d)\d")  # 2023年共安排29个项目 is no heading
_YEAR = "(?:(?:19|20)\\d\\d|[一二][〇九][〇一二三四五六七八九]{2})年"
_PLANS = ["六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六"]
_FIVE_YEARS = re.compile(
    "“?(?P<plan>十[一二三四五六]|(?<![一二三四五六七八九])[六七八九十])五(?:”(?P<of>时期|期间|期?末)?|(?=时期|期间|期?末|计划|规划))"
)
_LOOKS_BACK = re.compile("[^。\\n]{0,60}(?:已|先后|以来|了)")
_LONGEST, _LONGEST_UNMARKED = 46, 25
_GOES_ON = re.compile(r"(?:重点|主要)?(?:任务|措施|举措)$|^.{0,5}(?:重点任务|主要任务|工作重点|保障措施)")


class Sections:
    """Patterns of headings, and of sentences that announce goals, compiled from ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        plan, goal = any_of(words["plan_name"]), any_of(words["goal"])
        self._plan = re.compile(
            rf"(?:{any_of(words['plan_time'])}|(?:19|20)\d\d年(?:度)?)[^，。；\n]{{0,20}}"
            rf"{any_of(words['plan_name'] + words['plan_topic'])}|工作{plan}|{goal}目标|{any_of(words['plan_heading'])}"
            rf"|今年[^，。；\n]{{0,6}}(?:{plan}|目标|任务)"
        )
        self._past = re.compile(any_of(words["review_heading"]) + "|主要工作$")
        self._title = re.compile(f"(?!.*{plan}).*{any_of(words['document'])}(?:（[^）]*）)?$")  # 2012年政府工作报告
        self._rest, self._goals = _goals(words)

    def planned(self, text: str) -> list[tuple[int, int]]:
        """Return the spans whose heading announces plans, each up to the next heading of its level or above."""
        spans: list[tuple[int, int]] = []
        start, level = -1, 9
        for at, line in _lines(text):
            title = line.split("。", 1)[0]
            if len(title) <= _LONGEST:
                mark = _MARK.match(title)
                depth = _depth(mark[0] if mark else "")
                if start >= 0 and mark and depth <= level and not (depth == level and _GOES_ON.search(title)):
                    spans.append((start, at))
                    start = -1
                if (
                    start < 0
                    and (mark or _is_title(title))
                    and self._plan.search(title)
                    and not self._past.search(title)
                    and not self._title.match(title)
                ):
                    start, level = at, depth
        if start >= 0:
            spans.append((start, len(text)))
        goals = [(m.start(), m.end()) for m in self._goals.finditer(text)] + list(self._next_plans(text))
        return sorted(spans + goals) if goals else spans

    def _next_plans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the goals of a five-year plan after the one that a text looks back on: “十三五”末…。“十四五”时期，…."""
        told: set[int] = set()
        for plan in _FIVE_YEARS.finditer(text):
            number = _PLANS.index(plan["plan"])
            opens = plan["of"] and text[plan.start() - 1 : plan.start()] in ("", "\n", "。", "；")
            goals = self._rest.match(text, plan.end()) if opens and number - 1 in told and number not in told else None
            if goals and not _LOOKS_BACK.match(text, plan.end()):
                yield plan.start(), goals.end()
            told.add(number)


def _goals(words: dict[str, list[str]]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what follows words that announce goals, to the end of their line, and such words with what follows.

    A sentence that looks back ends it; a colon at the end of the line reaches to the numbered lines below it.
    """
    plan, topic, gist = any_of(words["plan_name"]), any_of(words["plan_topic"]), any_of(words["plan_gist"])
    back = rf"{any_of(words['plan_ends'])}|[^，。；\n]{{0,8}}(?:自[^，。；\n]{{1,8}}以来|截至)"
    items = r"(?:\n(?:\d{1,2}[．.、]|[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]{1,2}[）)])[^\n]*)*"
    rest = rf"(?:[^。\n]|。(?!{back}))*(?:(?<=[：:]){items})?"
    begin, soon, ours = r"(?<![^\n。；])", any_of(words["plan_opening"]), "(?:我们|[我全本][镇乡会])?"
    must, is_ = "要(?![求素点闻害])", "(?:是|为|：|:)"
    will = r"(?:(?<=我们|[我全本][镇乡])将(?!\d|[^，。]{0,8}(?:列|作|纳|成))|将(?:重点|着力|全力|继续|进一步))"
    reach = "要(?:突破|达到|实现|完成|增长|确保|力争)"
    stress = "(?:重点|着力|着重|突出|继续)(?:抓好|做好|推进)"
    openings = [
        r"到(?<![^\n]到)(?:19|20)\d\d年[^。\n]{0,24}力争",
        r"展望(?:19|20)\d\d年",
        rf"年(?<=[今明来\d〇一二三四五六七八九]年)的?(?:主要|总的|总体|奋斗|工作|经济|发展)*(?:{plan}|目标|任务)(?:是[：:，]|为?[：:])",
        r"[今明下来](?:年|冬|冬明春|半年|一步)[^，。；\n]{0,8}要(?:做好|抓好|办好|突出|着重|重点)[^，。；\n]{0,14}[。：]",
        rf"[下明今](?:半年|一步|阶段|年|后)，?(?:我们|将|要)*{stress}[^。；\n]{{0,14}}[。：]",
        rf"{begin}{soon}(?:度|里|中)?，?{ours}[^，。；\n]{{0,8}}(?:将|{must}|计划|力争|确保|{stress})",
        rf"{begin}{_YEAR}度?，{ours}(?:[^，。；\n]{{0,14}}{reach}|{must}|{will})",
        # 一九九五年经济工作的指导思想和任务是：, but not 主要指标完成情况：
        rf"{begin}{_YEAR}度?(?:[^，。；：\n]{{0,8}}工作的?)?[^，。；：\n]{{0,6}}{gist}"
        rf"(?![^，。；：\n]{{0,6}}(?:情况|完成|执行))[^，。；：\n]{{0,6}}{is_}",
        rf"(?<![^\n，。；]){_YEAR}度?，?[^，。；\n]{{0,10}}(?:产值|总值|收入|投资|增加值)安排",
        rf"{begin}(?:规划|计划|力争|争取)到(?:19|20)\d\d年",
        rf"{begin}(?:[^，。；：\n]{{0,12}}规划[：:]|【[^】]*(?:{topic}|{plan})】)",
        rf"{begin}(?![^。\n]{{0,30}}(?:年来|去年|上年|过去|以来))[^。；：\n]{{0,30}}(?:做|抓|办)好[以如]下[^。；：\n]{{0,10}}[：:]",
        r"(?:锚定|围绕|瞄准|咬定|聚焦)[^，。；：\n]{0,6}目标[^，。；：\n]{0,6}[：:]",
        rf"{any_of(words['plan_line'])}[：:]",
    ]
    named = "|".join(f"(?<={re.escape(word)}目标)" for word in words["goal"])
    work = "(?:工作重点|重点工作|主要措施|工作措施|具体措施|主要工作)[：:]"
    apart = [
        r"(?:总预算案(?:，|(?=岁))|预算岁[入出]编列)(?![^。\n]*(?:截至|实收|决算|执行))[^。\n]*(?:。(?:岁[入出]|重[要点])[^。\n]*)*",
        rf"目标(?:{named})(?:任务)?{is_}{rest}(?:\n[—-]{{1,2}}[^\n]*)*(?:\n{work}[^\n]*{items})?",
        r"目标(?<=上述目标|以上目标)(?<=(?:围绕|实现|确保|完成)..目标)(?:.|\n(?![一二三四五六七八九十]{1,2}、|第))*",
    ]
    return re.compile(rest), re.compile(f"(?:{'|'.join(openings)}){rest}|{'|'.join(apart)}")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each line; a heading within a line (…。二、2015年工作任务。…) begins one as well."""
    begin = 0
    for end in _LINE_ENDS.finditer(text):
        yield begin, text[begin : end.start()]
        begin = end.end()
    yield begin, text[begin:]


def _is_title(line: str) -> bool:
    """Whether a line without a mark may be a heading; 1995年是完成“八五”计划的最后一年 is none."""
    return len(line) <= _LONGEST_UNMARKED and "，" not in line and "年是" not in line and not _COUNTS.search(line)


def _depth(mark: str) -> int:
    """Return how deep a heading with this mark stands: none or 第一部分, 一、, （一）, 1、."""
    if not mark or mark[0] == "第":
        return 0
    return 2 if mark[0] in "（(" else 3 if mark[0].isdigit() else 1


@lru_cache(maxsize=1)
def _packaged() -> Sections:
    return Sections()


def planned_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of plans by the packaged vocabulary."""
    return _packaged().planned(text)
