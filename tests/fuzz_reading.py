"""Feed bytes that a fuzzer makes to every reader: ``python tests/fuzz_reading.py -max_total_time=600``.

Needs the extras ``corpus`` and ``fuzz``. A file is read or refused with a ReportError; whatever is read states claims
that stand where they say. Anything else ends the run and leaves the bytes in a file ``crash-…``.
"""

import sys
import tempfile
import warnings
from pathlib import Path

import atheris
import made

with atheris.instrument_imports(include=["towns_analysis"]):
    from towns_analysis.claims import classify_numbers, extract_claims
    from towns_analysis.files import SUFFIXES
    from towns_analysis.reports import ReportError, read_reports

TEXT = "第一篇：总结\n全镇实现财政总收入4.22亿元，比上年增长9.6%，其中本级3亿元。\n"
FOLDER = Path(tempfile.mkdtemp())


def one(data: bytes) -> None:
    """Read one file: its first byte chooses the format, and whether a valid container is put around the rest."""
    given = atheris.FuzzedDataProvider(data)
    kind, wrapped = given.PickValueInList(list(SUFFIXES)), given.ConsumeBool()
    rest = given.ConsumeBytes(given.remaining_bytes())
    path = FOLDER / f"a{kind}"
    path.write_bytes(_wrapped(kind, rest) if wrapped else rest)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reports = read_reports(path)
        except ReportError:
            return
    sources = {report.id: report.source for report in reports}
    for table in (extract_claims(reports), classify_numbers(reports)):
        for row in table.itertuples():
            assert sources[row.report][row.start : row.end] == row.quote


def _wrapped(kind: str, rest: bytes) -> bytes:
    text = TEXT + rest.decode("utf-8", "ignore")
    makers = {".docx": lambda: made.docx_of(rest), ".pdf": lambda: made.pdf(text), ".html": lambda: made.html(text)}
    return makers.get(kind, text.encode)()


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
