"""A PDF with a text layer: its paragraphs and tables in reading order, without headers and footers.

Text comes from PDFium, in C++ (some 150 pages a second where pdfplumber reads some 15); pdfplumber
looks for tables, and only on pages where lines are drawn. PDFium does not run in two threads at once.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from etl.documents.blocks import Content
from etl.documents.glyphs import Run, TooManyGlyphs, runs_of
from etl.documents.layout import blocks_of
from etl.documents.lines import Page
from etl.documents.ruled import with_tables
from etl.schema import Problem

MAX_PAGES: Final = 1_000
"""A year book has some 500."""
SCANNED: Final = 10
"""A page with fewer characters than that and a picture on it is a scan."""
RULES: Final = (4, 3_000)
"""Drawn lines of a page that may hold a table: the four sides of a cell; a drawing has more than 3,000."""
UNREADABLE: Final = 0.2
"""Share of characters without a meaning above which a text layer is none."""
_LOCK: Final = threading.Lock()


def read_pdf(data: bytes) -> Content | Problem:
    """The blocks of a PDF; ``SCANNED`` where it has no text, ``ENCRYPTED`` where it asks a password."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            return Problem.ENCRYPTED if locked else Problem.DAMAGED_FILE
        try:
            return _read(document, data)
        except TooManyGlyphs:
            return Problem.TOO_COMPLEX
        except pypdfium2.PdfiumError:
            return Problem.DAMAGED_FILE
        finally:
            document.close()


def _read(document: Any, data: bytes) -> Content | Problem:
    if len(document) > MAX_PAGES:
        return Problem.TOO_MANY_PAGES
    pages, scans = [], 0
    ruled: list[int] = []
    for number in range(len(document)):
        page = document[number]
        runs = runs_of(page)
        scans += _is_scan(page, runs)
        if RULES[0] <= _count(page, pdfium.FPDF_PAGEOBJ_PATH) <= RULES[1]:
            ruled.append(number)
        pages.append(_page(number + 1, page, runs))
        page.close()
    if scans == len(pages) or _is_garbled(pages):
        return Problem.SCANNED
    blocks = tuple(blocks_of(with_tables(pages, ruled, data) if ruled else pages))
    return Content(blocks, problems=(Problem.SCANNED_PAGES,) if scans else ())


def _page(number: int, page: Any, runs: Sequence[Run]) -> Page:
    """A page with the height at which it is shown."""
    left, bottom, right, top = page.get_bbox()
    shown = (
        (left, right, bottom, top),
        (bottom, top, -right, -left),
        (-right, -left, -top, -bottom),
        (-top, -bottom, left, right),
    )[page.get_rotation() // 90 % 4]
    return Page(number, *shown, runs, ())


def _is_scan(page: Any, runs: Sequence[Run]) -> bool:
    shown = sum(len(run.text.strip()) for run in runs)
    return shown < SCANNED and (shown == 0 or _count(page, pdfium.FPDF_PAGEOBJ_IMAGE) > 0)


def _count(page: Any, kind: int) -> int:
    """Objects of a kind on a page, counted no farther than any limit here."""
    objects = page.get_objects(filter=[kind], max_depth=2)
    return sum(1 for _ in islice(objects, RULES[1] + 1))


def _is_garbled(pages: Sequence[Page]) -> bool:
    """A text layer whose characters stand for nothing: a face without a table of its characters."""
    text = "".join(run.text for page in pages for run in page.runs)
    odd = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    return odd > UNREADABLE * len(text)
