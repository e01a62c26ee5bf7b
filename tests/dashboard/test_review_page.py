"""The review page without a browser: deciding, what is refused, the history, the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.components import review_history
from dashboard.desk import review as desk
from dashboard.queries import review
from dashboard.queries.edition import Edition
from dashboard.text import Text
from etl.decisions import declared
from etl.decisions.store import Store
from etl.pipeline import run
from etl.schema import Decision
from tests.dashboard.conftest import Open

SAVE = "review-save"


def words(test: AppTest) -> str:
    """All HTML and component text of the page."""
    assert not test.exception
    parts = [json.loads(c.proto.json) for c in test.get("bidi_component") if c.proto.json]
    return "".join([*(e.proto.body for e in test.get("html")), *(p["html"] for p in parts if "html" in p)])


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    url = f"sqlite:///{tmp_path / 'decisions.sqlite'}"
    monkeypatch.setenv(settings.DECISIONS_VARIABLE, url)
    return Store(url)


@pytest.fixture
def page(app: Open, store: Store) -> Iterator[AppTest]:
    test = app("review")
    test.text_input(key="person.field").set_value(" 王芳 ").run()
    yield test
    assert not test.exception


def under_review(test: AppTest) -> str:
    value = test.query_params["item"]
    return value if isinstance(value, str) else value[0]


def test_nothing_is_decided_without_a_name(app: Open, store: Store) -> None:
    test = app("review")
    assert test.button(key="review-confirm").disabled
    assert not test.button(key="review-next").disabled


def test_a_confirmation_goes_on_to_the_next(page: AppTest, store: Store, opened: Edition) -> None:
    first, second = review.queue(opened)["item"].head(2)
    assert under_review(page) == first
    page.button(key="review-confirm").click().run()
    [record] = store.history()
    assert (record.decision, record.by, record.reason) == ("confirm", "王芳", "已核对原文，读数无误")
    assert record.subject == review.item(opened, first).subject
    assert under_review(page) == second
    assert len(review.queue(opened, decided=desk.subjects([record]))) == len(opened["doubts"]) - 1


def test_a_refusal_has_a_reason_and_a_note(page: AppTest, store: Store) -> None:
    page.button(key="review-reject").click().run()
    item = under_review(page)
    page.selectbox(key=f"review-reason-reject-{item}").set_value("goal").run()
    page.text_input(key=f"review-note-{item}").set_value("明年的计划").run()
    page.button(key=SAVE).click().run()
    [record] = store.history()
    assert (record.decision, record.reason) == ("reject", "是目标，不是结果：明年的计划")


def test_a_correction_records_only_what_differs(page: AppTest, store: Store) -> None:
    page.button(key="review-correct").click().run()
    item = under_review(page)
    page.number_input(key=f"review-end-{item}").set_value(2021).run()
    page.selectbox(key=f"review-kind-{item}").set_value("year").run()
    page.text_input(key=f"review-value-{item}").set_value("5,200").run()
    page.button(key=SAVE).click().run()
    [record] = store.history()
    assert (record.replace, record.indicator, record.place) == ("5,200", "", "")
    assert (record.period_kind, record.period_end) == ("year", 2021)


def test_a_correction_that_is_none_is_not_saved(page: AppTest, store: Store) -> None:
    page.button(key="review-correct").click().run()
    for value, said in (("", "没有改动"), ("很多", "读不懂"), ("3亩地", "读不懂")):
        page.text_input(key=f"review-value-{under_review(page)}").set_value(value).run()
        page.button(key=SAVE).click().run()
        assert said in words(page)
    assert store.history() == []


def test_a_refused_figure_is_taken_up_and_counts(
    app: Open, store: Store, opened: Edition, edition: Path
) -> None:
    rows = review.queue(opened, refused=True)
    name = rows.loc[rows["reason"] == "DUPLICATE", "item"].iloc[0]
    refused = review.item(opened, name)
    test = app("review", with_refused="1", item=name)
    test.text_input(key="person.field").set_value("王芳").run()
    test.button(key="review-correct").click().run()
    test.button(key=SAVE).click().run()
    assert "请选择时期" in words(test)
    test.selectbox(key=f"review-kind-{name}").set_value("asof").run()
    test.button(key=SAVE).click().run()
    [record] = store.history()
    assert (record.was_indicator, record.decision) == ("", "correct")
    [source] = [s for s in opened["sources"].to_dict("records") if s["source_id"] == record.source]
    result = run([settings.ROOT / "data" / "reports" / source["path"].split("/")[-1]], decisions=[record])
    seen = result.tables["observations"]
    own = seen[(seen["quote"] == record.expect) & (seen["value_text"] == record.figure)]
    assert own["indicator_id"].tolist() == [refused.row["indicator_id"]]


def test_a_decision_is_listed_taken_back_and_carried_over(
    page: AppTest, store: Store, tmp_path: Path
) -> None:
    item = under_review(page)
    page.button(key="review-confirm").click().run()
    [record] = records = store.history()
    assert "待生成" in words(page)
    assert f'data-pick="{item}"' not in words(page)
    other = settings.Settings(tmp_path, tmp_path, tmp_path, f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert desk.from_file(other, desk.as_file(records)) == (1, 1)
    assert desk.from_file(other, desk.as_file(records)) == (0, 1)
    assert desk.history(other) == records
    desk.withdraw(settings.load(), record, "撤回此前的决定", "李强")
    page.run()
    assert f'data-pick="{item}"' in words(page)
    assert [r.decision for r in store.history()] == [Decision.CONFIRM, Decision.WITHDRAW]
    assert desk.waiting(store.history(), {}) == []  # never built: nothing is to be taken back
    built = desk.waiting(store.history(), {record.correction_id})
    assert [r.correction_id for r in built] == [record.correction_id]


def test_a_file_of_decisions_is_added_in_the_page(page: AppTest, store: Store, tmp_path: Path) -> None:
    page.button(key="review-confirm").click().run()
    exported, [record] = desk.as_file(store.history()), store.history()
    for path in tmp_path.glob("decisions.sqlite*"):
        path.unlink()
    for name, data, said in (
        ("bad.yml", b"- source: x\n", "没有并入"),
        ("corrections.yml", exported, "新增 1 条，另有 0 条原已在库"),
        ("corrections.yml", exported, "新增 0 条，另有 1 条原已在库"),
    ):
        page.file_uploader(key="review-file").set_value((name, data, "application/yaml")).run()
        page.button(key="review-add").click().run()
        assert said in words(page)
    assert store.history() == [record]


def test_a_store_that_cannot_be_opened_is_said(app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.DECISIONS_VARIABLE, "sqlite:////no/such/folder/d.sqlite")
    assert "审核库打不开" in words(app("review"))


def test_an_unknown_figure_of_a_link_gives_the_first(app: Open, store: Store, opened: Edition) -> None:
    test = app("review", item="ogone")
    assert under_review(test) == review.queue(opened)["item"].iloc[0]
    assert "审核中的数字" in words(test)


def test_what_is_not_saved_says_why(
    page: AppTest, store: Store, opened: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declared, "LONGEST", 5)
    page.button(key="review-confirm").click().run()
    assert "没有保存：" in words(page)
    assert "太长 / is too long" in words(page)
    assert store.history() == []


def test_a_withdrawal_that_is_not_saved_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise desk.StoreError("磁盘已满")

    record = desk.Correction("d1", "own", "52块", "", "核对", Decision.CONFIRM, "52块")
    told: dict[str, str] = {}
    monkeypatch.setattr(review_history.desk, "withdraw", refuse)
    monkeypatch.setattr(review_history.person, "name", lambda: "王芳")
    monkeypatch.setattr(review_history.state, "touch", lambda: lambda: None)
    monkeypatch.setattr(review_history.st, "session_state", told)
    now = SimpleNamespace(view=SimpleNamespace(t=Text()), decisions=[record])
    review_history._withdraw(now, "d1")  # type: ignore[arg-type]
    assert list(told.values()) == ["没有保存：磁盘已满"]


def test_a_cell_keeps_its_value_only_in_the_same_unit() -> None:
    row = {"value_text": "1.2", "value": 12000.0, "unit": "万元", "value_low": 12000.0}
    cell = review.Item(row, ("own", "表!C5", "1.2", "1.2", 1), "org.work_budget", 12000.0)
    assert desk.stands_as(cell, "activity.visit_spend")
    assert not desk.stands_as(cell, "org.staff")
    refused = review.Item(row | {"unit_text": "万元"}, cell.subject, "", 1.2)
    assert not desk.stands_as(refused, "activity.visit_spend")
