"""Who acts: "驻军投入 is not 支持部队投入" (issue 3)."""

from __future__ import annotations

import pytest

from etl.actors import GARRISON, GOVERNMENT, Actors
from etl.catalog import Catalog
from etl.records import Sentence
from tests.etl.reading import facts, sentences


def doer(catalog: Catalog, text: str, word: str) -> str:
    """Who acts where ``word`` stands (the first time) in a text of several sentences."""
    actors = Actors(catalog.actors)
    for own in sentences(text):
        actors.enter(own)
        if not own.is_heading and word in own.text:
            return actors.at(own.text.index(word))
    raise ValueError(word)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("驻军投入资金20万元。", GARRISON),
        ("驻市部队官兵捐款20万元。", GARRISON),
        ("市财政为驻军投入资金20万元。", GOVERNMENT),
        ("市委市政府向部队官兵赠送20万元。", GOVERNMENT),
        ("市政府开展拥军活动，向驻军及演训部队赠送慰问品20万元。", GOVERNMENT),
    ],
)
def test_the_party_named_as_the_subject_acts(catalog: Catalog, text: str, actor: str) -> None:
    assert doer(catalog, text, "20万元") == actor


def test_the_doer_carries_over_within_a_paragraph_and_not_beyond(catalog: Catalog) -> None:
    text = "驻军部队投身建设。先后植树500棵。\n\n　　各地植树600棵。"
    assert doer(catalog, text, "500") == GARRISON
    assert doer(catalog, text, "600") != GARRISON


def test_a_heading_says_who_acts_below_it(catalog: Catalog) -> None:
    assert doer(catalog, "三、驻军官兵支援地方建设\n\n投入资金20万元。", "20万元") == GARRISON
    assert doer(catalog, "三、拥军支前\n\n投入资金20万元。", "20万元") == GOVERNMENT


def test_entering_a_heading_forgets_the_doer_before(catalog: Catalog) -> None:
    text = "驻军部队投身建设。\n\n四、政策落实\n\n投入资金20万元。"
    assert doer(catalog, text, "20万元") == GOVERNMENT


def test_the_same_words_mean_opposite_things_by_their_doer() -> None:
    assert facts("市政府投入资金300万元，支持驻地部队营区建设。") == [("support.construction_spend", 300)]
    assert facts("驻军部队投入帮扶资金300万元，支援驻地乡村建设。") == [("gov.aid_spend", 300)]


def test_no_party_named_is_an_empty_answer(catalog: Catalog) -> None:
    actors = Actors(catalog.actors)
    plain: Sentence = sentences("投入资金20万元。")[0]
    actors.enter(plain)
    assert actors.at(4) == ""
