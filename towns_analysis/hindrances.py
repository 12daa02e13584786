"""What one clause says of a hindrance: the vocabulary of causes and of lack, compiled."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from .vocabulary import VocabularyError, any_of, entries, stamp

__all__ = ["GENERAL", "Hindrance", "Hindrances", "hindrances"]

GENERAL = "general"
_ROLES = {
    "lack", "weak", "before", "noun", "face", "struck", "solved", "relieved", "effect", "remedy", "request", "turn",
    "innocent", "problems", "over", "close", "outcome",
}  # fmt: skip
_GAP = "(?!的)[^，。；：、]{0,8}?"
_SETTLED = re.compile(
    r"(?<!未)(?<!没有)(?:得到|得以|有所|逐步|明显|已经?|基本|彻底|有效|大为|初步)[^，]{0,4}(?:改善|解决|缓解|改变|扭转|好转|破解|改观)|变成了?|变为|画上了?句号|成为历史"
)
_AND = re.compile(r"[^，]{0,3}(?:和|与|及|以及)$")
_SINGLE_END = re.compile(r"$|[的等问且又而、]")  # 规模小, 招工难问题, but 小 is no lack in 小产权房
_BOUND = re.compile(r"不足\d|不足[一二三四五六七八九十百千万半两]")
_ADVERB = re.compile("(?:严重|十分|普遍|比较|较为|相对|明显|极度|非常|极其|极为|较|仍|还|也|都|更|很)*")
_FAR = 12  # characters between a shock and the word for its effect


class Hindrance(NamedTuple):
    """A part of a clause that states a hindrance, with its category."""

    start: int
    end: int
    category: str


class _Token(NamedTuple):
    start: int
    end: int
    roles: set[str]


class Hindrances:
    """Patterns compiled from ``constraints.txt`` and ``hindrances.txt``."""

    def __init__(self, path: str | None = None) -> None:
        self._roles: dict[str, set[str]] = {}
        for row in entries("hindrances", path):
            if row["role"] not in _ROLES:
                known = ", ".join(sorted(_ROLES))
                raise VocabularyError(f"{row.where}: unknown role '{row['role']}', expected one of {known}")
            for word in row["words"].split():
                self._roles.setdefault(word, set()).add(row["role"])
        rows = entries("constraints", path)
        self._codes = {field: _codes(rows, field) for field in ("factors", "statements", "faced")}
        self._factor, self._faced = (re.compile(any_of(list(self._codes[f]))) for f in ("factors", "faced"))
        self._statements, self._statement = _stating(self._codes["statements"])
        spoken = _ROLES - {"effect", "remedy", "request", "problems", "over", "close"}
        self._token = re.compile(any_of(word for word, roles in self._roles.items() if roles & spoken))
        self._patterns = {
            role: re.compile(any_of(word for word, roles in self._roles.items() if role in roles)) for role in _ROLES
        }

    def pattern(self, role: str) -> re.Pattern[str]:
        """Return the pattern of the words of one role."""
        return self._patterns[role]

    def factor(self, clause: str) -> str:
        """Return the category of the last factor that a clause names, or ''."""
        found = self._factor.findall(clause)
        return self._codes["factors"][found[-1]] if found else ""

    def is_relieved(self, clause: str) -> bool:
        """Whether the clause speaks of a hindrance as something to be worked on."""
        return any("relieved" in token.roles for token in self._tokens(clause))

    def turns(self, clause: str) -> bool:
        """Whether a sentence speaks of problems from this clause on."""
        return any("turn" in token.roles for token in self._tokens(clause))

    def _tokens(self, clause: str) -> list[_Token]:
        return [_Token(*m.span(), self._roles[m[0]]) for m in self._token.finditer(clause)]

    def read(self, clause: str, problems: bool, follows: bool = False) -> list[Hindrance]:
        """Return the hindrances that a clause states, in its order.

        Weak words, such as 小 after 规模, count only where the text speaks of `problems`; words of an outcome only
        where the clause `follows` no cause.
        """
        tokens = [t for t in self._tokens(clause) if not (follows and "outcome" in t.roles)]
        innocent = [t for t in tokens if "innocent" in t.roles]
        found = [h for h in self._stated(clause) if not _over(clause, tokens, h.start) and not _touches(h, innocent)]
        if not tokens and not found:
            return []
        found += self._shocks(clause, tokens)
        at = 0
        parts: list[tuple[int, int]] = []
        for part in clause.split("、"):
            parts.append((at, at + len(part)))
            at += len(part) + 1
        for i, (start, end) in enumerate(parts):
            if not any(h.category != GENERAL and h.start < end and start < h.end for h in found):
                found += self._lacking(clause, tokens, parts[: i + 1], problems, follows)
        return _without_vague(clause, sorted(set(found)))

    def _stated(self, clause: str) -> list[Hindrance]:
        codes = self._codes["statements"]
        return [
            Hindrance(*m.span(), codes[self._statements[(m.lastindex or 1) - 1]])
            for m in self._statement.finditer(clause)
        ]

    def _shocks(self, clause: str, tokens: list[_Token]) -> list[Hindrance]:
        faces = [t.end for t in tokens if "face" in t.roles]
        struck = [t.start for t in tokens if "struck" in t.roles]
        found = [Hindrance(*m.span(), self._codes["faced"][m[0]]) for m in self._faced.finditer(clause)]
        return [
            h
            for h in found
            if (any(e <= h.start for e in faces) or any(0 <= s - h.end <= _FAR for s in struck))
            and not _touches(h, [t for t in tokens if "innocent" in t.roles])
            and not _over(clause, tokens, h.start)
        ]

    def _lacking(
        self, clause: str, tokens: list[_Token], parts: list[tuple[int, int]], problems: bool, follows: bool
    ) -> list[Hindrance]:
        """Read the last of the `parts` of a clause: what is lacking there, and in the list that it ends."""
        start, end = parts[-1]
        for token in tokens:
            if not start <= token.start < end:
                continue
            factors = self._factors(clause, start, token.start)
            close = bool(factors) and factors[-1].end() == token.start and token.end == end  # 编制少 alone is a lack
            if not _counts(clause, token, problems or (close and not follows)):
                continue
            after = list(self._factor.finditer(clause, token.end, end)) if "before" in token.roles else []
            next_to = after and after[0].start() == token.end  # 项目缺乏资金, but not 人才缺乏影响产业
            if factors and not next_to and _ADVERB.fullmatch(clause, factors[-1].end(), token.start):
                after = []
            named = (after or factors)[-1:]
            if named and not _over(clause, tokens, token.start):
                listed = [] if after else self._list(clause, parts, factors, token.start)
                return [Hindrance(*f.span(), self._codes["factors"][f[0]]) for f in listed] + [
                    Hindrance(min(token.start, named[0].start()), end, self._codes["factors"][named[0][0]])
                ]
        return []

    def _factors(self, clause: str, start: int, end: int) -> list[re.Match[str]]:
        """Return the factors named in a part of a clause; 要素 is none beside what it sums up: 土地等要素."""
        found = list(self._factor.finditer(clause, start, end))
        return [m for m in found if self._codes["factors"][m[0]] != GENERAL] or found

    def _list(
        self, clause: str, parts: list[tuple[int, int]], factors: list[re.Match[str]], at: int
    ) -> list[re.Match[str]]:
        """Return the factors that share a word of lack with the last of `factors`: 资金、土地等要素制约."""
        listed = []
        for one, other in zip(factors[-2::-1], factors[:0:-1], strict=False):
            if not _AND.fullmatch(clause, one.end(), other.start()):
                break
            listed.append(one)
        if len(listed) < len(factors) - 1 or "等" in clause[parts[-1][0] : factors[-1].start()]:
            return listed
        for start, end in parts[-2::-1]:
            ends = [m for m in self._factor.finditer(clause, start, end) if m.end() == end]
            if not ends:
                break
            listed += ends
        return listed


def _touches(h: Hindrance, tokens: list[_Token]) -> bool:
    return any(t.start < h.end and h.start < t.end for t in tokens)


def _counts(clause: str, token: _Token, problems: bool) -> bool:
    roles = token.roles
    if "innocent" in roles or not roles & {"lack", "noun", "before", "weak"}:
        return False
    if "weak" in roles and not problems:
        return False
    if token.end - token.start == 1 and "before" not in roles and not _SINGLE_END.match(clause, token.end):
        return False
    return not _BOUND.match(clause, token.start)


def _over(clause: str, tokens: list[_Token], at: int) -> bool:
    """Whether the hindrance at this place is over, was never there, or is to be kept away."""
    if any("solved" in t.roles and t.end <= at and clause[t.start - 1 : t.start] not in ("不", "未") for t in tokens):
        return True
    return any("innocent" in t.roles and clause[t.start] in "没未不" and t.end <= at for t in tokens) or bool(
        _SETTLED.search(clause, at)
    )


def _without_vague(clause: str, found: list[Hindrance]) -> list[Hindrance]:
    """Leave out a general statement beside a named cause, unless it is an item of the same list."""
    named = [h for h in found if h.category != GENERAL]
    kept = [h for h in found if not named or h.category != GENERAL or clause[h.start - 1 : h.start] == "、"]
    return [h for h in kept if not any(_within(h, other) for other in kept)]


def _within(h: Hindrance, other: Hindrance) -> bool:
    return h != other and h.category == other.category and other.start <= h.start and h.end <= other.end


def _codes(rows: Sequence[dict[str, str]], field: str) -> dict[str, str]:
    return {word: row["category"] for row in rows for word in row[field].split() if word != "-"}


def _stating(statements: Iterable[str]) -> tuple[list[str], re.Pattern[str]]:
    """Return the statements and their pattern, grouped by their first character; the group that matches numbers one."""
    longest = sorted(statements, key=lambda s: (s[0], -len(s), s))
    tails: dict[str, list[str]] = {}
    for s in longest:
        tails.setdefault(s[0], []).append(_GAP.join(map(re.escape, s[1:].split("…"))) + "()")
    return longest, re.compile("|".join(f"{re.escape(c)}(?:{'|'.join(t)})" for c, t in tails.items()) or "(?!)()")


def hindrances(path: str | os.PathLike[str] | None) -> Hindrances:
    """Return the compiled vocabulary, with the reader's own in `path` added."""
    return _hindrances(None if path is None else os.fspath(path), stamp(path))


@lru_cache(maxsize=4)
def _hindrances(path: str | None, _: tuple[str, ...]) -> Hindrances:
    return Hindrances(path)
