"""From the real edition to files: the gathered tables, the command line, many places."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from dashboard import briefing
from dashboard.briefing import bulk
from dashboard.briefing.__main__ import main
from dashboard.export.briefing.model import Briefing, Figure, Paragraph
from dashboard.export.briefing.render import BriefFormat, name_of
from dashboard.queries import cycles, groups, spine
from dashboard.queries import edition as editions
from dashboard.queries.edition import Edition
from dashboard.queries.groups import Group
from dashboard.text import Language

DATE = "2026-11-24"


@pytest.fixture(scope="module")
def opened(edition: Path) -> Edition:
    return editions.load(edition.parent, editions.current_id(edition.parent))


def choice(opened: Edition, *places: str, language: Language = Language.ZH) -> briefing.Choice:
    return briefing.Choice(places, Group.LEVEL, cycles.default(opened), DATE, language)


def statements(made: Briefing) -> list[str]:
    blocks = [b for s in made.sections for b in s.blocks if isinstance(b, Paragraph)]
    return [s.text for b in blocks for s in b.sentences]


def test_the_briefing_says_what_the_page_says(opened: Edition) -> None:
    lead = groups.default_lead(opened)
    assert lead
    made = briefing.brief(opened, choice(opened, lead))
    members = groups.members(opened, lead, Group.LEVEL)
    rows = spine.spine(opened, lead, members["place_code"], cycles.default(opened))
    (chart,) = [
        b.table for s in made.sections if s.section_id == "spine" for b in s.blocks if isinstance(b, Figure)
    ]
    assert len(chart.frame) == int((rows["n"] >= spine.FEWEST).sum())
    assert chart.frame["median"].tolist() == rows.loc[rows["n"] >= spine.FEWEST, "median"].tolist()
    n = int((opened["observations"]["place_code"] == lead).sum())
    assert any(f"从中采用数字 {n} 个" in said for said in statements(made))


def test_every_place_gets_a_briefing_without_a_missing_word(opened: Edition) -> None:
    """Half of the places in each language: a word that one has the other has too (test_text.py)."""
    for number, language in enumerate(Language):
        shared = choice(opened, *groups.with_data(opened)["place_code"][number::2], language=language)
        text = str(briefing.brief(opened, shared))
        assert not re.findall(r"\b(?:brief|export|panel_brief|why|unit|cycle)\.[a-zA-Z_]+", text)


def test_no_place_is_refused(opened: Edition) -> None:
    with pytest.raises(ValueError, match="at least one place"):
        briefing.brief(opened, choice(opened))


def test_the_command_line_writes_each_file(
    opened: Edition, edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUANGYONG_EDITIONS", str(edition.parent))
    one, two = list(groups.with_data(opened)["place_code"])[:2]
    places = ["--place", one, "--place", two, "--date", DATE, "--output", str(tmp_path), "--workers", "2"]
    assert main(["make", *places, "--format", "pdf", "--format", "xlsx"]) == 0
    written = sorted(p.suffix for p in tmp_path.iterdir())
    assert written == [".pdf", ".pdf", ".xlsx", ".xlsx"]
    for path in tmp_path.glob("*.pdf"):
        assert "双拥工作对标简报" in PdfReader(path).pages[0].extract_text()


def test_the_command_line_writes_open_data_and_templates(
    opened: Edition, edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUANGYONG_EDITIONS", str(edition.parent))
    assert main(["data", "--date", DATE, "--output", str(tmp_path)]) == 0
    (path,) = tmp_path.glob("*.zip")
    names = zipfile.ZipFile(io.BytesIO(path.read_bytes())).namelist()
    assert {f"csv/{n}.csv" for n in opened.tables} <= set(names)
    assert main(["templates", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "office.docx").is_file()


def test_a_wrong_call_is_told(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHUANGYONG_EDITIONS", str(edition.parent))
    assert main(["make", "--place", "000000", "--output", str(tmp_path)]) == 2
    assert "unknown place: 000000" in capsys.readouterr().err
    monkeypatch.setenv("SHUANGYONG_EDITIONS", str(tmp_path))
    assert main(["make", "--all", "--output", str(tmp_path)]) == 2
    assert "python -m etl build" in capsys.readouterr().err


def test_one_place_that_fails_does_not_stop_the_rest(opened: Edition, edition: Path, tmp_path: Path) -> None:
    known = groups.with_data(opened)["place_code"].iloc[0]
    jobs = [
        bulk.Job(edition.parent, opened.edition_id, choice(opened, code), (BriefFormat.XLSX,), tmp_path)
        for code in ("999999", str(known))
    ]
    ended = {job.choice.places[0]: error for job, error in bulk.run(jobs, workers=1)}
    assert "999999" in ended["999999"]
    assert ended[str(known)] == ""
    assert (tmp_path / name_of(briefing.brief(opened, jobs[1].choice), BriefFormat.XLSX)).is_file()


def test_an_offices_template_is_found(tmp_path: Path) -> None:
    assert briefing.template("pptx", tmp_path) is None
    (tmp_path / "office.pptx").write_bytes(b"x")
    assert briefing.template("pptx", tmp_path) == b"x"
