"""Text to sentences, with every clean character's offset in the original file.

Cleaning mends what copying a document does to it (line breaks inside sentences, Markdown
marks, full-width digits, page numbers, repeated headers) and never loses the way back:
each character of a clean sentence knows where it stood.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from etl.records import Document, Sentence
from etl.tabletext import cell_sentences, region, tables_in

_TO_CLEAN: Final = str.maketrans(
    "０１２３４５６７８９％．＋－／ＡＢＣＤ:;!?()",
    "0123456789%.+-/ABCD：；！？（）",
)
_CLOSERS: Final = "”’）》」』】\"'"
_ENDERS: Final = "。！？…"
_CLOSED_END: Final = f"{_ENDERS}：；;:"
_INVISIBLE: Final = "\u200b\u200c\u200d\ufeff\u00ad"
_DROPPED: Final = re.compile(rf"\*\*|__|(?<!\w)`|`(?!\w)|[{_INVISIBLE}]")
"""Markdown marks and characters that show nothing."""
_NUMBERED: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、.．](?!\d)|[A-H][\s、.．]|第[一二三四五六七八九十]+[章节部])"
)
_BULLET: Final = re.compile(r"^(?:[-*+•●◆■·]\s+)")
_PAGE_NUMBER: Final = re.compile(r"^[-—\s·第共页/]*\d{1,4}[-—\s·第共页/]*$")
_SENTENCE: Final = re.compile(rf"[^{_ENDERS}]*(?:[{_ENDERS}]+[{_CLOSERS}]*|$)")
_GOAL_PASSAGE: Final = re.compile(
    r"^(?:下一步|下步|今后|未来|接下来|站在新的(?:历史)?起点|面向未来|展望|奋进新征程|新的征程|踔厉奋发)"
    r"|^.{0,24}(?:我[市县区州省盟]|.{2,4}[市县区州省盟])(?:将|正)(?:继续|深入|以|坚持|始终|一如既往|进一步|按照|紧)"
)
MAX_HEADING: Final = 42
_TAIL: Final = 8
"""Characters that decide whether a paragraph is closed: looking at all would cost its square."""
MAX_SENTENCE: Final = 800
"""The longest sentences of real reports have 500 characters; a text without full stops is cut at
a comma, or else outside a number, so that no step's cost can grow faster than the text."""
_CUT: Final = re.compile(r".*[；，]|.*、|.*[^\d.,]", re.S)
REPEATED: Final = 3
"""A short line that occurs so often in one report is a header, a footer or a watermark."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: where it starts, its clean text, and its marks."""

    start: int
    text: str
    offsets: array[int]
    indented: bool
    heading_mark: bool
    bullet: bool
    after_blank: bool
    after_table: bool


def segment(document: Document, units: Collection[str] = ()) -> list[Sentence]:
    """Sentences of a report's body in order, headings among them (``is_heading``).

    Cells of its tables stand where the table stands; ``units`` are the words that may be one.
    """
    sentences = _prose(document)
    for table in tables_in(document):
        start = region(table)[0]
        at = bisect_left(sentences, start, key=lambda sentence: sentence.offsets[0])
        section = sentences[at - 1].section if at else ""
        first = sentences[-1].paragraph + 1 if sentences else 0
        sentences[at:at] = cell_sentences(document, table, units, first, section)
    return sentences


def _prose(document: Document) -> list[Sentence]:
    sentences: list[Sentence] = []
    section, goal_section = "", False
    for number, (is_heading, text, offsets) in enumerate(_paragraphs(document)):
        if is_heading:
            section = text
            goal_section = bool(_GOAL_PASSAGE.match(_NUMBERED.sub("", text)))
            sentences.append(Sentence(text, offsets, number, section, is_heading=True))
            continue
        goal = goal_section
        for start, end in _split(text):
            body = text[start:end]
            goal = goal or bool(_GOAL_PASSAGE.match(body.lstrip("“")))
            sentences.append(Sentence(body, offsets[start:end], number, section, is_goal=goal))
    return sentences


def _split(text: str) -> Iterator[tuple[int, int]]:
    for m in _SENTENCE.finditer(text):
        start = m.start() + len(m[0]) - len(m[0].lstrip())
        while m.end() - start > MAX_SENTENCE:
            cut = _CUT.match(text, start, start + MAX_SENTENCE)
            end = cut.end() if cut else start + MAX_SENTENCE
            yield start, end
            start = end
        if start < m.end():
            yield start, m.end()


def _paragraphs(document: Document) -> Iterator[tuple[bool, str, array[int]]]:
    """(is_heading, text, offsets) of each paragraph, broken lines joined."""
    text, offsets = "", array("i")
    heading = False
    for line in _lines(document):
        if text and _continues(text, heading, line):
            text += line.text
            offsets.extend(line.offsets)
            continue
        if text:
            yield heading, text, offsets
        text, offsets = line.text, array("i", line.offsets)
        heading = _is_heading(line)
    if text:
        yield heading, text, offsets


def _continues(text: str, heading: bool, line: Line) -> bool:
    """Whether a line goes on with the sentence before it.

    A sentence that stopped in the middle goes on even over a blank line (a page break) or
    an indent; a heading, a numbered line or a bullet never continues anything.
    """
    if heading or line.heading_mark or line.bullet or line.after_table or _NUMBERED.match(line.text):
        return False
    end = text[-_TAIL:]
    if (end.rstrip(_CLOSERS) or end)[-1] in _CLOSED_END:
        return False
    looks_like_prose = len(text) > MAX_HEADING or "，" in text or "。" in text
    if text[-1] in _CLOSERS and (line.indented or line.after_blank):
        return False
    return (looks_like_prose and not (line.indented and text[-1] in "，、")) or text[-1] in "，、"


def _is_heading(line: Line) -> bool:
    if line.heading_mark:
        return True
    text = line.text
    if line.bullet or len(text) > MAX_HEADING or text[-1] in "。；！？…：，、":
        return False
    if _NUMBERED.match(text):
        return "。" not in text
    return not line.indented and "。" not in text and text.count("，") <= 1 and not re.search(r"\d", text)


def _lines(document: Document) -> Iterator[Line]:
    raw = document.text[document.body_start :]
    base = document.char_start + document.body_start
    pieces = list(re.finditer(r"[^\n]*\n?", raw))
    counts = Counter(m[0].strip() for m in pieces)
    regions = [region(table) for table in tables_in(document)]
    blank = after_table = False
    for m in pieces:
        if any(start <= base + m.start() < end for start, end in regions):
            after_table = True
            continue
        printed = m[0].strip()
        if not printed or _PAGE_NUMBER.match(printed) or printed.startswith(("![", "<!--")):
            blank = blank or not printed
            continue
        if counts[printed] >= REPEATED and len(printed) <= MAX_HEADING and not re.search(r"[。；]", printed):
            continue
        line = _clean_line(m[0].rstrip("\r\n"), base + m.start(), blank)
        blank = False
        if line.text:
            yield replace(line, after_table=True) if after_table else line
            after_table = False


def _clean_line(raw: str, start: int, after_blank: bool) -> Line:
    lead = len(raw) - len(raw.lstrip())
    indent = raw[:lead]
    body = raw[lead:].rstrip()
    mark = re.match(r"#{1,6}\s+", body)
    bullet = _BULLET.match(body)
    skip = (mark or bullet).end() if mark or bullet else 0  # type: ignore[union-attr]
    keep: Sequence[int] = range(skip, len(body))
    drop = {i for m in _DROPPED.finditer(body) for i in range(m.start(), m.end())}
    if drop:
        keep = [i for i in keep if i not in drop]
    text = "".join([body[i] for i in keep]).translate(_TO_CLEAN) if drop else body[skip:].translate(_TO_CLEAN)
    text = re.sub(r"(?<!\d),|,(?!\d{3}(?!\d))", "，", text)
    indented = "\u3000" in indent or len(indent) >= 4 or "\t" in indent
    first = start + lead
    offsets = array("i", [first + i for i in keep] if drop else range(first + skip, first + len(body)))
    return Line(start, text, offsets, indented, bool(mark), bool(bullet), after_blank, False)
