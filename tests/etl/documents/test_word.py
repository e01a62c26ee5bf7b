"""Word documents: what is read of them, in which order, and what is not."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from etl.documents.blocks import Grid, Paragraph
from etl.documents.word import MAX_XML, read_word
from etl.read import read_bytes
from etl.schema import Problem


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_xml(xml: str) -> bytes:
    """A document with this element in its body."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(xml))
    return saved(document)


def texts(data: bytes) -> list[str]:
    content = read_word(data)
    assert not isinstance(content, Problem)
    return [b.text for b in content.blocks if isinstance(b, Paragraph)]


OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
P = f"<w:p {nsdecls('w')} {OTHERS}>{{}}</w:p>"
RUNS = {
    "deleted": ("<w:r><w:t>走访</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>", ["走访"]),
    "inserted": ("<w:r><w:t>走访</w:t></w:r><w:ins><w:r><w:t>15次</w:t></w:r></w:ins>", ["走访15次"]),
    "hidden": ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>文</w:t></w:r>", ["文"]),
    "linked": ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:t>后</w:t></w:r>", ["链接后"]),
    "broken": ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", ["上\n下"]),
    "field": ("<w:r><w:instrText>PAGE 9</w:instrText></w:r><w:r><w:t>文</w:t></w:r>", ["文"]),
    "box of today": (  # its stand-in for old programs is passed over
        "<w:r><w:t>外</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r>"
        "<w:t>框内12次。</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        "<w:pict><w:txbxContent><w:p><w:r><w:t>框内12次。</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>",
        ["外", "框内12次。"],
    ),
    "box": (
        "<w:r><w:t>外</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框内12次。</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>",
        ["外", "框内12次。"],
    ),
}


@pytest.mark.parametrize("case", RUNS)
def test_what_is_shown_is_read(case: str) -> None:
    runs, expected = RUNS[case]
    assert texts(with_xml(P.format(runs))) == expected


def test_content_controls_are_read_through() -> None:
    inner = P.format("<w:r><w:t>填写30名。</w:t></w:r>")
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    assert texts(with_xml(control)) == ["填写30名。"]


def test_paragraphs_and_tables_in_order_with_their_number() -> None:
    document = docx.Document()
    document.add_heading("标题", 1)
    table = document.add_table(2, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "合并"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "竖"
    table.cell(1, 2).text = "30"
    document.add_paragraph("条目", style="List Bullet")
    content = read_word(saved(document))
    assert not isinstance(content, Problem)
    heading, grid, item = content.blocks
    assert heading == Paragraph("标题", "¶1", "# ")
    assert grid == Grid((("竖", "合并"), ("", "", "30")), "¶2")
    assert isinstance(item, Paragraph)
    assert (item.text, item.mark) == ("条目", "- ")


def test_a_table_of_one_cell_is_a_frame_and_a_nested_table_stands_behind_its_own() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "框中走访12次。"
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    outer.cell(0, 1).add_table(1, 2).cell(0, 0).text = "内"
    content = read_word(saved(document))
    assert not isinstance(content, Problem)
    frame, first, nested = content.blocks
    assert isinstance(frame, Paragraph)
    assert (isinstance(first, Grid) and first.rows[0][0], isinstance(nested, Grid) and nested.rows[0][0]) == (
        "外",
        "内",
    )


def test_header_footer_and_the_date_of_the_properties_are_not_the_reports() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉99件"
    document.core_properties.title = "属性中的题目"
    document.add_paragraph("　　走访慰问官兵100名。")
    [read] = read_bytes("a.docx", saved(document))
    assert ("99" in read.text, read.title, read.date) == (False, "属性中的题目", None)


def test_styles_that_are_based_on_each_other_end() -> None:
    document = docx.Document()
    one, two = (document.styles.add_style(name, 1) for name in ("甲", "乙"))
    one.base_style, two.base_style = two, one
    document.add_paragraph("走访12次。", style="甲")
    [read] = read_bytes("a.docx", saved(document))
    assert read.problems in ((Problem.DAMAGED_FILE,), (Problem.NO_DATE,), ())


def test_a_part_too_large_to_be_a_tree_is_refused() -> None:
    packed = io.BytesIO(saved(docx.Document()))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/more.xml", bytes(MAX_XML + 1))
    assert read_word(packed.getvalue()) is Problem.TOO_COMPLEX


def test_a_cell_that_goes_on_from_above_keeps_its_place_in_the_row() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for (row, column), text in {(0, 0): "乡镇", (0, 1): "金额", (0, 2): "光荣牌", (1, 1): "万元"}.items():
        table.cell(row, column).text = text
    table.cell(0, 2).merge(table.cell(1, 2))
    content = read_word(saved(document))
    assert not isinstance(content, Problem)
    [grid] = [b for b in content.blocks if isinstance(b, Grid)]
    assert grid.rows == (("乡镇", "金额", "光荣牌"), ("", "万元", ""))


def with_notes(body: list[str], foot: list[str], end: list[str] = []) -> bytes:  # noqa: B006
    """A document whose paragraphs refer to notes by ``†1`` and ``‡1``."""
    document = docx.Document()
    for kind, notes in (("footnote", foot), ("endnote", end)):
        paragraph = f"<w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space='preserve'> {{}}</w:t></w:r></w:p>"
        every = "".join(
            f"<w:{kind} w:id='{n}'>{paragraph.format(words)}</w:{kind}>" for n, words in enumerate(notes, 1)
        )
        line = f"<w:{kind} w:type='separator' w:id='0'><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>"
        xml = f"<w:{kind}s {nsdecls('w')}>{line}{every}</w:{kind}s>".encode()
        content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        part = Part(PackURI(f"/word/{kind}s.xml"), content_type, xml, document.part.package)
        document.part.relate_to(part, f"{RELATIONS}/{kind}s")
    for words in body:
        runs = re.sub(
            r"([†‡])(\d)",
            lambda m: f"</w:t><w:{'footnote' if m[1] == '†' else 'endnote'}Reference w:id='{m[2]}'/><w:t>",
            words,
        )
        document.element.body.insert(-1, parse_xml(P.format(f"<w:r><w:t>{runs}</w:t></w:r>")))
    return saved(document)


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_a_note_stands_behind_the_paragraph_that_refers_to_it() -> None:
    data = with_notes(["走访†2慰问‡1官兵。", "又†1走访†2一次。"], ["乙注。", "甲注。"], ["尾注。"])
    content = read_word(data)
    assert not isinstance(content, Problem)
    assert [(b.text, b.locator) for b in content.blocks if isinstance(b, Paragraph)] == [
        ("走访慰问官兵。", "¶1"), ("甲注。", "†1"), ("尾注。", "‡1"),
        ("又走访一次。", "¶2"), ("乙注。", "†2"),
    ]  # fmt: skip


def test_a_note_of_the_title_is_no_part_of_it() -> None:
    body = ["张掖市2023年双拥工作情况†1", "2024年1月10日", "　　全市悬挂光荣牌8000块†2。", "　　另有安排。"]
    [read] = read_bytes("a.docx", with_notes(body, ["由本局整理。", "含集体户52块。"]))
    assert (read.title, read.date) == ("张掖市2023年双拥工作情况", "2024-01-10")
    assert [line.strip() for line in read.text.splitlines()[2:]] == [
        "全市悬挂光荣牌8000块。", "由本局整理。", "含集体户52块。", "另有安排。",
    ]  # fmt: skip
    assert read.locator(read.text.index("52")) == "†2"


def test_a_note_of_a_cell_stands_behind_its_table() -> None:
    document = docx.Document(io.BytesIO(with_notes(["走访†1。"], ["含家属。"])))
    paragraph = document.element.body[0]
    table = document.add_table(1, 2)
    table.cell(0, 1)._tc.append(paragraph)
    content = read_word(saved(document))
    assert not isinstance(content, Problem)
    [grid, note] = content.blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, note.locator) == ((("", "走访。"),), "†1")


def test_notes_that_do_not_parse_are_damage() -> None:
    packed, broken = zipfile.ZipFile(io.BytesIO(with_notes(["走访†1。"], ["注。"]))), io.BytesIO()
    with zipfile.ZipFile(broken, "w") as container:
        for name in packed.namelist():
            content = packed.read(name)
            container.writestr(name, content[:-9] if name == "word/footnotes.xml" else content)
    [read] = read_bytes("a.docx", broken.getvalue())
    assert read.problems == (Problem.DAMAGED_FILE,)
