"""Each file of a briefing is opened again: statements, references, charts, faces, empty sections."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from dashboard.export import draw_docx, draw_pptx
from dashboard.export.briefing import compose, panel, wording
from dashboard.export.briefing.material import Material
from dashboard.export.briefing.model import Briefing, Empty, Figure, Grid, Paragraph, chinese_number
from dashboard.export.briefing.render import BriefFormat, name_of, render
from dashboard.text import Language, Text
from tests.dashboard.export import materials, opened

CASES = {
    "full": materials.full(),
    "bare": materials.bare(),
    "nasty": materials.nasty(),
    "english": replace(materials.full("Zhangye"), language=Language.EN),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def material(request: pytest.FixtureRequest) -> Material:
    made: Material = request.param
    return made


@pytest.fixture
def brief(material: Material) -> Briefing:
    return compose.compose(material)


def grids(brief: Briefing) -> list[Grid]:
    return [b for s in brief.sections for b in s.blocks if isinstance(b, Grid)]


def figures(brief: Briefing) -> list[Figure]:
    return [b for s in brief.sections for b in s.blocks if isinstance(b, Figure)]


def test_pptx_holds_every_section_and_row(brief: Briefing) -> None:
    data = render(brief, BriefFormat.PPTX)
    show = opened.slides(data)
    text = "\n".join(opened.slide_text(s) for s in show.slides)
    assert brief.title in text
    rows = sum(len(g.frame) for g in grids(brief)) + sum(len(f.table.frame) for f in figures(brief))
    assert opened.table_rows(show) == rows
    assert len(opened.native_charts(show)) >= len(figures(brief))
    assert opened.runs_without_east_asian_face(data) == []


def test_docx_has_headings_contents_footnotes_and_flowing_tables(brief: Briefing) -> None:
    data = render(brief, BriefFormat.DOCX)
    document = Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert len(headings) == len(brief.sections)
    assert all(s.title in h for s, h in zip(brief.sections, headings, strict=True))
    assert sum(len(t.rows) - 1 for t in document.tables) == sum(len(g.frame) for g in grids(brief))
    assert all(t.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for t in document.tables)
    assert "TOC \\o" in opened.part(data, "word/document.xml")
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.sections[0].header.paragraphs[0].text == brief.title
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    references = opened.part(data, "word/document.xml").count("<w:footnoteReference")
    notes = re.findall(r"<w:footnote .*?</w:footnote>", opened.part(data, "word/footnotes.xml"), re.S)
    assert references == len(notes) - 2
    assert "NOTEREF note1 " in opened.part(data, "word/document.xml")  # given again: points at the first


def test_pdf_text_is_right_and_fonts_are_embedded(brief: Briefing, material: Material) -> None:
    reader = PdfReader(io.BytesIO(render(brief, BriefFormat.PDF)))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    assert brief.title.replace(" ", "") in text
    assert "�" not in text
    assert float(reader.pages[0].mediabox.width) == pytest.approx(595.3, abs=0.2)
    assert len([o for o in reader.outline if not isinstance(o, list)]) == len(brief.sections)
    fonts = {f["/BaseFont"] for p in reader.pages for f in _fonts(p)}
    assert fonts
    assert all("NotoS" in f and f[7] == "+" for f in fonts)


def _fonts(page: object) -> list[dict[str, str]]:
    return [f.get_object() for f in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_xlsx_holds_every_table(brief: Briefing) -> None:
    book = opened.book(render(brief, BriefFormat.XLSX))
    for sheet, frame in zip(book.worksheets, brief.sheets.values(), strict=False):
        assert sheet.max_row - 1 == len(frame)
    charts = [c for sheet in book.worksheets for c in sheet._charts]
    assert len(charts) == len([f for f in figures(brief) if f.table.kind != "map"])
    assert all(c.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for c in row)


def test_every_claim_of_the_summary_has_its_reference() -> None:
    said = compose.compose(materials.full()).sections[0].blocks[0].sentences  # type: ignore[union-attr]
    text = " ".join(s.text for s in said)
    assert "从中采用数字 12 个" in text
    assert "963个" in text
    assert "90%以上" in text
    assert "位次区间 4—6" in text
    assert "来源载明“963个”" in text
    assert said[0].text.startswith("张掖市有 2 个指标可与对标组")  # what matters comes first
    assert any(materials.QUOTE in r for s in said for r in s.references)


def test_every_statement_about_places_has_its_reference(brief: Briefing) -> None:
    group = panel.compose([materials.full(), materials.bare(), materials.nasty()])
    sections = [s for made in (brief, group) for s in made.sections if s.section_id != "method"]
    paragraphs = [b for s in sections for b in s.blocks if isinstance(b, Paragraph)]
    assert [one.text for p in paragraphs for one in p.sentences if not one.references] == []


@pytest.mark.parametrize(
    ("code", "words"), [("at_least", "以上"), ("about", "约 "), ("under", "近 "), ("exact", "")]
)
def test_a_qualifier_stays_in_words(code: str, words: str) -> None:
    row = materials.full().standing.iloc[0].to_dict() | {"per": "population", "shown": 8.5}
    row |= {"qualifier_code": code, "stated": ""}
    said = wording.standing_sentence(Text(Language.ZH), row)
    assert said.count(words) >= 2  # of the stated and of the comparable figure
    assert f"{words}963个" in said or f"963个{words}" in said


def test_evidence_keeps_qualifiers_and_units() -> None:
    sections = {s.section_id: s for s in compose.compose(materials.full()).sections}
    frames = [b.frame for b in sections["figures"].blocks if isinstance(b, Grid)]
    assert list(frames[0]["数值"])[:2] == ["963个", "965个"]
    assert list(frames[1]["数值"])[:2] == ["964个以上", "966个以上"]


def test_nothing_is_praised() -> None:
    said = str(compose.compose(materials.full()))
    assert not [w for w in ("优秀", "显著", "突出", "领先", "成效", "良好", "先进") if w in said]


def test_a_place_without_data_says_so_in_every_section() -> None:
    brief = compose.compose(materials.bare())
    empty = {s.section_id for s in brief.sections if any(isinstance(b, Empty) for b in s.blocks)}
    assert {"index", "spine", "strengths", "trends", "map", "figures", "method"} <= empty


def test_sections_can_be_chosen() -> None:
    brief = compose.compose(materials.full(), ["gaps", "summary"])
    assert [s.section_id for s in brief.sections] == ["summary", "gaps"]
    with pytest.raises(ValueError, match="no such section: praise"):
        compose.compose(materials.full(), ["praise"])


def test_a_panel_of_places_has_ranking_pages_conflicts_and_gaps() -> None:
    brief = panel.compose([materials.full(), materials.bare(), materials.nasty()])
    ids = [s.section_id for s in brief.sections]
    assert ids == [
        "ranking",
        "place-620300",
        "place-620999",
        "place-620300",
        "conflicts",
        "missing",
        "method",
    ]
    for target in BriefFormat:
        assert len(render(brief, target)) > 5_000
    (chart, *_) = opened.native_charts(opened.slides(render(brief, BriefFormat.PPTX)))
    assert "张掖市" in list(chart.plots[0].categories)


def test_an_offices_template_is_used() -> None:
    letterhead = Document(io.BytesIO(draw_docx.draw()))
    letterhead.paragraphs[0].insert_paragraph_before("某某市退役军人事务局  {{date}}")
    buffer = io.BytesIO()
    letterhead.save(buffer)
    data = render(compose.compose(materials.full()), BriefFormat.DOCX, buffer.getvalue())
    assert Document(io.BytesIO(data)).paragraphs[0].text == "某某市退役军人事务局  2026-11-24"


def test_a_foreign_template_without_our_layouts_works() -> None:
    from pptx import Presentation

    plain, empty = io.BytesIO(), io.BytesIO()
    Presentation().save(plain)
    Document().save(empty)
    brief = compose.compose(materials.full())
    assert len(opened.slides(render(brief, BriefFormat.PPTX, plain.getvalue())).slides) > 5
    document = Document(io.BytesIO(render(brief, BriefFormat.DOCX, empty.getvalue())))
    assert len([p for p in document.paragraphs if p.style.name == "Heading 1"]) == len(brief.sections)


@pytest.mark.parametrize(("suffix", "drawn"), [("pptx", draw_pptx.draw), ("docx", draw_docx.draw)])
def test_the_default_template_in_the_repository_is_the_one_we_draw(suffix: str, drawn: object) -> None:
    kept = Path(__file__).resolve().parents[3] / "data" / "templates" / f"default.{suffix}"
    assert _parts(kept.read_bytes()) == _parts(drawn())  # type: ignore[operator]


def _parts(data: bytes) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def test_the_same_briefing_gives_the_same_pdf() -> None:
    first, second = (render(compose.compose(materials.full()), BriefFormat.PDF) for _ in range(2))
    assert first == second


def test_four_formats_take_under_three_seconds() -> None:
    start = time.process_time()
    brief = compose.compose(materials.full(n=120))
    for target in BriefFormat:
        render(brief, target)
    assert time.process_time() - start < 3


def test_names_and_numbers() -> None:
    assert name_of(compose.compose(materials.nasty()), BriefFormat.PDF).startswith(
        "张_掖_市_双拥对标简报_2023"
    )
    assert [chinese_number(n) for n in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
