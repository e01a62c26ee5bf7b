import pandas as pd

from dashboard import palette
from dashboard.charts import bars


def test_only_the_lead_place_is_red() -> None:
    rows = pd.DataFrame(
        {
            "place_code": ["1", "2", "3"],
            "label": ["甲", "乙", "丙"],
            "shown": [3.0, 2.0, 1.0],
            "shown_low": [3.0, 1.5, 1.0],
            "shown_high": [3.3, 2.0, 1.0],
            "tip": ["", "", ""],
        }
    )
    figure = bars.bars(rows, lead="2", group=frozenset({"1", "2"}), median=2.5, median_label="中位数")
    assert list(figure.data[0].marker.color) == [palette.GROUP, palette.LEAD, palette.OTHERS]
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.annotations[0].text == "中位数"
    assert "geo" not in figure.to_json()
