"""Code what a figure measures by the indicators of the vocabulary, or not at all where its words say something else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..vocabulary import VocabularyError, any_of, entries, one_name, words_by_role
from .measures import AIMED, CLAUSE_END, Claim, Span
from .setting import Topic, topics

__all__ = ["Coding", "Indicators"]

_PER_UNIT = re.compile("(?:[人户亩村]均|[人户]平|单位面积|单个|平均)$|[每各](?!项|级|类)[^，。；]{0,4}$")
_OTHERS_HAVE = re.compile("(?:村|社区|小区|公司|企业|合作社)[现共拥]?有$")
# what may stand before a bare 农户 or 人口 that is the town's own; 改造农户 and 带动人口 are not
_OF_THE_TOWN = re.compile(
    r"(?:[，。；：:、\n（）“”\s]|有|辖|[镇乡县市区村内木旗州盟场社局]|[年底末]|共|其中|总|[一二三四五六七八九]是|[到至]|实现|完成|达|力争|争取|确保|计划|预计|使|要|将)$"
)
_TOWN = re.compile("(?!原|如|周边)[\u4e00-\u9fa5]{2,4}[镇乡](?:辖区)?")  # 石桥镇总人口
_AREA = re.compile("(?:(?:复种|种植|播种|栽培)?面积|总产量?)$")
_YIELDS = {"总产量": "总产量", "总产": "总产量", "亩产": "亩产", "单产": "单产", "平均亩产": "亩产", "平均单产": "单产"}
# what a firm or a village does before its own figure: 李家村现有人口, 园区企业实现产值
_DOES = (
    "(?:(?:19|20)\\d\\d年|全年|今年|上半年|去年|年|共|合计|累计|预计|可|已|均)*"
    "(?:实现|完成|创(?![新业建优先])|上缴|缴纳|接待|入库|纳税)"
)
_SELLS = (
    "(?:(?:19|20)\\d\\d年|全年|年)?(?:销售|产值|总产值|工业总产值|税收|利税|利润|营业|出口)"  # 金峰集团2012年销售收入
)
_STANDS = (
    "当年(?:签约|投产|开工|建成|竣工)|签约(?!\\d)|达|现有|拥有|有|辖|占地|投资(?!额|总额|的)|投产|建成(?!面积|区)"
    "|竣工|全部|位于|地处|坐落|成立"
)
_ACTS = f"{_DOES}|(?:共|已|预计)*(?:{_STANDS})"
_NEAR = 5  # characters of a sentence in which the name of a village that it begins with ends
_FAR = 400  # characters; what 其中 stands further before a figure breaks another whole
# 达产后税收3000万元, 全部建成后，年可实现
_WORKING = (
    "(?:[达投]产(?:达[标效])?后|(?:达[效标]|(?:建成|竣工|投入)(?:投[产用]|运营|使用)?|运营|开业|完工|交付)后"
    "(?=[，、]?(?:每?年|全部|预计|可|将)))"
)
# a village that a sentence begins with: 红星村大力发展花木，人均纯收入2.6万元
_VILLAGE = (
    "(?![各全每新农城本该在])[\u4e00-\u9fa5]{2,3}村(?<!农村)(?<!乡村)(?<!各村)(?<!全村)(?<!行政村)(?<!自然村)"
    "(?:村级|(?![民委级集办务组居里内中公干容庄镇两]))(?=[^，。；\\d]{2,16}[，\\d])"
)
_DOING = re.compile(_DOES)
_AT_CLAUSE = re.compile(
    r"(?:^|[，。；：\n（镇乡])(?:[\d余多]+[家个])?[^，。；：\d]*(?:(?:年产|投资)[\d.]+[万亿]*[^，。；：\d]*)?$"
)
_PLACE = re.compile(
    "(?!最|.*(?:资金|自筹|补助|投入|投资|办|属|企业|率|财力|收入|税|债务)$|镇区|集镇|城|农村).*(?:[村组镇乡路厂]|社区|街道|小区|园区|公司).{0,3}$"
)
_SOME_ARE = re.compile("[且还仍尚就另]有$")  # 规上企业2户，且有1户停产
_GOVERNED = {"household": "总户数", "person": "总人口"}  # 全镇辖12个行政村，6200户，2.4万人
_ITEM = r"[\d一二三四五六七八九十]+个[^，。；、\d一二三四五六七八九十个]{1,6}"
_GOVERNS = re.compile(
    r"(?:辖[区有]?[\d一二三四五六七八九十]+个(?:行政村|建制村|村委会|居委会|社区|村民委员会|村(?![民小组]))"
    rf"|(?:全|我|本|该)[镇乡][现共总计]*有?(?:{_ITEM})?)(?:[，、和]?{_ITEM})*[，、]?[总共合计现有]*"
    r"(?:[\d.]+万?[余多]?[户人][，、]?)?$"
)
_OURS = re.compile("[我本][镇乡]")
_YEARLY = re.compile("(?:年均|年平均|平均每年)(?:完成|达到?|实现|为)?[约近]?$")
_OF_EACH = re.compile("也?(?:已|将)?经?(?:均|都|全部)")
_ELSEWHERE = re.compile("全[国省市县区旗州盟]")
_THAN_OTHERS = re.compile(
    "(?:[比较]|[高低多少]于)(?:(?:全|我|周边|邻近|相邻|其他|其它|同类)[^，。；]{0,6}[国省市县区镇乡]|(?!上|去|同)[^，。；]{0,4}平均)[^，。；\\d]*$"
)
_COUNTED_NEXT = re.compile("[，。；、：）（和及与的中]|$|\\d|共(?!完成|实现|投)|总|，?其中")
_WANTED = ("demand", "quota")
_BESIDE = re.compile("[，、](?:总|常住)?")
_JOINT = re.compile("[、和]")
_TOWN_OR_VILLAGE = re.compile("原?[\u4e00-\u9fa5]{2,3}[镇乡村]")
_PART_OF = re.compile("其中(?!(?:19|20)\\d\\d年|[今去]年)")
_ALIKE = {
    "km2": {"mu", "ha"}, "mu": {"km2", "ha"}, "ha": {"mu", "km2"}, "CNY": {"USD"}, "USD": {"CNY"},
    "HKD": {"USD", "CNY"}, "kg": {"t"}, "t": {"kg"}, "pp": {"percent"}, "person": {"visit"}, "visit": {"person"},
}  # fmt: skip


class Name(NamedTuple):
    """One printed name of an indicator: unit of its level, flow, stock or ratio, and the mark of the entry.

    A name marked = must be the whole phrase; before one marked * any words may stand, before another its owner.
    """

    indicator: str
    unit: str
    nature: str
    printed: str
    mark: str


class Indicators:
    """Names of the indicators, compiled."""

    def __init__(self, path: str | None = None) -> None:
        self._names: dict[str, Name] = {}
        units = {row["unit"] for row in entries("units", path)}
        for row in one_name(entries("indicators", path), "indicator"):
            if row["unit"] not in units:
                raise VocabularyError(f"{row.where}: unknown unit '{row['unit']}', see units.txt")
            for entry in (row["zh"], *row["synonyms"].split()):
                name = entry.lstrip("=*")
                known = self._names.get(name)
                if not name or (known and known.indicator != row["indicator"]):
                    other = f", it is one of {known.indicator}" if known else ""
                    raise VocabularyError(f"{row.where}: '{entry}' can be no name of {row['indicator']}{other}")
                mark = entry[: len(entry) - len(name)] or (known.mark if known else "")
                self._names[name] = Name(row["indicator"], row["unit"], row["nature"], name, mark)
        self._backward = re.compile(any_of(name[::-1] for name in self._names))
        self._forward = re.compile(any_of(list(self._names)))
        words = words_by_role(path)
        scopes = [row["words"].split() for row in entries("details", path) if row["detail"] == "scope"]
        self.owners = (*words["owner"], *(scope for line in scopes for scope in line))  # a scope is told beside it
        self.acts, self.pointed = tuple(words["act"]), tuple(words["pointed"])
        self.of_firms, self.of_town = re.compile(any_of(words["firm_figure"])), re.compile(any_of(words["town_figure"]))
        self.denied, self.increments = tuple(words["denied"]), tuple(words["increment"])
        self.people, self.of_wanted = set(words["population"]), tuple(words["wanted_figure"])
        self.of_park = set(words["park_figure"])
        self.own_parts, self.firms = tuple(words["own_parts"]), tuple(words["firm_household"])
        self.topics = topics(words)
        self.bearer, self.bearers = _bearer_patterns(words)
        self.ending = lru_cache(maxsize=65_536)(self._ending)
        self.beginning = lru_cache(maxsize=65_536)(self._beginning)

    def _ending(self, words: str, length: int, shortest: int = 0) -> Name | None:
        """Return the name that ends `words`, the phrase being its last `length` characters, or None.

        A name that must be the whole phrase has at least `shortest` characters. 全镇财政收入 is the town's 财政收入,
        设施农业产值 is no 农业产值.
        """
        match = self._backward.match(words[::-1])
        if not match:
            return None
        name = self._names[match[0][::-1]]
        before = words[: len(words) - match.end()]
        modifier = before[max(0, len(words) - length) :]
        if _PER_UNIT.search(before) or before.endswith(self.denied) or _OTHERS_HAVE.search(before):
            return None
        if name.mark == "=":
            return name if match.end() >= (shortest or length) or _TOWN.fullmatch(modifier) else None
        return name if name.mark == "*" or not modifier or modifier.endswith(self.owners) else None

    def _beginning(self, words: str, length: int) -> Name | None:
        """Return the name that is the first `length` characters of `words` or longer, or None."""
        match = self._forward.match(words)
        return self._names[match[0]] if match and match.end() >= length else None


def _bearer_patterns(words: dict[str, list[str]]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what may bear figures of its own, to see quickly whether any does, and with what ends that."""
    firms, places, park = words["bearer_firm"], words["bearer_place"], any_of(words["bearer_park"])
    follows = f"(?:{_ACTS})|总|户籍|常住|人口|面积|耕地|户均|人均"
    bears = dict.fromkeys((*firms, *places), rf"(?={follows}|{_SELLS}|[，：](?!\d)|[\d余多]+[家个]，)")
    named = f"(?:{any_of(words['bearer_trade'])}|(?:龙头|骨干)企业[\u4e00-\u9fa5]{{2,4}})(?={_DOES})"
    apart = f"(?P<earners>{any_of(words['earner'])}[共有达到约]*(?=\\d)|(?<!第[一二三])产业(?={_DOES}))"
    apart += f"|(?P<bank>{any_of(words['bank'])}(?=(?:各项)?[存贷储]))"
    branch = f"(?<=[\u4e00-\u9fa5])业(?={_DOES})"
    part = f"{any_of(words['firm_part'])}[^，。；\\d]{{0,6}}企业(?:达到?|有|发展到)?[\\d余多]+[家个]，(?={_DOES})"
    return re.compile(f"{any_of(bears)}|{_WORKING}|{park}|{named}|{apart}|{branch}"), re.compile(
        rf"(?<!占)[全我本][镇乡]|镇域|；|{apart}|(?P<village>(?:(?<=[。；\n])|^){_VILLAGE})"
        rf"|(?P<park>{park}(?={follows}|规划面积|建成|入[园驻]))|(?P<part>{part})|(?P<working>{_WORKING})"
        rf"|(?:(?P<firm>{any_of(firms)}|{named})|(?P<place>{any_of(places)}))(?<!农村)(?:(?={follows}|{_SELLS})|[，：](?!\d))"
        rf"|(?P<branch>{branch})"
    )


def _of_counted(claim: Claim, before: Claim | None) -> bool:
    """Whether a figure is of some that were counted: 8个村集体收入低于5万元."""
    if before is None or before.unit != "count" or not before.subject or claim.subject == before.subject:
        return False
    counted = before.subject[-1][0]
    return counted == before.end == claim.subject[0][0]


class Coding:
    """Indicators of the claims of one text, sentence by sentence."""

    def __init__(self, text: str, indicators: Indicators) -> None:
        self._text, self._indicators = text, indicators
        self._topic = Topic(text, indicators.topics)

    def code(self, sentence: list[Claim]) -> None:
        """Code the claims of a sentence; a rate of growth bears the code of its level."""
        coded: dict[tuple[Span, ...], Name | None] = {}
        bearers: list[re.Match[str]] | None = None
        before: Claim | None = None
        parts = len(sentence) > 1 and self._text.find("其中", sentence[0].end, sentence[-1].start) >= 0
        for claim in sentence:
            if not claim.subject:
                continue
            name = coded.get(claim.subject)
            if name is None:
                inherited = claim.subject in coded and claim.subject[-1][0] <= claim.head[0]
                inherited = inherited and not _OURS.search(
                    self._text, claim.head[0], claim.start
                )  # 全省为5元，我镇为4元
                name = None if inherited else self._named(claim, before)
            elif before is not None and claim.subject == before.subject and claim.kind == before.kind == "level":
                name = self._again(claim, before, name)
            if name is not None:
                bearers = list(self._bearers(sentence)) if bearers is None else bearers
                part = _of_counted(claim, before) or (parts and self._is_part(claim, name, sentence))
                name = None if part else self._own(claim, name, bearers)
            if claim.kind != "share":
                coded[claim.subject] = name  # what a share is of is not what it measures: 债务相当于财政收入的290%
            name = name and self._of_unit(claim, name, before)
            if name is not None and self._fits(claim, name):
                claim.indicator = name.indicator
            before = claim
        if parts:
            self._inherit_whole(sentence)

    def _of_unit(self, claim: Claim, name: Name, before: Claim | None) -> Name | None:
        """Return the name for households of people or people of households: 总人口21133户, 贫困户716户2438人.

        And for the people of the built-up area: 建成区面积2.8平方公里，人口1.6万人.
        """
        people = name.printed in self._indicators.people and claim.unit == "person"
        if people and before is not None and before.indicator == "built_up_area":
            beside = _BESIDE.fullmatch(self._text, before.end, claim.subject[-1][0])
            return self._indicators.ending("镇区人口", 4) if beside else name
        if claim.unit == "household" and name.printed.lstrip("全镇乡") in self._indicators.people:
            return self._indicators.ending(_GOVERNED["household"], 3)
        if claim.unit == "person" and name.printed.endswith("贫困户"):
            return self._indicators.ending("贫困人口", 4)
        return name

    def _is_part(self, claim: Claim, name: Name, sentence: list[Claim]) -> bool:
        """Whether it is a part of what 其中 breaks up, and no figure of the town's own.

        A part is not its whole: 农林牧渔业总产值5亿元，其中农业产值3亿元. Nor is a part of what has no name counted:
        办理通行卡1986个，其中企业1011个.
        """
        at = self._text.rfind("其中", max(sentence[0].end, claim.start - _FAR), claim.start)
        if at >= 0 and not _PART_OF.match(self._text, at):
            return False  # 五年累计2.65亿元，其中2010年达到8150万元
        whole = sentence[max(0, bisect_right(sentence, at, key=lambda other: other.end) - 1)]
        if at < 0 or whole is claim:
            return False
        if whole.indicator:
            return whole.indicator == name.indicator and self._words(whole) != self._words(claim)
        counted = name.nature == "stock" and claim.unit == "count"
        return counted and whole.unit in ("count", "household")

    def _words(self, claim: Claim) -> str:
        return "".join(self._text[a:b] for a, b in claim.subject)

    def _bearers(self, sentence: list[Claim]) -> Iterator[re.Match[str]]:
        """Yield what in a sentence may bear figures of its own, and what speaks of the town again."""
        begin, end = sentence[0].head[0], sentence[-1].start
        village = self._text.find("村", begin, begin + _NEAR) >= 0
        if not village and not self._indicators.bearer.search(self._text, begin, end):
            return
        counted = {end for claim in sentence for _, end in claim.subject}
        for match in self._indicators.bearers.finditer(self._text, begin, end):
            kind = match.lastgroup
            if kind in ("firm", "place"):
                if not _AT_CLAUSE.search(self._text, max(0, match.start() - 30), match.start()):
                    continue
                if match.end(kind) in counted and not _DOING.match(self._text, match.end()):
                    continue  # 企业达到120家 are counted themselves
            yield match

    def _own(self, claim: Claim, name: Name, bearers: list[re.Match[str]]) -> Name | None:
        """Return the name if the figure is no firm's, village's or other part's: 李家村现有人口2156人，耕地3200亩."""
        at = min(claim.subject[-1][0], claim.start)
        passed = bisect_right(bearers, at, key=lambda match: match.end())
        last = bearers[passed - 1] if passed else None
        topic = self._topic.at(at)
        if last is not None and self._belongs_to(last.lastgroup, name):
            return None
        if self._indicators.of_town.search(name.printed):
            return name  # 镇区人口3万人，城镇化率51%
        if last is None or last[0] == "；":  # 李家村位于镇北部。总人口2156人
            spared = not topic or self._of_project(name) or (topic == "firm" and not self._of_firms(name))
            return name if spared else None
        if last.lastgroup in (None, "earners", "bank"):
            return name
        begin = last.end() + (last.lastgroup == "working")  # 建成后，年可实现
        far = CLAUSE_END.search(self._text, begin, at)
        if last.lastgroup == "park":  # 园区实现工业总产值46亿元，税收1亿元: the first has its scope beside it
            return None if far and (self._of_firms(name) or "固定" in name.printed) else name
        if last.lastgroup == "village" and self._of_project(name):
            return name
        if last.lastgroup == "branch":  # 建筑业实现产值8亿元，税收2000万元
            return None if far and self._of_firms(name) else name
        return name if far and last.lastgroup in ("firm", "part", "working") and not self._of_firms(name) else None

    def _belongs_to(self, bearer: str | None, name: Name) -> bool:
        """Whether it is what a park, earners or a bank have: 园区现有企业28家; 务工人员1.2万人，人均收入1.5万元."""
        if bearer == "earners":
            return name.printed[1:2] in ("均", "平")
        if bearer == "park":
            return name.printed in self._indicators.of_park
        return bearer == "bank" and "款" in name.printed

    def _of_project(self, name: Name) -> bool:
        return "投资" in name.printed and "固定" not in name.printed

    def _of_firms(self, name: Name) -> bool:
        return self._indicators.of_firms.search(name.printed) is not None

    def _fits(self, claim: Claim, name: Name) -> bool:
        """Whether a claim of this kind and unit states the indicator; a bare 面积 is a town's only in km2."""
        if claim.kind == "level" and _YEARLY.search(self._text, max(0, claim.start - 8), claim.start):
            return False  # 五年累计完成投资86亿元，年均17.2亿元
        if claim.status in _WANTED and not name.printed.endswith(self._indicators.of_wanted):
            return False  # 完成投资6870万元，尚有3200万元缺口
        if "集体" in name.printed and _OF_EACH.match(self._text, claim.subject[-1][1], claim.start):
            return False  # 村集体经济收入均超10万元
        if claim.kind in ("change", "multiple") and _ELSEWHERE.search(self._text, claim.head[0], claim.start):
            return False  # 高于全县平均水平5个百分点
        if claim.kind in ("growth_rate", "change") and _THAN_OTHERS.search(self._text, claim.head[0], claim.start):
            return False  # 比全县平均水平高12%
        if claim.kind in ("growth_rate", "change") and name.nature == "stock":
            begin, end = claim.head[1], claim.start
            if self._text.find("收", begin, end) >= 0 or self._text.find("产", begin, end) >= 0:
                return False  # 贫困农户增收15%
        if claim.kind not in ("level", "change", "share") or name.unit == claim.unit:
            return name.unit != "count" or not self._text.endswith("次", 0, claim.end)  # 13家企业（17车次）
        if name.unit == "count" and claim.unit == "household":
            begin, end = claim.subject[-1]
            return self._text.endswith(self._indicators.firms, begin, end)
        return name.unit in _ALIKE.get(claim.unit, ()) and name.printed not in ("面积", "总面积", "土地面积")

    def _named(self, claim: Claim, before: Claim | None) -> Name | None:
        """Return the name of an indicator that the subject is, or None."""
        text, (a, b) = self._text, claim.subject[-1]
        if a >= claim.end and text[a:b] == "村" and text.endswith(("辖", "辖有"), 0, claim.start):
            return self._indicators.ending("行政村", 3)
        if a >= claim.end:
            return self._counted(claim, a, b, before)
        if b == claim.end and claim.unit in _GOVERNED and _GOVERNS.search(text, max(0, a - 90), claim.start):
            return self._indicators.ending(_GOVERNED[claim.unit], len(_GOVERNED[claim.unit]))
        if claim.kind == "share":
            words = text[max(claim.head[0], claim.start - 24) : claim.start].rstrip("的")
            return self._indicators.ending(words, 0, len(words))
        if len(claim.subject) > 1:
            words = self._words(claim)
            name = self._indicators.ending(words, len(words))
            per = name is not None and words[1:2] in ("均", "平") and len(name.printed) < len(words)
            return None if per else name  # 存款余额612万元，户均874元
        if text[a:b] in _YIELDS and before is not None and before.subject:  # 早晚稻复种面积达6.5万亩，总产量达3万吨
            words = _AREA.sub("", text[slice(*before.subject[-1])]) + _YIELDS[text[a:b]]
            return self._indicators.ending(words, len(words))
        begin = min(claim.head[0], a)
        own = a == begin or _OF_THE_TOWN.search(text, max(begin, a - 4), a)
        name = self._indicators.ending(text[max(begin, b - 24) : b], b - a, b - a if own else b - a + 1)
        name = name or self._of_each(text[a:b])
        if name is None or (before is not None and self._also_acted_on(claim, name, before)):
            return None
        return None if self._acted_on(claim, name, min(a, b - len(name.printed))) else name

    def _of_each(self, listed: str) -> Name | None:
        """Return the name that all things have of which a figure is the sum: 新材料、新能源产值, not 存款、贷款余额."""
        *others, last = _JOINT.split(listed)
        names = [self._indicators.ending(item, len(item)) for item in (last, *(other + last[-2:] for other in others))]
        alike = others and len({name and name.indicator for name in names}) == 1
        return names[0] if alike else None

    def _counted(self, claim: Claim, a: int, b: int, before: Claim | None) -> Name | None:
        """Return the name of what is counted after the number, where all of it is: 18个行政村, but not 6家企业关停."""
        name = self._indicators.beginning(self._text[a : a + 14], b - a)
        if name is None or not self._fits(claim, name) or self._listed_apart(claim, before):
            return None  # 8个村集体经济收入不足5万元
        if name.nature != "stock":
            return name
        partial = not _COUNTED_NEXT.match(self._text, a + len(name.printed))
        pointed = self._text.endswith(self._indicators.pointed, 0, claim.start)
        return None if partial or pointed or self._acted_on(claim, name, claim.head[1]) else name

    def _listed_apart(self, claim: Claim, before: Claim | None) -> bool:
        """Whether it is listed with what is no figure of the town: 搬迁涉及5个行政村、12个村民小组."""
        if before is None or not before.subject or before.indicator or before.subject[-1][0] < before.end:
            return False
        a, b = before.subject[-1]
        return (
            self._text[b : claim.start] == "、"
            and self._indicators.beginning(self._text[a : a + 14], b - a) is not None
        )

    def _acted_on(self, claim: Claim, name: Name, at: int) -> bool:
        """Whether what stands before `at` makes it a part or an increment: 新增常住人口, 走访贫困户, 引进企业."""
        if claim.kind != "level":
            return False
        begin, end = claim.subject[-1]
        if name.nature == "stock" and self._text.startswith(self._indicators.acts, begin, end - len(name.printed)):
            return True  # 清退不符合条件的低保对象
        left = self._text[max(claim.head[0], at - 8) : at].rstrip("了过的")
        if left.endswith(self._indicators.increments):
            return True
        return name.nature == "stock" and left.endswith(self._indicators.acts) and not left.endswith("共涉及")

    def _also_acted_on(self, claim: Claim, name: Name, before: Claim) -> bool:
        """Whether a verb governs it with what is listed before it: 拆迁农户387户、企业9家."""
        listed = name.nature == "stock" and self._text[before.end : claim.subject[-1][0]] == "、" and before.subject
        if not listed or before.kind != "level":
            return False
        begin = before.subject[-1][0]
        left = self._text[max(before.head[0], begin - 8) : begin]
        return left.endswith(self._indicators.acts) or self._text.startswith(self._indicators.acts, begin)

    def _again(self, claim: Claim, before: Claim, name: Name) -> Name | None:
        """Return the name for a second level of one subject: 由甲增加到乙 are two, 总人口3万，其中镇区1万 is a part."""
        gap = self._text[before.end : claim.start]
        if gap.endswith("完成") and self._text.endswith("投资", *claim.subject[-1]) and "固定" not in name.printed:
            return self._indicators.ending("完成投资", 4)
        part = (
            _PART_OF.search(gap)
            or _SOME_ARE.search(gap)
            or _ELSEWHERE.search(gap)
            or _PER_UNIT.search(gap.rstrip("不足约近仅只有达为"))
        )
        acted = gap.endswith(self._indicators.acts) and not AIMED.fullmatch(gap)  # 确保400万元、争取420万元
        return None if part or acted else name

    def _inherit_whole(self, sentence: list[Claim]) -> None:
        """Parts that 其中 breaks a whole into bear its subject: 复耕面积71亩，其中甲村11亩、乙村6亩."""
        whole: Claim | None = None
        for before, claim in pairwise(sentence):
            gap = self._text[before.end : claim.start]
            if "其中" in gap and not (
                whole is not None and before.subject[-len(whole.subject) :] == whole.subject != before.subject
            ):
                whole = before if before.indicator and before.kind == "level" else None
            elif whole is not None and not gap.startswith("、"):
                place = gap.startswith("，") and _TOWN_OR_VILLAGE.fullmatch(self._words(claim))
                whole = whole if place else None
            if whole is None or claim.indicator or claim.unit != whole.unit or claim.kind != "level":
                continue
            if not whole.subject or self._text.endswith(self._indicators.own_parts, *whole.subject[-1]):
                continue  # 9个行政村，其中贫困村3个
            if claim.subject and _PLACE.match(self._words(claim)):
                claim.subject, claim.indicator = (*claim.subject, *whole.subject), whole.indicator
