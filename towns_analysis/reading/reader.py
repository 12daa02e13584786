"""Walk through a plain text number by number and read each one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from ..vocabulary import read_once
from .coding import Coding, Indicators
from .cues import Cue, Cues
from .lists import distribute, join_listed
from .measures import AIMED, AMONG, LIST_GAP, Claim, Measures, Span, bound_of, written_currency
from .phrases import Phrases
from .quantities import Lexicon, Mention, lexicon, scan
from .roles import Roles
from .sections import Sections
from .setting import Places, Setting, places, printed_place
from .status import Statuses
from .status_words import StatusWords
from .subjects import Subjects, SubjectWords
from .timeline import Timeline

__all__ = ["Reader", "Reading", "reader"]

Reading = tuple[Mention, Claim | str]

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_STRUCTURE = re.compile(
    r"(?<![\d.：:∶])(\d{1,2}(?:\.\d+)?)[：:∶](\d{1,2}(?:\.\d+)?)(?:[：:∶](\d{1,2}(?:\.\d+)?))?(?![\d.：:∶])"
)
_BASE = re.compile(r"[，、]?[仅只已约]*(?:占|为|是|完成|达到?|相当于)[^，。；]*")
_ASIDE = re.compile(r"（[^（）]{1,6}）$")  # 同比增长（下同）18.6%
_PER = re.compile("^(?:人口|/[年月日天]|（[头只匹羽条]）|[只匹](?=以[内上下]|左右))")
_GOES_ON = re.compile("(?:完成|达到?|发展到|增加到|实现)了?[近约]?$")
_CUE_APART = set("+-）年底末的")  # a sign, a bracket or a year may stand between cue and number
_NOUN_BEFORE = re.compile("[\u4e00-\u9fa5]{2}$")
_MINUS = re.compile("(?<=[为由是到至润额率余温])负$")  # 净利润为负120万元
_LEFT, _RIGHT, _CLAUSE = 80, 40, 60  # how many characters around a number are looked at
_BACK = 12  # how many figures back one is looked for that is counted alike
_OF_BASE = re.compile("[村镇乡户人组家]?）?的")
_WHOLE = re.compile(
    "[^。；]*?(?:占|完成|[为是][^，。；]{0,6}(?:任务|计划|预算|目标))[^，。；]*"
)  # 税收完成全年任务8600万元的76.7% is a share of the task
_RANKED_OWN = re.compile("[，；、](?!总量|总数)[^，。；]{2,}?[在居列]")  # …3亿元，综合考核列全市36个镇第5位
_NARROWED = re.compile("(?:收窄|扩大|回落|提高|缩小|下降|上升|加快|放缓)(?:到|至|为)(?:全年的?|年末的?)?")
_WHOLE_YEAR = re.compile("，(?:预计|力争|预期)?(?:到)?(?:全年|年底|年末)(?:预计|可|将|力争)?(?:完成|达到?|实现|突破)?")
_TO_YEAR = re.compile(r"[少加降高升大展到至]为((?:19|20)\d\d年[底末]?的?)$")
_TOTAL = re.compile("^[，、；]?(?:合计|共计|总计|合共|共)(?:为|达)?$")
# 增长12%，上年为15%; 占比首次超过四成，达41.7%
_OTHER_YEAR = re.compile(r"，(?:上年|去年|前年|(?:19|20)\d\d年)[度末底]?(?:同期)?(?:为|是|达到?)[约近]?")
_AMOUNTS_TO = re.compile("，(?:已|高)?达到?了?")
_BECOMES = re.compile(r"(?:变为|变成|调整[为到至])(?:(?:19|20)\d\d年的?)?")
_CARRIED = ("growth_rate", "change", "multiple", "share", "rank")


class Reader:
    """The compiled vocabulary, and the reading of one text with it."""

    def __init__(self, path: str | None) -> None:
        self.lexicon: Lexicon = lexicon(path)
        self.roles = Roles(path)
        self.measures = Measures(path)
        self.cues = Cues(path)
        self.phrases = Phrases(path)
        self.subjects = SubjectWords(path)
        self.sections = Sections(path)
        self.statuses = StatusWords(path)
        self.indicators = Indicators(path)
        self.places: Places = places(path)

    def read(self, text: str, home: str = "", overwritten: Callable[[], str] = str) -> Iterator[list[Reading]]:
        """Yield, sentence by sentence, every numeral of a plain text with its claim, or with its role if it is none.

        `home` is the town that the text is of; `overwritten` finds the year that stands for every other one, or ''.
        """
        page = _Page(text, self, home or printed_place(text, self.places))
        readings: list[Reading] = []
        for m in scan(text, self.lexicon):
            if m.start >= page.finish:
                page.settle()
                yield readings
                readings = []
                page.turn(m.start)
            if m.spelling == "里" and page.currency == "TWD":
                m = m._replace(low=m.low * 2, high=m.high * 2, unit="count", group="place")  # a ward, no length
            left, right = page.around(m)
            what = self.roles.of(m, left, right)
            claim = None if what else self._claim(page, m, right)
            if claim is None:
                readings.append((m, what or "other"))
                continue
            page.complete(m, claim, left, overwritten)
            readings.append((m, claim))
        page.settle()
        yield readings

    def _claim(self, page: _Page, m: Mention, right: str) -> Claim | None:
        text, floor = page.text, max(page.floor, m.start - _CLAUSE)
        clause = text[floor : m.start]
        if clause.endswith("负"):
            clause = _MINUS.sub("-", clause)
        last = _goes_on_from(page, m)
        cue, signed = self._cue(clause)
        if "）" in clause:
            floor, clause = self._around_bracket(page, floor, clause, cue)
        listed = last is not None and len(clause) < 6 and LIST_GAP.fullmatch(clause[: len(clause) - signed]) is not None
        unit, repaired = self._unit(page, m, clause, right, cue, last, listed)
        if not unit:
            return None
        if listed and unit == "pp" and last is not None and text.endswith("个", last.start, last.end):
            last.unit, last.kind = "pp", "change"  # 上升4个和2.5个百分点
        carried = (
            _carried(text, last, unit, clause, listed, cue.reached and cue.length == len(clause))
            if last is not None and (cue.sign == 0 or cue.reached)
            else None
        )
        if unit == "percent" and clause in ("的", "）的") and page.sentence:
            whole = page.sentence[-1]
            begin = max(whole.head[0], m.start - 2 * _CLAUSE)
            if _WHOLE.fullmatch(text, begin, whole.start):
                floor, clause = begin, text[begin : whole.start] + "的"
        kind, sign = carried or self.measures.kind_of(m, unit, clause, right, cue)
        bound = bound_of(m, unit, kind, clause, right, cue.bound, self.cues.after(_PER.sub("", right)))
        low, high = (2.0**m.low, 2.0**m.high) if m.spelling == "番" else (m.low * sign, m.high * sign)
        claim = Claim(m.start, m.end, low, high, unit, kind, bound, (floor, m.start - cue.length), repaired)
        claim.subject = page.subjects.of(m, claim, clause, right, cue, last, listed)
        if (last and last.kind == "level" and claim.subject == last.subject) or (
            not claim.subject and last is None and _GOES_ON.search(clause)
        ):
            claim.subject = page.inherited(claim, clause)
        return claim

    def _cue(self, clause: str) -> tuple[Cue, int]:
        """Return what the words before a number say, and the length of its own sign."""
        if clause[-1:] not in _CUE_APART:
            return self.cues.before(clause[-18:]), 0
        signed = len(clause) - len(clause.rstrip("+-"))
        aside = _ASIDE.search(clause) if clause.endswith("）") else None
        spare = (signed if aside is None else aside.end() - aside.start()) or _to_year(clause)
        cue = self.cues.before(clause[: len(clause) - spare][-18:])
        return (cue._replace(length=cue.length + spare) if spare and cue.length else cue), signed

    def _around_bracket(self, page: _Page, floor: int, clause: str, cue: Cue) -> tuple[int, str]:
        """Return the clause, and where it begins, without a bracket in it that holds figures of its own.

        As in 财政收入（其中税收3200万元）达到5200万元, but not 3200万元（其中税收1200万元），增长8%.
        """
        closed = clause.find("）")
        after = clause[closed + 1 : len(clause) - cue.length]
        opens = clause.find("（", 0, closed) >= 0  # a bracket without a figure
        if opens or not page.sentence or after[:1] in tuple("，；。、"):
            return floor, clause
        if self.phrases.before_number(after)[0]:
            return floor, clause
        inside = page.sentence[-1]
        opened = page.text.rfind("（", max(0, inside.start - _LEFT), inside.start)
        first = next((c for c in page.sentence[-_BACK:] if c.end > opened), inside)
        begin = first.head[0]
        if opened <= begin or not _NOUN_BEFORE.search(page.text, begin, opened):
            return floor, clause
        return begin, page.text[begin:opened] + clause[closed + 1 :]

    def _unit(
        self, page: _Page, m: Mention, clause: str, right: str, cue: Cue, last: Claim | None, listed: bool
    ) -> tuple[str, bool]:
        """Return the unit, and whether a lost mark was restored; an index goes on as one: 死亡率2.98，下降0.7."""
        text = page.text
        if last is not None and cue.sign and not m.unit and last.kind in ("level", "multiple") and _is_bare(text, last):
            return last.unit, False
        if last is not None and not m.unit and m.digits == "0" and cue.reached and last.unit == "percent":
            return last.unit, True  # 贫困发生率由18.7%下降到0
        in_ratio = not m.unit and _in_structure(text, m)
        return self.measures.unit_of(m, clause, text[m.start : m.end], right, cue, last, listed, in_ratio)


class _Page:
    """Where the reading stands in a text: the sentence, the claims found in it, what is known around it."""

    def __init__(self, text: str, words: Reader, home: str) -> None:
        self.text = text
        self.subjects = Subjects(text, words.phrases, words.subjects)
        self._phrases, self._coding = words.phrases, Coding(text, words.indicators)
        planned = words.sections.planned(text)
        self._statuses = Statuses(text, words.statuses, planned)
        self._setting, self._timeline = Setting(text, home, words.places), Timeline(text, planned)
        self.currency = words.measures.currency(text)
        self._spans = _sentences(text)
        self.sentence: list[Claim] = []
        self._before: list[Claim] = []  # those of the sentence before it
        self._begin = self.finish = self.floor = 0

    def turn(self, position: int) -> None:
        """Go on to the sentence at `position`."""
        while position >= self.finish:
            self._begin, self.finish = next(self._spans)
        self._statuses.sentence(self._begin, self.finish, self.sentence[-1].status if self.sentence else "")
        alike = "\n" not in self.text[self.floor : position]
        self.floor, self._before, self.sentence = self._begin, self.sentence if alike else [], []
        self._timeline.sentence(self._begin, self.finish)

    def around(self, m: Mention) -> tuple[str, str]:
        """Return the text before and after the number in its sentence."""
        left = self.text[max(self._begin, m.start - _LEFT) : m.start]
        return left, self.text[m.end : min(self.finish, m.end + _RIGHT)]

    def complete(self, m: Mention, claim: Claim, left: str, overwritten: Callable[[], str]) -> None:
        """Add what the claim takes from its sentence, and the claim to the sentence."""
        if claim.unit == "CNY":
            claim.unit = written_currency(left, self.currency)
        claim.place = self._setting.at(m.start)
        claim.period, claim.base_period = self._timeline.at(self.floor, m.start, claim.kind)
        heading = self._timeline.planned_for(m.start)
        claim.status = self._statuses.of(claim, self.sentence[-1] if self.sentence else None, heading)
        if not claim.period and claim.status == "planned":
            claim.period = heading
        digits = m.digits.rstrip("万亿")
        like_year = len(digits) == len("20xx") and digits[:2] == "20" and claim.unit != "percent"
        claim.destroyed = like_year and digits == overwritten()
        self.sentence.append(claim)
        self.floor = m.end

    def inherited(self, claim: Claim, clause: str) -> tuple[Span, ...]:
        """Return the subject of a figure that has that of the one before it, or of the last that is counted alike.

        As in 总产3812吨，亩产420公斤，比上年增产356吨, or 小区8个，惠及3120户，已完成6个; or of the sentence
        before: 财政收入3600万元。今年1—6月，完成2100万元.
        """
        if claim.kind == "level" and _TOTAL.search(clause):
            return self._parts(claim)
        if _WHOLE_YEAR.fullmatch(clause) and len(self.sentence) > 1:
            *_, whole, part = self.sentence
            if whole.unit == claim.unit and "其中" in self.text[whole.end : part.start]:
                return whole.subject  # 完成投资5.8亿元，其中工业4.1亿元，预计全年完成6.3亿元
        mark = self.text[claim.end - 1] if (claim.kind, claim.unit) == ("level", "count") else ""
        looked = mark or claim.kind == "change" or not claim.subject
        for other in (self.sentence or self._before)[: -_BACK - 1 : -1] if looked else ():
            if (other.unit, other.kind) == (claim.unit, "level") and self.text.endswith(mark, 0, other.end):
                named = other.subject and not self._phrases.before_number(self.text[slice(*other.subject[-1])])[2]
                return other.subject if named else claim.subject
        return claim.subject

    def _parts(self, claim: Claim) -> tuple[Span, ...]:
        """Return the subjects of two parts that a total adds up: 国税5200万元，地税4300万元，合计9500万元."""
        *_, other, last = [None, *self.sentence]
        alike = other is not None and (other.unit, other.kind) == (claim.unit, last.kind) == (last.unit, "level")
        single = other is not None and len(other.subject) == len(last.subject) == 1
        if (
            other is None
            or not (alike and single)
            or other.subject == last.subject
            or "其中" in self.text[other.start : last.end]
        ):
            return claim.subject
        return (*other.subject, *last.subject)

    def settle(self) -> None:
        """Settle what needs the whole sentence: lists of items, and indicators."""
        for claim, after in pairwise(self.sentence):
            if not claim.subject and claim.unit == after.unit and self.text.startswith("的基础上", claim.end):
                claim.subject = after.subject  # 在去年160座的基础上新建大棚740座
        if len(self.sentence) > 1:
            distribute(self.text, self._phrases, self.sentence)
        join_listed(self.text, self._phrases, self.sentence)
        self._coding.code(self.sentence)


def _to_year(clause: str) -> int:
    """Return the length of a year between 减少为 and the number: 由2011年底3万人减少为2012年底2万人."""
    found = _TO_YEAR.search(clause) if clause.endswith(("年", "年的", "年底", "年末", "年底的", "年末的")) else None
    return len(clause) - found.start(1) if found else 0


def _is_bare(text: str, claim: Claim) -> bool:
    """Whether a figure is an index, printed without unit."""
    return claim.unit in ("count", "times") and text[claim.end - 1].isdigit()


def _goes_on_from(page: _Page, m: Mention) -> Claim | None:
    """Return the last claim of the sentence that is not only a base or a crowd: 在全市32个镇中列第9位."""
    sentence = page.sentence
    if len(sentence) > 1:
        last = sentence[-1]
        among = page.text[m.start - 1] == "第" and AMONG.fullmatch(page.text, last.end, m.start)
        if _is_base(page.text, last) or (among and not _RANKED_OWN.match(page.text, sentence[-2].end, last.start)):
            return sentence[-2]
        if page.text.startswith("）", last.end):  # 税收1950万元（目标1800万元），增长8%
            opened = page.text.rfind("（", max(0, last.start - _CLAUSE), last.start)
            return last if opened < 0 else next((c for c in reversed(sentence) if c.end <= opened), last)
    return sentence[-1] if sentence else None


def _carried(text: str, last: Claim, unit: str, clause: str, listed: bool, reached: bool) -> tuple[str, int] | None:
    """Return kind and sign that a number takes from the one before it: 增长14%、15%, or 增长15%，力争18%."""
    if listed and last.kind in _CARRIED and _go_together(last, unit, clause):
        signed = text[last.start - 1] == "-"  # 9%、-3%和5%: each has its own sign
        falls = clause.endswith("-") or (last.low < 0 and not signed and not clause.endswith("+"))
        return last.kind, -1 if falls else 1
    joined = last.kind == "change" and last.unit == unit and clause[-1:] in ("和", "及", "、")
    if joined and last.subject[-1:] == ((last.end, last.end + len(clause) - 1),):
        return last.kind, -1 if last.low < 0 else 1  # 增加了9个电商村和1个电商镇
    if not clause and last.kind == "change" and (last.unit, unit) == ("household", "person"):
        return last.kind, -1 if last.low < 0 else 1  # 减少贫困人口930户4441人
    if last.kind == "share" and unit == "percent" and (reached or _BECOMES.fullmatch(clause)):
        return last.kind, 1  # 比重由56.6%下降到37.2%
    if last.kind == "growth_rate" and last.unit == unit and AIMED.fullmatch(clause):
        return last.kind, 1
    if last.kind in ("share", "growth_rate") and unit == last.unit and _OTHER_YEAR.fullmatch(clause):
        return last.kind, -1 if last.low < 0 else 1
    if last.kind == "share" and unit == "percent" and _AMOUNTS_TO.fullmatch(clause):
        return last.kind, 1
    if last.kind == "growth_rate" and unit == "percent" and _NARROWED.fullmatch(clause):
        return last.kind, -1 if last.low < 0 else 1
    return None


def _go_together(last: Claim, unit: str, clause: str) -> bool:
    """Whether two numbers of a list may be of one kind; after a comma only ratios: 减少信访12件，9个村无访 is none."""
    ratios = {last.unit, unit} <= {"percent", "times"} or last.unit == unit == "pp"
    return ratios or ("，" not in clause and (last.unit == unit or last.kind == "change"))


def _is_base(text: str, claim: Claim) -> bool:
    """Whether a figure is only what another is a share of: 占全年任务7800万元的54.1%, 占任务（600亩）的68.7%."""
    followed = _OF_BASE.match(text, claim.end)
    return followed is not None and _BASE.fullmatch(text, claim.head[0], claim.start) is not None


def _in_structure(text: str, m: Mention) -> bool:
    """Whether the number is one of those that make up a whole: 三次产业比例5.2：53.6：41.2, 粮经比78：22."""
    if text[m.start - 1 : m.start] not in ("：", ":", "∶") and text[m.end : m.end + 1] not in ("：", ":", "∶"):
        return False
    for match in _STRUCTURE.finditer(text, max(0, m.start - 12), m.end + 12):
        if match.start() <= m.start < match.end():
            return 99 <= sum(float(part or 0) for part in match.groups()) <= 101
    return False


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence, without the mark that ends it."""
    begin = 0
    for end in _SENTENCE_END.finditer(text):
        yield begin, end.start()
        begin = end.end()
    yield begin, len(text)


@read_once
def reader(path: str | None) -> Reader:
    """Return the reader with the packaged vocabulary and the user's own in `path`, compiled once for each state."""
    return Reader(path)
