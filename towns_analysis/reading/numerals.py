"""Arabic and Chinese numerals: patterns for their forms and one function for their value."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["ARABIC", "ARABIC_REST", "CHINESE", "CHINESE_REST", "exact", "parse_number", "whole_number"]

_DECIMAL = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
# 12.5万, 1.2万亿, 3亿6千万, 1亿2000万, 3千5百: parts with multipliers that follow each other at once
_SPELLED = "(?:零?[一二两三四五六七八九][十百千])*(?:(?:(?<=[十百])|零)[一二两三四五六七八九])?(?:(?<=[十百千])万)?"
_MORE = rf"(?:零?{_DECIMAL}[十百千]?[万亿]?)*{_SPELLED}"
_SCALED = rf"(?:[十百千]?[万亿]{{1,2}}{_MORE}|[百千](?![米克瓦伏卡])(?:零?{_DECIMAL}[十百]?)*[万亿]?)?"
ARABIC = _DECIMAL + _SCALED
_CHINESE_DIGITS = "一二两三四五六七八九十百千万亿〇"
# no numeral is longer than 20 characters, and none begins inside another: hostile runs cost no more than text
_NOT_INSIDE = "(?<![一二两三四五六七八九十百千〇零]{0})(?<![一二两三四五六七八九十百千万亿][万亿]{0})"
_CHINESE_MORE = rf"[{_CHINESE_DIGITS}零]{{0,18}}(?:[点.][一二三四五六七八九〇零]{{1,8}}[十百千万亿]{{0,2}})?"
CHINESE = _NOT_INSIDE.format("") + rf"[{_CHINESE_DIGITS}廿卅]" + _CHINESE_MORE
# the same after their first character
ARABIC_REST = rf"(?<=\d)(?:\d{{0,2}}(?:,\d{{3}})+(?!\d)|\d*)(?:\.\d+)?{_SCALED}"
_BELOW_ONE = r"(?<=[零〇])[点.·][一二三四五六七八九〇零]{1,8}[十百千万亿]{0,2}"  # 零点八
CHINESE_REST = rf"{_BELOW_ONE}|(?<!〇)(?<=[{_CHINESE_DIGITS}廿卅])" + _NOT_INSIDE.format(".") + _CHINESE_MORE

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_DECIMAL_DIGITS = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_LONGEST = 24  # characters; a longer run of digits is no number that a report states
_LARGE = {"万": 1e4, "亿": 1e8}
_SCALES = (("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2), ("十", 1e1))


def exact(value: float) -> float:
    """Return `value` without the noise of binary arithmetic: 164.8 times 1e8 is 16480000000."""
    return float(f"{value:.15g}")


@lru_cache(maxsize=65_536)
def parse_number(text: str) -> float | None:
    """Return the value of a numeral, or None if it has none.

    Parameters
    ----------
    text
        Arabic, Chinese or mixed: ``1,200.5``, ``三点五``, ``3亿6千万``, ``二〇一一``, ``两千三``.

    Returns
    -------
    float or None
        None where the characters are no well-formed numeral (``十百``, ``百万千``).

    Examples
    --------
    >>> [parse_number(t) for t in ("16,697", "3亿6千万", "一百零五", "两千三", "二〇一一", "千万")]
    [16697.0, 360000000.0, 105.0, 2300.0, 2011.0, 10000000.0]
    >>> parse_number("百万千") is None
    True
    """
    plain = text.replace(",", "") if "," in text else text
    if len(plain) > _LONGEST:
        return None
    if plain.isascii():
        return _plain(plain)
    head, scale = plain[:-1], _LARGE.get(plain[-1])
    if scale and head.isascii():
        value = _plain(head) if head else 1.0
        return None if value is None else exact(value * scale)
    return _scaled(plain.replace("廿", "二十").replace("卅", "三十"))


def whole_number(text: str) -> int:
    """Return the value of a numeral that counts something, or 0 if it has none."""
    return int(parse_number(text) or 0)


def _scaled(text: str) -> float | None:
    """Split at the largest multiplier: what stands before it counts its multiples, what stands after is added."""
    for sign, scale in _SCALES:
        head, found, tail = text.rpartition(sign)
        if not found:
            continue
        multiple = _scaled(head) if head else 1.0
        if scale < 1e4 and any(c in "十百千" for c in head):
            return None
        rest = _rest(tail, scale)
        return None if multiple is None or rest is None or rest >= scale else exact(multiple * scale + rest)
    return _plain(text)


def _rest(tail: str, scale: float) -> float | None:
    if not tail:
        return 0.0
    if tail[0] in "百千万亿":
        return None
    value = _scaled(tail.lstrip("零〇") or "〇")
    if value is not None and len(tail) == 1 and scale >= 100 and value < 10:
        return value * scale / 10  # 两千三 is 2300, 2万5 is 25000
    return value


def _plain(text: str) -> float | None:
    """Read digits one by one: 二〇一一, 三点五, 12.5."""
    digits = "".join(_DIGITS.get(c, c) for c in text.replace("点", "."))
    return float(digits) if _DECIMAL_DIGITS.fullmatch(digits) else None
