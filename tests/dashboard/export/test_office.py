"""An office program opens each file: LibreOffice turns it into PDF, and the words are still there.

Not part of the suite, a minute of which it would take: ``make export-check`` runs it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from dashboard.export.briefing import compose, panel
from dashboard.export.briefing.render import BriefFormat, render
from dashboard.export.files import write
from dashboard.export.spec import ChartTable, Format
from tests.dashboard.export import materials, samples

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own folder, set up once."""
    return tmp_path_factory.mktemp("office")


def words(data: bytes, suffix: str, folder: Path, profile: Path) -> str:
    """What LibreOffice prints of a file, without line ends and blanks."""
    path = folder / f"made.{suffix}"
    path.write_bytes(data)
    home = f"-env:UserInstallation=file://{profile}"
    call = [str(SOFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=240)
    pages = PdfReader(folder / "made.pdf").pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert "\ufffd" not in text
    return text


@pytest.mark.parametrize("target", [BriefFormat.PPTX, BriefFormat.DOCX, BriefFormat.XLSX])
def test_libreoffice_opens_the_awkward_briefing(target: BriefFormat, tmp_path: Path, profile: Path) -> None:
    text = words(render(compose.compose(materials.nasty()), target), target, tmp_path, profile)
    assert samples.NASTY in text
    assert "=1+1&<b>“引文”</b>" in text
    if target is not BriefFormat.XLSX:
        assert text.count("指标数值时期采用情况") >= 4  # the heading row stands again on each page


@pytest.mark.parametrize("target", [BriefFormat.PPTX, BriefFormat.DOCX, BriefFormat.XLSX])
def test_libreoffice_opens_the_briefing_of_a_panel(
    target: BriefFormat, tmp_path: Path, profile: Path
) -> None:
    made = panel.compose([materials.full(), materials.bare()])
    text = words(render(made, target), target, tmp_path, profile)
    assert "空白县" in text


@pytest.mark.parametrize("target", [Format.PPTX, Format.XLSX])
@pytest.mark.parametrize("table", samples.every_kind(), ids=lambda table: str(table.kind))
def test_libreoffice_opens_a_chart(table: ChartTable, target: Format, tmp_path: Path, profile: Path) -> None:
    text = words(write(table, target), target, tmp_path, profile)
    assert str(table.column("label").iloc[0]) in text
