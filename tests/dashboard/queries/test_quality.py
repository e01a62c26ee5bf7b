import dataclasses

import pandas as pd

from dashboard.queries import quality
from dashboard.queries.edition import Edition
from etl.schema import Reason


def replaced(edition: Edition, **tables: pd.DataFrame) -> Edition:
    return dataclasses.replace(edition, tables={**edition.tables, **tables})


def test_a_cell_is_compared_exactly_where_a_comparable_value_stands(opened: Edition) -> None:
    cells = quality.cells(opened)
    assert not cells.duplicated(["place_code", "indicator_id"]).any()
    values = opened["values"]
    comparable = values[values["comparable"].astype(bool)]
    expected = set(zip(comparable["place_code"], comparable["indicator_id"], strict=True))
    compared = cells[cells["state"] == "compared"]
    assert set(zip(compared["place_code"], compared["indicator_id"], strict=True)) == expected


def test_a_mention_without_a_comparable_value_has_a_reason(opened: Edition) -> None:
    cells = quality.cells(opened)
    assert cells.loc[cells["state"] == "stated", "why"].ne("").all()
    assert cells.loc[cells["state"] == "compared", "why"].eq("").all()


def test_cells_stand_under_their_pillar_in_the_order_of_the_catalogue(opened: Edition) -> None:
    cells, known = quality.cells(opened), opened["indicators"].set_index("indicator_id")
    ids = cells["indicator_id"].astype("str")
    assert list(cells["pillar_id"]) == list(known["pillar_id"][ids])
    places = cells["place_code"].astype("str")
    assert list(zip(places, known["order"][ids], strict=True)) == sorted(
        zip(places, known["order"][ids], strict=True)
    )


def test_pillars_add_up_to_the_cells(opened: Edition) -> None:
    cells, pillars = quality.cells(opened), quality.by_pillar(opened, quality.cells(opened))
    assert pillars["compared"].sum() == (cells["state"] == "compared").sum()
    assert pillars["stated"].sum() == (cells["state"] == "stated").sum()


def test_every_place_with_a_source_has_its_row(opened: Edition) -> None:
    places = quality.covered_places(opened, quality.cells(opened))
    assert set(places["place_code"]) == set(opened["sources"]["place_code"].dropna())
    assert places["compared"].is_monotonic_decreasing


def test_refusals_are_all_there_and_filtered(opened: Edition) -> None:
    every = quality.refused(opened)
    assert len(every) == len(opened["rejected"])
    dates = every["reason"].isin(quality.NEVER_A_VALUE)
    assert dates.is_monotonic_increasing
    assert quality.reasons(opened)["n"].sum() == len(every)
    assert set(quality.refused(opened, reason=Reason.NO_INDICATOR)["reason"]) == {"NO_INDICATOR"}
    code = every["place_code"].iloc[0]
    assert set(quality.refused(opened, place_code=code)["place_code"]) == {code}
    assert quality.refused(opened, words="这句话哪里都没有").empty


def test_words_are_words_and_no_pattern(opened: Edition) -> None:
    assert quality.refused(opened, words="(.*").empty


def test_conflicts_come_with_both_observations(opened: Edition) -> None:
    rows = quality.differing(opened)
    assert rows["difference_pct"].abs().is_monotonic_decreasing
    seen = quality.observations(opened, [*rows["kept_id"], *rows["other_id"]])
    assert set(rows["kept_id"]) | set(rows["other_id"]) == set(seen.index)


def test_failed_sources_come_first(opened: Edition) -> None:
    rows = opened["sources"].reset_index(drop=True)
    rows.loc[len(rows) - 1, "status"] = "failed"
    last = rows["source_id"].iloc[-1]
    assert quality.sources(replaced(opened, sources=rows))["source_id"].iloc[0] == last


def test_corrections_not_applied_come_first(opened: Edition) -> None:
    source = opened["sources"]["source_id"].iloc[0]
    fixes = pd.DataFrame(
        {
            "correction_id": ["a", "b"],
            "source_id": [source, "gone"],
            "expect": ["1", "2"],
            "replace": ["", "3"],
            "reason": ["x", "y"],
            "applied": [True, False],
        }
    )
    assert quality.corrections(replaced(opened, corrections=fixes))["correction_id"].tolist() == ["b", "a"]
