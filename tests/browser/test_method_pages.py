"""Quality, catalogue and index in a browser: every section is accessible, Chinese, and fits; weights move."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_fits, assert_sound, resized, settled

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SECTIONS = [
    [
        *(f"quality?quality={s}" for s in ("coverage", "conflicts", "refused", "corrections", "sources")),
        "quality?matrix=policy",
        *(f"catalogue?catalogue={s}" for s in ("indicators", "practices", "method")),
    ],
    [f"index?scenario=exploratory&detail={s}" for s in ("brackets", "gains", "method", "weights", "drivers")],
    [
        *(f"index?scenario=exploratory&detail={s}" for s in ("reach", "difference", "naming")),
        "index?scenario=rubric_example&detail=method",
    ],
]


@pytest.mark.timeout(300)  # several views
@pytest.mark.parametrize("sections", SECTIONS, ids=lambda sections: sections[0])
def test_sections_are_sound_at_both_sizes(visit: Open, sections: list[str]) -> None:
    page = None
    for section in sections:
        page = visit(section, tab=page and resized(page, "desk"))
        assert_fits(settled(page))
        assert_sound(resized(page, "phone"))  # where tables scroll too; at a desk axe saw the page elsewhere


def test_a_weight_moves_the_ranking_and_the_link_keeps_it(visit: Open) -> None:
    page = settled(visit("index?scenario=exploratory&detail=method"))
    table = ".st-key-panel-index .sy-table"
    before = page.locator(table).inner_text()
    thumb = page.get_by_role("slider", name="政策落实")
    thumb.focus()
    for _ in range(10):
        thumb.press("ArrowRight")
    page.wait_for_function("new URL(location).searchParams.get('w_policy') === '2'")
    after = settled(page).locator(table).inner_text()
    assert after != before
    again = settled(visit(page.url.split("/")[-1]))
    assert again.locator(table).inner_text() == after
    assert again.locator(".sy-answer").inner_text() == page.locator(".sy-answer").inner_text()


def test_a_refused_figure_leads_to_its_place_in_the_source(visit: Open) -> None:
    page = settled(visit("quality?quality=refused&reason=NO_INDICATOR"))
    quote = page.locator(".sy-refusal mark").first.inner_text()
    page.locator(".sy-refusal .sy-pick").first.click()
    page.wait_for_url("**/evidence*")
    settled(page)
    assert page.locator(".sy-figure-shown").inner_text() == quote


def test_the_back_button_takes_a_search_back(visit: Open) -> None:
    page = settled(visit("catalogue"))
    rows = page.locator(".sy-parted tbody tr")
    rows.first.wait_for()
    everything = rows.count()
    page.get_by_label("查找").fill("安置")
    expect(page.locator("[data-testid=InputInstructions]")).to_contain_text("按回车键生效")
    page.keyboard.press("Enter")
    page.wait_for_function("new URL(location).searchParams.get('find') === '安置'")
    expect(page.locator(".st-key-panel-indicators .sy-card-title")).not_to_contain_text("87")
    settled(page)
    assert rows.count() < everything
    page.go_back()
    expect(rows).to_have_count(everything)
