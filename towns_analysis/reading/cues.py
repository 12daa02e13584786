"""What the words right before and after a number say about it: movement and bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from ..vocabulary import any_of, words_by_role

__all__ = ["Cue", "Cues"]

_DENIED = re.compile("(?:从|决|绝|都|均)?[不未没]$")
_ALONE = {"高", "低", "多", "少", "多了", "少了"}  # 人均6815元（全市7944元），低14.2%


_OF_NOUN = re.compile(
    "(?:人口|[人户天个]数|产量|收入|支出|面积|投入)(?:因此|也|则|就|又)?[多少]了?$|(?:率|比重|水平)[高低]$"
)  # 死亡人口多12人


class Cue(NamedTuple):
    """Reading of the words before a number: sign of a movement (0 if none), a level reached, bound, length read."""

    sign: int
    reached: bool
    bound: str
    length: int


class Cues:
    """Patterns compiled from ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        backward = partial(_backward, apart=words["no_cue"] + words["named_rate"])
        particle = backward(words["particle"])
        self._bound_of = {word: b for b in ("approx", "at_least", "at_most") for word in words[b]}
        trend = f"(?P<growth>{backward(words['growth'])})|(?P<fall>{backward(words['fall'])})"
        compared = f"(?P<more>{backward(words['compared_growth'])})|(?P<less>{backward(words['compared_fall'])})"
        reach = f"(?P<reach>{backward(words['reach'])})?"
        self._before = re.compile(
            f"(?:(?P<near>(?:{particle})*?)(?P<bound>{backward(self._bound_of)}))?(?P<far>(?:{particle})*)(?:{reach}(?:{trend})|{compared})?"
        )
        self._after = re.compile(
            "|".join(f"(?P<{b}>{any_of(words['after_' + b])})" for b in ("approx", "at_least", "at_most"))
        )
        self._after_first = {word[0] for b in ("approx", "at_least", "at_most") for word in words["after_" + b]}
        self.before = lru_cache(maxsize=100_000)(self._read_before)

    def _read_before(self, left: str) -> Cue:
        """Read the words that end `left` (the text up to the number)."""
        match = self._before.match(left[::-1])
        if match is None:
            return Cue(0, False, "", 0)
        sign = 1 if match["growth"] else -1 if match["fall"] else 0
        length = match.end()
        if match["more"] or match["less"]:
            if "比" in left or "较" in left or left.strip("，、）") in _ALONE or _OF_NOUN.search(left):
                sign = 1 if match["more"] else -1
            else:
                length = match.end("far")
        particles = (match["far"] or "") + (match["near"] or "")
        rate = (match["growth"] or match["fall"] or " ")[0] in "幅速率度例"
        told = sign != 0 and "为" in particles and "别分" not in particles  # 扩大为, not 增幅为 nor 增长分别为
        reached = not rate and (match["reach"] is not None or told)
        bound = self._bound_of[match["bound"][::-1]] if match["bound"] else ""
        if bound and "的" in (match["near"] or ""):
            bound = ""  # 最多的高达112万元
        if bound == "at_least" and sign == 0 and (denied := _DENIED.search(left[: len(left) - match.end("bound")])):
            bound, length = "at_most", len(left) - denied.start()  # 人均不超25平方米, 从未突破
        return Cue(sign, reached, bound, length)

    def after(self, right: str) -> str:
        """Return the bound that stands right after the number, or ''."""
        if right[:1] not in self._after_first:
            return ""
        match = self._after.match(right)
        return match.lastgroup or "" if match else ""


def _backward(words: Iterable[str], apart: Iterable[str]) -> str:
    """Match words from their last character back, but not at the end of a longer one that stands apart: 约 in 签约."""
    before: dict[str, list[str]] = {word: [] for word in words}
    for whole in apart:
        for word in before:
            if whole.endswith(word) and whole != word:
                before[word].append(whole.removesuffix(word)[::-1])
    return any_of({word[::-1]: f"(?!{any_of(found)})" if found else "" for word, found in before.items()})
