from dataclasses import replace

from dashboard.charts import spine
from dashboard.charts.spine import Row

ROW = Row(
    "组织领导",
    "<b>站数</b>",
    "2022年",
    ("2.9", "个/万人"),
    "4.8",
    "8.5",
    "张掖市",
    10,
    "worse",
    "落后",
    10,
    20,
    50,
    80,
    "id",
    "提示",
)


def test_rows_stand_under_their_pillars() -> None:
    made = spine.html([ROW, replace(ROW, pick="b"), replace(ROW, pillar="宣传教育")], ("指标",) * 7, "对标")
    assert made.count('class="sy-pillar"') == 2
    assert "<b>" not in made
    assert made.count("sy-marker-worse") == 3


def test_the_middle_half_never_vanishes() -> None:
    made = spine.html([replace(ROW, lower_at=50, upper_at=50)], ("指标",) * 7, "对标")
    assert "width:0.8%" in made
