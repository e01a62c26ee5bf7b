"""The characters of a PDF page and where they stand, as PDFium sees them."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

MAX_GLYPHS: Final = 60_000
"""Characters of one page; a full page of a newspaper has some 10,000."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters side by side on one line, in points; ``y`` grows upwards, ``size`` is the line's height."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def size(self) -> float:
        """Height of the face, which is the width of a Chinese character, more or less."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


class TooManyGlyphs(ValueError):
    """A page that holds more than any page does."""


def runs_of(page: Any) -> list[Run]:
    """The runs of a page as it is shown, in the order of its content. Raises ``TooManyGlyphs``."""
    text = page.get_textpage()
    try:
        if text.count_chars() > MAX_GLYPHS:
            raise TooManyGlyphs
        return list(_joined(_turned(_glyphs(text.raw, text.count_chars()), page)))
    finally:
        text.close()


def _glyphs(text: Any, count: int) -> Iterator[Run]:
    """Each character that is shown with the box of its face; those that PDFium adds are left out."""
    box = pdfium.FS_RECTF()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code < 0x20 or 0xD800 <= code <= 0xDFFF or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            yield Run(box.left, box.bottom, box.right, box.top, _printed(chr(code)))


def _printed(character: str) -> str:
    """Radicals that some faces have in the place of the character: ⼀ is 一."""
    radical = "\u2e80" <= character <= "\u2fdf"
    return unicodedata.normalize("NFKC", character) if radical else character


def _turned(glyphs: Iterable[Run], page: Any) -> Iterator[Run]:
    """Boxes as on the screen: a page may be turned by quarters."""
    turns = page.get_rotation() // 90 % 4
    for g in glyphs:
        if turns == 0:
            yield g
        elif turns == 1:
            yield Run(g.bottom, -g.right, g.top, -g.left, g.text)
        elif turns == 2:
            yield Run(-g.right, -g.top, -g.left, -g.bottom, g.text)
        else:
            yield Run(-g.top, g.left, -g.bottom, g.right, g.text)


def _joined(glyphs: Iterable[Run]) -> Iterator[Run]:
    """Characters that follow each other on one line, as one run; spaces only part Latin words."""
    found: list[Run] = []
    for glyph in glyphs:
        if found and not _follows(found[-1], glyph):
            yield _run(found)
            found = []
        if glyph.text.strip() or found:
            found.append(glyph)
    if found:
        yield _run(found)


def _follows(last: Run, glyph: Run) -> bool:
    size = max(last.size, glyph.size, 1.0)
    gap = glyph.left - last.right
    return abs(glyph.middle - last.middle) < size * 0.4 and -size * 0.6 < gap < size * 0.9


def _run(glyphs: list[Run]) -> Run:
    while len(glyphs) > 1 and not glyphs[-1].text.strip():
        glyphs.pop()
    text = "".join(g.text for g in glyphs)
    bottom, top = min(g.bottom for g in glyphs), max(g.top for g in glyphs)
    return Run(glyphs[0].left, bottom, glyphs[-1].right, top, text)
