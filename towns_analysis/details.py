"""What the words beside a figure say of it: prices, base, months, area, and who is counted.

Nothing is guessed: where the text does not say, the cell is empty. The words are in ``vocabulary/details.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from .reading.numerals import whole_number
from .reading.years import TO
from .reports import Report, Reports, by_id
from .schema import keys_in, whole_table
from .text import plain_text
from .vocabulary import Vocabulary, VocabularyError, any_of, entries, indicators

__all__ = ["Words", "claim_details", "same_fact", "source_of", "words_of"]

_REACH = 200  # the most characters read before a figure
_TITLE = 140  # characters of a text in which its title stands
_PARAGRAPH, _OPENING = 400, 12  # characters of a paragraph before a figure, and of a sentence, that may tell months
_SENTENCE, _CLAUSE = re.compile("[。！？；\n]"), re.compile("[，。：；！？\n]")
_FULL_STOP = re.compile("[。！？]")
_BRACKET = re.compile(r"（[^（）\d]{1,12}）")  # without digits: （现价增长9%） is another figure
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTHS = rf"[前头](?P<front>{_NUMERAL})个月|(?<![\d.])[1一]{TO}(?P<quarter>[2-4二三四])季度"
_MONTHS += rf"|(?P<first>(?<!\d){_NUMERAL}|元)月?份?{TO}(?P<last>{_NUMERAL})月|\d{{2,4}}年"
_MONTHS += (
    r"|(?P<by>(?<!\d)\d{1,2})月(?P<day>\d{1,2})[日号]"
    rf"|(?P<until>(?<!\d){_NUMERAL})月[底末](?!前)|(?P<one>(?<!\d){_NUMERAL})月份(?!以来|起|开始|前)|(?<!\d)\d{{1,2}}月"
)
_UNTIL = re.compile(r"截[至止]到?(?:今年|\d{4}年)?$")
_OF_YEAR = re.compile("年(?:度|初)?(?:计划|任务|预算|目标)[^，。；\\d]{0,4}$")  # 1-9月1.96亿元，占年计划2.55亿元的76.9%
_HALF_MONTH, _YEAR = 15, 12
_BASE = set("比较同与是为占")
_COMPARED = {"growth_rate", "change", "multiple"}


class Words(NamedTuple):
    """The words of one detail, and what each says."""

    pattern: re.Pattern[str]
    value_of: dict[str, str]

    def all(self, text: str) -> list[str]:
        """Return the values of the words of a text in their order, without those that only look like one."""
        values = (self.value_of[m[0]] for m in self.pattern.finditer(text))
        return [value for value in values if value != "-"]

    def last(self, text: str) -> str:
        """Return the value of the last of them, or ''."""
        return next(reversed(self.all(text)), "")


def words_of(path: Vocabulary) -> dict[str, Words]:
    """Return the words of each detail in ``details.txt``, with the reader's own added."""
    values: dict[str, dict[str, str]] = {row["detail"]: {} for row in entries("details")}
    for row in entries("details", path):
        detail, value = row["detail"], row["value"]
        if detail not in values or (detail == "months" and value != "-" and not value.isdecimal()):
            expected = f"one of {', '.join(sorted(values))}; of months the value is a number or -"
            raise VocabularyError(f"{row.where}: '{detail} | {value}', expected {expected}")
        values[detail].update(dict.fromkeys(row["words"].split(), value))
    # 2011年均 is no 年均
    patterns = {detail: rf"(?<!\d){any_of(list(value_of))}" for detail, value_of in values.items()}
    patterns["months"] = f"{_MONTHS}|{patterns['months']}"
    return {detail: Words(re.compile(pattern), values[detail]) for detail, pattern in patterns.items()}


# ---------------------------------------------------------------------------------------------- of a claim


def source_of(row: Any, reports: Mapping[str, Report]) -> str:
    """Return the text that a claim was extracted from, or '' where it is not at hand or does not hold the quote."""
    report = reports.get(str(row.report))
    if report is None or pd.isna(row.start) or report.source[int(row.start) : int(row.end)] != row.quote:
        return ""
    return report.source


def claim_details(claims: pd.DataFrame, reports: Reports = None, *, vocabulary: Vocabulary = None) -> pd.DataFrame:
    """Read what the words beside each figure say of it.

    Parameters
    ----------
    claims
        What `extract_claims` returns.
    reports
        What the claims were extracted from; by default the packaged ones. Without the text of a claim only its subject
        and base period are read.
    vocabulary
        Your own vocabulary folder or ``details.txt``, added to the packaged one.

    Returns
    -------
    DataFrame
        One row per claim, with its index: ``claim``; ``price_basis`` (constant, current, or of growth comparable);
        ``growth_base`` of a growth, change or multiple (same_period 同比, previous_year, year_start, previous_period
        环比, annual_average, or named: the words of ``base_period``); ``months`` that a flow covers (1—11月 is 11, and
        6 what nothing dates in a report that its title says to be of 上半年, or after a sentence on it);
        ``scope`` (area) and ``population_basis`` by the words of the clause up to the subject, else by the definition
        of the indicator. Empty where nothing says so.

    Raises
    ------
    TypeError, ValueError
        `claims` is no DataFrame, or lacks a column.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "1—11月，工业总产值35亿元，按可比价计算同比增长12%。镇区人口1.2万人。"
    >>> claim_details(ta.extract_claims(text), text).drop(columns=["claim", "population_basis"]).to_numpy().tolist()
    [['', '', 11, ''], ['comparable', 'same_period', 11, ''], ['', '', <NA>, 'seat']]
    """
    texts, words = by_id(reports), words_of(vocabulary)
    known = {row["indicator"]: row for row in indicators(vocabulary).to_dict("records")}
    rows, floor, report, subject, end = [], 0, "", "", 0
    named: list[Any] = list(whole_table("claims", claims).itertuples(index=False))
    for row in named:
        if (row.report, row.subject) != (report, subject):
            floor = end if row.report == report else 0
        rows.append(_details(row, source_of(row, texts), floor, words, known.get(row.indicator, {})))
        report, subject, end = row.report, row.subject, 0 if pd.isna(row.end) else int(row.end)
    columns = ["claim", "price_basis", "growth_base", "months", "scope", "population_basis"]
    return pd.DataFrame(rows, columns=columns, index=claims.index).astype({"months": "Int64"})


def _details(row: Any, text: str, floor: int, words: dict[str, Words], about: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return the details of one claim; `floor` is where the last claim on another subject ends."""
    lead = own = after = ""
    if text:
        start, end = int(row.start), int(row.end)
        lead, own = (_since(_SENTENCE, plain_text(text, max(at, start - _REACH, 0), start).text) for at in (0, floor))
        after = plain_text(text, end, end + 16).text
    clause, compared = _since(_CLAUSE, lead), row.kind in _COMPARED
    named = clause[: max(clause.rfind(row.subject), 0)] + row.subject
    area = words["scope"].last(named)  # 全镇农民人均纯收入 is no wider than what defines it
    return (
        row.claim,
        _prices(own, after, compared, words["price_basis"]),
        _growth_base(clause, row.base_period, words["growth_base"]) if compared else "",
        _months_covered(row, lead, text, words["months"]) if about.get("nature") == "flow" else None,
        area.replace("whole", "") or about.get("scope", "") or area,
        words["population_basis"].last(named) or about.get("population_basis", ""),
    )


def _since(mark: re.Pattern[str], text: str) -> str:
    return mark.split(text)[-1]


def _prices(own: str, after: str, compared: bool, words: Words) -> str:
    bracket = _BRACKET.match(after)
    said = (words.all(bracket[0]) if bracket else []) or words.all(own)[-1:]
    return next((value for value in said if compared or value != "comparable"), "")


def _growth_base(clause: str, base_period: str, words: Words) -> str:
    return words.last(clause) or words.last(f"比{base_period}") or ("named" if base_period else "")


def _months(lead: str, words: Words) -> int | None:
    """Return the months of the last time words of a sentence that are no base of a comparison."""
    time = None
    for m in words.pattern.finditer(lead):
        if lead[m.start() - 1 : m.start()] not in _BASE and not lead.startswith("同期", m.end()):
            time = m  # 1—9月1.96亿元，去年同期1.77亿元
    if time is None:
        return None
    if time["front"] or time["quarter"]:  # 前8个月, 1-3季度
        return whole_number(time["front"]) if time["front"] else 3 * whole_number(time["quarter"])
    if time["first"]:
        first, last = (whole_number(time[end].replace("元", "1")) for end in ("first", "last"))
        return last - first + 1 if 1 <= first <= last <= 12 else None
    if time["until"]:  # 截至6月底，完成投资
        return None if "累计" in lead[time.end() :] else whole_number(time["until"]) or None
    if time["by"]:  # 截至11月20日，完成投资: the months that are nearest
        until = _UNTIL.search(lead, 0, time.start()) or lead.startswith("止", time.end())
        return (int(time["by"]) - (int(time["day"]) < _HALF_MONTH) or None) if until else None
    if time["one"]:
        return 1
    said = words.value_of.get(time[0], "")
    return int(said) if said.isdecimal() else None


def _months_covered(row: Any, lead: str, text: str, words: Words) -> int | None:
    """Return the months of a flow, by the words before it, its period, or the title of a report of a part of a year."""
    if row.status == "planned" and _OF_YEAR.search(lead):
        return 12
    if words.pattern.search(lead):
        return _months(lead, words)
    if row.period or row.status != "actual":
        return _months(row.period, words)
    return _months_before(text, int(row.start), words) or _title_months(text, words)


def _months_before(text: str, at: int, words: Words) -> int | None:
    """Return the part of a year that an earlier sentence of the paragraph begins with: 1—8月，财政收入3亿元。其中…."""
    paragraph = plain_text(text, max(text.rfind("\n", 0, at) + 1, at - _PARAGRAPH), at).text
    for sentence in reversed(_FULL_STOP.split(paragraph)[:-1]):
        if words.pattern.search(sentence[:_OPENING]):
            months = _months(_CLAUSE.split(sentence, maxsplit=1)[0], words)
            return months if months and months < _YEAR else None
    return None


def _title_months(text: str, words: Words) -> int | None:
    """Return the months of the part of a year that the title of a report names: 2012年上半年工作总结."""
    titles = (line for line in text[:_TITLE].split("\n")[:3] if not _CLAUSE.search(line))
    found = (_months(title, words) for title in titles)
    return next((months for months in found if months and months < _YEAR), None)


def same_fact(claims: pd.DataFrame, towns: pd.DataFrame) -> pd.Series[str]:
    """Return for each claim the id of the first that states the same fact, its own where none does.

    Statements are one fact where `tidy_towns` makes them one row of the same kind: a level stated twice is, a level and
    the growth to it are not. Claims without indicator stand for themselves.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "2011年财政收入4.2亿元。2011年，全镇财政收入4.22亿元，工业总产值35亿元。"
    >>> claims = ta.extract_claims(text)
    >>> same_fact(claims, ta.tidy_towns(claims, ta.date_reports(text), text)).tolist()
    ['text:9-14', 'text:9-14', 'text:39-43']
    """
    kind = claims.set_index("claim")["kind"].replace("share", "level").to_dict()
    fact = {claim: claim for claim in claims["claim"]}
    for sources in towns.loc[towns["agreement"] == "agree", "sources"]:
        first: dict[str, str] = {}
        for claim in keys_in(sources):
            fact[claim] = fact[first.setdefault(kind[claim], claim)]
    return claims["claim"].map(fact).rename("fact")
