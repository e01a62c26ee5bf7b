"""Files to documents: formats, decoding, archives, and what a person noted of a file.

No judgement about content: what cannot be read becomes a document with a ``Problem``, and
the run goes on.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from etl.compilation import reports_in
from etl.documents.archive import members, short
from etl.documents.blocks import Content, compose
from etl.formats import Format, format_of
from etl.notes import is_note, read_note
from etl.records import Document, Note
from etl.returns.grid import read_csv, read_workbook
from etl.returns.written import sheets_text
from etl.schema import Problem, SourceKind

MAX_BYTES: Final = 20_000_000
"""A report has some 10 kB, a compilation under 1 MB: what is larger is no report."""
MAX_ID: Final = 70
"""Characters of a source's id, which names files in what is exported: 255 bytes are 85 Chinese characters."""
SPREADSHEETS: Final = (Format.XLSX, Format.XLS, Format.ODS, Format.CSV)
_COMMON: Final = frozenset("的一是在了有和人中大为国地市年军工双拥")


def list_files(inputs: list[Path]) -> list[tuple[str, Path]]:
    """(path to show, file) of every file below the inputs, sorted; hidden files left out."""
    found: dict[str, Path] = {}
    seen: set[Path] = set()
    for root in inputs:
        for file in [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file()):
            below = Path(file.name) if root.is_file() else file.relative_to(root)
            hidden = any(part.startswith(".") for part in below.parts)
            if hidden or is_note(file) or file.resolve() in seen:
                continue
            seen.add(file.resolve())
            found[_free_name(file.resolve(), len(below.parts), found)] = file
    return sorted(found.items())


def _free_name(file: Path, length: int, taken: Mapping[str, Path]) -> str:
    """The last ``length`` parts of a path, or as many more as tell it from the files before."""
    name = Path(*file.parts[-length:]).as_posix()
    return name if name not in taken else _free_name(file, length + 1, taken)


def read_file(shown: str, file: Path) -> list[Document]:
    """The documents of one file; a file that cannot be read gives one with its problem."""
    try:
        if file.stat().st_size > MAX_BYTES:
            return [_failed(_unread(shown), Problem.TOO_LARGE)]
        data, note = file.read_bytes(), read_note(file)
    except OSError:
        return [_failed(_unread(shown), Problem.UNREADABLE)]
    except ValueError:
        return [_failed(_unread(shown), Problem.BAD_NOTE)]
    return read_bytes(shown, data, note)


def broken_off(shown: str, file: Path) -> Document:
    """The document of a file whose reading broke off, with the process that read it."""
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:  # taken out of the inbox meanwhile
        return _failed(_unread(shown), Problem.UNREADABLE)
    return _failed(replace(_unread(shown), sha256=digest), Problem.CRASHED)


def read_bytes(shown: str, data: bytes, note: Note | None = None) -> list[Document]:
    """The documents in the content of a file, with what a person noted of it put in.

    ``shown`` is its path to show, whose ending says what it should be.
    """
    return _noted(_read(shown, data), note)


def _read(shown: str, data: bytes, inside: bool = False) -> list[Document]:
    """The documents of a file, or of a member of an archive (``inside``)."""
    failed = replace(_unread(shown), sha256=hashlib.sha256(data).hexdigest())
    if len(data) > MAX_BYTES:
        return [_failed(failed, Problem.TOO_LARGE)]
    form = format_of(data, shown)
    if form is Format.ZIP:
        return [_failed(failed, Problem.NESTED_ARCHIVE)] if inside else _unpacked(failed, data)
    if isinstance(form, Problem):
        return [_failed(failed, form)]
    if form is Format.TEXT:
        text = decode(data)
        return (
            [_failed(failed, text)] if isinstance(text, Problem) else reports_in(replace(failed, text=text))
        )
    if form in SPREADSHEETS:
        failed = replace(failed, kind=SourceKind.RETURN)
    try:
        return [_return(failed, data, form)] if form in SPREADSHEETS else _office(failed, data, form)
    except (MemoryError, RecursionError):
        return [_failed(failed, Problem.TOO_COMPLEX)]
    except Exception as error:  # a parser may fail in any way on what is no good file; the others must go on
        _log(failed.path, error)
        return [_failed(failed, Problem.DAMAGED_FILE)]


def _log(shown: str, error: Exception) -> None:
    """One line that tells a mistake of ours from a damaged file: what failed, and where."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(at.filename).name}:{at.lineno}"
    logging.getLogger(__name__).warning("%.200r: %.200r (%s)", shown, error, where)


def _unpacked(failed: Document, data: bytes) -> list[Document]:
    """The documents of an archive's files, each shown below the archive's path."""
    found = []
    for name, member in members(data, MAX_BYTES):
        shown = f"{failed.path}/{name}"
        if isinstance(member, Problem):
            found.append(_failed(_unread(shown), member))
        else:
            found += _read(shown, member, inside=True)
    return found or [_failed(failed, Problem.EMPTY)]


def _office(unread: Document, data: bytes, form: Format) -> list[Document]:
    """The reports in an office document, a PDF or a web page."""
    content = _content(data, form)
    if isinstance(content, Problem):
        return [_failed(unread, content)]
    return [_described(document, content) for document in reports_in(compose(unread, content.blocks))]


def _content(data: bytes, form: Format) -> Content | Problem:
    """Blocks of an office document, a PDF or a web page; their libraries take a second to load."""
    if form is Format.DOCX:
        from etl.documents.word import read_word

        return read_word(data)
    if form is Format.PDF:
        from etl.documents.pdf import read_pdf

        return read_pdf(data)
    if form is Format.HTML:
        from etl.documents.web import read_web

        text = decode(data)
        return text if isinstance(text, Problem) else read_web(text)
    return Problem.UNSUPPORTED


def _failed(document: Document, problem: Problem) -> Document:
    return replace(document, problems=(problem,))


def _described(document: Document, content: Content) -> Document:
    """What the metadata say, where the text does not."""
    return replace(
        document,
        title=document.title or content.title or "",
        publisher=document.publisher or content.publisher,
        problems=document.problems + content.problems,
    )


def _return(unread: Document, data: bytes, form: Format) -> Document:
    """A spreadsheet: its sheets, and their text."""
    if form is Format.CSV:
        text = decode(data)
        sheets = text if isinstance(text, Problem) else read_csv(Path(unread.path).stem, text)
    else:
        sheets = read_workbook(data)
    if isinstance(sheets, Problem):
        return _failed(unread, sheets)
    return replace(unread, sheets=sheets, text=sheets_text(sheets))


def _unread(shown: str) -> Document:
    """What a file is before it is read; its id is its path without the ending, cut where that is long."""
    name = Path(shown).with_suffix("").as_posix().replace("/", "-")
    if len(name) > MAX_ID:
        name = f"{name[:MAX_ID]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return Document(name, short(shown), "", "", 0)


def _noted(documents: list[Document], note: Note | None) -> list[Document]:
    """Put in what a person noted of the file; of several reports in it, none is the one meant."""
    if note is None:
        return documents
    documents = [replace(one, good_rows=note.good_rows, received=note.received) for one in documents]
    if len(documents) > 1:
        return documents
    [only] = documents
    return [
        replace(
            only,
            title=note.title or only.title,
            publisher=note.publisher or only.publisher,
            date=note.date or only.date,
            place_name=note.place or only.place_name,
        )
    ]


def decode(data: bytes) -> str | Problem:
    """Text of a file in UTF-8, UTF-16 with a mark, or GB18030; or why it is not text."""
    if not data.strip():
        return Problem.EMPTY
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            text = _try(data, encoding)
            return Problem.UNKNOWN_ENCODING if text is None else text if text.strip() else Problem.EMPTY
    if b"\x00" in data or sum(b < 9 for b in data[:4096]) > 8:
        return Problem.BINARY
    text = _try(data, "utf-8")
    if text is None:
        text = _try(data, "gb18030")
        if text is None or not _looks_chinese(text):
            return Problem.UNKNOWN_ENCODING
    return text if text.strip() else Problem.EMPTY


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _looks_chinese(text: str) -> bool:
    """Bytes of another encoding decode as GB18030 too, but into rare characters."""
    han = [c for c in text[:20_000] if "\u4e00" <= c <= "\u9fff"]
    return len(han) > 0 and sum(c in _COMMON for c in han) / len(han) > 0.03
