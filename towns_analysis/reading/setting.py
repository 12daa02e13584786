"""The place that a claim speaks of."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..vocabulary import any_of, entries, one_name, words_by_role

Places = tuple[re.Pattern[str], dict[str, str]]

__all__ = ["Places", "Setting", "Topic", "TopicWords", "places", "printed_place", "topics"]

_PLURAL = "|".join(f"{c}个[^，。；、]{{0,4}}[镇乡](?!村)" for c in "两三四五六七八九几各")
_OWN = "我[镇乡]|本[镇乡]|该[镇乡]|全[镇乡]"
_NO_HIGHER = r"(?!\d+[个家]|[一二三四五六七八九十]+[个家]|第|排|首|率先|领先|前|最|平均|唯一|各|闻名|通报|范围|上下)"
_HIGHER = "|".join(f"{c}(?<![^，。；：\\n年月底末期]{c})[国省市县区旗州盟]{_NO_HIGHER}" for c in "全我")
_MENTION = "(?<![与至往距离镇村庄元亩]{0})"  # 小城镇建设, 投资5万元的敬老院, 通往邻镇的公路
_LEVEL = "(?![级区容貌])"
_OURS = re.compile(_OWN)
_CLAUSE = re.compile("[，。；]")
_CLAUSE_OR_LINE, _OF_TOWN = re.compile("[，。；\n]"), re.compile("[全我本][镇乡]|镇域|[一二三四五六七八九]是|\n")
_NAME = 24  # the most characters of the name of a firm or village, with what stands before it in a sentence
_BEGUN = (
    r"[。；！\n](?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?(?:其中，?|例如，?|如|以)?(?:[该此本这][家个处]?"
    r"|(?![^，。；\n]{0,3}[全我本][镇乡])[^，。；：、\n\d的各每个些全几两三四多数]{1,12}?)"
)
_CLAUSE_OF_HIGHER = re.compile("[。\n]")
_KINDS = "重点|中心|特色|示范|卫生|生态|文明|试点|建制|小城|先进|经济|工业|旅游|村|乡镇"  # of towns
# a town that no vocabulary names: 华阳镇财政收入1亿元。云台镇财政收入3000万元
_OTHER_TOWN = "|".join(
    rf"{c}(?<=[。；，的如\n][\u4e00-\u9fa5]{{{n}}}{c})(?<![城乡村集]{c})"
    r"(?=(?:19|20)\d\d年|总?人口|财政总?收入|实现|完成|农民|全年|城镇化率"
    r"|同期|到位|工[业农]|农业|固定资产|规上|规模以上|税收|人均|地区生产|粮食总|常住|户籍)"
    for c in "镇乡"
    for n in (2, 3)
)
# what is no name before 镇 or 乡: 其中城镇人口, 目前全镇
_NO_NAME = "其中|新增|累计|目前|当前|如今|截至|现有|共有|所辖|下辖|新型|推进|加快|城乡|农村|县域|全部|部分|带动|带领"
_NO_TOWN = re.compile(
    f"{_NO_NAME}|[我全本该各们年月日期内外前后对由为使将把让被从与和及等个级是于达到占按给向经因以市县区省两三几多]|{_KINDS}"
)
_AROUND = "辐射周边|辐射带动周边|带动周边(?![^，。；]{0,8}村)|吸引周边(?![^，。；]{0,8}村)"
# the county's figure that the town's is set against: 比全县的45%低6个百分点
_AGAINST = "|".join(rf"{c}[全我][国省市县区旗州盟](?:的|平均|水平)*(?=\d)" for c in "比于与")
_COMPARED = re.compile("比[^，。；\n]{0,6}$")  # 比邻近的金沙镇人口少
_FIRST_LINE = 60  # characters of it that may name the town
_NAMED = (
    r"(?:[\u4e00-\u9fa5]{2,3}(?:省|自治区))?(?:[\u4e00-\u9fa5]{1,4}?[市州盟])?(?:[\u4e00-\u9fa5]{1,4}?[县市区旗])?"
    rf"(?P<name>(?!我|[全本该各在向受由经]|代表|关于|中共|{_KINDS}|{_NO_NAME})[\u4e00-\u9fa5]{{2,3}}(?<![全镇乡我本])(?:[镇乡]|街道))"
)
_TITLE_PLACE = re.compile(
    rf"(?:^|[\n，。：:“ 　在]|关于|中共){_NAMED}"
    r"(?=位于|地处|党委|委(?!员|托)|人民政府|政府|公所|办事处|辖|总面积|总?人口|是|全镇|全乡|推进|中心镇"
    r"|现辖|共辖|属|行政|(?:19|20|1)\d\d年|[\dxX×*]{2,4}年|大事记|[一二][〇一二三四五六七八九]{3}年|第[一二三四五六七八九十]+[届次]|人大|委员会|关于|[上下]半年"
    r"|工作(?:总结|报告|汇报|小结|计划|要点|情况)|“?(?:[七八九]|十[一二三四]?)五”?|（原|基本情况|情况介绍|简介|概况)"
)
# a first line that is the title of a document: 在罗店镇经济工作会议上的讲话
_TITLE_LINE = re.compile(
    rf"(?:^|在|关于|中共)(?:(?:19|20)\d\d年)?{_NAMED}(?<![城乡村集强]镇)(?<!城区街道)(?!长|村|镇(?!长|区)|路|改造)(?=[^\n，。；]*(?:的?(?:讲话|报告|致辞)|规划|纲要|公报|简介|镇情|乡情|镇志|乡志|年鉴|总结|计划|要点|思路)(?:（[^）]*）)?$)",
    re.MULTILINE,
)


def places(path: str | None = None) -> Places:
    """Return a pattern of the town names of the vocabulary (with what resets or leaves them) and name to slug."""
    slugs: dict[str, str] = {}
    for row in one_name(entries("places", path), "place"):
        if row["level"] == "town":
            slugs |= dict.fromkeys((name for name in (row["zh"], *row["names"].split()) if name != "-"), row["place"])
    words = words_by_role(path)
    verbs, built = tuple(words["verb_noun"]), f"{_LEVEL}(?!{any_of(words['town_work'])})"  # 开工建设镇中心幼儿园

    def mention(name: str) -> str:
        first = re.escape(name[0])
        return first + _MENTION.format(first) + re.escape(name[1:]) + (built if name.startswith(verbs) else _LEVEL)

    names = "|".join(map(mention, sorted(slugs, key=len, reverse=True)))
    # every branch begins with a literal, so that the search skips to the characters that can begin one
    return re.compile(f"{names}|{_OWN}|{_HIGHER}|{_PLURAL}|{_AROUND}|{_AGAINST}|{_OTHER_TOWN}|\n"), slugs


def printed_place(text: str, names: Places) -> str:
    """Return the town that the beginning of a report names as its own, else one of the vocabulary in its first line."""
    line = text[:_FIRST_LINE].lstrip().split("\n", 1)[0]
    if match := _TITLE_PLACE.search(text, 0, 1500) or _TITLE_LINE.search(line):
        return match["name"]
    known = names[0].search(line)
    return known[0] if known and known[0] in names[1] else ""


class Setting:
    """The place that the text speaks of, walked forward claim by claim."""

    def __init__(self, text: str, home: str, names: Places) -> None:
        pattern, self._slugs = names
        self._home = self._town = self._slugs.get(home, home)
        self._of_town = self._home.endswith(("镇", "乡", "街道")) or self._home in self._slugs.values()
        self._of_town = self._of_town or (not self._home and _OURS.search(text) is not None)
        self._text, self._around = text, -99
        self._against = (-1, "")  # where a figure of another begins, and whose it is
        self._higher, self._since = "", 0  # the county or province that is spoken of, and from where on
        self._tokens = pattern.finditer(text)
        self._next = next(self._tokens, None)

    def at(self, position: int) -> str:
        """Return the place at `position`; positions must not fall."""
        while self._next is not None and self._next.start() <= position:
            self._take(self._next[0], self._next.end())
            self._next = next(self._tokens, None)
        if position == self._against[0]:
            return self._against[1]
        if self._higher:
            if not _CLAUSE_OF_HIGHER.search(self._text, self._since, position):
                self._since = position
                return self._higher
            self._higher = ""
        if position - self._around < 12 and not _CLAUSE.search(self._text, self._around, position):
            return "周边"
        return self._town

    def _take(self, token: str, end: int) -> None:
        if token.endswith("周边"):
            self._around = end
        elif token[0] in "比于与" and token not in self._slugs:
            self._against = (end, token[1:3])
        elif token in ("镇", "乡"):
            name = re.split("[。；，的如\n]", self._text[max(0, end - 5) : end])[-1]
            if not _NO_TOWN.search(name) and not _COMPARED.search(self._text, max(end - 16, 0), end - len(name)):
                self._higher, self._town = "", self._slugs.get(name, name)
        elif token not in self._slugs and token[0] in "全我" and token[1] not in "镇乡":
            if token[0] == "全" or self._of_town:  # 我市 in the report of a city is that city
                self._higher, self._since = token, end
        else:
            self._higher = ""
            if token in self._slugs:
                self._town = self._slugs[token]
            elif token[0] != "全" and not (token[0] in "我本该" and not self._home):
                self._town = self._home


class TopicWords(NamedTuple):
    """Patterns of the sentences that begin to tell of a firm or a village: 李家村位于镇北部."""

    near: re.Pattern[str]  # two characters, quickly found, where the name of one may end
    told: re.Pattern[str]  # what follows the name
    introduced: re.Pattern[str]  # the sentence up to the end of the name


def topics(words: dict[str, list[str]]) -> TopicWords:
    """Compile the bearers of figures and what is told of one from ``words.txt``."""
    firms = [*words["bearer_firm"], *words["bearer_park"]]
    places = [word for word in words["bearer_place"] if word not in words["town_figure"]]
    told = [*words["described"], "为例"]
    ends, begins = ("".join({w[i] for w in found}) for i, found in ((-1, firms + places), (0, told)))
    introduced = f"{_BEGUN}(?:(?P<firm>{any_of(firms)})|(?P<place>{any_of(places)}))$"
    return TopicWords(re.compile(f"[{ends}][{begins}]"), re.compile(any_of(told)), re.compile(introduced))


class Topic:
    """The firm or village that the paragraph tells of, asked in text order."""

    def __init__(self, text: str, words: TopicWords) -> None:
        self._text, self._words = "\n" + text, words
        self._near = words.near.finditer(self._text)
        self._next = next(self._near, None)
        self._kind, self._since = "", 0

    def at(self, position: int) -> str:
        """Return ``firm`` or ``place`` where one has been introduced in the paragraph before `position`, else ''."""
        while self._next is not None and self._next.end() <= position + 1:
            self._take(self._next.start() + 1)
            self._next = next(self._near, None)
        if self._kind and self._since < position and _OF_TOWN.search(self._text, self._since, position + 1):
            self._kind = ""
        self._since = max(self._since, position)
        return self._kind

    def _take(self, end: int) -> None:
        """Look whether the name of a firm or village ends at `end`; nothing in its own clause ends the topic."""
        found = self._words.told.match(self._text, end)
        found = found and self._words.introduced.search(self._text, max(0, end - _NAME), end)
        if found:
            clause = _CLAUSE_OR_LINE.search(self._text, end)
            self._kind, self._since = found.lastgroup or "", clause.start() if clause else len(self._text)
