"""A person compares two editions, restores the one before, pins and prunes, as they would click."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from etl.editions.history import Cause, history
from tests.browser.checks import assert_sound, settled
from tests.browser.conftest import ROOT, wait_for
from tests.two_editions import EARLIER, PLACE, two_editions

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions that differ, and an older one that no one needs."""
    made = two_editions(edition, tmp_path_factory.mktemp("editions") / "two")
    shutil.copytree(made / EARLIER, made / "2020-01-01-0000000000")
    return made


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[str]:
    """A dashboard of its own over them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)]
    environment = {**os.environ, "SHUANGYONG_EDITIONS": str(root)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def opened(browser: Browser, address: str, width: int = 1366) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 768})
    page.goto(address)
    page.locator("h1.sy-title").wait_for(timeout=60_000)
    return settled(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_compare_see_why_restore_pin_and_prune(
    server: str, root: Path, edition: Path, browser: Browser
) -> None:
    other = opened(browser, f"{server}/overview")
    page = opened(browser, f"{server}/editions")
    expect(page.locator("p.sy-answer")).to_contain_text("地的名次有变动")
    page.locator(f'.st-key-panel-moves [data-pick="{PLACE}"]').click()
    why = page.locator(".st-key-panel-why")
    expect(why).to_contain_text("张掖市的综合指数名次为何变动")
    expect(why).to_contain_text("前一版本不参加排名")
    expect(why.locator("tbody tr").filter(has_text="新增：").first).to_be_visible()
    assert_sound(settled(page))
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
    assert (root / "CURRENT").read_text() == EARLIER
    assert (history(root)[-1].cause, history(root)[-1].by) == (Cause.RESTORE, "王芳")
    # who looks at another edition keeps it, and is told
    other.get_by_role("link", name="排名").click()
    expect(other.locator(".st-key-other-edition")).to_contain_text(f"现在的当前版本是 {EARLIER}")
    assert f"edition={edition.name}" in settled(other).url
    other.get_by_role("button", name="看当前版本").click()
    expect(other.locator(".st-key-other-edition")).to_have_count(0)
    assert f"edition={EARLIER}" in settled(other).url
    # pin the current one; remove what no one needs
    press(page, "固定")
    press(page, "确认固定")
    expect(page.locator(".st-key-panel-editions")).to_contain_text("已固定")
    press(page, "清理旧版本")
    page.get_by_label("保留最近几个版本").fill("1")
    page.get_by_label("保留最近几个版本").press("Enter")
    expect(page.locator(".st-key-panel-edition-actions")).to_contain_text("将删除这些版本")
    settled(page)
    press(page, "确认删除")
    expect(page.locator(".sy-notice").first).to_contain_text("已删除 1 个旧版本")
    assert {path.name for path in root.glob("20*")} == {EARLIER, edition.name}


def test_the_comparison_fits_a_small_screen(server: str, browser: Browser) -> None:
    page = opened(browser, f"{server}/editions?moved={PLACE}", width=390)
    expect(page.locator(".st-key-panel-why")).to_be_visible()
    assert_sound(settled(page))
