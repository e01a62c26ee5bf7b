"""Footnotes and endnotes of a Word document, which stand in parts of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_REFERENCES: Final = {
    qn("w:footnoteReference"): (RELATIONSHIP_TYPE.FOOTNOTES, "†"),
    qn("w:endnoteReference"): (RELATIONSHIP_TYPE.ENDNOTES, "‡"),
}
"""What refers to a note: the relation to the part with its text, and how its locator begins."""
SKIPPED: Final = frozenset(
    map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:tblPr", "w:tcPr"))
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
"""Elements in which nothing stands that is shown, or stands once more for old programs."""
_APART: Final = SKIPPED | {qn("w:txbxContent")}


class Notes:
    """Finds the notes that paragraphs refer to, numbered in the order in which they are asked for."""

    def __init__(self, part: Any) -> None:
        kinds = {kind for kind, _ in _REFERENCES.values()}
        self._parts = {
            r.reltype: r.target_part for r in part.rels.values() if not r.is_external and r.reltype in kinds
        }
        self._notes: dict[str, dict[str, Any]] = {}
        self._numbers: Counter[str] = Counter()

    def referred_to(self, paragraph: Any) -> Iterator[tuple[str, Any]]:
        """(locator, note) of each note: ``†1`` the first footnote, ``‡1`` the first endnote."""
        if not self._parts:
            return
        for reference in _references(paragraph):
            kind, sign = _REFERENCES[reference.tag]
            note = self._of(kind).pop(reference.get(qn("w:id")), None)  # a second reference repeats nothing
            if note is not None:
                self._numbers[sign] += 1
                yield f"{sign}{self._numbers[sign]}", note

    def _of(self, kind: str) -> dict[str, Any]:
        """The notes of a kind by id."""
        if kind not in self._notes:
            part = self._parts.get(kind)
            notes = parse_xml(part.blob) if part is not None else ()
            self._notes[kind] = {note.get(qn("w:id")): note for note in notes}
        return self._notes[kind]


def _references(element: Any) -> Iterator[Any]:
    """References in what is shown of a paragraph, but for its text boxes, whose paragraphs have their own."""
    for child in element:
        if child.tag in _REFERENCES:
            yield child
        elif child.tag not in _APART and not (child.tag == qn("w:r") and hidden(child)):
            yield from _references(child)


def hidden(run: Any) -> bool:
    """Whether a run of text is not shown."""
    found = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return found is not None and found.get(qn("w:val")) not in ("0", "false")
