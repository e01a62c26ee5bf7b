"""The tables of an edition: columns, types, keys and the codes they may hold.

A leaf module: it imports the standard library only, and everything that writes or
reads an edition takes its columns from here. A column or code that is not declared
cannot be written (``etl.publish`` refuses it).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PROGRAM_VERSION: Final = "0.1.0"
"""Part of every edition id: raise it when the same input should give other tables."""


class Qualifier(StrEnum):
    """How exactly a printed figure states its value."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    UNDER = "under"
    ABOUT = "about"


class PeriodKind(StrEnum):
    """The kind of time that a value covers."""

    ASOF = "asof"
    YEAR = "year"
    SINCE = "since"
    ANNUAL = "annual"
    CUMULATIVE = "cumulative"
    STANDARD = "standard"


class Scope(StrEnum):
    """Whether a value covers the whole place of the report or a part of it."""

    SELF = "self"
    SUB = "sub"


class SourceKind(StrEnum):
    """What sort of document a source is."""

    REPORT = "report"
    RETURN = "return"


class SourceStatus(StrEnum):
    """What became of a source in a run."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


class Problem(StrEnum):
    """Why a source is partial or failed."""

    EMPTY = "EMPTY"
    BINARY = "BINARY"
    TOO_LARGE = "TOO_LARGE"
    UNKNOWN_ENCODING = "UNKNOWN_ENCODING"
    UNREADABLE = "UNREADABLE"
    UNSUPPORTED = "UNSUPPORTED"
    BAD_HEADER = "BAD_HEADER"
    BAD_NOTE = "BAD_NOTE"
    NO_PLACE = "NO_PLACE"
    NO_DATE = "NO_DATE"
    DUPLICATE_SOURCE = "DUPLICATE_SOURCE"
    NOT_AS_NAMED = "NOT_AS_NAMED"
    ENCRYPTED = "ENCRYPTED"
    OLD_FORMAT = "OLD_FORMAT"
    MACROS = "MACROS"
    DAMAGED_FILE = "DAMAGED_FILE"
    UNSAFE_NAMES = "UNSAFE_NAMES"
    UNSAFE_XML = "UNSAFE_XML"
    TOO_MANY_MEMBERS = "TOO_MANY_MEMBERS"
    UNPACKS_TOO_LARGE = "UNPACKS_TOO_LARGE"
    NESTED_ARCHIVE = "NESTED_ARCHIVE"
    SCANNED = "SCANNED"
    SCANNED_PAGES = "SCANNED_PAGES"
    TOO_MANY_PAGES = "TOO_MANY_PAGES"
    TOO_COMPLEX = "TOO_COMPLEX"
    CRASHED = "CRASHED"
    TOO_MANY_CELLS = "TOO_MANY_CELLS"
    NO_RETURN = "NO_RETURN"
    FAULTY_RETURN = "FAULTY_RETURN"
    GOOD_ROWS_ONLY = "GOOD_ROWS_ONLY"


FATAL: Final = frozenset(Problem) - {
    Problem.NO_PLACE, Problem.NO_DATE, Problem.BAD_HEADER, Problem.SCANNED_PAGES, Problem.GOOD_ROWS_ONLY,
}  # fmt: skip
"""Problems of a source that could not be read at all; the others leave it partial."""


class Reason(StrEnum):
    """Why a quantity that was found is not an observation."""

    NO_INDICATOR = "NO_INDICATOR"
    UNIT_MISMATCH = "UNIT_MISMATCH"
    ORDINAL = "ORDINAL"
    DATE = "DATE"
    DOCUMENT_NUMBER = "DOCUMENT_NUMBER"
    SLOGAN = "SLOGAN"
    GRADE = "GRADE"
    NAME_PART = "NAME_PART"
    GOAL_NOT_RESULT = "GOAL_NOT_RESULT"
    ONE_PERSON = "ONE_PERSON"
    OTHER_PLACE = "OTHER_PLACE"
    PART_OF_TOTAL = "PART_OF_TOTAL"
    SUMMED = "SUMMED"
    DUPLICATE = "DUPLICATE"
    SUPERSEDED = "SUPERSEDED"
    DAMAGED = "DAMAGED"
    VAGUE = "VAGUE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NO_PLACE = "NO_PLACE"
    HEADING = "HEADING"
    CELL_FAULT = "CELL_FAULT"
    FAULTY_FILE = "FAULTY_FILE"
    TOTAL_ROW = "TOTAL_ROW"
    WORKED_OUT = "WORKED_OUT"
    REVIEWED = "REVIEWED"


class Fault(StrEnum):
    """What is wrong with a cell, a row or a sheet of a return (words: ``etl.returns.faults``)."""

    UNKNOWN_INDICATOR = "UNKNOWN_INDICATOR"
    UNKNOWN_PLACE = "UNKNOWN_PLACE"
    AMBIGUOUS_PLACE = "AMBIGUOUS_PLACE"
    NO_PLACE = "NO_PLACE"
    UNKNOWN_UNIT = "UNKNOWN_UNIT"
    OTHER_UNIT = "OTHER_UNIT"
    TWO_UNITS = "TWO_UNITS"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    SEVERAL_NUMBERS = "SEVERAL_NUMBERS"
    NEGATIVE = "NEGATIVE"
    TOO_LARGE = "TOO_LARGE"
    SHARE_ABOVE_100 = "SHARE_ABOVE_100"
    SHARE_AS_FRACTION = "SHARE_AS_FRACTION"
    NO_YEAR = "NO_YEAR"
    PART_OF_YEAR = "PART_OF_YEAR"
    UNREADABLE_YEAR = "UNREADABLE_YEAR"
    YEAR_OUT_OF_RANGE = "YEAR_OUT_OF_RANGE"
    FUTURE_YEAR = "FUTURE_YEAR"
    REPEATED_ROW = "REPEATED_ROW"
    CONTRADICTING_ROW = "CONTRADICTING_ROW"
    FORMULA_WITHOUT_VALUE = "FORMULA_WITHOUT_VALUE"
    ERROR_VALUE = "ERROR_VALUE"
    DATE_AS_NUMBER = "DATE_AS_NUMBER"
    MERGED_VALUE = "MERGED_VALUE"
    NO_HEADING = "NO_HEADING"
    UNKNOWN_HEADING = "UNKNOWN_HEADING"
    UNKNOWN_LAYOUT = "UNKNOWN_LAYOUT"
    NO_VALUES = "NO_VALUES"
    HIDDEN_VALUES = "HIDDEN_VALUES"
    TOTAL_DIFFERS = "TOTAL_DIFFERS"


class Flag(StrEnum):
    """What a reader of an observation should know."""

    CONFLICT = "conflict"
    CARRIED_PERIOD = "carried_period"
    SUMMED_PARTS = "summed_parts"
    DAMAGED_NEARBY = "damaged_nearby"
    NEAR_TIE = "near_tie"
    PARTS_DIFFER = "parts_differ"
    REPEATED = "repeated"
    SHARED_FIGURE = "shared_figure"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    ABOVE_100 = "above_100"
    NO_DATE = "no_date"
    CONVERTED = "converted"
    FORMULA = "formula"
    NOT_FINAL = "not_final"
    COUNTS_OTHERWISE = "counts_otherwise"


class Decision(StrEnum):
    """What a person said of a figure; ``withdraw`` takes back what was said before."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Doubt(StrEnum):
    """Why an observation deserves a look, as ``etl.doubts`` defines it."""

    CONFLICT = "conflict"
    JUMP = "jump"
    DAMAGED = "damaged"
    LOW_CONFIDENCE = "low_confidence"
    REMARK = "remark"


class Measure(StrEnum):
    """What a value measures: the state at a time, a flow, a share or a rule."""

    STOCK = "stock"
    FLOW = "flow"
    RATE = "rate"
    STANDARD = "standard"


class Better(StrEnum):
    """The direction of an indicator; ``none`` is never scored."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Denominator(StrEnum):
    """What a comparable value is divided by."""

    NONE = "none"
    POPULATION = "population"
    VETERANS = "veterans"


class Combine(StrEnum):
    """How several observations of one place, indicator and period become one value."""

    SUM = "sum"
    MAX = "max"
    LATEST = "latest"


class PlaceLevel(StrEnum):
    """Level of a place in GB/T 2260."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class TitleLevel(StrEnum):
    """Who awarded a model-city title."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"


class WhyNot(StrEnum):
    """Why a value is shown but not compared."""

    NO_BASIS = "NO_BASIS"
    NO_DENOMINATOR = "NO_DENOMINATOR"
    ABOVE_100 = "ABOVE_100"
    SUB_SCOPE = "SUB_SCOPE"
    NO_DATE = "NO_DATE"


class ScoreKind(StrEnum):
    """What a score is of."""

    INDEX = "index"
    PILLAR = "pillar"
    INDICATOR = "indicator"


class NotRanked(StrEnum):
    """Why a score stands in brackets: it is shown and has no rank."""

    FEW_INDICATORS = "FEW_INDICATORS"
    FEW_PILLARS = "FEW_PILLARS"
    FEW_PLACES = "FEW_PLACES"
    OUTSIDE_GROUP = "OUTSIDE_GROUP"
    VETO = "VETO"


class Answer(StrEnum):
    """What a source says of a yes/no practice."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type and meaning in both languages.

    ``dtype`` is one of string, double, int32, bool, list<string>. ``codes`` names the
    enum whose values the column is limited to.
    """

    name: str
    dtype: str
    zh: str
    en: str
    nullable: bool = False
    codes: type[StrEnum] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One Parquet file of an edition; rows are sorted by ``key``, which is unique."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[tuple[str, str, str], ...] = ()
    """(column, table, column) foreign keys."""

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in the order they are written."""
        return [c.name for c in self.columns]


_SPAN = (
    Column("source_id", "string", "来源编号", "key of sources"),
    Column("char_start", "int32", "原文起点", "start of value_text in the original file's text"),
    Column("char_end", "int32", "原文终点", "end of value_text in the original file's text"),
    Column("quote", "string", "原句", "the sentence, as printed; empty for a cell of a return"),
    Column("section", "string", "所在小标题", "the heading above it"),
    Column(
        "locator",
        "string",
        "原件位置",
        "place in the original: p3 (page), ¶12 (paragraph), †1 (footnote), ‡1 (endnote),"
        " 表!C5 (sheet and cell); null in plain text",
        nullable=True,
    ),
)
_REMARK = Column(
    "remark",
    "string",
    "备注",
    "of a return: the row's remarks and the comments on the cell, its labels and heading; null where none",
    nullable=True,
)
_PLACE = (
    Column("place_code", "string", "行政区划代码", "GB/T 2260 code"),
    Column("place_name", "string", "地方", "full official name"),
)
_PERIOD = (
    Column("period_kind", "string", "时期类型", "kind of period", codes=PeriodKind),
    Column("period_start", "int32", "起始年", "first year, null where not stated", nullable=True),
    Column("period_end", "int32", "截止年", "last year, null where not stated", nullable=True),
)

OBSERVATIONS: Final = Table(
    "observations",
    "观测值",
    "One row a stated value of one indicator for one place and period",
    ("observation_id",),
    (
        Column("observation_id", "string", "观测编号", "stable hash of source, span and indicator"),
        *_PLACE,
        Column("indicator_id", "string", "指标", "key of indicators"),
        Column("value", "double", "数值", "in the indicator's unit"),
        Column("value_low", "double", "下限", "lower end that the qualifier implies"),
        Column("value_high", "double", "上限", "upper end that the qualifier implies"),
        Column("value_text", "string", "原文数字", "the figure as printed"),
        Column("unit", "string", "单位", "the indicator's unit"),
        Column("qualifier", "string", "限定", "exact, at_least, under, about", codes=Qualifier),
        *_PERIOD,
        Column("period_text", "string", "时期原文", "the words that state the period"),
        Column("scope", "string", "范围", "self or sub", codes=Scope),
        *_SPAN,
        Column("rule_id", "string", "规则", "the cue of the catalogue that matched"),
        Column("matched", "list<string>", "依据词", "the words of the cue that matched"),
        Column("confidence", "double", "可信度", "0 to 1"),
        Column("flags", "list<string>", "标记", "what a reader should know", codes=Flag),
        _REMARK,
    ),
    (("source_id", "sources", "source_id"), ("indicator_id", "indicators", "indicator_id")),
)

REJECTED: Final = Table(
    "rejected",
    "未采用的数字",
    "Every quantity that was found and not used, with the reason",
    ("source_id", "char_start", "char_end"),
    (
        *_PLACE,
        *_SPAN,
        Column("value_text", "string", "原文数字", "the figure as printed"),
        Column("value", "double", "数值", "the number, before any unit of an indicator", nullable=True),
        Column("unit_text", "string", "原文单位", "the unit as printed"),
        Column("reason", "string", "原因", "why it is not used", codes=Reason),
        Column("indicator_id", "string", "最近指标", "the nearest indicator considered", nullable=True),
        Column("detail", "string", "说明", "the words behind the reason"),
        _REMARK,
    ),
    (("source_id", "sources", "source_id"),),
)

FAULTS: Final = Table(
    "faults",
    "报表问题",
    "Every fault of a return: where it is, what is wrong, and the cure",
    ("source_id", "sheet", "row", "column", "fault"),
    (
        Column("source_id", "string", "来源编号", "key of sources"),
        Column("sheet", "string", "工作表", "name of the sheet"),
        Column("row", "int32", "行", "row of the cell, from 1; 0 = the sheet as a whole"),
        Column("column", "int32", "列", "column of the cell, from 1; 0 = the sheet as a whole"),
        Column("cell", "string", "单元格", "address such as C5; empty for the sheet as a whole"),
        Column("fault", "string", "代码", "kind of fault", codes=Fault),
        Column("found", "string", "原文", "what stands there"),
        Column("problem", "string", "问题", "what is wrong, in Chinese"),
        Column("problem_en", "string", "英文问题", "what is wrong, in English"),
        Column("cure", "string", "改法", "what to do, in Chinese"),
        Column("cure_en", "string", "英文改法", "what to do, in English"),
    ),
    (("source_id", "sources", "source_id"),),
)

PRACTICES: Final = Table(
    "practices",
    "做法（是/否）",
    "One row a yes/no practice that a source states",
    ("source_id", "practice_id", "char_start"),
    (
        *_PLACE,
        Column("practice_id", "string", "做法", "id in data/catalog/practices.csv"),
        Column("answer", "string", "结论", "yes, or no where the sentence denies it", codes=Answer),
        *_SPAN,
        Column("matched", "list<string>", "依据词", "the words that matched"),
        Column("year", "int32", "年份", "year of the source", nullable=True),
    ),
    (("source_id", "sources", "source_id"),),
)

SOURCES: Final = Table(
    "sources",
    "来源",
    "One row a report or return that was read, or could not be",
    ("source_id",),
    (
        Column("source_id", "string", "来源编号", "file stem; stem-NN for a part of a compilation"),
        Column("kind", "string", "类型", "report or return", codes=SourceKind),
        Column("title", "string", "标题", "title, with subtitle"),
        Column("publisher", "string", "发布者", "who published it, where known", nullable=True),
        Column("date", "string", "日期", "ISO date of the document, where known", nullable=True),
        Column("year", "int32", "年份", "year of the document", nullable=True),
        Column("place_code", "string", "行政区划代码", "the place it is about", nullable=True),
        Column("place_name", "string", "地方", "full official name", nullable=True),
        Column("path", "string", "文件", "path of the file below the input folder"),
        Column("sha256", "string", "校验值", "SHA-256 of the file"),
        Column("char_start", "int32", "原文起点", "where the report starts in its file"),
        Column("char_end", "int32", "原文终点", "where it ends"),
        Column("characters", "int32", "字数", "characters of the report"),
        Column("sentences", "int32", "句数", "sentences read"),
        Column("found", "int32", "找到数字", "quantities found = accepted + rejected"),
        Column("accepted", "int32", "采用", "quantities with at least one observation"),
        Column("rejected", "int32", "未采用", "quantities in rejected"),
        Column("observations", "int32", "观测值", "rows in observations"),
        Column("status", "string", "状态", "ok, partial or failed", codes=SourceStatus),
        Column("problems", "list<string>", "问题", "why it is partial or failed", codes=Problem),
    ),
)

DOCUMENTS: Final = Table(
    "documents",
    "原文",
    "The text of each source, for reading a figure in its place",
    ("source_id",),
    (
        Column("source_id", "string", "来源编号", "key of sources"),
        Column("char_start", "int32", "原文起点", "offset of the text in its file"),
        Column("text", "string", "原文", "the text as printed"),
    ),
    (("source_id", "sources", "source_id"),),
)

PLACES: Final = Table(
    "places",
    "地方",
    "Reference places",
    ("place_code",),
    (
        Column("place_code", "string", "行政区划代码", "GB/T 2260 code"),
        Column("place_name", "string", "名称", "full official name"),
        Column("short_name", "string", "简称", "short name"),
        Column("name_en", "string", "英文名", "name in English", nullable=True),
        Column("level", "string", "层级", "province, prefecture or county", codes=PlaceLevel),
        Column("parent_code", "string", "上级代码", "the place above it", nullable=True),
        Column("province_code", "string", "省级代码", "the province it lies in"),
        Column("lon", "double", "经度", "degrees east", nullable=True),
        Column("lat", "double", "纬度", "degrees north", nullable=True),
        Column(
            "population", "double", "常住人口（万人）", "resident population, 10,000 persons", nullable=True
        ),
        Column("population_year", "int32", "人口年份", "census year", nullable=True),
        Column("population_source", "string", "人口来源", "where the figure comes from", nullable=True),
    ),
)

_DEFINITION: Final = (
    Column("counts", "string", "口径", "what counts, in Chinese"),
    Column("counts_en", "string", "英文口径", "what counts, in English"),
)

INDICATORS: Final = Table(
    "indicators",
    "指标",
    "The catalogue",
    ("indicator_id",),
    (
        Column("indicator_id", "string", "指标编号", "id in the catalogue"),
        Column("order", "int32", "次序", "order in the catalogue"),
        Column("pillar_id", "string", "方面", "key of pillars"),
        Column("name_zh", "string", "中文名", "name in Chinese"),
        Column("name_en", "string", "英文名", "name in English"),
        Column("unit", "string", "单位", "canonical unit"),
        Column("measure", "string", "性质", "stock, flow, rate, standard", codes=Measure),
        Column("better", "string", "方向", "higher, lower or none", codes=Better),
        Column("denominator", "string", "分母", "none, population or veterans", codes=Denominator),
        Column("combine", "string", "合并", "sum, max or latest", codes=Combine),
        *_DEFINITION,
    ),
    (("pillar_id", "pillars", "pillar_id"),),
)

PILLARS: Final = Table(
    "pillars",
    "方面",
    "The eight conditions in their official order, then honours and context",
    ("pillar_id",),
    (
        Column("pillar_id", "string", "方面编号", "id"),
        Column("order", "int32", "次序", "official order, from 1"),
        Column("name_zh", "string", "中文名", "name in Chinese"),
        Column("name_en", "string", "英文名", "name in English"),
        Column("weight", "double", "权重", "default weight; 0 = not scored"),
    ),
)

PRACTICE_CATALOGUE: Final = Table(
    "practice_catalogue",
    "做法目录",
    "The yes/no practices that are looked for",
    ("practice_id",),
    (
        Column("practice_id", "string", "做法编号", "id"),
        Column("order", "int32", "次序", "order in the catalogue"),
        Column("pillar_id", "string", "方面", "key of pillars"),
        Column("name_zh", "string", "中文名", "name in Chinese"),
        Column("name_en", "string", "英文名", "name in English"),
        *_DEFINITION,
    ),
    (("pillar_id", "pillars", "pillar_id"),),
)

VALUES: Final = Table(
    "values",
    "可比值",
    "One row a place, indicator and period: the value chosen, per year and per head",
    ("place_code", "indicator_id", "year", "period_kind", "period_start", "period_end"),
    (
        *_PLACE,
        Column("indicator_id", "string", "指标", "key of indicators"),
        Column("year", "int32", "评估年", "last year covered, or the source's year", nullable=True),
        *_PERIOD,
        Column("value", "double", "数值", "in the indicator's unit, as stated"),
        Column("value_low", "double", "下限", "lower end that the qualifier implies"),
        Column("value_high", "double", "上限", "upper end that the qualifier implies"),
        Column("qualifier", "string", "限定", "of the chosen observation", codes=Qualifier),
        Column("years", "double", "年数", "years that a flow covers; null without a basis", nullable=True),
        Column(
            "annual_value",
            "double",
            "年均值",
            "stocks, rates, standards as they are; flows per year",
            nullable=True,
        ),
        Column(
            "denominator_value", "double", "分母", "万人 of population or persons of veterans", nullable=True
        ),
        Column("denominator_year", "int32", "分母年份", "year of the denominator", nullable=True),
        Column("denominator_source", "string", "分母来源", "where the denominator comes from", nullable=True),
        Column(
            "mixed_years", "bool", "分母跨年", "the denominator is of a year that the value does not cover"
        ),
        Column(
            "per_head_value", "double", "人均值", "per 10,000 residents or per 100 veterans", nullable=True
        ),
        Column(
            "comparable",
            "bool",
            "可比",
            "may enter a ranking by yearly value; per head also needs per_head_value",
        ),
        Column("why_not", "string", "不可比原因", "why it may not", nullable=True, codes=WhyNot),
        Column("latest", "bool", "最新", "the row that stands for the place and indicator"),
        Column("observation_ids", "list<string>", "观测编号", "the observations behind it, chosen first"),
        Column("source_id", "string", "来源编号", "source of the chosen observation"),
        Column("conflict", "bool", "有冲突", "sources differ"),
    ),
    (("indicator_id", "indicators", "indicator_id"), ("place_code", "places", "place_code")),
)

CONFLICTS: Final = Table(
    "conflicts",
    "冲突",
    "Pairs of observations that state different values for the same thing",
    ("kept_id", "other_id"),
    (
        *_PLACE,
        Column("indicator_id", "string", "指标", "key of indicators"),
        *_PERIOD,
        Column("kept_id", "string", "采用观测", "the later source's observation"),
        Column("other_id", "string", "另一观测", "the other observation"),
        Column("kept_value", "double", "采用值", "in the indicator's unit"),
        Column("other_value", "double", "另一值", "in the indicator's unit"),
        Column("difference_pct", "double", "相差（%）", "(other - kept) / kept x 100"),
    ),
    (("indicator_id", "indicators", "indicator_id"),),
)

TITLES: Final = Table(
    "titles",
    "称号",
    "One row a model-city title of a place, by naming round",
    ("place_code", "level", "year"),
    (
        *_PLACE,
        Column("level", "string", "级别", "national or provincial", codes=TitleLevel),
        Column("year", "int32", "命名年", "year of the naming"),
        Column("round", "int32", "届次", "national naming round", nullable=True),
        Column("complete_list", "bool", "名单完整", "the list it comes from covers its whole province"),
        Column("source", "string", "出处", "list or report that states it"),
        Column("source_id", "string", "来源编号", "key of sources where a report states it", nullable=True),
        Column("quote", "string", "原句", "the sentence, where a report states it", nullable=True),
    ),
    (("place_code", "places", "place_code"),),
)

NAMING_ROUNDS: Final = Table(
    "naming_rounds",
    "命名届次",
    "The rounds of naming national model cities",
    ("round",),
    (
        Column("round", "int32", "届次", "number of the round"),
        Column("date", "string", "日期", "year, month or day as known"),
        Column("year", "int32", "年份", "year of the naming"),
        Column("places_named", "int32", "命名数", "places named, where known", nullable=True),
    ),
)

CORRECTIONS: Final = Table(
    "corrections",
    "更正与审核决定",
    "Declared fixes and decisions of reviewers that are in force, and whether they were applied",
    ("correction_id",),
    (
        Column("correction_id", "string", "编号", "id"),
        Column("decision", "string", "决定", "confirm, correct or reject", codes=Decision),
        Column("source_id", "string", "来源编号", "the source it is about: source_id or SHA-256"),
        Column("expect", "string", "原文应为", "text that must still stand in the source"),
        Column("figure", "string", "原文数字", "the figure inside it; empty = all figures in it"),
        Column("occurrence", "int32", "第几处", "which of the figures printed alike, from 1"),
        Column("cell", "string", "单元格", "of a return: sheet and cell", nullable=True),
        Column(
            "was_indicator",
            "string",
            "原读指标",
            "how the machine had read it; null = it was refused",
            nullable=True,
        ),
        Column("was_value", "double", "原读数值", "what the machine had read", nullable=True),
        Column("replace", "string", "改读为", "what is read instead; empty = as printed, or not used"),
        Column("indicator_id", "string", "改为指标", "another indicator", nullable=True),
        Column("period_kind", "string", "改为时期", "another period", nullable=True, codes=PeriodKind),
        Column("period_start", "int32", "改为起始年", "its first year", nullable=True),
        Column("period_end", "int32", "改为截止年", "its last year", nullable=True),
        Column("place_code", "string", "改为地方", "another place", nullable=True),
        Column("reason", "string", "理由", "why"),
        Column("by", "string", "审核人", "who decided, where known", nullable=True),
        Column("at", "string", "时间", "when, ISO 8601 in UTC, where known", nullable=True),
        Column("applied", "bool", "已应用", "false when source or reading changed since: the build says so"),
    ),
)

DOUBTS: Final = Table(
    "doubts",
    "待审核",
    "One row an observation that deserves a look, with its effect on ranks; see etl/doubts.py",
    ("observation_id",),
    (
        Column("observation_id", "string", "观测编号", "key of observations"),
        Column("order", "int32", "次序", "place in the queue, from 1: most effect first"),
        *_PLACE,
        Column("indicator_id", "string", "指标", "key of indicators"),
        Column("kinds", "list<string>", "疑点", "why it deserves a look", codes=Doubt),
        Column("other_id", "string", "另一观测", "the one that it conflicts with", nullable=True),
        Column("other_value", "double", "另一值", "conflict: what the other source states", nullable=True),
        Column("before_year", "int32", "前一年份", "jump: the year before it with a value", nullable=True),
        Column("before_value", "double", "前一年值", "jump: the yearly value of that year", nullable=True),
        Column("index_shift", "int32", "指数名次变动", "new rank in the index less the present one"),
        Column("pillar_shift", "int32", "方面名次变动", "the same in the pillar"),
        Column("indicator_shift", "int32", "指标名次变动", "the same in the indicator"),
        Column("share", "double", "份额", "of the sum of the indicator's latest values, 0 to 1"),
    ),
    (("observation_id", "observations", "observation_id"), ("indicator_id", "indicators", "indicator_id")),
)

_SCENARIO = Column("scenario_id", "string", "方案", "file in data/catalog/scenarios")

SCORES: Final = Table(
    "scores",
    "得分与名次",
    "One row a scenario, place and index, pillar or indicator: score, rank and how sure the rank is",
    ("scenario_id", "kind", "item_id", "place_code"),
    (
        _SCENARIO,
        Column("kind", "string", "层次", "index, pillar or indicator", codes=ScoreKind),
        Column("item_id", "string", "项目", "index, pillar_id or indicator_id"),
        *_PLACE,
        Column("score", "double", "得分", "0 to 100", nullable=True),
        Column("score_low", "double", "得分下限", "of a rubric: if nothing more is proven", nullable=True),
        Column("score_high", "double", "得分上限", "of a rubric: if all else is proven", nullable=True),
        Column("ranked", "bool", "参加排名", "false: the score stands in brackets"),
        Column("rank", "int32", "名次", "1 the best; ties share the better rank", nullable=True),
        Column("ranked_places", "int32", "排名地方数", "places ranked in this item"),
        Column(
            "rank_low", "int32", "名次下限（5%）", "5 % quantile over the draws: the good end", nullable=True
        ),
        Column("rank_median", "double", "名次中位数", "median over the draws", nullable=True),
        Column("rank_high", "int32", "名次上限（95%）", "95 % quantile over the draws", nullable=True),
        Column("p_top", "double", "入围概率", "share of draws within the quota, 0 to 1", nullable=True),
        Column("rank_best", "int32", "最好可达名次", "attained by some weights within bounds", nullable=True),
        Column(
            "rank_worst", "int32", "最差可达名次", "attained by some weights within bounds", nullable=True
        ),
        Column("rank_exact", "bool", "可达名次已证明", "no weights within bounds go beyond", nullable=True),
        Column("coverage", "double", "覆盖率", "share of indicators (pillar) or pillars (index), 0 to 1"),
        Column("why_not", "string", "不排名原因", "why it has no rank", nullable=True, codes=NotRanked),
        Column("vetoes", "list<string>", "否决项", "practices or indicators that bar the place"),
    ),
    (("place_code", "places", "place_code"),),
)

CONTRIBUTIONS: Final = Table(
    "contributions",
    "得分构成",
    "One row a scenario, place and indicator: its exact part in the index",
    ("scenario_id", "place_code", "indicator_id"),
    (
        _SCENARIO,
        *_PLACE,
        Column("pillar_id", "string", "方面", "key of pillars"),
        Column("indicator_id", "string", "指标", "key of indicators"),
        Column("value", "double", "可比值", "per year, per head where the catalogue says so"),
        Column("score", "double", "得分", "0 to 100"),
        Column("weight", "double", "实际权重", "share of the place's index; sums to 1 over a place"),
        Column(
            "pull", "double", "拉动（分）", "points above or below 50; index = 50 + their sum", nullable=True
        ),
    ),
    (("place_code", "places", "place_code"), ("indicator_id", "indicators", "indicator_id")),
)

INFLUENCE: Final = Table(
    "influence",
    "影响因素",
    "One row a scenario and source of uncertainty: Sobol indices on the mean absolute rank shift",
    ("scenario_id", "factor"),
    (
        _SCENARIO,
        Column(
            "factor", "string", "因素", "normalisation, aggregation, weights, intervals, extraction, left_out"
        ),
        Column("first", "double", "一阶指数", "share of variance by itself"),
        Column("first_conf", "double", "一阶指数误差", "half-width of its 95 % interval"),
        Column("total", "double", "总指数", "share of variance with all interactions"),
        Column("total_conf", "double", "总指数误差", "half-width of its 95 % interval"),
        Column("mean_shift", "double", "平均名次变动", "mean absolute rank shift over the design"),
    ),
)

TABLES: Final[dict[str, Table]] = {
    t.name: t
    for t in (
        OBSERVATIONS,
        REJECTED,
        FAULTS,
        PRACTICES,
        SOURCES,
        DOCUMENTS,
        PLACES,
        INDICATORS,
        PILLARS,
        PRACTICE_CATALOGUE,
        VALUES,
        CONFLICTS,
        TITLES,
        NAMING_ROUNDS,
        CORRECTIONS,
        DOUBTS,
        SCORES,
        CONTRIBUTIONS,
        INFLUENCE,
    )
}
