"""A person compares two editions, sees why a rank moved, and restores the one before; others are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from etl.editions.history import Cause, current, history
from tests.browser.checks import assert_sound, resized, settled
from tests.browser.conftest import Office
from tests.two_editions import EARLIER, PLACE, two_editions

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def two(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions that differ, of all reports: three alone give no ranks."""
    return two_editions(edition, tmp_path_factory.mktemp("editions") / "two")


@pytest.fixture
def address(office: Office, two: Path) -> str:
    """Address of a dashboard of its own over them."""
    office.begin(two)
    return office.address


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_compare_see_why_and_restore(visit: Open, office: Office, edition: Path) -> None:
    other = settled(visit("overview"))
    page = settled(visit("editions"))
    expect(page.locator("p.sy-answer")).to_contain_text("地的名次有变动")
    page.locator(f'.st-key-panel-moves [data-pick="{PLACE}"]').click()
    why = page.locator(".st-key-panel-why")
    expect(why).to_contain_text("张掖市的综合指数名次为何变动")
    expect(why).to_contain_text("前一版本不参加排名")
    expect(why.locator("tbody tr").filter(has_text="新增：").first).to_be_visible()
    assert_sound(resized(page, "phone"))
    assert_sound(resized(page, "desk"))
    # the reason leads to the sentence
    why.locator(".sy-pick").first.click()
    expect(page.locator("h1.sy-title")).to_have_text("证据")
    page.go_back()
    expect(page.locator("h1.sy-title")).to_have_text("数据版本")
    settled(page)
    # restore the one before
    page.locator(f'.st-key-panel-editions [data-pick="{EARLIER}"]').click()
    expect(page.locator(".st-key-panel-edition-actions h2")).to_contain_text(EARLIER)
    settled(page)
    press(page, "恢复为当前版本")
    expect(page.locator(".st-key-panel-edition-actions")).to_contain_text("所有人新打开的页面都会改用它")
    page.get_by_label("您的姓名").fill("王芳")
    page.get_by_label("您的姓名").press("Enter")
    settled(page)
    press(page, "确认恢复")
    expect(page.locator(".sy-notice").first).to_contain_text("已恢复为当前版本")
    assert current(office.editions) == EARLIER
    assert (history(office.editions)[-1].cause, history(office.editions)[-1].by) == (Cause.RESTORE, "王芳")
    # who looks at another edition keeps it, and is told
    other.get_by_role("link", name="排名").click()
    expect(other.locator(".st-key-other-edition")).to_contain_text(f"现在的当前版本是 {EARLIER}")
    assert f"edition={edition.name}" in settled(other).url
    other.get_by_role("button", name="看当前版本").click()
    expect(other.locator(".st-key-other-edition")).to_have_count(0)
    assert f"edition={EARLIER}" in settled(other).url
