"""Declared fixes and decisions: one record, one form in YAML, and which of them are in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.decisions.declared import Correction, DeclaredError, as_row, from_row, in_force, stamped
from etl.decisions.files import ImportFault, exported, imported
from etl.schema import Decision, PeriodKind

OLD = {"id": "a", "source": "own", "expect": "光荣牌52块", "replace": "光荣牌5200块", "reason": "少印两位"}
NEW = {
    **OLD,
    "decision": "correct",
    "figure": "52块",
    "replace": "5200块",
    "was": {"indicator": "activity.glory_plaques", "value": 52},
}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


def record(at: str = "", decision: Decision = Decision.CONFIRM, **more: object) -> Correction:
    base = Correction("id" + at, "own", "光荣牌52块", "", "与原文一致", decision, "52块", at=at)
    return replace(base, **more)


def test_an_old_entry_corrects_or_rejects() -> None:
    assert from_row(OLD).decision is Decision.CORRECT
    assert from_row({**OLD, "replace": None}).decision is Decision.REJECT


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"decision": "perhaps"}, "decision"),
        ({"figure": "53块"}, "figure"),
        ({"occurrence": 0}, "figure"),
        ({"was": "52"}, "was"),
        ({"was": {"value": "many"}}, "was"),
        ({"period": {"kind": "decade"}}, "period"),
        ({"period": {"kind": "year", "start": 2023, "end": 2022}}, "period"),
        ({"period": {"kind": "year", "start": 20233}}, "period"),
        ({"decision": "reject", "place": "620700"}, "figure"),
        ({"figure": None, "decision": "confirm"}, "figure"),
        ({"figure": None, "indicator": "org.staff"}, "figure"),
        ({"reason": " "}, "reason"),
        ({"reason": "字" * 5000}, "reason"),
        ({"at": "yesterday"}, "at"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object], key: str) -> None:
    with pytest.raises(DeclaredError) as caught:
        from_row({**NEW, **change})
    assert caught.value.key == key


@given(WORDS, WORDS, st.floats(allow_nan=False, allow_infinity=False), st.integers(1900, 2100), WORDS)
def test_out_and_in_again_is_the_same(source: str, reason: str, value: float, year: int, name: str) -> None:
    one = stamped(
        record(
            decision=Decision.CORRECT,
            source=source,
            expect=f"{name}52块",
            cell=f"{name}!C5",
            was_indicator="org.staff",
            was_value=value,
            replace="5200块",
            period_kind=PeriodKind.SINCE,
            period_start=year,
            period_end=year,
            place="620700",
            reason="x" + reason,
            by=name,
        )
    )
    if source.strip():
        assert imported(exported([one, replace(one, correction_id="b")]).encode()) == [
            one,
            replace(one, correction_id="b"),
        ]


def test_only_what_says_something_is_written() -> None:
    assert as_row(from_row(OLD)) == {**OLD, "decision": "correct"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"a: [", "YAML"),
        (b"a: 1", "list"),
        (b"- {id: a}", "entry 1"),
        (b"#" * 5_000_001, "large"),
        (b"[" * 3000, "YAML"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, said: str) -> None:
    with pytest.raises(ImportFault, match=said):
        imported(data)


def test_the_latest_decision_on_a_figure_holds() -> None:
    first, second = record("2026-01-01"), record("2026-01-02", Decision.REJECT)
    assert in_force([second, first]) == [second]
    assert in_force([first, second, record("2026-01-03", Decision.WITHDRAW)]) == []


def test_another_figure_of_the_sentence_is_another_matter() -> None:
    one, other = record("2026-01-01"), record("2026-01-02", occurrence=2)
    assert in_force([one, other]) == [one, other]


def test_old_entries_on_one_sentence_stand_side_by_side() -> None:
    rows = [from_row({**OLD, "id": i}) for i in "ab"]
    assert in_force(rows) == rows


def test_a_stamp_is_in_utc_and_its_id_follows_from_what_is_said() -> None:
    shanghai = datetime(2026, 1, 31, 9, tzinfo=timezone(timedelta(hours=8)))
    one = stamped(record(), shanghai)
    assert one.at == "2026-01-31T01:00:00.000000+00:00"
    assert one == stamped(record(), shanghai.astimezone(UTC))
    assert one.correction_id != stamped(record(reason="另一理由"), shanghai).correction_id
