"""The two readers the product is for, from their first question to their answer, as a person would click."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import settled

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SIZES = ("desk", "phone")
NUMBER = re.compile(r"[\d,]*\d(?:\.\d+)?")


def title(page: Page, words: str) -> None:
    expect(page.locator("h1.sy-title")).to_have_text(words)


def sidebar(page: Page) -> Locator:
    """The sidebar, opened where it is not."""
    bar = page.get_by_test_id("stSidebar")
    if bar.get_attribute("data-collapsed") == "true":
        page.get_by_test_id("stExpandSidebarButton").click()
    expect(bar).to_have_attribute("data-collapsed", "false")
    return bar


def turn_to(page: Page, name: str, size: str) -> None:
    """Another page by the sidebar, which a small screen must then show and not its sidebar."""
    sidebar(page).get_by_role("link", name=name).click()
    title(page, name)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", str(size == "phone").lower())
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """An option of one of the sidebar's boxes, typed: a long list shows a few of its names at a time."""
    box = sidebar(page).get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def close(page: Page, size: str) -> None:
    """Put the sidebar away where it covers the page."""
    if size == "phone":
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_a_panel_member_judges_and_finds_what_stands_behind(visit: Open, size: str) -> None:
    page = visit("index", size=size)
    page.get_by_role("button", name=re.compile("^改用“宽口径摸底”")).click()
    ranking = page.locator(".st-key-panel-index")
    expect(ranking.locator("h2")).to_contain_text("“宽口径摸底”下")
    settled(page)

    why = ranking.locator("details", has_text="名次区间是怎么来的")
    why.locator("summary").press("Enter")
    expect(why).to_contain_text(re.compile(r"重新排名 [\d,]+ 次.*至少九成排在第 \d+ 至第 \d+ 位", re.DOTALL))
    for rests_on in ("幅度约 25%", "百分位、极差、标准分", "算术平均、几何平均、调和平均"):
        expect(why).to_contain_text(rests_on)

    name = ranking.locator(".sy-pick").nth(1).inner_text()
    ranking.locator(".sy-pick").nth(1).click()
    title(page, name)
    for at in (0, 1, 4):
        follow(page, at)
        page.go_back()
        title(page, name)
        settled(page)

    turn_to(page, "数据质量", size)
    page.get_by_role("radio", name=re.compile("^来源冲突")).click()
    both = page.locator(".sy-conflict").first.locator(".sy-quote mark")
    expect(both).to_have_count(2)
    assert both.nth(0).inner_text() != both.nth(1).inner_text()
    fits(page)

    conflicts = page.locator(".st-key-panel-conflicts")
    link = conflicts.locator(".sy-source a").get_attribute("href") or ""
    assert re.search(r"edition=[^&]+", link)
    other = visit("quality" + link, size=size)
    expect(other.locator(".sy-conflict").first).to_be_visible()
    shown = [one.locator(".sy-conflict").all_inner_texts() for one in (conflicts, other)]
    assert shown[0] == shown[1]


def follow(page: Page, at: int) -> None:
    """From a figure of the place to its sentence in the source, marked there and equal to the card's."""
    card = page.locator(".st-key-panel-observations .sy-card").nth(at)
    printed, value = card.locator("mark").inner_text(), card.locator(".sy-amount").inner_text()
    quote = card.locator(".sy-quote").inner_text()
    card.get_by_role("button", name="在原文中查看").click()
    title(page, "证据")
    expect(page.locator(".sy-figure-shown")).to_have_text(printed)
    expect(page.locator(".sy-figure-shown")).to_be_in_viewport()
    found = page.locator(".st-key-panel-figure")
    expect(found.locator(".sy-quote")).to_have_text(quote)
    assert NUMBER.findall(found.locator(".sy-amount").inner_text()) == NUMBER.findall(value) != []


@pytest.mark.parametrize("size", SIZES)
def test_a_bureau_chief_learns_what_pulls_the_city_down(visit: Open, size: str) -> None:
    page = visit("benchmark", size=size)
    choose(page, "主体城市", "北海市")
    choose(page, "对标组", "就近可比地方")
    choose(page, "就近地方数", "15")
    close(page, size)
    page.wait_for_url("**group=peers*peers=15*")
    expect(page.locator(".sy-answer")).to_contain_text(re.compile("^北海市.*对标组（就近可比地方）"))
    peers = page.locator(".st-key-panel-peers")
    expect(peers.get_by_role("button", name="显示全部 15 行")).to_be_visible()
    for row in peers.locator("tbody tr").all():
        expect(row).to_contain_text("个可比指标")

    weak = page.locator(".st-key-panel-weak li")
    expect(weak).to_have_count(3)
    for line in weak.all():
        expect(line).to_contain_text(
            re.compile(r"中位数.*升一位需再[增减] [\d,.]+ .*，追平.+市.*\d+/\d+", re.DOTALL)
        )
    steps = page.locator(".st-key-panel-spine .sy-table")
    expect(steps.locator("th").last).to_have_text("升一位需")
    expect(steps).to_contain_text(re.compile(r"再[增减] [\d,.]+ .*，追平"))
    fits(page)

    indicator = weak.first.locator(".sy-pick").first.inner_text()
    weak.first.get_by_role("button", name="看历年走势").click()
    title(page, "趋势")
    expect(page.locator(".sy-answer")).to_contain_text(f"北海市的“{indicator}”")
    expect(page.locator(".st-key-panel-trend h2")).to_contain_text(indicator)
    settled(page)
    page.go_back()
    title(page, "对标")
    expect(weak).to_have_count(3)
    expect(weak.first).to_be_in_viewport()
