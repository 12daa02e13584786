"""Sentences that announce goals, and how far what they announce reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..vocabulary import any_of
from .years import YEAR

__all__ = ["Goals"]

_LOOKED_BACK = re.compile("年来|去年|上年|过去|以来")
_BEFORE = 40  # characters of the sentence before 做好以下工作：
_PLANS = ["六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六"]
_FIVE_YEARS = re.compile('五(?:[”"](?P<of>时期|期间|期?末)?|(?=时期|期间|期?末|计划|规划))')
_PAST_PLAN = re.compile("[^。\n]{0,60}(?:已|先后|以来|了)")
_PRINTED_YEAR = re.compile(r"年(?<=[12][09]\d\d年)(?<!\d\d\d\d\d年)(?P<part>\d|[上下]半|[一二三]季)?")
_LACK = re.compile("仍|尚|缺|不[足高强抵]|没[有能]|矛盾|差距|只有|困难|问题|未(?!来)|亏损|滞后|薄弱|[偏较]低|欠")
_TO_KEEP = re.compile("不少于|不低于|控制在|再[建增改修植造]|争取|启动")
_TOLD = re.compile("同比|[比较](?:上年|去年)|[已了]|累计|实际|全年|年末|去年|目前|截至|预计")


class Goals:
    """Patterns of what announces goals, compiled from ``words.txt``.

    What is announced reaches to the end of the line, or to a sentence that looks back; a colon at the end of the line
    reaches to the numbered lines below it.
    """

    def __init__(self, words: dict[str, list[str]]) -> None:
        plan, topic, gist = any_of(words["plan_name"]), any_of(words["plan_topic"]), any_of(words["plan_gist"])
        back = rf"{any_of(words['plan_ends'])}|[^，。；\n]{{0,8}}(?:自[^，。；\n]{{1,8}}以来|截至)|{YEAR}以来"
        items = r"(?:\n(?:\d{1,2}[．.、]|[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]{1,2}[）)])[^\n]*)*"
        rest = rf"(?:[^。\n]|。(?!{back}))*(?:(?<=[：:]){items})?"
        ours, must, is_ = "(?:我们|[我全本][镇乡会])?", "要(?![求素点闻害])", "(?:是|为|：|:)"
        will = r"(?:(?<=我们|[我全本][镇乡])将(?!\d|[^，。]{0,8}(?:列|作|纳|成))|将(?:重点|着力|全力|继续|进一步))"
        reach = "要(?:突破|达到|实现|完成|增长|确保|力争)"
        stress = "(?:重点|着力|着重|突出|继续)(?:抓好|做好|推进)(?!了)"
        openings = [  # of a sentence or of a part of it
            rf"{any_of(words['plan_opening'])}(?:度|里|中)?，?{ours}[^，。；\n]{{0,8}}(?:将|{must}|计划|力争|确保|{stress})",
            rf"{YEAR}度?，{ours}(?:[^，。；\n]{{0,14}}{reach}|{must}|{will})",
            # 一九九五年经济工作的指导思想和任务是：, but not 主要指标完成情况：
            rf"{YEAR}度?(?:[^，。；：\n]{{0,8}}工作的?)?[^，。；：\n]{{0,6}}{gist}"
            rf"(?![^，。；：\n]{{0,6}}(?:情况|完成|执行))[^，。；：\n]{{0,6}}{is_}",
            r"(?:规划|计划|力争|争取)到(?:19|20)\d\d年|我们要(?!求)|在?新的?一年[里中]?，",
            rf"【[^】\n]{{0,40}}(?:{topic}|{plan})】",
        ]
        year_of = "(?:主要|总的|总体|奋斗|工作|经济|发展)*"
        within = [  # each begins with a character, so that the search skips to it
            r"到(?<![^\n]到)(?:19|20)\d\d年[^。\n]{0,24}力争",
            r"到(?<=[\n，。；]到)20[xX×]{2}年[底末]?，(?![^。\n]{0,60}[已了])(?=[^。\n]{0,30}(?:达到|突破|实现))",
            r"展望(?:(?:19|20)\d\d年|[“未新今明])",
            r"安排是[：:，]",
            rf"年(?<=[今明来\d〇一二三四五六七八九]年)的?{year_of}(?:{plan}|目标|任务)(?:是[：:，]|为?[：:])",
            r"规划(?<![做搞编定善好]规划)[：:]",
            *(rf"{c}好(?P<list{i}>[以如]下)[^。；：\n]{{0,10}}[：:]" for i, c in enumerate("做抓办")),
            *(
                rf"{word}(?:以下|上述|全年|年度)目标[^，。；：\n]{{0,6}}[：:]"
                for word in ("锚定", "围绕", "瞄准", "咬定")
            ),
            *(rf"{re.escape(word)}[：:]" for word in words["plan_line"]),
        ]
        soon = r"(?:年|冬|半年|一步)[^，。；\n]{0,8}要(?:做好|抓好|办好|突出|着重|重点)[^，。；\n]{0,14}[。：]"
        next_ = rf"(?:半年|一步|阶段|年|后)，?(?:我们|将|要)*{stress}[^。；\n]{{0,14}}[。：]"
        within += [c + soon for c in "今明下来"] + [c + next_ for c in "下明今"]
        within += [rf"年(?<=[\dxX×]{{3}}年)，?(?:我们|将|要)*{stress}[^。；\n]{{0,14}}[。：]"]
        named = "|".join(f"(?<={re.escape(word)}目标)" for word in words["goal"])
        work = "(?:工作重点|重点工作|主要措施|工作措施|具体措施|主要工作)[：:]"
        budget = r"(?![^。\n]{0,200}(?:截至|实收|决算|执行))[^。\n]*(?:。(?:岁[入出]|重[要点])[^。\n]*)*"
        apart = [
            rf"总预算案(?:，|(?=岁)){budget}",
            rf"预算岁[入出]编列{budget}",
            rf"目标(?:{named})(?:任务)?(?:建议)?{is_}{rest}(?:\n[—-]{{1,2}}[^\n]*)*{items}(?:\n{work}[^\n]*{items})?",
            r"目标(?<=上述目标|以上目标)(?<=(?:围绕|实现|确保|完成)..目标)(?![^。\n]{0,16}(?:条件|困难|具备|面临|优势))(?:.|\n(?![一二三四五六七八九十]{1,2}、|第))*",
        ]
        first = re.escape("".join({word[0] for word in words["plan_opening"]}) + "规计力争【我在")
        self._begin = re.compile(rf"[\n，。；](?={YEAR}|[{first}])")
        self._allotted = re.compile(rf"{YEAR}度?，?[^，。；\n]{{0,10}}(?:产值|总值|收入|投资|增加值)安排")
        self._opening, self._within = re.compile("|".join(openings)), re.compile("|".join(within))
        self._apart, self._rest = re.compile("|".join(apart)), re.compile(rest)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of what is announced; they may overlap."""
        yield from (match.span() for match in self._apart.finditer(text))
        yield from self._next_plans(text)
        yield from self._next_year(text)
        end = 0
        for begin in self._begins(text):
            if begin >= end:
                end = self._end(text, begin)
                yield begin, end
        end = 0
        for match in self._within.finditer(text):
            if match.start() >= end and not (match.lastgroup and self._looks_back(text, match.start())):
                end = self._end(text, match.end())
                yield match.start(), end

    def _end(self, text: str, begin: int) -> int:
        match = self._rest.match(text, begin)
        return match.end() if match else begin

    def _begins(self, text: str) -> Iterator[int]:
        """Yield where a sentence, or a part of it, begins with what announces goals."""
        for at in (0, *(mark.end() for mark in self._begin.finditer(text))):
            strict = text[at - 1 : at] != "，"
            if (strict and self._opening.match(text, at)) or self._allotted.match(text, at):
                yield at

    def _looks_back(self, text: str, at: int) -> bool:
        """Whether a sentence tells what was done before 做好以下工作：."""
        begin = max(0, at - _BEFORE)
        begin = max(begin, text.rfind("。", begin, at), text.rfind("\n", begin, at))
        return _LOOKED_BACK.search(text, begin, at) is not None

    def _next_year(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield what a text ends with for the year after all that it tells of: 尚有5个村无收入。2011年生产总值增长13%.

        The sentence begins with a year printed for the first time, the one before it is spoken of above, nothing there
        is told as done, and either the sentence before it is about a lack or the line says what to keep to.
        """
        years: dict[str, re.Match[str]] = {}  # each where it is printed first
        for year in _PRINTED_YEAR.finditer(text):
            years.setdefault(text[year.start() - 4 : year.start()], year)
        newest = max(years, default="0")
        if str(int(newest) - 1) not in years or years[newest]["part"]:
            return
        begin, end = years[newest].start() - 4, self._end(text, years[newest].end())
        if text[begin - 1 : begin] not in ("。", "\n") or _TOLD.search(text, begin, end):
            return
        before = max(text.rfind(mark, 0, begin - 1) for mark in "。\n")
        if _LACK.search(text, max(before, begin - 2 * _BEFORE), begin) or _TO_KEEP.search(text, begin, end):
            yield begin, end

    def _next_plans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the goals of a five-year plan after the one that a text looks back on: “十三五”末…。“十四五”时期，…."""
        told: set[int] = set()
        for plan in _FIVE_YEARS.finditer(text):
            at = plan.start()
            name = next((n for n in (text[max(at - 2, 0) : at], text[at - 1 : at]) if n in _PLANS), "")
            if not name:
                continue
            begin, number = at - len(name), _PLANS.index(name)
            begin -= text[begin - 1 : begin] in ("“", '"')
            opens = plan["of"] and text[begin - 1 : begin] in ("", "\n", "。", "；")
            if opens and number - 1 in told and number not in told and not _PAST_PLAN.match(text, plan.end()):
                yield begin, self._end(text, plan.end())
            told.add(number)
