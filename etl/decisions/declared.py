"""A fix that was declared or decided: the record, its checks, and how it stands in corrections.yml.

One record serves both: a fix that somebody wrote into data/reference/corrections.yml, and what a
reviewer decided on the screen. It names a source, the text that must still stand there (``expect``)
and, of a reviewer, the figure in it and how the machine had read that figure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Final

from etl.schema import Decision, PeriodKind

YEARS: Final = range(1900, 2101)
"""Years that a period may name."""
LONGEST: Final = 4000
"""Characters of any text of a record: sentences have 800 at most."""


class DeclaredError(ValueError):
    """A record that cannot be used: ``key`` is wrong, and how to mend it."""

    def __init__(self, key: str, problem: str, cure: str) -> None:
        self.key, self.problem, self.cure = key, problem, cure
        super().__init__(f"{key}: {problem}. {cure}")


@dataclass(frozen=True, slots=True)
class Correction:
    """A declared fix or a reviewer's decision.

    Without ``figure`` it is about all figures inside ``expect``, and ``replace`` is read in place of
    ``expect``. With ``figure``, ``replace`` is read in place of that figure alone; empty leaves it
    as printed. ``was_indicator`` and ``was_value`` are what the machine had read (empty: it had
    refused the figure).
    """

    correction_id: str
    source: str
    expect: str
    replace: str
    reason: str
    decision: Decision = Decision.CORRECT
    figure: str = ""
    occurrence: int = 1
    """Which of the figures printed alike inside ``expect``, counted through the whole source."""
    cell: str = ""
    """Of a return: sheet and cell, 表!C5; ``expect`` and ``figure`` are the cell's text."""
    was_indicator: str = ""
    was_value: float | None = None
    indicator: str = ""
    period_kind: PeriodKind | None = None
    period_start: int | None = None
    period_end: int | None = None
    place: str = ""
    by: str = ""
    at: str = ""

    @property
    def said(self) -> str:
        """The reason, and who gave it."""
        return f"{self.reason}（{self.by}）" if self.by else self.reason

    @property
    def subject(self) -> tuple[str, str, str, str, int]:
        """The figure it is about: of decisions on the same one, the latest is in force."""
        return self.source, self.cell, self.expect, self.figure, self.occurrence


def in_force(records: Iterable[Correction]) -> list[Correction]:
    """The latest record of each figure, without what was taken back; in the order of their time.

    Records without a time come first, and of equal times the later in ``records`` holds. Fixes
    without a figure are not decisions on one: each stands for itself.
    """
    latest: dict[tuple[object, ...], Correction] = {}
    for record in sorted(records, key=lambda r: r.at):
        key = record.subject if record.figure else (record.correction_id,)
        latest.pop(key, None)
        latest[key] = record
    return [r for r in latest.values() if r.decision is not Decision.WITHDRAW]


def stamped(record: Correction, now: datetime | None = None) -> Correction:
    """The record with its time (UTC, to the microsecond) and an id that follows from all it says."""
    dated = replace(record, at=(now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds"))
    return replace(dated, correction_id=_digest(dated))


def _digest(record: Correction) -> str:
    said = "\0".join(str(v) for k, v in asdict(record).items() if k != "correction_id")
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def as_row(record: Correction) -> dict[str, Any]:
    """The record as corrections.yml has it: only the keys that say something."""
    period = {
        "kind": record.period_kind and str(record.period_kind),
        "start": record.period_start,
        "end": record.period_end,
    }
    row: dict[str, Any] = {"id": record.correction_id, "decision": str(record.decision)}
    row |= {"source": record.source, "expect": record.expect, "replace": record.replace}
    if record.figure:
        row |= {"cell": record.cell, "figure": record.figure, "occurrence": record.occurrence}
        row |= {"was": {"indicator": record.was_indicator, "value": record.was_value}}
    row |= {"indicator": record.indicator, "period": period if record.period_kind else None}
    row |= {"place": record.place, "reason": record.reason, "by": record.by, "at": record.at}
    always = ("id", "source", "expect", "replace", "reason")
    return {k: v for k, v in row.items() if k in always or v not in ("", None)}


def from_row(row: Any) -> Correction:
    """The record that a row of corrections.yml holds. Raises ``DeclaredError``."""
    missing = {"id", "source", "expect", "replace", "reason"} - set(row if isinstance(row, Mapping) else ())
    if missing:
        cure = "每条更正都要写全 / write all five keys"
        raise DeclaredError(min(missing), "缺失 / is missing", cure)
    was, period = _part(row, "was"), _part(row, "period")
    default = Decision.CORRECT if row["replace"] else Decision.REJECT
    return checked(
        Correction(
            correction_id=_text(row, "id"),
            source=_text(row, "source"),
            expect=_text(row, "expect"),
            replace=_text(row, "replace"),
            reason=_text(row, "reason"),
            decision=_code(Decision, "decision", row.get("decision") or default),
            figure=_text(row, "figure"),
            occurrence=1 if row.get("occurrence") is None else int(_number("occurrence", row["occurrence"])),
            cell=_text(row, "cell"),
            was_indicator=_text(was, "indicator"),
            was_value=None if was.get("value") is None else _number("was", was["value"]),
            indicator=_text(row, "indicator"),
            period_kind=_code(PeriodKind, "period", period["kind"]) if period.get("kind") else None,
            period_start=_whole("period", period.get("start")),
            period_end=_whole("period", period.get("end")),
            place=_text(row, "place"),
            by=_text(row, "by"),
            at=_time(_text(row, "at")),
        )
    )


def checked(record: Correction) -> Correction:
    """The record itself. Raises ``DeclaredError`` where its parts do not fit each other."""
    for one in fields(record):
        if isinstance(value := getattr(record, one.name), str) and len(value) > LONGEST:
            raise DeclaredError(one.name, "太长 / is too long", f"至多 {LONGEST} 字 / {LONGEST} characters")
    for key in ("correction_id", "source", "expect", "reason"):
        if not getattr(record, key).strip():
            raise DeclaredError(key, "为空 / is empty", "填写 / fill it in")
    if record.figure not in record.expect or record.occurrence < 1:
        raise DeclaredError("figure", "不在 expect 中 / is not in expect", "照原文写 / copy it from there")
    years = [y for y in (record.period_start, record.period_end) if y is not None]
    if any(y not in YEARS for y in years) or years != sorted(years):
        raise DeclaredError("period", "年份不对 / years are wrong", "起始年不晚于截止年 / start, then end")
    changes = record.indicator or record.period_kind or record.place
    if changes and not (record.figure and record.decision is Decision.CORRECT):
        cure = "写明 figure，decision 用 correct / name the figure, with decision correct"
        raise DeclaredError("figure", "缺失 / is missing", cure)
    if not record.figure and record.decision not in (Decision.CORRECT, Decision.REJECT):
        raise DeclaredError("figure", "缺失 / is missing", "写明是哪个数字 / name the figure")
    return record


def _part(row: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = row.get(key) or {}
    if not isinstance(part, Mapping):
        raise DeclaredError(key, "格式不对 / has the wrong form", "写成 {…} / write it as {…}")
    return part


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)


def _code(kind: Any, key: str, value: object) -> Any:
    try:
        return kind(str(value))
    except ValueError:
        cure = f"改为 / use one of {', '.join(kind)}"
        raise DeclaredError(key, f"{value!r} 不是允许的代码 / is no code", cure) from None


def _number(key: str, value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise DeclaredError(key, f"{value!r} 不是数 / is no number", "写成数字 / write a number") from None


def _whole(key: str, value: object) -> int | None:
    return None if value is None else int(_number(key, value))


def _time(text: str) -> str:
    """The time in UTC as ``stamped`` writes it; empty stays empty."""
    if not text:
        return ""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        cure = "写成 2026-01-31T09:00+08:00"
        raise DeclaredError("at", f"{text!r} 不是时间 / is no time", cure) from None
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")
