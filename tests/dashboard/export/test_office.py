"""An office program opens each file: LibreOffice turns it into PDF, and the words are still there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from dashboard.export.briefing import compose
from dashboard.export.briefing.render import BriefFormat, render
from tests.dashboard.export import materials, samples

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.browser,  # needs a program beside Python, as the browser tests do
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize("target", [BriefFormat.PPTX, BriefFormat.DOCX, BriefFormat.XLSX])
def test_libreoffice_opens_the_awkward_briefing(target: BriefFormat, tmp_path: Path) -> None:
    path = tmp_path / f"brief.{target}"
    path.write_bytes(render(compose.compose(materials.nasty()), target))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    call = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=240)
    pages = PdfReader(tmp_path / "brief.pdf").pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert samples.NASTY in text
    assert "=1+1&<b>“引文”</b>" in text
    if target is not BriefFormat.XLSX:
        assert text.count("指标数值时期采用情况") >= 4  # the heading row stands again on each page
