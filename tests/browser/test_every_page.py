"""What holds for every page: accessibility, language and room on the screen at both sizes; its print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.checks import assert_sound, becomes_chinese, latin, resized, settled
from tests.browser.printing import assert_prints

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PAGES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_at_both_sizes_and_prints(visit: Open, name: str) -> None:
    """Opened once, every second one on a phone; made as wide or small as the other; printed from one."""
    first, then = ("desk", "phone") if PAGES.index(name) % 2 else ("phone", "desk")
    page = settled(visit(name, size=first))
    assert_sound(page)
    assert_has_its_address_and_its_entry(page, name)
    assert_sound(resized(page, then))
    assert_prints(resized(page, "phone" if name == "rankings" else "desk"))


def assert_has_its_address_and_its_entry(page: Page, name: str) -> None:
    assert page.get_by_role("dialog").count() == 0
    assert urlsplit(page.url).path == f"/{name}"
    entries = page.locator("[data-testid=stSidebarNavLink]")
    assert entries.count() == len(PAGES)
    expect(page.locator("[data-testid=stSidebarNavLink][aria-current=page]")).to_have_count(1)
    paths = [urlsplit(str(entry.get_attribute("href"))).path for entry in entries.all()]
    assert sorted(path.strip("/") for path in paths) == PAGES


def test_an_address_that_is_no_page_is_a_designed_state(visit: Open) -> None:
    page = settled(visit("rankin"))
    assert page.get_by_role("dialog").count() == 0
    assert latin(page) == {"rankin"}
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
    becomes_chinese(page)
    page.keyboard.press("Escape")
    page.route("**/_stcore/h*", lambda route: route.fulfill(status=404))
    streams[-1].close()
    expect(page.get_by_role("dialog")).to_have_accessible_name("连接已断开", timeout=30_000)
    becomes_chinese(page)
    page.close()


def test_the_root_takes_its_parameters_along_and_lets_go(visit: Open) -> None:
    page = settled(visit("?lead=620700&layer=province"))
    page.wait_for_url("**/overview?lead=620700*layer=province*")
    for _ in range(4):
        if page.url == "about:blank":
            break
        page.go_back()
        page.wait_for_timeout(1500)
    assert page.url == "about:blank"
