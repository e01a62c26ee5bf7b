"""What a ZIP file holds, looked at before anything in it is trusted: every archive, XLSX and DOCX is one.

Counts, names and the real size of what is inside (streamed, and stopped at the limit: a declared size
may lie), and no document type in any XML part, so that no entity can be declared.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from etl.schema import Problem

MAX_MEMBERS: Final = 2_000
"""A Word file of 300 pictures has some 320 members."""
MAX_UNPACKED: Final = 200_000_000
"""Bytes of all members together; a return of 180,000 values unpacks to some 15 MB."""
MAX_MEMBER_NAME: Final = 1_000
"""Bytes of a member's name; no file system takes a longer one."""
_CHUNK: Final = 1 << 16
_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_DIRECTORY_ENTRY: Final = 46
"""Bytes of an entry in the central directory, without its name."""
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, OSError)


def open_container(data: bytes) -> zipfile.ZipFile | Problem:
    """The ZIP file in these bytes, once all of it is known to be harmless; or what is wrong with it."""
    if _directory_size(data) > MAX_MEMBERS * (_DIRECTORY_ENTRY + MAX_MEMBER_NAME):
        return Problem.TOO_MANY_MEMBERS
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        problem = _listed(container.infolist()) or _unpacked(container)
    except (*_DAMAGE, NotImplementedError):
        return Problem.DAMAGED_FILE
    return problem or container


def reopened(data: bytes) -> zipfile.ZipFile:
    """The ZIP file in bytes that ``etl.formats`` had ``open_container`` check, without unpacking it again."""
    return zipfile.ZipFile(io.BytesIO(data))


def _directory_size(data: bytes) -> int:
    """Bytes that the central directory says it takes: read first, since listing it costs memory."""
    at = data.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(data) < at + 16:
        return 0
    size: int = struct.unpack_from("<I", data, at + 12)[0]
    return size


def _listed(members: list[zipfile.ZipInfo]) -> Problem | None:
    """What the list of members alone says."""
    if len(members) > MAX_MEMBERS:
        return Problem.TOO_MANY_MEMBERS
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return Problem.ENCRYPTED
    names = [member.orig_filename for member in members]
    if len({name.lower() for name in names}) < len(names) or any(map(_escapes, names)):
        return Problem.UNSAFE_NAMES
    if any(member.compress_type not in _METHODS for member in members):
        return Problem.UNSUPPORTED
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        return Problem.UNPACKS_TOO_LARGE
    return None


def _escapes(name: str) -> bool:
    """Whether a member's name points out of the archive: ``../x``, ``/x``, ``C:/x``."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":" or "\x00" in name


def _unpacked(container: zipfile.ZipFile) -> Problem | None:
    """What unpacking says, member by member, without keeping any of it."""
    left = MAX_UNPACKED
    for member in container.infolist():
        declared = member.file_size
        member.file_size = left + 1  # or zipfile would stop where the member says it ends
        with container.open(member) as stream:
            real = sum(len(chunk) for chunk in iter(lambda: stream.read(_CHUNK), b""))
        member.file_size = declared
        left -= real
        if left < 0:
            return Problem.UNPACKS_TOO_LARGE
        if real != declared:
            return Problem.DAMAGED_FILE
    return None


def check_xml(container: zipfile.ZipFile) -> Problem | None:
    """Whether an XML part of an office file declares a document type, and with it entities."""
    return next(filter(None, (_prolog(container, name) for name in _xml_parts(container))), None)


def _xml_parts(container: zipfile.ZipFile) -> Iterable[str]:
    return (
        m.filename for m in container.infolist() if m.filename.endswith((".xml", ".rels")) and m.file_size
    )


def _prolog(container: zipfile.ZipFile, name: str) -> Problem | None:
    """A part is read up to its first element: a document type can only stand before it."""
    with container.open(name) as stream:
        try:
            next(iter(iterparse(stream, events=("start",), forbid_dtd=True)))
        except DefusedXmlException:
            return Problem.UNSAFE_XML
        except (ParseError, StopIteration):
            return Problem.DAMAGED_FILE
    return None
