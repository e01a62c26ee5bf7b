"""Scenario files: those that ship, and every way to get one wrong."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from etl.index.scenario import ROOT, load_scenario, load_scenarios, parse_scenario
from etl.index.strict import ScenarioError
from tests.etl.index.edition import SCENARIO

CATALOGUE = ROOT.parent


def _column(name: str, column: str) -> set[str]:
    with (CATALOGUE / name).open(encoding="utf-8") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_shipped_scenarios_load_and_name_what_the_catalogue_has() -> None:
    scenarios = load_scenarios()
    assert {"default", "geometric", "critic", "rubric_example"} <= set(scenarios)
    pillars = _column("pillars.csv", "pillar_id")
    indicators = _column("indicators.csv", "id")
    practices = _column("practices.csv", "practice_id")
    for scenario in scenarios.values():
        lines = [*scenario.rubric, *scenario.vetoes]
        assert {i.pillar_id for i in scenario.rubric} <= pillars
        assert {i.indicator_id for i in lines} - {None} <= indicators
        assert {i.practice_id for i in lines} - {None} <= practices
        assert {p for m in scenario.weights.panel for p in m.pillars} | set(
            scenario.weights.pillars
        ) <= pillars


def test_the_default_is_as_designed() -> None:
    default = load_scenario("default")
    assert default.normalise.method == "percentile"
    assert (default.rules.pillar_method, default.rules.index_method) == ("arithmetic", "arithmetic")
    assert (default.rules.pillar_share, default.rules.pillars_needed) == (0.4, 5)
    assert not default.example


def test_the_example_rubric_covers_the_eight_conditions_with_100_points() -> None:
    rubric = load_scenario("rubric_example")
    points = [i.points if i.practice_id else max(level.points for level in i.levels) for i in rubric.rubric]
    assert sum(points) == 100
    assert len({i.pillar_id for i in rubric.rubric}) == 8
    assert rubric.example
    assert "非官方" in rubric.name_zh


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"normalize": {}}, "unknown normalize"),
        ({"normalise": {"method": "softmax"}}, "softmax is none of"),
        ({"weights": {"pillars": {"org": -1}}}, "negative"),
        ({"rules": {"pillar_share": 1.5}}, "pillar_share"),
        ({"rules": {"index_method": "median"}}, "median is none of"),
        ({"cycle": [2023, 2020]}, "cycle"),
        ({"cycle": [2023]}, "list of 2"),
        ({"quota": 0}, "quota"),
        ({"min_places": "five"}, "'five' is not int"),
        ({"min_places": True}, "True is not int"),
        ({"group": "prefecture"}, "keys and values"),
        ({"vetoes": [{"answer": "no"}]}, "either a practice_id or an indicator_id"),
        ({"vetoes": [{"practice_id": "x", "answer": "perhaps"}]}, "yes or no"),
        ({"rubric": [{"pillar_id": "org", "practice_id": "x"}]}, "points above 0"),
        ({"rubric": [{"pillar_id": "org", "indicator_id": "x"}]}, "levels"),
        ({"example": True}, "示例"),
        ({"uncertainty": {"draws": 0}}, "draws"),
        ({"uncertainty": {"normalisations": ["goalposts"]}}, "goalposts is none of"),
        ({"normalise": {"method": "goalposts", "goalposts": {"a": [5, 5]}}}, "low < high"),
        ({"bounds": [1.5, 2]}, "bounds"),
    ],
)
def test_a_wrong_scenario_says_what_and_how_to_mend_it(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        parse_scenario({**SCENARIO, **change})


def test_missing_keys_and_other_documents_refused() -> None:
    with pytest.raises(ScenarioError, match="reason is missing"):
        parse_scenario({k: v for k, v in SCENARIO.items() if k != "reason"})
    with pytest.raises(ScenarioError, match="keys and values"):
        parse_scenario(["a", "list"])


def test_bare_no_of_yaml_is_no() -> None:
    assert (
        parse_scenario({**SCENARIO, "vetoes": [{"practice_id": "x", "answer": False}]}).vetoes[0].answer
        == "no"
    )


def test_files_that_are_not_there_or_not_readable(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="default"):
        load_scenario("nothing")
    bad = tmp_path / "bad.yml"
    bad.write_text("a: [", encoding="utf-8")
    with pytest.raises(ScenarioError, match="YAML"):
        load_scenario(bad)
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="UTF-8"):
        load_scenario(bad)
    bad.write_text("!!python/object/apply:os.system ['true']", encoding="utf-8")
    with pytest.raises(ScenarioError, match="YAML"):
        load_scenario(bad)


def test_the_id_is_the_file_name(tmp_path: Path) -> None:
    text = (ROOT / "default.yml").read_text(encoding="utf-8")
    (tmp_path / "other.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="call it 'other'"):
        load_scenario(tmp_path / "other.yml")


def test_quota_as_share_and_as_number() -> None:
    default = parse_scenario(SCENARIO)
    assert default.places_in_quota(10) == 3
    assert parse_scenario({**SCENARIO, "quota": 20}).places_in_quota(11) == 11
