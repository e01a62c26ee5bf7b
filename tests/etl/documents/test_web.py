"""Web pages: the article and nothing else of the page; hostile markup in bounded time."""

from __future__ import annotations

import time

import pytest

from etl.documents.blocks import Content, Grid, Paragraph
from etl.documents.web import MAX_TAGS, read_web
from etl.read import read_bytes
from etl.schema import Problem
from tests.etl.documents.rendered import Report, as_page

TOLD = Report("某市双拥工作情况", "2023-06-01", ((True, "双拥活动"), (False, "走访慰问官兵100名。")))
PAGE = as_page(TOLD).decode()


def content(page: str) -> Content:
    found = read_web(page)
    assert isinstance(found, Content), found
    return found


def test_the_article_alone_is_read() -> None:
    [document] = read_bytes("a.html", as_page(TOLD))
    assert document.text.split() == ["某市双拥工作情况", "2023-06-01", "#", "双拥活动", "走访慰问官兵100名。"]
    assert (document.title, document.date) == ("某市双拥工作情况", "2023-06-01")
    assert document.publisher == "某市退役军人事务局"


def test_no_date_is_made_up() -> None:
    [document] = read_bytes("a.html", as_page(Report("某市双拥工作", "", TOLD.paragraphs)))
    assert document.date is None


def test_a_page_in_gbk_is_read() -> None:
    [document] = read_bytes("a.html", PAGE.replace("utf-8", "gbk").encode("gbk"))
    assert "走访慰问官兵100名。" in document.text


def test_tables_and_breaks() -> None:
    table = "<table><tr><th>指标</th><th>2021年</th></tr><tr><td>光荣牌</td><td>5200块</td></tr></table>"
    blocks = content(
        PAGE.replace("官兵100名。", f"官兵100名。<br>　　第二段30件。</p>{table}<p>末段。")
    ).blocks
    [grid] = [b for b in blocks if isinstance(b, Grid)]
    assert grid.rows == (("指标", "2021年"), ("光荣牌", "5200块"))
    texts = [b.text for b in blocks if isinstance(b, Paragraph)]
    assert texts[-3:] == ["走访慰问官兵100名。", "第二段30件。", "末段。"]


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<html>" + "<div>" * 50_000 + "走访12次。", Problem.TOO_COMPLEX),
        ("<html>" + "<b>" * (MAX_TAGS + 1), Problem.TOO_COMPLEX),
        ("<html>" + "<table><tr><td>" * 2_000, Problem.TOO_COMPLEX),
        ("<html><body></body></html>", Problem.EMPTY),
        ("<html><script>走访慰问官兵999人。</script></html>", Problem.EMPTY),
    ],
    ids=["deep", "many", "nested tables", "empty", "script only"],
)
def test_hostile_pages_are_refused_at_once(page: str, problem: Problem) -> None:
    started = time.process_time()
    assert read_web(page) is problem
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "links",
    [
        "<p>上一篇：邻县发放优待金236万元</p><p>相关链接：邻县建成服务站80个</p>",
        "<p>版权所有：市人民政府 联系电话 0936-1234567</p>",
    ],
)
def test_lines_that_lead_on_to_other_pages_are_not_read(links: str) -> None:
    [document] = read_bytes("a.html", PAGE.replace("100名。</p>", f"100名。</p>{links}").encode())
    assert document.text.split()[-1] == "走访慰问官兵100名。"
