"""Find every numeral of a plain text with its unit, as the language writes them.

This layer knows numerals, multipliers, approximators, units and ranges. It knows nothing of what
is measured: that is the claims layer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from ..vocabulary import VocabularyError, any_of, entries, words_by_role
from .numerals import ARABIC, ARABIC_REST, CHINESE, CHINESE_REST, exact, parse_number

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
    """Units by spelling (no unit under the empty one), the patterns of a numeral and of what may stand around it."""

    units: dict[str, tuple[str, float, str]]
    pattern: re.Pattern[str]
    prefix: re.Pattern[str]  # an approximator
    bracket: re.Pattern[str]  # a unit in brackets
    list_unit: re.Pattern[str]  # the rest of a list, up to its unit


_SEPARATOR = r"(?:——|--|[—–~～至到－-])"
_RISES = re.compile(r"[增提升降减扩上下发][^，。；\d]{0,4}[到至为]")
_CHANGED = re.compile("(?:增加|增长|提高|上升|扩大|减少|下降|降低|缩小)了?$")
_BEFORE_UNIT, _EACH, _LIST = ("（", "、", "和", "及"), re.compile("分别|依次|各"), 40
_AFTER_BRACKET, _BRACKET = ("）", "：", ":"), 14  # characters of such a bracket
_NO_COLUMN = ("place", "time", "age")  # units that head no column: （镇）, （年）
_PARTS = {"百": 1.0, "千": 0.1, "万": 0.01}
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
    unit = any_of({spelling: _not_before(spelling, words) for spelling, words in guards.items()})
    words = words_by_role(path)
    apart = "".join(f"(?<!{re.escape(word)})" for word in words["no_cue"])
    pattern = re.compile(_master(unit, any_of(words["people_after_chinese"])))
    in_brackets = any_of(spelling for spelling, (*_, group) in units.items() if group not in _NO_COLUMN)
    bracket = re.compile(f"（(?:单位：)?([百千万亿]*)({in_brackets})）[：:]?")
    prefix = re.compile(f"(?:[将接逼]?近|大?约){apart}$")
    list_unit = re.compile(
        rf"(?:[、和及]\d[\d.]*[万亿]{{0,2}}(?=[、和及])){{0,20}}[、和及]\d[\d.]*([百千万亿]*)({unit})"
    )
    return Lexicon(units | {"": ("", 1.0, "")}, pattern, prefix, bracket, list_unit)


def _not_before(spelling: str, words: list[str]) -> str:
    """Return what must not follow a unit: the words of its guards, and after Latin letters no further one."""
    letters = "(?![A-Za-z])" if spelling.isascii() and spelling.isalpha() else ""
    return letters + (f"(?!{any_of(words)})" if words else "")


def _master(unit: str, people: str) -> str:
    """Build the pattern of a numeral: Arabic with or without unit, Chinese only with one, fractions, ranges.

    It begins with one class of characters, so that the search skips to them; the groups of the numeral hold what
    follows its first character.
    """
    digit = "一二三四五六七八九"
    parts = r"\d{0,2}/\d{1,3}(?![/\d])"
    number = rf"(?:零[点.][{digit}〇零]{{1,4}}|{CHINESE}|\d+(?:\.\d+)?)"
    percent = rf"(?<=[百千万])分之{number}(?:{_SEPARATOR}{number}(?=[，。；、的左以之）]|$))?"  # 百分之三至五
    part = rf"(?<=[两十{digit}])[两十{digit}]{{0,2}}分之[两十{digit}]{{1,3}}|(?<=\d)(?<!/\d){parts}"
    half = r"(?<=一)半(?![天年时路])|(?<=半)数|(?<=[近过超逾]半)(?![年天月日夜路数个])"
    half = rf"(?<=半)个百分点|(?<=[一两{digit}])个半百分点|{half}"
    large = (
        rf"(?<=[两十{digit}])[两零百千十{digit}]{{0,9}}[万亿](?=[，。；、的]|大关|台阶)|(?<=[百千])[万亿](?=[，。；、（]|大关|台阶)"
        rf"|(?<=[第前][十{digit}])[十{digit}]{{0,2}}(?=[，。；、和及]|$)"
    )
    nearby = "(?<=[二三四五六七八九])十[一二三四五六七八]|(?<=十)[一二三四五六七八]|(?<=[一二三四五六七八])(?<![十、].)"
    nearby = rf"(?:{nearby})(?<![\n。；：].)、[二三四五六七八九][十百千万]*"
    number = (
        rf"(?P<arabic>(?!{parts}){ARABIC_REST})|(?P<ratio>{percent}|{part}|{half})|(?P<bare>{large})"
        rf"|(?P<chinese>{nearby}(?={unit})|{CHINESE_REST})"
    )
    tail = r"(?P<vague>多?几|[余多]|来(?![自源]))?(?P<times>(?:[百万亿]|千(?![米克瓦伏卡])){1,2})?(?P<vague2>[余多])? ?"
    no_unit = rf"(?<=[万亿余多])(?=[，。；、]|大关|台阶)|(?={people})|(?=[到至—–~～-]{CHINESE}{unit})"  # 六千到八千元
    units = rf"(?(ratio)|(?(bare)|(?(chinese)(?P<cunit>{unit}|{no_unit})|(?P<unit>{unit})?)))"
    cents = rf"(?<=[元块])[\d{digit}][角毛](?:[\d{digit}]分)?|(?<=[角毛])[\d{digit}]分(?!之|别|钟)"
    cents = rf"{cents}|(?<=毛)[{digit}](?=[，。；、]|$)"
    cents = rf"{cents}|(?<=公里)\d{{3}}米(?=[，。；、）的]|$)|(?<=斤)[\d{digit}]两"
    cents = rf"{cents}|(?<=亩)[\d{digit}]分(?:[\d{digit}]厘)?|(?<=分)[\d{digit}]厘"
    more = rf"(?P<half>半(?![年天数个])|(?<=成)[\d{digit}](?![个家户人名亩元吨项条座处村万亿千百十点成])|{cents})?"
    to = (
        rf"(?P<to>{ARABIC}|{CHINESE})(?P<more>[余多])?(?P<times2>[百千万亿]{{1,2}})?(?P<more2>[余多])? ?"
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
        if not spelling and (text[end : end + 1] in _BEFORE_UNIT or text[start - 1 : start] in _AFTER_BRACKET):
            times, spelling = _unit_elsewhere(text, start, end, lex)
        spelling = "分地" if spelling == "分" and half and half[-1] == "厘" else spelling  # 人均6分8厘
        slug, factor, group = units[spelling]
        number = text[start] + (arabic or chinese or bare or "")
        whole = number + times if times else number  # 1亿2千多万元 is 1亿2千万 and more
        if (ends := _ends(whole)) is None:
            continue
        low, high = ends
        if half or factor != 1.0:
            plus = _remainder(half or "", spelling)
            low, high = exact((low + plus) * factor), exact((high + plus) * factor)
        bound = "approx" if vague == "来" else "at_least" if vague or vague2 or "多" in spelling else ""
        if start and text[start - 1] in "近约":
            start, bound = _prefix(text, start, lex, bound)
        end -= text[end - 1] == " "
        yield _mention((start, end, low, high, slug, spelling, group, bound, arabic is None, number))


@lru_cache(maxsize=65_536)
def _ends(number: str) -> tuple[float, float] | None:
    """Return both ends of 三四百, 十五六 and 两千四五百万, and the value twice of any other numeral."""
    spread = _NEIGHBOURS.fullmatch(number)
    low = high = parse_number(number)
    if spread and _value(spread[3]) - _value(spread[2]) in (1, 2):
        head, scale = spread[1] or "", spread[4]
        if head[-1:] != "十" or scale[:1] not in ("十", "百", "千"):
            low, high = (parse_number(head + digit + scale) for digit in spread.group(2, 3))
    return None if low is None or high is None else (low, high)


def _unit_elsewhere(text: str, start: int, end: int, lex: Lexicon) -> tuple[str, str]:
    """Return multiplier and unit of a number whose unit stands in brackets or at the end of its list.

    As in 3200（万元）, 产值（万元）：3200, 分别为2800、3000、3200万元; of 分别为7.3亿和4.1亿元 the unit alone.
    """
    if text[end : end + 1] in ("、", "和", "及"):
        scaled = text[end - 1] in "万亿"
        listed = lex.list_unit.match(text, end)
        if listed is None or not (_EACH.search(text, max(0, start - _LIST), start) or (scaled and listed[1])):
            return "", ""
        return "" if scaled else listed[1], listed[2]
    begin = text.rfind("（", max(0, start - _BRACKET), start)
    before = lex.bracket.fullmatch(text, begin, start) if begin >= 0 else None
    found = lex.bracket.match(text, end) or before
    return (found[1], found[2]) if found else ("", "")


def _remainder(text: str, spelling: str) -> float:
    """Read what follows the unit: 一倍半, 八成二, 三元五角二分, 二亩五分, 12公里300米, in units of that unit."""
    if not text:
        return 0.0
    if text == "半":
        return 0.5
    if text[-1] == "米":
        return float(text[:-1]) / 1000
    if spelling in ("角", "毛", "成"):
        return _value(text[0]) / 10
    return _value(text[0]) / 10 + (_value(text[2]) / 100 if len(text) > 2 else 0.0)


def _value(digit: str) -> float:
    return parse_number(digit) or 0.0


def _prefix(text: str, start: int, lex: Lexicon, bound: str = "") -> tuple[int, str]:
    """Take an approximator before the numeral into the quote."""
    found = lex.prefix.search(text, max(0, start - 2), start)
    return (found.start(), "approx") if found else (start, bound)


def _ratio(text: str, match: re.Match[str], lex: Lexicon) -> Mention | None:
    """Read 百分之五, 千分之三至五, 三分之二, 1/3, 近半 and 半个百分点."""
    start, end = match.span()
    printed, unit = text[start] + match["ratio"], "percent"
    if printed.endswith("百分点"):
        ends, unit = _ends("一" if printed[0] == "半" else printed[0]), "pp"
        ends = ends and ((0.5, 0.5) if printed[0] == "半" else (ends[0] + 0.5, ends[1] + 0.5))
    elif printed.endswith("半") or printed == "半数":
        ends = (50.0, 50.0)
    elif printed[1:].startswith("分之") and printed[0] in _PARTS:
        ends = _parts(printed[3:], _PARTS[printed[0]])
    else:
        below, above = printed.split("分之") if "分之" in printed else reversed(printed.split("/"))
        ends = _fraction(parse_number(above), parse_number(below))
    if ends is None:
        return None
    if printed == "半":
        bound = "approx" if text[start - 1] == "近" else "at_least"
        start = start - 1
    else:
        start, bound = _prefix(text, start, lex)
    bound = "at_least" if match["vague"] else bound
    spelling, group = ("个百分点", "") if unit == "pp" else ("分之", "ratio")
    low, high = map(exact, ends)
    return Mention(start, end, low, high, unit, spelling, group, bound, not printed[0].isdigit(), printed)


def _parts(numbers: str, scale: float) -> tuple[float, float] | None:
    """Read what stands after 百分之, one number or a range, in percent."""
    ends = [_ends(number) for number in re.split(_SEPARATOR, numbers)]
    if ends[0] is None or ends[-1] is None:
        return None
    return ends[0][0] * scale, ends[-1][1] * scale


def _moves(text: str, match: re.Match[str], start: int, both: bool) -> bool:
    """Whether two numbers are no range: 从3到5亿元, 减少3万吨至12万吨, but not 由2至3万元增加到5至6万元."""
    if match["separator"] not in ("到", "至"):
        return False
    before = text[max(0, start - 12) : start]
    if text.startswith("不等", match.end()):
        return False  # 由6米至18米不等
    if before.rstrip("原来的").endswith(("从", "由")):
        return _RISES.match(text, match.end()) is None
    return both and _CHANGED.search(before) is not None and not before.endswith("增长")


def _sharing(number: str, last: str, most: float) -> tuple[float, float] | None:
    """Return the first end of a range that goes without the multiplier of the last: 3—5亿元, 三到五百人, 2～3千万元."""
    scale = last[len(last.rstrip("百千万亿")) :]
    if not scale or number[-1] in "百千万亿":
        return None
    found = (_ends(number + shared) for shared in (scale, scale.lstrip("百千")))
    return next((ends for ends in found if ends is not None and ends[1] <= most), None)


def _fraction(above: float | None, below: float | None) -> tuple[float, float] | None:
    return (above / below * 100,) * 2 if above is not None and below and above <= below else None


def _range(text: str, match: re.Match[str], lex: Lexicon) -> Iterator[Mention]:
    """Yield one mention with two ends, or two mentions where 从 or 由 makes it a change."""
    start, bound = _prefix(text, match.start(), lex)
    cut, end, chinese = match.start("to"), match.end(), match["arabic"] is None
    first, second = match["unit"] or match["cunit"] or "", match["unit2"] or ""
    unit1, factor1, group1 = lex.units[first or second]
    unit2, factor2, group2 = lex.units[second or first]
    number1 = text[match.start()] + (match["arabic"] or match["chinese"] or "")
    number2, times = match["to"], match["times2"] or ""
    ends1, ends2 = _ends(number1 + (match["times"] or "")), _ends(number2 + times)
    if ends2 and not first and not match["times"]:
        ends1 = _sharing(number1, number2 + times, ends2[1]) or ends1
    if ends1 is None or ends2 is None:
        return
    more = _remainder(match["half"] or "", first)
    low, low_high = (exact((value + more) * factor1) for value in ends1)
    high_low, high = (exact(value * factor2) for value in ends2)
    bound = bound or ("at_least" if match["more"] or match["more2"] else "")
    if (first and unit1 != unit2) or low > high or _moves(text, match, start, bool(first)):
        yield Mention(start, match.start("separator"), low, low_high, unit1, first, group1, bound, chinese, number1)
        yield Mention(cut, end, high_low, high, unit2, second or first, group2, "", chinese, number2)
        return
    yield Mention(start, end, low, high, unit2, second or first, group2, bound, chinese, number2)
