"""Time expressions to periods in calendar years, and which period a figure stands under.

Conventions (the annotation guide's): N年来 means N calendar years that end in the report's
year; 以来 runs up to it; 今年 is it; 每年 is a yearly figure; 累计, 近年来, 先后 state no start.
A flow carries over the period of the sentence before it in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from etl.numerals import parse_number
from etl.records import Period, Quantity, QuantityKind, Sentence
from etl.schema import Measure, PeriodKind

_Y: Final = r"(?:19|20)\d\d"
_N: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_EVENTS: Final = {
    "十八大": 2012,
    "十九大": 2017,
    "二十大": 2022,
    "党史学习教育": 2021,
    "疫情发生": 2020,
    "疫情暴发": 2020,
    "疫情爆发": 2020,
    "“十三五”": 2016,
    "“十四五”": 2021,
}
_FIVE_YEAR_PLANS: Final = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025)}
STARTS: Final = (
    r"[\d“一七三上两九二五今从任先党八六共几创前十历去启命四多实年开成截换改最本每疫目累组自至过近这连长]"
)
"""What a time expression can begin with (see ``etl.quantities.STARTS``)."""
PATTERN: Final = re.compile(
    rf"(?={STARTS})(?:(?P<range>{_Y})年?\s*[-—–~～至到]+\s*(?P<range_end>{_Y})年(?:度|[底末])?"
    rf"|(?:自|从)?(?P<since>{_Y})年(?:度|底|初|末)?(?:\d{{1,2}}月(?:份|底|初)?)?(?:\d{{1,2}}日)?(?P<mark>来(?![访信宾])|[^，。；、《》\d]{{0,16}}?(?:以来|至今)|起|开始)"
    rf"|自(?P<since_event>{_Y})年[^。；\d]{{2,36}}以来"
    rf"|(?P<year>{_Y})年(?!代)"
    r"|(?P<last_since>去年(?:\d{1,2}月(?:份)?)?(?:以来|至今|起))"
    r"|(?P<this>今年|本年度|年初以来|(?:今年)?(?:上半年|前三季度)|(?<!\d年)\d{1,2}月(?:份)?(?:\d{1,2}日)?以来)"
    r"|(?P<last>去年|上年度?|上一年)|(?P<before_last>前年)"
    rf"|“?(?P<plan>十二五|十三五|十四五)”?(?:期间|时期)"
    rf"|(?P<event>{'|'.join(_EVENTS)})[^，。；]{{0,12}}?以来"
    rf"|(?:近|过去|最近|这)?(?P<years>{_N})(?:个)?(?:年|载)(?:多|余)?(?:来|间|时间里?)(?!的?历史)|近(?P<near_years>{_N})年(?!代)|连续(?P<running>{_N})年"
    r"|(?P<annual>每年|年均|每一年|每年度|(?<![\d今去前])年度?(?=发放|投入|安排|落实|接待|支出|补助))"
    r"|(?P<vague>近年来|近些年来?|近几年来?|多年来|几年来|这些年来?|历年来|长期以来|一直以来|\d{1,3}多?余?年来)"
    r"|(?P<open>(?:自|从)[^，。；\d]{3,30}?以来|(?<=[^\d年])(?:创建|成立|组建|命名|开展|启动|实施|任|换届|改革)以来)"
    r"|(?P<month>(?<![\d年])\d{1,2}月(?:\d{1,2}日)?)"
    r"|(?P<total>截至目前|截止目前|目前|至今|累计|先后|共计))"
)
_OF_PERSONS: Final = re.compile(r"[^，。；]{0,8}(?:入伍|退役|退出现役|退伍|出生|参军|毕业)的")
"""2022年退出现役的73名: the year says who they are, not when the sum was paid."""
_COMPARED: Final = re.compile("[比较]$")
"""比上年增长8.5% names what a figure is compared with, not when it was."""
_BREAK: Final = re.compile(
    r"^(?:[一二三四五六七八九十]是|(?:第[一二三四五六七八九]|首先|其次|再次)[，,]|[（(]?[一二三四五六七八九十\d]+[、.）)]|目前|现|全市现有|如今|截至目前|为(?:更好|进一步|了))"
)
LINKS: Final = re.compile(
    r"^(?:同时|此外|另外|其中|特别是|尤其|并|还|据统计|期间|共|累计|先后|在此期间|截至|其间|与此同时|组织|开展|投入|投资|采取|帮助|解决|发放|安置|举办|协调|积极|落实|接收|专门|驻|广大官兵|为|对|通过|\d)"
)
_STRONG: Final = frozenset({PeriodKind.YEAR, PeriodKind.SINCE})


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression: where it stands in the sentence and what it says."""

    start: int
    end: int
    period: Period
    weak: bool = False
    """累计, 先后, 目前: says that no start is given, but gives way to one that is."""


def find_mentions(text: str, year: int | None) -> list[Mention]:
    """Time expressions of a sentence, in order; ``year`` is the report's."""
    return list(_scan(text, year))


def _scan(text: str, year: int | None) -> Iterator[Mention]:
    quoted = [m.span() for m in re.finditer(r"《[^》]*》", text)]
    for m in PATTERN.finditer(text):
        if any(a <= m.start() < b for a, b in quoted):
            continue
        if _OF_PERSONS.match(text, m.end()) or (m["last"] and _COMPARED.search(text, 0, m.start())):
            continue
        period = _period(m, year)
        if period is not None:
            yield Mention(m.start(), m.end(), period, weak=m["total"] is not None)


def _period(m: re.Match[str], year: int | None) -> Period | None:
    kind, start, end = PeriodKind.CUMULATIVE, None, None
    since = m["since"] or m["since_event"]
    if m["range"]:
        kind, start, end = PeriodKind.SINCE, int(m["range"]), int(m["range_end"])
    elif since:
        kind, start, end = PeriodKind.SINCE, int(since), year
    elif m["year"]:
        kind, start, end = PeriodKind.YEAR, int(m["year"]), int(m["year"])
    elif m["plan"]:
        start, end = _FIVE_YEAR_PLANS[m["plan"]]
        kind, end = PeriodKind.SINCE, min(end, year or end)
    elif m["event"]:
        kind, start, end = PeriodKind.SINCE, _EVENTS[m["event"]], year
    elif m["open"]:
        kind, end = PeriodKind.SINCE, year
    elif m["annual"]:
        kind = PeriodKind.ANNUAL
    elif years := m["years"] or m["near_years"] or m["running"]:
        return _years(m, int(parse_number(years)), year)
    elif m["vague"] or m["total"]:
        pass
    elif year is None:
        return None
    else:
        kind, start, end = _relative(m, year)
    return Period(kind, start, end, m[0])


def _years(m: re.Match[str], count: int, year: int | None) -> Period:
    """N年来: N calendar years up to the report's."""
    if year is None:
        return Period(PeriodKind.CUMULATIVE, None, None, m[0])
    return Period(PeriodKind.SINCE, year - count + 1, year, m[0])


def _relative(m: re.Match[str], year: int) -> tuple[PeriodKind, int, int]:
    if m["last_since"]:
        return PeriodKind.SINCE, year - 1, year
    if m["last"]:
        return PeriodKind.YEAR, year - 1, year - 1
    if m["before_last"]:
        return PeriodKind.YEAR, year - 2, year - 2
    return PeriodKind.YEAR, year, year


class Timeline:
    """Walks a report's sentences and keeps the period that is carried over."""

    def __init__(self, year: int | None, title: str = "") -> None:
        self._year = year
        titled = [x.period for x in find_mentions(title, year) if x.period.kind in _STRONG]
        self._title = titled[0] if titled else None
        self._carried: Period | None = None
        self._lead: Period | None = None
        self._paragraph = -1
        self._mentions: list[Mention] = []
        self._text = ""
        self._current: Period | None = None
        self._quantities: list[Quantity] = []

    def enter(self, sentence: Sentence, quantities: list[Quantity]) -> None:
        """Take up the next sentence; call ``period_of`` for its figures afterwards."""
        text = sentence.text
        if sentence.is_heading:
            self._carried = self._lead = None
            self._paragraph = sentence.paragraph
            return
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            self._carried, self._lead = self._lead, None
        self._text = text
        self._mentions = find_mentions(text, self._year)
        self._quantities = quantities
        strong = [x for x in self._mentions if x.period.kind in _STRONG and not _is_point(text, x)]
        resets = [x for x in self._mentions if not x.weak and x.period.kind is not PeriodKind.ANNUAL]
        if _BREAK.match(text):
            self._carried = None
        self._current = self._carried if LINKS.match(text) else None
        has_values = any(q.kind is QuantityKind.VALUE for q in quantities)
        if strong:
            self._carried = replace(strong[-1].period)
        elif resets:
            self._carried = None
        self._lead = self._carried if strong and not has_values else None

    def period_of(self, quantity: Quantity, measure: Measure) -> tuple[Period, bool]:
        """(period of a figure of the sentence, whether it is carried over)."""
        if measure is Measure.STANDARD:
            return Period(PeriodKind.STANDARD), False
        own = self._own_period(quantity)
        if (
            own is not None
            and own.kind in _STRONG
            and not (measure is Measure.STOCK and _RELATIVE.match(own.text))
        ):
            return own, False
        if measure is Measure.STOCK:
            return Period(PeriodKind.ASOF, text=own.text if own else ""), False
        if own is not None and (own.kind is PeriodKind.ANNUAL or own.text not in _WEAK_WORDS):
            return (Period(PeriodKind.ASOF, text=own.text) if measure is Measure.RATE else own), False
        carried = None if measure is Measure.RATE else self._current or self._title
        if carried is not None:
            return carried, True
        if own is not None and measure is Measure.FLOW:
            return own, False
        return Period(PeriodKind.ASOF if measure is Measure.RATE else PeriodKind.CUMULATIVE), False

    def _own_period(self, quantity: Quantity) -> Period | None:
        shared = self._respectively(quantity)
        if shared is not None:
            return shared
        found: Mention | None = None
        for x in self._mentions:
            if x.start >= quantity.start:
                break
            if x.weak and found is not None and found.period.kind in _STRONG:
                continue
            if x.period.kind is PeriodKind.ANNUAL and _CLAUSE_END.search(self._text, x.end, quantity.start):
                continue
            found = x
        return found.period if found else None

    def _respectively(self, quantity: Quantity) -> Period | None:
        """2019年、2020年、2021年…分别为710人、771人、642人: the k-th year for the k-th figure."""
        years = [x for x in self._mentions if x.period.kind is PeriodKind.YEAR and x.start < quantity.start]
        values = [
            q for q in self._quantities if q.kind is QuantityKind.VALUE and years and q.start > years[-1].end
        ]
        run = [q for q in values if q.dimension == quantity.dimension][: len(years)]
        if len(years) > 1 and len(run) == len(years) and quantity in run:
            return years[run.index(quantity)].period
        return None


_RELATIVE: Final = re.compile(r"今年|本年|上半年|\d{1,2}月")
"""今年 or a month in a sentence on a stock dates the news, the stock is of the report's date."""
_CLAUSE_END: Final = re.compile("[，；]")
"""每年 holds for its own clause: 每年召开座谈会，为574名…送喜报 does not say 574 a year."""
_WEAK_WORDS: Final = frozenset({"截至目前", "截止目前", "目前", "至今", "累计", "先后", "共计"})


def _is_point(text: str, mention: Mention) -> bool:
    """A naming or founding year (2020年荣获…) dates the event, not the figures after it."""
    return (
        re.match(r"[^，。；]{0,12}(?:荣获|获评|荣膺|被命名|被授予|挂牌|印发|出台|颁布)", text[mention.end :])
        is not None
    )
