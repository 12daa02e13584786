"""The benchmark runs and prints its ratios; what they are is for a person to read, never a timed test."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
BENCHMARK = Path(__file__).parent / "benchmarks" / "bench_reading.py"


def test_benchmark_prints_a_ratio_for_each_comparison():
    printed = subprocess.run(
        [sys.executable, str(BENCHMARK), "--quick"], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    assert re.search(r"one expression.*1/\d", printed)
    for kind in ("digits", "亿", "一", "brackets", "增长"):
        assert re.search(rf"{kind}.*\d", printed)
