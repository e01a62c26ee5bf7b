"""Inside one report: parts and totals, sums the catalogue asks for, repeats.

Conventions: with a stated total, the total counts and its parts do not; service stations
given by level only are summed; a figure printed twice is one fact, and one printed
differently twice is two facts that are flagged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from etl.catalog import Catalog
from etl.records import Finding
from etl.schema import Combine, Flag, Measure, PeriodKind, Qualifier, Reason, Scope

_PART_BEFORE: Final = re.compile(r"其中|包括|（(?:其中|含)|分别(?:是|为)|（[^）]*$")
_TOTAL_BEFORE: Final = re.compile(r"共计|合计|总计|累计|共")
_STRAY: Final = re.compile(r"\d{7,}")
_WATERMARK: Final = re.compile(r"##\w+##|www\.|https?：|公众号：|微信：")
TOTAL_TOLERANCE: Final = 0.01
REREAD_WITHIN: Final = 0.5
_LEVELS: Final = re.compile(r"(?:省|市|地|县|区|旗)级|县[（(]|镇|乡|街道|村|社区|嘎查|苏木")
_LEVEL_AFTER: Final = re.compile(r"(?:省|市|县|区|旗|镇|乡|街道|村|社区|嘎查|苏木|行政村)")
_DIFFER_TOLERANCE: Final = 0.005


def reconcile(findings: list[Finding], catalog: Catalog) -> None:
    """Mark parts, sums, duplicates and differing repeats of one report, in place."""
    _sum_levels(findings, catalog.sum_by_level)
    _drop_summands(findings)
    _drop_parts(findings)
    _flag_exceeded(findings)
    _drop_duplicates(findings)
    _flag_differing(findings, catalog)
    _flag_damaged(findings)


def _accepted(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.accepted]


def _indicator(finding: Finding) -> str:
    return finding.candidates[0].indicator_id


def _drop_parts(findings: list[Finding]) -> None:
    """A figure after 其中 (or in the bracket after a total) is a part of the figure before it.

    A part that can also be read as another indicator's figure (of 1758.5万元 relief, 112.8万元
    for housing) counts there.
    """
    accepted = _accepted(findings)
    order = {id(s): i for i, s in enumerate({id(f.sentence): f.sentence for f in findings}.values())}
    for position, part in enumerate(accepted):
        if not _PART_BEFORE.search(part.sentence.text[: part.quantity.start]):
            continue  # most figures: looking at all those before each costs the square of their number
        for before in range(position - 1, -1, -1):
            total = accepted[before]
            distance = order[id(part.sentence)] - order[id(total.sentence)]
            if distance > 1 or total.sentence.paragraph != part.sentence.paragraph:
                break
            if _indicator(total) != _indicator(part) or (total.value or 0) <= (part.value or 0):
                continue
            if _is_part(total, part):
                _reread(part, total)
                break


def _flag_exceeded(findings: list[Finding]) -> None:
    """Parts that add up to more than their total: one of the figures is wrong."""
    parts: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        if finding.reason is Reason.PART_OF_TOTAL:
            parts.setdefault((id(finding.sentence), _indicator(finding)), []).append(finding)
    for total in _accepted(findings):
        below = parts.get((id(total.sentence), _indicator(total)), [])
        if sum(f.value or 0 for f in below) > (total.value or 0) * (1 + TOTAL_TOLERANCE):
            total.flags.add(Flag.PARTS_DIFFER)


def _reread(part: Finding, total: Finding) -> None:
    best = part.candidates[0]
    if part.alternatives and best.score - part.alternatives[0].score < REREAD_WITHIN:
        part.candidates = [part.alternatives[0]]
        part.flags.add(Flag.NEAR_TIE)
    else:
        part.reject(Reason.PART_OF_TOTAL, total.sentence.text[total.quantity.start : total.quantity.end])


def _drop_summands(findings: list[Finding]) -> None:
    """走访A 4459人，走访B 3559人，共计8018人: a total after its parts, when they add up to it."""
    by_sentence: dict[tuple[int, str], list[Finding]] = {}
    for finding in _accepted(findings):
        by_sentence.setdefault((id(finding.sentence), _indicator(finding)), []).append(finding)
    for group in by_sentence.values():
        total = group[-1]
        before = total.sentence.text[max(0, total.quantity.start - 12) : total.quantity.start]
        parts = group[:-1]
        adds_up = abs(sum(f.value or 0 for f in parts) - (total.value or 0)) <= TOTAL_TOLERANCE * (
            total.value or 0
        )
        if len(parts) > 1 and adds_up and _TOTAL_BEFORE.search(before):
            for part in parts:
                part.reject(Reason.PART_OF_TOTAL, f"{total.value:g}")


def _is_part(total: Finding, part: Finding) -> bool:
    if total.sentence is part.sentence:
        between = part.sentence.text[total.quantity.end : part.quantity.start]
        return bool(_PART_BEFORE.search(between))
    return part.sentence.text.startswith("其中")


def _sum_levels(findings: list[Finding], indicators: Collection[str]) -> None:
    """市级1个、县级7个、镇级73个、村级1330个: without a total, their sum is the figure."""
    by_sentence: dict[tuple[int, str], list[Finding]] = {}
    for finding in _accepted(findings):
        if _indicator(finding) in indicators and finding.scope is Scope.SELF:
            by_sentence.setdefault((id(finding.sentence), _indicator(finding)), []).append(finding)
    for group in by_sentence.values():
        levelled = [f for f in group if _has_level(f)]
        if len(levelled) > 1:
            _sum_group(levelled, [f for f in group if f not in levelled])


def _sum_group(levelled: list[Finding], totals: list[Finding]) -> None:
    parts = sum(f.value or 0 for f in levelled)
    stated = [f for f in (*totals, *levelled) if abs((f.value or 0) * 2 - parts) < 0.5] or totals
    if not stated:
        first = levelled[0]
        first.value = parts
        first.flags.add(Flag.SUMMED_PARTS)
        for f in levelled[1:]:
            f.reject(Reason.SUMMED, f"{parts:g}")
        return
    whole = max(f.value or 0 for f in stated)
    _check_parts(totals, whole, parts)
    for f in levelled:
        if (f.value or 0) < whole:
            f.reject(Reason.PART_OF_TOTAL, f"{whole:g}")


def _check_parts(totals: list[Finding], whole: float, parts: float) -> None:
    for total in totals:
        if total.value == whole and abs(whole - parts) > 0.5:
            total.flags.add(Flag.PARTS_DIFFER)


def _has_level(finding: Finding) -> bool:
    q, text = finding.quantity, finding.sentence.text
    before = re.split(r"[，。；：、和及]|\d", text[max(0, q.start - 14) : q.start])[-1]
    return bool(_LEVEL_AFTER.match(text, q.end) or _LEVELS.search(before))


def _drop_duplicates(findings: list[Finding]) -> None:
    """The same value of the same indicator again: the mention with the better period stays."""
    kept: dict[tuple[str, float, Scope], Finding] = {}
    for finding in _accepted(findings):
        key = (_indicator(finding), round(finding.value or 0, 6), finding.scope)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = finding
            continue
        if _in_one_list(earlier, finding):
            continue
        loser, winner = (earlier, finding) if _definite(finding) > _definite(earlier) else (finding, earlier)
        loser.reject(Reason.DUPLICATE, winner.sentence.text[winner.quantity.start : winner.quantity.end])
        winner.flags.add(Flag.REPEATED)
        kept[key] = winner


def _in_one_list(first: Finding, second: Finding) -> bool:
    """评选最美退役军人10名、最美军嫂10名: equal figures of one list are different facts."""
    return first.sentence is second.sentence


def _definite(finding: Finding) -> int:
    if finding.flags & {Flag.CONFIRMED, Flag.CORRECTED}:
        return 4  # a person's word before the machine's
    period = finding.period
    if period is None:
        return 0
    stated = period.kind in (PeriodKind.YEAR, PeriodKind.SINCE, PeriodKind.ANNUAL)
    carried = Flag.CARRIED_PERIOD in finding.flags
    return 3 if stated and not carried else 2 if stated else 1 if period.text else 0


def _flag_differing(findings: list[Finding], catalog: Catalog) -> None:
    """One total stated twice with different values, where the catalogue keeps one: a conflict."""
    groups: dict[tuple[str, object], list[Finding]] = {}
    for finding in _accepted(findings):
        indicator = catalog.indicators[_indicator(finding)]
        if (
            indicator.combine is Combine.SUM
            or finding.scope is Scope.SUB
            or indicator.measure is Measure.RATE
        ):
            continue
        p = finding.period
        groups.setdefault((indicator.indicator_id, (p.kind, p.start, p.end) if p else None), []).append(
            finding
        )
    for group in groups.values():
        if len({round(f.value or 0, 6) for f in group}) > 1 and not _agree(group):
            for finding in group:
                finding.flags.add(Flag.CONFLICT)


def _agree(group: list[Finding]) -> bool:
    """Values that their qualifiers make compatible (1.8万多 and 18300)."""
    exact = all(f.quantity.qualifier is Qualifier.EXACT for f in group)
    low = max(f.quantity.low or f.value or 0 for f in group)
    high = min(f.quantity.high or f.value or 0 for f in group)
    return not exact and low <= high * (1 + _DIFFER_TOLERANCE)


def _flag_damaged(findings: list[Finding]) -> None:
    """A lost number, a watermark or a stray phone number in a sentence casts doubt on its figures."""
    damaged = {id(f.sentence) for f in findings if f.reason is Reason.DAMAGED or _is_stray(f)}
    for finding in _accepted(findings):
        if id(finding.sentence) in damaged or _WATERMARK.search(finding.sentence.text):
            finding.flags.add(Flag.DAMAGED_NEARBY)


def _is_stray(finding: Finding) -> bool:
    q = finding.quantity
    return not q.unit and _STRAY.fullmatch(finding.sentence.text[q.start : q.end]) is not None
