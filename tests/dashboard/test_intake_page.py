"""The intake page: nothing is kept without a person's yes, and every file gets its answer."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import build
from dashboard.desk import builds, intake
from dashboard.desk.builds import BuildStatus, Stage, State
from dashboard.settings import load
from etl.intake.inbox import entries, put
from etl.intake.preview import preview
from etl.notes import received_today
from etl.records import Note
from tests.dashboard.test_pages import words
from tests.dashboard.test_returns import shown
from tests.etl.intake.test_preview import extractor
from tests.etl.returns import corpus

Open = Callable[..., AppTest]
REPORT = """张掖市2024年双拥工作情况
2025年1月10日

全市退役军人服务中心（站）966个。<img src=x onerror=alert(1)>
全市悬挂光荣牌52345块。
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who asked for a build, each time; none is made."""
    found: list[str] = []
    monkeypatch.setattr(builds, "request_build", lambda _, by: found.append(by))
    return found


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: starting one takes seconds, and has its tests in desk/test_intake.py."""

    def read(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
        found = preview(asked["name"], data, Note(**asked["note"]), Path(asked["edition"]), extractor())
        answered: dict[str, Any] = json.loads(json.dumps(found))
        return answered

    monkeypatch.setattr(intake, "_read", read)


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files])
    return page.run()


def status(monkeypatch: pytest.MonkeyPatch, stands: BuildStatus) -> None:
    monkeypatch.setattr(builds, "status", lambda _: stands)


def test_a_report_is_shown_and_kept_only_after_a_yes(app: Open, asked: list[str]) -> None:
    page = drop(app("intake"), ("张掖<b>.txt", REPORT.encode()))
    assert not page.exception
    seen = words(page)
    assert "已读 1 个文件，采用 2 条数字" in seen
    assert "张掖&lt;b&gt;.txt" in seen
    assert "<img" not in seen
    assert page.selectbox(key="intake-place-1").value == "620700"
    assert page.text_input(key="intake-date-1").value == "2025-01-10"
    assert [tab.label for tab in page.tabs] == ["对本地数值的影响 2", "原文", "采用的数字 2"] or len(
        page.tabs
    ) >= 3
    assert page.button(key="intake-accept-1").disabled
    page.text_input(key="person.field").set_value(" 王 小明 ").run()
    assert (entries(load().inbox_root), asked) == ([], [])
    page.button(key="intake-accept-1").click().run()
    [entry] = entries(load().inbox_root)
    assert (entry.name, entry.note, asked) == ("张掖b.txt", received_today(Note(by="王 小明")), ["王 小明"])
    assert entry.path.read_text(encoding="utf-8") == REPORT
    assert "已入库：张掖b.txt" in words(page)
    assert not [button for button in page.button if button.key == "intake-accept-1"]


def test_a_correction_becomes_the_note_and_is_read_again(app: Open, asked: list[str]) -> None:
    page = drop(app("intake"), ("a.txt", REPORT.encode()))
    page.selectbox(key="intake-place-1").set_value("450500").run()
    page.text_input(key="intake-date-1").set_value("2025年").run()
    assert "日期请写成" in words(page)
    page.text_input(key="intake-date-1").set_value("2024-12").run()
    assert page.selectbox(key="intake-place-1").value == "450500"
    page.text_input(key="person.field").set_value("李").run()
    page.button(key="intake-accept-1").click().run()
    [entry] = entries(load().inbox_root)
    assert entry.note == received_today(Note(place="北海市", date="2024-12", by="李"))


def test_a_broken_file_of_an_archive_is_named(app: Open) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("材料/张掖.txt", REPORT)
        archive.writestr("材料/邯郸.pdf", b"%PDF-1.7 cut off")
    page = drop(app("intake"), ("各市.zip", stream.getvalue()))
    assert "材料/邯郸.pdf：文件已损坏" in words(page)


def test_a_return_of_several_places_without_a_date_is_asked_for_it(app: Open, asked: list[str]) -> None:
    page = drop(
        app("intake"), ("报表.xlsx", corpus.xlsx(corpus.put(corpus.places(), A3="北海市", C4="见附件")))
    )
    assert page.selectbox(key="intake-place-1").disabled
    page.checkbox(key="intake-good-1").check().run()
    assert "单元格有问题：“见附件”不是数字" in shown(page)
    assert "没有写日期" in words(page)
    assert "其中最近的年份（2023 年）" in words(page)
    page.text_input(key="intake-date-1").set_value("2024-02").run()
    assert "没有写日期" not in words(page)
    cells = re.findall("单元格 ([B-D][3-5])", shown(page))
    assert cells[:8] == ["B3", "C3", "D3", "B4", "D4", "B5", "C5", "D5"]  # as the sheet has them


def test_what_cannot_be_used_has_its_reason_and_no_yes(app: Open, edition: Path) -> None:
    known = next((Path(__file__).parents[2] / "data" / "reports").glob("620700*-1.md"))
    page = drop(app("intake"), ("a.exe", b"MZ\0" * 99), ("leer.txt", b""), ("b.md", known.read_bytes()))
    page.text_input(key="person.field").set_value("李").run()
    seen = words(page)
    assert re.search("当前版本里已有这个文件", seen)
    assert "文件为空：请核对后重新保存再交" in seen
    assert seen.count("不能入库") == 3
    assert not [button for button in page.button if str(button.key).startswith("intake-accept")]
    page.button(key="intake-discard-1").click().run()
    assert "已读 2 个文件" in words(page)


def test_other_sessions_see_the_inbox_and_not_the_tray(app: Open, asked: list[str]) -> None:
    put(load().inbox_root, "early.txt", b"x", Note(by="Zhao"))
    mine = drop(app("intake"), ("mine.txt", REPORT.encode()))
    other = app("intake")
    assert "mine.txt" in words(mine)
    assert "mine.txt" not in words(other)
    assert "early.txt" in words(other)
    assert "Zhao" in words(other)


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        (
            BuildStatus(State.DIED, "r"),
            "生成过程中断了.*当前版本 2023-11-03-[0-9a-f]{10} 完好",
        ),
        (BuildStatus(State.FAILED, "r", message="磁盘已满 <b>"), "没有生成新版本.*磁盘已满 &lt;b&gt;"),
        (BuildStatus(State.STARTING, "r"), "正在生成新的数据版本"),
    ],
)
def test_the_state_of_the_build_is_said(
    app: Open, monkeypatch: pytest.MonkeyPatch, asked: list[str], stands: BuildStatus, says: str
) -> None:
    status(monkeypatch, stands)
    page = app("intake")
    assert not page.exception
    assert re.search(says, words(page), re.DOTALL)
    if not stands.active:
        page.button(key="build-again").click().run()
        assert asked == [""]  # the name is not given yet


def test_a_finished_build_is_told_to_who_saw_it(
    app: Open, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = BuildStatus(State.DONE, "r", before="2020-01-01-0123456789", edition_id=edition.name, troubled=1)
    status(monkeypatch, done)
    assert "新的数据版本已生成" not in words(app("intake"))
    status(monkeypatch, BuildStatus(State.RUNNING, "r", Stage.READING, 3, 40))
    page = app("intake")
    assert "正在读取文件：3 / 40" in str([one.proto for one in page.get("progress")])
    status(monkeypatch, done)
    page.run()
    assert "新的数据版本已生成" in words(page)
    assert "有 1 个来源存在问题" in words(page)
    assert page.session_state[build.SEEN] == "r"
    status(monkeypatch, replace(done, edition_id="2024-01-01-0123456789", in_use=False))
    page.run()
    assert f"有人恢复了 {edition.name}" in words(page)


def test_the_same_file_again_is_one_entry_and_another_s_is_not_ours_to_undo(
    app: Open, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status(monkeypatch, BuildStatus(State.DONE))
    put(load().inbox_root, "别人的.txt", REPORT.encode(), Note(by="李小红"))
    page = app("intake")
    page.text_input(key="person.field").set_value("王小明").run()
    for number in (1, 2):
        drop(page, ("a.txt", REPORT.encode()))
        page.button(key=f"intake-accept-{number}").click().run()
        assert not page.exception
    assert words(page).count("别人的.txt") >= 1
    assert not [button for button in page.button if button.key.startswith("intake-undo")]
    assert len(asked) == 2
