from dashboard.queries import catalogue
from dashboard.queries.edition import Edition


def test_everything_is_listed_in_order(opened: Edition) -> None:
    rows = catalogue.indicators(opened)
    assert rows["order"].is_monotonic_increasing
    assert set(rows["indicator_id"]) == set(opened["indicators"]["indicator_id"])
    assert rows["observations"].sum() == len(opened["observations"])
    assert (rows["compared"] <= rows["stated"]).all()


def test_every_word_must_be_found(opened: Edition) -> None:
    both = catalogue.indicators(opened, "安置 率")
    assert "policy.placement_rate" in set(both["indicator_id"])
    assert set(both["indicator_id"]) < set(catalogue.indicators(opened, "安置")["indicator_id"])
    assert catalogue.indicators(opened, "PLACEMENT rate")["indicator_id"].tolist() == [
        "policy.placement_rate"
    ]
    assert catalogue.indicators(opened, "(.*").empty


def test_a_pillar_limits_the_list(opened: Edition) -> None:
    assert set(catalogue.indicators(opened, topic="org")["pillar_id"]) == {"org"}
    assert set(catalogue.practices(opened, topic="org")["pillar_id"]) == {"org"}


def test_practices_count_places_once(opened: Edition) -> None:
    rows = catalogue.practices(opened)
    said = opened["practices"].drop_duplicates(["place_code", "practice_id"])
    assert rows["yes"].sum() + rows["no"].sum() == len(said)
    assert (rows["yes"] + rows["no"] <= catalogue.sourced_places(opened)).all()
