"""Read every stated quantity of a report: what it measures, how much, of what kind and status."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from .context import Indicators, Setting, Timeline, indicator_names, overwritten_year, printed_place
from .cues import Cue, Cues, cues
from .phrases import Phrases, phrases, ranked
from .quantities import Lexicon, Mention, lexicon, scan
from .reports import Report, as_reports
from .roles import role
from .sections import planned_spans
from .text import PlainText, plain_text

__all__ = ["classify_numbers", "extract_claims"]

_LACKING = re.compile(r"(?:资金需|需(?:资金|投资|投入)|需用地|缺编|还差|尚缺|缺口(?:每日|常在|约|达|为|在)?)$")
_MONEY_PLANS = {"总投资", "概算", "预算", "估算", "投资规模", "总概算", "预算总投资", "计划总投资", "造价预算"}
_CURRENCIES = {"CNY", "USD", "HKD", "TWD"}
Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,。；;：:！？!?（）()\n]")
_LIST_GAP = re.compile(r"[、，,和及与]{1,2}(?:其中)?$")
_PERSON_NOUN = re.compile(
    r"(?:多|余)?(?:(?P<household>农户|户|家庭|居民户|贫困户)"
    r"|(?P<person>人|农民|群众|村民|居民|党员|干部|职工|劳动力|学生|师生|民工|妇女|老人|员工|名|民兵|儿童|青年|代表|农业人口))"
)
_LEFT_UNITS = (
    ("visit", re.compile(r"人次[^，。；]{0,4}$")),
    ("household", re.compile(r"(?:户数|农户|总户数|用户)[^，。；]{0,3}$")),
    ("person", re.compile(r"(?:人口|人数|人员|劳动力|侨胞|同胞|农民|党员|职工|学生|户籍|常住|男性?|女性?|劳力|从业|务工|外来|居民|群众|在校生|游客)[^，。；]{0,4}$")),
)
_RATE = re.compile(
    r"(?:(?<!万吨死亡)率|比重|比例|覆盖面|占比|普及面|完好度|满意度|达标面)(?:已|都|均|分别|约|可|能|只|仅|也|由|从|为|达到|达|是|在|提高|上升|下降|保持|稳定|超过|不足|近|高|到|至|了|控制|由原来的|：|:)*$"
)
_NAMED_RATE = re.compile(r"自然增长率[^，。；]{0,4}$")
_SHARE = re.compile(r"占(?!地|道|用|领|全)|占全|比重|比例")
_SHORT_OF = re.compile(r"(?:不足|不到|不及)[^，。；]*的$")
_COMPARED_TO = re.compile(
    r"(?:(?:已?是|为|相当于|等于|不及|不足|达到?|即|接近|恢复到|占|比|于|与)[^，。；]*的|(?:高出|高于|低于|超出|超过|优于|多于|少于|快于|慢于|落后)[^，。；]*|在[^，。；]*基础上翻了?|(?:只|仅|已)?(?:完成|超额?|达到?|为)[^，。；]{0,12}(?:计划|任务|指标|预算|目标|同期|总和|水平)的?)$"
)
_SHARE_OF = re.compile(r"(?:约|共|均|各|分别|则|也|仅|只|还|就)*占[^，。；]*$")
_RANK_ORDER = re.compile(r"(?:位居|位列|名列|排名|排位|跃居|排|居|列)[^，。；\d]{0,12}第$")
_RANKED = re.compile(r"(?:第|前|居|列|排|名|位|强[镇乡县市区村]?)$")
_GROWTH_NEXT = re.compile(r"的?(?:年均|年|平均|复合)?(?:速度|增速|增长率|增幅|增长|递增|幅度|涨幅|增长速度|速率)")
_CURRENCY = re.compile(r"(?:(?P<TWD>新?台币)|(?P<HKD>港币)|(?P<USD>美金)|(?P<CNY>人民币))[^，。；\d]{0,3}$")
_TAIWAN = re.compile("新?台币|[乡镇]公所|岁入|民国\\d")
_HONG_KONG = re.compile("香港特别行政区|区议会")
_NOT_PLANNED = re.compile(
    r"计划(?!总?投资|投入|新|建|完成|实施|引进|用|在|于|到|安排|拆|铺|种|年|培|修|改|争|实现|达|开|近|约|再|今|明|每|全|\d|募|筹|征|栽|造|打|组|购|发|工农业|总|[一二三四五六七八九十两百])|要求(?![^，。；]{0,14}(?:达到|完成|实现|提高|扩大))|计划(?:生育|的(?!总)|数|任务|总数|外|内|单列|”|，|、|体制|经济)|规划(?:的指导|编制|局|院|设计|区|为|”|，|、|建设局|和)|预算(?:的|收入|内|外|单位|支出|，)"
    r"|目标(?:任务|责任|的|考核|管理|，|要求|定位)|设计(?:院|工作|、|，)|将(?!再|继|全|投|完|实|达|新|建|开|启|安|争|重点|在|于|有|是|为|突|超|增|引|形|进|陆|力|对|解|带|惠|使|可|成|推|拆|培|修|改|吸|用|按|发|举|组|打|努|主|通|首|分|大|加|以|着|不|会|要|从|扩|提|创|先|累|\d)|合同(?:的|书)|必须的|明年的|未来的|今后的|确保[^，。；]{0,16}(?:基础上|前提下|情况下)|确保了|争取了|争取到|拟定"
)
_TRY = re.compile(r"争取(?:年内|在|全年|今年|明年|到|完成|实现|达到|建成|突破|使|用|新|引进|培|发|再|\d)")
_DONE = re.compile(r"已|完工|竣工|建成|投入使用|投产|通车|完成|交付|启用|投用|通水|全线贯通")
_BEGUN = re.compile(r"开工|启动|开始|正在|签约|动工|筹建|拟|将|在建|落户|办理|开发|推进|意向|兴办|新建|引进|建设")
_GENERIC = re.compile(r"(?:总?投资|投资额|总投资额|投入|资金)$")
_USED_FOR = re.compile(r"，?(?:主要|全部)?用于(?:建设|改善|修建)?([^，。；、]{2,12})")
_PREDICATE = re.compile(r"(?:却|有所|继续|稳步|明显|大幅|快速|持续|不断|首次|[\d*×xX.]+[万亿]?(?:元|亩|人|个)?)[^，。；]*$|[\d*×xX.]+[万亿]?元$")
_SUMS = {"总数", "总量", "总计", "合计", "人数", "数量", "累计", "总长", "总数量", "全年", "户数", "期末", "实建"}
_SOON = re.compile(r"[^，。；、]{0,8}?(?:也|就)?(?P<soon>即将)|[^，。；、]{0,8}?(?<!即)(?P<will>将(?![军士领近])|拟(?!定))")
_SUBMITTED = re.compile(r"[^，。；]{0,3}已?(?:上?报|申报)[^，。；]{0,12}(?:批准|审批|立项|批复)|[^。；]{0,60}(?:都|均)?在办理[^，。；]{0,12}手续")
_OWN_CHANGE = re.compile(r"(?:人均|户均|亩均|亩|户|棚均)增收$")
_REDACTED = re.compile(r"[×xX*＊]{2}|\.\*")
_EXTENTS = {"长", "宽", "高", "厚", "深", "全长", "总长"}
_TITLE = re.compile(r"\n[^\u4e00-\u9fa5\n]{0,6}(?:[一二三四五六七八九十][、是])?([\u4e00-\u9fa5]{2,12})[。：]$")
_MOVED_OBJECT = re.compile(r"(?:(?P<up>净增|增加)|减少|压缩|削减)(?!到|至|了?值)(?:了)?[^，。；、值]{2,8}$")


@dataclass(slots=True)
class Claim:
    """A claim as it is being read; offsets are those of the plain text."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    kind: str
    bound: str
    status: str
    subject: tuple[Span, ...]
    repaired: bool
    head: Span
    indicator: str = ""
    place: str = ""
    period: str = ""
    base_period: str = ""
    destroyed: bool = False


class Reader:
    """The compiled vocabulary, and the reading of one report with it."""

    def __init__(self, path: str | None) -> None:
        self.lexicon: Lexicon = lexicon(path)
        self.cues: Cues = cues(path)
        self.phrases: Phrases = phrases(path)
        self.indicators: Indicators = indicator_names(path)
        self.path = path

    def read(self, text: str, home: str = "", year: str = "") -> Iterator[tuple[Mention, Claim | str]]:
        """Yield every numeral of a plain text with its claim, or with its role if it is none."""
        planned = planned_spans(text)
        currency = "TWD" if _TAIWAN.search(text) else "HKD" if _HONG_KONG.search(text) else "CNY"
        setting, timeline = Setting(text, home or printed_place(text), self.path), Timeline(text)
        begin, finish, floor = 0, -1, 0
        sentence: list[Claim] = []
        statuses: list[re.Match[str]] = []
        for m in scan(text, self.lexicon):
            if m.start >= finish:
                self._finish(text, sentence)
                begin, finish = _sentence(text, max(finish, 0), m.start)
                statuses = list(self.cues.status.finditer(text, begin, finish))
                floor, sentence = begin, []
            left, right = text[max(begin, m.start - 80) : m.start], text[m.end : min(finish, m.end + 40)]
            what = role(text, m, left, right)
            if not what:
                claim = self._claim(text, m, max(floor, m.start - 60), right, sentence)
                if claim is not None:
                    if claim.unit == "CNY":
                        claim.unit = _currency(text[begin : m.start], currency)
                    claim.status = self._status(text, claim, statuses, planned, right, sentence)
                    claim.place = setting.at(m.start)
                    claim.period, claim.base_period = timeline.at(begin, m.start)
                    claim.destroyed = m.digits == year and claim.unit != "percent"
                    sentence.append(claim)
                    floor = m.end
                    yield m, claim
                    continue
                what = "other"
            yield m, what
        self._finish(text, sentence)

    def _finish(self, text: str, sentence: list[Claim]) -> None:
        """Settle what needs the whole sentence: lists of items, indicators."""
        if len(sentence) > 1:
            self._distribute(text, sentence)
        coded: dict[tuple[Span, ...], str] = {}
        for claim in sentence:
            if claim.subject:
                if not coded.get(claim.subject):
                    coded[claim.subject] = self._indicator(text, claim)
                claim.indicator = coded[claim.subject]
        self._inherit_whole(text, sentence)

    def _indicator(self, text: str, claim: Claim) -> str:
        a, b = claim.subject[-1]
        if a >= claim.end:
            slug, unit = self.indicators.beginning(text[a : a + 14], b - a)
        elif claim.kind == "share":
            slug, unit = self.indicators.ending(text[max(claim.head[0], claim.start - 24) : claim.start].rstrip("的"))
        elif len(claim.subject) > 1 and b - a < 3:
            slug, unit = self.indicators.ending("".join(text[i:j] for i, j in claim.subject))
        else:
            slug, unit = self.indicators.ending(text[max(claim.head[0], b - 24) : b])
        moved = claim.kind not in ("level", "change")
        return slug if slug and (moved or unit == claim.unit or unit in _ALIKE.get(claim.unit, ())) else ""

    def _inherit_whole(self, text: str, sentence: list[Claim]) -> None:
        """Parts that 其中 breaks a whole into bear its subject: 复耕面积71亩，其中甲村11亩、乙村6亩."""
        whole: Claim | None = None
        for before, claim in zip(sentence, sentence[1:], strict=False):
            gap = text[before.end : claim.start]
            if "其中" in gap:
                whole = before if before.indicator and before.kind == "level" else None
            elif whole is not None and not gap.startswith("、"):
                whole = None
            if whole is not None and not claim.indicator and claim.unit == whole.unit and claim.kind == "level" and claim.subject:
                claim.subject, claim.indicator = (*claim.subject, *whole.subject), whole.indicator

    def _claim(self, text: str, m: Mention, floor: int, right: str, sentence: list[Claim]) -> Claim | None:
        clause = text[floor : m.start]
        last = sentence[-1] if sentence else None
        cue = self.cues.before(clause[-18:])
        listed = last is not None and _LIST_GAP.fullmatch(clause) is not None
        unit, repaired = m.unit, False
        if not unit and _RANK_ORDER.search(clause) and (not right or right[0] in "，。；、,;）)"):
            unit = "rank"
        if not unit:
            unit, repaired = _missing_unit(m, text[m.start : m.end], clause, right, cue, last)
            if not unit:
                return None
        unit = _person_or_rank(m, unit, clause, right, last if listed else None)
        kind, sign = _kind(m, unit, clause, right, cue)
        if listed and last is not None and cue.sign == 0 and last.kind in ("growth_rate", "change", "multiple", "rank") and unit == last.unit:
            kind, sign = last.kind, -1 if last.low < 0 else 1
        bound = m.bound or cue.bound or self.cues.after(right)
        if m.group == "ratio" and not bound and right.startswith(("多", "余", "强")):
            bound = "at_least"
        if kind == "share" and not bound and _SHORT_OF.search(clause):
            bound = "at_most"
        if unit == "rank" and clause.endswith("前"):
            bound = "at_most"
        elif m.chinese and clause.endswith("上"):
            bound = "at_least"
        elif kind == "share" and not bound and "约占" in clause:
            bound = "approx"
        low, high = (2.0**m.low, 2.0**m.high) if m.spelling == "番" else (m.low * sign, m.high * sign)
        subject = self._subject(text, m, unit, kind, clause, floor, right, cue, last, listed)
        return Claim(m.start, m.end, low, high, unit, kind, bound, "", subject, repaired, (floor, m.start - cue.length))

    def _subject(
        self, text: str, m: Mention, unit: str, kind: str, clause: str, floor: int, right: str, cue: Cue, last: Claim | None, listed: bool
    ) -> tuple[Span, ...]:
        head = clause[: len(clause) - cue.length] if cue.length else clause
        if kind == "rank":
            head = ranked(clause)
            if head == clause and last is not None and last.kind == "rank":
                return last.subject
        elif kind == "share" or unit == "percent" and clause.endswith("的"):
            head = _COMPARED_TO.sub("", _SHARE_OF.sub("", head))
        elif kind in ("multiple", "change"):
            head = _COMPARED_TO.sub("", clause if kind == "multiple" else head)
        phrase, at, verbal = ("", 0, False) if listed else self.phrases.before_number(head)
        before = (floor + at, floor + at + len(phrase))
        noun, offset = ("", 0) if kind in ("growth_rate", "multiple", "rank") or unit == "pp" else self.phrases.after_number(right)
        after = (m.end + offset, m.end + offset + len(noun))
        direct = bool(noun) and right[:1] not in "的、左以"
        if noun and right[:1] == "的" and kind != "change":
            return (after, before) if phrase and not verbal else (after,)
        if direct and clause.endswith("的") and unit in _COUNTED:
            return (after,)
        if direct and unit in _COUNTED and (unit in _ENTITIES or not phrase or verbal):
            return (before, after) if len(noun) == 1 and phrase and unit != "person" else (after,)
        if m.spelling in ("成", "分之") and direct and kind == "share":
            return (after,)
        if kind == "change" and (own := _OWN_CHANGE.search(clause)):
            return ((floor + own.start(), floor + own.end()),)
        if phrase in _EXTENTS:
            return (*self._bearer(text, head, floor, last), before)
        if phrase and verbal:
            topic = self._title(text, floor) if last is None else last.subject if last.head[1] > floor or unit not in _ENTITIES else ()
            return topic if topic and unit not in _CURRENCIES else (before,)
        if phrase and not (last is not None and phrase in _SUMS):
            use = _USED_FOR.match(right) if unit == "CNY" and _GENERIC.search(phrase) else None
            return ((m.end + use.start(1), m.end + use.end(1)), before) if use else (before,)
        if last is not None and m.start == last.end and unit in _ENTITIES:
            return last.subject
        if ("；" in head or _REDACTED.search(head)) and (topic := self._topic(head, floor)):
            return topic
        if last is not None and (last.unit == unit or kind != "level" or unit not in _ENTITIES):
            return last.subject
        if noun and unit != "percent":
            return (after,)
        if last is not None and cue.sign:
            return last.subject
        if unit in _ENTITIES and m.spelling in "人户村镇乡邻":
            return ((m.end - 1, m.end),)
        return last.subject if last is not None else self._topic(head, floor) or self._title(text, floor)

    def _bearer(self, text: str, head: str, floor: int, last: Claim | None) -> tuple[Span, ...]:
        """Return what is so long or wide: the phrase of the clause before, the bearer of the extent before, or a title."""
        if last is None:
            return self._topic(head, floor) or self._title(text, floor)
        if len(last.subject) > 1:
            return last.subject[:1]
        return last.subject if last.unit == "count" and len(head.strip("，,、；")) < 4 else ()

    def _topic(self, head: str, floor: int) -> tuple[Span, ...]:
        """Return the noun phrase of the last clause before the number's own that has one."""
        for cut in reversed(list(_CLAUSE_END.finditer(head))):
            begin = max((c.end() for c in _CLAUSE_END.finditer(head, 0, cut.start())), default=0)
            phrase, at, _ = self.phrases.before_number(_PREDICATE.sub("", head[begin : cut.start()]))
            if phrase:
                return ((floor + begin + at, floor + begin + at + len(phrase)),)
        return ()

    def _title(self, text: str, floor: int) -> tuple[Span, ...]:
        """Return the title of an item that ends where the sentence begins: 4.污水管网。计划铺设18公里."""
        match = _TITLE.search(text, max(0, floor - 24), floor)
        return (match.span(1),) if match else ()

    def _distribute(self, text: str, sentence: list[Claim]) -> None:
        """Give the items of a list before the numbers, one by one, to the numbers: 产、销、利分别达到a、b、c."""
        i = 0
        previous: list[Claim] = []
        while i < len(sentence):
            j = i + 1
            apart = "分别" in text[sentence[i].head[0] : sentence[i].start]
            while j < len(sentence) and (apart or sentence[j].unit == sentence[i].unit) and _LIST_GAP.fullmatch(text[sentence[j - 1].end : sentence[j].start]):
                j += 1
            run = sentence[i:j]
            if len(run) > 1:
                self._give(text, run, previous, sentence[:i])
                previous = run
            i = j

    def _give(self, text: str, run: list[Claim], previous: list[Claim], before: list[Claim]) -> None:
        floor, end = run[0].head
        items = _items(text, floor, end, len(run))
        if items:
            spans = [self.phrases.before_number(text[a:b]) for a, b in items]
            topic = (items[0][0] + spans[0][1], items[0][1])
            for claim, (a, b), (phrase, at, _) in zip(run, items, spans, strict=True):
                own = (a + at, a + at + len(phrase)) if phrase else (a, b)
                claim.subject = (own,)
            if items[1][1] - items[1][0] == 1:
                claim_topic = (topic[0], topic[0] + self.phrases.trimmed(text[topic[0] : topic[1] - 1]))
                for claim, (_, b) in zip(run, items, strict=True):
                    claim.subject = (claim_topic, (b - 1, b))
        elif len(previous) == len(run):
            for claim, source in zip(run, previous, strict=True):
                claim.subject = source.subject
        elif len(before) >= len(run) and run[0].unit in ("percent", "times", "pp") and "分别" in text[floor : run[0].start]:
            levels = [c for c in before if c.unit not in ("percent", "times", "pp")][-len(run) :]
            for claim, source in zip(run, levels, strict=False):
                claim.subject = source.subject

    def _status(
        self, text: str, claim: Claim, statuses: list[re.Match[str]], planned: list[Span], right: str, sentence: list[Claim]
    ) -> str:
        subject = "".join(text[a:b] for a, b in claim.subject)
        if self.cues.quota.search(subject):
            return "quota"
        if self.cues.demand.search(subject):
            return "demand"
        if _LACKING.search(text, claim.head[0], claim.head[1]):
            return "demand"
        found = self._scoped(text, claim, statuses)
        if found in ("planned", "expected"):
            return found
        if claim.unit != "percent" and text.endswith("任务", *claim.head) and not text.endswith("超任务", *claim.head):
            return "planned"
        soon = _SOON.match(right)
        if soon:
            return "expected" if soon["soon"] else "planned"
        if _SUBMITTED.match(text, claim.end):
            return "planned"
        if sentence and claim.subject == sentence[-1].subject and claim.kind in ("growth_rate", "multiple", "change"):
            return sentence[-1].status
        if claim.unit == "CNY" and _GENERIC.search(subject):
            done, begun = _DONE.search(right), _BEGUN.search(right)
            if right.startswith("的") and begun and not done:
                return "planned"
        if any(a <= claim.start < b for a, b in planned) and found != "actual":
            return "planned"
        return "actual"

    def _scoped(self, text: str, claim: Claim, statuses: list[re.Match[str]]) -> str:
        """Return what the last status word before the number in its sentence says."""
        found, here = "", None
        for match in statuses:
            start = match.start()
            if start >= claim.start:
                break
            kind = self.cues.status_of[match[0]]
            if kind == "actual":
                if text[start - 1] not in "比较同是":
                    found, here = "actual", None
            elif _NOT_PLANNED.match(text, start) or match[0] == "争取" and not _TRY.match(text, start):
                continue
            elif kind.endswith("_here"):
                if match[0] == "预算" and text[start - 2 : start] in ("一般", "公共", "财政"):
                    continue
                if match[0] in _MONEY_PLANS and claim.unit not in _CURRENCIES or claim.kind in ("share", "multiple"):
                    continue
                here = match
            else:
                found, here = kind, None
        if here is not None and not _CLAUSE_END.search(text, here.end(), claim.start):
            return self.cues.status_of[here[0]][:-5]
        return found


_ALIKE = {"km2": {"mu", "ha"}, "mu": {"km2", "ha"}, "ha": {"mu", "km2"}, "CNY": {"USD"}, "USD": {"CNY"}, "count": {"person", "household"},
          "person": {"household", "visit"}, "visit": {"person"}, "household": {"count", "person"}, "kg": {"t"}, "t": {"kg"}, "pp": {"percent"}}
_COUNTED = {"count", "person", "household", "visit", "mu", "ha", "m", "km", "m2", "km2", "t", "m3"}
_ENTITIES = {"count", "person", "household"}


def _sentence(text: str, since: int, position: int) -> Span:
    """Return the span of the sentence at `position`; none begins before `since`."""
    end = _SENTENCE_END.search(text, position)
    return max(text.rfind(c, since, position) + 1 for c in "。！？!?\n") or since, end.start() if end else len(text)


def _items(text: str, floor: int, end: int, wanted: int) -> list[Span]:
    """Split the last clause before a list of numbers into as many items as there are numbers, or none."""
    cut = floor
    for match in _CLAUSE_END.finditer(text, floor, end):
        if match.end() < end:
            cut = match.end()
    clause = re.sub(r"(?:分别|各自|依次|各)?(?:完成|实现|达到|达|为|是|增长|比.*)*$", "", text[cut:end])
    pieces: list[Span] = []
    at = 0
    for match in re.finditer(r"[、和及与]|以及", clause):
        if match.start() > at:
            pieces.append((cut + at, cut + match.start()))
        at = match.end()
    if at < len(clause):
        pieces.append((cut + at, cut + len(clause)))
    return pieces if len(pieces) == wanted else []


def _currency(before: str, default: str) -> str:
    """Return the currency that stands before the number, else the text's own."""
    match = _CURRENCY.search(before)
    return match.lastgroup or default if match else default


def _missing_unit(m: Mention, written: str, clause: str, right: str, cue: Cue, last: Claim | None) -> tuple[str, bool]:
    """Supply a unit that is not written: a person noun, money or people after 万 and 亿, a lost percent sign."""
    noun = _PERSON_NOUN.match(right)
    if noun and (m.low >= 10 or m.bound):
        return noun.lastgroup or "", False
    if "万" in written or "亿" in written:
        return next((unit for unit, pattern in _LEFT_UNITS if pattern.search(clause)), "CNY"), False
    if last is not None and last.repaired and (_LIST_GAP.fullmatch(clause) or cue.reached and cue.length == len(clause)) or _RATE.search(clause) and m.low <= 100:
        return "percent", True
    ends = not right or right[0] in "，。；、,;和以左"
    if ends and cue.sign and not cue.reached and "." in m.digits:
        return "percent", True
    if ends and m.low <= 100 and re.search(r"占[^，。；]{0,20}$", clause):
        return "percent", True
    return "", False


def _person_or_rank(m: Mention, unit: str, clause: str, right: str, listed: Claim | None) -> str:
    if m.spelling == "位" and not _RANKED.search(clause) and not (listed is not None and listed.unit == "rank"):
        return "person" if right[:1] not in "，。；、,;）)" else "count"
    if m.spelling == "名" and re.search(r"(?:第|前|居|列|排)$", clause):
        return "rank"
    return unit


def _kind(m: Mention, unit: str, clause: str, right: str, cue: Cue) -> tuple[str, int]:
    """Return the kind of the claim and its sign."""
    moved = cue.sign != 0 and not cue.reached and not _NAMED_RATE.search(clause)
    if unit == "rank":
        return "rank", 1
    if unit == "pp":
        return "change", cue.sign or 1
    if unit == "times":
        return ("growth_rate", cue.sign) if moved and m.spelling != "番" else ("multiple", 1)
    if unit != "percent":
        verb = None if moved or cue.reached else _MOVED_OBJECT.search(clause)
        return ("change", cue.sign) if moved else ("change", 1 if verb["up"] else -1) if verb else ("level", 1)
    if moved:
        return "growth_rate", cue.sign
    if _GROWTH_NEXT.match(right) and not cue.reached:
        return "growth_rate", 1
    if m.spelling == "分之" and "百分" not in m.digits and "千分" not in m.digits:
        return "share", 1
    return ("share" if _SHARE.search(clause) or right.startswith("的") or m.spelling == "成" else "level"), 1


COLUMNS = (
    "claim report start end quote value value_low value_high unit kind subject subject_start subject_end indicator place"
    " period base_period status bound repaired destroyed".split()
)


def extract_claims(
    texts: str | Report | Iterable[str | Report], *, vocabulary: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Extract every stated quantity of reports, one row each, with the span it stands in.

    Parameters
    ----------
    texts
        A string, a `Report`, or several of them.
    vocabulary
        Your own vocabulary folder or file, added to the packaged one.

    Returns
    -------
    DataFrame
        The claims table in text order: ``claim`` (report:start-end), ``report``, ``start``, ``end``, ``quote``
        (``source[start:end]``), ``value`` or ``value_low`` and ``value_high`` in ``unit``, ``kind``, ``subject`` with
        its span, ``indicator``, ``place``, ``period``, ``base_period``, ``status``, ``bound``, ``repaired``, ``destroyed``.

    Raises
    ------
    VocabularyError
        An entry of your vocabulary is malformed.
    TypeError
        `texts` is neither text nor reports.

    Examples
    --------
    >>> claims = extract_claims("预计完成财政总收入4.7亿元，比上年增长9.6%。")
    >>> claims[["quote", "value", "unit", "kind", "subject", "status"]].values.tolist()
    [['4.7亿元', 470000000.0, 'CNY', 'level', '财政总收入', 'expected'], ['9.6%', 9.6, 'percent', 'growth_rate', '财政总收入', 'expected']]
    """
    reader = _reader(None if vocabulary is None else os.fspath(vocabulary))
    rows: list[tuple[Any, ...]] = []
    for report in as_reports(texts):
        plain, found = _read(reader, report)
        rows += [_row(report, plain, claim) for _, claim in found if isinstance(claim, Claim)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"value": "float64", "value_low": "float64", "value_high": "float64", "subject_start": "Int64", "subject_end": "Int64"})


def classify_numbers(
    texts: str | Report | Iterable[str | Report], *, vocabulary: str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Account for every number of reports: what is a claim, and what the others are.

    Parameters
    ----------
    texts
        A string, a `Report`, or several of them.
    vocabulary
        Your own vocabulary folder or file, added to the packaged one.

    Returns
    -------
    DataFrame
        One row per number in text order: ``report``, ``start``, ``end``, ``quote`` and ``role`` (claim, date,
        ordinal, name, slogan, criterion, page or other). Every run of Arabic digits lies in one row;
        Chinese numerals have a row where they stand with a unit.

    Raises
    ------
    VocabularyError
        An entry of your vocabulary is malformed.

    Examples
    --------
    >>> classify_numbers("2011年，引进3000万元以上项目5个。")[["quote", "role"]].values.tolist()
    [['2011年', 'date'], ['3000万元', 'criterion'], ['5个', 'claim']]
    """
    reader = _reader(None if vocabulary is None else os.fspath(vocabulary))
    rows: list[tuple[str, int, int, str, str]] = []
    for report in as_reports(texts):
        plain, found = _read(reader, report)
        spans = [(plain.back(m.start), plain.back(m.end - 1) + 1, "claim" if isinstance(c, Claim) else c) for m, c in found]
        spans += _unread(report, spans)
        rows += [(report.id, a, b, report.source[a:b], kind) for a, b, kind in sorted(spans)]
    return pd.DataFrame(rows, columns=["report", "start", "end", "quote", "role"])


def _read(reader: Reader, report: Report) -> tuple[PlainText, list[tuple[Mention, Claim | str]]]:
    plain = plain_text(report.source, report.start, report.end)
    return plain, list(reader.read(plain.text, report.place, overwritten_year(report.source)))


def _unread(report: Report, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the digit runs that no span covers: page numbers that the plain text leaves out, and the rest."""
    taken = bytearray(report.end - report.start)
    for a, b, _ in spans:
        taken[a - report.start : b - report.start] = b"\1" * (b - a)
    left = []
    for match in _DIGITS.finditer(report.source, report.start, report.end):
        if not any(taken[match.start() - report.start : match.end() - report.start]):
            line = report.source[report.source.rfind("\n", 0, match.start()) + 1 : (report.source.find("\n", match.end()) + 1 or report.end + 1) - 1]
            left.append((match.start(), match.end(), "page" if len(line.strip()) < 16 else "other"))
    return left


@lru_cache(maxsize=4)
def _reader(path: str | None) -> Reader:
    return Reader(path)


_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")


def _row(report: Report, plain: PlainText, c: Claim) -> tuple[Any, ...]:
    start, end = plain.back(c.start), plain.back(c.end - 1) + 1
    ranged = c.low != c.high
    spans = [(plain.back(a), plain.back(b - 1) + 1) for a, b in c.subject if b > a]
    subject = _SPACE.sub("", "".join(report.source[a:b] for a, b in spans))
    one = spans[0] if len(spans) == 1 else (None, None)
    return (
        f"{report.id}:{start}-{end}", report.id, start, end, report.source[start:end], None if ranged else c.low,
        min(c.low, c.high) if ranged else None, max(c.low, c.high) if ranged else None, c.unit, c.kind, subject, *one,
        c.indicator, c.place, c.period, c.base_period, c.status, c.bound, c.repaired, c.destroyed,
    )
