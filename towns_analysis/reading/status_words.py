"""The words that tell a status, compiled: those of ``words.txt``, each with its exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..vocabulary import VocabularyError, any_of, entries, words_by_role

__all__ = ["StatusWords"]

# 要加强水利建设，维修渠道16公里
_MUST = "(?<![^，。；：\\n是们镇乡村里年还也均业]要)(?![求素点闻害紧塞道领等付花交缴用\\d]|看到|清醒|支付|支出|偿还)"
_KINDS = ("actual_here", "actual", "expected", "planned", "expected_here", "planned_here")  # the last one counts


class StatusWords:
    """Patterns compiled from the status roles of ``words.txt``."""

    def __init__(self, path: str | None = None) -> None:
        words = words_by_role(path)
        self.kind_of = {word: kind for kind in _KINDS for word in words[kind]}
        self.pattern = re.compile(any_of(_guarded(self.kind_of, path) | {"要": _MUST}))
        self.demand, self.quota = (
            tuple(word + noun for word in words[role] for noun in ("", *words[f"{role}_noun"]))
            for role in ("demand", "quota")
        )
        self.demand_last, self.quota_last = ({word[-1] for word in found} for found in (self.demand, self.quota))
        self.missing, self.of_money = tuple(words["missing"]), set(words["planned_money"])
        self.asked = re.compile("(?<!邀)(?<!关于)" + any_of(words["asked"]) + r"[^。；\n]*$")
        self.aim = re.compile(rf"[^。；\n]{{0,30}}?(?:{any_of(words['aim'])}|(?<![主重需])要)")
        self.begun, self.done = re.compile(any_of(words["begun"])), re.compile(any_of(words["done"]))


def _guarded(words: Iterable[str], path: str | None) -> dict[str, str]:
    """Return the status words with what ``status_guards.txt`` asks of the text around each."""
    sides = ("not_after", "not_before", "only_before")
    guards: dict[str, dict[str, list[str]]] = {word: {side: [] for side in sides} for word in words}
    for row in entries("status_guards", path):
        for word in row["words"].split():
            if word not in guards:
                raise VocabularyError(f"{row.where}: '{word}' is no status word of words.txt")
            for side, others in guards[word].items():
                others += [other for other in row[side].split() if other != "-"]
    return {word: _guard(word, **found) for word, found in guards.items()}


def _guard(word: str, not_after: list[str], not_before: list[str], only_before: list[str]) -> str:
    after = "".join(f"(?<!{re.escape(other + word)})" for other in not_after)
    before = f"(?!{any_of(not_before)})" if not_before else ""
    only = f"(?={any_of(only_before)})" if only_before else ""
    return after + (before + only).replace("N", r"\d")
