"""Review in a browser: refused by keys, built, gone with the reason, restored; two at once lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.queries import edition as editions
from dashboard.queries import review
from dashboard.queries.review import Item
from etl.decisions.store import Store
from etl.editions.history import current
from etl.schema import Decision
from tests.browser.checks import assert_sound, settled
from tests.browser.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]  # a build in the background on a busy machine
Open = Callable[..., Page]
BUILT = 90_000
"""Milliseconds for a build in the background: 4,000 on a quiet machine."""


@pytest.fixture
def address(office: Office) -> str:
    """Address of an installation of its own, in place of the shared one."""
    return office.address


def reviewer(visit: Open, name: str) -> Page:
    """A browser session of its own, with the review page open and the name given."""
    page = visit("review")
    field = page.get_by_role("textbox", name="您的姓名")
    field.fill(name)
    field.press("Enter")
    expect(page.locator(".st-key-review-who")).to_contain_text(name)
    return settled(page)


def press(key: str, *pages: Page) -> None:
    """Press a key in each, none waiting for the others; then wait for the next figure to come in all."""
    before = [page.url for page in pages]
    for page in pages:
        page.keyboard.press(key)
    for page, url in zip(pages, before, strict=True):
        expect(page).not_to_have_url(url)
        settled(page)


def first_item(office: Office) -> tuple[Item, str]:
    """The figure that comes first, and the address of the cards of its place and pillar."""
    opened = editions.load(office.editions, office.first.name)
    item = review.item(opened, review.queue(opened)["item"].iloc[0])
    pillar = opened["indicators"].set_index("indicator_id").loc[item.row["indicator_id"], "pillar_id"]
    return item, f"place?place={item.row['place_code']}&pillar={pillar}"


def go(page: Page, office: Office, address: str) -> Page:
    """Another page of the dashboard, without what this session chose."""
    page.goto(f"{office.address}/{address}")
    page.locator("h1.sy-title").wait_for(timeout=60_000)
    return settled(page)


def test_a_refused_figure_is_gone_with_its_reason_until_the_edition_before_is_restored(
    visit: Open, office: Office
) -> None:
    item, place = first_item(office)
    quote = str(item.row["quote"])
    page = reviewer(visit, "王芳")
    assert_sound(page)
    page.keyboard.press("x")
    page.locator(".st-key-review-form").wait_for()
    press("Control+Enter", page)
    expect(page.locator(".st-key-panel-waiting")).to_contain_text("有 1 条决定")
    page.get_by_role("button", name="生成新的数据版本").click()
    page.get_by_role("button", name="看当前版本").click(timeout=BUILT)
    expect(page.locator(".st-key-panel-history")).to_contain_text("已生效")
    expect(page.locator(".st-key-panel-waiting")).to_contain_text("没有等待生效的决定")
    page = go(page, office, place)
    expect(page.locator(".sy-card").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(quote)
    page = go(page, office, "quality?quality=refused&reason=REVIEWED")
    expect(page.locator(".st-key-panel-refused")).to_contain_text(quote)
    page = go(page, office, "quality?quality=corrections")
    expect(page.locator(".st-key-panel-corrections")).to_contain_text(re.compile("不是这一指标的数值.*王芳"))

    page = go(page, office, "editions")
    page.locator(f'.st-key-panel-editions [data-pick="{office.first.name}"]').click()
    page.get_by_role("button", name="恢复为当前版本").click()
    page.get_by_label("您的姓名").fill("李强")
    page.get_by_label("您的姓名").press("Enter")
    page.get_by_role("button", name="确认恢复").click()
    expect(page.locator(".sy-notice").first).to_contain_text("已恢复为当前版本")
    assert current(office.editions) == office.first.name
    expect(go(page, office, place).locator("body")).to_contain_text(quote)
    expect(go(page, office, "review").locator(".st-key-panel-waiting")).to_contain_text("有 1 条决定")


def test_two_reviewers_at_once_lose_nothing(visit: Open, office: Office) -> None:
    pages = [reviewer(visit, name) for name in ("王芳", "李强")]
    for _ in range(3):
        press("y", *pages)
    store = Store(f"sqlite:///{office.root / 'decisions.sqlite'}")
    assert sorted(r.by for r in store.history()) == ["李强"] * 3 + ["王芳"] * 3
    pages[1].locator(".sy-decisions .sy-pick").first.click()  # taken back by one, seen by the other
    expect(pages[1].locator(".sy-decisions > li")).to_have_count(7)
    assert (store.history()[-1].decision, store.history()[-1].by) == (Decision.WITHDRAW, "李强")
    pages[0].reload()
    expect(pages[0].locator(".sy-decisions > li")).to_have_count(7)
