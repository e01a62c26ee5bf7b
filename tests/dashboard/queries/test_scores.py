from dashboard.queries import scores
from dashboard.queries.edition import Edition


def test_ranked_and_unranked_are_everyone_with_a_score(opened: Edition) -> None:
    for item in scores.items(opened):
        ranked, bracketed = scores.ranked(opened, item), scores.unranked(opened, item)
        rows = opened["scores"].query(
            "scenario_id == @scores.SCENARIO and item_id == @item and kind != 'indicator'"
        )
        assert sorted([*ranked["place_code"], *bracketed["place_code"]]) == sorted(rows["place_code"])


def test_ranks_follow_the_scores_and_lie_in_their_interval(opened: Edition) -> None:
    for item in scores.items(opened):
        ranked = scores.ranked(opened, item)
        assert ranked["shown"].is_monotonic_decreasing
        assert ranked["rank"].is_monotonic_increasing
        assert (ranked["rank_best"] <= ranked["rank_worst"]).all()


def test_a_place_has_its_index_first(opened: Edition) -> None:
    own = scores.of_place(opened, str(opened["scores"]["place_code"].iloc[0]))
    assert own["item_id"].iloc[0] == scores.INDEX
    assert own["item_id"].is_unique
