from dashboard.queries import groups
from dashboard.queries.edition import Edition
from dashboard.queries.groups import Group


def test_peers_are_ordered_alike_and_the_lead_comes_first(opened: Edition) -> None:
    lead = groups.default_lead(opened)
    found = groups.members(opened, lead, Group.PEERS)
    assert found["place_code"].iloc[0] == lead
    assert found["distance"].is_monotonic_increasing
    assert len(found) <= groups.PEERS + 1
    assert found["level"].nunique() == 1


def test_groups_hold_only_places_with_data(opened: Edition) -> None:
    known = set(opened["values"]["place_code"])
    for group in Group:
        assert set(groups.members(opened, groups.default_lead(opened), group)["place_code"]) <= known


def test_an_unknown_lead_gives_everyone(opened: Edition) -> None:
    assert len(groups.members(opened, "000000", Group.PROVINCE)) == len(groups.with_data(opened))


def test_regions_cover_every_province(opened: Edition) -> None:
    codes = opened["places"].query("level == 'province'")["place_code"]
    assert {groups.region(code) for code in codes} == {"east", "centre", "west", "northeast"}


def test_peers_come_with_their_reasons_in_the_number_asked_for(opened: Edition) -> None:
    lead = groups.default_lead(opened)
    found = groups.members(opened, lead, Group.PEERS, n=5)
    assert len(found) == 6
    first = found.iloc[0]
    assert (first["times"], first["same_province"], first["same_region"]) == (1.0, True, True)
    assert (found["shared"] <= first["shared"]).all()
    ratio = found["population"] / first["population"]
    assert found["times"].tolist() == ratio.tolist()


def test_a_group_picked_by_hand_holds_the_lead_place_and_those_with_data(opened: Edition) -> None:
    lead, other = groups.default_lead(opened), groups.with_data(opened)["place_code"].iloc[-1]
    found = groups.members(opened, lead, Group.PICKED, picked=[other, "999999"])
    assert set(found["place_code"]) == {lead, other}
