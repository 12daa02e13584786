"""Find every numeral of a plain text with its unit, as the language writes them.

This layer knows numerals, multipliers, approximators, units and ranges. It knows nothing of what
is measured: that is the claims layer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from .numerals import ARABIC, ARABIC_REST, CHINESE, CHINESE_REST, exact, parse_number
from .vocabulary import VocabularyError, any_of, entries, words_by_role

__all__ = ["Lexicon", "Mention", "lexicon", "scan"]


class Mention(NamedTuple):
    """One numeral in plain text, half-open offsets; a range has `low` < `high`."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    spelling: str
    group: str
    bound: str
    chinese: bool
    digits: str


_mention = partial(tuple.__new__, Mention)  # half the time of calling the class


class Lexicon(NamedTuple):
    """Units by spelling (no unit under the empty one), the pattern of a numeral, and that of an approximator before."""

    units: dict[str, tuple[str, float, str]]
    pattern: re.Pattern[str]
    prefix: re.Pattern[str]


_SEPARATOR = r"(?:——|--|[—–~～至到－-])"
_SCALE = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "百万": 1e6, "千万": 1e7, "万亿": 1e12}
_NEIGHBOURS = re.compile(
    r"(十|[二三四五六七八九]十|(?:[一二两三四五六七八九][万千百])+)?([一二两三四五六七八])、?([二两三四五六七八九])([十百千万亿]*)"
)


def lexicon(path: str | None = None) -> Lexicon:
    """Compile the units of the vocabulary, with the reader's own in `path` added."""
    units: dict[str, tuple[str, float, str]] = {}
    for row in entries("units", path):
        for spelling in row["spellings"].split():
            meaning = (row["unit"], float(row["factor"]), row["group"])
            if units.setdefault(spelling, meaning)[:2] != meaning[:2]:
                raise VocabularyError(f"{row.where}: the spelling '{spelling}' has another unit or factor already")
    guards: dict[str, list[str]] = {spelling: [] for spelling in units}
    for row in entries("guards", path):
        if row["spelling"] not in guards:
            raise VocabularyError(f"{row.where}: '{row['spelling']}' is no spelling of units.txt")
        guards[row["spelling"]] += row["not_before"].split()
    unit = any_of({spelling: f"(?!{any_of(words)})" if words else "" for spelling, words in guards.items()})
    words = words_by_role(path)
    apart = "".join(f"(?<!{re.escape(word)})" for word in words["no_cue"])
    pattern = re.compile(_master(unit, any_of(words["people_after_chinese"])))
    return Lexicon(units | {"": ("", 1.0, "")}, pattern, re.compile(f"(?:[将接逼]?近|大?约){apart}$"))


def _master(unit: str, people: str) -> str:
    """Build the pattern of a numeral: Arabic with or without unit, Chinese only with one, fractions, ranges.

    It begins with one class of characters, so that the search skips to them; the groups of the numeral hold what
    follows its first character.
    """
    digit = "一二三四五六七八九"
    parts = r"\d{0,2}/\d{1,3}(?![/\d])"
    percent = rf"(?<=[百千])分之(?:{CHINESE}|\d+(?:\.\d+)?)"
    part = rf"(?<=[两十{digit}])[两十{digit}]{{0,2}}分之[两十{digit}]{{1,3}}|(?<=\d){parts}"
    half = r"(?<=一)半(?![天年时路])|(?<=半)数|(?<=[近过超逾]半)(?![年天月日夜路数])"
    large = (
        rf"(?<=[两十{digit}])[两零百千十{digit}]{{0,9}}[万亿](?=[，。；、的])"
        rf"|(?<=第[十{digit}])[十{digit}]{{0,2}}(?=[，。；、]|$)"
    )
    nearby = r"(?<=[一二三四五六七八])(?<![\n。；：].)、[二三四五六七八九][十百千万]*"
    number = (
        rf"(?P<arabic>(?!{parts}){ARABIC_REST})|(?P<ratio>{percent}|{part}|{half})|(?P<bare>{large})"
        rf"|(?P<chinese>{nearby}(?={unit})|{CHINESE_REST})"
    )
    tail = r"(?P<vague>多?几|[余多]|来(?![自源]))?(?P<times>(?:[百万亿]|千(?![米克瓦伏卡])){1,2})?(?P<vague2>[余多])? ?"
    no_unit = rf"(?<=[万亿])(?=[，。；、])|(?={people})|(?=[到至]{CHINESE}{unit})"  # 六千到八千元
    units = rf"(?(ratio)|(?(bare)|(?(chinese)(?P<cunit>{unit}|{no_unit})|(?P<unit>{unit})?)))"
    cents = rf"(?<=元)[\d{digit}]角(?:[\d{digit}]分)?|(?<=角)[{digit}]分"
    more = rf"(?P<half>半(?![年天数个])|(?<=成)[\d{digit}](?=[的，。；、以左]|$)|{cents})?"
    to = (
        rf"(?P<to>{ARABIC}|{CHINESE})[余多]?(?P<times2>[百千万亿]{{1,2}})?[余多]? ?"
        rf"(?P<unit2>{unit})?"
    )
    up_to = rf"(?(ratio)|(?:(?P<separator>{_SEPARATOR}){to})?)"
    return rf"[0-9零〇一二两三四五六七八九十百千万亿廿卅半](?:{number}){tail}{units}{more}{up_to}"


def scan(text: str, lex: Lexicon) -> Iterator[Mention]:
    """Yield the numerals of a plain text in order; those that have no value are left out."""
    units = lex.units
    for match in lex.pattern.finditer(text):
        arabic, ratio, bare, chinese, vague, times, vague2, cunit, unit, half, to, *_ = match.groups()
        if to is not None:
            yield from _range(text, match, lex)
            continue
        if ratio is not None:
            found = _ratio(text, match, lex)
            if found is not None:
                yield found
            continue
        start, end = match.span()
        spelling = unit or cunit or ""
        slug, factor, group = units[spelling]
        number = text[start] + (arabic or chinese or bare or "")
        low = high = parse_number(number)
        if arabic is None and len(number) > 1:
            low, high = _neighbours(number) or (low, high)
        if low is None or high is None:
            continue
        if times or half or factor != 1.0:
            factor *= _SCALE.get(times or "", 1.0)
            plus = _remainder(half or "", spelling)
            low, high = exact((low + plus) * factor), exact((high + plus) * factor)
        bound = "approx" if vague == "来" else "at_least" if vague or vague2 else ""
        if start and text[start - 1] in "近约":
            start, bound = _prefix(text, start, lex, bound)
        if text[end - 1] == " ":
            end -= 1
        yield _mention((start, end, low, high, slug, spelling, group, bound, arabic is None, number))


def _neighbours(number: str) -> tuple[float, float] | None:
    """Read 三四百 and 十五六 as ranges, and no other numeral."""
    spread = _NEIGHBOURS.fullmatch(number)
    within = spread and (not spread[1] or (spread[1][-1] == "十") != bool(spread[4]))  # 十五六, 一千五六百
    if not spread or not within or _value(spread[3]) - _value(spread[2]) not in (1, 2):
        return None
    base, scale = parse_number(spread[1] or "〇") or 0.0, parse_number("一" + spread[4]) or 1.0
    if spread[1] and spread[4]:
        return base + _value(spread[2]) * scale, base + _value(spread[3]) * scale
    return (base + _value(spread[2])) * scale, (base + _value(spread[3])) * scale


def _remainder(text: str, spelling: str) -> float:
    """Read what follows the unit: 一倍半, 八成二, 三元五角二分, in units of that unit."""
    if not text:
        return 0.0
    if text == "半":
        return 0.5
    if spelling in ("角", "成"):
        return _value(text[0]) / 10
    return _value(text[0]) / 10 + (_value(text[2]) / 100 if len(text) > 2 else 0.0)


def _value(digit: str) -> float:
    return parse_number(digit) or 0.0


def _prefix(text: str, start: int, lex: Lexicon, bound: str = "") -> tuple[int, str]:
    """Take an approximator before the numeral into the quote."""
    found = lex.prefix.search(text, max(0, start - 2), start)
    return (found.start(), "approx") if found else (start, bound)


def _ratio(text: str, match: re.Match[str], lex: Lexicon) -> Mention | None:
    """Read 百分之五, 三分之二, 1/3 and 近半 as percent."""
    printed = text[match.start()] + match["ratio"]
    if printed.endswith("半") or printed == "半数":
        value: float | None = 50.0
    elif printed[1:].startswith("分之") and printed[0] in "百千":
        number = parse_number(printed[3:])
        value = None if number is None else number / (1 if printed[0] == "百" else 10)
    else:
        below, above = printed.split("分之") if "分之" in printed else reversed(printed.split("/"))
        value = _fraction(parse_number(above), parse_number(below))
    if value is None:
        return None
    start, end = match.span()
    if printed == "半":
        bound = "approx" if text[start - 1] == "近" else "at_least"
        start = start - 1
    else:
        start, bound = _prefix(text, start, lex)
    bound = "at_least" if match["vague"] else bound
    return Mention(
        start, end, exact(value), exact(value), "percent", "分之", "ratio", bound, not printed[0].isdigit(), printed
    )


def _fraction(above: float | None, below: float | None) -> float | None:
    return above / below * 100 if above is not None and below and above <= below else None


def _range(text: str, match: re.Match[str], lex: Lexicon) -> Iterator[Mention]:
    """Yield one mention with two ends, or two mentions where 从 or 由 makes it a change."""
    first = match["unit"] or match["cunit"] or ""
    second = match["unit2"] or ""
    if match["ratio"] is not None:
        return
    number1, number2 = text[match.start()] + (match["arabic"] or match["chinese"] or match["bare"] or ""), match["to"]
    low, high = parse_number(number1), parse_number(number2)
    if low is None or high is None:
        return
    spelling = second or first
    unit, factor, group = lex.units[spelling]
    unit1, factor1, group1 = lex.units[first or spelling]
    times2 = _SCALE.get(match["times2"] or "", 1.0)
    times = _SCALE.get(match["times"] or "", 1.0)
    chinese = match["arabic"] is None
    if not first and not match["times"] and number2[-1] in "万亿" and not chinese and number1[-1] not in "万亿":
        times *= _SCALE[number2[-1]]  # 3—5亿元
    elif not first and not match["times"] and match["times2"]:
        times *= times2
    start, bound = _prefix(text, match.start(), lex)
    if (
        (first and unit1 != unit)
        or low * times * factor1 > high * times2 * factor
        or text[max(0, start - 12) : start].rstrip("原来的").endswith(("从", "由"))
    ):
        cut = match.start("to")
        yield Mention(
            start,
            match.start("separator"),
            exact(low * times * factor1),
            exact(low * times * factor1),
            unit1,
            first,
            group1,
            bound,
            chinese,
            number1,
        )
        yield Mention(
            cut,
            match.end(),
            exact(high * times2 * factor),
            exact(high * times2 * factor),
            unit,
            spelling,
            group,
            "",
            chinese,
            number2,
        )
        return
    yield Mention(
        start,
        match.end(),
        exact(low * times * factor),
        exact(high * times2 * factor),
        unit,
        spelling,
        group,
        bound,
        chinese,
        number2,
    )
