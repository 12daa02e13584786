"""Walk through a plain text number by number and read each one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .context import Indicators, Setting, Timeline, indicator_names, printed_place
from .cues import Cues, cues
from .measures import LIST_GAP, Claim, bound_of, kind_of, text_currency, unit_of, written_currency
from .phrases import Phrases, phrases
from .quantities import Lexicon, Mention, lexicon, scan
from .roles import role
from .sections import planned_spans
from .status import Statuses
from .subjects import Subjects

__all__ = ["Reader", "Reading", "reader"]

Reading = tuple[Mention, Claim | str]

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_STRUCTURE = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?)[：∶](\d{1,2}(?:\.\d+)?)[：∶](\d{1,2}(?:\.\d+)?)(?![\d.：∶])")
_LEFT, _RIGHT, _CLAUSE = 80, 40, 60  # how many characters around a number are looked at
_CARRIED = ("growth_rate", "change", "multiple", "rank")


class Reader:
    """The compiled vocabulary, and the reading of one text with it."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._lexicon: Lexicon = lexicon(path)
        self._cues: Cues = cues(path)
        self._phrases: Phrases = phrases(path)
        self._indicators: Indicators = indicator_names(path)

    def read(self, text: str, home: str = "", overwritten: str = "") -> Iterator[list[Reading]]:
        """Yield, sentence by sentence, every numeral of a plain text with its claim, or with its role if it is none."""
        subjects = Subjects(text, self._phrases, self._indicators)
        statuses = Statuses(text, self._cues, planned_spans(text))
        setting, timeline = Setting(text, home or printed_place(text), self._path), Timeline(text)
        currency = text_currency(text)
        sentence: list[Claim] = []
        readings: list[Reading] = []
        begin = finish = floor = 0
        for m in scan(text, self._lexicon):
            if m.start >= finish:
                subjects.settle(sentence)
                yield readings
                readings = []
                begin, finish = _sentence(text, finish, m.start)
                floor, sentence = begin, []
                statuses.sentence(begin, finish)
                timeline.sentence(begin, finish)
            left, right = text[max(begin, m.start - _LEFT) : m.start], text[m.end : min(finish, m.end + _RIGHT)]
            what = role(m, left, right)
            claim = None if what else self._claim(text, m, max(floor, m.start - _CLAUSE), right, sentence, subjects)
            if claim is None:
                readings.append((m, what or "other"))
                continue
            if claim.unit == "CNY":
                claim.unit = written_currency(left, currency)
            claim.status = statuses.of(claim, sentence[-1] if sentence else None)
            claim.place = setting.at(m.start)
            claim.period, claim.base_period = timeline.at(floor, m.start)
            claim.destroyed = m.digits == overwritten and claim.unit != "percent"
            sentence.append(claim)
            floor = m.end
            readings.append((m, claim))
        subjects.settle(sentence)
        yield readings

    def _claim(
        self, text: str, m: Mention, floor: int, right: str, sentence: list[Claim], subjects: Subjects
    ) -> Claim | None:
        clause = text[floor : m.start]
        last = sentence[-1] if sentence else None
        cue = self._cues.before(clause[-18:])
        listed = last is not None and len(clause) < 5 and LIST_GAP.fullmatch(clause) is not None
        in_ratio = not m.unit and _in_structure(text, m)
        unit, repaired = unit_of(m, clause, text[m.start : m.end], right, cue, last, listed, in_ratio)
        if not unit:
            return None
        if listed and unit == "pp" and last is not None and text.endswith("个", last.start, last.end):
            last.unit, last.kind = "pp", "change"  # 上升4个和2.5个百分点
        kind, sign = kind_of(m, unit, clause, right, cue)
        if listed and last is not None and cue.sign == 0 and last.unit == unit and last.kind in _CARRIED:
            kind, sign = last.kind, -1 if last.low < 0 else 1
        bound = bound_of(m, unit, kind, clause, right, cue.bound, self._cues.after(right))
        low, high = (2.0**m.low, 2.0**m.high) if m.spelling == "番" else (m.low * sign, m.high * sign)
        claim = Claim(m.start, m.end, low, high, unit, kind, bound, (floor, m.start - cue.length), repaired)
        claim.subject = subjects.of(m, claim, clause, right, cue, last, listed)
        return claim


def _in_structure(text: str, m: Mention) -> bool:
    """Whether the number is one of three that make up a whole: 三次产业比例5.2：53.6：41.2."""
    if text[m.start - 1 : m.start] not in ("：", "∶") and text[m.end : m.end + 1] not in ("：", "∶"):
        return False
    for match in _STRUCTURE.finditer(text, max(0, m.start - 12), m.end + 12):
        if match.start() <= m.start < match.end():
            return 99 <= sum(float(part) for part in match.groups()) <= 101
    return False


def _sentence(text: str, since: int, position: int) -> tuple[int, int]:
    """Return the span of the sentence at `position`; `since` is where the last one ended."""
    while True:
        end = _SENTENCE_END.search(text, since)
        if end is None:
            return since, len(text)
        if end.start() >= position:
            return since, end.start()
        since = end.end()


@lru_cache(maxsize=4)
def reader(path: str | None) -> Reader:
    """Return the reader with the packaged vocabulary and the reader's own in `path`."""
    return Reader(path)
