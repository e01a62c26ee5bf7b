"""Quality, catalogue and index: every section opens, filters answer, links hold, states are designed."""

from __future__ import annotations

import dataclasses
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cache
from dashboard.components import downloads
from dashboard.queries import index, quality
from dashboard.queries.edition import Edition
from dashboard.text import Language, Text
from etl import schema
from etl.index.scale import NORMALISERS
from etl.index.scenario import WEIGHT_METHODS
from etl.index.sensitivity import FACTORS

Open = Callable[..., AppTest]
SECTIONS = [
    *(("quality", "quality", s) for s in ("coverage", "conflicts", "refused", "corrections", "sources")),
    *(("catalogue", "catalogue", s) for s in ("indicators", "practices", "method")),
    *(
        ("index", "detail", s)
        for s in ("brackets", "gains", "method", "weights", "drivers", "reach", "difference", "naming")
    ),
]
ATTACK = "<script>alert(1)</script>"


def words(app: AppTest) -> str:
    """All HTML and component text of a page."""
    found = [element.proto.body for element in app.get("html")]
    parts = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]
    return "\n".join([*found, *(part["html"] for part in parts if "html" in part)])


def param(app: AppTest, name: str) -> str:
    """A parameter of the address; what the test set itself is a plain string."""
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def with_tables(monkeypatch: pytest.MonkeyPatch, opened: Edition, **tables: pd.DataFrame) -> None:
    """Let the app open an edition with other tables."""
    changed = dataclasses.replace(opened, tables={**opened.tables, **tables})
    monkeypatch.setattr(cache, "edition", lambda root, edition_id: changed)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("page", "name", "section"), SECTIONS)
def test_a_section_opens(app: Open, page: str, name: str, section: str, language: Language) -> None:
    shown = app(page, lang=language, **{name: section})
    assert not shown.exception
    assert param(shown, name) == section
    assert not re.search(r"\b(index|quality|catalogue|panel|column)\.[a-z_]{3,}", words(shown))


@pytest.mark.parametrize("page", ["quality", "catalogue", "index"])
def test_hostile_choices_do_no_harm(app: Open, page: str) -> None:
    names = (
        *("quality", "matrix", "reason", "whose", "sentence", "catalogue", "find", "topic"),
        *("scenario", "method", "aggregate", "share", "needed", "detail", "first", "second", "w_org"),
    )
    shown = app(page, **dict.fromkeys(names, ATTACK))
    assert not shown.exception
    assert "<script>" not in words(shown)


def test_coverage_opens_by_indicator(app: Open) -> None:
    shown = app("quality", matrix="policy")
    assert not shown.exception
    assert "sy-upright" in words(shown)


def test_refused_figures_are_filtered_and_the_filter_can_be_taken_back(app: Open) -> None:
    shown = app("quality", quality="refused", reason="NO_INDICATOR", sentence="哪里都没有的话")
    assert [b.label for b in shown.button if b.key == "button-refused"] == ["取消筛选"]
    shown.button(key="button-refused").click().run()
    assert not shown.exception
    assert "sy-refusal" in words(shown)
    assert param(shown, "sentence") == ""


def test_every_conflict_shows_both_sentences(app: Open, opened: Edition) -> None:
    shown = words(app("quality", quality="conflicts"))
    rows = quality.differing(opened)
    seen = quality.observations(opened, [*rows["kept_id"], *rows["other_id"]])
    assert all(observation in shown for observation in seen.index)


def test_without_conflicts_the_page_says_so(
    app: Open, opened: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tables(
        monkeypatch, opened, conflicts=opened["conflicts"].head(0), rejected=opened["rejected"].head(0)
    )
    for section, state in (("conflicts", "没有来源之间说法不一"), ("refused", "每个数字都被采用")):
        shown = app("quality", quality=section)
        assert not shown.exception
        assert state in words(shown)


def test_corrections_are_listed(app: Open, opened: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict.fromkeys(opened["corrections"].columns, "x")
    row |= {"correction_id": "c1", "source_id": opened["sources"]["source_id"].iloc[0], "applied": False}
    row |= {"decision": "reject", "period_kind": None, "replace": "", "reason": ATTACK, "by": "王芳"}
    with_tables(monkeypatch, opened, corrections=pd.DataFrame([row]))
    shown = words(app("quality", quality="corrections"))
    assert "来源或读法已改动" in shown
    assert "<script>" not in shown


def test_the_catalogue_is_searched(app: Open) -> None:
    shown = words(app("catalogue", find="安置 率"))
    assert "安置率" in shown
    assert "双拥政策文件数" not in shown
    nothing = app("catalogue", find="哪里都没有的话")
    assert [b.label for b in nothing.button if b.key == "button-catalogue"] == ["取消筛选"]


def test_a_weight_moves_the_ranking_within_a_second(app: Open) -> None:
    shown = app("index", scenario="exploratory", detail="method")
    before = words(shown)
    started = time.perf_counter()
    shown.select_slider(key="state.widget.w_policy").set_value("2").run()
    assert time.perf_counter() - started < 1
    assert not shown.exception
    assert param(shown, "w_policy") == "2"
    assert words(shown) != before
    shown.button(key="level-weights").click().run()
    assert param(shown, "w_policy") == "1"
    assert words(shown) == before


def test_a_link_restores_the_choices(app: Open) -> None:
    link = {"scenario": "exploratory", "method": "minmax", "aggregate": "geometric", "w_org": "1.5"}
    shown = app("index", **link)
    assert {name: param(shown, name) for name in link} == link


def test_another_scenario_brings_its_own_choices(app: Open) -> None:
    shown = app("index", scenario="default", share="0.1", w_org="2")
    shown.selectbox(key="state.widget.scenario").set_value("exploratory").run()
    assert param(shown, "share") == "0.2"
    assert param(shown, "w_org") == "1"


def test_few_ranks_offer_the_wider_scenario(app: Open, opened: Edition) -> None:
    shown = app("index", scenario="default", needed="8", share="0.6")
    assert not shown.exception
    shown.button(key="widest").click().run()
    assert param(shown, "scenario") == "exploratory"


@pytest.mark.parametrize("scenario", sorted(index.scenarios()[0]))
def test_every_scenario_opens(app: Open, scenario: str) -> None:
    shown = app("index", scenario=scenario, detail="method")
    assert not shown.exception
    assert param(shown, "scenario") == scenario


@pytest.mark.parametrize("detail", ["drivers", "reach", "difference", "weights", "naming", "brackets"])
def test_without_a_single_rank_each_detail_is_a_designed_state(app: Open, detail: str) -> None:
    shown = app("index", scenario="default", share="0.6", needed="8", detail=detail)
    assert not shown.exception


def test_an_edition_without_scores_still_has_its_index(
    app: Open, opened: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tables(monkeypatch, opened, scores=opened["scores"].head(0))
    shown = app("index", detail="reach")
    assert not shown.exception


def test_without_scenarios_the_page_says_where_they_go(
    app: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(index.scenarios, "__defaults__", (tmp_path,))
    shown = app("index")
    assert not shown.exception
    assert "data/catalog/scenarios" in words(shown)


def test_a_broken_scenario_is_named(app: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (index.ROOT / "default.yml").read_text(encoding="utf-8")
    (tmp_path / "default.yml").write_text(text, encoding="utf-8")
    (tmp_path / "bad.yml").write_text(f"scenario_id: bad\n'{ATTACK}': 1\n", encoding="utf-8")
    monkeypatch.setattr(index.scenarios, "__defaults__", (tmp_path,))
    shown = app("index")
    assert not shown.exception
    assert "bad.yml" in words(shown)
    assert "<script>" not in words(shown)


@pytest.mark.parametrize("language", list(Language))
def test_every_code_of_these_pages_has_a_word(opened: Edition, language: Language) -> None:
    t = Text(language)
    families = {
        "problem": schema.Problem,
        "status": schema.SourceStatus,
        "combine": schema.Combine,
        "measure_short": schema.Measure,
        "better_short": schema.Better,
        "aggregation": index.AGGREGATIONS,
        "normalisation": NORMALISERS,
        "factor": FACTORS,
        "param": [f"w_{p}" for p in opened["pillars"].query("weight > 0")["pillar_id"]],
    }
    lacking = [f"{f}.{c}" for f, codes in families.items() for c in codes if t.code(f, str(c)) == f"{f}.{c}"]
    families = {"index.scale_": NORMALISERS, "index.weights_": WEIGHT_METHODS}
    lacking += [f"{f}{c}" for f, codes in families.items() for c in codes if t(f"{f}{c}") == f"{f}{c}"]
    assert not lacking


DRAWN = [
    *(("quality", "quality", s) for s in ("coverage", "conflicts", "refused", "sources")),
    ("catalogue", "catalogue", "indicators"),
    *(("index", "detail", s) for s in ("weights", "drivers", "reach", "difference", "naming", "brackets")),
]


@pytest.mark.parametrize("page", ["quality", "catalogue", "index"])
def test_every_download_can_be_written(app: Open, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Each once: the index offers its ranking beside every section."""
    made: dict[str, tuple[str, Callable[[], bytes]]] = {}

    def button(label: str, data: Callable[[], bytes], file_name: str, key: str, **more: object) -> bool:
        made[key] = (file_name, data)
        return False

    monkeypatch.setattr(downloads.st, "download_button", button)
    for _, name, section in (drawn for drawn in DRAWN if drawn[0] == page):
        before = len(made)
        shown = app(page, scenario="exploratory", **{name: section})
        assert not shown.exception
        assert len(made) > before, section
    starts = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pptx": b"PK"}
    for file_name, data in made.values():
        assert data().startswith(starts[file_name.rsplit(".", 1)[1]]), file_name


def test_the_index_compares_the_sidebars_group_when_asked(app: Open) -> None:
    own = words(app("index", scenario="exploratory", group="peers", peers="8"))
    peers = words(
        app("index", scenario="exploratory", group="peers", peers="8", among="group", detail="method")
    )
    assert "27 地中" in own
    assert "9 地中" in peers
    assert "比较组为侧栏的对标组" in peers
    few = app("index", lead="620700", group="province", among="group")
    assert "2 地中没有一地达到覆盖门槛" in words(few)
    assert "widest" not in [one.key for one in few.button]  # it ranks 11 of other places, none of these


def test_the_lead_place_learns_what_moves_it_up_or_what_it_lacks(app: Open, opened: Edition) -> None:
    ranked = app("index", scenario="exploratory", detail="gains", lead="440700")
    assert "江门市怎样升位" in words(ranked)
    assert "7→" in words(ranked)
    waiting = words(app("index", detail="gains", lead="410200"))
    assert "开封市要有名次" in waiting
    alone = words(app("index", detail="gains", group="peers", peers="5", among="group"))
    assert "没有一地达到覆盖门槛" in alone
