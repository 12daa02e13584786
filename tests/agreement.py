"""Compare the extracted constraints with codings by hand, by sentence and code: part of ``make score``.

Each pair of sentence and code is a case: does a statement with this code touch the sentence? Most pairs are empty, so
that plain agreement is high whatever one does; Cohen's kappa and the agreement on what either found say more.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from towns_analysis import Report, extract_constraints, read_reports
from towns_analysis.text import plain_text
from towns_analysis.vocabulary import entries

HERE = Path(__file__).parent
CODES = [row["category"] for row in entries("constraints")]
FILES = ("constraints", "constraints_other", "constraints_third", "constraints_fourth", "constraints_fifth")
FEW = 3  # with so few positives a kappa of one code says nothing
_SENTENCE = re.compile(r"[^。！？!?\n]+")
Case = tuple[str, int, str]  # text, sentence, code
Spans = list[tuple[int, int, str]]  # start, end, code


class Agreement(NamedTuple):
    """Share of equal cases, Cohen's kappa, agreement on what either side found, cases found by one, other and both."""

    agreement: float
    kappa: float
    positive: float
    one: int
    other: int
    both: int


class Coded(NamedTuple):
    """One text, coded by two sides."""

    report: Report
    read: Spans
    gold: Spans


def sentences(report: Report) -> list[tuple[int, int]]:
    """Return the spans of the sentences in the source; a hard-wrapped line does not end one."""
    plain = plain_text(report.source, report.start, report.end)
    return [(plain.back(m.start()), plain.back(m.end() - 1) + 1) for m in _SENTENCE.finditer(plain.text)]


def cases(texts: Iterable[Coded], side: str) -> set[Case]:
    """Return the cases that one side found: its statements, code by code, in every sentence they touch."""
    return {
        (text.report.id, i, code)
        for text in texts
        for i, (a, b) in enumerate(sentences(text.report))
        for start, end, code in getattr(text, side)
        if start < b and a < end
    }


def agree(one: set[Case], other: set[Case], total: int) -> Agreement:
    """Compare two sets of found cases among `total` possible ones."""
    both = len(one & other)
    equal = (total - len(one | other) + both) / total
    chance = (len(one) * len(other) + (total - len(one)) * (total - len(other))) / total**2
    kappa = (equal - chance) / (1 - chance) if chance < 1 else float("nan")
    found = len(one) + len(other)
    return Agreement(equal, kappa, 2 * both / found if found else float("nan"), len(one), len(other), both)


def compare(texts: list[Coded]) -> tuple[Agreement, dict[str, Agreement]]:
    """Return the agreement over all codes, and of each code by itself."""
    read, gold = cases(texts, "read"), cases(texts, "gold")
    number = sum(len(sentences(text.report)) for text in texts)
    each = {c: agree({x for x in read if x[2] == c}, {x for x in gold if x[2] == c}, number) for c in CODES}
    return agree(read, gold, number * len(CODES)), each


def spans(source: Any) -> Spans:
    """Read the constraints of a text."""
    table = extract_constraints(source)
    return list(zip(table["start"], table["end"], table["category"], strict=True))


def seeds(coder: str) -> list[Coded]:
    """Return the seeds as read and as one of the two coders coded them."""
    with (HERE / "gold" / f"constraints_coder_{coder}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    gold = [(r["report"], (int(r["start"]), int(r["end"]), r["category"])) for r in rows]
    reports = read_reports(HERE.parent / "seeds")
    return [Coded(report, spans(report), [span for name, span in gold if name == report.id]) for report in reports]


def annotated(name: str) -> list[dict[str, Any]]:
    """Return the texts of one file of the oracle with what is annotated in them."""
    lines = (HERE / "oracle" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def oracle(name: str) -> Iterator[Coded]:
    """Return the coded passages of one file of the oracle."""
    for entry in annotated(name):
        at = 0
        report = Report(id=entry["id"], source=entry["text"], start=0, end=len(entry["text"]))
        gold: Spans = []
        for row in entry["constraints"]:
            at = entry["text"].index(row["quote"], at)
            gold.append((at, at + len(row["quote"]), row["category"]))
        yield Coded(report, spans(report), gold)


def show(name: str, texts: list[Coded]) -> Agreement:
    """Print the agreement and every case that only one side found."""
    overall, each = compare(texts)
    number = sum(len(sentences(text.report)) for text in texts)
    print(f"\nconstraints, {name}: {len(texts)} texts, {number} sentences, {len(CODES)} codes")
    print(
        f"  agreement {overall.agreement:.4f}  kappa {overall.kappa:.4f}  on what either found {overall.positive:.4f}"
    )
    for code, one in each.items():
        few = one.other <= FEW
        kappa = "      " if few else f"{one.kappa:6.2f}"
        print(f"  {code:20} read {one.one:3}  coded {one.other:3}  both {one.both:3}  kappa {kappa}" + " (few)" * few)
    by_id = {text.report.id: text.report for text in texts}
    read, gold = cases(texts, "read"), cases(texts, "gold")
    for found, label in ((gold - read, "missed"), (read - gold, "extra")):
        for text, i, code in sorted(found):
            a, b = sentences(by_id[text])[i]
            print(f"  {text} {label} {code}: {''.join(by_id[text].source[a:b].split())[:70]}")
    return overall


def main() -> dict[str, Agreement]:
    """Print everything."""
    sets = {f"seeds, coder {c}, in-sample and not blind": seeds(c) for c in "ab"}
    sets |= {name: list(oracle(name)) for name in FILES}
    return {name: show(name, texts) for name, texts in sets.items() if texts}
