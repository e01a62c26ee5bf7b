import pandas as pd

from dashboard.charts import document, markup, table
from dashboard.charts.document import Span
from dashboard.charts.table import Column, Table

EVIL = '<img src=x onerror="alert(1)">'


def test_text_and_attributes_are_escaped() -> None:
    assert "<img" not in markup.tag("p", markup.text(EVIL), title=EVIL)


def test_a_mark_stays_within_its_sentence() -> None:
    assert markup.marked("投入<1>18万元。", "18万元") == "投入&lt;1&gt;<mark>18万元</mark>。"
    assert markup.marked("没有数字", "5") == "没有数字"


def test_a_table_escapes_and_shows_missing_as_a_dash() -> None:
    frame = pd.DataFrame({"name": [EVIL, "乙"], "shown": [18500.0, None], "code": ["1", EVIL]})
    columns = (Column("name", "地方"), Column("shown", "数值", "万元", numeric=True))
    made = table.html(Table("标题", columns, frame, pick="code", lead="1"))
    assert "<img" not in made
    assert "18,500" in made
    assert ">–<" in made
    assert made.count('class="sy-lead"') == 1


def test_a_document_keeps_every_character_of_its_lines() -> None:
    text = "---\ntitle: x\n---\n## 标题\n\n- 投入12万元，其中3万元用于<b>慰问</b>。\n"
    start = text.index("12万元")
    spans = [Span(start, start + 4, "a", "used", "t"), Span(start + 2, start + 4, "b", "not", "t")]
    made = document.html(text, spans)
    assert "title: x" not in made
    assert "<b>" not in made
    assert '<h4 class="sy-line">标题</h4>' in made
    assert made.count("<button") == 1
    assert "，其中3万元用于&lt;b&gt;慰问&lt;/b&gt;。" in made
