"""What browser tests look for on any page: that it is at rest, accessible, Chinese, and fits."""

from __future__ import annotations

import re
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SIZES = {"desk": (1366, 768), "phone": (390, 844)}

NAMES = {
    *("language", "english", "fast", "geocn"),
    *("png", "svg", "csv", "xlsx", "pptx", "docx", "pdf", "json", "zip", "gb"),
    *("html", "txt", "mb", "kb"),
}
"""Latin words that a Chinese page may show: the language, formats and sizes of files, a package."""

NOT_WORDS = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{10}|[\w/]+\.(yml|csv)|[a-z]+(_[a-z]+)+")
"""Names of editions and of files, and of icons."""

FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def settled(page: Page) -> Page:
    """Wait until the last run is over and drawn."""
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    page.evaluate(FRAMES)
    return page


def resized(page: Page, size: str) -> Page:
    """The same page in a window of another size, at rest."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    return settled(page)


def latin(page: Page) -> set[str]:
    """Latin words that a reader of the page sees or is told, but for the names that it may show."""
    expect(page.locator("[data-testid=stSkipToContent]")).to_have_text("跳到正文")
    named = "[...document.querySelectorAll('[aria-label], [placeholder]')]"
    named += ".map((e) => `${e.ariaLabel ?? ''} ${e.placeholder ?? ''}`).join(' ')"
    seen = page.locator("body").inner_text()
    for icon in page.get_by_test_id("stIconMaterial").all_inner_texts():  # drawn as a sign, not read
        seen = re.sub(rf"^\s*{re.escape(icon)}\s*$", "", seen, count=1, flags=re.MULTILINE)
    text = NOT_WORDS.sub("", seen + " " + page.evaluate(named))
    return {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)} - NAMES


def becomes_chinese(page: Page) -> None:
    """Streamlit says its words in English a moment before they are in Chinese."""
    end = time.monotonic() + 10
    while (left := latin(page)) and time.monotonic() < end:
        page.evaluate(FRAMES)
    assert not left


def barriers(page: Page) -> list[tuple[str, str]]:
    """Serious and critical findings of axe: rule and first element."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def assert_sound(page: Page) -> None:
    """The page is accessible and Chinese, and nothing makes it wider than the screen."""
    assert not barriers(page), page.url
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """The page is Chinese, and nothing makes it wider than the screen."""
    assert not latin(page), page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
