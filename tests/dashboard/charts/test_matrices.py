import pandas as pd

from dashboard.charts import coverage, tables_by_part
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
