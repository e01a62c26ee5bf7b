"""An edition with returns: the sheet as evidence, cells where quotes stand, faults with their cures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cache, settings
from dashboard.components import evidence
from dashboard.desk import inbox
from dashboard.desk.inbox import Held
from dashboard.queries import place
from dashboard.queries.edition import current_id, load
from dashboard.settings import Settings
from dashboard.text import Language, Text
from etl.boundaries import boundaries_json
from etl.catalog import ROOT as DATA
from etl.manifest import describe_run
from etl.pipeline import run
from etl.publish import publish
from etl.schema import SourceStatus
from tests.dashboard.conftest import ROOT
from tests.etl.returns.corpus import places, put, xlsx, years


def noted(book: Any, sheet: Any) -> None:
    sheet.write_comment("B4", "含<b>家属</b>")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One report, a return of several places, a faulty one."""
    handed = tmp_path_factory.mktemp("office") / "inbox"
    handed.mkdir()
    shutil.copy(DATA / "reports" / "620700-zhangye-2023-1.md", handed)
    (handed / "三市报表.xlsx").write_bytes(xlsx(put(places(), B3="1.2亿元"), change=noted))
    filled = put(years(), A1="地方：张掖市", A7="常住人口", B7="万人", E7=112)
    (handed / "张掖报表.xlsx").write_bytes(xlsx(filled))
    (handed / "有问题的报表.xlsx").write_bytes(xlsx(put(years(), C3="<b>见附件</b>")))
    result = run([handed], DATA)
    extra = {"boundaries.json": boundaries_json()}
    root = handed.parent / "editions"
    publish(result.tables, extra, describe_run(result.manifest, result.tables, DATA, extra), root)
    return root


def test_the_inbox_names_every_place_of_a_file(editions: Path) -> None:
    handed = editions.parent / "inbox"
    held = {one.entry.name: one.held for one in inbox.lying(Settings(editions, handed, handed, ""))}
    assert held["三市报表.xlsx"] == Held(SourceStatus.OK, ("620700", "340200", "350600"))


def page(editions: Path, name: str, monkeypatch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    monkeypatch.setenv(settings.EDITIONS_VARIABLE, str(editions))
    cache.edition.clear()
    test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    for key, value in parameters.items():
        test.query_params[key] = value
    test.run()
    test.switch_page(f"../pages/{name}.py")
    test.run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    """All HTML of a page."""
    parts = [json.loads(one.proto.json) for one in test.get("bidi_component") if one.proto.json]
    return "".join([*(one.proto.body for one in test.get("html")), *(p.get("html", "") for p in parts)])


def test_the_source_of_a_return_is_shown_as_its_sheet(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shown(page(editions, "evidence", monkeypatch, source="三市报表"))
    assert "sy-sheet" in words
    assert 'class="sy-document"' not in words
    assert "1.2亿元" in words


def test_a_value_of_a_return_names_its_cell(editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shown(page(editions, "place", monkeypatch, place="340200"))
    assert "工作表“报表”单元格 B4" in words
    assert "填报备注：含&lt;b&gt;家属&lt;/b&gt;" in words
    assert "备注另说口径" in words


def test_the_population_is_the_newest_that_values_are_divided_by(editions: Path) -> None:
    opened = load(editions, current_id(editions))
    assert place.population(opened, "620700") == (112.0, 2023, True)
    number, year, stated = place.population(opened, "340200") or (0.0, 0, True)
    assert (year, stated) == (2020, False)
    assert number > 100


def test_a_remark_that_says_what_counts_is_a_doubt(editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shown(page(editions, "review", monkeypatch, doubt="remark"))
    assert "请核对是不是全年的最终数" in words


def test_a_refused_cell_says_what_is_wrong_and_its_source_too(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shown(page(editions, "evidence", monkeypatch, source="有问题的报表"))
    assert "报表有问题，全部数值未采用" in words
    opened = load(editions, current_id(editions))
    rows = opened["rejected"][opened["rejected"]["reason"] == "CELL_FAULT"]
    said = evidence.reasons(Text(Language.EN), rows, opened["faults"])
    assert said == ['fault in the cell: "<b>见附件</b>" is no number']


def test_faults_stand_on_the_quality_page_escaped(editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shown(page(editions, "quality", monkeypatch, quality="faults"))
    assert "数值格只填数字；说明请写在备注" in words
    assert "<b>见附件" not in words
