"""What the bytes of a file are, by their content; the name's ending only confirms it.

Every file that is handed in passes here first: programs and pictures under the name of a document,
encrypted and old files, damaged and dangerous containers are refused with a ``Problem`` whose words
say the cure.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from etl.containers import check_xml, open_container
from etl.schema import Problem


class Format(StrEnum):
    """What a file can be read as."""

    TEXT = "text"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    ZIP = "zip"


ENDINGS: Final = {
    ".txt": {Format.TEXT},
    ".md": {Format.TEXT},
    ".csv": {Format.CSV},
    ".tsv": {Format.CSV},
    ".htm": {Format.HTML},
    ".html": {Format.HTML},
    ".shtml": {Format.HTML},
    ".pdf": {Format.PDF},
    ".docx": {Format.DOCX},
    ".doc": {Format.DOCX, Format.HTML},
    ".wps": {Format.DOCX},
    ".rtf": {Format.DOCX},
    ".xlsx": {Format.XLSX},
    ".xls": {Format.XLS, Format.XLSX},
    ".et": {Format.XLS, Format.XLSX},
    ".ods": {Format.ODS},
    ".docm": {Format.DOCX},
    ".xlsm": {Format.XLSX},
    ".zip": {Format.ZIP},
}
"""What a file of each ending may be; WPS and old Office put new files under old endings."""
_BY_NAME: Final = (Format.TEXT, Format.CSV)
_END: Final = b"PK\x05\x06"
"""How an archive without members begins."""
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
"""Programs, pictures and other archives, which may hold the text of a web page."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF: Final = b"%PDF-"
_HEAD: Final = 1024
"""Bytes in which a PDF or a web page begins."""
_HTML: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|p|table|h1)\b|<!--", re.I
)
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MAIN_PARTS: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Format.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Format.XLSX,
}
_SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_LIST: Final = 2_000_000
"""Bytes of the list of content types: one line a part."""


def format_of(data: bytes, name: str) -> Format | Problem:
    """The format of a file's bytes, or why it is not read. ``name`` may hold folders; only its end counts."""
    expected = ENDINGS.get(PurePosixPath(name).suffix.lower())
    if expected is None:
        return Problem.UNSUPPORTED
    if not data.strip():
        return Problem.EMPTY
    [by_name, *others] = expected
    if not others and by_name in _BY_NAME:
        return by_name  # decoding tells text from other bytes
    found = _content(data)
    if isinstance(found, Format) and found not in expected:
        return Problem.NOT_AS_NAMED
    return found


def _content(data: bytes) -> Format | Problem:
    """What the content alone says."""
    if data.startswith((b"PK\x03\x04", _END)):
        return _container(data)
    if data.startswith(_OLE):
        return _compound(data)
    if _PDF in data[:_HEAD]:
        return Format.PDF
    if data.startswith(b"{\\rtf"):
        return Problem.OLD_FORMAT
    if _HTML.search(data[:_HEAD].replace(b"\x00", b"")) and not data.startswith(_PROGRAMS):
        return Format.HTML
    return Problem.NOT_AS_NAMED


def _compound(data: bytes) -> Format | Problem:
    """An OLE compound file by the streams in its directory, whose names are in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Problem.ENCRYPTED
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return Format.XLS
    return Problem.OLD_FORMAT


def _container(data: bytes) -> Format | Problem:
    """An office file or an archive."""
    container = open_container(data)
    if isinstance(container, Problem):
        return container
    with container:
        names = container.namelist()
        if _CONTENT_TYPES in names:
            return check_xml(container) or _office(container)
        if "mimetype" in names and "content.xml" in names:
            spreadsheet = container.read("mimetype").startswith(_SPREADSHEET)
            return check_xml(container) or (Format.ODS if spreadsheet else Problem.UNSUPPORTED)
    return Format.ZIP


def _office(container: zipfile.ZipFile) -> Format | Problem:
    """An office file by the content types of its parts; one with macros is not opened."""
    if container.getinfo(_CONTENT_TYPES).file_size > MAX_LIST:
        return Problem.DAMAGED_FILE
    try:
        types = {part.get("ContentType", "") for part in fromstring(container.read(_CONTENT_TYPES))}
    except ParseError:
        return Problem.DAMAGED_FILE
    if any("macroEnabled" in kind for kind in types):
        return Problem.MACROS
    return next((found for kind, found in _MAIN_PARTS.items() if kind in types), Problem.UNSUPPORTED)
