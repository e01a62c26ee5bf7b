from dashboard.queries import titles
from dashboard.queries.edition import Edition


def test_counts_are_namings_on_the_lists(opened: Edition) -> None:
    counts = titles.counts(opened)
    national = opened["titles"].query("level == 'national'")
    assert counts["shown"].sum() == len(national.drop_duplicates(["place_code", "year"]))
    assert counts["shown"].is_monotonic_decreasing


def test_not_listed_needs_a_complete_list(opened: Edition) -> None:
    full = titles.complete_provinces(opened)
    province, year = full.iloc[0]["province_code"], int(full.iloc[0]["year"])
    for code in ("620100", province[:2] + "0100"):
        states = titles.timeline(opened, code).set_index("year")["national"]
        known = set(full[full["province_code"] == code[:2] + "0000"]["year"])
        assert all(
            (state == "unknown") == (y not in known) for y, state in states.items() if state != "named"
        )
    assert year in set(titles.timeline(opened, province)["year"])


def test_the_timeline_has_all_rounds(opened: Edition) -> None:
    assert len(titles.timeline(opened, "350100")) == len(opened["naming_rounds"])
