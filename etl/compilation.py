"""A file's text to the reports in it: YAML header, or titles and dates; title, date and publisher of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml

from etl.records import Document
from etl.schema import Problem, SourceKind

_DATE: Final = re.compile(
    r"^[（(\[【]?\s*((?:19|20)\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(?:(\d{1,2})\s*日?)?\s*[）)\]】]?$"
)
_LABELLED_DATE: Final = re.compile(
    r"(?:时间|日期|发布|来源)[^\n]{0,20}?((?:19|20)\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(?:(\d{1,2}))?"
)
_SIGNED: Final = re.compile(
    r"^[^\d，。；：:！？]{2,40}[局办室委会府部厅组院站][ \u3000（(]*"
    r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日[）)]?$"
)
"""The office and the day on one line, as at the end of an official letter."""
_PUBLISHER: Final = re.compile(r"(?:来源|发布机构|信息来源|发布单位)\s*[:：]\s*([^\s|，,。]{2,30})")
_CONTENTS_ENTRY: Final = re.compile(r"^\s*\d{1,3}\s*[.、．]\s*(\S.*?)[\s.…·]*\d*\s*$")
_NOTE: Final = re.compile(r"^[（(].*[）)]$")
_SENTENCE_MARKS: Final = re.compile(r"[。；！？…：]$")
_FRONT_MATTER: Final = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n", re.S)
MAX_TITLE: Final = 60
TITLE_LINES: Final = 2
HEAD_LINES: Final = 12
"""Where a report states title, date and publisher, if it does."""
SIGNED_LINES: Final = 6
"""Where a report ends: signature, date, whom to ask, whom it is sent to."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    indented: bool


def reports_in(whole: Document) -> list[Document]:
    """The reports in a file's text: as its header says, or as its titles and dates show."""
    header = _FRONT_MATTER.match(whole.text)
    if header:
        return [_with_header(replace(whole, body_start=header.end()), header[1])]
    return list(_split(whole))


def _with_header(document: Document, block: str) -> Document:
    try:
        header: Any = yaml.safe_load(block)
    except yaml.YAMLError:
        header = None
    if not isinstance(header, dict):
        return replace(document, problems=(Problem.BAD_HEADER,))

    def field(name: str) -> str | None:
        value = header.get(name)
        return str(value).strip() if value not in (None, "") else None

    date = field("date")
    well_formed = date is None or re.fullmatch(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", date)
    return replace(
        document,
        title=field("title") or "",
        publisher=field("publisher"),
        date=date if well_formed else None,
        place_name=field("place"),
        kind=SourceKind.RETURN if field("kind") == "return" else SourceKind.REPORT,
        problems=() if well_formed else (Problem.BAD_HEADER,),
    )


def _split(whole: Document) -> Iterator[Document]:
    """The reports of a file: each begins with its title lines, above a line that is a date.

    A contents page (numbered titles) is known by its entries standing again as titles in
    the body; it belongs to no report.
    """
    lines = list(_iter_lines(whole.text))
    starts = _report_starts(lines)
    if len(starts) < 2:
        yield _describe(whole, lines)
        return
    lasts = [first for first, _ in starts[1:]] + [len(lines)]
    width = max(2, len(str(len(starts))))
    for number, ((first, body), last) in enumerate(zip(starts, lasts, strict=True), 1):
        start = lines[first].start
        end = lines[last].start if last < len(lines) else len(whole.text)
        part = replace(
            whole,
            source_id=f"{whole.source_id}-{number:0{width}d}",
            text=whole.text[start:end].rstrip(),
            char_start=start,
        )
        own = [replace_line(x, start) for x in lines[first:last]]
        yield _describe(part, own, body - first)


def replace_line(line: _Line, base: int) -> _Line:
    """The line with offsets counted from ``base``."""
    return _Line(line.start - base, line.end - base, line.text, line.indented)


def _iter_lines(text: str) -> Iterator[_Line]:
    for m in re.finditer(r"[^\n]+", text):
        stripped = m[0].strip()
        if stripped:
            yield _Line(m.start(), m.end(), stripped, m[0].startswith(("\u3000", "    ", "\t")))


def _report_starts(lines: list[_Line]) -> list[tuple[int, int]]:
    """(index of the first title line, index of the first body line) of each report."""
    short = [line for line in lines if len(line.text) <= MAX_TITLE]
    contents = {_bare(m[1]) for line in short if (m := _CONTENTS_ENTRY.match(line.text))}
    starts: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        dated = _DATE.match(line.text) is not None
        titled = not dated and len(contents) > 2 and len(line.text) <= MAX_TITLE
        named = titled and _bare(line.text) in contents and not _is_entry(line)
        if named and any(_DATE.match(x.text) for x in lines[i + 1 : i + 1 + TITLE_LINES]):
            continue  # the date below, under the subtitle perhaps, marks the same report
        if not (dated or named) or (starts and i < starts[-1][1]):
            continue
        first = i if named else i + 1
        limit = i - TITLE_LINES if dated else i - 1
        for j in range(i - 1, max(limit, starts[-1][1] if starts else 0) - 1, -1):
            if not _is_title(lines[j]):
                break
            first = j
        if dated and first == i + 1:
            continue
        starts.append((first, i + 1))
    ends = [first for first, _ in starts[1:]] + [len(lines)]
    # an office and a date below a report, with no more than a note after them, are its signature
    return [
        start
        for start, end in zip(starts, ends, strict=False)  # without a start there is one end too many
        if not all(_NOTE.match(line.text) for line in lines[start[1] : end])
    ]


def _is_entry(line: _Line) -> bool:
    return _CONTENTS_ENTRY.match(line.text) is not None


def _bare(title: str) -> str:
    return re.sub(r"[\s\d.…·]+$", "", title.strip())


def _is_title(line: _Line) -> bool:
    short = len(line.text) <= MAX_TITLE and not line.indented
    return short and not _SENTENCE_MARKS.search(line.text) and not _is_entry(line)


def _describe(document: Document, lines: list[_Line], body: int | None = None) -> Document:
    """Title, date and publisher from the head of a report."""
    head = lines[:HEAD_LINES]
    date_at = next((i for i, line in enumerate(head) if _DATE.match(line.text)), None)
    if body is None:
        body = date_at + 1 if date_at is not None and date_at <= 3 else 0
    titles = [_plain(x.text) for x in lines[:body] if not _DATE.match(x.text)]
    if not titles:
        titles = [
            _plain(x.text)
            for x in head
            if _is_title(x) and len(x.text) > 6 and not _NAVIGATION.search(x.text)
        ][:1]
    first_body = lines[body].start if body < len(lines) else len(document.text)
    opening = document.text[: head[-1].end if head else 0]
    publisher = _PUBLISHER.search(opening)
    return replace(
        document,
        title="——".join(titles),
        date=_find_date(head, opening, lines[-SIGNED_LINES:]),
        publisher=publisher[1] if publisher else None,
        body_start=first_body,
    )


_NAVIGATION: Final = re.compile(r"[>|｜【】]|首页|字号|打印|阅读")


def _plain(text: str) -> str:
    return re.sub(r"^#+\s*|\*\*", "", text).strip(" \u3000—")


def _find_date(head: list[_Line], opening: str, end: list[_Line]) -> str | None:
    """The date at the head: on a line of its own, named as one, behind the office; or that of the
    signature at the end.
    """
    alone = [m for line in head if (m := _DATE.match(line.text))]
    labelled = _LABELLED_DATE.search(opening)
    signed = [m for line in head if (m := _SIGNED.match(line.text))]
    below = [m for line in end if (m := _DATE.match(line.text) or _SIGNED.match(line.text))]
    found = [*alone[:1], *([labelled] if labelled else []), *signed[:1], *below[-1:]]
    return _iso(found[0]) if found else None


def _iso(m: re.Match[str]) -> str:
    day = f"-{int(m[3]):02d}" if m[3] else ""
    return f"{m[1]}-{int(m[2]):02d}{day}"
