"""The place that a claim speaks of."""

from __future__ import annotations

import re

from ..text import plain_text
from ..vocabulary import any_of, entries

Places = tuple[re.Pattern[str], dict[str, str]]

__all__ = ["Places", "Setting", "Topic", "places", "printed_place", "topics"]

_PLURAL = "|".join(f"{c}个[^，。；、]{{0,4}}[镇乡](?!村)" for c in "两三四五六七八九几各")
_OWN = "我[镇乡]|本[镇乡]|该[镇乡]|全[镇乡]"
_NO_HIGHER = "(?!第|排|首|率先|领先|前|最|平均|唯一|各|闻名|通报|范围|上下)"
_HIGHER = "|".join(f"{c}(?<![^，。；：\\n年月底末期]{c})[国省市县区旗州盟]{_NO_HIGHER}" for c in "全我")
_MENTION = "(?<![与至往距离镇村庄元亩]{0})"  # 小城镇建设, 投资5万元的敬老院, 通往邻镇的公路
_OURS = re.compile(_OWN)
_CLAUSE = re.compile("[，。；]")
_CLAUSE_OF_HIGHER = re.compile("[。；\n]")
_AROUND = "辐射周边|辐射带动周边"
_FIRST_LINE = 60  # characters of it that may name the town
_KINDS = "重点|中心|特色|示范|卫生|生态|文明|试点|建制|小城|先进|经济|工业|旅游|村|乡镇"  # of towns
_TITLE_PLACE = re.compile(
    r"(?:^|[\n，。：:“ 　在]|关于|中共)(?:[\u4e00-\u9fa5]{2,3}(?:省|自治区))?(?:[\u4e00-\u9fa5]{1,4}?[市州盟])?"
    rf"(?:[\u4e00-\u9fa5]{{1,4}}?[县市区旗])?(?P<name>(?!我|[全本该各在向受由经]|代表|关于|中共|{_KINDS})[\u4e00-\u9fa5]{{2,3}}(?:[镇乡]|街道))"
    r"(?=位于|地处|党委|委(?!员|托)|人民政府|政府|公所|办事处|辖|总面积|总?人口|是|全镇|全乡|推进|中心镇"
    r"|现辖|共辖|属|行政|(?:19|20|1)\d\d年|第[一二三四五六七八九十]+[届次]|人大|工作总结|工作报告|基本情况|简介|概况)"
)


def places(path: str | None = None) -> Places:
    """Return a pattern of the town names of the vocabulary (with what resets or leaves them) and name to slug."""
    slugs: dict[str, str] = {}
    for row in entries("places", path):
        if row["level"] == "town":
            slugs |= dict.fromkeys((name for name in (row["zh"], *row["names"].split()) if name != "-"), row["place"])
    slugs |= {plain_text(name).text: slug for name, slug in slugs.items()}  # 溪埔鄉 in a text that is read as 溪埔乡
    longest = sorted(slugs, key=len, reverse=True)
    names = "|".join(
        re.escape(n[0]) + _MENTION.format(re.escape(n[0])) + re.escape(n[1:]) + "(?![级区容貌])" for n in longest
    )
    # every branch begins with a literal, so that the search skips to the characters that can begin one
    return re.compile(f"{names}|{_OWN}|{_HIGHER}|{_PLURAL}|{_AROUND}|\n"), slugs


def printed_place(text: str, names: Places) -> str:
    """Return the town that the beginning of a report names as its own, else one of the vocabulary in its first line."""
    match = _TITLE_PLACE.search(text, 0, 1500)
    if match:
        return match["name"]
    known = names[0].search(text, 0, min(len(text), _FIRST_LINE, text.find("\n") % (len(text) + 1)))
    return known[0] if known and known[0] in names[1] else ""


class Setting:
    """The place that the text speaks of, walked forward claim by claim."""

    def __init__(self, text: str, home: str, names: Places) -> None:
        pattern, self._slugs = names
        self._home = self._town = self._slugs.get(home, home)
        self._of_town = self._home.endswith(("镇", "乡", "街道")) or self._home in self._slugs.values()
        self._of_town = self._of_town or (not self._home and _OURS.search(text) is not None)
        self._text, self._around = text, -99
        self._higher, self._since = "", 0  # the county or province that is spoken of, and from where on
        self._tokens = pattern.finditer(text)
        self._next = next(self._tokens, None)

    def at(self, position: int) -> str:
        """Return the place at `position`; positions must not fall."""
        while self._next is not None and self._next.start() <= position:
            self._take(self._next[0], self._next.end())
            self._next = next(self._tokens, None)
        if self._higher:
            if not _CLAUSE_OF_HIGHER.search(self._text, self._since, position):
                self._since = position
                return self._higher
            self._higher = ""
        if position - self._around < 12 and not _CLAUSE.search(self._text, self._around, position):
            return "周边"
        return self._town

    def _take(self, token: str, end: int) -> None:
        if token.startswith("辐射"):
            self._around = end
        elif token not in self._slugs and token[0] in "全我" and token[1] not in "镇乡":
            if token[0] == "全" or self._of_town:  # 我市 in the report of a city is that city
                self._higher, self._since = token, end
        else:
            self._higher = ""
            if token in self._slugs:
                self._town = self._slugs[token]
            elif token[0] != "全" and not (token[0] in "我本该" and not self._home):
                self._town = self._home


def topics(words: dict[str, list[str]]) -> re.Pattern[str]:
    """Return a pattern of the sentences that begin to tell of a firm or a village, and of what ends that."""
    firm = any_of(words["bearer_firm"] + words["bearer_park"])
    place = any_of(set(words["bearer_place"]) - set(words["town_figure"]))
    told = rf"(?:{any_of(words['described'])}|为例)[^，。；\n]*"
    one = r"(?:[该此本这][家个处]?|(?![^，。；\n]{0,3}[全我本][镇乡])[^，。；：、\n\d的各每个些全几两三四多数]{1,12}?)"
    mark = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?(?:其中，?|例如，?|如|以)?"
    begun = rf"(?<=[。；！\n]){mark}{one}(?:(?P<firm>{firm})|(?P<place>{place})){told}"
    return re.compile(rf"{begun}|[全我本][镇乡]|镇域|[一二三四五六七八九]是|\n")


class Topic:
    """The firm or village that the paragraph tells of, asked in text order."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._tokens = pattern.finditer("\n" + text)
        self._kind, self._next = "", next(self._tokens, None)

    def at(self, position: int) -> str:
        """Return ``firm`` or ``place`` where one has been introduced in the paragraph before `position`, else ''."""
        while self._next is not None and self._next.end() <= position + 1:
            self._kind, self._next = self._next.lastgroup or "", next(self._tokens, None)
        return self._kind
