"""Sections of a report: which parts speak of plans."""

from __future__ import annotations

import re

__all__ = ["planned_spans"]

_MARK = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．]"
)
_LONGEST, _LONGEST_UNMARKED = 46, 25
_PLAN = re.compile(
    r"(?:明年|下半年|今后|下一步|下步|下阶段|未来|来年|新一年|(?:19|20)\d\d年(?:度)?)[^。，；\n]{0,20}(?:打算|计划|安排|思路|目标|任务|重点|部署|工作|设想|措施|规划)|工作(?:打算|思路|安排|计划|设想|目标)|(?:奋斗|预期|发展|主要|总体|规划|具体)目标|指导思想|发展规划"
)
_TITLE = re.compile("(?!.*(?:计划|打算|思路|安排|设想)).*(?:报告|汇报|通报|讲话|致辞)$")  # 2012年政府工作报告
_GOES_ON = re.compile(r"(?:重点|主要)?(?:任务|措施|举措)$|^.{0,5}(?:重点任务|主要任务|工作重点|保障措施)")
_PAST = re.compile(
    r"回顾|总结|完成情况|取得|成效|成绩|做法|基本情况|存在|问题|开展情况|推进情况|进展|执行情况|主要工作$|简介|概况|现状"
)
# a sentence that announces goals, to the end of its line; 围绕上述目标 to the next heading
_GOALS = re.compile(
    r"到(?<![^\n]到)(?:19|20)\d\d年[^。\n]{0,24}力争[^\n]*|展望(?:19|20)\d\d年[^\n]*|"
    r"工作(?:计划|安排|打算)[：:][^\n]*|目标(?:(?<=预期目标|奋斗目标|工作目标|发展目标|总体目标|主要目标|具体目标|规划目标)(?:任务)?(?:是|为|：|:)[^\n]*"
    r"|(?<=上述目标|以上目标)(?<=(?:围绕|实现|确保|完成)..目标)(?:.|\n(?![一二三四五六七八九十]{1,2}、|第))*)"
)


def planned_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans whose heading announces plans, each up to the next heading of its level or above."""
    spans: list[tuple[int, int]] = []
    start, level, at = -1, 9, 0
    for line in text.split("\n"):
        title = line.split("。", 1)[0]
        if len(title) <= _LONGEST:
            mark = _MARK.match(title)
            depth = _depth(mark[0] if mark else "")
            if start >= 0 and mark and depth <= level and not (depth == level and _GOES_ON.search(title)):
                spans.append((start, at))
                start = -1
            if (
                (mark or (len(title) <= _LONGEST_UNMARKED and "，" not in title))
                and _PLAN.search(title)
                and not _PAST.search(title)
                and not _TITLE.match(title)
            ):
                start, level = at, depth
        at += len(line) + 1
    if start >= 0:
        spans.append((start, len(text)))
    goals = [(m.start(), m.end()) for m in _GOALS.finditer(text)]
    return sorted(spans + goals) if goals else spans


def _depth(mark: str) -> int:
    """Return how deep a heading with this mark stands: none or 第一部分, 一、, （一）, 1、."""
    if not mark or mark[0] == "第":
        return 0
    return 2 if mark[0] in "（(" else 3 if mark[0].isdigit() else 1
