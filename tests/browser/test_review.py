"""Review in a browser: decided by keys, built, gone with the reason; and by two at once, nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.queries import edition as editions
from dashboard.queries import review
from dashboard.queries.review import Item
from etl.decisions.store import Store
from tests.browser.checks import assert_sound, settled
from tests.browser.conftest import SIZES, serving

pytestmark = pytest.mark.browser
BUILD = 180_000
"""Milliseconds: a build takes eight seconds on a quiet machine."""


@pytest.fixture
def root(edition: Path, tmp_path: Path) -> Path:
    """A folder of editions of its own, which a test may build into."""
    shutil.copytree(edition, tmp_path / "editions" / edition.name)
    (tmp_path / "editions" / "CURRENT").write_text(edition.name)
    return tmp_path / "editions"


@pytest.fixture
def address(root: Path, tmp_path: Path) -> Iterator[str]:
    with serving(root, tmp_path / "inbox") as url:
        yield url


def reviewer(browser: Browser, address: str, name: str, size: str = "desk") -> Page:
    """A browser session of its own, with the review page open and the name given."""
    width, height = SIZES[size]
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{address}/review")
    page.locator("h1.sy-title").wait_for(timeout=60_000)
    page.wait_for_selector("html[data-known]", state="attached")
    field = page.get_by_role("textbox", name="您的姓名")
    field.fill(name)
    field.press("Enter")
    expect(page.locator(".st-key-review-confirm button")).to_be_enabled()
    return settled(page)


def title(page: Page) -> str:
    return page.locator(".st-key-panel-item h2").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key, and wait for the next figure to come."""
    before = title(page)
    page.keyboard.press(key)
    expect(page.locator(".st-key-panel-item h2")).not_to_have_text(before)
    settled(page)


def first_item(root: Path) -> Item:
    opened = editions.load(root, editions.current_id(root))
    return review.item(opened, review.queue(opened)["item"].iloc[0])


def test_a_refused_figure_is_gone_after_the_build_with_its_reason(
    browser: Browser, address: str, root: Path
) -> None:
    item = first_item(root)
    page = reviewer(browser, address, "王芳")
    assert_sound(page)
    page.keyboard.press("x")
    page.locator(".st-key-review-form").wait_for()
    press(page, "Control+Enter")
    expect(page.locator(".st-key-panel-waiting")).to_contain_text("有 1 条决定")
    page.get_by_role("button", name="生成新的数据版本").click()
    page.get_by_role("button", name="看当前版本").click(timeout=BUILD)
    expect(page.locator(".st-key-panel-history")).to_contain_text("已生效", timeout=60_000)
    expect(page.locator(".st-key-panel-waiting")).to_have_count(0)
    place = str(item.row["place_code"])
    page.goto(f"{address}/place?place={place}")
    page.locator("h1.sy-title").wait_for(timeout=60_000)
    expect(settled(page).locator("body")).not_to_contain_text(str(item.row["quote"]))
    page.goto(f"{address}/quality?quality=refused&reason=REVIEWED")
    expect(page.locator(".st-key-panel-refused")).to_contain_text(str(item.row["quote"]), timeout=60_000)
    page.goto(f"{address}/quality?quality=corrections")
    shown = page.locator(".st-key-panel-corrections")
    expect(shown).to_contain_text("王芳", timeout=60_000)
    expect(shown).to_contain_text("不是这一指标的数值")
    page.context.close()


def test_two_reviewers_at_once_lose_nothing(browser: Browser, address: str, root: Path) -> None:
    pages = [reviewer(browser, address, name) for name in ("王芳", "李强")]
    for _ in range(3):
        for page in pages:
            page.keyboard.press("y")  # neither waits for the other
        for page in pages:
            settled(page)
            page.wait_for_timeout(500)
    history = Store(f"sqlite:///{root / 'decisions.sqlite'}").history()
    assert sorted(r.by for r in history) == ["李强"] * 3 + ["王芳"] * 3
    pages[0].reload()
    expect(pages[0].locator(".sy-decisions > li")).to_have_count(6, timeout=60_000)
    for page in pages:
        page.context.close()


def test_on_a_phone(browser: Browser, address: str) -> None:
    page = reviewer(browser, address, "王芳", "phone")
    assert_sound(page)
    page.context.close()
