import pandas as pd

from dashboard import palette
from dashboard.charts import trends


def test_spans_are_bars_points_are_markers_and_only_the_lead_is_red() -> None:
    rows = pd.DataFrame(
        [
            ("1", "甲", 2019, 2021, 2.0, True, ""),
            ("1", "甲", 2022, 2022, 3.0, False, ""),
            ("2", "乙", 2022, 2022, 1.0, False, ""),
        ],
        columns=["place_code", "label", "start", "end", "shown", "is_span", "tip"],
    )
    medians = pd.DataFrame({"year": [2020], "median": [2.5], "n": [5]})
    figure = trends.trends(rows, [("1", rows[:2])], medians, lead="1", median_label="中位数")
    (span,) = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert list(span.x) == [2018.6, 2020.0, 2021.4]
    assert span.line.color == palette.LEAD
    colours = [trace.marker.color for trace in figure.data if trace.mode == "markers"]
    assert colours.count(palette.LEAD) == 1
    assert len(figure.layout.shapes) == 1
    assert figure.layout.yaxis.range[0] == 0
