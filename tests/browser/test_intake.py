"""Handing in as a person does: a Word file to the place page and back; two people at once, and a kill."""

from __future__ import annotations

import io
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from etl.editions.history import current, history
from etl.intake.inbox import entries
from tests.browser.checks import assert_sound, settled
from tests.browser.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]  # builds in the background on a busy machine
Open = Callable[..., Page]
DROP = "[data-testid=stFileUploaderDropzoneInput]"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BUILT = 90_000
"""Milliseconds for a build in the background: 4,000 on a quiet machine."""


@pytest.fixture
def address(office: Office) -> str:
    """Address of an installation of its own, in place of the shared one."""
    return office.address


def word(*paragraphs: str) -> bytes:
    made, content = Document(), io.BytesIO()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(content)
    return content.getvalue()


def drop(page: Page, name: str, data: bytes, kind: str = "text/plain") -> None:
    page.set_input_files(DROP, {"name": name, "mimeType": kind, "buffer": data})
    expect(page.locator("[class*=st-key-panel-file-] h2").first).to_have_text(name, timeout=60_000)


def sign(page: Page, name: str) -> None:
    page.get_by_label("您的姓名").fill(name)
    page.get_by_label("您的姓名").press("Enter")
    expect(page.get_by_role("button", name="确认入库")).to_be_enabled()


def test_a_word_file_to_its_figure_on_the_place_page_and_back(visit: Open, office: Office) -> None:
    before = office.first.name
    page = visit("intake")
    text = "全市悬挂光荣牌52345块，退役军人服务中心（站）966个。"
    drop(page, "张掖.docx", word("张掖市2024年双拥工作情况", "2025年1月10日", text), WORD)
    card = page.locator("[class*=st-key-panel-file-]")
    row = card.locator("tr", has_text="悬挂光荣牌数").first  # other tabs have it too
    expect(row).to_contain_text(re.compile(r"改变.*40,000.*52,345"))
    card.get_by_role("tab", name="原文").click()
    card.get_by_role("button", name="52345块").click()
    expect(card.locator(".sy-card .sy-amount")).to_have_text("52,345块")
    assert_sound(settled(page))
    assert not office.inbox.exists()
    assert current(office.editions) == before

    sign(page, "王小明")
    page.get_by_role("button", name="确认入库").click()
    expect(page.locator(".st-key-panel-handed")).to_contain_text("已入库：张掖.docx")
    page.get_by_role("button", name="查看张掖市").click(timeout=BUILT)
    expect(page.locator("h1.sy-title")).to_have_text("张掖市")
    stations = page.locator(".sy-card", has_text="52345块").filter(has_text="退役军人服务中心（站）数")
    expect(stations.locator(".sy-amount").first).to_have_text("966个")  # plaques come after "show all"
    event = history(office.editions)[-1]
    assert (event.edition_id, event.by) == (current(office.editions), "王小明")
    assert event.edition_id != before

    page.get_by_role("link", name="数据报送").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".sy-notice").first).to_contain_text(f"数据回到 {before}")
    assert current(office.editions) == before
    assert entries(office.inbox) == []


def builder(editions: Path) -> int | None:
    """Number of the process that builds for these editions, if there is one."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--job" in words and str(editions / ".job").encode() in words:
            return int(process.name)
    return None


def test_two_at_once_and_a_killed_build_lose_nothing(visit: Open, office: Office) -> None:
    before = office.first.name
    pages = {name: visit("intake") for name in ("张三", "李四")}
    for n, (name, page) in enumerate(pages.items()):
        text = f"北海市2024年双拥工作情况\n2025年1月1{n}日\n\n全市悬挂光荣牌7123{n}块。\n"
        drop(page, "北海.txt", text.encode())
        sign(page, name)
    for page in pages.values():
        page.get_by_role("button", name="确认入库").click()
    for page in pages.values():
        expect(page.locator(".st-key-panel-handed")).to_contain_text("已入库：北海")
    while number := builder(office.editions):  # the one that builds, then the one that waits for its turn
        os.kill(number, signal.SIGKILL)
        time.sleep(0.2)

    first, second = pages.values()
    expect(first.locator(".st-key-panel-build")).to_contain_text(f"当前版本 {before} 完好", timeout=BUILT)
    assert current(office.editions) == before
    kept = entries(office.inbox)
    assert {e.note.by for e in kept if e.note} == {"张三", "李四"}
    assert {n for n in (0, 1) for e in kept if f"光荣牌7123{n}块" in e.path.read_text("utf-8")} == {0, 1}

    first.get_by_role("button", name="重新生成").click()
    built = first.locator(".st-key-panel-build")  # one at any moment, or this is refused as ambiguous
    expect(built).to_contain_text("新的数据版本已生成", timeout=BUILT)
    assert history(office.editions)[-1].by == "张三"
    rows = settled(first).locator(".st-key-panel-inbox tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="北海市").filter(has_text="完整读出")).to_have_count(2)
    for name in pages:
        expect(rows.filter(has_text=name)).to_have_count(1)
    expect(second.locator(".st-key-panel-inbox tbody tr")).to_have_count(2)
