"""Sentences: every clean character knows where it stood, and nothing is lost on the way."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.records import Document
from etl.segment import MAX_SENTENCE, segment
from tests.etl.reading import TEXTS, document, sentences

NORMAL = str.maketrans("０１２３４５６７８９％．＋－／ＡＢＣＤ:;!?(),", "0123456789%.+-/ABCD：；！？（），")
PROSE = st.text(alphabet="全市慰问官兵老兵优待证，、“”（）百万", min_size=1, max_size=30)
MARKED = st.lists(PROSE, min_size=1, max_size=6, unique=True).map("。\n".join).map(lambda t: t + "。")


def texts(text: str) -> list[str]:
    return [s.text for s in sentences(text)]


@given(TEXTS)
def test_each_clean_character_points_to_what_it_was(text: str) -> None:
    for own in sentences(text):
        assert len(own.text) == len(own.offsets)
        for clean, offset in zip(own.text, own.offsets, strict=True):
            assert clean.translate(NORMAL) == text[offset].translate(NORMAL)


@given(TEXTS)
def test_offsets_rise_through_the_whole_report(text: str) -> None:
    offsets = [offset for own in sentences(text) for offset in own.offsets]
    assert all(a < b for a, b in itertools.pairwise(offsets))
    assert all(0 <= offset < len(text) for offset in offsets)


@given(MARKED)
def test_no_character_of_prose_is_lost(text: str) -> None:
    kept = {offset for own in sentences(text) for offset in own.offsets}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= kept


@given(TEXTS, st.integers(0, 5000))
def test_offsets_count_from_the_start_of_the_file(text: str, start: int) -> None:
    moved = segment(Document("x", "x.md", "", text, start))
    assert [[o - start for o in s.offsets] for s in moved] == [list(s.offsets) for s in sentences(text)]


@given(TEXTS, st.data())
def test_a_span_of_a_sentence_is_a_span_of_the_file(text: str, data: st.DataObject) -> None:
    for own in sentences(text)[:3]:
        start = data.draw(st.integers(0, len(own.text) - 1))
        end = data.draw(st.integers(start + 1, len(own.text)))
        low, high = own.span(start, end)
        assert text[low].translate(NORMAL) == own.text[start].translate(NORMAL)
        assert text[high - 1].translate(NORMAL) == own.text[end - 1].translate(NORMAL)


@given(TEXTS)
def test_sentences_are_never_empty_nor_endless(text: str) -> None:
    assert all(0 < len(s.text) <= MAX_SENTENCE or s.is_heading for s in sentences(text))


def test_sentences_end_at_full_stops_and_keep_closing_quotes() -> None:
    assert texts("全市动员。官兵说：“放心！”群众都来了？") == [
        "全市动员。",
        "官兵说：“放心！”",
        "群众都来了？",
    ]


def test_a_sentence_broken_by_a_line_end_is_one() -> None:
    text = "各级各部门把双拥工作摆上重要位置，层层落实责任，按月走访慰问驻地部队官兵和\n优抚对象家庭。"
    [own] = texts(text)
    assert own == text.replace("\n", "")


def test_a_page_break_inside_a_sentence_is_no_end() -> None:
    text = "各级各部门把双拥工作摆上重要位置，层层落实责任，按月走访慰问\n\n- 12 -\n\n驻地部队官兵。"
    [own] = texts(text)
    assert own.endswith("走访慰问驻地部队官兵。")


@pytest.mark.parametrize(
    "heading", ["一、组织领导", "（二）宣传教育", "## 拥军支前", "3.政策落实", "政策落实"]
)
def test_headings_are_told_from_sentences_and_name_their_section(heading: str) -> None:
    found = sentences(f"{heading}\n\n全市走访慰问官兵，送去慰问品。")
    assert [s.is_heading for s in found] == [True, False]
    assert found[1].section == heading.lstrip("# ")


def test_bullets_and_headings_never_run_together() -> None:
    found = sentences("## 双拥活动\n- 慰问官兵\n- 悬挂光荣牌")
    assert [s.text for s in found] == ["双拥活动", "慰问官兵", "悬挂光荣牌"]
    assert len({s.paragraph for s in found}) == 3


def test_repeated_headers_and_page_numbers_are_no_text() -> None:
    page = "某市双拥简报\n第{}页\n这一段写第{}件事，写得明明白白。\n"
    assert texts("".join(page.format(i, "一二三四"[i]) for i in range(4))) == [
        f"这一段写第{c}件事，写得明明白白。" for c in "一二三四"
    ]


def test_title_lines_are_not_body() -> None:
    assert [s.text for s in segment(Document("x", "x", "", "标题在此\n正文来了。", 0, body_start=5))] == [
        "正文来了。"
    ]


@pytest.mark.parametrize("opening", ["下一步，", "今后，", "我市将继续"])
def test_a_passage_on_plans_is_marked(opening: str) -> None:
    plain, goal = sentences(f"全市悬挂光荣牌。{opening}悬挂更多光荣牌。")
    assert (plain.is_goal, goal.is_goal) == (False, True)


def test_a_section_on_plans_is_marked_to_its_end() -> None:
    found = sentences("一、下一步打算\n\n建设服务站。\n\n二、主要成效\n\n建成服务站。")
    assert [s.is_goal for s in found if not s.is_heading] == [True, False]


@pytest.mark.parametrize("unit", ["慰问官兵，", "慰问官兵、", "慰问官兵", "1"])
def test_an_endless_sentence_is_cut_and_loses_nothing(unit: str) -> None:
    text = unit * (5 * MAX_SENTENCE)
    found = sentences(text)
    assert "".join(s.text for s in found) == text
    assert max(len(s.text) for s in found) <= MAX_SENTENCE


def test_a_long_sentence_is_not_cut_inside_a_number() -> None:
    text = "慰问官兵" * 199 + "共1200人次"
    assert "".join(s.text for s in sentences(text)) == text
    assert any("1200" in s.text for s in sentences(text))


def test_an_empty_report_has_no_sentences() -> None:
    assert segment(document("")) == []
    assert segment(document("\n \n\u3000\n")) == []
