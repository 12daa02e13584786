"""The words that date the claims of a sentence: the period each is of, and the one that it is compared with."""

from __future__ import annotations

import re
from bisect import bisect_left

from .sections import NO_TITLE, title_year
from .years import HANZI, NEXT, SEASON, SHORT, SOME_YEARS, TO, TWO_HANZI, YEAR, chronicle, years_begin

__all__ = ["Timeline"]

_TO_MONTH = rf"\d?(?:月份?)?{TO}\d{{1,2}}月[份底末]?"
_SOME = rf"{SEASON}|\d{_TO_MONTH}"
_PART = (
    rf"(?:度|年?[底末初]|至今|起|全年|以?来(?![自到往])|{_SOME}"
    r"|\d{1,2}月(?:\d{1,2}[日号]|份|[上中下]旬|[底初末中])?)?"
)
_NO_DURATION = "(?!以[上下]|左右|多|来|间|期|一遇|内|前|后|时间|不变|代|产权|租|贷款|合同|免费|义务|历史|制)"
# The search skips to the characters that can begin a match, for the pattern begins with one class of characters.
_TIME = re.compile(
    rf"[\d民一二三四五六两xX×今未本去上前明来次翌同是全下年目现近过春国黄节“\"七八九十以几第](?:(?<=\d)(?<![\d.]\d)(?:{_TO_MONTH}|\d?月(?:[份底末]|(?=当月)))"
    r"|(?<=\d)(?=\d{1,3}(?:[年至到—–~-]|实现|完成|全|预计)|[09]\d?[xX×*])(?:"
    rf"(?<!\d\d)(?<=[12])\d\d\d年?(?P<span>{TO})(?:19|20)\d\d年"
    r"|(?<!\d\d)(?:(?<=[12])\d[5-9]|(?<=[5-9]))0年代(?:[初中末]期?|后期|前期)?"
    rf"|(?<!\d\d)(?<=[12])\d\d\d年(?!代|的?历史){_PART}|{SHORT}(?:(?<=[0-26-9])|(?<=1)[01])\d年{_NO_DURATION}{_PART}"
    r"|(?<=[12])\d\d\d(?=实现|完成|全|预计)|(?:(?<=2)0|(?<=1)9)(?:\d[xX×*]|[xX×*]{1,2})年[底末初]?)|(?<!\d)(?:"
    rf"(?<=[一二]){HANZI}{{3}}年(?:[上下]半年|[一二三四]季度|[底末初])?|(?<=去)冬今春|(?<=今)冬明春|(?<=[xX×])[xX×]{{1,3}}年[底末初]?"
    rf"|(?<=[次翌])(?<![人户头株辆台场]次)年|(?<=[同是])年(?=[，底末]|实现|全)|(?<=[今去上前明来本])(?<!以前)(?<!新上)年(?:度|全年|以来|年?底|{_SOME})?"
    r"|(?<=全)年|(?<=[上下])半年|(?<=下)(?:一年度?(?!内)|年度)|(?<=本)世纪末|(?:(?<=今)后|(?<=未)来)[一二三四五六七八九十两\d]年"
    r"|(?<=前)[两二三]季度|(?<=[一二三四])季度"
    r"|(?<=年)(?:内(?<![一二三四五六七八九十两几]年内)|[底末]|初(?!预算|计划|目标|任务|确定|下达|制定|安排))|(?<=目)前(?<!项目前)(?![期景置沿段])|(?<=现)(?<![发出体实将对把]现)[在有]|(?<=近)(?:年来|[几两二三四五六七八九十\d]{1,2}年来?)|(?<=几)年来|(?<=以)来(?<![汛春夏秋冬份月日旬情]以来)(?![自到往的第最首罕])"
    rf"|(?<=第)(?<!年第)[一二三四五六七八]次(?:全国)?人口普查|(?<=[五六七八九]){TWO_HANZI}年(?!代|来|前|间|时|以|的?历史){_PART}"
    r"|(?<=[一二两三四五六七八九十])年前(?![后期])"
    rf"|(?<=民)国[〇零一二三四五六七八九十百\d]{{1,5}}年{_PART}"
    r"|(?<=[二三四五六七八九十两])年(?:来|(?=累计|共|间))|(?<=过)去[二三四五六七八九十两\d]年"
    r"|(?:(?<=春)节|(?<=国)庆|(?<=五)一|(?<=节)(?<![季环细情礼关]节))(?:期间|小?长假|假期|黄金周|当天)|(?<=黄)金周"
    r"|(?<=[四五六七])普(?![通及法查遍惠选])"
    r"|(?:(?<=[七八九十])(?<![一二三四五六七八九百千万零].)|(?<=[“\"])[七八九十])"
    r"(?:[一二三四〃·]五(?![十百千万亿元个户人一二三四五六七八九])"
    r"|五(?:(?=[”\"]|期间|时期|计划|规划|期?末|以来)))[”\"]?(?:期间|期?末)?))"
)
_NO_DATE = re.compile(
    r"(?<=全年)的?(?:(?:目标|任务|指标)(?!(?:任务)?：)|(?:计划|预算)(?=的|任务|目标|数))"
    r"|(?<=[五”\"])[”\"]?(?:规划|计划|时期)?的?(?:收官|开局|起步|最后|末|第[一二三四五]|关键|头|攻坚|决胜|承上启下|实施)[^，。；]{0,3}年(?<=年)"
    r"|(?:同期)?(?:基本)?(?:持平|相当)"
    r"|的?(?:不变价|可比价|价格)|\d{0,4}号|[^，。；\d]{0,6}文件"  # 按2005年不变价, 2011年12号文件
)
_FOR_ALL = re.compile("[^，。；]{0,4}相比，")  # 与2000年相比，收入增长70%，城镇化率提高8个百分点
_REACHED = re.compile(r"(?:实现|完成|达到)[^，。；]{0,3}$")
# 提前一年实现“十一五”目标；
_PLAN_GOAL = re.compile(r"[”\"]?(?:规划|计划)?(?:前[两三]年)?[^，。；\d]{0,4}(?:目标|任务)")
_NEXT_ITEM = re.compile("[二三四五六七八九十]是")  # 一是…，全年修路5公里；二是…
_PLAN = re.compile('五[”"]?(?:期间|时期)?$|^(?:今后|未来)')
_KEPT = re.compile("(?:结转|结余|滚存)[^，。；、]{0,40}")  # 上年结转356万元，本年收入2800万元
_OTHER_THAN = re.compile("比(?<![同环相]比)")
_FOUNDED = ("建于", "立于", "创于", "办于")
_EVENT = re.compile(
    r"(?:建成|成立|投产)[^，。；\d]{0,6}，|[^，。；\d]{0,10}?(?:建社|建厂|建场|建村|建校|改乡|改镇|建镇|建乡|设镇|建制|撤[乡镇县并区]|合并|并入|更名|改[称为]|评为|授予|列为|命名|荣获)"
    r"|(?!全)[^，。；、\d从由比较占是为达超]{2,6}(?<![额值量率数])的[约近]?\d"  # 2019年开工的3个项目竣工，新建公园2处
)
_BASE_BEFORE = re.compile(
    "(?:比[^，。；0-9]{1,10}的|比[之起]|[比较同与占]|(?:是|(?<![化整变高加升降少])为)(?P<like>)|接近|相当于|恢复[到至]|较之|相较于|[高低多少快]于|高出|超过|超出|不及|不足)“?$"
)
_BASE_AFTER = re.compile(
    r"的?(?:[\d.,]+[万亿]?[元人亩吨]的?)?基础上|[^，。；《在从由比较]{1,30}的?基础上|为基[期数]|的?同期|的[\d.]+倍"
)
_LIKE = re.compile(r"[”\"]?(?:时期|期间)?的|\d|同期|全年")  # 是96年的5.1倍
_BASE_FIGURE = re.compile(r"(?!.*相比)[^，。；：\d]{0,14}")  # 比2006年的3200元增加5400元
_FROM = re.compile("[由从](?:原来|原先)?的?[约近]?$")  # 收入由2002年的3亿元增加到2006年的5亿元，税收由2亿元增加到3亿元
_TO = re.compile("[到至为](?:了|目前的?|现在的?)?[约近]?$")
_PART_OF_YEAR = re.compile("[月季半]")
_OF_YEAR = re.compile("(?:占|完成|为|[比较])[^，。；]{0,3}年(?:度|初)?(?:计划|任务|预算|目标)[^，。；\\d]{0,4}$")
_ALSO = re.compile(  # 比2005年增加2.1亿元，增长35%
    "[，、]?(?:净?增加?|增长|增幅|升幅|涨幅|上升|提高|下降|减少|降低|降幅|减幅)(?:率|幅度|速度)?(?:[了为达近约]|达到)?"
)
_AFTER_PAIR = re.compile("，(?:年均)?(?:净?增加?|增长|增幅|上升|提高|下降|减少|降低)[了为达近约]?")
_PAIR_END = re.compile("(?:增加|提高|上升|增长|发展|扩大|下降|减少|降低|[增升降])(?:到|至)[^，。；]{0,20}$")
_FROM_ENDS = re.compile("到|至|增|减|升|降|为|[，。；]")
_PLAN_YEAR = rf"(?:{YEAR}|(?<!\d)[089]\d年|下一?年)度?|{NEXT}"
_HEADED = re.compile(rf"[^，。；：\n]*?(?P<year>{_PLAN_YEAR})")  # 2015年工作任务。, or 2013年，要加大投入
# the first line below a heading: 2006年，总产值达到6亿元, and the sentence before goals: 2020年是关键之年。主要目标是：
_BELOW = re.compile(
    rf"[^\n]*\n(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[）)、.．])?[在到]?(?P<year>{_PLAN_YEAR})[，里中是]"
)
_OPENED = re.compile(
    rf"(?:^|[。\n])(?P<year>{_PLAN_YEAR})(?P<is>[，是])(?:(?<=，)|[^。\n]*(?:之年|一年))[^。\n]*。[^。\n]{{0,8}}\Z"
)
_NEAR = 40  # how far before a word of time the bracket may open that it stands in

_LAST, _FULL_YEAR = re.compile("[去上前]年"), re.compile(r"(?:19|20)\d\d(?=年)")
# of years
_SEVERAL = re.compile(r"五[”\"]?(?:期间|时期)?$|年来$|(?<!今年)以来$|^[二三四五六七八九十两\d]年$|去[^，]{0,2}年$")
_NOW = ("目前", "现有", "现在", "年末", "年底", "年初")
Word = tuple[str, int]  # a word of time, and where it ends or the aside ends that it dates
_NOTHING: Word = ("", -1)


class Timeline:
    """The words that date the claims of one text, asked in text order."""

    def __init__(self, text: str, planned: list[tuple[int, int]]) -> None:
        self._text = text
        self._planned = iter(planned)
        self._ahead = _year_ahead(text)
        self._heads = chronicle(text)
        self._plan = (-1, -1, "")  # begin and end of a section of plans, and the word of its heading for the year
        self.sentence(0, 0)

    def sentence(self, begin: int, end: int) -> None:
        """Go to the sentence at [begin, end)."""
        self._bounds = (begin, end)
        self._words = _TIME.finditer(self._text, begin, end)
        self._next: re.Match[str] | None = None
        self._period = self._carried = self._first = self._moved = self._opening = self._led_to = ""
        self._part, self._stop = begin, self._text.find("；", begin, end)  # where a part of it begins and ends
        self._passing = False  # whether the period does not reach beyond its part
        self._base = self._aside = _NOTHING

    def planned_for(self, position: int) -> str:
        """Return the year that a heading of plans or their first clause prints, for positions that must not fall."""
        while self._plan[1] <= position:
            begin, end = next(self._planned, (len(self._text), len(self._text) + 1))
            found = _HEADED.match(self._text, begin, min(begin + _NEAR, end))
            found = found or _BELOW.match(self._text, begin, min(begin + 2 * _NEAR, end)) or self._opened(begin)
            goes_on = self._plan[2] if begin <= self._plan[1] + 1 else ""  # 2024年，增长6%。重点抓好…3500亩
            self._plan = (begin, end, found["year"] if found else goes_on)
        return self._plan[2] if self._plan[0] <= position else ""

    def _opened(self, begin: int) -> re.Match[str] | None:
        """Return the year that the sentence before a plan is of, where it is one to come: 2024年，增长6%。重点抓好…."""
        found = _OPENED.search(self._text, max(0, begin - 2 * _NEAR), begin)
        return found if found and (found["is"] == "是" or found["year"][:4] == self._ahead) else None

    def at(self, since: int, position: int, kind: str) -> tuple[str, str]:
        """Return period and base period of a claim of that kind at `position`; the claim before it ended at `since`.

        A level right after a base is itself of that time, and what moves from it goes on from there: 比2006年的3200元
        增加5400元. What goes on from a movement has its base: 比2005年增加2亿元，增长35%. A pair of years lends
        the first to what rises from a figure after it: 由2005年的3元到2010年的5元，税收由2元到4元.
        An aside dates nothing after it: 18亿元（2015年12亿元），增长8%.
        """
        while (time := self._next or next(self._words, None)) is not None and time.start() < position:
            self._next = None
            self._take(time)
        self._next = time
        period, near = self._current(since, position, kind), max(since, position - 6)
        two_years = kind == "share" and self._first[:1].isdigit() and self._period[:1].isdigit()
        if self._first and (kind == "level" or two_years) and _FROM.search(self._text, near, position):
            return self._first, ""
        if self._led_to and kind == "level" and _TO.search(self._text, near, position):
            return self._led_to, ""
        return self._compared(since, position, kind, period)

    def _compared(self, since: int, position: int, kind: str, period: str) -> tuple[str, str]:
        """Return the period of a claim, or its base's where it is a level of that time, and its base period."""
        word, end = self._base
        moved, self._moved = self._moved, ""
        if self._first and kind != "level" and self._of_pair(since, position):
            return period, self._first
        if end < since:
            other = self._carried and _OTHER_THAN.search(self._text, since, position)  # 但仍比赵店镇少1100万元
            self._carried = "" if kind == "level" or other else self._carried
            if moved and kind != "level" and _ALSO.fullmatch(self._text, since, position):
                self._moved = moved
            return period, self._carried or self._moved
        if kind == "level" and _BASE_FIGURE.fullmatch(self._text, end, position):
            self._carried = word
            return word + "同期" * self._text.startswith("同期", end), ""
        self._moved = word
        return period, word

    def _current(self, since: int, position: int, kind: str) -> str:
        """Return the period at `position`, without what it is compared with."""
        self._go_to(position)
        if self._passing and _SEVERAL.search(self._opening) and self._text.find("累计", since, position) >= 0:
            self._period, self._passing = self._opening, False
        period = self._aside[0] if position < self._aside[1] else self._period
        if kind == "level" and _PART_OF_YEAR.search(period):
            of = _OF_YEAR.search(self._text, max(since, position - 12), position)
            period = period if of is None else "全年" * ("全年" in of[0])  # 1-9月完成1.96亿元，占年计划2.55亿元的76.9%
        return period or self._head_year(position)

    def _head_year(self, position: int) -> str:
        """Return the year that the entry of a chronicle stands under."""
        i = bisect_left(self._heads, (position, ""))
        return self._heads[i - 1][1] if i else ""

    def _go_to(self, position: int) -> None:
        """Pass the semicolons before `position`: 今年计划3000亩，去年2600亩；新修公路 goes on with 今年."""
        while 0 <= self._stop < position:
            if self._passing or (self._period == "全年" and _NEXT_ITEM.match(self._text, self._stop + 1)):
                self._led_to = self._period if self._first else ""
                self._period, self._passing = self._opening, False
            self._part = self._stop + 1
            self._stop = self._text.find("；", self._part, self._bounds[1])

    def _begin(self, period: str, start: int, end: int) -> None:
        """Go on with another period; one that only looks back, or a sum of years, does not reach beyond its part."""
        within = start - self._part > _NEAR or self._text.find("，", self._part, start) >= 0
        looks_back = _LAST.match(period) or _SEVERAL.search(period) or self._text.startswith("前", end)
        year, opened = _FULL_YEAR.match(period), _FULL_YEAR.match(self._opening)
        if not within and not (self._opening and SOME_YEARS.fullmatch(period)):  # 到2015年…；投资五年累计60亿元
            self._opening = period
        elif looks_back or (period == "全年" and self._opening):
            self._passing = True
        elif year:
            led_to = self._text[end : end + 1] == "的" and _SEVERAL.search(self._opening) is not None
            self._passing = led_to or (opened is not None and year[0] < opened[0])
        self._period = period

    def _of_pair(self, since: int, position: int) -> bool:
        """Whether it tells how a pair of levels differ: 由1998年的2100元提高到2003年的3500元，净增1400元."""
        near = max(since - _NEAR, self._bounds[0])
        told = _AFTER_PAIR.fullmatch(self._text, since, position) is not None
        return told and _PAIR_END.search(self._text, near, since) is not None

    def _in_brackets(self, brackets: str, position: int) -> bool:
        """Whether one of a pair of brackets has been opened before a position, and not closed."""
        near = max(position - _NEAR, self._bounds[0])
        opened, closed = (self._text.rfind(bracket, near, position) for bracket in brackets)
        return opened > closed

    def _dates_nothing(self, time: re.Match[str]) -> bool:
        """Whether it is part of a name, a goal that was reached, or of a plan: “七五”期间，五年累计."""
        text, start, end = self._text, time.start(), time.end()
        if _NO_DATE.match(text, end) or self._in_brackets("《》", start):
            return True
        if "五" in time[0] and _PLAN_GOAL.match(text, end) and _REACHED.search(text, max(start - 8, 0), start):
            return True
        told = text[start - 1 : start] == "年" or _PLAN.search(self._period)  # 1992、1993、1994年三年累计
        return bool(told and SOME_YEARS.fullmatch(time[0]))

    def _compare(self, word: str, end: int) -> None:
        """Take a word as what is compared with."""
        self._base = (word, end)
        self._first = word if self._text.startswith(("相比", "比"), end) else self._first
        self._carried = word if _FOR_ALL.match(self._text, end) else self._carried

    def _take(self, time: re.Match[str]) -> None:
        """Take a word of time, with the years before it that it is told with."""
        text, start, end = self._text, time.start(), time.end()
        self._go_to(start)
        if self._dates_nothing(time):
            return
        if kept := _KEPT.match(text, end):
            self._aside = (time[0], kept.end())
            return
        begin = years_begin(text, start, end)
        if begin < start:
            self._first, self._led_to, self._aside, self._base = "", "", _NOTHING, _NOTHING
        self._go_on(text[begin:end], begin, end, begin < start or time["span"] is not None)

    def _go_on(self, word: str, start: int, end: int, span: bool) -> None:
        """Take a word as a base, an aside or the time that goes on from it."""
        text, from_ = self._text, self._text.endswith(("从", "由"), 0, start)
        before = _BASE_BEFORE.search(text, max(start - 14, self._bounds[0]), start)
        if before is not None and (before["like"] is None or _LIKE.match(text, end)):
            if not (before[0] == "占" and word == "全年"):
                self._compare(word, end)
        elif _BASE_AFTER.match(text, end):
            self._base = (word, end)
        elif _EVENT.match(text, end) or text.endswith(_FOUNDED, self._bounds[0], start) or (from_ and not span):
            ends = _FROM_ENDS.search(text, end, min(end + 2 * _NEAR, self._bounds[1]))
            self._aside = (word, ends.start() if ends else self._bounds[1])  # 从前年的540万元上升到588万元
            self._first = word if from_ and text.startswith("的", end) else ""
        elif self._first and text[start - 1] == "、" and text.startswith("的", end):
            self._aside = (word, self._aside[1])  # 从2005年的32%、2010年的41%提高到2012年的45%
            self._first = word
        elif self._in_brackets("（）", start):
            closed = text.find("）", start, start + 2 * _NEAR)
            self._aside = (word, closed if closed >= 0 else self._bounds[1])
        elif word in _NOW and start > self._bounds[0] and (stop := text.find("；", end, self._bounds[1])) >= 0:
            self._aside = (word, stop)  # 目前尚有两处未完工；全年改造道路5公里
        else:
            if text[start - 1] not in "到至为达" and self._first == self._aside[0]:
                self._first = ""  # another year than that which the pair leads to
            self._led_to = ""
            self._begin(word + "同期" * text.startswith("同期", end), start, end)
            self._base = _NOTHING


def _year_ahead(text: str) -> str:
    """Return the newest year that a text prints, if it is later than what the text looks back on, else ''."""
    years = set(_FULL_YEAR.findall(text))
    newest, title = max(years, default="0"), title_year(text)[0]
    ahead = int(newest) > title if title < NO_TITLE else str(int(newest) - 1) in years
    return newest if ahead else ""
