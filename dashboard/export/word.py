"""What python-docx lacks: East Asian faces, fields, bookmarks, footnotes, repeated heading rows."""

from __future__ import annotations

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from dashboard.export import style

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EMPTY: Final = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
    "</w:footnotes>"
)


def element(tag: str, **attributes: str) -> Any:
    """A ``w:`` element with its attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_face(thing: Any, face: str) -> None:
    """Name Latin and East Asian faces of a style or run; theme faces would win, so they go."""
    properties = thing.element.get_or_add_rPr() if hasattr(thing, "element") else thing._r.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    latin = style.OFFICE_LATIN
    fonts = element("rFonts", ascii=latin, hAnsi=latin, eastAsia=face, cs=latin, hint="eastAsia")
    properties.insert(0, fonts)


def add_field(paragraph: Any, code: str, result: str) -> list[Any]:
    """A field such as PAGE with the text that stands until it is updated; returns its runs."""
    runs = []
    for kind in ("begin", "instr", "separate", "result", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            text = element("instrText")
            text.text = f" {code} "
            run._r.append(text)
        elif kind == "result":
            run.text = result
        else:
            run._r.append(element("fldChar", fldCharType=kind))
        runs.append(run)
    return runs


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark a paragraph as the goal of links."""
    first = element("bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, first)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Any, text: str, anchor: str) -> None:
    """A run that leads to a bookmark."""
    link = element("hyperlink", anchor=anchor, history="1")
    run = element("r")
    words = element("t")
    words.text = text
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


_MARKS: Final = 100_000
"""Added to a note's number, it is the id of its bookmark: above those of the headings."""


def _name(note: int) -> str:
    """The bookmark of a note's first reference."""
    return f"note{note}"


class Footnotes:
    """The footnotes of a document, also of a template that has some already."""

    def __init__(self, document: Any) -> None:
        self._part = document.part
        related = [r.target_part for r in self._part.rels.values() if r.reltype == RT.FOOTNOTES]
        self._target = related[0] if related else self._new()
        self._root = parse_xml(self._target.blob)
        self._next = 1 + max(int(n.get(qn("w:id"))) for n in self._root)
        self._seen: dict[str, int] = {}

    def section(self) -> None:
        """Begin a section: a note given again in it points at its first number."""
        self._seen = {}

    def _new(self) -> Part:
        package = self._part.package
        made = Part(PackURI("/word/footnotes.xml"), _TYPE, _EMPTY.encode(), package)
        self._part.relate_to(made, RT.FOOTNOTES)
        return made

    def add(self, paragraph: Any, text: str, first: bool = True) -> None:
        """Refer from the end of a paragraph to a note; a comma parts it from the one before."""
        if not first:
            paragraph.add_run(",").font.superscript = True
        if text in self._seen:
            number = self._seen[text]
            for run in add_field(paragraph, rf"NOTEREF {_name(number)} \h", str(number)):
                run.font.superscript = True
            return
        paragraph._p.append(element("bookmarkStart", id=str(_MARKS + self._next), name=_name(self._next)))
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(element("footnoteReference", id=str(self._next)))
        paragraph._p.append(element("bookmarkEnd", id=str(_MARKS + self._next)))
        self._root.append(self._note(text))
        self._seen[text] = self._next
        self._next += 1

    def _note(self, text: str) -> Any:
        note, paragraph = element("footnote", id=str(self._next)), element("p")
        close = element("pPr")  # a note is set close, whatever the body's spacing
        close.append(element("spacing", before="0", after="20", line="240", lineRule="auto"))
        mark, words = element("r"), element("r")
        raised = element("rPr")
        raised.extend([element("sz", val="18"), element("vertAlign", val="superscript")])
        mark.extend([raised, element("footnoteRef")])
        small = element("rPr")
        small.append(
            element("rFonts", ascii=style.OFFICE_LATIN, hAnsi=style.OFFICE_LATIN, eastAsia=style.OFFICE_BODY)
        )
        small.append(element("sz", val="18"))
        content = element("t")
        content.text = f" {text}"
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.extend([small, content])
        paragraph.extend([close, mark, words])
        note.append(paragraph)
        return note

    def store(self) -> None:
        """Write the notes into their part; call before saving."""
        self._target._blob = etree.tostring(
            self._root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
