"""Dangerous files, made for the tests: no such file is kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

CONTENT_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.{}.main+xml"
MAIN = {
    "docx": _TYPE.format("wordprocessingml.document"),
    "xlsx": _TYPE.format("spreadsheetml.sheet"),
    "pptx": _TYPE.format("presentationml.presentation"),
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
}
_SHEETS, _RELATIONS = "spreadsheetml/2006/main", "officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
EXE = b"MZ\x90\x00" + bytes(200) + b"<html>PE\x00\x00"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
XXE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><r>&a9;</r>"
)


def pack(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return packed.getvalue()


def office(kind: str, **members: bytes | str) -> bytes:
    """An office file with its list of content types and these parts (``a__b`` for ``a/b``, all XML)."""
    part = f'<Override PartName="/main.xml" ContentType="{MAIN[kind]}"/>'
    parts = {f"{name.replace('__', '/')}.xml": content for name, content in members.items()}
    return pack({CONTENT_TYPES: f'<?xml version="1.0"?><Types>{part}</Types>', **parts})


def sheet(rows: str) -> bytes:
    """An XLSX of one sheet with these rows, as XML."""
    main, relations = (f"http://schemas.openxmlformats.org/{x}" for x in (_SHEETS, _RELATIONS))
    part = f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN["xlsx"]}"/>'
    link = f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
    book = f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
    cells = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    return pack(
        {
            CONTENT_TYPES: f"<Types>{part}</Types>",
            "xl/workbook.xml": f"{book}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>",
            "xl/worksheets/sheet1.xml": cells,
        }
    )


def open_sheet(rows: str) -> bytes:
    """An ODS of one sheet with these rows, as XML; ``t:`` stands for what is of tables."""
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    body = f"<t:table>{rows}</t:table>"
    content = f'<o:body xmlns:o="{name}office:1.0" xmlns:t="{name}table:1.0">{body}</o:body>'
    return pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def ole(stream: str) -> bytes:
    """An OLE compound file whose directory names a stream."""
    return OLE + stream.encode("utf-16-le") + bytes(64)


def bomb(size: int, declared: int) -> bytes:
    """A ZIP whose one member says how large it is and unpacks to ``size`` million zeros."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)  # stands for itself
    return _one_member(block * size + packer.flush(), declared)


def _one_member(body: bytes, declared: int) -> bytes:
    name = b"word/document.xml"
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(body), declared, len(name), 0)
    local = b"PK\x03\x04" + common + name + body
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def encrypted_member() -> bytes:
    """A ZIP whose member carries the mark of a password."""
    data = bytearray(pack({"a.txt": "正文"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


def twice(name: str) -> bytes:
    """A ZIP that holds two members of one name."""
    other = name[:-1] + ("x" if name[-1] != "x" else "y")
    return pack({name: "1", other: "2"}).replace(other.encode(), name.encode())
