"""What holds for every page at both sizes: accessibility, language, and room on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PAGES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))
GRAVE = ("serious", "critical")

NAMES = {"language", "english", "png", "svg", "csv", "xlsx", "pptx", "docx", "pdf", "json", "zip", "gb"}
"""Latin words that a Chinese page may show: the language switch and names of file formats."""


def settled(page: Page) -> Page:
    """Wait until the last run is over."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(500)
    return page


def latin(page: Page) -> set[str]:
    """Latin words that a reader of the page sees or is told, but for the names of editions."""
    expect(page.locator("[data-testid=stSkipToContent]")).to_have_text("跳到正文")
    named = "[...document.querySelectorAll('[aria-label], [placeholder]')]"
    named += ".map((e) => `${e.ariaLabel ?? ''} ${e.placeholder ?? ''}`).join(' ')"
    text = page.locator("body").inner_text() + " " + page.evaluate(named)
    text = re.sub(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{10}|[a-z]+(_[a-z]+)+", "", text)  # the latter are icons
    return {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)}


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(visit: Open, name: str, size: str) -> None:
    page = settled(visit(name, size=size))
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize("name", PAGES)
def test_the_chinese_view_is_chinese(visit: Open, name: str) -> None:
    page = settled(visit(name))
    assert not latin(page) - NAMES


def test_an_address_that_is_no_page_is_a_designed_state(visit: Open) -> None:
    page = settled(visit("rankin"))
    assert page.get_by_role("dialog").count() == 0
    assert latin(page) - NAMES == {"rankin"}
    page.get_by_role("button", name="打开排名").click()
    page.wait_for_url("**/rankings?*")
    assert settled(page).locator("h1.sy-title").inner_text() == "排名"


def test_streamlits_own_words_are_chinese(address: str, browser: Browser) -> None:
    page = browser.new_page()  # not by visit: a lost connection is an error in the console
    streams: list[WebSocketRoute] = []

    def carry(stream: WebSocketRoute) -> None:
        stream.connect_to_server()
        streams.append(stream)

    page.route_web_socket("**/_stcore/stream", carry)
    page.goto(f"{address}/trends")
    page.locator("h1.sy-title").wait_for(timeout=60_000)
    settled(page)
    page.get_by_role("combobox", name="比较哪些地方").fill("无此地")
    expect(page.get_by_role("listbox")).to_contain_text("没有符合的选项")
    assert not latin(page) - NAMES
    page.keyboard.press("Escape")
    page.route("**/_stcore/h*", lambda route: route.fulfill(status=404))
    streams[-1].close()
    expect(page.get_by_role("dialog")).to_have_accessible_name("连接已断开", timeout=30_000)
    assert not latin(page) - NAMES
    page.close()


@pytest.mark.parametrize("name", ["", *PAGES])
def test_a_page_has_its_address_and_its_entry(visit: Open, name: str) -> None:
    page = settled(visit(name))
    assert page.get_by_role("dialog").count() == 0
    assert urlsplit(page.url).path == f"/{name or 'overview'}"
    entries = page.locator("[data-testid=stSidebarNavLink]")
    assert entries.count() == len(PAGES)
    expect(page.locator("[data-testid=stSidebarNavLink][aria-current=page]")).to_have_count(1)
    paths = [urlsplit(str(entry.get_attribute("href"))).path for entry in entries.all()]
    assert sorted(path.strip("/") for path in paths) == PAGES


def test_the_root_takes_its_parameters_along_and_lets_go(visit: Open) -> None:
    page = settled(visit("?lead=620700&layer=province"))
    page.wait_for_url("**/overview?lead=620700*layer=province*")
    for _ in range(4):
        if page.url == "about:blank":
            break
        page.go_back()
        page.wait_for_timeout(1500)
    assert page.url == "about:blank"
