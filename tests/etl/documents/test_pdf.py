"""PDF: columns, running heads, tables and scans; hostile files are refused in bounded time."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdfium2
import pytest

from etl.documents import pdf
from etl.documents.blocks import Content, Grid, Paragraph
from etl.documents.pdf import read_pdf
from etl.read import read_bytes
from etl.schema import FATAL, Problem
from tests.etl.documents.rendered import typeset

FONT = '#set text(font: "Noto Serif SC", lang: "zh")\n'
PROSE = "双拥工作在市委市政府的领导下有了新的进展，走访慰问驻军官兵一百名，解决实际困难二十件。"
TABLE = "#table(columns: 3, [指标], [2021年], [2022年], [光荣牌（块）], [5200], [5300],{})\n"


def content(data: bytes) -> Content:
    found = read_pdf(data)
    assert isinstance(found, Content), found
    return found


def paragraphs(data: bytes) -> list[str]:
    return [b.text for b in content(data).blocks if isinstance(b, Paragraph)]


def blank(pages: int) -> bytes:
    """A PDF of empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_table_is_a_table_and_its_text_is_not_read_twice() -> None:
    data = typeset(f"{FONT}{PROSE}\n{TABLE.format('')}\n{PROSE}")
    before, table, after = content(data).blocks
    assert isinstance(table, Grid)
    assert table.rows == (("指标", "2021年", "2022年"), ("光荣牌（块）", "5200", "5300"))
    assert [b.text for b in (before, after) if isinstance(b, Paragraph)] == [PROSE, PROSE]


def test_a_table_over_two_pages_is_one_and_its_heading_stands_once() -> None:
    rows = "".join(f"[县{n}], [{n}1], [{n}2]," for n in range(40))
    table = TABLE.replace("[指标], [2021年], [2022年]", "table.header([指标], [2021年], [2022年])").format(
        rows
    )
    [grid] = content(typeset(f"{FONT}#set page(height: 15cm)\n{table}")).blocks
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 42
    assert [row for row in grid.rows if row[0] == "指标"] == [("指标", "2021年", "2022年")]


def test_running_heads_and_page_numbers_are_left_out_and_dates_are_not() -> None:
    page = "#set page(height: 15cm, header: [内部材料], footer: context [— #counter(page).display() —])\n"
    found = paragraphs(
        typeset(f"{page}{FONT}2023-06-01\n\n" + "\n\n".join(f"{n}月，{PROSE}" for n in range(1, 13)))
    )
    assert found[0] == "2023-06-01"
    assert found[1:] == [f"{n}月，{PROSE}" for n in range(1, 13)]


def test_left_column_before_right_column() -> None:
    lines = [f"第{n}件实事。" + PROSE for n in range(1, 30)]
    data = typeset(f"#set page(columns: 2)\n{FONT}" + "\n\n".join(lines))
    assert paragraphs(data) == lines


@pytest.mark.parametrize(("drawn", "shown"), [(90, 270), (180, 180), (270, 90)])
def test_a_page_drawn_sideways_is_read_as_it_is_shown(drawn: int, shown: int) -> None:
    lines = [f"第{n}件实事。" for n in range(1, 4)]
    turn = f"#rotate({drawn}deg, reflow: true)[#block(width: 9cm)[{{}}]]"
    data = typeset(FONT + turn.format("\n\n".join(lines)))
    assert "".join(paragraphs(turned(data, shown))) == "".join(lines)


def test_a_picture_of_a_page_is_a_scan() -> None:
    assert read_pdf(blank(2)) is Problem.SCANNED


def test_a_scan_among_pages_is_said_and_the_others_are_read() -> None:
    data = typeset(f"{FONT}{PROSE}\n#pagebreak()\n#rect()")
    [document] = read_bytes("a.pdf", data)
    assert Problem.SCANNED_PAGES in document.problems
    assert not FATAL & set(document.problems)
    assert PROSE in document.text


def test_a_password_is_named(encrypted: bytes) -> None:
    assert read_pdf(encrypted) is Problem.ENCRYPTED


@pytest.fixture(scope="module")
def encrypted() -> bytes:
    """A PDF with a password, made by hand: RC4 of 40 bits, keys that no password fits."""
    body = b"".join(
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
            b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n",
        )
    )
    at = [body.index(b"%d 0 obj" % n) for n in range(1, 5)]
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in at)
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + table + trailer


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"%PDF-1.7\n" + bytes(500), Problem.DAMAGED_FILE), (b"%PDF-1.7", Problem.DAMAGED_FILE)],
    ids=["zeros", "nothing"],
)
def test_a_damaged_file_says_so(data: bytes, problem: Problem) -> None:
    assert read_bytes("a.pdf", data)[0].problems == (problem,)


def test_five_thousand_pages_are_refused_at_once() -> None:
    data = blank(5_000)
    started = time.process_time()
    assert read_pdf(data) is Problem.TOO_MANY_PAGES
    assert time.process_time() - started < 2


def test_a_page_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.documents.glyphs.MAX_GLYPHS", 20)
    assert read_pdf(typeset(FONT + PROSE)) is Problem.TOO_COMPLEX


def test_a_drawing_of_many_lines_is_not_searched_for_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(pdf, "with_tables", searched)
    lines = "".join(
        f"#place(line(start: ({n % 90}mm, 0mm), end: (9mm, {n % 70}mm)))" for n in range(pdf.RULES[1] + 5)
    )
    assert content(typeset(f"{FONT}{PROSE}\n{lines}")).blocks
