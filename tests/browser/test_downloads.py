"""A briefing leaves the browser as a file that opens."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def downloaded(page: Page, key: str) -> tuple[str, bytes]:
    """Click a download of the briefing; name and bytes of the file."""
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    with page.expect_download(timeout=60_000) as waiting:
        page.locator(f".st-key-{key} button").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_briefing_is_downloaded_as_pdf_and_as_slides(visit: Open) -> None:
    page = visit("briefing?lead=620700")
    name, data = downloaded(page, "briefing-pdf")
    assert name.startswith("张掖市_双拥对标简报_")
    assert name.endswith(".pdf")
    pages = PdfReader(io.BytesIO(data)).pages
    assert "张掖市双拥工作对标简报" in pages[0].extract_text()
    name, data = downloaded(page, "briefing-pptx")
    assert name.endswith(".pptx")
    assert Presentation(io.BytesIO(data)).slides[0].shapes.title.text == "张掖市双拥工作对标简报"
