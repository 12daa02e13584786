"""Make the same report as a file of every format and encoding, and folders of as many as are wanted."""

from __future__ import annotations

import io
import random
import zipfile
from html import escape
from pathlib import Path

from towns_analysis import read_reports
from towns_analysis.files import packaged
from towns_analysis.headings import headings

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OWN = [  # paragraphs of our own; figures are drawn for each file
    "全镇实现财政总收入{a}亿元，比上年增长{b}%。",
    "年末常住人口{c}万人，城镇化率达到{d}%，比上年提高{e}个百分点。",
    "新增工业企业{f}家，其中规模以上企业{g}家。",
    "由于土地指标不足，计划新建的{f}亩工业园区尚未落地。",
]
DRAWN = {"a": (0.5, 9), "b": (1, 20), "c": (1, 9), "d": (20, 70), "e": (0.1, 3)}


def html(text: str, encoding: str = "utf-8") -> bytes:
    paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    page = (
        f"<!DOCTYPE html><html><head><title>人口9万</title><style>p{{}}</style></head><body>{paragraphs}</body></html>"
    )
    return page.encode(encoding)


def docx(text: str) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    return docx_of(f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'.encode())


def docx_of(xml: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def pdf(*pages: str) -> bytes:
    """Write text, one line per line, in a Chinese font that the reader brings, as many scanned-in archives do."""
    kids = [f"{5 + 2 * i} 0 R" for i in range(len(pages))]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/DW 1000>>",
    ]
    for i, page in enumerate(pages):
        lines = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in page.splitlines())
        stream = f"BT /F 10 Tf 14 TL 20 800 Td {lines} ET".encode() if page else b"0 0 100 100 re f"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14000 842]/Contents {6 + 2 * i} 0 R"
            f"/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    return pdf_of(objects)


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, trailer, len(out),
    )  # fmt: skip


def folder(path: Path, number: int, seed: int = 7) -> Path:
    """Make `number` different reports of mixed formats and encodings from the seeds and paragraphs of our own."""
    draw = random.Random(seed)
    lines = [
        line
        for r in read_reports(packaged("seeds"))
        for line in r.body.splitlines()
        if len(line) > 20 and not headings(line)
    ]
    for i in range(number):
        chosen = draw.sample(lines, 8) + [_drawn(draw, line) for line in OWN]
        text = "\n".join([f"第{i}号工作总结", *chosen])
        place = path / f"{i // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        kind = ("txt", "txt", "md", "html", "docx", "pdf")[i % 6]
        if kind in ("txt", "md"):
            content = text.encode(ENCODINGS[i // 6 % 4])
        else:
            content = {"html": html, "docx": docx, "pdf": pdf}[kind](text)
        (place / f"{i:06}.{kind}").write_bytes(content)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder by its name there."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _drawn(draw: random.Random, line: str) -> str:
    decimals = {name: f"{draw.uniform(low, high):.1f}" for name, (low, high) in DRAWN.items()}
    return line.format(**decimals, f=draw.randint(20, 900), g=draw.randint(2, 19))
