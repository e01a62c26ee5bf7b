"""What a person does, from the first look to the sentence behind a figure."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SIZES = ("desk", "phone")


def settled(page: Page) -> None:
    """Wait until the last run is over."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def title(page: Page, words: str) -> None:
    expect(page.locator("h1.sy-title")).to_have_text(words)


@pytest.mark.parametrize("size", SIZES)
def test_from_the_map_to_a_sentence(visit: Open, size: str) -> None:
    page = visit(size=size)
    title(page, "总览")
    page.locator('.sy-areas path[data-pick="410200"]').first.click(force=True)
    expect(page.locator(".st-key-panel-selected h2")).to_have_text("开封市")
    page.get_by_role("button", name="打开城市画像").click()
    title(page, "开封市")
    card = page.locator(".sy-card").first
    figure = card.locator("mark").inner_text()
    card.get_by_role("button", name="在原文中查看").click()
    title(page, "证据")
    expect(page.locator(".sy-figure-shown").first).to_have_text(figure)
    expect(page.locator(".st-key-panel-figure mark")).to_have_text(figure)


@pytest.mark.parametrize("size", SIZES)
def test_from_the_table_to_a_place(visit: Open, size: str) -> None:
    page = visit("rankings?indicator=activity.glory_plaques", size=size)
    page.locator(".st-key-panel-ranking .sy-pick").first.click()
    name = page.locator(".st-key-panel-ranking .sy-pick").first.inner_text()
    expect(page.locator(".st-key-panel-selected h2")).to_contain_text(name)
    page.get_by_role("button", name="打开城市画像").click()
    title(page, name)


def test_back_returns_to_the_view_before(visit: Open) -> None:
    page = visit()
    page.get_by_role("link", name="排名").click()
    title(page, "排名")
    page.go_back()
    title(page, "总览")


def test_a_shared_link_shows_the_same_view(visit: Open) -> None:
    page = visit("rankings?indicator=activity.glory_plaques&lead=620700&basis=total")
    settled(page)
    link = page.locator(".st-key-panel-ranking .sy-source a").get_attribute("href") or ""
    answer = page.locator(".sy-answer").inner_text()
    assert re.search(r"edition=[^&]+", link)
    other = visit("rankings" + link)
    expect(other.locator(".sy-answer")).to_have_text(answer)


def test_english_by_a_click(visit: Open) -> None:
    page = visit()
    page.get_by_role("radio", name="English").click()
    title(page, "Overview")
    page.get_by_role("link", name="Rankings").click()
    title(page, "Rankings")
