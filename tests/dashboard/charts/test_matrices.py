import pandas as pd

from dashboard import palette
from dashboard.charts import coverage, differences, intervals, tables_by_part
from dashboard.charts import table as tables
from dashboard.charts.coverage import Cell, Heading, Row
from dashboard.charts.table import Column, Table

ATTACK = "<script>alert(1)</script>"


def test_a_matrix_says_its_states_and_escapes() -> None:
    cells = (Cell("3", 0.9, ATTACK), Cell("○", None, "tip"))
    rows = [Row("1", ATTACK, cells, "3"), Row("2", "b", cells, "3")]
    html = coverage.html(ATTACK, "place", [Heading("a", "of 4"), Heading("b", "of 2")], rows, "total", "2")
    assert "<script>" not in html
    assert html.count('data-pick="') == 2
    assert html.count('class="sy-lead"') == 1
    assert html.count("background:#0B5D57;color:#FFFFFF") == 2


def test_parts_keep_their_order_and_rows_without_a_pick_are_plain() -> None:
    rows = pd.DataFrame({"part": ["y", "x", "y"], "name": ["a", ATTACK, "c"], "go": ["1", None, "3"]})
    table = Table("t", (Column("name", "n"),), rows, pick="go")
    html = tables_by_part.html(table, "part", {"x": "X", "y": "Y", "z": "Z"})
    assert "<script>" not in html
    assert html.index("X · 1") < html.index("Y · 2")
    assert "Z" not in html
    assert html.count("data-pick") == 2


def test_intervals_have_a_line_and_a_dot_each() -> None:
    rows = pd.DataFrame(
        {
            "code": ["1", "2"],
            "label": ["a", "b"],
            "value": [2.0, 1.0],
            "low": [1.0, 1.0],
            "high": [3.0, 2.0],
            "said": ["", ""],
            "tip": ["", ""],
        }
    )
    figure = intervals.intervals(rows, title="rank", span=(0.5, 3.5), lead="2", line=1.5, ranks=30)
    lines = [t for t in figure.data if t.mode == "lines"]
    assert [tuple(t.x) for t in lines] == [(1.0, 3.0), (1.0, 2.0)]
    dots = next(t for t in figure.data if t.mode == "markers")
    assert list(dots.marker.color) == [palette.INK_SOFT, palette.LEAD]
    assert figure.layout.xaxis.tickvals[0] == 1
    assert figure.layout.xaxis.tickvals[-1] == 30


def test_differences_stand_on_their_side_with_a_sign() -> None:
    rows = pd.DataFrame({"label": ["a", "b"], "part": [2.5, -1.0], "tip": ["", ""]})
    bar = differences.differences(rows, "A", "B").data[0]
    assert list(bar.text) == ["+2.5", "−1.0"]
    assert list(bar.marker.color) == [palette.ABOVE, palette.BELOW]
    nothing = rows.assign(part=0.0)
    assert list(differences.differences(nothing, "A", "B").data[0].x) == [0.0, 0.0]


def test_scores_keep_their_decimals() -> None:
    rows = pd.DataFrame({"s": [55.0, 53.71], "f": [0.03749, 2.0]})
    html = tables.html(
        Table("t", (Column("s", "s", numeric=True, decimals=1), Column("f", "f", numeric=True)), rows)
    )
    assert ">55.0<" in html
    assert ">53.7<" in html
    assert ">0.0375<" in html
