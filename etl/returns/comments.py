"""What people noted at the cells of an XLSX sheet: comments (批注), and threads of them.

Read from the XML parts, as the other marks are: openpyxl would lay out the whole workbook a second
time for them, and does not know threads. Of a thread, old programs are shown a stand-in that says
so; the thread itself counts.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Final

from defusedxml import ElementTree as SafeTree
from lxml import etree

from etl.records import At
from etl.returns.extent import at_of

LONGEST: Final = 500
"""Characters of what is noted at a cell that are kept; the file has the rest."""
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_THREADED: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_SPOKEN: Final = f"{_MAIN}rPh"
"""How a text is pronounced stands beside it and is no part of it."""


def comments_of(sheet: str, parts: dict[str, bytes]) -> dict[At, str]:
    """Comments of the sheet in a part of this name, by cell. Raises ``XMLSyntaxError`` for bad XML."""
    plain: dict[At, str] = {}
    threads: dict[At, str] = {}
    for kind, target in _related(sheet, parts):
        content = parts.get(target, b"")
        if kind.endswith("/comments") and content:
            plain |= _joined(_noted(content, f"{_MAIN}comment", f"{_MAIN}t"))
        elif kind.endswith("/threadedComment") and content:
            threads |= _joined(_noted(content, f"{_THREADED}threadedComment", f"{_THREADED}text"))
    return plain | threads


def _related(sheet: str, parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """(kind, part) of what belongs to a sheet."""
    folder, name = posixpath.split(sheet)
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    for relation in SafeTree.fromstring(relations) if relations else ():
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        yield relation.get("Type", ""), target.lstrip("/")


def _noted(content: bytes, tag: str, text: str) -> Iterator[tuple[At, str]]:
    """(cell, words) of each comment, in order: answers follow what they answer."""
    for _, comment in etree.iterparse(
        io.BytesIO(content), tag=tag, resolve_entities=False, no_network=True, load_dtd=False
    ):
        at = at_of(comment.get("ref", ""))
        words = (t.text or "" for t in comment.iter(text) if next(t.iterancestors(_SPOKEN), None) is None)
        said = re.sub(r"\s+", " ", "".join(words)).strip()
        comment.clear()
        if at and said:
            yield at, said


def _joined(noted: Iterator[tuple[At, str]]) -> dict[At, str]:
    found: dict[At, str] = {}
    for at, said in noted:
        found[at] = f"{found[at]}；{said}" if at in found else said
        found[at] = found[at][:LONGEST]
    return found
