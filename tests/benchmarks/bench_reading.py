"""Measure how fast claims are extracted, in one process and one run: ``python tests/benchmarks/bench_reading.py``.

Run by hand; nothing here is a test. The text is the seeds over and over, each time with the digits of its quantities
drawn anew (fixed seed), so that what is remembered of a number does not help; what is remembered of a phrase still
does, because the phrases repeat. The comparison (b) needs ``pip install ms-recognizers-text-suite==1.0.1``, which is
not in the lock.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from towns_analysis import extract_claims

SEED = Path(__file__).parents[2] / "seeds" / "000_d040ad3356973d52.txt"
QUANTITY = re.compile(r"(?<![\d.])[1-9]\d*(?:\.\d+)?(?=[万亿]?(?:元|亩|个|家|人|户|公里|米|平方|吨|%))")
UNITS = re.findall(
    r"\S+",
    """亿美元 万美元 美元 亿元 万元 千元 元 亩 公顷 平方公里 平方千米 平方米 立方米 公里 千米 米 吨 公斤 斤 千瓦时 度
    人次 人 户 个百分点 百分点 % ％ ‰ 成 折 倍 番 个 家 只 项 处 条 辆 所 座 栋 头 盏 位 名 岁 层 次 件 台 套 株 间 支
    场 幢 口 种""",
)
HOSTILE = {"digits": "9", "亿": "亿", "一": "一", "open brackets": "（", "closed brackets": "）", "增长": "增长"}
# beginnings and what follows them over and over: a claim every few characters, most in one sentence
DENSE = [
    ("", "预算5万元"),
    ("", "人均9元，"),
    ("", "2011年9人"),
    ("", "到2015年，预计3人。"),
    ("预计", "3人，"),
    ("总投资", "5亿元、"),
    ("，全市", "5亩，"),
    ("从2011年", "5亩"),
    ("复耕面积71亩", "，其中甲村1亩"),
    ("", "分别增长5%、6%，"),
    ("（", "5亩），"),
    ("", "国税5万元，合计5万元，"),
    ("", "到20xx年，"),
    ("甲一", "、二〇五"),
]
LONG = 4.0  # seconds; a hostile text grows fourfold up to a megabyte or until it takes so long


def redrawn(text: str, rounds: int) -> str:
    """Repeat a text with other digits in its quantities each time."""
    draw = random.Random(20)

    def other(match: re.Match[str]) -> str:
        head, dot, tail = match[0].partition(".")
        number = str(draw.randint(10 ** (len(head) - 1), 10 ** len(head) - 1))
        return number + dot + "".join(draw.choice("123456789") for _ in tail)

    return "\n".join(QUANTITY.sub(other, text) for _ in range(rounds))


def sized(text: str, size: int) -> str:
    """Return at least `size` bytes of UTF-8 made from a text."""
    return redrawn(text, size // len(text.encode()) + 1)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def per_character(text: str) -> float:
    """Return the microseconds that `extract_claims` takes for a character of a text."""
    return seconds(lambda: extract_claims(text)) / len(text) * 1e6


def expression(text: str) -> float:
    """Return the seconds that one alternation of a number and 60 units takes."""
    units = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
    pattern = re.compile(rf"\d+(?:\.\d+)?\s*(?:{units})")
    return seconds(lambda: sum(1 for _ in pattern.finditer(text)))


def recognizers(text: str) -> float:
    """Return the seconds that the four models of ms-recognizers-text-suite take, line by line."""
    suite = importlib.import_module("ms_recognizers_suite")
    names = ("number", "currency", "dimension", "percentage")
    models = [getattr(suite, f"recognize_{name}") for name in names]
    for model in models:
        model("人口4.2万人", suite.Culture.Chinese)  # the models are built at the first call
    lines = [line for line in text.splitlines() if line.strip()]
    return seconds(lambda: [model(line, suite.Culture.Chinese) for line in lines for model in models])


def comparison(text: str, lines: int) -> None:
    """Print characters per second against both others."""
    size = len(text.encode()) / 1e6
    ours, floor = seconds(lambda: extract_claims(text)), expression(text)
    speed = len(text) / ours
    print(f"extract_claims        {speed:12,.0f} characters/s  ({size:.0f} MB of redrawn seeds)")
    print(f"(a) one expression    {len(text) / floor:12,.0f} characters/s  ratio 1/{ours / floor:.1f} (at least 1/20)")
    if importlib.util.find_spec("ms_recognizers_suite") is None:
        print("(b) left out: pip install ms-recognizers-text-suite==1.0.1")
        return
    sample = "\n".join(islice((line for line in text.splitlines() if line.strip()), lines))
    theirs = len(sample) / recognizers(sample)
    times = f"{speed / theirs:.0f} times (at least 150), on {len(sample):,} characters"
    print(f"(b) ms-recognizers    {theirs:12,.0f} characters/s  {times}")


def growth(seed: str, small: int, large: int) -> float:
    """Print the time per character of a large text against small pieces of it; return that of the pieces."""
    text = sized(seed, large * 1_000_000)
    size = len(text) * small // large
    first = median(per_character(text[at : at + size]) for at in range(0, len(text) - size, len(text) // 8))
    last = per_character(text)
    ratio = f"ratio {last / first:.2f} (at most 1.15)"
    print(f"{large} MB against {small} MB: {last:.3f} and {first:.3f} µs a character, {ratio}")
    return first


def hostile(usual: float, size: int) -> None:
    """Print the time per character of hostile texts; one that takes too long is shown at the size it reached."""
    for name, piece in HOSTILE.items():
        length, taken = 1_000, 0.0
        while True:
            taken = per_character(piece * (length // len(piece)))
            if length >= size or taken * length / 1e6 > LONG:
                break
            length = min(size, length * 4)
        note = "" if length >= size else f"  STOPPED at {length} of {size} characters"
        print(f"hostile {name:16} {taken:10.3f} µs a character, {taken / usual:8.1f} times a report (at most 5){note}")


def dense(small: int) -> None:
    """Print how the time per character of texts full of claims grows with their length."""
    for head, piece in DENSE:
        first, last = (per_character(head + piece * (size // len(piece))) for size in (small, 4 * small))
        times = f"{last / first:.2f} times that of a fourth of it (about 1)"
        print(f"dense {head + piece:16} {last:10.3f} µs a character, {times}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20, help="megabytes of the comparison")
    parser.add_argument("--large", type=int, default=64, help="megabytes of the large text")
    parser.add_argument("--lines", type=int, default=120, help="lines given to ms-recognizers")
    parser.add_argument("--hostile", type=int, default=1_000_000, help="characters of a hostile text")
    parser.add_argument("--quick", action="store_true", help="two megabytes and short hostile texts: does it run?")
    given = parser.parse_args()
    if given.quick:
        given.size, given.large, given.hostile = 1, 2, 20_000
    seed = SEED.read_text(encoding="utf-8")
    extract_claims(seed)  # the vocabulary is compiled at the first call
    comparison(sized(seed, given.size * 1_000_000), given.lines)
    hostile(growth(seed, 1, given.large), given.hostile)
    dense(given.hostile // 20)


if __name__ == "__main__":
    main()
