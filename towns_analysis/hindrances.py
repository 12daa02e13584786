"""What one clause says of a hindrance: the vocabulary of causes and of lack, compiled."""

from __future__ import annotations

import re
from math import inf
from typing import NamedTuple

from .vocabulary import any_of, entries, read_once, words_by_role

__all__ = ["GENERAL", "Hindrance", "Hindrances", "hindrances"]

GENERAL = "general"
# roles of words that state no hindrance
_AROUND = {"effect", "remedy", "request", "problems", "over", "close", "but", "cause", "adverb"}
_LACK = {"lack", "noun", "before", "weak"}
_PART = re.compile("[^、]+")
_GAP = "(?!的)[^，。；：、]{0,8}?"
_SETTLED = re.compile(
    r"(?<!未)(?<!没有)(?:得到|得以|有所|逐步|明显|已经?|基本|彻底|有效|大为|初步)[^，]{0,4}(?:改善|解决|缓解|改变|扭转|好转|破解|改观)|变成了?|变为|画上了?句号|成为历史"
)
_JOINED = re.compile(r"[^，]{0,3}(?:和|与|及|以及)|、[^、等]*")  # between two factors of one list
_SINGLE_END = re.compile(r"$|[的等问且又而、]")  # 规模小, 招工难问题, but 小 is no lack in 小产权房
_BOUND = re.compile(r"不足\d|不足[一二三四五六七八九十百千万半两]")
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
        words = words_by_role(path, "hindrances")
        self.pattern = {role: re.compile(any_of(words[role])) for role in words}
        adverbs = f"(?:{any_of(words['adverb'])})*"
        self._adverbs, self._effect = re.compile(adverbs), re.compile(adverbs + any_of(words["effect"]))
        self._roles: dict[str, set[str]] = {}
        for role in words.keys() - _AROUND:
            for word in words[role]:
                self._roles.setdefault(word, set()).add(role)
        self._token = re.compile(any_of(list(self._roles)))
        rows = entries("constraints", path)
        self._factors, self._statements, self._shocks = (
            {word: row["category"] for row in rows for word in row[field].split() if word != "-"}
            for field in ("factors", "statements", "faced")
        )
        self._factor, self._shock = re.compile(any_of(list(self._factors))), re.compile(any_of(list(self._shocks)))
        self._statement, self._stated = _stating(self._statements)

    def factor(self, clause: str) -> str:
        """Return the category of the last factor that a clause names, or ''."""
        found = self._factor.findall(clause)
        return self._factors[found[-1]] if found else ""

    def says(self, role: str, clause: str) -> bool:
        """Whether a clause has a word of a role."""
        return any(role in token.roles for token in self._tokens(clause))

    def is_effect(self, clause: str) -> bool:
        """Whether a clause tells what follows from a hindrance named before."""
        return bool(self._effect.match(clause)) and not self.pattern["cause"].search(clause)

    def is_remedy(self, clause: str, problems: bool) -> bool:
        """Whether a clause asks for a remedy, or plans one and states no hindrance."""
        planned = self.pattern["remedy"].match(clause) and not self.read(clause, problems)
        return bool(planned or self.pattern["request"].match(clause))

    def _tokens(self, clause: str) -> list[_Token]:
        return [_Token(*m.span(), self._roles[m[0]]) for m in self._token.finditer(clause)]

    def read(self, clause: str, problems: bool, follows: bool = False) -> list[Hindrance]:
        """Return the hindrances that a clause states, in its order.

        Weak words, such as 小 after 规模, count only where the text speaks of `problems`; words of an outcome only
        where the clause `follows` no cause, and there an effect is none.
        """
        if follows and self.is_effect(clause):
            return []
        tokens = [t for t in self._tokens(clause) if not (follows and "outcome" in t.roles)]
        found = [Hindrance(*m.span(), self._stated[(m.lastindex or 1) - 1]) for m in self._statement.finditer(clause)]
        found += self._shocking(clause, tokens)
        found = [h for h in found if not _innocent(h, tokens) and not _over(clause, tokens, h.start)]
        for part in _PART.finditer(clause) if tokens else ():
            start, end = part.span()
            if not any(h.category != GENERAL and h.start < end and start < h.end for h in found):
                found += self._lacking(clause, tokens, start, end, problems, follows)
        return _without_vague(clause, sorted(set(found)))

    def _shocking(self, clause: str, tokens: list[_Token]) -> list[Hindrance]:
        """Return the shocks that are faced, or that a word for their effect follows."""
        faced = min((t.end for t in tokens if "face" in t.roles), default=inf)
        struck = [t.start for t in tokens if "struck" in t.roles]
        if faced == inf and not struck:
            return []
        shocks = [Hindrance(*m.span(), self._shocks[m[0]]) for m in self._shock.finditer(clause)]
        return [h for h in shocks if faced <= h.start or any(0 <= at - h.end <= _FAR for at in struck)]

    def _lacking(
        self, clause: str, tokens: list[_Token], start: int, end: int, problems: bool, follows: bool
    ) -> list[Hindrance]:
        """Return what is lacking in the part of a clause at [start, end), and in the list that it ends."""
        for token in tokens:
            if not start <= token.start < end:
                continue
            factors = self._named(clause, start, token.start)
            last = factors[-1] if factors else None
            alone = last is not None and last.end() == token.start and token.end == end and not follows  # 编制少
            if not _counts(clause, token, problems or alone) or _over(clause, tokens, token.start):
                continue
            after = list(self._factor.finditer(clause, token.end, end)) if "before" in token.roles else []
            if last and not (after and after[0].start() == token.end):  # 项目缺乏资金, but not 人才缺乏影响产业
                after = [] if self._adverbs.fullmatch(clause, last.end(), token.start) else after
            if named := after or factors:
                listed = [] if after else self._list(clause, factors, start)
                here = Hindrance(min(token.start, named[-1].start()), end, self._factors[named[-1][0]])
                return [*(Hindrance(*f.span(), self._factors[f[0]]) for f in listed), here]
        return []

    def _named(self, clause: str, start: int, end: int) -> list[re.Match[str]]:
        """Return the factors named in a part of a clause; 要素 is none beside what it sums up: 土地等要素."""
        found = list(self._factor.finditer(clause, start, end))
        return [m for m in found if self._factors[m[0]] != GENERAL] or found

    def _list(self, clause: str, factors: list[re.Match[str]], start: int) -> list[re.Match[str]]:
        """Return the factors that share a word of lack with the last of a part: 资金、土地等要素制约."""
        before = [m for m in self._factor.finditer(clause, 0, start) if clause.startswith("、", m.end())]
        chain = before + factors
        listed = []
        for one, other in zip(chain[-2::-1], chain[:0:-1], strict=True):
            if not _JOINED.fullmatch(clause, one.end(), other.start()):
                break
            listed.append(one)
        return listed


def _innocent(h: Hindrance, tokens: list[_Token]) -> bool:
    return any("innocent" in t.roles and t.start < h.end and h.start < t.end for t in tokens)


def _counts(clause: str, token: _Token, problems: bool) -> bool:
    """Whether a token says here that something is lacking."""
    if "innocent" in token.roles or not token.roles & _LACK or ("weak" in token.roles and not problems):
        return False
    whole = token.end - token.start > 1 or "before" in token.roles or _SINGLE_END.match(clause, token.end)
    return bool(whole) and not _BOUND.match(clause, token.start)


def _over(clause: str, tokens: list[_Token], at: int) -> bool:
    """Whether the hindrance at this place is over, was never there, or is to be kept away."""
    before = [t for t in tokens if t.end <= at]
    solved = any("solved" in t.roles and clause[t.start - 1 : t.start] not in ("不", "未") for t in before)
    denied = any("innocent" in t.roles and clause[t.start] in "没未不" for t in before)
    return solved or denied or _SETTLED.search(clause, at) is not None


def _without_vague(clause: str, found: list[Hindrance]) -> list[Hindrance]:
    """Leave out a general statement beside a named cause, unless it is an item of the same list."""
    named = any(h.category != GENERAL for h in found)
    kept = [h for h in found if not named or h.category != GENERAL or clause[h.start - 1 : h.start] == "、"]
    return [h for h in kept if not any(_within(h, other) for other in kept)]


def _within(h: Hindrance, other: Hindrance) -> bool:
    return h != other and h.category == other.category and other.start <= h.start and h.end <= other.end


def _stating(statements: dict[str, str]) -> tuple[re.Pattern[str], list[str]]:
    """Return the pattern of the statements, grouped by their first character, and what its groups stand for."""
    longest = sorted(statements, key=lambda s: (s[0], -len(s), s))
    tails: dict[str, list[str]] = {}
    for s in longest:
        tails.setdefault(s[0], []).append(_GAP.join(map(re.escape, s[1:].split("…"))) + "()")
    pattern = "|".join(f"{re.escape(c)}(?:{'|'.join(t)})" for c, t in tails.items())
    return re.compile(pattern or "(?!)()"), [statements[s] for s in longest]


@read_once
def hindrances(path: str | None) -> Hindrances:
    """Return the compiled vocabulary, with the reader's own in `path` added."""
    return Hindrances(path)
