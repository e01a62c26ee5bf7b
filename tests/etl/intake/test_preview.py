"""What a file would bring, worked out by hand for a place of the default edition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.catalog import ROOT as DATA
from etl.catalog import load_catalog
from etl.extract import Extractor
from etl.intake.preview import Effect, preview
from etl.records import Note

TEXT = """张掖市2024年双拥工作情况
2025年1月10日

全市退役军人服务中心（站）966个。
全市悬挂光荣牌52345块。
"""


@cache
def extractor() -> Extractor:
    return Extractor(load_catalog(DATA))


def seen(text: str, edition: Path | None, note: Note | None = None) -> Mapping[str, Any]:
    return preview("张掖.txt", text.encode(), note, edition, extractor())


def effects(found: Mapping[str, Any]) -> dict[str, tuple[Effect, float | None, float | None]]:
    return {e["indicator_id"]: (e["effect"], e["before_value"], e["after_value"]) for e in found["effects"]}


def test_without_an_edition_everything_is_new() -> None:
    found = seen(TEXT, None)
    assert {e for e, *_ in effects(found).values()} == {Effect.NEW}
    assert found["known"] == found["conflicts"] == []
    assert [(s["place_code"], s["date"], s["title"]) for s in found["sources"]] == [
        ("620700", "2025-01-10", "张掖市2024年双拥工作情况")
    ]


def test_a_later_value_takes_the_place_of_the_present_one(edition: Path) -> None:
    values = pd.read_parquet(edition / "values.parquet")
    stands = values[values["latest"] & (values["place_code"] == "620700")].set_index("indicator_id")["value"]
    found = effects(seen(TEXT, edition))
    for indicator, value in (("org.service_stations", 966.0), ("activity.glory_plaques", 52345.0)):
        assert found[indicator] == (Effect.CHANGED, stands[indicator], value)


def test_an_earlier_value_does_not_stand(edition: Path) -> None:
    found = effects(seen(TEXT.replace("2025年", "2015年").replace("2024年", "2014年"), edition))
    effect, before, after = found["org.service_stations"]
    assert effect is Effect.UNUSED
    assert before == after


def test_a_contradiction_is_told_with_both_sentences(edition: Path) -> None:
    original = next((DATA / "reports").glob("620700*-1.md")).read_text(encoding="utf-8")
    assert "963个" in original
    found = seen(original.replace("963个", "1063个").replace("date: 2023-08-03", "date: 2023-08-02"), edition)
    [conflict] = found["conflicts"]
    assert (conflict["new_value"], conflict["current_value"]) == (1063, 963)
    assert conflict["difference_pct"] == pytest.approx(10.38, abs=0.01)
    assert ("1063个" in conflict["new_quote"], "963个" in conflict["current_quote"]) == (True, True)
    assert (conflict["new_kept"], conflict["current_kept"]) == (False, True)
    assert effects(found)["org.service_stations"] == (Effect.UNUSED, 963, 963)


def test_what_the_edition_has_is_known_by_content_and_by_text(edition: Path) -> None:
    file = next((DATA / "reports").glob("620700*-1.md"))
    found = preview("copy.md", file.read_bytes(), None, edition, extractor())
    assert len(found["known"]) == 1
    assert found["effects"] == found["conflicts"] == []
    crlf = preview("copy.md", b"\xef\xbb\xbf" + file.read_bytes(), None, edition, extractor())
    assert crlf["known"] == []
    assert [s["problems"] for s in crlf["sources"]] == [["DUPLICATE_SOURCE"]]


def test_what_a_person_notes_wins(edition: Path) -> None:
    note = Note(place="北海市", date="2024-06-01", title="北海市报告")
    [source] = seen(TEXT, edition, note)["sources"]
    assert (source["place_code"], source["date"], source["title"]) == ("450500", "2024-06-01", "北海市报告")


def test_a_file_that_does_not_read_says_why(edition: Path) -> None:
    found = preview("x.txt", b"", None, edition, extractor())
    assert [s["problems"] for s in found["sources"]] == [["EMPTY"]]
    assert found["observations"] == found["effects"] == []


def test_a_return_of_several_places_is_put_beside_each_of_them(edition: Path) -> None:
    sheet = "地方,指标,2023年\n张掖市,退役军人服务中心（站）数,1063\n武威市,退役军人服务中心（站）数,900\n"
    found = preview("两地.csv", sheet.encode(), None, edition, extractor())
    stands = {(e["place_code"], e["effect"]) for e in found["effects"]}
    assert stands == {("620700", Effect.UNUSED), ("620600", Effect.NEW)}  # undated: the report stands
    assert [(c["place_code"], c["new_value"], c["current_value"]) for c in found["conflicts"]] == [
        ("620700", 1063, 963)
    ]
