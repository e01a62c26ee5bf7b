import pandas as pd

from dashboard.queries import trends
from dashboard.queries.edition import Edition
from dashboard.queries.ranking import Basis


def rows(*given: tuple[str, str, int, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(given, columns=["place_code", "period_kind", "start", "end", "shown"])
    return frame.assign(is_span=frame["start"] < frame["end"])


def test_a_span_is_never_joined() -> None:
    given = rows(
        ("1", "year", 2019, 2019, 1.0), ("1", "since", 2019, 2021, 2.0), ("1", "year", 2021, 2021, 3.0)
    )
    (line,) = trends.joined(given)
    assert line[1]["end"].tolist() == [2019, 2021]


def test_a_year_is_not_joined_to_a_state_at_the_reports_date() -> None:
    assert trends.joined(rows(("1", "year", 2019, 2019, 1.0), ("1", "asof", 2023, 2023, 2.0))) == []


def test_a_median_needs_five_places_and_counts_spans_in_each_year() -> None:
    given = rows(*[(str(i), "since", 2020, 2021, float(i)) for i in range(5)], ("9", "year", 2022, 2022, 9.0))
    found = trends.medians(given, given["place_code"])
    assert found["year"].tolist() == [2020, 2021]
    assert found["median"].tolist() == [2.0, 2.0]


def test_series_are_yearly_and_undated_values_stay_out(opened: Edition) -> None:
    shown = trends.series(opened, "policy.training_persons", Basis.TOTAL)
    assert (shown["shown"] == shown["annual_value"]).all()
    assert not set(trends.undated(opened, "policy.training_persons").index) & set(shown.index)
    assert (shown["start"] <= shown["end"]).all()


def test_the_default_indicator_has_values(opened: Edition) -> None:
    assert len(trends.series(opened, trends.richest(opened, None), Basis.COMPARABLE))
