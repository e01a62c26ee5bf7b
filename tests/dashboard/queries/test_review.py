"""The queue of figures to review: its order, its filters, and what a decision on each is about."""

from __future__ import annotations

import pytest

from dashboard.queries import review
from dashboard.queries.edition import Edition
from dashboard.queries.quality import EVERY, NEVER_A_VALUE


def test_most_effect_first(opened: Edition) -> None:
    rows = review.queue(opened)
    assert len(rows) == len(opened["doubts"])
    assert rows["index_shift"].abs().is_monotonic_decreasing
    assert not rows["name_zh"].isna().any()


def test_filters_narrow_it_down(opened: Edition) -> None:
    rows = review.queue(opened)
    place = rows["place_code"].iloc[0]
    assert set(review.queue(opened, place)["place_code"]) == {place}
    conflicts = review.queue(opened, EVERY, "conflict")
    assert 0 < len(conflicts) < len(rows)
    assert all("conflict" in kinds for kinds in conflicts["kinds"])


def test_refused_figures_follow_where_asked_for(opened: Edition) -> None:
    rows = review.queue(opened, refused=True)
    more = rows[rows["reason"] != ""]
    refused = opened["rejected"]
    assert len(more) == (~refused["reason"].isin(NEVER_A_VALUE)).sum()
    assert (rows.index[rows["reason"] != ""] >= len(opened["doubts"])).all()
    assert rows["item"].is_unique


def test_every_item_can_be_looked_up(opened: Edition) -> None:
    rows = review.queue(opened, refused=True)
    subjects = {}
    names = rows["item"].iloc[::8]
    for name in names:
        one = review.item(opened, name)
        source, _, expect, figure, number = one.subject
        assert figure in expect
        subjects[(source, expect, figure, number, one.was_indicator)] = name
    assert len(subjects) == len(names)


def test_what_is_decided_leaves_the_queue(opened: Edition) -> None:
    rows = review.queue(opened, refused=True)
    done = [rows["item"].iloc[0], rows["item"].iloc[-1]]
    left = review.queue(opened, refused=True, decided={review.item(opened, name).subject for name in done})
    assert len(left) == len(rows) - 2
    assert not set(done) & set(left["item"])


@pytest.mark.parametrize("name", ["o", "ogone", "rgone@3", "r", "nonsense"])
def test_an_unknown_item_is_no_item(opened: Edition, name: str) -> None:
    with pytest.raises(KeyError):
        review.item(opened, name)


def test_a_conflict_shows_the_other_source(opened: Edition) -> None:
    doubts = opened["doubts"]
    row = doubts[doubts["other_id"].notna()].iloc[0]
    one = review.item(opened, f"o{row['observation_id']}")
    assert one.other is not None
    assert one.other["observation_id"] == row["other_id"]
    assert one.other["source_id"] != one.row["source_id"]


def test_places_of_the_same_province(opened: Edition) -> None:
    rows = review.places(opened, "620700")
    assert set(rows["province_code"]) == {"620000"}
    assert "620725" in set(rows["place_code"])
