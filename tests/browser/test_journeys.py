"""Single steps of a person; the two readers' whole ways are in test_two_readers.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import settled

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SIZES = ("desk", "phone")


def title(page: Page, words: str) -> None:
    expect(page.locator("h1.sy-title")).to_have_text(words)


@pytest.mark.parametrize("size", SIZES)
def test_from_the_map_to_a_place(visit: Open, size: str) -> None:
    page = visit(size=size)
    title(page, "总览")
    page.locator('.sy-areas path[data-pick="410200"]').first.click(force=True)
    expect(page.locator(".st-key-panel-selected h2")).to_have_text("开封市")
    page.get_by_role("button", name="打开城市画像").click()
    title(page, "开封市")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_table_to_a_place(visit: Open, size: str) -> None:
    page = visit("rankings?indicator=activity.glory_plaques", size=size)
    page.locator(".st-key-panel-ranking .sy-pick").first.click()
    name = page.locator(".st-key-panel-ranking .sy-pick").first.inner_text()
    expect(page.locator(".st-key-panel-selected h2")).to_contain_text(name)
    expect(page.locator(".st-key-panel-selected")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="打开城市画像").click()
    title(page, name)


def test_back_returns_to_the_view_before(visit: Open) -> None:
    page = visit()
    page.get_by_role("link", name="排名").click()
    title(page, "排名")
    settled(page)
    page.go_back()
    title(page, "总览")


def test_english_by_a_click(visit: Open) -> None:
    page = visit()
    page.get_by_role("radio", name="English").click()
    title(page, "Overview")
    page.get_by_role("link", name="Rankings").click()
    title(page, "Rankings")


def test_the_map_of_a_score_says_why_a_place_has_none(visit: Open) -> None:
    page = visit("overview?shows=score.policy")
    settled(page)
    expect(page.locator(".st-key-panel-absent .sy-reason").first).to_be_visible()
    page.locator(".st-key-panel-absent .sy-pick").first.click()
    name = page.locator(".st-key-panel-absent .sy-pick").first.inner_text().split("（")[0]
    expect(page.locator(".st-key-panel-selected h2")).to_have_text(name)
