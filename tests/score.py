"""Compare the extracted claims with hand annotations, layer by layer, and list every miss: ``make score``."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import agreement
from gold import scorer

from towns_analysis import extract_claims, read_reports

HERE = Path(__file__).parent
LAYERS = ("quantity", "measure", "claim")
# F1 of each layer. A floor, not a target: when a rule improves, raise it.
FLOORS = {
    "wording": (1.0, 1.0, 1.0),
    "eastern": (0.995, 0.995, 0.985),
    "inland": (0.99, 0.99, 0.97),
    "layout": (0.995, 0.995, 0.96),
    "excerpts": (0.995, 0.995, 0.945),
    "passages": (0.995, 0.995, 0.92),
}
Row = dict[str, Any]


class Text(NamedTuple):
    """One annotated text and what was read in it; `ignored` spans are neither right nor wrong."""

    id: str
    source: str
    claims: list[Row]
    gold: list[Row]
    ignored: list[Row]


class Miss(NamedTuple):
    """One difference: the first layer that it spoils, the number in its context, what was read and what is right."""

    text: str
    layer: str
    context: str
    read: str
    expected: str


def records(source: Any) -> list[Row]:
    """Read the claims of a text, with None for every empty cell."""
    claims = extract_claims(source)
    return claims.astype(object).where(claims.notna(), None).to_dict("records")


def annotations(name: str) -> list[Row]:
    """Return one file of annotations of the seeds with numeric spans."""
    with (HERE / "gold" / name).open(encoding="utf-8", newline="") as file:
        return [row | {"start": int(row["start"]), "end": int(row["end"])} for row in csv.DictReader(file)]


def seeds() -> Iterator[Text]:
    """Read the five reports of the seeds."""
    gold = annotations("claims.csv")
    ignored = [row for row in annotations("other_numbers.csv") if row["role"] == "other"]
    for report in read_reports(HERE.parent / "seeds"):
        own = [row for row in gold if row["report"] == report.id]
        yield Text(report.id, report.source, records(report), own, [r for r in ignored if _inside(r, report)])


def _inside(row: Row, report: Any) -> bool:
    return report.start <= row["start"] < report.end


def oracle(name: str) -> Iterator[Text]:
    """Read the texts of one file of the oracle."""
    for entry in agreement.annotated(name):
        yield Text(entry["id"], entry["text"], records(entry["text"]), placed(entry), [])


def placed(entry: Row) -> list[Row]:
    """Give every annotated quote its span: its first occurrence after the quote before it."""
    rows, end = [], 0
    for claim in entry["claims"]:
        start = entry["text"].index(claim["quote"], end)
        end = start + len(claim["quote"])
        rows.append(claim | {"start": start, "end": end})
    return rows


def compare(texts: list[Text]) -> tuple[dict[str, tuple[float, float, float]], list[Miss]]:
    """Return precision, recall and F1 of the three layers, and every miss."""
    parts, misses = [], []
    for text in texts:
        counts, wrong, missed, extra = scorer.score(text.claims, text.gold, text.ignored)
        parts.append(counts)
        misses += [_wrong(text, *each) for each in wrong]
        misses += [
            Miss(text.id, "missed", context(text, row), "", f"{_amount(row)} {row['subject']}") for row in missed
        ]
        misses += [Miss(text.id, "extra", context(text, row), f"{_amount(row)} {row['subject']}", "") for row in extra]
    return {layer: scorer.f1(*counts) for layer, counts in scorer.total(parts).items()}, misses


def context(text: Text, row: Row) -> str:
    """Show a number in its line."""
    before, after = text.source[max(0, row["start"] - 20) : row["start"]], text.source[row["end"] : row["end"] + 10]
    return f"{before}【{text.source[row['start'] : row['end']]}】{after}".replace("\n", "⏎")


def _amount(row: Row) -> str:
    ends = [scorer.num(row.get(key)) for key in ("value", "value_low", "value_high")]
    return "–".join(f"{end:.10g}" for end in ends if end is not None) + f" {row['unit']}"


def _wrong(text: Text, read: Row, gold: Row, quantity: bool, measure: bool) -> Miss:
    layer = "claim" if measure else "measure" if quantity else "quantity"
    same = {
        "kind": scorer.same_kind(read, gold),
        "bound": (read["bound"] or "") == (gold["bound"] or ""),
        "status": scorer.either(read, gold, "status"),
        "subject": scorer.same_subject(read, gold),
    }
    differing = [key for key, right in same.items() if not right]
    sides = [[] if quantity else [_amount(row)] for row in (read, gold)]
    for side, row in zip(sides, (read, gold), strict=True):
        side += [f"{key} {row[key] or '-'}" for key in differing]
    return Miss(text.id, layer, context(text, gold), *(", ".join(side) for side in sides))


def mismatches(texts: list[Text]) -> list[Miss]:
    """Compare what only the seeds annotate: exact span, indicator, place, repaired and destroyed."""
    found = []
    for text in texts:
        read = {(row["start"], row["end"]): row for row in text.claims}
        for row in text.gold:
            claim = read.get((row["start"], row["end"]))
            if claim is None and not int(row["optional"]):
                found.append(Miss(text.id, "span", context(text, row), "", row["quote"]))
            found += (
                []
                if claim is None
                else [Miss(text.id, k, context(text, row), *two) for k, two in _differing(claim, row)]
            )
    return found


def _differing(claim: Row, gold: Row) -> Iterator[tuple[str, tuple[str, str]]]:
    if gold["indicator"] and claim["indicator"] not in gold["indicator"].split("|"):
        yield "indicator", (claim["indicator"], gold["indicator"])
    if claim["place"] not in gold["place"].split("|"):
        yield "place", (claim["place"], gold["place"])
    for key in ("repaired", "destroyed"):
        if int(claim[key]) != int(gold[key]):
            yield key, (str(int(claim[key])), gold[key])


def show(name: str, texts: list[Text], extra: list[Miss]) -> dict[str, tuple[float, float, float]]:
    """Print the scores and the misses of one set of texts."""
    scores, misses = compare(texts)
    rows = sum(not int(row.get("optional") or 0) for text in texts for row in text.gold)
    print(f"\n{name}: {len(texts)} texts, {rows} claims")
    for layer in LAYERS:
        print("  {:9} precision {:.4f}  recall {:.4f}  F1 {:.4f}".format(layer, *scores[layer]))
    for miss in misses + extra:
        print(f"  {miss.text} {miss.layer}: {miss.context}  read: {miss.read or '-'}  expected: {miss.expected or '-'}")
    return scores


def main(arguments: list[str] | None = None) -> int:
    """Print everything; with ``--floor``, fail where a score lies under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floor", action="store_true", help="fail if a score lies under its floor")
    check = parser.parse_args(arguments).floor
    annotated = list(seeds())
    show("seeds", annotated, mismatches(annotated))
    low = []
    for name, floors in FLOORS.items():
        scores = show(name, list(oracle(name)), [])
        low += [
            f"{name} {k}: {scores[k][2]:.4f} < {f}" for k, f in zip(LAYERS, floors, strict=True) if scores[k][2] < f
        ]
    wrong = [Miss(t.id, "extra", context(t, c), _amount(c), "") for t in oracle("nothing") for c in t.claims]
    print(f"\nnothing: {len(wrong)} claims where there is none")
    for miss in wrong:
        print(f"  {miss.text} {miss.context}  read: {miss.read}")
    agreement.main()
    if check and low:
        print("\nunder the floor:", *low, sep="\n  ")
    return int(check and bool(low or wrong))


if __name__ == "__main__":
    sys.exit(main())
