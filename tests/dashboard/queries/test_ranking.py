import pandas as pd

from dashboard.queries import ranking
from dashboard.queries.cycles import ALL_YEARS, cycles, default
from dashboard.queries.edition import Edition
from dashboard.queries.ranking import Basis


def rows(*intervals: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(intervals, columns=["shown_low", "shown", "shown_high"]).assign(
        place_code=[str(i) for i in range(len(intervals))]
    )


def test_ranks_and_intervals() -> None:
    found = ranking.with_ranks(rows((10, 10, 12), (9, 9, 9), (8, 8, 11), (1, 1, 1))).set_index("place_code")
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found["rank_best"].tolist() == [1, 2, 1, 4]
    assert found["rank_worst"].tolist() == [2, 3, 3, 4]


def test_ties_share_the_better_rank() -> None:
    found = ranking.with_ranks(rows((3, 3, 3), (3, 3, 3), (1, 1, 1)))
    assert found["rank"].tolist() == [1, 1, 3]
    assert found["rank_best"].tolist() == found["rank_worst"].tolist() == [1, 1, 3]


def test_lower_is_better_turns_the_order() -> None:
    found = ranking.with_ranks(rows((3, 3, 3), (1, 1, 2)), ascending=True)
    assert found["shown"].tolist() == [1, 3]
    assert found["rank_worst"].tolist() == [1, 2]


def test_a_ranking_covers_every_place_with_sources_once(opened: Edition) -> None:
    cycle = default(opened)
    for indicator_id in ("activity.glory_plaques", "policy.relief_paid", "org.service_stations"):
        ranked = ranking.ranked(opened, indicator_id, cycle)
        absent = ranking.absent(opened, indicator_id, cycle, ranked["place_code"])
        both = [*ranked["place_code"], *absent["place_code"]]
        assert len(both) == len(set(both)) == opened["sources"]["place_code"].dropna().nunique()


def test_values_per_head_are_those_of_the_edition(opened: Edition) -> None:
    ranked = ranking.ranked(opened, "activity.glory_plaques", default(opened))
    assert (ranked["shown"] == ranked["per_head_value"]).all()
    assert (ranked["shown_low"] <= ranked["shown"]).all()
    assert (ranked["shown_high"] >= ranked["shown"]).all()


def test_cumulative_totals_come_in_only_when_asked(opened: Edition) -> None:
    few = ranking.ranked(opened, "policy.relief_paid", ALL_YEARS, Basis.TOTAL)
    more = ranking.ranked(opened, "policy.relief_paid", ALL_YEARS, Basis.TOTAL, cumulative=True)
    assert set(few["place_code"]) < set(more["place_code"])
    assert (few["why_not"] != "NO_BASIS").all()


def test_cycles_do_not_overlap(opened: Edition) -> None:
    known = [cycle for cycle in cycles(opened) if cycle.round]
    years = [year for cycle in known for year in range(cycle.start or 0, (cycle.end or 0) + 1)]
    assert len(years) == len(set(years))
    assert cycles(opened)[-1] == ALL_YEARS
