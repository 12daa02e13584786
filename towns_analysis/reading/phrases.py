"""Find the noun phrase that names what a figure measures, before the number or after it."""

from __future__ import annotations

import re
from functools import lru_cache

from ..vocabulary import any_of, entries, words_by_role

__all__ = ["Phrases"]

_YEAR = (
    r"(?:(?:(?<!\d)(?:(?:19|20)\d\d[—–~至到-])?(?:19|20|1)?\d\d|[一二][〇0OoО一二三四五六七八九]{3}|(?<![一二三四五六七八九十百千万])[五六七八九][〇零一二三四五六七八九](?=年)|民国[〇一二三四五六七八九十\d]{1,4}|[七八九]十[一二三四五六七八九]?(?=年[度底末初])|[xX×]{2,4}|(?:19|20)\d?[xX×*]{1,2})"
    r"年(?:度|年?[底末初]止?|至今|起|来|[春夏秋冬]季?(?=已|共|全))?)"
)
_MONTHS = r"(?<=[\u4e00-\u9fa5])\d{1,2}(?:[至到—–~-]\d{1,2}月份?|月[底末])"  # 财政收入1-11月完成
_CUT = re.compile(r"[，,。；;：:！？!?（(\n]|、(?!小学|小型|三产|三次产)")
_DATED_INSIDE = re.compile(r"(?<=[\u4e00-\u9fa5])(?:19|20)\d\d年[度底末初]?")
_LISTED = re.compile("[，,。；;：:、年末底]?[\u4e00-\u9fa5](?<![一二三四五六七八九十])、")
_ASIDE = re.compile(r"(?<=[\u4e00-\u9fa5])（[^（）]{1,30}）$")
_CLOSED = re.compile("[）)]")
_DATED = re.compile(r"[（(][^）)]*\d[^）)]*[）)]")
_ENDS = (
    r"[，,。；;：:！？!?（）()《》\n、\d+~—]|[一二两三四五六七八九十百千]{2,}|[一二两三四五六七八九]万[一二两三四五六七八九]"
    r"|(?<=村)村(?=集体|级)|第[一二三四五六七八九十\d]{0,2}(?:[位名，。；]|$)|[一二两三四五六七八九十][个户人名家项座处条所台栋幢口镇乡]"
)
_FROM = re.compile(r"(?:从(?![业事])|由(?!于))(?![^，。；]*一项)[^，。；]{0,14}$")
_CAUSE = re.compile("[因受].{1,10}(?:因素|原因|影响)$|因素(?:影响)?后?$")  # 因政策性因素调整为1198万元
_COMPARED = re.compile(
    r"同比|环比|按年|比[^，。；\d]{1,10}(?:的(?:19|20)\d\d年|最[好高多低少大]$)|比历史最[好高][^，。；]{0,6}$"
    r"|[比较](?:(?:19|20)\d\d年|上年|去年)(?=[\u4e00-\u9fa5]{4})(?!同期|实|完成|执行|决算|预算|计划|全|水平|平均)"
    r"|(?:比(?:(?<!城乡收入比)(?<!城乡居民收入比)|(?=19|20|上年|去年))(?![重例])|较(?![大好高低快小强为早长重])|(?:与|(?<![合共不相])同(?!期(?!相|比)[\u4e00-\u9fa5]{3,}$))(?=口径|.*(?:相比|期|年|月|持平)))[^，,。；]{1,20}?(?:相比)?"
    r"(?=增|减|提|上|下|降|翻|多|少|高|低|净|扩|缩|涨|跌|节|省(?![平内级份市里的均])|压|削|年均|略|大幅|分别|$)"
    r"|年均(?![收产利税支投])|平均每年|每年|逐年|大幅度?|首次"
)


class Phrases:
    """Patterns compiled from the phrase roles of ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        self._short, self._extents, self._nouns = (set(words[role]) for role in ("short", "extent", "verb_noun"))
        self._objects = self._short - self._extents
        self._relative = tuple(words["relative"])
        joined = {role: any_of(found) for role, found in words.items()}
        names = [n for row in entries("places", path) for n in (row["zh"], *row["names"].split()) if n != "-"]
        self._verb = re.compile(
            rf"{joined['firm']}|(?!{joined['no_verb']})(?:{joined['verb']})(?:了|过|出(?!口)|好)?(?!{joined['compound']})|完成了?(?!投资)"
            rf"|{any_of(names)}(?!级)"
        )
        self._verbs = re.compile(f"(?:{self._verb.pattern})++")
        # what those that are counted do: 35个村安装路灯420盏
        self.deed = re.compile(f"(?<=[村组社户人员众民部业校位行队镇乡者])(?:{self._verb.pattern})")
        self._lead = re.compile(
            rf"(?:{_YEAR}|(?:[\u4e00-\u9fa5]{{2,5}}[镇乡]|[\u4e00-\u9fa5]{{2,3}}村|[该本全我][镇乡村]|[镇乡村](?=[内里]))[内里]?(?:现|共|还|现共)?有(?![限机色关线效])"
            rf"|[该本全我][镇乡村](?:现|共|下|管)*辖有?(?!区)"
            rf"|/(?:公?斤|平方米|立方米|千瓦时|[年月日亩人户吨度个件台])|第[一二三四五六七八九十\d]{{1,2}}[批期轮次]|(?:第?[一二三四]|前[两二三])季度|(?:过去|今后|未来)?(?:[一二三四五六七八九十两]|(?<!\d)\d)年(?:内|来|间)?|“?(?:[七八九]|十[一二三四]?)五”?(?:期间|时期|末)|(?:春节|国庆)(?:期间|假期)|[一二三四五六七八九十两\d]个半?月(?:内|来)?|(?:\d{{1,2}}[—–~至到-])?\d{{1,2}}月(?:\d{{1,2}}日|份|底|初)?前?|(?!{joined['opaque']})(?:{joined['lead']})"
            rf"|整[、，]|【[^】]*】|〔[^〕]*〕|［[^］]*］|\[[^\]]*\]|[一二三四五六七八九十]、|\d{{1,2}}[、.]|[\"”’》\s:：，,、；;）)—①-⑳⑴-⒇㈠-㈩]|(?<=[\u4e00-\u9fa5])了)++"
        )
        units = any_of(spelling for row in entries("units", path) for spelling in row["spellings"].split())
        self._tail = re.compile(
            rf"(?:比?{_YEAR}|比[上去]年|{_MONTHS}|(?:第[一二三四五六七八]次)?(?:全国)?人口普查[时数]?"
            rf"|（[百千万亿]*{units}）|\[\d{{1,2}}\]"
            r"|第[一二三四五六七八九十\d]{1,2}[批期轮次]|(?<=[入出费资])安排|(?<=[入出])预算(?:安排|数|为)?|(?<=[村户人家镇个目业])中|(?<=[度达为是])每平方公里|(?<=[产量入资价值额积率])平均|(?<![A-Za-z])超(?!额)|(?<=[资入值出收款额产])[两二三四五六七八九十]年[来间]?|连续[两二三四五六七八九十\d]年(?:保持|实现)?|保持|[\"“‘:：\s—+-]|"
            + _ending(words["tail"], words["no_tail"] + words["no_cue"])
            + ")++$"
        )
        self._after = re.compile(
            rf"(?:多|余|左右|以上|的|、|是|属于)*(?P<noun>(?:{joined['opaque']}|小（[一二12]）型|(?!{joined['stop']}|的|{_ENDS}).)*)"
        )
        moved = any_of(words["growth"] + words["fall"])
        self.moved_gap = re.compile(f"[、，,和及与]{{1,2}}(?:{moved})?了?[+-]?")  # 分别下降12.7%、增长3.4%
        self.joined_gap = re.compile(f"[和及](?:{moved})|[、，,和及与：]{{1,2}}(?:其中)?[+-]?")  # 增长7.8%和下降6.4%
        self.shared = re.compile(joined["list_head"] + "$")
        self.whole = re.compile(f"(?:{joined['list_head']}|{joined['list_whole']})$")
        self._ranking = re.compile(joined["ranking"] + "[^，。；]*$")
        self.before_number = lru_cache(maxsize=65_536)(self._before_number)
        self.after_number = lru_cache(maxsize=65_536)(self._after_number)

    def _before_number(self, clause: str) -> tuple[str, int, bool]:
        """Return the noun phrase that ends `clause`, with its offset there; '' if there is none.

        `clause` is the text up to the number, without the cue words right before it. The third item tells
        whether the phrase is only a verb (培训980人).
        """
        end = self.trimmed(clause)
        if aside := _ASIDE.search(clause, 0, end):
            end = aside.start()  # 财政总收入（包括基金）完成
        start, end = self._without_comparison(clause, _after_cuts(clause, end), end)
        start = led = self._after_lead(clause, start, end)
        for verb in self._verb.finditer(clause, start, end):
            rest = clause[verb.end() : end]
            if verb[0] in self._relative and "的" in rest:
                start = end - len(rest.rpartition("的")[2])  # 满足条件的农户
            elif rest in self._objects or (len(rest) >= 2 and not self._compound(clause, start, verb, rest)):
                start = verb.end()
            elif rest in self._extents and verb.start() == start:
                start = verb.end()  # 新建了长1.3公里的大道, but 圩堤加固长800米
        if start != led:
            start = self._after_lead(clause, start, end)
        start = _whole_list(clause, _after_year(clause, start, end), end)
        phrase = clause[start:end]
        if self._names_nothing(clause, start, phrase):
            return "", 0, False
        return phrase, start, phrase not in self._nouns and self._verbs.fullmatch(phrase) is not None

    def _names_nothing(self, clause: str, start: int, phrase: str) -> bool:
        """Whether what is left is no noun; one character is one if known, or an item: 红枣2万亩、杏9000亩."""
        if len(phrase) < 2:
            item = start == 1 == len(phrase) and clause[0] == "、" and phrase not in "争保"
            return phrase not in self._short and not item
        return self._lead.fullmatch(phrase) is not None or _CAUSE.search(phrase) is not None

    def _compound(self, clause: str, start: int, verb: re.Match[str], rest: str) -> bool:
        """Whether two verbs end a noun: 黑土地保护利用, but not 已完成改造."""
        noun = verb.start() - start >= 2 and clause[verb.start() - 1] not in "要已共现将再前"
        return noun and self._verb.fullmatch(rest) is not None

    def trimmed(self, clause: str) -> int:
        """Return the length of `clause` without the predicate words at its end."""
        tail = self._tail.search(clause)
        return tail.start() if tail else len(clause)

    def _after_lead(self, clause: str, start: int, end: int) -> int:
        lead = self._lead.match(clause, start, end)
        return lead.end() if lead and (end - lead.end() >= 2 or clause[lead.end() : end] in self._short) else start

    def _without_comparison(self, clause: str, start: int, end: int) -> tuple[int, int]:
        """Leave 比上年, 同比 and 从96年的 at the end of the phrase out."""
        whole = end
        found = _FROM.search(clause, start, end)
        if found and found.start() > start:
            end = found.start()
        for compared in _COMPARED.finditer(clause, start, end):
            if compared.start() - start < 2:
                start = compared.end()
            elif compared[0][-1] != "年" or compared.end() > end - 2:
                end = compared.start()
                break
        tail = self._tail.search(clause, start, end) if end != whole else None
        return start, tail.start() if tail else end

    def _after_number(self, right: str) -> tuple[str, int]:
        """Return the noun phrase that begins `right` (the text after the number), with its offset there."""
        match = self._after.match(right)
        if (
            match
            and right[match.end() : match.end() + 1] == "的"
            and (len(match["noun"]) == 1 or match["noun"].startswith(self._relative))
        ):
            further = self._after.match(right, match.end())  # 10个村的市级生态村: what the villages are
            match = further if further and further["noun"] else match
        return (match["noun"], match.start("noun")) if match and match["noun"] else ("", 0)

    def ranked(self, clause: str) -> str:
        """Return `clause` without the words of ranking at its end: 综合实力居全国千强镇第 → 综合实力."""
        return self._ranking.sub("", clause)


def _after_cuts(clause: str, end: int) -> int:
    """Return where the last clause of the text up to `end` begins; a bracket that is closed is no cut."""
    start = 0
    for cut in _CUT.finditer(clause, 0, end):
        if cut[0] not in "（(" or not _CLOSED.search(clause, cut.end(), end):
            start = cut.end()
        elif dated := _DATED.match(clause, cut.start(), end):
            start = dated.end()
    return start


def _after_year(clause: str, start: int, end: int) -> int:
    """Return where the phrase begins after a year within it: 经济概况2006年国内生产总值."""
    return max((year.end() for year in _DATED_INSIDE.finditer(clause, start, end - 2)), default=start)


def _whole_list(clause: str, start: int, end: int) -> int:
    """Return where a list of single characters begins whose last item begins at `start`: 林、牧、副、渔比重."""
    while end - start > 1 < start and _LISTED.fullmatch(clause, max(start - 3, 0), start):
        start -= 2
    return start


def _ending(words: list[str], apart: list[str]) -> str:
    """Return a pattern of the words that none of the longer words `apart` ends with: 计, but not in 统计."""
    longer = {word: [whole for whole in apart if whole.endswith(word) and whole != word] for word in words}
    return any_of({word: "".join(f"(?<!{re.escape(whole)})" for whole in wholes) for word, wholes in longer.items()})
