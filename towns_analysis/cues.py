"""What the words right before and after a number say about it: movement, bound, status."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .vocabulary import any_of, words_by_role

__all__ = ["Cue", "Cues", "cues"]

_NOT_AFTER = {
    "约": "(?![签节合公制条契特])",
    "近": "(?![附最邻靠])",
    "增": "(?![倍])",
    "过": "(?![通经不])",
    "增长率": "(?!然自)",
    "提升": "(?!造改|改整)",
    "破": "(?![关打爆侦])",
    "超": "(?![赶A-Za-z])",
}
_ALONE = {"高", "低", "多", "少"}  # 人均6815元（全市7944元），低14.2%


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
        particle = _backward(words["particle"])
        self._bound_of = {word: b for b in ("approx", "at_least", "at_most") for word in words[b]}
        trend = f"(?P<growth>{_backward(words['growth'])})|(?P<fall>{_backward(words['fall'])})"
        compared = f"(?P<more>{_backward(words['compared_growth'])})|(?P<less>{_backward(words['compared_fall'])})"
        reach = f"(?P<reach>{_backward(words['reach'])})?"
        self._before = re.compile(
            f"(?:(?P<near>(?:{particle})*?)(?P<bound>{_backward(self._bound_of)}))?(?P<far>(?:{particle})*)(?:{reach}(?:{trend})|{compared})?"
        )
        self._after = re.compile(
            "|".join(f"(?P<{b}>{any_of(words['after_' + b])})" for b in ("approx", "at_least", "at_most"))
        )
        kinds = ("planned_here", "expected_here", "planned", "expected", "actual", "actual_here")
        longest = sorted(((w, k) for k in kinds for w in words[k]), key=lambda pair: -len(pair[0]))
        self.status = re.compile(any_of(w for w, _ in longest))
        self.status_of = dict(reversed(longest))
        self.demand = tuple(
            word + noun for word in words["demand"] for noun in ("", "资金", "经费", "投资", "用地", "量", "总量", "额")
        )
        self.quota = tuple(word + noun for word in words["quota"] for noun in ("", "总量", "数", "面积"))
        self.demand_last, self.quota_last = ({word[-1] for word in found} for found in (self.demand, self.quota))
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
            if "比" in left or "较" in left or left.strip("，、）") in _ALONE:
                sign = 1 if match["more"] else -1
            else:
                length = match.end("far")
        particles = (match["far"] or "") + (match["near"] or "")
        rate = (match["growth"] or match["fall"] or " ")[0] in "幅速率度例"
        reached = not rate and (match["reach"] is not None or (sign != 0 and "为" in particles))  # 扩大为, not 增幅为
        bound = self._bound_of[match["bound"][::-1]] if match["bound"] else ""
        if bound and "的" in (match["near"] or ""):
            bound = ""  # 最多的高达112万元
        return Cue(sign, reached, bound, length)

    def after(self, right: str) -> str:
        """Return the bound that stands right after the number, or ''."""
        if right[:1] not in self._after_first:
            return ""
        match = self._after.match(right)
        return match.lastgroup or "" if match else ""


def _backward(words: Iterable[str]) -> str:
    """Match words from their last character back; 约 and 近 are none in 签约 and 附近."""
    return any_of({word[::-1]: _NOT_AFTER.get(word, "") for word in words})


def cues(path: str | None = None) -> Cues:
    """Return the compiled cue words, with the reader's own in `path` added."""
    return Cues(path)
