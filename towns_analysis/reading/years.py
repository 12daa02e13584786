"""Years as reports print them: patterns of their forms, their value, and the years that are told together."""

from __future__ import annotations

import re

from .numerals import parse_number

__all__ = [
    "HANZI",
    "NEXT",
    "SEASON",
    "SHORT",
    "SOME_YEARS",
    "TO",
    "TWO_HANZI",
    "YEAR",
    "arabic_years",
    "chronicle",
    "year_of",
    "years_begin",
]

YEAR = r"(?:(?:19|20)\d\d|[一二][〇九][〇一二三四五六七八九]{2})年"
NEXT = "明年|来年|下一?年|新的?一年"  # year
SEASON = "[上下]半年|前[两二三]季度|第?[一二三四]季度"  # a half or quarters of a year
TO = "[至到—–~-]{1,2}"  # between the first and the last of a span
_ZERO = "〇零0OoОΟ⚪⭕"  # also what scanners and typists put for 〇: a Latin, a Greek and a Cyrillic letter, a circle
HANZI = f"[{_ZERO}一二三四五六七八九]"  # a numeral of a year
# after the first of two digits: 比96年, 全镇98年, 94—96年, but not 建镇60年
SHORT = r"(?:(?<![^，。；、：（\n比较是为从由自到至与同在于和及截“]\d)|(?<=[全我本][镇乡村县]\d)"
SHORT += r"|(?<=[^\d.][6-9]\d[—–~-]\d))"
# after the first of two numerals: 八六年, 九八年底, but not 用了七八年, 五六年
TWO_HANZI = (
    "(?<![一二三四五六七八九十百千万两零〇].)"
    "(?:(?<=[五六七八九])[〇零]|(?<=五)[一二三四七八九]|(?<=六)[一二三四五八九]|(?<=七)[一二三四五六七九]|(?<=八)[一二三四五六七八]|(?<=九)[一二三四五六七八九]"
    "|(?<=[比较自从于的，。；\\n]七)八|(?<=[比较自从于的，。；\\n]八)九|(?:(?<=七)八|(?<=八)九)(?=年[底末初]))"
)
SOME_YEARS = re.compile(r"[二三四五六七八九十两\d]年")
_HANZI_YEAR = re.compile(f"[一二]{HANZI}{{3}}(?=年)")
_HEAD = re.compile(r"^[【（]?(?P<year>(?:19|20)\d\d年)[】）]?(?:[：:]|$)", re.MULTILINE)

# years before one that they are told with: 94年至96年, 1995年和1996年，…共, 1992、1993、1994年三年累计
_ONE_YEAR = (
    r"(?:(?:19|20)\d\d|(?<![\d.])[05-9]\d|[一二][〇零九][〇零一二三四五六七八九]{2}"
    "|(?<![一二三四五六七八九十百])[六七八九][〇零一二三四五六七八九])"
)
_YEAR_WORD = re.compile(f"{_ONE_YEAR}年[度底末]?")
_YEARS_TO = re.compile(f"{_ONE_YEAR}年?[底末]?{TO}$")
_YEARS_AND = re.compile(f"(?:{_ONE_YEAR}年?[、和及与]){{1,4}}$")
_SUMMED = re.compile(r"(?:[二两三四五]年)?[^，。；\d]{0,12}，?[^，。；\d]{0,12}(?:共(?!同)|累计|合计|总计)")
_LONGEST = 32  # characters of years told together


def year_of(numerals: str) -> int | None:
    """Return the year of four or two numerals, in which other characters may stand for 〇, or None.

    Examples
    --------
    >>> [year_of(text) for text in ("二〇一一", "二O一一", "一九九八", "九八", "03", "一二三四")]
    [2011, 2011, 1998, 1998, 2003, None]
    """
    year = int(parse_number(re.sub(f"[{_ZERO}]", "〇", numerals)) or 0)
    if len(numerals) == 2:
        year += 1900 if year >= 50 else 2000
    return year if 1900 <= year < 2100 else None


def arabic_years(text: str) -> str:
    """Return a text of the same length with the years of four Chinese numerals in Arabic ones.

    Examples
    --------
    >>> arabic_years("二〇一三年工作任务")
    '2013年工作任务'
    """
    return _HANZI_YEAR.sub(lambda m: str(year_of(m[0]) or m[0]), text)


def years_begin(text: str, start: int, end: int) -> int:
    """Return where the years begin that the year at [start, end) is the last of, its own start if it stands alone."""
    if not _YEAR_WORD.fullmatch(text, start, end):
        return start
    floor = max(0, start - _LONGEST)
    found = _YEARS_TO.search(text, floor, start)
    if found is None and _SUMMED.match(text, end):
        found = _YEARS_AND.search(text, floor, start)
    return found.start() if found else start


def chronicle(text: str) -> list[tuple[int, str]]:
    """Return the years that stand alone on a line or before its colon, none if there is only one such line."""
    found = [(m.start("year"), m["year"]) for m in _HEAD.finditer(text)]
    return found if len(found) > 1 else []
