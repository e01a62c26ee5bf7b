"""Every page on A4: nothing of the screen's tools, nothing beyond the paper, no blank page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PAGES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
PAPER = {"width": 688, "height": 1017}  # A4 less margins of 14 mm, in CSS pixels
MOST = 8  # sheets: the catalogue's 87 indicators take four

BEYOND = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(e => {
  const box = e.getBoundingClientRect()
  return box.width > 0 && box.right > window.innerWidth + 1 && !e.closest(".sy-only-read")
}).map(e => e.outerHTML.slice(0, 80))"""


def begins(text: str, title: str) -> bool:
    """Whether a sheet begins with a title; Chromium writes some characters as their radicals (⻔ for 门)."""
    pairs = zip(text, title, strict=False)
    return len(text) >= len(title) and all(a == b or "\u2e80" <= a <= "\u2fdf" for a, b in pairs)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints(visit: Open, name: str) -> None:
    page = visit("" if name == "overview" else name)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(500)
    title = page.locator("h1.sy-title").inner_text()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    texts = [sheet.extract_text().strip() for sheet in sheets]
    assert begins(texts[0], title)
    assert len(texts) <= MOST
    assert all(len(text) > 5 for text in texts)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    assert not page.evaluate(BEYOND)
