"""Cues: nearness, clauses, marks of a group, and the unit, on a rule book of our own."""

from __future__ import annotations

from typing import Any

import pytest

from etl.cues import CueBook
from etl.records import Candidate
from tests.etl.reading import figures


def book(**rules: dict[str, Any]) -> CueBook:
    """One rule an indicator; lists left out are empty."""
    empty: dict[str, Any] = {"units": ["person"], "help": [], "against": [], "not": []}
    return CueBook(
        {name: [{"id": "r", **empty, **rule}] for name, rule in rules.items()}, {"people": "person visits"}
    )


def read(cues: CueBook, text: str, number: int = 0, actor: str = "") -> list[Candidate]:
    found = figures(text)
    return cues.candidates(cues.scan(text, found), found[number], actor)


def names(candidates: list[Candidate]) -> list[str]:
    return [c.indicator_id for c in candidates]


TRAINED = book(a={"need": ["培训"]})


def test_a_word_near_a_figure_makes_a_candidate_and_says_so() -> None:
    [found] = read(TRAINED, "培训老兵30名。")
    assert (found.indicator_id, found.rule_id, found.matched) == ("a", "a/r", ("培训",))


def test_no_word_no_candidate() -> None:
    assert read(TRAINED, "走访老兵30名。") == []


def test_every_group_must_be_found() -> None:
    cues = book(a={"need": ["培训 教育", "老兵"]})
    assert names(read(cues, "培训老兵30名。")) == ["a"]
    assert names(read(cues, "教育老兵30名。")) == ["a"]
    assert read(cues, "培训学员30名。") == []


def test_the_unit_must_fit() -> None:
    assert read(TRAINED, "培训投入30万元。") == []
    assert names(read(book(a={"units": ["$people"], "need": ["培训"]}), "培训30人次。")) == ["a"]


def test_nearer_is_better() -> None:
    near, far = read(TRAINED, "培训30名。"), read(TRAINED, "培训各县各乡各村推荐来的30名。")
    assert near[0].score > far[0].score


def test_another_clause_is_further_away_than_the_same() -> None:
    same, other = read(TRAINED, "培训来自各地的老兵30名。"), read(TRAINED, "组织培训，来自各地老兵30名。")
    assert same[0].score > other[0].score


def test_another_figure_s_words_are_its_own() -> None:
    text = "培训30名，走访50名。"
    assert names(read(TRAINED, text, 0)) == ["a"]
    second = read(TRAINED, text, 1)
    assert not second or second[0].score < read(TRAINED, text, 0)[0].score - 0.5


def test_a_shared_word_reaches_over_a_figure() -> None:
    text = "培训县级30名、乡级50名。"
    own, shared = read(TRAINED, text, 1), read(book(a={"need": ["~ 培训"]}), text, 1)
    assert names(shared) == ["a"]
    assert not own or own[0].score < shared[0].score


@pytest.mark.parametrize(("mark", "before", "after"), [("<", ["a"], []), (">", [], ["a"])])
def test_a_side_is_kept(mark: str, before: list[str], after: list[str]) -> None:
    cues = book(a={"need": [f"{mark} 培训"]})
    assert names(read(cues, "培训30名。")) == before
    assert names(read(cues, "30名参加培训。")) == after


def test_a_forbidden_word_close_by_rules_it_out() -> None:
    cues = book(a={"need": ["培训"], "not": ["民兵"]})
    assert read(cues, "培训民兵30名。") == []
    assert names(read(cues, "培训老兵30名。")) == ["a"]


def test_help_raises_and_against_lowers() -> None:
    plain = read(TRAINED, "培训老兵30名。")[0].score
    assert read(book(a={"need": ["培训"], "help": ["老兵"]}), "培训老兵30名。")[0].score > plain
    assert read(book(a={"need": ["培训"], "against": ["老兵"]}), "培训老兵30名。")[0].score < plain


def test_the_longer_phrase_wins() -> None:
    cues = book(a={"need": ["培训"]}, b={"need": ["技能培训"]})
    assert names(read(cues, "技能培训30名。"))[0] == "b"


def test_the_garrison_s_figure_is_not_the_government_s() -> None:
    cues = book(a={"need": ["投入"], "units": ["money"], "actor": "garrison"})
    assert read(cues, "投入30万元。", actor="government") == []
    assert names(read(cues, "投入30万元。", actor="garrison")) == ["a"]


def test_the_order_of_the_rules_decides_nothing() -> None:
    rules = {"a": {"need": ["培训"]}, "b": {"need": ["老兵"]}, "c": {"need": ["参加"]}}
    text = "参加培训老兵30名。"
    ahead, back = book(**rules), book(**dict(reversed(rules.items())))
    assert read(ahead, text) == read(back, text)


def test_practices_need_all_groups_within_reach() -> None:
    cues = book(a={"units": [], "need": ["纳入", "规划"]})
    assert [words for *_, words in cues.stated("双拥工作纳入发展规划。")] == [("纳入", "规划")]
    assert list(cues.stated("双拥工作纳入" + "各" * 200 + "规划。")) == []
    assert list(cues.stated("双拥工作纳入考核。")) == []
