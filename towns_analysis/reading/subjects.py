"""Find what each figure of a sentence measures."""

from __future__ import annotations

import re

from ..vocabulary import any_of, words_by_role
from .cues import Cue
from .measures import AMONG, CLAUSE_END, CURRENCIES, GENERIC, Claim, Span
from .phrases import Phrases
from .quantities import Mention

__all__ = ["SubjectWords", "Subjects"]

_COMPARED_TO = re.compile(
    r"(?:(?:已?是|刚过|为|相当于|等于|不及|[只仅]及|不足|不到|达到?|即|接近|恢复到|占|比|于|与)[^，。；：]*的"
    r"|超出?[^，。；\d]{0,6}(?:计划|任务|预算|目标|指标|定额)数?|[比较][^，。；\d]{0,8}(?:计划|任务|预算|目标)数?超出?|，超出"
    r"|(?:高出|高于|低于|超出|超过|超(?=全)|优于|好于|多于|少于|快于|慢于|落后)[^，。；：]*|在[^，。；：]*基础上翻了?"
    r"|(?:只|仅|已)?(?:完成|超额?|达到?|为)[^，。；]{0,12}(?:(?:计划|任务|指标|预算|目标|同期|总和|水平)数?的?|进度的))$"
)
_ABOVE_PLAN = re.compile(r"超额?(?:完成)?[^，。；\d]{0,6}(?:计划|任务|预算|目标|指标)数?$")
_RATE_NAME = re.compile(
    "(?<=[额值入量额资税])的?(?:增幅|增速|涨幅|降幅|跌幅|增长率)[由从]?$|(?:[低高少多]于|高出)(?:[上去]年)?(?:同期)?$"
)  # 增加值增速回落到2.1%
_SHORT_OF = re.compile(
    "(?:(?:欠|落后于?|滞后于?|超过?|快于|超前于?)(?:序时|时间|预定|计划|年度)*进度|[距离][^，。；]{2,14}|[比较][^，。；]{0,8}(?:目标|计划|任务)数?[尚还仍]?[差短欠]少?)$"
)  # 离省定标准还差2个百分点
_BEYOND = re.compile(
    r"(?:高出|高于|低于|超出|超过)[^，。；]*(?:平均|标准|水平)[^，。；]{0,3}$"
    r"|(?:高于|低于|超过|未?达到?)[^，。；\d]{0,8}(?:确定|下达|制定|提出|核定|预定|规定)的?$"
)
_BEYOND_SIGNS = set("于出过达")
_SHARE_OF = re.compile(r"(?:在[^，。；]{1,10}[中里])?(?:约|共|均|各|分别|则|也|仅|只|还|就)*占(?!比)[^，。；]*$")
_REDACTED, _REDACTED_FIGURE = re.compile(r"[×xX*＊]{2}|\.\*"), re.compile(r"\d[*＊]\.\d|\d\.[*＊]")
_TITLE = re.compile(r"\n[^\u4e00-\u9fa5\n]{0,6}(?:[一二三四五六七八九十][、是])?([\u4e00-\u9fa5]{2,12})[。：]$")
_NAMED = re.compile(r"(?:[。；\n、.．]|^)([\u4e00-\u9fa5]{2,8})：$")
_AFTER = re.compile(r"[^，。；、,;：\d]*")
_PER_UNIT = re.compile(
    r"(?:平均)?(?P<per>[人户亩村乡组棚]均|[户村亩]平|每(?:[人户亩村组社斤吨头株棵只胎栋张台班]|公斤|公顷|平方米|立方米|平方公里|[百千万][人户]|百名[\u4e00-\u9fa5]{2,3}))(?:平均|最[高低]|拥有)?(?:约|仅|只|达|为|有|剩|突破|超过|卖|售价|价格|到)*$"
)
_PER_SIGNS = set("均每平")
_PER_HEAD = re.compile("[人户亩村乡组棚][均平]|每")
_PER_HEAD_OF = re.compile("[人户]均")
_LEVELS = re.compile(r"(?:国家级?|[省市县区镇]级?)(?:、(?:国家级?|[省市县区镇]级?))+")
_AGED = re.compile(r"\d{1,3}周?岁(?:及其?)?以[上下]的?")
_MOVES = re.compile(r"(?:同比|比上年|较上年)(?:增|下|减|上|提)|[到至]\d")
_NOUN = re.compile("[\u4e00-\u9fa5]{2}|（[头只匹]）")
_PAIRED = re.compile(  # 28栋1340套安置房, 1个1200亩的制种基地, 5000头（只）羊
    r"（[头只匹]）|超\d[\d.]*[万亿]{0,2}元(?=项目|企业)|\d[\d.]*万?[余多]?(?:[套间座台]|(?:亩|平方米|公里|米|吨|[万亿]?元)的)(?=[\u4e00-\u9fa5]{2})"
)
_LISTED_OF = re.compile(  # 解决1900人、760头大牲畜的饮水困难
    r"[\u4e00-\u9fa5]{0,4}(?:[、和]?\d[\d.]*万?[余多]?[户人头只][\u4e00-\u9fa5（）]{0,6})+的([^，。；、\d的]{2,10})"
)
_OF_THE_YEAR = re.compile("占(?:全?年度?(?:任务|计划)?|任务)数?")
_THIS_TIME = re.compile("今年|明年|来年|下半年|计划")
_FIGURE_NEXT = re.compile(r"(?:均|都|各)?(?:已)?(?:超|达|约|近|突破|超过|达到|不足|不到|低于|高于)?[\d百千]")
_OUT_OF = re.compile(
    "从([^，。；、]{2,12})中(?:统筹|调剂)?(?:安排|返还|拨付|列支|划拨|解决|支付|提取)(?:给?我[镇乡])?$"
)
_PERSONS = re.compile(r"\d[\d.]*万?[余多]?(?:名(?=[\u4e00-\u9fa5]{2})|人(?!次)(?=[\u4e00-\u9fa5]{3}))")
_MORE_THAN = re.compile("[多少][收产用种卖][^入量地]")  # 比上年的280斤多收142斤
_ABOUT = re.compile("(?:左右|上下)(?=[\u4e00-\u9fa5]{2})(?!的)")
_OVER_OF = re.compile(r"(?:以上|左右|以下)的")
_TOLD = re.compile(
    r"、?(?:[\d.]+万?[余多]?人)?(?:、[\d.]+万?[余多]?[头只]大?牲畜)?(?:已|均|都|全部|全|仍|尚|还|至今|实现了?|稳定|因[^，。；、\d因]{1,8})*((?!给予|分布|居住|中|(?:总|户籍|常住|农业)?人口|[一二两三四五六七八九十百千万]+[余多]?口?[户人])(?:没有|未|不)?[^，。；、：:（）“”\d的在于]{2,10})"
)
_COUNTED = {"count", "person", "household", "visit", "mu", "ha", "m", "km", "m2", "km2", "t", "kg", "m3"}
_ENTITIES = {"count", "person", "household"}
_LEFT_OVER = CURRENCIES | _ENTITIES | {"percent"}
_NO_NOUN_AFTER = {"growth_rate", "multiple", "rank"}


class SubjectWords:
    """Patterns compiled from the subject roles of ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        joined = {role: any_of(found) for role, found in words.items()}
        self.sums, self.extents, self.settlements = (set(words[role]) for role in ("sum", "extent", "settlement"))
        self.reaching, self.progress, self.funds = set(words["reaching"]), set(words["progress"]), tuple(words["fund"])
        self.deeds, self.joining = tuple(words["progress"]), tuple(words["joining"])
        self.helping, self.moving = (*words["reaching"], *words["helping"]), tuple(words["moving"])
        self.ways, self.over_village = tuple(words["way"]), tuple(words["over_village"])
        self.labels, self.aims = {*words["task"], *words["outcome"]}, set(words["aim_noun"])
        self.extent_of = re.compile(rf"(?:、{joined['extent']}约?[\d.]+(?:米|公里|公尺))*的([^，。；、\d]{{2,12}})")
        self.used_for = re.compile(rf"，?(?:主要|全部)?{joined['used_for']}(?!区|率|后)了?([^，。；、\d的]{{2,12}})")
        self.takes_part = re.compile(rf"{joined['take_part']}了?([^，。；、\d]{{2,14}})")
        # 固定资产投资稳中有进，完成8亿元: a clause without a figure that says how something goes
        heads = "|".join(f"(?<={word})" for word in words["list_head"] + words["list_whole"] if len(word) > 1)
        self.own_clause = re.compile(
            rf"(?:^|[，。；、])(?P<noun>(?!{joined['no_topic']})[\u4e00-\u9fa5“”]{{2,18}}?)"
            rf"(?:(?:{heads})(?!{joined['topic_goes_on']})|(?={joined['predicate']}))[^，。；、\d]{{2,14}}(?=[，、])"
        )
        self.amounts = re.compile(any_of(words["list_head"] + words["list_whole"] + words["topic_head"]) + "$")
        self.left_over = re.compile(rf"(?<![\u4e00-\u9fa5]){joined['left_over']}$")
        self.own_change = re.compile(rf"(?:[人户亩棚栋头]均|亩|(?<!农)户)(?:由此|可|将|再|年)?{joined['own_change']}$")
        self.predicate = re.compile(
            rf"(?:{joined['predicate']}|[\d*×xX.]+[万亿]?(?:元|亩|人|个)?)[^，。；]*$|[\d*×xX.]+[万亿]?元$"
        )


class Subjects:
    """Subjects of the claims of one text."""

    def __init__(self, text: str, phrases: Phrases, words: SubjectWords) -> None:
        self._text, self._phrases, self._words = text, phrases, words

    def of(
        self, m: Mention, claim: Claim, clause: str, right: str, cue: Cue, last: Claim | None, listed: bool
    ) -> tuple[Span, ...]:
        """Return the spans of the noun phrase that names what `claim` measures.

        `clause` and `right` are the text before and after the number, `last` the claim before it in the sentence;
        `listed` tells whether only a list mark stands between the two.
        """
        unit, kind, floor = claim.unit, claim.kind, claim.head[0]
        head = clause[: len(clause) - cue.length]
        head = self._phrases.ranked(clause) if kind == "rank" else _measured_part(unit, kind, clause, head)
        if kind == "rank" and last is not None and (own := self._rank_of(clause, head == clause, floor, last)):
            return own
        if apart := self._set_apart(unit, kind, clause):
            return ((floor + apart[0], floor + apart[1]),)
        per = None if kind != "level" or _PER_SIGNS.isdisjoint(clause) else _PER_UNIT.search(clause)
        if per and last is not None and not self._phrases.before_number(clause[: per.start()])[0]:
            head_of = (floor + per.start("per"), floor + per.end("per"))
            told = self._text[last.subject[-1][0] : last.subject[-1][1]] if last.subject else ""
            return (head_of,) if _PER_HEAD.search(told) else (head_of, *last.subject[-1:])
        named = "" if self._is_of_last(m, unit, right, last) else head.removesuffix("（")  # 产业园项目（3000亩）
        phrase, at, verbal = ("", 0, False) if listed else self._phrases.before_number(named)
        before = (floor + at, floor + at + len(phrase))
        if kind not in _NO_NOUN_AFTER and unit != "pp" and right and right[0] not in "，。；、,;：":
            after = self._after(m, claim, clause, right, phrase, before, verbal)
            if after:
                return after
        if phrase:
            own = self._before(m, claim, right, head, phrase, before, verbal, last)
            if own:
                return own
        return self._without_task(self._inherited(m, claim, head, right, cue, last), clause)

    def _set_apart(self, unit: str, kind: str, clause: str) -> Span | None:
        """Return where in the clause a change of each head is told, or the fund that money is asked from."""
        if kind == "change":
            found = self._words.own_change.search(clause)
            return found.span() if found else None
        fund = _OUT_OF.search(clause) if unit in CURRENCIES and "从" in clause else None
        return fund.span(1) if fund else None  # 恳请从水利专项资金中安排350万元

    def _is_of_last(self, m: Mention, unit: str, right: str, last: Claim | None) -> bool:
        """Whether all that stands before the number is what the last one counts: 7个村6200人, 5亩花9亩草场."""
        joined = self._text[m.start - 1] in "、和及"
        if last is None or last.subject[-1:] != ((last.end, m.start - joined),):
            return False
        if unit in ("person", "household") and last.unit == "count":
            return True
        if last.unit == unit == "count" and right[:1] in self._words.settlements:
            return True  # 12个社区8个村
        return unit in _COUNTED and unit != "person" and _NOUN.match(right) is not None

    def _without_task(self, subject: tuple[Span, ...], clause: str) -> tuple[Span, ...]:
        """Return what is done of a task: 收入任务174万元，完成198万元 are 198万元 of 收入."""
        begin, end = subject[-1] if subject else (0, 0)
        done = "完成" in clause and end - begin > len("任务") + 1 and self._text.endswith("任务", begin, end)
        return (*subject[:-1], (begin, end - len("任务"))) if done else subject

    def _rank_of(self, clause: str, bare: bool, floor: int, last: Claim) -> tuple[Span, ...]:
        """Return what is ranked among a crowd, or with what was ranked before; () where the clause names it."""
        if not AMONG.fullmatch(clause):
            return last.subject if bare and last.kind == "rank" else ()
        among = clause.rfind("中") + 1
        by = self._phrases.ranked(clause)[among:] if among else ""  # 在全区19个街乡镇中综合排名第四位
        phrase, at, _ = self._phrases.before_number(by)
        if phrase and not phrase.endswith(("幅", "速")):
            return ((floor + among + at, floor + among + at + len(phrase)),)
        return self._ranked(last) if last.end == floor else last.subject

    def _ranked(self, crowd: Claim) -> tuple[Span, ...]:
        """Return what is ranked before a crowd: 综合考核在全市36个镇街中列第5名."""
        begin, end = crowd.head
        at = max(self._text.rfind(mark, begin, end) for mark in "在居列")
        phrase, offset, _ = self._phrases.before_number(self._text[begin:at]) if at > begin else ("", 0, False)
        return ((begin + offset, begin + offset + len(phrase)),) if phrase else crowd.subject

    def _counted(self, noun: str, at: int, named: bool, unit: str) -> str:
        """Return what is counted, without what the next number is of: 12家规上企业产值达3.2亿元."""
        if unit == "count" and noun.startswith("村集体"):
            return noun[0]  # 8个村集体收入均在10万元以上
        if not _FIGURE_NEXT.match(self._text, at + len(noun)):
            return noun
        if deed := self._phrases.deed.search(noun):
            return noun[: deed.start()]
        if unit != "count":
            return _PER_HEAD_OF.split(noun)[0] or noun  # 120名村民人均收入8000元
        head = self._phrases.shared.search(noun.removesuffix("合计").rstrip("达为约"))
        if head is not None and named:
            return ""  # 帮扶项目13个到位资金1040万元
        if head is None or not head.start():
            return noun
        village = noun[0] in self._words.settlements and not noun.startswith("社区")
        return noun[0] if village else noun[: head.start()]

    def _after(
        self, m: Mention, claim: Claim, clause: str, right: str, phrase: str, before: Span, verbal: bool
    ) -> tuple[Span, ...]:
        """Return the noun after the number where it is what is counted: 18个行政村, 150亩的人工湖."""
        skipped = _between(claim.unit, right)
        noun, offset = self._phrases.after_number(_AFTER.match(right, skipped)[0])  # type: ignore[index]
        unit = claim.unit
        named = bool(phrase) and not verbal and not clause.endswith("：")
        noun = self._counted(noun, m.end + skipped + offset, named, unit) if unit in _ENTITIES else noun
        if not noun or (
            unit != "count" and (noun in self._words.aims or (noun == "任务" and phrase and right[0] == "的"))
        ):  # 围栏1万亩的目标
            people = unit in ("person", "visit") and (verbal or not phrase or phrase[-1] in "镇乡村县市")
            taken = self._words.takes_part.match(right) if people else None
            return ((m.end + taken.start(1), m.end + taken.end(1)),) if taken else ()
        end = m.end + skipped + offset + len(noun)
        end += 4 if noun == "村" and self._text.startswith("（社区）", end) else 0
        after = (m.end + skipped + offset, end)
        if _MOVES.match(right, skipped + offset + len(noun)) or _MORE_THAN.match(right):
            return ()  # 前50强企业中有21家税收同比下降, 由62名精简到48名
        if (right[0] == "的" or _OVER_OF.match(right)) and claim.kind != "change":
            return (after, before) if phrase and not verbal else (after,)
        if (right[0] in "的、左以/" and not skipped) or (right[0] == "强" and unit == "percent"):
            return ()
        if unit in CURRENCIES and noun.endswith(self._words.funds) and not phrase.endswith(self._words.funds):
            return (after,)
        if unit in _COUNTED:
            if clause.endswith(self._words.joining) or phrase[:1] in ("对", "将"):
                return (after,)
            ways = self._words.ways
            way = unit in ("km", "m") and noun.endswith(ways) and not phrase.endswith(ways)  # 李家到王家7公里砂石路
            if unit in _ENTITIES or not phrase or verbal or way:
                helped = verbal and phrase.endswith(self._words.helping)
                both = len(noun) == 1 and phrase and unit != "person" and not helped
                listed = self._text[before[0] - 1] in "、和" or phrase.endswith(self._words.over_village)
                named = noun in self._words.settlements and listed  # 中寨、大沟4个村, 柳溪街道13个村
                return (before, after) if both and not named else (after,)
        return (after,) if m.spelling in ("成", "分之") and claim.kind == "share" else ()

    def _before(
        self,
        m: Mention,
        claim: Claim,
        right: str,
        head: str,
        phrase: str,
        before: Span,
        verbal: bool,
        last: Claim | None,
    ) -> tuple[Span, ...]:
        """Return the subject made from the phrase before the number, or () to inherit one."""
        floor = claim.head[0]
        if phrase in self._words.extents:
            of = self._words.extent_of.match(right)
            bearer = ((claim.end + of.start(1), claim.end + of.end(1)),) if of else self._bearer(head, floor, last)
            return (*bearer, before)
        if phrase in self._words.labels and self._text[before[0] - 1] == "：":
            return self._topic(head[: before[0] - floor], floor) or (before,)  # 新增市场主体：任务350户
        if verbal and claim.unit in _ENTITIES and (of := _LISTED_OF.match(right)):
            return ((claim.end + of.start(1), claim.end + of.end(1)),)
        if last is not None and self._goes_on(phrase, verbal, claim, last):
            return last.subject
        before = _without_share(phrase, before)
        use = self._words.used_for.match(right) if claim.unit == "CNY" and (verbal or GENERIC.search(phrase)) else None
        if use and verbal:
            return ((claim.end + use.start(1), claim.end + use.end(1)),)  # 拿出30万元用于改造危房
        if verbal and last is not None and claim.unit in CURRENCIES and "其中" in self._text[last.end : m.start]:
            return last.subject
        if verbal:
            if named := self._named_before(before[0]):
                return named
            topic = (
                self._title(floor)
                if last is None
                else ()
                if (claim.unit in _ENTITIES and last.head[1] <= floor)
                or (claim.unit == "visit" and last.unit in CURRENCIES)
                else last.subject
            )
            return topic if topic and claim.unit not in CURRENCIES else (before,)
        if last is not None and phrase in self._words.sums and (phrase[0] not in "最户" or last.unit == claim.unit):
            return ()
        generic = use is not None and GENERIC.fullmatch(
            phrase
        )  # 投资100万元，修建公路, but not 办学投入86万元，新建校舍
        return ((claim.end + use.start(1), claim.end + use.end(1)), before) if use and generic else (before,)

    def _goes_on(self, phrase: str, verbal: bool, claim: Claim, last: Claim) -> bool:
        """Whether it names no other thing than the figure before it: 改厕85座，占年任务100座; 桥梁12座，完工8座."""
        if _OF_THE_YEAR.fullmatch(phrase) or (verbal and phrase in self._words.reaching):
            return True
        if claim.unit == last.unit == "person" and _AGED.fullmatch(phrase):
            return True  # 发展党员31名，其中35岁以下19名
        if phrase.lstrip("已现尚还又实") in self._words.progress and self._of_a_thing(claim, last):
            return True
        return (verbal or (phrase[0] == "再" and not phrase.startswith("再就业"))) and self._of_the_last(
            phrase, claim, last
        )

    def _of_the_last(self, verb: str, claim: Claim, last: Claim) -> bool:
        """Whether it is done again or as planned: 建成2302座，再建720座, 在去年170座的基础上新建800座."""
        again = (
            verb[0] == "再"
            or _THIS_TIME.search(self._text, last.end, claim.start) is not None
            or self._text.startswith("的基础上", last.end)
        )
        done = last.status in ("planned", "quota") and self._text.find("实际", last.end, claim.start) >= 0
        return bool(last.subject) and self._alike(claim, last) and (again or done)

    def _of_a_thing(self, claim: Claim, last: Claim) -> bool:
        """Whether the last figure counts, alike, a thing and no deed: 桥梁12座, but not 开工9座."""
        if not self._alike(claim, last) or claim.unit not in _COUNTED - {"household", "person"} or not last.subject:
            return False
        told = self._text[slice(*last.subject[-1])]
        return not told.endswith(self._words.deeds) and not self._phrases.before_number(told)[2]

    def _alike(self, claim: Claim, last: Claim) -> bool:
        """Whether two figures are counted alike."""
        return self._text[last.end - 1] == self._text[claim.end - 1] and last.unit == claim.unit

    def _inherited(
        self, m: Mention, claim: Claim, head: str, right: str, cue: Cue, last: Claim | None
    ) -> tuple[Span, ...]:
        unit, floor = claim.unit, claim.head[0]
        if left_over := self._words.left_over.search(head) if unit in _LEFT_OVER else None:
            rest = (floor + left_over.start(), floor + left_over.end())  # 其余250万元由村自筹, 其余2个明年完工
            return (rest,) if unit not in _ENTITIES or last is None else (rest, *last.subject[-1:])
        if topic := self._topic_left(head, claim, last):
            return topic
        if last is not None:
            adjacent = m.start == last.end and unit in _ENTITIES
            adjacent = adjacent and self._text[last.end - 1] not in self._words.settlements
            if unit == "person" and last.unit == "household" and m.start - last.end < 2:
                adjacent = last.subject != ((last.end - 1, last.end),)
            elif unit == "household" and last.unit == "person" and m.start - last.end < 2:
                adjacent = last.subject[-1:] != ((last.start - 1, last.start),)  # 低保人数663人，311户, but not 男
            alike = last.unit == unit and (
                m.spelling not in "村镇乡邻" or self._text.endswith(m.spelling, last.start, last.end)
            )
            if adjacent or alike or claim.kind != "level" or unit not in _ENTITIES or cue.sign:
                return last.subject
        named = (m.group == "place" or m.spelling[-1:] in ("人", "户", "邻")) and self._text.endswith(
            m.spelling, m.start, m.end
        )
        if unit in _ENTITIES and named:
            told = _TOLD.match(right) if unit != "count" else None  # 1765户7318人脱贫
            if told:
                return ((m.end + told.start(1), m.end + told.end(1)),)
            own = (m.end - (len(m.spelling) if m.group == "place" else 1), m.end)
            return (*self._done_to(last), own) if unit != "count" else (own,)
        if last is not None:
            return last.subject
        return self._told(head, floor) or self._topic(head, floor) or self._title(floor)

    def _topic_left(self, head: str, claim: Claim, last: Claim | None) -> tuple[Span, ...]:
        """Return the topic of the clauses before the number, where it and not the last subject is meant."""
        floor = claim.head[0]
        if figure := _REDACTED_FIGURE.search(head):  # what goes on from it is of what it was of
            floor += max((c.end() for c in CLAUSE_END.finditer(head, 0, figure.start())), default=0)
            return self._topic(head[floor - claim.head[0] :], floor)
        crowd = head.endswith("；") and claim.unit in _ENTITIES  # 480户家庭；1万人喝上了自来水
        told = self._told(head, floor) if last is not None else ()
        if told and claim.kind in ("growth_rate", "change") and not self._words.amounts.search(self._text, *told[-1]):
            told = ()
        if told or not (("；" in head and not crowd) or _REDACTED.search(head)):
            return told  # 大棚占地6100亩，产值首次超过粮食，达5430万元
        return self._topic(head, floor)

    def _told(self, head: str, floor: int) -> tuple[Span, ...]:
        """Return what the last of the clauses that say how something goes is about: 固定资产投资稳中有进，完成8亿元."""
        clauses = list(self._words.own_clause.finditer(head))
        if not clauses:
            return ()
        phrase, at, _ = self._phrases.before_number(clauses[-1]["noun"])
        at += floor + clauses[-1].start("noun")
        return ((at, at + len(phrase)),) if phrase else ()

    def _done_to(self, last: Claim | None) -> tuple[Span, ...]:
        """Return the verb that governs the villages or households before a number: 搬迁3个村520户1300人."""
        if last is None or last.unit not in _ENTITIES:
            return ()
        begin, end = last.head
        verb, at, verbal = self._phrases.before_number(self._text[begin:end])
        done = (verbal and verb not in self._words.reaching and "辖" not in verb) or verb.endswith(self._words.moving)
        return ((begin + at, begin + at + len(verb)),) if done else ()

    def _bearer(self, head: str, floor: int, last: Claim | None) -> tuple[Span, ...]:
        """Return what is so long or wide: the clause before, the bearer of the extent before, or a title."""
        if last is None:
            return self._topic(head, floor) or self._title(floor)
        if len(last.subject) > 1:
            return last.subject[:1]
        begin, end = last.subject[0] if last.subject else (0, 0)
        if end == last.head[1] and self._text[end - 1] in self._words.extents and end - begin > 2:
            return ((begin, end - 1),)  # 新街长650米、宽22米
        return last.subject if last.unit == "count" and len(head.strip("，,、；")) < 4 else ()

    def _topic(self, head: str, floor: int) -> tuple[Span, ...]:
        """Return the noun phrase of the last clause before the number's own that has one."""
        cuts = [0, *(c.end() for c in CLAUSE_END.finditer(head))]
        for begin, end in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
            phrase, at, _ = self._phrases.before_number(self._words.predicate.sub("", head[begin : end - 1]))
            if phrase:
                return ((floor + begin + at, floor + begin + at + len(phrase)),)
        return ()

    def _named_before(self, at: int) -> tuple[Span, ...]:
        """Return the topic that a colon sets before what was done: 校车：购置8辆."""
        match = _NAMED.search(self._text, max(0, at - 12), at)
        return (match.span(1),) if match else ()

    def _title(self, floor: int) -> tuple[Span, ...]:
        """Return the title of an item that ends where the sentence begins: 4.污水管网。计划铺设18公里."""
        match = _TITLE.search(self._text, max(0, floor - 24), floor)
        return (match.span(1),) if match else ()


def _without_share(phrase: str, span: Span) -> Span:
    """Leave 占 out of what something is a share of: 占年初预算2.2亿元的107%, but not 占地."""
    begin, end = span
    return (begin + (phrase[0] == "占" and phrase[1:2] not in ("地", "道", "用")), end)


def _between(unit: str, right: str) -> int:
    """Return how much stands between a number and the noun that it counts: 15个省、市级试点镇, 87户326名监测对象."""
    paired = _PAIRED if unit == "count" and right[0] in "0123456789（超" else _PERSONS if unit == "household" else None
    found = (_LEVELS.match(right) if right[0] in "国省市县区镇" else None) or _AGED.match(right)
    found = found or (paired.match(right) if paired else None) or _ABOUT.match(right)
    return found.end() if found else 0


def _measured_part(unit: str, kind: str, clause: str, head: str) -> str:
    """Leave out of the text before the number what it is compared with: 占全国的, 是前五年总和的."""
    head = _SHORT_OF.sub("", head) if unit in ("percent", "pp") or kind == "change" else head
    if kind == "share" or (unit == "percent" and clause.endswith("的")):
        return _COMPARED_TO.sub("", _SHARE_OF.sub("", clause if clause.endswith("的") else head))
    if kind == "multiple":
        return _COMPARED_TO.sub("", clause)
    if kind == "change":
        return _COMPARED_TO.sub("", head)
    if kind == "growth_rate":
        return _ABOVE_PLAN.sub("", head) if "超" in head else _RATE_NAME.sub("", head)
    return _BEYOND.sub("", head) if kind == "level" and not _BEYOND_SIGNS.isdisjoint(head) else head
